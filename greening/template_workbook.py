"""The submission workbook: a sheet a table, made from the declarations, with last year's places filled in."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime

import pandas as pd
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from upath import UPath

from greening import paths, tables, template_lists
from greening.errors import CallError
from greening.tables import Column, Table

#: What a code may be made of.
CODE = re.compile(r"[A-Za-z0-9-]+")
#: The sheet of names that free columns may hold; a sheet whose name begins so is not read as data.
LISTS = "_lists"
#: Rows that a list of choices reaches down to.
LIST_ROWS = 5000
#: The moment that every workbook says it was made, so that the same input gives the same bytes.
FIXED_TIME = datetime(2000, 1, 1)
#: Tables whose rows of last year are still true unless somebody says otherwise.
CARRIED_TABLES = ("profile", "locations")
#: Columns of the same meters and places that are named again each year.
CARRIED_METERS = ("location_id", "meter_id", "supply")

_REQUIRED = PatternFill("solid", fgColor="00558C")
_OPTIONAL = PatternFill("solid", fgColor="6F8FA6")


def write(year: int, organization: str, data: str | UPath, out: str | None = None) -> UPath:
    """Write the workbook of an organization and year, and return where it is.

    Profile, locations and meters are those of last year's validated submission where there is one. Raises CallError for a code that
    cannot be a folder's name.
    """
    if not CODE.fullmatch(organization):
        raise CallError(f"{organization!r} cannot be a code: letters, digits and hyphens only")
    path = paths.root(out) if out else paths.root(data) / "templates" / str(year) / f"{organization}.xlsx"
    paths.write_bytes(path, content(year, organization, _last_year(year, organization, data)))
    return path


def content(year: int, organization: str, last_year: pd.DataFrame) -> bytes:
    """The workbook as bytes: the same for the same declarations and the same last year."""
    book = Workbook()
    guide = book.active
    guide.title = "readme"
    _fill_guide(guide, year, organization)
    offered = template_lists.lists()
    for table in tables.submission_tables().values():
        sheet = book.create_sheet(table.name)
        _head(sheet, table, offered)
        for line, cells in enumerate(_prefilled(table, organization, last_year), start=2):
            for place, cell in enumerate(cells, start=1):
                sheet.cell(line, place, cell or None)
    _fill_lists(book.create_sheet(LISTS), offered)
    book.properties.creator = "Greening"
    book.properties.created = book.properties.modified = FIXED_TIME
    buffer = io.BytesIO()
    book.save(buffer)
    return repacked(buffer.getvalue())


def repacked(workbook: bytes) -> bytes:
    """The same workbook with every part dated alike: openpyxl writes the time of saving into it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                stamp = FIXED_TIME.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, part)
            new.writestr(zipfile.ZipInfo(name, FIXED_TIME.replace(year=1980).timetuple()[:6]), part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _fill_guide(sheet: Worksheet, year: int, organization: str) -> None:
    lines = [
        f"Submission of {organization} for {year}",
        "One sheet for each table. Only profile must be filled; a sheet without rows means that the table is not reported.",
        "An empty cell means not reported; 0 means zero. Units stand in the column names. Dates are written 2024-03-31.",
        "Dark heads must be filled in every row; the comment on a head says what belongs there and what an empty cell means.",
        f"The sheet {LISTS} holds the names that the report knows for metric, figure, topic, question_id and indicator_id, and what quality means.",
        f"Save the workbook as submission.xlsx in data/raw/{year}/{organization}/ and run the pipeline.",
    ]
    sheet.column_dimensions["A"].width = 24
    for line, text in enumerate(lines, start=1):
        sheet.cell(line, 1, text).font = Font(bold=line == 1)
    for line, table in enumerate(tables.submission_tables().values(), start=len(lines) + 2):
        sheet.cell(line, 1, table.name)
        sheet.cell(line, 2, table.about)


def _fill_lists(sheet: Worksheet, offered: Mapping[str, Mapping[str, str]]) -> None:
    sheet.freeze_panes = "A2"
    for pair, (column, names) in enumerate(offered.items()):
        place = 2 * pair + 1
        for row in ((1, column, "what it is"), *((line, name, about) for line, (name, about) in enumerate(names.items(), start=2))):
            sheet.cell(row[0], place, row[1]).font = Font(bold=row[0] == 1)
            sheet.cell(row[0], place + 1, row[2]).font = Font(bold=row[0] == 1)
        sheet.column_dimensions[get_column_letter(place)].width = max(14, *(len(name) for name in names))
        sheet.column_dimensions[get_column_letter(place + 1)].width = 50


def _head(sheet: Worksheet, table: Table, offered: Mapping[str, Mapping[str, str]]) -> None:
    sheet.freeze_panes = "A2"
    for place, (name, column) in enumerate(table.columns.items(), start=1):
        cell = sheet.cell(1, place, name)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = _REQUIRED if column.required else _OPTIONAL
        cell.alignment = Alignment(vertical="top")
        cell.comment = Comment(_explained(column), "Greening", width=320, height=140)
        sheet.column_dimensions[get_column_letter(place)].width = max(14, len(name) + 2)
        _offer_choices(sheet, column, get_column_letter(place))
        if name in offered and not column.choices:
            _offer_names(sheet, list(offered).index(name), len(offered[name]), get_column_letter(place))


def _offer_choices(sheet: Worksheet, column: Column, letter: str) -> None:
    listed = ",".join(column.choices) if column.type != "boolean" else "true,false"
    # A workbook's list of choices holds 255 characters at most, and one choice a cell.
    if not listed or len(listed) > 255 or column.many:
        return
    offered = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True)
    offered.error = f"One of: {listed}"[:255]
    offered.add(f"{letter}2:{letter}{LIST_ROWS}")
    sheet.add_data_validation(offered)


