"""Numbers of an export: decimal comma or point, said by the mapping or settled by the whole column, never cell by cell."""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal

from greening.errors import CallError

_SPACES = " \u00a0\u202f"
#: Each way of writing: what groups thousands, what the decimal sign is.
_READINGS = {
    "point": re.compile(rf"([0-9]{{1,3}}(?P<group>[,{_SPACES}'’])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*|[0-9]+)?(\.[0-9]*)?"),
    "comma": re.compile(rf"([0-9]{{1,3}}(?P<group>[.{_SPACES}'’])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*|[0-9]+)?(,[0-9]*)?"),
}
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?")
#: A cell that is one number with a decimal point and another with a decimal comma.
_EITHER = re.compile(r"[+-]?[0-9]{1,3}[.,][0-9]{3}")


def reading(cells: Collection[str], asked: str, column: str) -> str:
    """How the numbers of a column are written, `point` or `comma`: as asked, or the one way that the whole column leaves.

    Raises CallError where both would do and give other numbers.
    """
    if asked != "auto":
        return asked
    unlike = _unlike(cells)
    points, commas = (all(both[place] is not None for both in unlike.values()) for place in (0, 1))
    if unlike and points == commas:
        raise CallError(f"{column}: {_doubt(unlike, is_either=points)}; write `decimals: point` or `decimals: comma` in the mapping")
    return "point" if points else "comma"


def _unlike(cells: Collection[str]) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """The cells that are not the same number with a decimal point and with a decimal comma, and what they are with each."""
    values = {cell: (number(cell, "point"), number(cell, "comma")) for cell in dict.fromkeys(cells) if cell}
    return {cell: both for cell, both in values.items() if both[0] != both[1]}


def _doubt(unlike: Mapping[str, tuple[Decimal | None, Decimal | None]], *, is_either: bool) -> str:
    """Why the cells do not say how they are written."""
    cell, both = next(iter(unlike.items()))
    if not is_either:
        only_comma, only_point = (next(cell for cell, both in unlike.items() if both[place] is None) for place in (0, 1))
        return f"{only_comma} is a number with a decimal comma alone, {only_point} with a decimal point alone"
    return f"{cell} can be {both[0]:f} or {both[1]:f}, and nothing in the column says which"


def number(cell: str, way: str, *, is_workbook: bool = False) -> Decimal | None:
    """The number that a cell is when it is written that way; None where it is none.

    A workbook gives its numbers with a point whatever the way, but a text such as 1.234 there could be either, so it is none.
    """
    text, sign = _unsigned(cell)
    if is_workbook and way == "comma" and "." in text and _EITHER.fullmatch(text):
        return None
    if _PLAIN.fullmatch(text) and (is_workbook or way == "point"):
        return sign * Decimal(text)
    found = _READINGS[way].fullmatch(text)
    return sign * _value(*found.group(1, 3)) if found and re.search("[0-9]", text) else None


def _value(whole: str | None, fraction: str | None) -> Decimal:
    """The number of its digits before the decimal sign, grouped or not, and of that sign with those behind it."""
    return Decimal(f"{re.sub('[^0-9]', '', whole or '') or '0'}.{(fraction or '')[1:] or '0'}")


def written(value: Decimal) -> str:
    """A number as a submission has it: digits and a point, twelve digits at most."""
    if len(value.as_tuple().digits) > 12:
        value = Decimal(f"{value:.12g}")
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _unsigned(cell: str) -> tuple[str, int]:
    """A number without its sign, which accounts put before it, behind it or as brackets around it."""
    text = cell.strip().replace("\u2212", "-")
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1].strip(), -1
    if text.endswith("-"):
        return text[:-1].strip(), -1
    if text.startswith("-"):
        return text[1:].strip(), -1
    return text.removeprefix("+").strip(), 1
