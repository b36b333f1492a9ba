"""What the ledger tells of the rows that a figure rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Name(NamedTuple):
    """What rows are added up by: their table, place, kind, and of journeys purpose and cabin instead of the place."""

    table: str
    place: str
    kind: str
    purpose: str = ""
    cabin: str = ""


class Added(NamedTuple):
    """Rows of one name: how many, and what they add up to."""

    name: Name
    rows: int
    amount: float


class Used(NamedTuple):
    """A factor that rows use: id, unit, year, source and how near it was, its lowest and highest value (none of journeys, where it varies)."""

    factor: tuple[str, str, str, str, str]
    rows: int
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Told:
    """What is told of the rows that a figure rests on."""

    rows: int
    #: The largest first, and how many there are in all.
    added: Sequence[Added]
    names: int
    has_journeys: bool
    #: Places of single rows in the product, the largest first, and how many there are; journeys of people are never among them.
    first: Sequence[int]
    singles: int
    #: A row of the selection, whose unit all have.
    unit_row: int
    #: The most used first, and how many there are in all.
    factors: Sequence[Used]
    factor_count: int
    #: How many rows are known in each way, the most frequent first.
    quality: Sequence[tuple[str, int]]
    #: Stretches of lines of the published footprint, first and last of each; how many there are in all, how many lines, the first and the last.
    lines: Sequence[tuple[int, int]]
    stretches: int
    line_count: int
    first_line: int
    last_line: int
