"""CSV files: text with one header row, its columns separated by commas, or by another sign where its header leaves no doubt."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from greening.submission.files import UnreadableError, nature, refuse_empty
from greening.submission.grid import Grid, fault, grid, refuse_headless
from greening.submission.headings import column_of
from greening.submission.sheet_facts import calls_out, may_call_out
from greening.tables import Table

#: What to do about most faults of a CSV file.
_SAVE_AGAIN = "Save it again as 'CSV UTF-8 (comma delimited)'."

#: Longest cell that is read, in characters; a whole story fits well below it.
_LONGEST_CELL = 10_000_000

#: Signs that separate columns, and what they are called.
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
#: A first line by which a spreadsheet is told the sign.
_TOLD = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)

#: The letters and signs of Western European languages beyond ASCII; a text in another encoding that is read as Windows-1252 holds others.
_WESTERN = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜàáâãäåæçèéêëìíîïñòóôõöøœùúûüßÿ«»“”‘’„…–—€£§°ºª²³·¿¡\u00a0")
#: So many such letters in a row are a word of another script.
_LONGEST_RUN = 2
_FOREIGN_RUN = re.compile(rf"[^\W\d_a-zA-Z]{{{_LONGEST_RUN + 1},}}")


def read(file: str, content: bytes, table: Table | None = None) -> Grid:
    """The grid of a CSV file; raises UnreadableError, also while its rows are read, where the file is not one.

    table is the one that it holds: its columns show how the header is separated.
    """
    text, remarks = _decode(content)
    # The limit belongs to the whole process; the default would refuse a long story.
    csv.field_size_limit(_LONGEST_CELL)
    told = _TOLD.match(text)
    separator = told[1] if told and told[1] in _SEPARATORS else _separator(text, table)
    # The line that tells the sign is counted, and is no row.
    lines = text[told.end() - 1 :] if told else text
    found = refuse_headless(grid(file, "", _lines(lines, separator)))
    remarks = (*remarks, *_calls(lines, separator))
    _refuse_other_separators(found.header)
    return replace(found, is_loose=separator != ",", remarks=remarks)


def _decode(content: bytes) -> tuple[str, tuple[dict[str, Any], ...]]:
    """The text of the file, and what is to be said of its encoding."""
    refuse_empty(content)
    what = nature(content)
    if what:
        message = f"The file is {what}, not a CSV file. Export the table as CSV UTF-8, or hand in the workbook as submission.xlsx."
        raise UnreadableError("not_what_its_name_says", message, value=what, expected="a CSV file")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf16(content), ()
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        message = f"The file holds NUL bytes (the first in line {line}), so it is damaged or no text. {_SAVE_AGAIN}"
        raise UnreadableError("nul_bytes", message, value=f"NUL byte in line {line}", expected="text")
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        return _western(content, error)


def _utf16(content: bytes) -> str:
    try:
        return content.decode("utf-16")
    except UnicodeDecodeError as error:
        message = f"The file is in UTF-16, not UTF-8. {_SAVE_AGAIN}"
        raise UnreadableError("not_utf8", message, value="UTF-16", expected="UTF-8") from error


def _western(content: bytes, error: UnicodeDecodeError) -> tuple[str, tuple[dict[str, Any], ...]]:
    """The text as Windows-1252, where that leaves nothing but Western European words; raises UnreadableError where it does not."""
    text = content.decode("cp1252", errors="replace")
    line = content[: error.start].count(b"\n") + 1
    if {sign for sign in text if not sign.isascii()} - _WESTERN or _FOREIGN_RUN.search(text):
        message = f"The file is not in UTF-8 (the first other byte is in line {line}), so accents and names would be wrong. {_SAVE_AGAIN}"
        found = f"byte 0x{content[error.start]:02X} in line {line}"
        raise UnreadableError("not_utf8", message, value=found, expected="UTF-8") from error
    word = next(found[0] for found in re.finditer(r"\S+", text) if not found[0].isascii())
    shown = re.split(r'[,;\t|"]', word[:60])
    first = next((part for part in shown if not part.isascii()), word)
    message = f'The file is not in UTF-8. It was read as Windows-1252, which gives "{first}" in line {line}. If accents are wrong: {_SAVE_AGAIN}'
    return text, (fault("other_encoding", message, value="Windows-1252", expected="UTF-8"),)


def _separator(text: str, table: Table | None) -> str:
    """The sign that separates the columns: the comma, unless only another one gives a header with all columns that a row needs."""
    if table is None:
        return ","
    start = text[:_LONGEST_CELL]
    fitting = [sign for sign in _SEPARATORS if _gives_header(start, sign, table)]
    return fitting[0] if len(fitting) == 1 else ","


def _gives_header(text: str, separator: str, table: Table) -> bool:
    filled = (cells for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if any(cell.strip() for cell in cells))
    needed = {name for name, column in table.columns.items() if column.required}
    try:
        # Titles may stand above the header.
        return any(needed <= {column_of(label, table) for label in cells} for cells, _ in zip(filled, range(20), strict=False))
    except csv.Error:
        return False


def _lines(text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        message = f"A quotation mark near line {reader.line_num} is opened and not closed as it should be. {_SAVE_AGAIN}"
        raise UnreadableError("broken_quotes", message, value=f"line {reader.line_num}", expected="closed quotation marks") from error


def _calls(text: str, separator: str) -> Iterator[dict[str, Any]]:
    """What is to be said of cells that would reach outside if a spreadsheet opened the file: here a cell is text, and is never calculated."""
    if not may_call_out(text):
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for cells in reader:
        line = reader.line_num
        for cell in cells:
            if cell.startswith(("=", "+", "-", "@")) and calls_out(cell):
                message = (
                    f"Line {line} holds a formula that would reach outside the file ({cell[:80]}). "
                    "It was taken as text and not calculated. Put what it gives in its place as a value."
                )
                yield fault("calling_formula", message, value=cell[:80], expected="values")


def _refuse_other_separators(header: tuple[str, ...]) -> None:
    used = [name for mark, name in _SEPARATORS.items() if mark != "," and mark in header[0]]
    if len(header) == 1 and used:
        message = f"The columns are separated by {used[0]}, not by commas. {_SAVE_AGAIN}"
        raise UnreadableError("wrong_separator", message, value=used[0], expected="commas")
