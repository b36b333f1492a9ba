"""Rows of meters and invoices beside each other: the same row twice, and months that are all the same."""

from collections import defaultdict

import numpy as np
import pandas as pd

from greening.tables import submission_tables
from greening.views.periods import days

#: Columns that may differ between two copies of one invoice.
_BESIDE_THE_POINT = ("quality", "factor_reference", "certificate_kind", "collection")

#: The column of the quantity of each table whose rows are metered or invoiced.
QUANTITIES = {
    "electricity": "electricity_kwh",
    "heat": "heat_kwh",
    "fuels": "quantity",
    "waste": "waste_kg",
    "water": "water_m3",
    "wastewater": "wastewater_m3",
}

#: Days that a month may have.
_MONTH_DAYS = (28, 31)
#: Equal months from which it is no coincidence.
_MONTHS = 6


def repeats(name: str, rows: pd.DataFrame) -> dict[str, pd.Series]:
    """is_repeat: a row before it has the same place, meter, period and quantity; repeated_row: where that row is.

    Rows that each have a row_id of the submitter's are told apart by it. A quantity of zero repeats nothing; a row with unreadable cells is left out.
    """
    content = [column for column in submission_tables()[name].columns if column not in _BESIDE_THE_POINT]
    counted = rows[(rows["faulty"] == "") & (rows[QUANTITIES[name]] != 0)]
    # Rows of one quantity are few, so only they are looked through.
    alike = counted[counted.duplicated(QUANTITIES[name], keep=False)]
    if alike.empty:
        return {"is_repeat": pd.Series(False, index=rows.index), "repeated_row": pd.Series(index=rows.index, dtype="str")}
    first = alike.assign(position=alike.index).groupby(content, dropna=False, sort=False)["position"].transform("first")
    named = ~rows["defaulted"].str.contains(r"\brow_id\b")
    apart = named[first.index] & first.map(named).astype("bool")
    earlier = first[(first != first.index) & ~apart]
    place = rows["source_file"] + " row " + rows["source_row"].astype("str")
    return {
        "is_repeat": pd.Series(rows.index.isin(earlier.index), index=rows.index),
        "repeated_row": earlier.map(place).reindex(rows.index).astype("str"),
    }


def equal_months(name: str, rows: pd.DataFrame) -> dict[str, pd.Series]:
    """equal_months: how many months a meter or place reports with exactly the same quantity, at its first row; else 0."""
    quantity = rows[QUANTITIES[name]]
    is_month = (days(rows).between(*_MONTH_DAYS) & (quantity != 0)).to_numpy()
    what = [column for column, one in submission_tables()[name].columns.items() if one.type in ("text", "location")]
    labels = zip(*(rows[column].fillna("") for column in what if column not in _BESIDE_THE_POINT), strict=True)
    series: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position, label in enumerate(labels):
        if is_month[position]:
            series[label].append(position)
    equal = np.zeros(len(rows))
    for positions in series.values():
        if len(positions) >= _MONTHS and len(set(quantity.iloc[positions].dropna())) == 1:
            equal[positions[0]] = len(positions)
    return {"equal_months": pd.Series(equal, index=rows.index)}
