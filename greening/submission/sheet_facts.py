"""What a sheet of a workbook says beside the content of its cells: what is hidden, what is merged, which formulas it holds, where it ends.

Read from the sheet's XML piece by piece, since the library that reads the cells passes over it.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import IO

#: Bytes that are looked at together, and those of the piece before that are looked at again: no tag or formula is longer.
_PIECE, _OVERLAP = 1 << 20, 1 << 15

_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_FORMULA_TEXT = re.compile(rb"<(?:\w+:)?f(?: [^>]*)?>([^<]*)</")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row (?=[^>]*?\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')
_HIDDEN_COLUMNS = re.compile(rb'<(?:\w+:)?col (?=[^>]*?\bhidden="(?:1|true)")(?=[^>]*?\bmin="(\d+)")[^>]*?\bmax="(\d+)"')
_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"')
_VALUES = (b"<v>", b"<v ", b"<is>", b"<f>", b"<f ")
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]+[0-9]+)"')
_QUOTED = re.compile(r'"[^"]*"')
#: Stands for the row that began in the piece before.
_BEFORE = -1
#: Columns of a sheet, as spreadsheets define it.
_MOST_COLUMNS = 16_384
#: Merged ranges of one sheet that are kept; more are not made by hand.
_MOST_MERGED = 10_000

#: Functions that make a spreadsheet fetch something from elsewhere or start a program.
_FETCHING = (
    "WEBSERVICE", "FILTERXML", "IMAGE", "IMPORTXML", "IMPORTDATA", "IMPORTHTML", "IMPORTFEED", "IMPORTRANGE", "RTD", "DDE", "DDEAUTO", "CALL",
    "REGISTER", "REGISTER.ID", "HYPERLINK", "EXEC", "SQL.REQUEST", "STOCKHISTORY",
)  # fmt: skip
#: A call of one of them, or the old way to start a program: its name, a bar, and a mark.
_CALLS_OUT = re.compile(
    rf"(?<![\w.])(?:_xl(?:fn|ws|udf)\.)*(?:{'|'.join(map(re.escape, _FETCHING))})\s*\(|(?:^|[=+\-@(,;])\s*'?[\w.]+'?\|\s*'?[^|]*'?!",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Merged:
    """A merged range of cells by its rows and columns, both ends counted; columns are numbered from 0."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int
    name: str


@dataclass(frozen=True)
class SheetFacts:
    """What a sheet says of itself.

    last_row is that of its last filled cell, None where it cannot be told; calls_out is the first formula that reaches outside, behind its cell.
    """

    has_formulas: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Merged, ...] = ()
    last_row: int | None = None
    calls_out: str = ""
    is_hidden: bool = False


NOTHING = SheetFacts()


def calls_out(formula: str) -> bool:
    """Whether a formula would fetch something from elsewhere or start a program when it is calculated or clicked on."""
    return bool(_CALLS_OUT.search(_QUOTED.sub('""', formula)))


def may_call_out(text: str) -> bool:
    """Whether a text is worth looking through for such formulas, told fast."""
    capitals = text.upper()
    return ("|" in text and "!" in text) or any(name in capitals for name in _FETCHING)


def read(part: IO[bytes]) -> SheetFacts:
    """The facts of a sheet from its XML."""
    found, rows = SheetFacts(), _Rows(0, 0, True)
    for piece in _pieces(part):
        found, rows = _together(found, _of_piece(piece)), _after(rows, _rows(piece))
    return replace(found, last_row=rows.filled if rows.is_told else None)


def _together(one: SheetFacts, other: SheetFacts) -> SheetFacts:
    """What two pieces say; what both say, since they overlap, once."""
    return SheetFacts(
        one.has_formulas or other.has_formulas,
        one.hidden_rows | other.hidden_rows,
        one.hidden_columns | other.hidden_columns,
        tuple(dict.fromkeys((*one.merged, *other.merged)))[:_MOST_MERGED],
        calls_out=one.calls_out or other.calls_out,
    )


def _of_piece(piece: bytes) -> SheetFacts:
    has_formulas = bool(_FORMULA.search(piece))
    columns = (range(int(found[1]) - 1, min(int(found[2]), _MOST_COLUMNS)) for found in _HIDDEN_COLUMNS.finditer(piece))
    return SheetFacts(
        has_formulas,
        frozenset(int(found[1]) for found in _HIDDEN_ROW.finditer(piece)),
        frozenset(position for some in columns for position in some),
        tuple(_merged(found) for found in islice(_MERGED.finditer(piece), _MOST_MERGED)),
        calls_out=_first_call(piece) if has_formulas else "",
    )


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    before = b""
    while piece := part.read(_PIECE):
        yield before + piece
        before = piece[-_OVERLAP:]


def _first_call(piece: bytes) -> str:
    for found in _FORMULA_TEXT.finditer(piece):
        formula = html.unescape(found[1].decode("utf-8", "replace"))
        if calls_out(formula):
            cells = _CELL.findall(piece, 0, found.start())
            return f"{cells[-1].decode() if cells else '?'}: ={formula}"
    return ""


def _merged(found: re.Match[bytes]) -> Merged:
    left, top, right, bottom = (part.decode() for part in found.groups())
    return Merged(int(top), int(bottom), _column(left), _column(right), f"{left}{top}:{right}{bottom}")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


@dataclass(frozen=True)
class _Rows:
    """The rows of a piece: that of its last filled cell (0 for none), its last row at all, and whether all say their numbers."""

    filled: int
    last: int
    is_told: bool


def _after(rows: _Rows, piece: _Rows) -> _Rows:
    filled = rows.last if piece.filled == _BEFORE else piece.filled
    return _Rows(max(rows.filled, filled), piece.last or rows.last, rows.is_told and piece.is_told)


def _rows(piece: bytes) -> _Rows:
    place = max(piece.rfind(mark) for mark in _VALUES)
    opened = _ROW.match(piece, start) if place >= 0 and (start := piece.rfind(b"<row ", 0, place)) >= 0 else None
    newest = _ROW.match(piece, start) if (start := piece.rfind(b"<row ")) >= 0 else None
    filled = 0 if place < 0 else int(opened[1]) if opened else _BEFORE
    return _Rows(filled, int(newest[1]) if newest else 0, b":row" not in piece and b"<row>" not in piece)
