"""The submission workbook: a sheet a table, made from the declarations and the suites, with what still holds of an earlier year filled in."""

import io
import json
import re
import zipfile
from collections.abc import Hashable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from upath import UPath

from greening import locale, paths, reference, tables
from greening.codes import CODE
from greening.collecting import template_carried, template_guide, template_rules, template_sheets
from greening.collecting.cell_formulas import Sheet
from greening.collecting.template_carried import Earlier
from greening.collecting.template_guide import CHECKS, LISTS
from greening.collecting.template_rules import Check
from greening.errors import CallError
from greening.locale import Catalogue
from greening.submission import headings, workbooks
from greening.submission.untouched import SHEET as UNTOUCHED
from greening.tables import Table

#: The moment that every workbook says it was made, so that the same input gives the same bytes.
FIXED_TIME = datetime(2000, 1, 1)
#: The languages that heads may be written in; without one they are the declared names, and the help is English.
LANGUAGES = headings.LANGUAGES
#: What the reference data know of a body that never handed in: columns of the profile, and of organizations.csv.
_KNOWN = {"name": "name_en", "parent": "parent_code", "headquarters_city": "hq_city", "country": "hq_iso2"}


def write(
    year: int,
    organization: str,
    data: str | UPath,
    out: str | None = None,
    *,
    expectations: str | Path | UPath = paths.HOME / "expectations",
    headers: str = "",
) -> UPath:
    """Write the workbook of an organization and year, and return where it is.

    What still holds of the last submission before is filled in; the colours of cells are those of the suites. headers is the language
    of the heads and the help. Raises CallError for a code that cannot be a folder's name, for a language that no heads are in, and where
    another workbook is there already, which somebody may have filled in.
    """
    if not CODE.fullmatch(organization):
        raise CallError(f"{organization!r} cannot be a code: write letters, digits and hyphens only")
    if headers and headers not in LANGUAGES:
        raise CallError(f"there are no heads in {headers!r}: choose one of {', '.join(LANGUAGES)}")
    path = paths.root(out) if out else paths.root(data) / "templates" / str(year) / f"{organization}.xlsx"
    before = template_carried.earlier(year, organization, data)
    workbook = made(year, organization, before, expectations=expectations, headers=headers)
    if path.exists() and path.read_bytes() != workbook:
        raise CallError(f"{path} is there already, and somebody may have filled it in; take it away, or name another file with --out")
    paths.write_bytes(path, workbook)
    return path


def content(year: int, organization: str, last_year: pd.DataFrame) -> bytes:
    """The workbook as bytes with declared heads and the shipped suites, where the year before gave these activities."""
    return made(year, organization, template_carried.of_activities(year - 1, organization, last_year))


def made(
    year: int, organization: str, before: Earlier, *, expectations: str | Path | UPath = paths.HOME / "expectations", headers: str = ""
) -> bytes:
    """The workbook as bytes: the same for the same declarations, suites and earlier submission."""
    words = locale.catalogue(headers or locale.SOURCE)
    titles = _titles(headers)
    book = Workbook()
    guide = book.active
    guide.title = "readme"
    forms = {name: book.create_sheet(title) for name, title in titles.items()}
    offered = template_guide.lists(book, words, headers)
    named = template_guide.ranges(book, titles)
    sheets = {name: Sheet(table, year, named) for name, table in tables.submission_tables().items()}
    checks = template_rules.of_all(expectations, sheets)
    untouched: list[tuple[str, str]] = []
    for name, sheet in sheets.items():
        template_sheets.head(forms[name], sheet.table, words, headers, offered)
        untouched += _fill(forms[name], sheet, before, organization, [check for check in checks if check.table == name])
    template_guide.guide(guide, _paragraphs(year, organization, before.year, headers, words), titles, checks, words)
    template_guide.why(book.create_sheet(CHECKS), checks, titles, headers, words)
    _remember(book.create_sheet(UNTOUCHED), untouched)
    return _bytes(book)


def _titles(language: str) -> dict[str, str]:
    """What the sheet of each table is called; English words are the declared names."""
    names = tables.submission_tables()
    return {name: headings.sheet_words(name, language) if language not in ("", locale.SOURCE) else name for name in names}


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


def _bytes(book: Workbook) -> bytes:
    book.properties.creator = "Greening"
    book.properties.created = book.properties.modified = FIXED_TIME
    buffer = io.BytesIO()
    book.save(buffer)
    return repacked(buffer.getvalue())


def _fill(form: Worksheet, sheet: Sheet, before: Earlier, organization: str, checks: list[Check]) -> list[tuple[str, str]]:
    """Fill in what still holds, colour the cells, and return the rows that say nothing until somebody completes them."""
    table = sheet.table
    whole = template_carried.whole(table, before, sheet.year)
    if table.name == "profile":
        told = [*whole.head(1).to_dict("records"), {}][0]
        whole = pd.DataFrame([_known_of(organization) | {str(name): cell for name, cell in told.items() if not pd.isna(cell)}])
    waiting = template_carried.set_up(table, before, sheet.year)
    first = len(whole) + 2
    template_sheets.fill(form, table, 2, whole)
    template_sheets.fill(form, table, first, waiting)
    reminders = range(first, first + len(waiting))
    template_sheets.colour(form, sheet, checks, reminders, template_carried.SET_UP.get(table.name, ()))
    return [(table.name, _as_read(table, cells)) for cells in waiting.to_dict("records")]


def _as_read(table: Table, cells: Mapping[Hashable, Any]) -> str:
    """The filled cells of a row as the workbook's reader will see them."""
    values = {str(name): template_sheets.value_of(value, table.columns[str(name)]) for name, value in cells.items()}
    return json.dumps({name: workbooks.as_text(value) for name, value in values.items() if value is not None}, sort_keys=True, ensure_ascii=False)


def _remember(sheet: Worksheet, rows: list[tuple[str, str]]) -> None:
    sheet.sheet_state = "hidden"
    for row in [("table", "row"), *rows]:
        sheet.append(row)


def _known_of(organization: str) -> dict[str, str]:
    known = reference.load("organizations").fillna("")
    rows = known[known["code"] == organization].to_dict("records")
    return {"organization": organization, **{column: str(row[source]) for row in rows for column, source in _KNOWN.items()}}


def _paragraphs(year: int, organization: str, before: int, language: str, words: Catalogue) -> list[str]:
    folder = f"data/raw/{year}/{organization}/"
    return [
        words.text("template.title", organization=organization, year=str(year)),
        words.text("template.guide.sheets"),
        words.text("template.guide.cells"),
        words.text("template.guide.heads"),
        *([words.text("template.guide.names")] if language else []),
        *([words.text("template.guide.carried", year=str(before))] if before else []),
        words.text("template.guide.colours", sheet=CHECKS),
        words.text("template.guide.lists", sheet=LISTS),
        words.text("template.guide.save", file="submission.xlsx", folder=folder),
    ]
