"""Decisions of bodies whether and how far they offset."""

from collections.abc import Iterable, Mapping
from typing import Any

#: A row of `offset_decisions` as its columns.
Record = Mapping[Any, Any]


def latest(rows: Iterable[Record]) -> dict[str, Record]:
    """The decision of each body that stands: the latest, of several of one day the last row; one without a day is older than any other."""
    found: dict[str, Record] = {}
    for row in rows:
        before = found.get(row["organization"])
        if before is None or _day(row) >= _day(before):
            found[row["organization"]] = row
    return found


def _day(row: Record) -> str:
    # A missing day is None, or a NaT, which equals nothing.
    return str(row["date"]) if row["date"] is not None and row["date"] == row["date"] else ""
