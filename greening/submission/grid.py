"""A grid: the cells of one CSV file or of one sheet, as text, with the numbers that a spreadsheet gives its rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from greening.submission.files import UnreadableError


@dataclass(frozen=True)
class Grid:
    """The header of a file or sheet and its filled rows, each with its row number; sheet is empty for a CSV file."""

    file: str
    sheet: str
    header: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]


def grid(file: str, sheet: str, lines: Iterable[Sequence[str]]) -> Grid:
    """The grid of the lines of a file: blank lines are counted but are no rows, and the first filled one is the header.

    The rows are read as they are asked for, so that a fault further down shows only then.
    """
    filled = ((number, list(cells)) for number, cells in enumerate(lines, start=1) if any(cell.strip() for cell in cells))
    _, header = next(filled, (0, []))
    return Grid(file, sheet, tuple(cell.strip() for cell in _without_trailing_blanks(header)), filled)


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


def _without_trailing_blanks(cells: list[str]) -> list[str]:
    width = max((position for position, cell in enumerate(cells, start=1) if cell.strip()), default=0)
    return cells[:width]
