"""What one file or sheet of a submission gives: its rows as text cells, and findings on what of it is not read or needs saying."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, zip_longest
from typing import Any

import pandas as pd

from greening import spelling
from greening.checks import finding
from greening.submission import merged_cells, numbers, untouched
from greening.submission.files import UnreadableError
from greening.submission.grid import Grid
from greening.submission.header_rows import placed
from greening.submission.headers import Header, read_header
from greening.submission.headings import ALWAYS
from greening.submission.untouched import Row
from greening.tables import Table, submission_tables
from greening.tables.frames import array

#: Rows that become a frame at a time, so that a million rows never lie in memory as lists.
_CHUNK_ROWS = 50_000

#: Signs around a cell that no one sees: those without width, and blanks beside them.
_UNSEEN = "\u200b\u2060\ufeff \u00a0\u202f"


@dataclass(frozen=True)
class Part:
    """What one file or sheet gives."""

    table: str = ""
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    findings: list[dict[str, Any]] = field(default_factory=list)
    raw_rows: int = 0


def of_table(grid: Grid, name: str, as_template: Mapping[str, Collection[Row]]) -> Part:
    """The rows of a table; as_template are those that its template filled in, which say nothing while they are as they were."""
    table = submission_tables()[name]
    grid = placed(grid, table)
    header = read_header(grid, table)
    where = {"table": name, "source_file": grid.file, "sheet": grid.sheet}
    findings = [one | where for one in (*grid.remarks, *header.findings)]
    if header.usable:
        return _rows(grid, table, header, findings, as_template.get(name, ()))
    count = sum(1 for _ in grid.rows)
    first = next(position for position, one in enumerate(findings) if one["level"] == "reject")
    findings[first] = findings[first] | {"rows": count}
    return Part(name, findings=findings, raw_rows=count)


def unreadable(name: str, fault: UnreadableError, sheet: str = "") -> Part:
    """The finding of a file or sheet that cannot be read."""
    one = finding(fault.rule, "hold", fault.message, source_file=name, sheet=sheet, value=fault.value, expected=fault.expected)
    return Part(findings=[one])


def unknown_table(grid: Grid, word: str, expected: str) -> Part:
    """The finding of a file or sheet that is named for no table, with the number of its rows."""
    count = sum(1 for _ in grid.rows)
    what = f"The sheet {grid.sheet} of {grid.file}" if grid.sheet else f"The file {grid.file}"
    message = f"{what} is named for no table, so its {count} rows are left out.{spelling.offer(word, submission_tables())}"
    one = finding("unknown_table", "reject", message, source_file=grid.file, sheet=grid.sheet, value=word, expected=expected, rows=count)
    return Part(findings=[one], raw_rows=count)


def copied_sheet(grid: Grid, table: str) -> Part:
    """The finding of a sheet that bears the name of a copy of another, with the number of its rows."""
    count = sum(1 for _ in grid.rows)
    message = (
        f"The sheet {grid.sheet} of {grid.file} bears the name of a copy, and {table} is there beside it: its {count} rows are left out, "
        f"so that nothing counts twice. Delete the copy, or, where it holds other rows, name it {table} 2."
    )
    expected = "one sheet for each table, or sheets named apart"
    one = finding("copied_sheet", "reject", message, source_file=grid.file, sheet=grid.sheet, value=grid.sheet, expected=expected, rows=count)
    return Part(findings=[one], raw_rows=count)


def stack(parts: Iterable[Part]) -> dict[str, pd.DataFrame]:
    """The rows of each table that has some, one part under the other."""
    by_table: dict[str, list[pd.DataFrame]] = {table: [] for table in submission_tables()}
    for part in parts:
        if part.table and not part.rows.empty:
            by_table[part.table].append(part.rows)
    return {table: _one_under_the_other(rows) for table, rows in by_table.items() if rows}


def _rows(grid: Grid, table: Table, header: Header, findings: list[dict[str, Any]], as_template: Collection[Row]) -> Part:
    where = {"table": table.name, "source_file": grid.file, "sheet": grid.sheet}
    frames: list[pd.DataFrame] = []
    found, nameless, hidden = list(findings), 0, list[int]()
    unnamed = [position for position, name in enumerate(grid.header) if not name]
    spread = replace(grid, rows=merged_cells.spread(grid, header.positions, table))
    for chunk in _chunks(_without_notes(spread, table, header, found, where)):
        ragged = _ragged_rows(chunk, header.width)
        whole = _apart_from(chunk, ragged)
        found += [_ragged(number, header.width) | where for number in sorted(ragged)]
        nameless += _filled_rows(whole, unnamed) if unnamed else 0
        hidden += _among(whole, grid.facts.hidden_rows)
        frames.append(_frame(grid, table.name, header, whole))
    rows = untouched.without(_one_under_the_other(frames), [*ALWAYS, *table.columns], as_template)
    dropped = sum(one["rule"] == "ragged_row" for one in found)
    found += [one | where for one in (*_hidden(grid, header, hidden, len(rows)), *_nameless(nameless))]
    return Part(table.name, numbers.settled(rows, table, grid.epoch, is_loose=grid.is_loose), found, len(rows) + dropped)


def _apart_from(rows: list[tuple[int, list[str]]], numbers_of_others: Collection[int]) -> list[tuple[int, list[str]]]:
    """The rows without some."""
    return [row for row in rows if row[0] not in numbers_of_others] if numbers_of_others else rows


def _among(rows: list[tuple[int, list[str]]], wanted: Collection[int]) -> list[int]:
    """The numbers of the rows that are among others."""
    return [number for number, _ in rows if number in wanted] if wanted else []


def _chunks(rows: Iterator[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    while chunk := list(islice(rows, _CHUNK_ROWS)):
        yield chunk


def _without_notes(grid: Grid, table: Table, header: Header, found: list[dict[str, Any]], where: dict[str, Any]) -> Iterator[tuple[int, list[str]]]:
    """The rows without the notes below them, each of which is told in `found`: a single text after a blank row, where a row needs more."""
    needed = [header.positions[name] for name, column in table.columns.items() if column.required]
    before = grid.header_row
    for row in grid.rows:
        number, cells = row
        # Only a row after a blank one can be a note, or one that follows a note.
        filled = [position for position, cell in enumerate(cells) if cell.strip()] if number > before + 1 else []
        if len(filled) == 1 and " " in cells[filled[0]].strip() and set(needed) - set(filled):
            found.append(_note(number, cells[filled[0]].strip()) | where)
            continue
        before = number
        yield row


def _frame(grid: Grid, table: str, header: Header, rows: list[tuple[int, list[str]]]) -> pd.DataFrame:
    by_position = list(zip_longest(*(cells for _, cells in rows), fillvalue=""))
    absent = array([""] * len(rows), "str")
    columns: dict[str, Any] = dict.fromkeys([*ALWAYS, *submission_tables()[table].columns], absent)
    for name, position in header.positions.items():
        if position < len(by_position):
            columns[name] = array(_bare(by_position[position]), "str")
    places = {"source_file": array([grid.file] * len(rows), "str"), "sheet": array([grid.sheet] * len(rows), "str")}
    return pd.DataFrame(columns | places | {"source_row": array([number for number, _ in rows], "int64")})


def _bare(cells: Sequence[str]) -> list[str]:
    """The cells of a column without blanks around them, those without width among them."""
    bare = [cell.strip() for cell in cells]
    return bare if "".join(bare).isascii() else [cell.strip(_UNSEEN) for cell in bare]


def _one_under_the_other(frames: list[pd.DataFrame]) -> pd.DataFrame:
    if len(frames) < 2:
        return frames[0] if frames else pd.DataFrame()
    return pd.concat(frames, ignore_index=True)


def _ragged_rows(rows: list[tuple[int, list[str]]], width: int) -> set[int]:
    """The numbers of the rows that hold cells beyond the header."""
    return {number for number, cells in rows if len(cells) > width and any(cell.strip() for cell in cells[width:])}


def _filled_rows(rows: list[tuple[int, list[str]]], positions: list[int]) -> int:
    """How many of the rows hold cells at those positions."""
    return sum(any(cells[position].strip() for position in positions if position < len(cells)) for _, cells in rows)


def _hidden(grid: Grid, header: Header, rows: list[int], count: int) -> Iterator[dict[str, Any]]:
    if grid.facts.is_hidden and count:
        message = f"The sheet {grid.sheet} is hidden; its {count} rows are read all the same. Delete it where it should not count."
        yield finding("hidden_sheet", "warn", message, value=grid.sheet, expected="sheets that everybody sees")
        return
    if rows:
        message = f"Hidden rows are read all the same ({len(rows)}, the first is row {rows[0]}). Delete those that should not count."
        yield finding("hidden_rows", "warn", message, source_row=rows[0], value=f"{len(rows)} hidden rows", expected="rows that everybody sees")
    columns = [name for name, position in header.positions.items() if position in grid.facts.hidden_columns]
    if columns and count:
        message = f"Hidden columns are read all the same: {', '.join(columns)}. Empty those that should not count."
        yield finding("hidden_columns", "warn", message, value=", ".join(columns), expected="columns that everybody sees")


def _ragged(number: int, width: int) -> dict[str, Any]:
    return finding(
        "ragged_row",
        "reject",
        f"Row {number} has more cells than the header has columns ({width}), so its cells cannot be told apart. The row is left out. "
        "A text that holds a comma needs quotation marks around it.",
        source_row=number,
        expected=f"at most {width} cells",
        rows=1,
    )


def _note(number: int, text: str) -> dict[str, Any]:
    shown = text if len(text) <= 60 else f"{text[:59]}…"
    message = f'Row {number} below the table holds only "{shown}": it is taken for a note and is no row of data.'
    return finding("note_below_table", "warn", message, source_row=number, value=shown, expected="rows of data alone")


def _nameless(count: int) -> Iterator[dict[str, Any]]:
    if count:
        message = f"A column without a name in the header holds cells in {count} rows; they are not read. Name the column."
        yield finding("unknown_column", "warn", message, expected="a name for every column")
