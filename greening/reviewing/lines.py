"""A CSV file that commands append to and people edit in a spreadsheet: read as it comes, and only ever grown."""

import contextlib
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from filelock import FileLock
from upath import UPath

from greening import paths
from greening.errors import GreeningError

#: Signs that a spreadsheet would take for a formula; a cell that begins so is written behind an apostrophe.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Line:
    """A line of the file: its number as an editor counts, and its cells by column, without spaces around them."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """A file as it was read: the names of its columns, its lines, its text, and the sign between two cells."""

    columns: Sequence[str] = ()
    lines: Sequence[Line] = ()
    text: str = ""
    separator: str = ","


def read(place: UPath) -> Sheet:
    """The lines of a file, in UTF-8 or Windows-1252, with commas or semicolons; an empty sheet where there is no file."""
    try:
        content = place.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return Sheet()
    text = _decoded(content)
    head = text.partition("\n")[0]
    separator = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    columns: list[str] = []
    lines: list[Line] = []
    begun = 1
    for cells in reader:
        if not columns:
            columns = [cell.strip().lower() for cell in cells]
        elif any(cell.strip() for cell in cells):
            lines.append(Line(begun, dict(zip(columns, map(_unguarded, cells), strict=False))))
        begun = reader.line_num + 1
    return Sheet(columns, lines, text, separator)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("windows-1252", errors="replace")


def _unguarded(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_SIGNS) else cell


@contextlib.contextmanager
def held(place: UPath) -> Iterator[None]:
    """Nobody else on this machine appends to the file while the block runs; an object store has no such lock (see append)."""
    if not paths.is_local(place):
        yield
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(str(place.parent / f".{place.name}.lock")):
        yield


def append(place: UPath, columns: Sequence[str], cells: Mapping[str, str]) -> None:
    """Add one line to the end of a file, whose other lines stay as they are; call it inside `held`.

    A file without some of the columns gets them at the end of its first line. Raises GreeningError where the line is not there afterwards,
    since somebody else wrote the file at the same time.
    """
    sheet = read(place)
    named = [*sheet.columns, *(name for name in columns if name not in sheet.columns)]
    _, _, rest = sheet.text.replace("\r\n", "\n").partition("\n")
    kept = rest if not rest or rest.endswith("\n") else f"{rest}\n"
    added = _written([_guarded(" ".join(cells.get(name, "").split("\r"))) for name in named], sheet.separator)
    content = f"{_written(named, sheet.separator)}{kept}{added}"
    paths.write_text(place, content)
    if place.read_bytes() != content.encode("utf-8"):
        raise GreeningError(f"{place} was written by somebody else at the same time: look at it, and repeat the command where its line is not there")


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell


def _written(cells: Sequence[str], separator: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator, lineterminator="\n").writerow(cells)
    return buffer.getvalue()
