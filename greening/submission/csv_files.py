"""CSV files: UTF-8, comma-separated, one header row."""

import csv
import io
from collections.abc import Iterator

from greening.submission.files import UnreadableError, nature, refuse_empty
from greening.submission.grid import Grid, grid, refuse_headless

#: What to do about most faults of a CSV file.
_SAVE_AGAIN = "Save it again as 'CSV UTF-8 (comma delimited)'."

#: Longest cell that is read, in characters; a whole story fits well below it.
_LONGEST_CELL = 10_000_000


def read(file: str, content: bytes) -> Grid:
    """The grid of a CSV file; raises UnreadableError, also while its rows are read, where the file is not one."""
    text = _decode(content)
    # The limit belongs to the whole process; the default would refuse a long story.
    csv.field_size_limit(_LONGEST_CELL)
    found = refuse_headless(grid(file, "", _lines(text)))
    _refuse_other_separators(found.header)
    return found


def _decode(content: bytes) -> str:
    refuse_empty(content)
    what = nature(content)
    if what:
        message = f"The file is {what}, not a CSV file. Export the table as CSV UTF-8, or hand in the workbook as submission.xlsx."
        raise UnreadableError("not_what_its_name_says", message, value=what, expected="a CSV file")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableError("not_utf8", f"The file is in UTF-16, not UTF-8. {_SAVE_AGAIN}", value="UTF-16", expected="UTF-8")
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        message = f"The file holds NUL bytes (the first in line {line}), so it is damaged or no text. {_SAVE_AGAIN}"
        raise UnreadableError("nul_bytes", message, value=f"NUL byte in line {line}", expected="text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = f"The file is not in UTF-8 (the first other byte is in line {line}), so accents and names would be wrong. {_SAVE_AGAIN}"
        found = f"byte 0x{content[error.start]:02X} in line {line}"
        raise UnreadableError("not_utf8", message, value=found, expected="UTF-8") from error


def _lines(text: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        message = f"A quotation mark near line {reader.line_num} is opened and not closed as it should be. {_SAVE_AGAIN}"
        raise UnreadableError("broken_quotes", message, value=f"line {reader.line_num}", expected="closed quotation marks") from error


def _refuse_other_separators(header: tuple[str, ...]) -> None:
    names = {";": "semicolons", "\t": "tabs", "|": "bars"}
    used = [name for mark, name in names.items() if mark in header[0]]
    if len(header) == 1 and used:
        message = f"The columns are separated by {used[0]}, not by commas. {_SAVE_AGAIN}"
        raise UnreadableError("wrong_separator", message, value=used[0], expected="commas")
