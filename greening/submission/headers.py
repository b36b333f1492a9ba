"""The header of a file or sheet held against the declaration of its table."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from greening.checks import finding
from greening.spelling import offer, plain
from greening.submission.grid import Grid
from greening.submission.headings import ALWAYS, column_of
from greening.tables import Table


@dataclass(frozen=True)
class Header:
    """Where each known column stands, which other positions are empty by right, and what is wrong with the header."""

    positions: dict[str, int]
    width: int
    usable: bool
    findings: list[dict[str, Any]]


def read_header(grid: Grid, table: Table) -> Header:
    """The header of a grid: a repeated or missing column makes its rows unusable, an unknown one is only left out."""
    meant = [column_of(label, table) or plain(label) for label in grid.header]
    known = [*ALWAYS, *table.columns]
    unusable = [*_repeats(meant, known, table), *_absences(meant, table)]
    unknown = [_unknown(label, table, known) for label, name in zip(grid.header, meant, strict=True) if name not in ["", *known]]
    positions = {name: meant.index(name) for name in known if name in meant}
    return Header(positions, len(meant), not unusable, [*unknown, *unusable])


def _repeats(meant: list[str], known: list[str], table: Table) -> list[dict[str, Any]]:
    return [_repeated(name, table) for name, times in Counter(meant).items() if times > 1 and name in known]


def _absences(meant: list[str], table: Table) -> list[dict[str, Any]]:
    return [_absent(name, table) for name, column in table.columns.items() if column.required and name not in meant]


def _unknown(label: str, table: Table, known: list[str]) -> dict[str, Any]:
    return finding(
        "unknown_column",
        "warn",
        f"The column {label} is not a column of {table.name}, so its cells are not read.{offer(label, known)}",
        column=label,
        value=label,
        expected=f"a column of {table.name}",
    )


def _repeated(name: str, table: Table) -> dict[str, Any]:
    return finding(
        "repeated_column",
        "reject",
        f"{table.name} has the column {name} more than once, so no one can tell which holds. Its rows are left out. Take one away.",
        column=name,
        value=name,
        expected="each column once",
    )


def _absent(name: str, table: Table) -> dict[str, Any]:
    return finding(
        "missing_column",
        "reject",
        f"{table.name} has no column {name} ({table.columns[name].about}), so its rows cannot be used. Add the column.",
        column=name,
        expected=f"a column {name}",
    )
