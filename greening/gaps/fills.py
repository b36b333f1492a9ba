"""A filled quantity: how much, of which kind, by which way, in words, and from which rows."""

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from greening import tables
from greening.gaps.marks import COLUMNS
from greening.gaps.records import Place, Records
from greening.gaps.topics import Topic

#: The ways of filling in their order, and how the quantity is then known.
QUALITY: Mapping[str, str] = {
    "own_months": "estimated",
    "own_last_year": "carried_forward",
    "per_m2": "estimated",
    "per_person": "proxy",
    "system_proxy": "proxy",
}
#: At most so many rows are named one by one as parents.
PARENTS_NAMED = 4
#: At most so many places are named.
PLACES_NAMED = 3


@dataclass(frozen=True)
class Gap:
    """Days of one place on which a topic is not reported, by the first and last day of the year, and the status that was declared."""

    topic: Topic
    place: Place
    first: int
    last: int
    status: str = ""

    @property
    def days(self) -> int:
        """The number of days."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class Fill:
    """A gap that is filled: for each kind of quantity the columns that tell it and the body's own amount."""

    gap: Gap
    filled_by: str
    amounts: Sequence[tuple[Mapping[str, Any], float]]
    basis: str
    parents: str


def parents(row_ids: Iterable[str], year: int | None = None) -> str:
    """The rows that a filled row rests on: each by its row_id where they are few, else their number and hash; the year where it is another."""
    known = sorted(map(str, row_ids))
    digest = hashlib.sha256("\n".join(known).encode("utf-8")).hexdigest()
    named = "; ".join(known) if len(known) <= PARENTS_NAMED else f"{len(known)} rows, sha256 {digest[:16]}"
    return f"{year}: {named}" if year else named


def rows(fills: Iterable[Fill], records: Records) -> pd.DataFrame:
    """The filled rows in the columns of `activities` and, after them, those of COLUMNS; without file and row number, with a row_id of their own."""
    made = [_row(fill, kind, amount, records) for fill in fills for kind, amount in fill.amounts]
    if not made:
        return none()
    told = {name: pd.Series([about[name] for _, about in made], dtype="str") for name in COLUMNS}
    return tables.stack("activities", [pd.DataFrame([row for row, _ in made])]).assign(**told)


def none() -> pd.DataFrame:
    """No filled rows."""
    return _none().copy(deep=False)


@cache
def _none() -> pd.DataFrame:
    return tables.empty("activities").assign(**{name: pd.Series([], dtype="str") for name in COLUMNS})


def _row(fill: Fill, kind: Mapping[str, Any], amount: float, records: Records) -> tuple[dict[str, Any], dict[str, str]]:
    gap = fill.gap
    start, end = records.date(gap.first), records.date(gap.last)
    told = [str(kind[name]) for name in gap.topic.kind if not pd.isna(kind.get(name))]
    row = {
        "organization": records.organization,
        "data_year": records.year,
        "table": gap.topic.name,
        "row_id": "/".join(["filled", gap.topic.name, gap.place.location_id, *told, f"{start:%Y-%m-%d}", fill.filled_by]),
        "location_id": gap.place.location_id,
        "start_date": start,
        "end_date": end,
        "quality": QUALITY[fill.filled_by],
        # The footprint takes the body's part of whole premises off again.
        gap.topic.quantity: amount / gap.place.share,
    }
    return dict(kind) | row, {"filled_by": fill.filled_by, "fill_basis": fill.basis, "parents": fill.parents}


def grouped(rows: pd.DataFrame, kind: Sequence[str], quantity: pd.Series) -> list[tuple[dict[str, Any], float]]:
    """The sum of a quantity for each set of values of the columns, in order; a column that is empty is left out."""
    parts: dict[tuple[tuple[str, Any], ...], list[float]] = {}
    for cells, part in zip(zip(*(rows[name].tolist() for name in kind), strict=True), quantity.tolist(), strict=True):
        known = tuple((name, cell) for name, cell in zip(kind, cells, strict=True) if not pd.isna(cell))
        parts.setdefault(known, []).append(part)
    return [(dict(known), math.fsum(found)) for known, found in sorted(parts.items(), key=lambda item: str(item[0]))]


def number(value: float) -> str:
    """A number in words: four significant digits, thousands apart."""
    return f"{float(f'{value:.4g}'):,.10g}"


def amount(value: float, topic: Topic) -> str:
    """A quantity with its unit, where all rows of the topic have one."""
    return f"{number(value)} {topic.unit}".strip()


def names(places: Sequence[Place]) -> str:
    """The names of the first places, and how many more there are."""
    more = f" and {len(places) - PLACES_NAMED} more" if len(places) > PLACES_NAMED else ""
    return ", ".join(place.name for place in places[:PLACES_NAMED]) + more
