"""A grid: the cells of one CSV file or of one sheet, as text, with the numbers that a spreadsheet gives its rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from greening.submission.files import UnreadableError
from greening.submission.sheet_facts import NOTHING, SheetFacts


@dataclass(frozen=True)
class Grid:
    """The header of a file or sheet and its filled rows, each with its row number; sheet is empty for a CSV file.

    header_row: the number of the header's row; facts: what the sheet says of its cells beside their content; epoch: the day from which
    the workbook counts days, none for a CSV file; is_loose: the file is written as in countries whose decimal sign is not the point;
    remarks: findings on the file or sheet as a whole.
    """

    file: str
    sheet: str
    header: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]
    header_row: int = 0
    facts: SheetFacts = NOTHING
    epoch: date | None = None
    is_loose: bool = False
    remarks: tuple[dict[str, Any], ...] = ()


def grid(file: str, sheet: str, lines: Iterable[Sequence[str]]) -> Grid:
    """The grid of the lines of a file: blank lines are counted but are no rows, and the first filled one is the header.

    The rows are read as they are asked for, so that a fault further down shows only then.
    """
    filled = ((number, list(cells)) for number, cells in enumerate(lines, start=1) if any(cell.strip() for cell in cells))
    number, header = next(filled, (0, []))
    return Grid(file, sheet, names(header), filled, number)


def headed(found: Grid, header: Sequence[str], number: int, rows: Iterator[tuple[int, list[str]]]) -> Grid:
    """The grid with another row for its header, and the rows that are left below it."""
    return replace(found, header=names(header), header_row=number, rows=rows)


def names(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells of a header, without blanks around and behind them."""
    width = max((position for position, cell in enumerate(cells, start=1) if cell.strip()), default=0)
    return tuple(cell.strip() for cell in cells[:width])


def fault(rule: str, message: str, **details: Any) -> dict[str, Any]:
    """A finding of level warn, as `checks.finding` makes one, for what is read without pandas."""
    return {"rule": rule, "level": "warn", "message": message, "rows": 0} | details


def refuse_headless(found: Grid) -> Grid:
    """The grid as it is; raises UnreadableError where it has no header."""
    if not found.header:
        raise UnreadableError(
            "no_header",
            "There is no header row: the first row must hold the names of the columns.",
            value="no header",
            expected="column names in the first row",
        )
    return found
