"""A value of a rule as a cell of a workbook, and back without loss: whatever a spreadsheet would take otherwise is written as JSON.

Such a cell begins with `json:`. An empty cell means that the rule does not say the thing at all.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any

from greening.suite_checks.kinds import kinds

#: What a cell holds that says something by itself; see kinds.yml.
TEXT, NUMBER, YES_NO, LIST, MAPPING = "text", "number", "yes_no", "list", "mapping"

_AS_JSON = "json:"
_OF_HOLDS: Mapping[str, str] = {
    "column": TEXT, "text": TEXT, "bound": NUMBER, "whole": NUMBER, "number": NUMBER, "share": NUMBER, "yes_no": YES_NO,
    "columns": LIST, "texts": LIST, "values": LIST, "pairs": MAPPING, "mapping": MAPPING,
}  # fmt: skip

#: A spreadsheet keeps so many digits of a number.
_DIGITS = 15
_MOST_EXACT = 10**_DIGITS
#: A cell of a spreadsheet takes no more characters than these.
MOST_CHARACTERS = 32_000

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
_WORDS: Mapping[str, bool] = {"true": True, "false": False, "yes": True, "no": False}


class CellError(ValueError):
    """A cell that cannot be read; the message says why, in words that follow the name of the column."""


@cache
def kind_of(argument: str) -> str:
    """How the cells of an argument are written."""
    holds = next(kind.arguments[argument].holds for kind in kinds().values() if argument in kind.arguments)
    return TEXT if isinstance(holds, tuple) else _OF_HOLDS[holds]


def to_cell(value: Any, kind: str) -> str | int | float | bool:
    """What to write into a cell, so that `from_cell` gives the value back."""
    shown = _plainly(value, kind)
    if shown is not None and _is_safe(shown) and same(from_cell(shown, kind), value):
        return shown
    # Blanks and underscores may be lost or read as signs where they stand, so they are spelled out.
    return _AS_JSON + json.dumps(value).replace("_x", "\\u005fx").replace(" ", "\\u0020" if len(json.dumps(value)) > MOST_CHARACTERS else " ")


def from_cell(cell: Any, kind: str) -> Any:
    """The value that a cell says, None for an empty one; raises CellError where it cannot be read.

    Spreadsheets' habits are undone: blanks around a text, 1.0 for 1, a date for its text, a number for a text of digits.
    """
    if isinstance(cell, datetime | date | time):
        cell = cell.date().isoformat() if isinstance(cell, datetime) and cell.time() == time() else cell.isoformat()
    cell = cell.strip() if isinstance(cell, str) else cell
    if cell in (None, ""):
        return None
    if isinstance(cell, str) and cell.startswith(_AS_JSON):
        return Given(_parsed(cell.removeprefix(_AS_JSON)))
    return _READERS[kind](cell)


class Given:
    """A value that a cell gives as JSON: so null, too, is something that the rule says."""

    def __init__(self, value: Any) -> None:
        """Keep the value."""
        self.value = value


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same to a suite: 1 and 1.0 are, 1 and true are not, nor 1 and "1"; the order of names does not matter."""
    one, other = (side.value if isinstance(side, Given) else side for side in (one, other))
    if _sort(one) != _sort(other):
        return False
    if isinstance(one, Mapping):
        return bool(one.keys() == other.keys()) and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(same(*pair) for pair in zip(one, other, strict=True))
    return bool(one == other)


def _sort(value: Any) -> str:
    """Which of JSON's kinds of value it is; Python takes true for 1."""
    if isinstance(value, Mapping):
        return "object"
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__


def _plainly(value: Any, kind: str) -> str | int | float | bool | None:
    """The value as somebody would write it; None where there is no such way."""
    if kind == LIST and isinstance(value, list) and value:
        return "; ".join(_item(one) for one in value)
    if kind == MAPPING and value is not None:
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool | str):
        return value
    return _shown_number(value) if isinstance(value, int | float) else None


def _shown_number(value: float) -> float | None:
    """A number as a spreadsheet keeps it; None for one with more digits than it does."""
    if not -_MOST_EXACT < value < _MOST_EXACT or float(f"{value:.{_DIGITS}g}") != value:
        return None
    return int(value) if float(value).is_integer() else value


def _is_safe(shown: str | float | bool) -> bool:
    """Whether a spreadsheet gives the cell back as it was written."""
    if not isinstance(shown, str):
        return True
    has_signs = any((ord(sign) < 32 and sign not in "\n\t") or 0xD7FF < ord(sign) < 0xE000 or ord(sign) in (0xFFFE, 0xFFFF) for sign in shown)
    return not has_signs and not shown.startswith(_AS_JSON) and "_x" not in shown and len(shown) <= MOST_CHARACTERS and shown.strip() == shown != ""


def _item(value: Any) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    is_plain = value.strip() == value != "" and not set(value) & set(';"\n') and _scalar(value) == value
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def _items(cell: Any) -> Any:
    if not isinstance(cell, str):
        return [_whole(cell)]
    # Quoted texts may hold the sign that parts the others.
    held: list[str] = _QUOTED.findall(cell)
    parts = re.split(r"[;\n]", _QUOTED.sub("\0", cell))
    kept = iter(held)
    return [_scalar(re.sub("\0", lambda _: next(kept), part).strip()) for part in parts if part.strip()]


def _scalar(text: str) -> Any:
    """One thing of a list: a number, true, false or null as JSON has them, a text in quotation marks, or a text as it stands."""
    if _QUOTED.fullmatch(text) or _NUMBER.fullmatch(text) or text in ("true", "false", "null"):
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            return text
    return text


def _whole(cell: Any) -> Any:
    return int(cell) if isinstance(cell, float) and cell.is_integer() and abs(cell) < _MOST_EXACT else cell


def _word(cell: Any) -> str:
    """A text, also where the spreadsheet made a number or TRUE of it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(_whole(cell))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise CellError(f"is not JSON: {error.msg} at sign {error.colno}") from error


def _yes_or_no(cell: Any) -> Any:
    return _WORDS.get(cell.casefold(), cell) if isinstance(cell, str) else cell


_READERS: Mapping[str, Callable[[Any], Any]] = {
    TEXT: _word,
    NUMBER: _whole,
    YES_NO: _yes_or_no,
    LIST: _items,
    MAPPING: lambda cell: _parsed(str(cell)),
}
