"""Rows of meters and invoices beside each other: the same row twice, and months that are all the same."""

import pandas as pd

from greening.tables import submission_tables

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
    positions = counted.assign(position=counted.index)
    first = positions.groupby(content, dropna=False, sort=False)["position"].transform("first")
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
    none = pd.Series(0.0, index=rows.index)
    quantity = QUANTITIES[name]
    days = (rows["end_date"] - rows["start_date"]).dt.days + 1
    months = rows[days.between(*_MONTH_DAYS) & (rows[quantity] != 0)]
    what = [column for column, one in submission_tables()[name].columns.items() if one.type in ("text", "location")]
    series = months.groupby([column for column in what if column not in _BESIDE_THE_POINT], dropna=False, sort=False)
    count = series[quantity].transform("size").where(series[quantity].transform("nunique") == 1, 0)
    leads = series.cumcount() == 0
    return {"equal_months": none.mask((count.where(leads, 0) >= _MONTHS).reindex(rows.index, fill_value=False), count.astype("float64"))}
