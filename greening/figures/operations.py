"""What may be done with the rows of a product to make one number; a derivation names one of these."""

import json
import math
from collections.abc import Callable, Mapping

import numpy as np

from greening.figures.products import Products
from greening.figures.selection import Rows
from greening.units import PERCENT

#: Makes one number of the selected rows and a column; NaN where they hold none.
Operation = Callable[[Rows, str, Products], float]


def total(rows: Rows, column: str, _: Products) -> float:
    """The sum of the values that are there; NaN where there is none."""
    return _sum(rows.known(column))


def _sum(values: list[float]) -> float:
    return math.fsum(values) if values else math.nan


def count(rows: Rows, _column: str, _: Products) -> float:
    """The number of rows."""
    return float(len(rows))


def single(rows: Rows, column: str, _: Products) -> float:
    """The value of the one row; of the first, where there are several."""
    return float(rows.numbers(column)[0]) if len(rows) else math.nan


def people(rows: Rows, column: str, _: Products) -> float:
    """People: counts of one location, category and basis on several dates are averaged over the dates, everything else added."""
    if not len(rows):
        return math.nan
    group = [rows.values(name) for name in ("organization", "location_id", "category", "basis")]
    on_date: dict[tuple[object, ...], dict[object, list[float]]] = {}
    for of, date, number in zip(zip(*group, strict=True), rows.values("as_of_date"), rows.numbers(column).tolist(), strict=True):
        if not math.isnan(number):
            on_date.setdefault(of, {}).setdefault(date, []).append(number)
    sums = [[math.fsum(numbers) for numbers in dates.values()] for dates in on_date.values()]
    return math.fsum(math.fsum(numbers) / len(numbers) for numbers in sums)


def own_area(rows: Rows, column: str, _: Products) -> float:
    """Floor area; of premises whose quantities are reported whole, only the body's own share, as for the quantities."""
    percent = rows.numbers("allocation_pct")
    is_whole = np.array([covers == "whole_premises" for covers in rows.values("quantity_covers")], dtype=bool)
    values = rows.numbers(column) * np.where(is_whole & ~np.isnan(percent), percent / PERCENT, 1.0)
    return _sum(values[~np.isnan(values)].tolist())


def trips(rows: Rows, _column: str, products: Products) -> float:
    """Trips of the selected footprint rows, there and back counted as one, and so the legs of one trip_id."""
    made = products.trips(rows)
    return _sum(made[~np.isnan(made)].tolist())


def flown(rows: Rows, column: str, products: Products) -> float:
    """Distance of the selected footprint rows: flights, of which there and back are two, times the great circle of one way."""
    flown_km = products.flights(rows) * rows.numbers(column)
    return _sum(flown_km[~np.isnan(flown_km)].tolist())


def activity_rows(rows: Rows, _column: str, products: Products) -> float:
    """The number of submitted rows that the selected rows of a product were made from."""
    submitted = products.origins(products["activities"].rows)
    return float(len(np.intersect1d(products.origins(rows), submitted)))


def dropped(rows: Rows, _column: str, _: Products) -> float:
    """Raw rows that reject findings drop, each counted once however many findings it has."""
    if not len(rows):
        return 0.0
    place = ["organization", "table", "source_file", "sheet"]
    found = rows.table([*place, "source_row", "rows"])
    whole = found["source_row"].isna()
    whole_places = found[whole].groupby(place, sort=True, dropna=False)["rows"].max().fillna(0)
    one_by_one = found[~whole & (found["rows"].fillna(1) > 0)].drop_duplicates([*place, "source_row"])
    left = one_by_one.merge(whole_places.rename("whole").reset_index(), on=place, how="left", validate="m:1")
    # A row of a table that is dropped whole is already counted there.
    return float(whole_places.sum() + (left["whole"].fillna(0) == 0).sum())


def places_and_sources(rows: Rows, _column: str, _: Products) -> float:
    """Sources of emissions: a source at a place counts once, however many rows it has."""
    return float(len(rows.table(["organization", "location_id", "source"]).drop_duplicates()))


def published_beside(rows: Rows, column: str, _: Products) -> float:
    """The first of the published values (JSON) beside the figure of the last row; NaN where there is none."""
    told = [text for text in rows.values(column) if text]
    return float(json.loads(told[-1])[0]["value"]) if told else math.nan


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
    "published beside it": published_beside,
    "places and sources": places_and_sources,
}
