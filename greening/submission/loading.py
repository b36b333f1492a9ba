"""Reading a submission: every file and sheet of the folder, stacked into one frame of text cells a table.

Nothing is left out in silence: a file, sheet, column or row that is not read is a finding.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from typing import Any

import pandas as pd
from upath import UPath

from greening import checks, paths, spelling
from greening.checks import finding
from greening.submission import csv_files, profile, workbooks
from greening.submission.files import UnreadableError, listing
from greening.submission.grid import Grid
from greening.submission.headers import ALWAYS, Header, read_header
from greening.tables import submission_tables
from greening.tables.frames import array

#: Rows that become a frame at a time, so that a million rows never lie in memory as lists.
_CHUNK_ROWS = 50_000

#: Columns that say where a row is from.
ORIGIN = ("source_file", "sheet", "source_row")

#: How the code of an organization, and so the name of its folder, is written.
_CODE = re.compile(r"[A-Za-z0-9-]+")


@dataclass(frozen=True)
class Submission:
    """What an organization handed in for a year.

    tables: a frame a table, text cells as read ('' is empty), with source_file, sheet and source_row;
    findings: columns as the product `checks`; files: SHA-256 by file name; raw_rows: filled rows of all files and sheets;
    neighbours: codes of the folders of that year.
    """

    organization: str
    year: int
    tables: Mapping[str, pd.DataFrame]
    findings: pd.DataFrame
    files: Mapping[str, str]
    raw_rows: int = 0
    neighbours: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Part:
    """What one file or sheet gives."""

    table: str = ""
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    findings: list[dict[str, Any]] = field(default_factory=list)
    raw_rows: int = 0


def load(year: int, organization: str, data: str | UPath) -> Submission:
    """The submission of one organization and year under the root of data; what cannot be read is a finding."""
    contents, subfolders = _contents(paths.raw(data, year, organization))
    parts = [*(part for name, content in contents.items() for part in _file_parts(name, content)), *subfolders]
    tables = _stack(parts)
    findings = [one for part in parts for one in part.findings]
    findings += [] if contents else [_empty_folder()]
    findings += [] if _CODE.fullmatch(organization) else [_odd_code(organization)]
    findings += profile.faults(tables.get("profile"), organization, findings)
    return Submission(
        organization,
        year,
        tables,
        checks.frame(findings, organization, year),
        {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
        sum(part.raw_rows for part in parts),
        _neighbours(paths.raw(data, year, organization)),
    )


def table_of_file(stem: str) -> str:
    """The table that a file is named for: the longest table name that its name begins with; empty where there is none."""
    name = spelling.plain(stem)
    return max((table for table in submission_tables() if name.startswith(table)), key=len, default="")


def _neighbours(folder: UPath) -> frozenset[str]:
    return frozenset(path.name for path in folder.parent.iterdir() if path.is_dir()) if folder.parent.is_dir() else frozenset()


def _contents(folder: UPath) -> tuple[dict[str, bytes], list[_Part]]:
    found = listing(folder)
    contents = {path.name: path.read_bytes() for path in found if path.is_file()}
    return contents, [_subfolder(path.name) for path in found if path.name not in contents]


def _file_parts(name: str, content: bytes) -> list[_Part]:
    stem, _, suffix = name.casefold().rpartition(".")
    try:
        if suffix == "xlsx":
            return _workbook(name, content, is_submission=stem.startswith("submission"))
        if suffix == "csv":
            table = table_of_file(stem)
            grid = csv_files.read(name, content)
            return [_table(grid, table) if table else _unknown_table(grid, stem, f"<table>.csv, such as {_example(stem)}.csv")]
    except UnreadableError as fault:
        return [_unreadable(name, fault)]
    return [_Part(findings=[_unknown_file(name, suffix)])]


def _workbook(name: str, content: bytes, *, is_submission: bool) -> list[_Part]:
    parts = []
    for grid in workbooks.read(name, content, wanted=_is_data_sheet):
        table = spelling.plain(grid.sheet)
        try:
            if not is_submission:
                parts.append(_unknown_table(grid, name, f"a workbook named submission….xlsx, so submission_{name}"))
            elif table in submission_tables():
                parts.append(_table(grid, table))
            else:
                parts.append(_unknown_table(grid, grid.sheet, f"a sheet named as a table, such as {_example(grid.sheet)}"))
        except UnreadableError as fault:
            parts.append(_unreadable(name, fault, sheet=grid.sheet))
    return parts


def _is_data_sheet(sheet: str) -> bool:
    return not sheet.startswith("_") and spelling.plain(sheet) not in ("readme", "read_me", "instructions")


def _table(grid: Grid, table: str) -> _Part:
    header = read_header(grid, submission_tables()[table])
    findings = [one | {"table": table, "source_file": grid.file, "sheet": grid.sheet} for one in header.findings]
    if not header.usable:
        count = sum(1 for _ in grid.rows)
        first = next(position for position, one in enumerate(findings) if one["level"] == "reject")
        findings[first] = findings[first] | {"rows": count}
        return _Part(table, findings=findings, raw_rows=count)
    return _rows(grid, table, header, findings)


def _rows(grid: Grid, table: str, header: Header, findings: list[dict[str, Any]]) -> _Part:
    where = {"table": table, "source_file": grid.file, "sheet": grid.sheet}
    unnamed = [position for position, name in enumerate(grid.header) if not name]
    frames: list[pd.DataFrame] = []
    found, nameless = list(findings), 0
    for chunk in _chunks(grid.rows):
        ragged = _ragged_rows(chunk, header.width)
        whole = [row for row in chunk if row[0] not in ragged] if ragged else chunk
        found += [_ragged(number, header.width) | where for number in sorted(ragged)]
        nameless += _filled_rows(whole, unnamed) if unnamed else 0
        frames.append(_frame(grid, table, header, whole))
    rows = _one_under_the_other(frames)
    dropped = len(found) - len(findings)
    return _Part(table, rows, found + ([_nameless(nameless) | where] if nameless else []), len(rows) + dropped)


def _chunks(rows: Iterator[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    while chunk := list(islice(rows, _CHUNK_ROWS)):
        yield chunk


def _frame(grid: Grid, table: str, header: Header, rows: list[tuple[int, list[str]]]) -> pd.DataFrame:
    by_position = list(zip_longest(*(cells for _, cells in rows), fillvalue=""))
    absent = array([""] * len(rows), "str")
    columns: dict[str, Any] = dict.fromkeys([*ALWAYS, *submission_tables()[table].columns], absent)
    for name, position in header.positions.items():
        if position < len(by_position):
            columns[name] = array([cell.strip() for cell in by_position[position]], "str")
    places = {"source_file": array([grid.file] * len(rows), "str"), "sheet": array([grid.sheet] * len(rows), "str")}
    return pd.DataFrame(columns | places | {"source_row": array([number for number, _ in rows], "int64")})


def _stack(parts: Iterable[_Part]) -> dict[str, pd.DataFrame]:
    by_table: dict[str, list[pd.DataFrame]] = {table: [] for table in submission_tables()}
    for part in parts:
        if part.table and not part.rows.empty:
            by_table[part.table].append(part.rows)
    return {table: _one_under_the_other(rows) for table, rows in by_table.items() if rows}


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


def _example(word: str) -> str:
    return spelling.nearest(word, submission_tables()) or "electricity"


def _unreadable(name: str, fault: UnreadableError, sheet: str = "") -> _Part:
    one = finding(fault.rule, "hold", fault.message, source_file=name, sheet=sheet, value=fault.value, expected=fault.expected)
    return _Part(findings=[one])


def _unknown_table(grid: Grid, word: str, expected: str) -> _Part:
    count = sum(1 for _ in grid.rows)
    what = f"The sheet {grid.sheet} of {grid.file}" if grid.sheet else f"The file {grid.file}"
    message = f"{what} is named for no table, so its {count} rows are left out.{spelling.offer(word, submission_tables())}"
    one = finding("unknown_table", "reject", message, source_file=grid.file, sheet=grid.sheet, value=word, expected=expected, rows=count)
    return _Part(findings=[one], raw_rows=count)


def _unknown_file(name: str, suffix: str) -> dict[str, Any]:
    message = f"The file {name} is not read: a submission is CSV files named for a table, or workbooks named submission….xlsx."
    return finding("unknown_file", "reject", message, source_file=name, value=suffix, expected="<table>.csv or submission.xlsx")


def _subfolder(name: str) -> _Part:
    message = f"The folder {name} inside the submission is not read. Move its files up, or take it away."
    one = finding("unknown_file", "reject", message, source_file=name, value="a folder", expected="<table>.csv or submission.xlsx")
    return _Part(findings=[one])


def _empty_folder() -> dict[str, Any]:
    message = "The folder holds no files. Put the submission into it: at least the table profile."
    return finding("empty_folder", "hold", message, value="no files", expected="<table>.csv or submission.xlsx")


def _odd_code(organization: str) -> dict[str, Any]:
    message = f"The folder is named {organization}, but the code of an organization has only letters A to Z, digits and hyphens. Rename the folder."
    return finding("wrong_folder", "hold", message, value=organization, expected="a code such as UN-HABITAT")


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


def _nameless(count: int) -> dict[str, Any]:
    message = f"A column without a name in the header holds cells in {count} rows; they are not read. Name the column."
    return finding("unknown_column", "warn", message, expected="a name for every column")
