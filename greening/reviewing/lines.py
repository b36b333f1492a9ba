"""A CSV file that commands append to and people edit in a spreadsheet: read as it comes, and only ever grown."""

import contextlib
import csv
import io
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from filelock import FileLock
from upath import UPath

from greening import paths
from greening.errors import GreeningError
from greening.guarded_cells import guarded, unguarded

#: What is wrong with a line that is broken.
BROKEN = 'a quotation mark (") opens a cell and does not close it, or a cell is too long'


#: Longest cell that is read, in characters.
_LONGEST_CELL = 131_072


@dataclass(frozen=True)
class Line:
    """A line of the file: its number as an editor counts, and its cells by column, without spaces around them."""

    number: int
    cells: Mapping[str, str]
    #: Whether its quotation marks do not pair, so that its cells cannot be told apart.
    is_broken: bool = False


@dataclass(frozen=True)
class Sheet:
    """A file as it was read: the names of its columns, its lines, its text, and the sign between two cells."""

    columns: Sequence[str] = ()
    lines: Sequence[Line] = ()
    text: str = ""
    separator: str = ","


def read(place: UPath) -> Sheet:
    """The lines of a file as spreadsheets save it (UTF-8, UTF-16 or Windows-1252; commas, semicolons or tabs); none where there is no file."""
    try:
        content = place.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return Sheet()
    text = _decoded(content)
    separator = max(",;\t", key=text.partition("\n")[0].count)
    columns: list[str] = []
    lines: list[Line] = []
    for number, cells in _records(text, separator):
        if cells is None:
            lines.append(Line(number, {}, is_broken=True))
        elif not columns:
            columns = [cell.strip().lower() for cell in cells]
        elif any(cell.strip() for cell in cells):
            lines.append(Line(number, dict(zip(columns, map(unguarded, cells), strict=False))))
    return Sheet(columns, lines, text, separator)


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str] | None]]:
    """The cells of each record with the number of its first line; None for a line that cannot be read, after which reading goes on."""
    # The limit belongs to the whole process, and submissions may have longer cells.
    csv.field_size_limit(_LONGEST_CELL)
    written = io.StringIO(text, newline="").readlines()
    begun = 0
    while begun < len(written):
        reader = csv.reader(written[begun:], delimiter=separator, strict=True)
        start = begun
        try:
            for cells in reader:
                yield begun + 1, cells
                begun = start + reader.line_num
        except csv.Error:
            yield begun + 1, None
            begun += 1


def _decoded(content: bytes) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("windows-1252", errors="replace")


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
    added = _written([guarded(" ".join(cells.get(name, "").split("\r"))) for name in named], sheet.separator)
    content = f"{_written(named, sheet.separator)}{kept}{added}"
    paths.write_text(place, content)
    if place.read_bytes() != content.encode("utf-8"):
        raise GreeningError(f"{place} was written by somebody else at the same time: look at it, and repeat the command where its line is not there")


def _written(cells: Sequence[str], separator: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator, lineterminator="\n").writerow(cells)
    return buffer.getvalue()
