"""All suites as one workbook, for stewards who live in a spreadsheet: a sheet a suite, a row a rule, lists to choose from."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from upath import UPath

from greening import paths, suites
from greening.checks import LEVELS
from greening.errors import CallError, SuiteError
from greening.stewarding.rule_cells import MOST_CHARACTERS, NUMBER
from greening.stewarding.rule_columns import RuleColumn, cells, columns
from greening.suite_checks.kinds import kinds
from greening.suites import Folder
from greening.template_workbook import repacked
from greening.views import catalogue

#: Sheets that hold no rules.
GUIDE, CONTENTS, LISTS = "readme", "suites", "lists"
#: The columns of the sheet that lists the suites.
NAME, ABOUT, STATE = "name", "about", "state at export"

#: Rows below the last rule that the lists to choose from reach, too.
_SPARE_ROWS = 200
_WIDTHS: Mapping[str, int] = {"rule": 28, "type": 48, "message": 70, "reason": 60, "expected": 34, "row_condition": 36, "value_set": 26, "owner": 30}
_HEAD = PatternFill("solid", fgColor="00558C")
_RARE = PatternFill("solid", fgColor="6F8FA6")
_MADE = datetime(2000, 1, 1)

_GUIDE = (
    "The rules of the expectation suites, one sheet for each submission table or view, one row for each rule.",
    "",
    "Change a cell, add a row below the last one, delete a row, or move one: findings are told in the order of the rows.",
    "An empty cell means that the rule does not say the thing. Every column explains itself in the note of its header.",
    "Columns that are seldom needed are folded away at the right end: open them with the + above the columns.",
    "Several values in one cell are separated by a semicolon: rain; tanker. A text that looks like a number stands in quotation marks.",
    "A cell that begins with json: holds its value as JSON; leave it as it is where you are not sure.",
    "",
    "Then read the workbook back; nothing is written while anything in it is wrong, and the first command only shows what would change:",
    "python pipeline.py expectations import FILE --dry-run",
    "python pipeline.py expectations import FILE",
    "",
    "A sheet that is taken away takes its suite away only with --delete. docs/suites.md tells more.",
)


def write(expectations: str | UPath, out: str) -> UPath:
    """Write the suites of the folder as a workbook and return where it is.

    Raises SuiteError, which lists every fault, where a suite is not sound, and CallError where there is such a file already: it may hold work.
    """
    path = paths.root(out)
    if path.exists():
        raise CallError(f"{out} is already there and may hold somebody's work: take it away, or say another file with --out")
    folder = suites.read(expectations)
    found = [*folder.faults, *(fault for file, one in folder.contents.items() for fault in suites.file_faults(file, one, by_rule=True))]
    if found:
        raise SuiteError("\n".join([*folder.told(found), "nothing was written: mend these first"]))
    paths.write_bytes(path, content(folder))
    return path


def content(folder: Folder) -> bytes:
    """The workbook of sound suites as bytes: the same for the same suites."""
    book = Workbook()
    _fill_guide(book.active)
    _fill_contents(book.create_sheet(CONTENTS), folder)
    for file, suite in folder.contents.items():
        _fill_rules(book.create_sheet(file.removesuffix(".json")), suite)
    _fill_lists(book.create_sheet(LISTS))
    book.properties.created = book.properties.modified = _MADE
    buffer = io.BytesIO()
    book.save(buffer)
    return repacked(buffer.getvalue())


def state(text: str) -> str:
    """A short key of how a suite file stands, to tell whether somebody changed it since."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _fill_guide(sheet: Worksheet) -> None:
    sheet.title = GUIDE
    sheet.column_dimensions["A"].width = 120
    for line in _GUIDE:
        sheet.append([line])


def _fill_contents(sheet: Worksheet, folder: Folder) -> None:
    _head(sheet, (NAME, ABOUT, STATE), (30, 90, 20))
    for number, (file, suite) in enumerate(folder.contents.items(), start=2):
        about = suite.get("meta", {}).get("about", "")
        for column, value in enumerate((suite["name"], about, state(folder.texts[file])), start=1):
            _put(sheet.cell(number, column), value)


