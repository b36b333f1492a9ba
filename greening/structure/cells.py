"""Reading the text cells of a column as numbers, dates, booleans or choices.

Each function gives the Reader of a column; a cell that it cannot read is a fault, never a guess.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from greening.spelling import nearest, plain
from greening.tables import Column

#: A number as CONTRACT writes it: digits, a point, an exponent; no words, no grouping.
NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"

#: An ISO 8601 calendar date.
ISO_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

#: What a spreadsheet shows where a formula failed.
FORMULA_ERROR = r"#(N/A|REF!|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)"

#: A formula that was never calculated.
FORMULA_TEXT = r"=[A-Za-z0-9+(@'\"$-](.|\n)*"

_NUMBER, _ISO_DATE = re.compile(NUMBER), re.compile(ISO_DATE)

#: Numbers other than zero are of a size between these; no quantity of an organization is beyond them.
SMALLEST, LARGEST = 1e-15, 1e15

#: Years that a column of years may hold.
YEARS = (1900, 2200)

#: Other names of the units that quantities are handed in with; a `ton` is none, since no one can tell which is meant.
UNIT_NAMES = {
    name: unit
    for unit, names in {
        "l": "litre litres liter liters ltr",
        "kg": "kgs kilogram kilograms kilogramme kilogrammes",
        "t": "tonne tonnes metric_ton metric_tons metric_tonne metric_tonnes",
        "m3": "m³ cubic_metre cubic_metres cubic_meter cubic_meters",
        "kwh": "kilowatt_hour kilowatt_hours",
        "gj": "gigajoule gigajoules",
    }.items()
    for name in names.split()
}

#: In the languages of the collection forms, and as their spreadsheets write them.
_YES = ("true", "yes", "1", "vrai", "oui", "verdadero", "s\u00ed", "si")
_NO = ("false", "no", "0", "faux", "non", "falso")


@dataclass(frozen=True)
class Reader:
    """How the cells of a column are read: read gives the value of a filled cell, None where it cannot; expected and hint tell such a fault."""

    read: Callable[[str], object]
    expected: str
    hint: Callable[[str], str]


def numbers(column: Column) -> Reader:
    """Numbers that are zero or of a size from SMALLEST to LARGEST; for a column of integers, whole ones, within its choices where it has some."""
    if column.type != "integer":
        return Reader(_number, "a number such as 1234.5", _number_hint)
    if column.choices:
        allowed = [int(choice) for choice in column.choices]
        return Reader(lambda cell: whole if (whole := _whole(cell)) in allowed else None, f"one of {', '.join(column.choices)}", _number_hint)
    return Reader(_whole, "a whole number such as 2024", _number_hint)


def years(_: Column) -> Reader:
    """Whole numbers that are years, from the first to the last of YEARS."""
    first, last = YEARS
    return Reader(lambda cell: year if (year := _whole(cell)) and first <= year <= last else None, f"a year from {first} to {last}", _year_hint)


def dates(_: Column) -> Reader:
    """Days in ISO form, as they are written."""
    return Reader(lambda cell: cell if _is_day(cell) else None, "a date such as 2024-03-31", _date_hint)


def booleans(_: Column) -> Reader:
    """True or false."""
    known = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
    return Reader(lambda cell: known.get(cell.casefold()), "true or false", lambda _cell: "")


def choices(column: Column) -> Reader:
    """One of the declared choices, in their spelling; case and spaces do not matter, and units may be written out."""
    units = {name: unit for name, unit in UNIT_NAMES.items() if unit in column.choices}
    spelled = units | {plain(choice): choice for choice in column.choices}
    return Reader(lambda cell: spelled.get(plain(cell)), f"one of {', '.join(column.choices)}", lambda cell: _offered(nearest(cell, column.choices)))


def lists(column: Column) -> Reader:
    """Several choices or names, each once and separated by a space; commas and semicolons serve as well."""
    spelled = {plain(choice): choice for choice in column.choices}

    def read(cell: str) -> str | None:
        words = [word for word in re.split(r"[\s,;]+", cell) if word]
        found = [spelled.get(plain(word)) if spelled else word for word in words]
        return None if None in found or not found else " ".join(dict.fromkeys(str(word) for word in found))

    def hint(cell: str) -> str:
        wrong = [word for word in re.split(r"[\s,;]+", cell) if plain(word) not in spelled]
        return _offered(nearest(wrong[0], column.choices)) if wrong else ""

    return Reader(read, f"a list of {', '.join(column.choices) or 'names'}", hint)


def words(_: Column) -> Reader:
    """Text as it is."""
    return Reader(lambda cell: cell, "text", lambda _cell: "")


def _number(cell: str) -> float | None:
    value = float(cell) if _NUMBER.fullmatch(cell) else None
    return value if value == 0 or (value is not None and SMALLEST <= abs(value) <= LARGEST) else None


def _whole(cell: str) -> int | None:
    value = _number(cell)
    return int(value) if value is not None and value.is_integer() else None


def _is_day(cell: str) -> bool:
    if not _ISO_DATE.fullmatch(cell):
        return False
    try:
        np.datetime64(cell)
    except ValueError:
        return False
    return True


def _offered(word: str) -> str:
    return f" Did you mean {word}?" if word else ""


def _year_hint(cell: str) -> str:
    return " Write the year with four digits, such as 2024." if re.fullmatch(NUMBER, cell) else _number_hint(cell)


def _size_hint(number: float) -> str:
    if abs(number) > LARGEST:
        return f" Numbers above {LARGEST:,.0f} are taken for a slip of the keyboard: check the number and its unit."
    return " Numbers this close to zero are taken for a slip of the keyboard: write 0, or check the number and its unit." if number else ""


def _number_hint(cell: str) -> str:
    if re.fullmatch(NUMBER, cell):
        return _size_hint(float(cell)) if not SMALLEST <= abs(float(cell)) <= LARGEST else ""
    grouped = cell.replace(",", "").replace(" ", "").replace("'", "").replace("\u00a0", "")
    if re.fullmatch(r"[+-]?[0-9]{1,3}([, '\u00a0][0-9]{3})+(\.[0-9]+)?", cell):
        return f" Write it without separators: {grouped}."
    if re.fullmatch(r"[+-]?[0-9]{1,3}([. '\u00a0\u202f][0-9]{3})+,[0-9]+", cell) or re.fullmatch(r"[+-]?[0-9]{1,3}(\.[0-9]{3}){2,}", cell):
        ungrouped = re.sub(r"[^0-9,+-]", "", cell).replace(",", ".")
        return f" Write it without separators and the decimal sign as a point: {ungrouped}."
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", cell):
        return f" Write the decimal sign as a point: {cell.replace(',', '.')}."
    if re.fullmatch(ISO_DATE, cell):
        return " The spreadsheet took it for a date: format the column as a number."
    if re.search(r"[0-9]", cell):
        return " Write the number alone, in the unit that the column is named for."
    return " Leave the cell empty where nothing is known."


def _date_hint(cell: str) -> str:
    if re.fullmatch(r"[0-9]{5}", cell):
        return " This is a spreadsheet's number of a day: format the column as a date."
    parts = re.fullmatch(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})", cell)
    valid = _days(*(int(part) for part in parts.groups())) if parts else []
    if len(valid) != 2:
        return f" Write {valid[0]}." if valid else ""
    return f" The day and the month can be taken for each other: write {valid[1]} or {valid[0]}."


def _days(first: int, second: int, year: int) -> list[str]:
    """The days, in ISO form, that two numbers may mean as day and month."""
    # Day and month can only be told apart where one of them is over 12, or where they are the same.
    spelled = {f"{year:04d}-{month:02d}-{day:02d}" for day, month in ((first, second), (second, first)) if month <= 12 and 0 < day <= 31}
    return [day for day in sorted(spelled) if pd.notna(pd.to_datetime(day, errors="coerce"))]
