"""An export from another program: the file as rows of text cells, whatever its encoding and separators, and which of its cells are personal."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping as Pairs, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from greening.collecting.mapping import Mapping
from greening.errors import CallError, GreeningError
from greening.spelling import offer
from greening.submission import workbooks
from greening.submission.files import UnreadableError, nature, refuse_empty

#: Names that separators have in a mapping file.
SEPARATORS: Pairs[str, str] = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
#: Names of columns that hold what identifies a person.
_PERSONAL = re.compile(
    r"\bnames?\b|passenger(?!s)|travell?er|surname|pnr|record.?locator|booking.?ref|employee|staff.?(no|nr|id|num)|index.?(no|num)"
    r"|passport|e-?mail|phone|birth|\bnom\b|pr[ée]nom|voyageur|passager(?!s)|matricule|t[ée]l[ée]phone|naissance|passeport|courriel"
    r"|\bnombres?\b(?! de\b)|apellido|viajero|pasajero(?!s)|pasaporte|tel[ée]fono|nacimiento|correo|reisende|fluggast|personalnummer",
    re.IGNORECASE,
)
#: A person as tickets name one: SMITH/JOHN MR.
_TICKET_NAME = re.compile(r"[^\W\d_][^\W\d_' -]+/[^\W\d_][^\W\d_' -]*(\s(mr|mrs|ms|dr|chd|inf))?\.?", re.I)
_MAIL = re.compile(r"\S+@\S+\.\S+")
#: Filled rows within which a header is looked for: titles and dates of the report stand above it.
_HEADER_WITHIN = 50
#: What stands for a cell that may name a person.
NOT_SHOWN = "(not shown: it may name a person)"

#: Rows with their numbers.
_Lines = list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Export:
    """The rows of an export by their numbers in the file, each as text by column; `how` says how the file was read."""

    file: str
    how: str
    header: tuple[str, ...]
    rows: Pairs[int, Pairs[str, str]]
    ragged: frozenset[int] = frozenset()
    is_workbook: bool = False
    personal: tuple[str, ...] = ()
    hidden: frozenset[str] = field(default=frozenset(), repr=False)

    def told(self, *cells: str) -> str:
        """Cells as a message may show them: not where one of them is, or holds, what a personal column holds."""
        return NOT_SHOWN if any(map(self._may_name, cells)) else f'"{" ".join(cells)}"'

    def _may_name(self, cell: str) -> bool:
        words = (cell.casefold().strip(), *(word for word in re.split(r"[\s/,;]+", cell.casefold()) if len(word) > 2))
        return any(word in self.hidden for word in words) or bool(_TICKET_NAME.fullmatch(cell.strip()) or _MAIL.search(cell))


def read(place: str | Path, mapping: Mapping) -> Export:
    """The export as the mapping says that it is read.

    Raises GreeningError where the file cannot be read, CallError where it has not the columns that the mapping names.
    """
    path = Path(place)
    is_workbook, how, lines = _opened(path, mapping)
    header, filled = _headed(path.name, lines, int(mapping.file.get("header_row") or 0), mapping.sources)
    _refuse_header(path.name, header, mapping)
    personal = _personal(header, mapping)
    named = {number: _named(header, cells) for number, cells in filled}
    ragged = frozenset(number for number, cells in filled if "".join(cells[len(header) :]).strip())
    hidden = frozenset(word for _, cells in filled for word in _words(header, cells, personal))
    rows = {number: {name: cell for name, cell in row.items() if name not in personal} for number, row in named.items()}
    return Export(path.name, how, header, rows, ragged, is_workbook, personal, hidden)


def _opened(path: Path, mapping: Mapping) -> tuple[bool, str, _Lines]:
    try:
        return _lines(path.name, path.read_bytes(), mapping.file)
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror or error}; check the name of the file") from None
    except UnreadableError as fault:
        raise GreeningError(f"{path.name}: {fault.message}") from None


def _personal(header: Sequence[str], mapping: Mapping) -> tuple[str, ...]:
    """The columns that are never read; raises CallError where a flight would be told from another by its traveller."""
    odd = [name for name in header if name in mapping.sources and mapping.kind == "tickets" and _PERSONAL.search(name)]
    if odd:
        raise CallError(f"{mapping.name} reads {odd[0]}, which names persons; ask the agency for a cost code or an office instead")
    return tuple(name for name in header if name in mapping.personal or (name not in mapping.sources and _PERSONAL.search(name)))


def _named(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """The cells of a row by column; a short row ends in empty cells."""
    return {name: cell.strip() for name, cell in zip_longest(header, cells[: len(header)], fillvalue="") if name}


def _words(header: Sequence[str], cells: Sequence[str], personal: Sequence[str]) -> Iterator[str]:
    """What the personal cells of a row hold, whole and word by word."""
    for name, cell in zip(header, cells, strict=False):
        if name in personal and cell.strip():
            yield cell.strip().casefold()
            yield from (word for word in re.split(r"[\s/,;]+", cell.casefold()) if len(word) > 2)


def _lines(name: str, content: bytes, asked: Pairs[str, str]) -> tuple[bool, str, _Lines]:
    refuse_empty(content)
    if name.casefold().endswith(".xlsx"):
        return True, *_of_workbook(name, content, asked.get("sheet", ""))
    if what := nature(content):
        raise GreeningError(f"{name} is {what}; export the list as CSV or as an Excel workbook (.xlsx)")
    text, encoding = _decoded(name, content, asked.get("encoding") or "auto")
    separator = _separator(name, text, asked.get("separator") or "auto")
    csv.field_size_limit(10_000_000)
    try:
        lines = list(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=SEPARATORS[separator], strict=True), start=1))
    except csv.Error as error:
        raise GreeningError(f"{name}: a quotation mark is opened and not closed as it should be ({error}); export the list again") from None
    return False, f"{encoding}, columns separated by {separator}s", lines


def _of_workbook(name: str, content: bytes, sheet: str) -> tuple[str, _Lines]:
    grids = {grid.sheet: grid for grid in workbooks.read(name, content)}
    if sheet and sheet not in grids:
        raise CallError(f"{name} has no sheet {sheet}; it has {', '.join(grids) or 'none that is filled'}. Mend `sheet` in the mapping")
    if not grids:
        raise GreeningError(f"{name} has no sheet that is filled; export the list again")
    if not sheet and len(grids) != 1:
        raise CallError(f"{name} has {len(grids)} filled sheets ({', '.join(grids)}); say which with `sheet` under `file` in the mapping")
    grid = grids[sheet] if sheet else next(iter(grids.values()))
    rows = list(grid.rows)
    # What reads sheets takes the first filled row for the header: it stands here as row 0, since its number is not told.
    return f"sheet {grid.sheet}", [(0, list(grid.header)), *rows]


def _decoded(name: str, content: bytes, encoding: str) -> tuple[str, str]:
    if encoding != "auto":
        try:
            return content.decode(encoding).removeprefix("\ufeff"), encoding
        except LookupError:
            raise CallError(f"{encoding} is no encoding; write auto, utf-8, utf-16 or windows-1252 under `file` in the mapping") from None
        except UnicodeDecodeError as error:
            raise GreeningError(f"{name} is not in {encoding} (byte {error.start + 1}); write `encoding: auto` in the mapping") from None
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in content and not is_utf16:
        raise GreeningError(f"{name} holds NUL bytes, so it is damaged or no text; export the list again")
    for codec, called in (("utf-16", "UTF-16"),) if is_utf16 else (("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252")):
        try:
            return content.decode(codec), called
        except UnicodeDecodeError:
            continue
    raise GreeningError(f"{name} is neither in UTF-8 nor in Windows-1252; say its `encoding` under `file` in the mapping, or save it as UTF-8")


def _separator(name: str, text: str, asked: str) -> str:
    if asked in SEPARATORS:
        return asked
    if asked != "auto":
        raise CallError(f"separator is {asked}; write one of auto, {', '.join(SEPARATORS)} under `file` in the mapping")
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    ranks = {called: _rank(lines, sign) for called, sign in SEPARATORS.items()}
    best, second = sorted(ranks, key=lambda called: ranks[called], reverse=True)[:2]
    if ranks[best] == ranks[second] > (0, 0):
        raise CallError(f"{name} may be separated by {best}s or {second}s; say which with `separator` under `file` in the mapping")
    return best if ranks[best] > (0, 0) else "comma"


def _rank(lines: Sequence[str], sign: str) -> tuple[float, int]:
    """How far a sign separates the columns: the share of lines that have as many of it as most have, and how many that is; a sign in texts varies."""
    counts = [len(next(csv.reader([line], delimiter=sign))) - 1 for line in lines]
    common, times = Counter(counts).most_common(1)[0] if counts else (0, 0)
    return (times / len(counts), common) if common else (0.0, 0)


def _headed(name: str, lines: _Lines, header_row: int, wanted: set[str]) -> tuple[tuple[str, ...], _Lines]:
    """The header and the rows below it: the first filled row, from header_row on, that holds all wanted columns, or else the likeliest one."""
    filled = [(number, cells) for number, cells in lines if number >= header_row > 1 or header_row < 2]
    filled = [(number, cells) for number, cells in filled if "".join(cells).strip()]
    if not filled:
        raise GreeningError(f"{name} holds no table with a header row; check `header_row` under `file` in the mapping")
    start = _start(filled, wanted)
    cells = [_plain(cell) for cell in filled[start][1]]
    width = max(place for place, cell in enumerate(cells, start=1) if cell)
    return tuple(cells[:width]), filled[start + 1 :]


def _start(filled: _Lines, wanted: set[str]) -> int:
    """Where the first row stands that holds most of the wanted columns; among rows without any of them, the one with the most filled cells."""
    if not wanted:
        return 0
    heads = [{*map(_plain, cells)} - {""} for _, cells in filled[:_HEADER_WITHIN]]
    held = [len(wanted & names) for names in heads]
    # Without any of them, a title is narrow and a header wide.
    ranks = held if any(held) else list(map(len, heads))
    return ranks.index(max(ranks))


def _plain(head: str) -> str:
    """A head in one line."""
    return " ".join(head.split())


def _refuse_header(file: str, header: tuple[str, ...], mapping: Mapping) -> None:
    twice = sorted({name for name in header if name and header.count(name) > 1 and name in mapping.sources})
    if twice:
        raise CallError(f"{file} has the column {twice[0]} more than once, so no one can tell which holds; rename one in the export")
    absent = sorted(mapping.sources - set(header))
    if absent:
        hints = "".join(offer(name, header) for name in absent)
        has = ", ".join(name for name in header if name)
        raise CallError(f"{file} has no column {', '.join(absent)}.{hints} It has: {has}. Mend the mapping file {mapping.name}, or its `header_row`")
