"""Workbooks (.xlsx): their sheets as grids of text.

A workbook is a zip archive from elsewhere, so it is judged before it is opened (`workbook_safety`). The only door to openpyxl for reading.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from greening.submission import sheet_facts
from greening.submission.files import UnreadableError
from greening.submission.grid import Grid, grid
from greening.submission.sheet_facts import SheetFacts
from greening.submission.workbook_safety import DAMAGE, MOST_MEMBERS, SAVE_AGAIN, damaged, refuse_calls, refuse_unsafe

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

__all__ = ["MOST_MEMBERS", "as_text", "read"]

#: Rows of a sheet, as spreadsheets define it.
MOST_ROWS = 1_048_576
#: Sizes of sheets, in bytes, from which it matters that a sheet says its size, and beyond which it is not put in.
_LARGE, _TOO_LARGE = 1_000_000, 300_000_000
#: Bytes at the start of a sheet, before its rows.
_START = 1 << 16
#: The number formats that every workbook knows for percentages.
_PERCENT_FORMATS = (9, 10)
#: The first number of a workbook's own number formats.
_FIRST_OWN_FORMAT = 164


def read(file: str, content: bytes, wanted: Callable[[str], bool] = bool) -> list[Grid]:
    """The grids of the wanted sheets of a workbook, empty sheets left out; raises UnreadableError where it is damaged, unsafe or protected.

    A cell is text: numbers without a needless `.0`, percentages with their sign, dates in ISO form, booleans as true and false, a formula
    that was never calculated as the formula.
    """
    refuse_unsafe(content)
    try:
        content = _with_dimensions(content)
        values = _open(content, data_only=True)
        facts = {sheet.title: _facts(content, sheet) for sheet in values.worksheets}
        refuse_calls(facts)
        names = [sheet.title for sheet in values.worksheets if wanted(sheet.title)]
        calculations = _open(content, data_only=False) if any(facts[name].has_formulas for name in names) else None
        found = [
            replace(grid(file, name, _guarded(_lines(values, calculations, name, facts[name]))), facts=facts[name], epoch=values.epoch.date())
            for name in names
        ]
    except DAMAGE as error:
        raise damaged(error) from error
    return [sheet for sheet in found if sheet.header]


def as_text(value: Any) -> str:
    """The text of a cell's value, as `read` gives it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime():
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _open(content: bytes, *, data_only: bool) -> "Workbook":
    # openpyxl takes a fifth of a second to import, which a folder of CSV files need not pay.
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)


def _with_dimensions(content: bytes) -> bytes:
    """The workbook with a size said for each large sheet: where none is, openpyxl reads the whole sheet to find it, empty rows and all."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        large = [one for one in archive.infolist() if one.filename.startswith("xl/worksheets/") and _LARGE < one.file_size < _TOO_LARGE]
        unsaid = {one.filename for one in large if not _says_size(archive, one)}
        if not unsaid:
            return content
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as copy:
            for one in archive.infolist():
                part = archive.read(one)
                copy.writestr(one.filename, part.replace(b"<sheetData", b'<dimension ref="A1"/><sheetData', 1) if one.filename in unsaid else part)
    return buffer.getvalue()


def _says_size(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    with archive.open(member) as part:
        start = part.read(_START)
    return b"dimension" in start or b"<sheetData" not in start


def _facts(content: bytes, sheet: Any) -> SheetFacts:
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(sheet._worksheet_path) as part:
        return replace(sheet_facts.read(part), is_hidden=sheet.sheet_state != "visible")


def _lines(values: "Workbook", calculations: "Workbook | None", name: str, facts: SheetFacts) -> Iterator[list[str]]:
    sheet = values[name]
    # Programs write wrong dimensions; without them openpyxl reads what is there. Rows without any filled cell may follow by the thousand.
    sheet.reset_dimensions()
    if facts.has_formulas and calculations:
        calculations[name].reset_dimensions()
        formulas = calculations[name].iter_rows(values_only=True, max_row=facts.last_row)
        for row, written in zip(sheet.iter_rows(max_row=facts.last_row), formulas, strict=True):
            yield [_result(cell, formula) for cell, formula in zip(row, written, strict=True)]
    elif _has_percentages(values):
        for row in sheet.iter_rows(max_row=facts.last_row):
            yield [_shown(cell) for cell in row]
    else:
        for values_of_row in sheet.iter_rows(values_only=True, max_row=facts.last_row):
            yield [as_text(value) for value in values_of_row]


def _has_percentages(book: Any) -> bool:
    """Whether any cell of the workbook may be formatted as a percentage."""
    own = book._number_formats
    numbers = {style.numFmtId for style in book._cell_styles}
    return any(
        number in _PERCENT_FORMATS or (0 <= number - _FIRST_OWN_FORMAT < len(own) and "%" in own[number - _FIRST_OWN_FORMAT]) for number in numbers
    )


def _guarded(lines: Iterator[Sequence[str]]) -> Iterator[Sequence[str]]:
    try:
        for number, cells in enumerate(lines, start=1):
            if number > MOST_ROWS:
                message = f"A sheet claims more rows than a sheet can have. {SAVE_AGAIN}"
                raise UnreadableError("unsafe_workbook", message, value=f"over {MOST_ROWS} rows", expected=f"at most {MOST_ROWS} rows")
            yield cells
    except DAMAGE as error:
        raise damaged(error) from error


def _result(cell: Any, formula: Any) -> str:
    # An array formula is an object that holds its text; one that several cells share is told in the first of them alone.
    text = getattr(formula, "text", formula)
    text = "=(a formula of another cell)" if text == "=" else text
    # A formula whose stored result is an empty text has the type str; one that was never calculated has no result at all.
    uncalculated = cell.value is None and cell.data_type != "str" and isinstance(text, str)
    return text if uncalculated else _shown(cell)


def _shown(cell: Any) -> str:
    """A number that is formatted as a percentage as it is seen, 0.8 as 80%; everything else as its value."""
    value = cell.value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and "%" in cell.number_format:
        return f"{(Decimal(repr(value)) * 100).normalize():f}%"
    return as_text(value)
