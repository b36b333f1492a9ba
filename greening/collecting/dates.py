"""Dates of an export: written as the mapping says, or, where it says `auto`, in the one way that the whole column leaves."""

import re
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import cache

from greening.errors import CallError

#: The ways that `auto` tries; a sign between stands for any of / . - and space.
_AUTO = (
    *("YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "DD/MM/YY", "MM/DD/YY", "YY/MM/DD", "YYYYMMDD"),
    *("DDMMMYY", "DDMMMYYYY", "DD-MMM-YYYY", "DD-MMM-YY"),
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PARTS = {
    "YYYY": r"(?P<y>[0-9]{4})",
    "YY": r"(?P<y>[0-9]{2})",
    "MMM": r"(?P<m>[A-Za-z]{3,9})",
    "MM": r"(?P<m>[0-9]{1,2})",
    "DD": r"(?P<d>[0-9]{1,2})",
}
_PART = re.compile("YYYY|YY|MMM|MM|DD")
_TIME = r"([T ]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?(\.[0-9]+)?( ?[AaPp][Mm])?Z?)?"
_SERIAL_CELL = re.compile(r"[0-9]{5}(\.[0-9]+)?")
#: Years that an export may speak of; any other is a slip.
_YEARS = range(1900, 2201)
#: Day 0 of a spreadsheet that counts from 1900, as Excel and LibreOffice do after its mistaken 29 February 1900.
_DAY_0 = date(1899, 12, 30)
#: What `dates` may be beside a way of writing.
SERIAL, AUTO = "spreadsheet", "auto"


def reading(cells: Collection[str], asked: str, column: str) -> str:
    """How the dates of a column are written: as asked, or the one way that the whole column leaves.

    Raises CallError for a way that is none, and where no way or more than one would do.
    """
    if asked == AUTO:
        return _settled([cell for cell in dict.fromkeys(cells) if cell], column)
    if asked != SERIAL and sorted(part[0] for part in _PART.findall(asked)) != ["D", "M", "Y"]:
        raise CallError(f"{column}: dates is {asked}; write auto, spreadsheet, or a way such as DD/MM/YYYY, MM/DD/YYYY or DDMMMYY in the mapping")
    return asked


def day(cell: str, way: str) -> date | None:
    """The day that a cell is when it is written that way; a time behind it does not matter. ISO form is always read. None where it is none."""
    if way == SERIAL and _SERIAL_CELL.fullmatch(cell):
        return _DAY_0 + timedelta(days=int(float(cell)))
    found = _pattern("YYYY-MM-DD").fullmatch(cell) or (_pattern(way).fullmatch(cell) if way != SERIAL else None)
    if not found:
        return None
    year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)
    try:
        return date(year, _month(found["m"]), int(found["d"])) if year in _YEARS else None
    except ValueError:
        return None


def _settled(cells: Sequence[str], column: str) -> str:
    # A cell that is no date in any way is told where it stands; it says nothing of the others.
    dated = [cell for cell in cells if any(_auto_day(cell, way) for way in _AUTO)]
    fit = [way for way in _AUTO if all(_auto_day(cell, way) for cell in dated)]
    if not fit:
        raise CallError(f"{column}: its dates are written in more than one way, such as {_examples(dated)}; make them alike in the export")
    for other in fit[1:]:
        _refuse_unlike(dated, fit[0], other, column)
    return fit[0]


def _auto_day(cell: str, way: str) -> date | None:
    """As `day`, but nobody writes the month first and points between."""
    return None if way.startswith("MM") and "." in cell[:6] else day(cell, way)


def _refuse_unlike(cells: Sequence[str], way: str, other: str, column: str) -> None:
    cell = next((cell for cell in cells if day(cell, other) != day(cell, way)), "")
    if cell:
        told = f"{cell} can be {day(cell, way)} or {day(cell, other)}, and nothing in the column says which"
        raise CallError(f"{column}: {told}; write `dates: {way}` or `dates: {other}` in the mapping")


def _examples(cells: Sequence[str]) -> str:
    """Two cells of which no way reads both."""
    fits = [way for way in _AUTO if day(cells[0], way)]
    other = next((cell for cell in cells if not any(day(cell, way) for way in fits)), cells[-1])
    return f"{cells[0]} and {other}"


def _month(text: str) -> int:
    """The number of a month, by number or English name; 0, which no date has, for what is none."""
    if text.isdigit():
        return int(text)
    short = text[:3].casefold()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


@cache
def _pattern(way: str) -> re.Pattern[str]:
    text, at = "", 0
    for part in _PART.finditer(way):
        text += _between(way[at : part.start()]) + _PARTS[part[0]]
        at = part.end()
    return re.compile(text + _between(way[at:]) + _TIME)


def _between(signs: str) -> str:
    return "".join("[-/. ]" if sign in "-/. " else re.escape(sign) for sign in signs)
