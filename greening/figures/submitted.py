"""Indicators that no other table can rebuild: their figures bear the names that the submission gives them."""

from collections.abc import Iterator

import pandas as pd

from greening.figures.book import Book
from greening.figures.figure import Figure
from greening.figures.selection import Filter

#: Units of which several values cannot be added.
NOT_ADDED = ("share", "%", "text", "year")


def figures(book: Book) -> Iterator[Figure]:
    """The figures of the table `indicators`: the row without a location, else the sum over locations; shares are never added."""
    rows = book.own("indicators")
    for indicator_id, values in rows.groupby("indicator_id", sort=True):
        figure = _figure(book, str(indicator_id), values)
        if figure:
            yield figure


def _figure(book: Book, indicator_id: str, values: pd.DataFrame) -> Figure | None:
    unit = next(iter(values["unit"].replace("", None).dropna()), "share" if "share" in indicator_id else "")
    wanted: Filter = {"table": "indicators", "organization": book.inputs.organization, "indicator_id": indicator_id}
    whole = values[values["location_id"].isna()]
    if not whole.empty:
        wanted = {**wanted, "location_id": [None]}
    elif len(values) > 1 and (unit in NOT_ADDED or "/" in unit or "share" in indicator_id):
        return None
    found = book.measure("activities", wanted, "value", "single" if len(whole) else "sum")
    return Figure(indicator_id, unit, found) if found else None
