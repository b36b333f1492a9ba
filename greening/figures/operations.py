"""What may be done with the rows of a product to make one number; a derivation names one of these."""

import math
from collections.abc import Callable, Mapping

import pandas as pd

from greening.units import PERCENT

#: The products by name, as a derivation names them.
Products = Mapping[str, pd.DataFrame]
#: Makes one number of the selected rows and a column; NaN where they hold none.
Operation = Callable[[pd.DataFrame, str, Products], float]

#: Columns that name one activity row in every product that has a row for it.
ROW_KEY = ["organization", "table", "source_file", "source_row", "row_id"]


def total(rows: pd.DataFrame, column: str, _: Products) -> float:
    """The sum of the values that are there; NaN where there is none."""
    values = rows[column].dropna()
    return math.nan if values.empty else math.fsum(values)


def count(rows: pd.DataFrame, _column: str, _: Products) -> float:
    """The number of rows."""
    return float(len(rows))


def single(rows: pd.DataFrame, column: str, _: Products) -> float:
    """The value of the one row; of the first, where there are several."""
    return math.nan if rows.empty or pd.isna(rows[column].iloc[0]) else float(rows[column].iloc[0])


def people(rows: pd.DataFrame, column: str, _: Products) -> float:
    """People: counts of one location, category and basis on several dates are averaged over the dates, everything else added."""
    if rows.empty:
        return math.nan
    group = ["organization", "location_id", "category", "basis"]
    on_date = rows.groupby([*group, "as_of_date"], sort=True, dropna=False)[column].sum(min_count=1)
    return math.fsum(on_date.groupby(level=group, sort=True, dropna=False).mean().dropna())


def own_area(rows: pd.DataFrame, column: str, _: Products) -> float:
    """Floor area; of premises whose quantities are reported whole, only the body's own share, as for the quantities."""
    share = (rows["allocation_pct"].fillna(PERCENT) / PERCENT).where(rows["quantity_covers"] == "whole_premises", 1.0)
    values = (rows[column] * share).dropna()
    return math.nan if values.empty else math.fsum(values)


def trips(rows: pd.DataFrame, _column: str, products: Products) -> float:
    """Trips of the selected footprint rows, there and back counted as one."""
    return total(_with_trips(rows, products), "trips", products)


def flown(rows: pd.DataFrame, column: str, products: Products) -> float:
    """Distance of the selected footprint rows: trips, times two for there and back, times the great circle of one way."""
    travelled = _with_trips(rows, products)
    legs = travelled["return_trip"].fillna(False).astype(float) + 1
    return total(travelled.assign(flown_km=travelled["trips"] * legs * travelled[column]), "flown_km", products)


def _with_trips(rows: pd.DataFrame, products: Products) -> pd.DataFrame:
    activities = products["activities"]
    submitted = activities.loc[activities["table"] == "air_travel", [*ROW_KEY, "trips", "return_trip"]].drop_duplicates(ROW_KEY)
    return rows.merge(submitted, on=ROW_KEY, how="left", validate="m:1")


def activity_rows(rows: pd.DataFrame, _column: str, products: Products) -> float:
    """The number of submitted rows that the selected rows of a product were made from."""
    made_from = rows[ROW_KEY].drop_duplicates()
    submitted = products["activities"][ROW_KEY].drop_duplicates()
    return float(len(made_from.merge(submitted, on=ROW_KEY, how="inner", validate="1:1")))


def dropped(rows: pd.DataFrame, _column: str, _: Products) -> float:
    """Raw rows that reject findings drop, each counted once however many findings it has."""
    place = ["organization", "table", "source_file", "sheet"]
    whole = rows["source_row"].isna()
    whole_places = rows[whole].groupby(place, sort=True, dropna=False)["rows"].max().fillna(0)
    one_by_one = rows[~whole & (rows["rows"].fillna(1) > 0)].drop_duplicates([*place, "source_row"])
    left = one_by_one.merge(whole_places.rename("whole").reset_index(), on=place, how="left", validate="m:1")
    # A row of a table that is dropped whole is already counted there.
    return float(whole_places.sum() + (left["whole"].fillna(0) == 0).sum())


def unique_credits(rows: pd.DataFrame, column: str, products: Products) -> float:
    """Credits, a block of serial numbers counted once however often it is claimed."""
    return total(rows.drop_duplicates(["registry", "serial_from", "serial_to"]), column, products)


#: Every operation by the words that a derivation uses.
OPERATIONS: Mapping[str, Operation] = {
    "sum": total,
    "count": count,
    "single": single,
    "mean over dates, then sum": people,
    "sum of own share": own_area,
    "trips": trips,
    "trips x legs x distance": flown,
    "submitted rows": activity_rows,
    "dropped rows": dropped,
    "sum, serials once": unique_credits,
}
