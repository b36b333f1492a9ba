"""The sheets of a workbook of rules as they were filled in: the cells of each row by header, with what cannot be read."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from upath import UPath

from greening import paths
from greening.errors import CallError
from greening.spelling import offer, plain
from greening.stewarding.rule_columns import columns
from greening.stewarding.suite_workbook import ABOUT, CONTENTS, GUIDE, LISTS, NAME, STATE
from greening.submission.files import UnreadableError
from greening.submission.workbook_safety import DAMAGE, refuse_unsafe

#: What stands for the header of a column that has none, and of one that is not known; the latter is told once.
_UNNAMED, _UNKNOWN = "", "?"
#: What is wrong with a sheet whose rules have no names.
_NO_RULES = "the column rule, which names each rule, is gone"
_NO_SHEET = "this is no sheet of rules: its first row must name the columns rule, level, type and so on"
_CONTINUED = re.compile(r"(?P<header>.+) \((?P<number>\d+)\)")


@dataclass(frozen=True)
class Row:
    """A row of a sheet: its number, and the content of its cells by header."""

    number: int
    cells: Mapping[str, Any]


@dataclass
class Sheet:
    """A sheet of rules: the letter of each header's column, its rows, and what cannot be read, as (cell, text)."""

    name: str
    letters: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)

    def cell(self, header: str, row: int) -> str:
        """The address of a cell; that of the rule's name where there is no such column."""
        return f"{self.letters.get(header, self.letters.get('rule', 'A'))}{row}"


@dataclass(frozen=True)
class Contents:
    """What the workbook says of a suite beside its rules: what a row is, and the state of its file at the export."""

    about: str = ""
    state: str = ""


def read(file: str) -> tuple[list[Sheet], dict[str, Contents]]:
    """The sheets of rules of a workbook, and what it says of each suite; raises CallError where it is no workbook that can be read."""
    path = paths.root(file)
    if not path.is_file():
        raise CallError(f"there is no file {file}: export one with python pipeline.py expectations export --out {file}")
    book = _opened(file, path)
    sheets = [_sheet(one.title, one.iter_rows()) for one in book.worksheets if one.title not in (GUIDE, CONTENTS, LISTS)]
    listed = list(book[CONTENTS].iter_rows(values_only=True)) if CONTENTS in book.sheetnames else []
    return sheets, _contents(listed)


def _opened(file: str, path: UPath) -> Any:
    content = path.read_bytes()
    try:
        refuse_unsafe(content)
        return load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
    except UnreadableError as error:
        raise CallError(f"{file}: {error}") from error
    except DAMAGE as error:
        raise CallError(f"{file} is no workbook that can be read: save it again as an Excel workbook (.xlsx)") from error


def _contents(rows: Sequence[Sequence[Any]]) -> dict[str, Contents]:
    if not rows:
        return {}
    head = [str(cell or "") for cell in rows[0]]
    found = {}
    for row in rows[1:]:
        said = {header: str(cell).strip() for header, cell in zip(head, row, strict=False) if cell is not None}
        if said.get(NAME):
            found[said[NAME]] = Contents(said.get(ABOUT, ""), said.get(STATE, ""))
    return found


def _sheet(name: str, lines: Iterable[Sequence[Any]]) -> Sheet:
    sheet = Sheet(name.strip())
    rows = iter(lines)
    headers = _headers(sheet, next(rows, ()))
    # Of a sheet whose rules cannot be named, its rows would say the same again and again.
    if "rule" not in sheet.letters:
        sheet.faults.append(("A1", _NO_RULES if "type" in sheet.letters else _NO_SHEET))
        return sheet
    for line in rows:
        filled = [(header, cell) for header, cell in zip(headers, line, strict=False) if _says_something(cell)]
        if filled:
            sheet.rows.append(_row(sheet, line[0].row, filled))
    return sheet


def _says_something(cell: Any) -> bool:
    return cell.value is not None and str(cell.value).strip() != ""


def _headers(sheet: Sheet, head: Sequence[Any]) -> list[str]:
    """The header of each column as it is known here; what is no column is told, and called by its letter."""
    found = []
    for number, cell in enumerate(head, start=1):
        letter = get_column_letter(number)
        text = str(cell.value or "").strip()
        header = _known(text)
        if text and not header:
            sheet.faults.append((f"{letter}1", f"there is no column {text} in a sheet of rules.{offer(text, columns())}"))
        elif header in sheet.letters:
            sheet.faults.append((f"{letter}1", f"the column {header} is there twice, in {sheet.letters[header]} and here"))
        elif header:
            sheet.letters[header] = letter
        found.append(header or (_UNKNOWN if text else _UNNAMED))
    return found


def _known(text: str) -> str:
    """The header that is meant, with the number of a column that goes on; empty where there is none such."""
    continued = _CONTINUED.fullmatch(text)
    name = {plain(header): header for header in columns()}.get(plain(continued["header"] if continued else text), "")
    return f"{name} ({continued['number']})" if continued and name else name


def _row(sheet: Sheet, number: int, filled: Sequence[tuple[str, Any]]) -> Row:
    cells: dict[str, Any] = {}
    for header, cell in filled:
        told = _cell_fault(header, cell)
        if told and not (header == _UNNAMED and _is_told(sheet, cell, told)):
            sheet.faults.append((cell.coordinate, told))
        elif not told and header != _UNKNOWN:
            cells.setdefault(header, cell.value)
    return Row(number, dict(_joined(cells)))


def _is_told(sheet: Sheet, cell: Any, text: str) -> bool:
    """Whether the same was told of a cell further up in the column."""
    return any(told == text and place.rstrip("0123456789") == cell.column_letter for place, told in sheet.faults)


def _cell_fault(header: str, cell: Any) -> str:
    """Why a cell cannot be taken as it is; empty where it can."""
    if header == _UNNAMED:
        return "the cell stands in a column without a name"
    if cell.data_type == "f":
        return f"there is a formula; write the value itself, or json: and the text in quotation marks: {cell.value}"
    return f"the spreadsheet says {cell.value} here" if cell.data_type == "e" else ""


def _joined(cells: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The cells with those that go on in further columns put together."""
    for header, value in cells.items():
        if not _CONTINUED.fullmatch(header):
            further = sorted((int(part["number"]), name) for name in cells if (part := _CONTINUED.fullmatch(name)) and part["header"] == header)
            yield header, "".join([str(value), *(str(cells[name]) for _, name in further)]) if further else value
