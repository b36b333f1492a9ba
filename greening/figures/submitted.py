"""Indicators that no other table can rebuild: their figures bear the names that the submission gives them."""

from collections.abc import Iterator, Sequence

from greening.figures.book import Book, Record
from greening.figures.figure import Figure
from greening.figures.selection import Filter

#: Units of which several values cannot be added.
NOT_ADDED = ("share", "%", "text", "year")


def figures(book: Book) -> Iterator[Figure]:
    """The figures of the table `indicators`: the row without a location, else the sum over locations; shares are never added."""
    by_id: dict[str, list[Record]] = {}
    for row in book.own("indicators"):
        by_id.setdefault(row["indicator_id"], []).append(row)
    for indicator_id in sorted(by_id):
        figure = _figure(book, indicator_id, by_id[indicator_id])
        if figure:
            yield figure


def _figure(book: Book, indicator_id: str, values: Sequence[Record]) -> Figure | None:
    unit = next((row["unit"] for row in values if row["unit"]), "share" if "share" in indicator_id else "")
    wanted: Filter = {"table": "indicators", "organization": book.inputs.organization, "indicator_id": indicator_id}
    is_whole = any(row["location_id"] is None for row in values)
    if is_whole:
        wanted = {**wanted, "location_id": [None]}
    elif len(values) > 1 and (unit in NOT_ADDED or "/" in unit or "share" in indicator_id):
        return None
    found = book.measure("activities", wanted, "value", "single" if is_whole else "sum")
    return Figure(indicator_id, unit, found) if found else None