def _offer_names(sheet: Worksheet, pair: int, count: int, letter: str) -> None:
    """Offer the names of the sheet of lists; others may be written, since a body may have figures of its own."""
    listed = get_column_letter(2 * pair + 1)
    names = DataValidation(type="list", formula1=f"'{LISTS}'!${listed}$2:${listed}${count + 1}", allow_blank=True, showErrorMessage=False)
    names.add(f"{letter}2:{letter}{LIST_ROWS}")
    sheet.add_data_validation(names)


def _explained(column: Column) -> str:
    parts = [column.about + "."]
    if column.required:
        parts.append("Required.")
    if column.unit:
        parts.append(f"Unit: {column.unit}.")
    if column.choices:
        parts.append(f"{'Any' if column.many else 'One'} of: {', '.join(column.choices)}.")
    if column.default:
        parts.append(f"Empty means: {column.default.replace('_', ' ')}.")
    return " ".join(parts)


def _prefilled(table: Table, organization: str, last_year: pd.DataFrame) -> Iterable[list[str]]:
    carried = tables.rows(last_year, table.name)
    if table.name in CARRIED_TABLES and not carried.empty:
        still = carried[carried["closed_date"].isna()] if "closed_date" in table.columns else carried
        yield from still[list(table.columns)].map(_text).to_numpy().tolist()
    elif table.name == "profile":
        yield [organization if name == "organization" else "" for name in table.columns]
    elif "meter_id" in table.columns:
        named = [name for name in CARRIED_METERS if name in table.columns]
        meters = carried[named].drop_duplicates().map(_text)
        yield from meters.reindex(columns=list(table.columns), fill_value="").to_numpy().tolist()


def _text(value: object) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _last_year(year: int, organization: str, data: str | UPath) -> pd.DataFrame:
    folder = paths.processed(data, year - 1, organization)
    made = (folder / "activities.parquet").is_file()
    return tables.read("activities", folder) if made else tables.empty("activities")
