"""The sheets of the submission workbook that explain it: how to fill it in, what may be chosen, and why a cell is coloured."""

import re
from collections.abc import Iterable, Mapping, Sequence

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from greening import goals, reference, template_lists
from greening.collecting import help_texts
from greening.collecting.cell_formulas import LAST_ROW
from greening.collecting.template_rules import Check, choices_name
from greening.locale import Catalogue
from greening.submission import headings
from greening.tables import Column, submission_tables

#: Sheets whose name begins so are not read as data.
LISTS, CHECKS = "_lists", "_checks"
#: What a place of a message is filled by in the submission; the workbook cannot know it.
_PLACE = re.compile(r"\{([a-z_0-9]+)[^{}]*\}")


def guide(sheet: Worksheet, paragraphs: Sequence[str], titles: Mapping[str, str], checks: Iterable[Check], words: Catalogue) -> None:
    """Fill the sheet readme: the paragraphs, what each sheet is for, and the rules that are told only after handing in."""
    sheet.column_dimensions["A"].width = 34
    sheet.column_dimensions["B"].width = 100
    for line, text in enumerate(paragraphs, start=1):
        sheet.cell(line, 1, text).font = Font(name="Calibri", bold=line == 1)
    line = len(paragraphs) + 2
    for name, table in submission_tables().items():
        sheet.cell(line, 1, titles[name])
        sheet.cell(line, 2, help_texts.said(table.about, words))
        line += 1
    later = [check for check in checks if not check.formula and check.level != "warn"]
    if later:
        sheet.cell(line + 1, 1, words.text("template.guide.later")).font = Font(name="Calibri", bold=True)
        for place, check in enumerate(later, start=line + 2):
            sheet.cell(place, 1, titles.get(check.table, check.column))
            sheet.cell(place, 2, told(check, words))


def told(check: Check, words: Catalogue) -> str:
    """What a rule says of a cell, without the cell's own content, in the language of the catalogue."""
    if check.message.startswith("template."):
        return words.text(check.message)
    return _PLACE.sub(lambda place: "…" if place[1] == "value" else f"[{place[1]}]", words.said(check.message))


def why(sheet: Worksheet, checks: Iterable[Check], titles: Mapping[str, str], language: str, words: Catalogue) -> None:
    """Fill the sheet of checks: for each column what makes a cell red or amber, and what is told only after handing in."""
    sheet.freeze_panes = "A2"
    for place, (key, width) in enumerate((("sheet", 30), ("column", 34), ("colour", 26), ("rule", 30), ("message", 110)), start=1):
        sheet.cell(1, place, words.text(f"template.checks.{key}")).font = Font(name="Calibri", bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = width
    for line, check in enumerate(checks, start=2):
        colour = words.text(f"template.checks.{check.colour if check.formula else 'later'}")
        is_known = check.table in titles and check.column in submission_tables()[check.table].columns
        column = headings.words(check.table, check.column, language) if language and is_known else check.column
        for place, text in enumerate((titles.get(check.table, check.table), column, colour, check.rule, told(check, words)), start=1):
            sheet.cell(line, place, text).alignment = Alignment(vertical="top", wrap_text=place == 5)


def lists(book: Workbook, words: Catalogue, language: str) -> dict[str, str]:
    """Add the sheet of names and codes with what each means; the ranges of the names that free columns may hold, by column."""
    sheet = book.create_sheet(LISTS)
    sheet.freeze_panes = "A2"
    free = template_lists.lists()
    for name, meant in [*free.items(), *_codes(words, language).items()]:
        _list(book, sheet, name, meant, f"names_{name}" if name in free else name, words)
    return {name: f"names_{name}" for name in free}


def ranges(book: Workbook, titles: Mapping[str, str]) -> dict[str, str]:
    """The ranges that formulas of cells may name; those of columns are made here, by the sheet that each stands in."""
    for name, table, column in (("places", "locations", "location_id"), ("own_goals", "goals", "goal_id"), ("own_actions", "actions", "action_id")):
        _range(book, name, titles[table], get_column_letter(1 + list(submission_tables()[table].columns).index(column)))
    return {name: name for name in book.defined_names}


def _codes(words: Catalogue, language: str) -> dict[str, Mapping[str, str]]:
    """The codes that a column may hold, each with what it means, by the name of the range."""
    columns = {choices_name(column): column for table in submission_tables().values() for column in table.columns.values() if column.choices}
    countries = reference.load("countries").dropna(subset=["iso3", "iso2"])
    named = countries.get(f"name_{language or 'en'}", countries["name_en"])
    return {
        **{name: _meanings(column, words) for name, column in sorted(columns.items())},
        "countries": dict(zip(countries["iso3"], named, strict=True)),
        "short_countries": dict(zip(countries["iso2"], named, strict=True)),
        "shared_goals": dict.fromkeys(sorted(goals.known()), ""),
    }


def _meanings(column: Column, words: Catalogue) -> Mapping[str, str]:
    return {choice: words.term(choice) for choice in column.choices}


def _list(book: Workbook, sheet: Worksheet, name: str, meant: Mapping[str, str], range_name: str, words: Catalogue) -> None:
    place = sheet.max_column + 1 if sheet.cell(1, 1).value else 1
    sheet.cell(1, place, name).font = Font(name="Calibri", bold=True)
    sheet.cell(1, place + 1, words.text("template.lists.meaning")).font = Font(name="Calibri", bold=True)
    for line, (code, about) in enumerate(meant.items(), start=2):
        sheet.cell(line, place, code)
        sheet.cell(line, place + 1, about)
    letter = get_column_letter(place)
    sheet.column_dimensions[letter].width = max(14, *(len(code) + 2 for code in meant))
    sheet.column_dimensions[get_column_letter(place + 1)].width = 40
    book.defined_names[range_name] = DefinedName(range_name, attr_text=f"'{LISTS}'!${letter}$2:${letter}${len(meant) + 1}")


def _range(book: Workbook, name: str, title: str, letter: str) -> None:
    quoted = title.replace("'", "''")
    book.defined_names[name] = DefinedName(name, attr_text=f"'{quoted}'!${letter}$2:${letter}${LAST_ROW}")
