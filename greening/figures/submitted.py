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
    unit = _unit(indicator_id, values)
    wanted: Filter = {"table": "indicators", "organization": book.inputs.organization, "indicator_id": indicator_id}
    is_whole = any(row["location_id"] is None for row in values)
    if is_whole:
        wanted = {**wanted, "location_id": [None]}
    elif len(values) > 1 and not _can_add(indicator_id, unit):
        return None
    found = book.measure("activities", wanted, "value", "single" if is_whole else "sum")
    return Figure(indicator_id, unit, found) if found else None


def _unit(indicator_id: str, values: Sequence[Record]) -> str:
    """The first unit that is given; without one a share is known by its name."""
    return next((row["unit"] for row in values if row["unit"]), "share" if "share" in indicator_id else "")


def _can_add(indicator_id: str, unit: str) -> bool:
    """Whether the values of several places make a sum: shares, ratios, texts and years do not."""
    return unit not in NOT_ADDED and "/" not in unit and "share" not in indicator_id
