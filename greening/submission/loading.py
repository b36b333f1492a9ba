"""Reading a submission: every file and sheet of the folder, stacked into one frame of text cells a table.

Nothing is left out in silence: a file, sheet, column or row that is not read is a finding.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from upath import UPath

from greening import checks, paths, spelling
from greening.checks import finding
from greening.codes import CODE
from greening.submission import csv_files, headings, parts, profile, untouched, workbooks
from greening.submission.files import UnreadableError, listing
from greening.submission.grid import Grid
from greening.submission.parts import Part
from greening.tables import submission_tables

#: Columns that say where a row is from.
ORIGIN = ("source_file", "sheet", "source_row")

#: What other files with tables are, by the end of their names.
_OTHER_TABLES: Mapping[str, str] = {
    "xlsm": "a workbook with macros",
    "xltm": "a workbook with macros",
    "xlsb": "a binary workbook",
    "xls": "a workbook in the format of before 2007",
    "ods": "an OpenDocument spreadsheet",
    "numbers": "a spreadsheet of another program",
    "tsv": "a table separated by tabs",
    "txt": "a text file",
}


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


def load(year: int, organization: str, data: str | UPath) -> Submission:
    """The submission of one organization and year under the root of data; what cannot be read is a finding."""
    contents, subfolders = _contents(paths.raw(data, year, organization))
    found = [*(part for name, content in contents.items() for part in _file_parts(name, content)), *subfolders]
    tables = parts.stack(found)
    findings = [one for part in found for one in part.findings]
    findings += [] if contents else [_empty_folder()]
    findings += [] if CODE.fullmatch(organization) else [_odd_code(organization)]
    findings += profile.faults(tables.get("profile"), organization, findings)
    return Submission(
        organization,
        year,
        tables,
        checks.frame(findings, organization, year),
        {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
        sum(part.raw_rows for part in found),
        _neighbours(paths.raw(data, year, organization)),
    )


def table_of_file(stem: str) -> str:
    """The table that a file is named for: the longest table name that its name begins with; empty where there is none."""
    name = spelling.plain(stem)
    return max((table for table in submission_tables() if name.startswith(table)), key=len, default="")


def _neighbours(folder: UPath) -> frozenset[str]:
    return frozenset(path.name for path in folder.parent.iterdir() if path.is_dir()) if folder.parent.is_dir() else frozenset()


def _contents(folder: UPath) -> tuple[dict[str, bytes], list[Part]]:
    found = listing(folder)
    contents = {path.name: path.read_bytes() for path in found if path.is_file()}
    return contents, [_subfolder(path.name) for path in found if path.name not in contents]


def _file_parts(name: str, content: bytes) -> list[Part]:
    stem, _, suffix = name.casefold().rpartition(".")
    try:
        if suffix == "xlsx":
            return _workbook(name, content, is_submission=stem.startswith("submission"))
        if suffix == "csv":
            table = table_of_file(stem)
            grid = csv_files.read(name, content, submission_tables().get(table))
            return [parts.of_table(grid, table, {}) if table else parts.unknown_table(grid, stem, f"<table>.csv, such as {_example(stem)}.csv")]
    except UnreadableError as fault:
        return [parts.unreadable(name, fault)]
    return [Part(findings=[_unknown_file(name, suffix)])]


def _workbook(name: str, content: bytes, *, is_submission: bool) -> list[Part]:
    grids = workbooks.read(name, content, wanted=lambda sheet: _is_data_sheet(sheet) or sheet == untouched.SHEET)
    as_template = next((untouched.listed(grid) for grid in grids if grid.sheet == untouched.SHEET), {})
    data = [grid for grid in grids if grid.sheet != untouched.SHEET]
    if not is_submission:
        return [parts.unknown_table(grid, name, f"a workbook named submission….xlsx, so submission_{name}") for grid in data]
    named = _originals(data)
    return [_sheet(grid, as_template, named) for grid in data]


def _originals(grids: Iterable[Grid]) -> set[str]:
    """The names of the sheets that bear no name of a copy."""
    return {spelling.plain(grid.sheet) for grid in grids if not headings.is_copy(grid.sheet)}


def _sheet(grid: Grid, as_template: Mapping[str, Collection[untouched.Row]], named: Collection[str]) -> Part:
    """What one sheet gives; named are the sheets of the workbook that bear no name of a copy."""
    table = headings.table_of_sheet(grid.sheet)
    try:
        if not table:
            return parts.unknown_table(grid, grid.sheet, f"a sheet named as a table, such as {_example(grid.sheet)}")
        return parts.copied_sheet(grid, table) if _is_copy(grid, named) else parts.of_table(grid, table, as_template)
    except UnreadableError as fault:
        return parts.unreadable(grid.file, fault, sheet=grid.sheet)


def _is_copy(grid: Grid, named: Collection[str]) -> bool:
    """Whether the sheet is the copy of one that is there too."""
    return headings.is_copy(grid.sheet) and spelling.plain(headings.original(grid.sheet)) in named


def _is_data_sheet(sheet: str) -> bool:
    return not sheet.startswith("_") and spelling.plain(sheet) not in ("readme", "read_me", "instructions")


def _example(word: str) -> str:
    return spelling.nearest(word, submission_tables()) or "electricity"


def _unknown_file(name: str, suffix: str) -> dict[str, Any]:
    expected = "<table>.csv or submission.xlsx"
    if suffix in _OTHER_TABLES:
        message = f"The file {name} is not read: it is {_OTHER_TABLES[suffix]}. Save it as submission.xlsx, an Excel workbook without macros."
        return finding("unknown_file", "reject", message, source_file=name, value=suffix, expected=expected)
    message = f"The file {name} is not read: a submission is CSV files named for a table, or workbooks named submission….xlsx."
    return finding("unknown_file", "reject", message, source_file=name, value=suffix, expected=expected)


def _subfolder(name: str) -> Part:
    message = f"The folder {name} inside the submission is not read. Move its files up, or take it away."
    one = finding("unknown_file", "reject", message, source_file=name, value="a folder", expected="<table>.csv or submission.xlsx")
    return Part(findings=[one])


def _empty_folder() -> dict[str, Any]:
    message = "The folder holds no files. Put the submission into it: at least the table profile."
    return finding("empty_folder", "hold", message, value="no files", expected="<table>.csv or submission.xlsx")


def _odd_code(organization: str) -> dict[str, Any]:
    message = f"The folder is named {organization}, but the code of an organization has only letters A to Z, digits and hyphens. Rename the folder."
    return finding("wrong_folder", "hold", message, value=organization, expected="a code such as UN-HABITAT")