def _fill_rules(sheet: Worksheet, suite: Mapping[str, Any]) -> None:
    rows = [_parted(cells(entry)) for entry in suite["expectations"]]
    more = sorted({header for row in rows for header in row} - set(columns()))
    headers = [*columns(), *more]
    _head(sheet, headers, [_WIDTHS.get(header, 16) for header in headers])
    for number, header in enumerate(headers, start=1):
        _style(sheet, number, columns().get(header))
    for place, row in enumerate(rows, start=2):
        for header, value in row.items():
            _put(sheet.cell(place, headers.index(header) + 1), value)
    sheet.freeze_panes = "B2"
    _offer(sheet, headers, suite["name"], len(rows) + _SPARE_ROWS)


def _style(sheet: Worksheet, number: int, column: RuleColumn | None) -> None:
    """What a column says of itself, and how it takes what is typed; None is one in which a long text goes on."""
    dimension = sheet.column_dimensions[get_column_letter(number)]
    if column:
        sheet.cell(1, number).comment = Comment(column.about, "greening", width=320, height=110)
    if column and column.is_rare:
        sheet.cell(1, number).fill = _RARE
        dimension.outlineLevel, dimension.hidden = 1, True
    if not column or column.kind != NUMBER:
        # So that what somebody types stays the text that it is.
        dimension.number_format = "@"


def _parted(row: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of a row; what is too long for one goes on in further columns, `message (2)`."""
    found: dict[str, Any] = {}
    for header, value in row.items():
        texts = [value[start : start + MOST_CHARACTERS] for start in range(0, len(value), MOST_CHARACTERS)] if isinstance(value, str) else [value]
        found |= {header if number == 1 else f"{header} ({number})": text for number, text in enumerate(texts, start=1)}
    return found


def _put(cell: Cell, value: Any) -> None:
    cell.value = value
    if isinstance(value, str):
        # Otherwise = begins a formula, and #N/A is an error.
        cell.data_type = "s"
        cell.number_format = "@"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.quotePrefix = value.startswith(("=", "#", "+", "-", "@"))
    else:
        cell.alignment = Alignment(vertical="top", horizontal="left")


def _head(sheet: Worksheet, headers: Sequence[str], widths: Sequence[int]) -> None:
    for number, (header, width) in enumerate(zip(headers, widths, strict=True), start=1):
        cell = sheet.cell(1, number, header)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"


def _offer(sheet: Worksheet, headers: Sequence[str], name: str, last_row: int) -> None:
    """Lists to choose from, for the columns that can be chosen."""
    columns_of = f"{LISTS}!${_letter_of(name)}$2:${_letter_of(name)}${len(catalogue.sample(name).columns) + 1}"
    offered = {
        "type": f"{LISTS}!$A$2:$A${len(kinds()) + 1}",
        "level": f"{LISTS}!$B$2:$B${len(LEVELS) + 1}",
        **dict.fromkeys(("column", "column_A", "column_B", "finding_column"), columns_of),
        **dict.fromkeys([one.header for one in columns().values() if one.kind == "yes_no"], f"{LISTS}!$C$2:$C$3"),
    }
    for header, formula in offered.items():
        one = DataValidation(type="list", formula1=f"={formula}", allow_blank=True, showErrorMessage=True)
        one.errorTitle, one.error = "Not one of the list", "Choose one of the list."
        letter = get_column_letter(headers.index(header) + 1)
        one.add(f"{letter}2:{letter}{last_row}")
        sheet.add_data_validation(one)


def _letter_of(name: str) -> str:
    return str(get_column_letter(4 + catalogue.names().index(name)))


def _fill_lists(sheet: Worksheet) -> None:
    listed = {"type": list(kinds()), "level": list(LEVELS), "yes or no": ["true", "false"]}
    listed |= {f"columns of {name}": list(catalogue.sample(name).columns) for name in catalogue.names()}
    _head(sheet, list(listed), [30] * len(listed))
    for column, values in enumerate(listed.values(), start=1):
        for row, value in enumerate(values, start=2):
            _put(sheet.cell(row, column), value)
    sheet.sheet_state = "hidden"
