"""A mapping file: how the columns and words of an export are those of a submission. Staff edit it; every fault in it is told at once.

All cells of the file are texts, whatever YAML would make of them: the code NO stays NO, and 007 stays 007.
"""

from collections.abc import Mapping as Pairs, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from greening.errors import CallError

#: Where the shipped mapping files lie.
SHIPPED = Path(__file__).parent / "mappings"
#: What exports can be.
KINDS = ("tickets", "icao", "bills", "table")
#: The tables that bills can become, and the column that holds their quantity.
BILLED: Pairs[str, str] = {
    "electricity": "electricity_kwh",
    "heat": "heat_kwh",
    "water": "water_m3",
    "wastewater": "wastewater_m3",
    "fuels": "quantity",
}
#: The settings of each kind with what they may be; the first is the default.
SETTINGS: Pairs[str, Pairs[str, tuple[str, ...]]] = {
    "tickets": {},
    "icao": {"result_covers": ("journey", "one_way"), "distance_covers": ("one_way", "journey")},
    "bills": {"end_is": ("last_day", "next_reading")},
    "table": {},
}


@dataclass(frozen=True)
class FieldMap:
    """Where the cells of one field come from and how they are read."""

    sources: tuple[str, ...] = ()
    values: Pairs[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    empty: str = ""
    value: str | None = None
    unit: str = ""
    unit_from: str = ""
    dates: str = "auto"
    decimals: str = "auto"


@dataclass(frozen=True)
class DropRows:
    """Rows that are left out by a word in one column, or all but those with such a word."""

    column: str
    values: tuple[str, ...]
    why: str
    keeps: bool = False


@dataclass(frozen=True)
class Mapping:
    """A mapping file as it was read."""

    name: str
    kind: str
    table: str
    fields: Pairs[str, FieldMap]
    units: Pairs[str, str]
    personal: tuple[str, ...]
    ignore: tuple[str, ...]
    drop_rows: tuple[DropRows, ...]
    settings: Pairs[str, str]
    file: Pairs[str, str]

    @property
    def sources(self) -> set[str]:
        """The columns of the export that are read."""
        of_fields = {name for one in self.fields.values() for name in (*one.sources, one.unit_from) if name}
        return of_fields | {one.column for one in self.drop_rows}


def shipped(kind: str) -> Path:
    """The shipped mapping file of a kind."""
    return SHIPPED / f"{kind}.yml"


def copy(kind: str, out: str) -> str:
    """The text of the shipped mapping file of a kind; where `out` names a file it is written there, and what comes back says so.

    Raises CallError where the file exists: it may have been edited.
    """
    text = shipped(kind).read_text(encoding="utf-8")
    if not out:
        return text.rstrip("\n")
    if Path(out).exists():
        raise CallError(f"{out} exists already and may have been edited; name another file")
    try:
        Path(out).parent.mkdir(parents=True, exist_ok=True)
        Path(out).write_text(text, encoding="utf-8")
    except OSError as error:
        raise CallError(f"{out} cannot be written: {error.strerror or error}; name a place that you may write to") from None
    return f"Written: {out}. Put the names of your columns into it, then try it with import {kind} --mapping {out} --dry-run"


def same(word: str) -> str:
    """A word as it is compared: case and spaces do not matter."""
    return " ".join(word.split()).casefold()


def looked_up(words: Sequence[str], values: Pairs[str, str]) -> str | None:
    """What a table of values says of a cell: of the cells joined, then of the last alone, then by a beginning that ends in *; None where nothing."""
    joined, last = same(" ".join(words)), same(words[-1])
    for wanted in dict.fromkeys((joined, last)):
        if wanted in values:
            return values[wanted]
    starts = [key for key in values if key.endswith("*") and (joined.startswith(key[:-1]) or last.startswith(key[:-1]))]
    # The longest beginning says most.
    return values[max(starts, key=len)] if starts else None
