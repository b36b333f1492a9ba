"""Workbooks (.xlsx): their sheets as grids of text.

A workbook is a zip archive from elsewhere, so its size is judged before it is opened. The only door to openpyxl for reading.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from greening.submission.files import UnreadableError, nature, refuse_empty
from greening.submission.grid import Grid, grid

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

#: Most files that a workbook's archive may hold.
MOST_MEMBERS = 5_000
#: Most bytes that a workbook may unpack to; a full sheet of a million rows stays below.
MOST_BYTES = 2_000_000_000
#: Most bytes that one byte of the archive may unpack to, once it unpacks to more than RATIO_FROM_BYTES.
MOST_RATIO = 200
#: Unpacked bytes from which the ratio is judged: a small file may well shrink a lot.
RATIO_FROM_BYTES = 50_000_000
#: Rows of a sheet, as spreadsheets define it.
MOST_ROWS = 1_048_576

#: What openpyxl, zipfile and the XML parsers raise for a damaged workbook; ParseError is a SyntaxError, a forbidden entity a ValueError.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, EOFError, SyntaxError,
    NotImplementedError, OverflowError, RuntimeError,
)  # fmt: skip

_SAVE_AGAIN = "Open it in a spreadsheet program and save it again as an Excel workbook (.xlsx)."


def read(file: str, content: bytes, wanted: Callable[[str], bool] = bool) -> list[Grid]:
    """The grids of the wanted sheets of a workbook, empty sheets left out; raises UnreadableError where it is damaged, unsafe or protected.

    A cell is text: numbers without a needless `.0`, dates in ISO form, booleans as true and false, a formula that was
    never calculated as the formula.
    """
    formulas = _refuse_unsafe(content)
    try:
        values = _open(content, data_only=True)
        calculations = _open(content, data_only=False) if formulas else None
        names = [sheet.title for sheet in values.worksheets if wanted(sheet.title)]
        found = [grid(file, name, _guarded(_lines(values, calculations, name))) for name in names]
    except _DAMAGE as error:
        raise _damaged(error) from error
    return [sheet for sheet in found if sheet.header]


def _open(content: bytes, *, data_only: bool) -> "Workbook":
    # openpyxl takes a fifth of a second to import, which a folder of CSV files need not pay.
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)


def _refuse_unsafe(content: bytes) -> bool:
    """Whether any sheet holds formulas; raises UnreadableError where the archive should not be opened."""
    refuse_empty(content)
    what = nature(content)
    if what == "an old or protected office file":
        message = "The workbook is protected by a password, or is in the format of before 2007. Take the password away and save it as .xlsx."
        raise UnreadableError("protected_workbook", message, value=what, expected="a workbook without password")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bomb(archive.infolist(), len(content))
            return any(_has_formulas(archive, member) for member in archive.infolist())
    except _DAMAGE as error:
        found = what or "not a workbook"
        message = f"The file is not an Excel workbook, whatever its name says. {_SAVE_AGAIN}"
        raise UnreadableError("not_what_its_name_says", message, value=found, expected="an Excel workbook (.xlsx)") from error


def _refuse_bomb(members: list[zipfile.ZipInfo], packed: int) -> None:
    if any(member.flag_bits & 1 for member in members):
        message = "The workbook is protected by a password. Take the password away and save it again."
        raise UnreadableError("protected_workbook", message, value="protected", expected="a workbook without password")
    unpacked = sum(member.file_size for member in members)
    swollen = unpacked > RATIO_FROM_BYTES and unpacked > MOST_RATIO * packed
    if len(members) > MOST_MEMBERS or unpacked > MOST_BYTES or swollen:
        raise UnreadableError(
            "unsafe_workbook",
            f"The workbook would unpack to {unpacked:,} bytes in {len(members):,} parts, which no submission needs. {_SAVE_AGAIN}",
            value=f"{unpacked} bytes in {len(members)} parts",
            expected=f"at most {MOST_BYTES} bytes in {MOST_MEMBERS} parts, {MOST_RATIO} times its own size",
        )


def _has_formulas(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    if not member.filename.startswith("xl/worksheets/"):
        return False
    with archive.open(member) as part:
        before = b""
        while piece := part.read(1 << 20):
            if re.search(rb"<f[ />]", before + piece):
                return True
            before = piece[-3:]
    return False


def _lines(values: "Workbook", calculations: "Workbook | None", name: str) -> Iterator[list[str]]:
    sheet = values[name]
    # Programs write wrong dimensions; without them openpyxl reads what is there.
    sheet.reset_dimensions()
    if calculations is None:
        for row in sheet.iter_rows(values_only=True):
            yield [_text(value) for value in row]
        return
    calculations[name].reset_dimensions()
    for row, formulas in zip(sheet.iter_rows(), calculations[name].iter_rows(values_only=True), strict=True):
        yield [_result(cell, formula) for cell, formula in zip(row, formulas, strict=True)]


def _guarded(lines: Iterator[Sequence[str]]) -> Iterator[Sequence[str]]:
    try:
        for number, cells in enumerate(lines, start=1):
            if number > MOST_ROWS:
                message = f"A sheet claims more rows than a sheet can have. {_SAVE_AGAIN}"
                raise UnreadableError("unsafe_workbook", message, value=f"over {MOST_ROWS} rows", expected=f"at most {MOST_ROWS} rows")
            yield cells
    except _DAMAGE as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> UnreadableError:
    message = f"The workbook is damaged and cannot be read. {_SAVE_AGAIN}"
    return UnreadableError("unreadable_workbook", message, value=type(error).__name__, expected="an Excel workbook (.xlsx)")


def _result(cell: Any, formula: Any) -> str:
    # An array formula is an object that holds its text.
    text = getattr(formula, "text", formula)
    # A formula whose stored result is an empty text has the type str; one that was never calculated has no result at all.
    uncalculated = cell.value is None and cell.data_type != "str" and isinstance(text, str)
    return text if uncalculated else _text(cell.value)


def _text(value: Any) -> str:
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
