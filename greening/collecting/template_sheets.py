"""The sheets of the submission workbook: heads with help, lists to choose from, cells of last year, and the colours of cells that break a rule."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from greening.collecting import help_texts
from greening.collecting.cell_formulas import LAST_ROW, Sheet, at
from greening.collecting.template_rules import RED, Check, choices_name, required
from greening.locale import Catalogue
from greening.submission import headings
from greening.tables import Column, Table

#: A list of choices inside a cell's rule holds so many characters at most.
_INLINE = 255
_REQUIRED = PatternFill("solid", fgColor="00558C")
_OPTIONAL = PatternFill("solid", fgColor="6F8FA6")
#: Colours of cells; a fill of a conditional format is its background.
_FILLS = {True: PatternFill(bgColor="F4B6B0"), False: PatternFill(bgColor="FBE3A5")}
_FONTS = {True: Font(color="7A0C00", bold=True), False: Font(color="5C4200")}
#: Columns of texts that may be long; spreadsheets show long cells of the format "text" as number signs.
_LONG = ("text", "note", "reason", "evidence", "answer", "reference", "title", "about", "definition", "instruction", "deliverable")


def head(sheet: Worksheet, table: Table, words: Catalogue, language: str, offered: Mapping[str, str]) -> None:
    """Write the first row of a table's sheet: names, help, widths, formats, and what may be chosen.

    language is that of the heads, empty for the declared names; offered are the ranges of names that free columns may hold.
    """
    sheet.freeze_panes = "A2"
    # Without a height of its own a row of two lines shows only the first.
    sheet.row_dimensions[1].height = 31 if language else 16
    for place, (name, column) in enumerate(table.columns.items(), start=1):
        letter = get_column_letter(place)
        cell = sheet.cell(1, place, headings.headed(table.name, name, column, language) if language else name)
        cell.font = Font(name="Calibri", bold=True, color="FFFFFF")
        cell.fill = _REQUIRED if column.required else _OPTIONAL
        cell.alignment = Alignment(vertical="top", wrap_text=bool(language))
        cell.comment = Comment(explained(column, words), "Greening", width=320, height=140)
        sheet.column_dimensions[letter].width = max(14, *(len(line) + 2 for line in str(cell.value).splitlines()))
        if form := _number_format(name, column):
            sheet.column_dimensions[letter].number_format = form
        _offer(sheet, column, letter, offered.get(name, ""), words)


def explained(column: Column, words: Catalogue) -> str:
    """What belongs into a column and what an empty cell means, in the language of the catalogue."""
    said = help_texts.said(column.about, words)
    parts = [said if said.endswith(".") else f"{said}."]
    if column.required:
        parts.append(words.text("template.help.required"))
    if column.unit:
        parts.append(words.text("template.help.unit", unit=column.unit))
    if column.choices:
        parts.append(words.text("template.help.any_of" if column.many else "template.help.one_of", choices=", ".join(column.choices)))
    if column.default:
        meant = words.text(f"template.help.{column.default}") if column.default.startswith("year_") else column.default
        parts.append(words.text("template.help.empty", meaning=meant))
    return " ".join(parts)


def fill(sheet: Worksheet, table: Table, first: int, rows: pd.DataFrame) -> None:
    """Write rows from the line `first` on; columns that the frame lacks stay empty."""
    places = {name: place for place, name in enumerate(table.columns, start=1)}
    for line, cells in enumerate(rows.to_dict("records"), start=first):
        for name, value in cells.items():
            # A missing value leaves no cell at all.
            if (written := value_of(value, table.columns[str(name)])) is not None:
                cell = sheet.cell(line, places[str(name)], written)
                cell.number_format = _number_format(str(name), table.columns[str(name)]) or "General"
                if isinstance(written, str):
                    # A text that begins with an equals sign is no formula.
                    cell.data_type = "s"


def value_of(value: Any, column: Column) -> str | float | date | None:
    """A cell as a spreadsheet keeps it: days as days, numbers as numbers, true and false as the words; None where there is nothing."""
    if value is None or value == "" or pd.isna(value):
        return None
    if column.type == "date":
        return datetime.fromisoformat(str(value)[:10])
    if column.type == "boolean":
        return str(bool(value)).lower() if not isinstance(value, str) else value
    if column.type in ("number", "integer"):
        return int(value) if float(value).is_integer() else float(value)
    return str(value)


def colour(sheet: Worksheet, of: Sheet, checks: Iterable[Check], reminders: range, set_up: Sequence[str]) -> None:
    """Colour the cells that break a rule. In the lines of `reminders`, where only `set_up` is filled, what is missing is amber, not red."""
    for name, column in of.table.columns.items():
        if column.required:
            for first, last in _around(reminders):
                _format(sheet, of, name, required(of, name), (first, last), is_red=True)
            if reminders and name not in set_up:
                span = (reminders.start, reminders.stop - 1)
                _format(sheet, of, name, required(of, name, set_up), span, is_red=True)
                _format(sheet, of, name, required(of, name), span, is_red=False)
    for check in sorted(checks, key=lambda one: one.colour != RED):
        if check.formula:
            _format(sheet, of, check.column, check.formula, (2, LAST_ROW), is_red=check.colour == RED)


def _around(reminders: range) -> list[tuple[int, int]]:
    """The lines before and after some, as first and last."""
    if not reminders:
        return [(2, LAST_ROW)]
    spans = [(2, reminders.start - 1), (reminders.stop, LAST_ROW)]
    return [(first, last) for first, last in spans if first <= last]


def _format(sheet: Worksheet, of: Sheet, column: str, formula: str, lines: tuple[int, int], *, is_red: bool) -> None:
    letter = of.letter(column)
    rule = FormulaRule([at(formula, lines[0])], stopIfTrue=True, fill=_FILLS[is_red], font=_FONTS[is_red])
    sheet.conditional_formatting.add(f"{letter}{lines[0]}:{letter}{lines[1]}", rule)


def _number_format(name: str, column: Column) -> str:
    if column.type == "date":
        return "yyyy-mm-dd"
    if column.type in ("number", "integer") or name in _LONG:
        return ""
    return "@"


def _offer(sheet: Worksheet, column: Column, letter: str, offered: str, words: Catalogue) -> None:
    listed = column.choices if column.type != "boolean" else ("true", "false")
    if listed and not column.many:
        inline = '"' + ",".join(listed) + '"'
        rule = DataValidation(
            type="list", formula1=inline if len(inline) <= _INLINE else choices_name(column), allow_blank=True, showErrorMessage=True
        )
        rule.error = words.text("template.help.one_of", choices=", ".join(listed))[:_INLINE]
    elif offered or column.type in ("location", "country"):
        # Others may be written, since a body may have names of its own.
        known = {"location": "places", "country": "countries"}.get(column.type, offered)
        rule = DataValidation(type="list", formula1=known, allow_blank=True, showErrorMessage=False)
    else:
        return
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(rule)
