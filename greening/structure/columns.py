"""One column of a submission's text cells: its values, the cells that cannot be used, and what is said of them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd

from greening import checks
from greening.structure import cells, codes
from greening.structure.cells import Reader
from greening.tables import Column

#: Who reads a column, by its declared type; a column with choices or of lists is read by those first.
_READERS: Mapping[str, Callable[[Column], Reader]] = {
    "number": cells.numbers,
    "integer": cells.numbers,
    "date": cells.dates,
    "boolean": cells.booleans,
    "country": codes.countries,
    "airport": codes.airports,
    "refrigerant": codes.refrigerants,
    "text": cells.words,
    "location": cells.words,
}

#: The rule that an unreadable cell breaks, by the declared type of its column; where there are choices, it is unknown_choice.
_RULES: Mapping[str, str] = {
    "number": "not_a_number",
    "integer": "not_a_whole_number",
    "date": "not_a_date",
    "boolean": "not_true_or_false",
    "country": "unknown_country",
    "airport": "unknown_airport",
    "refrigerant": "unknown_refrigerant",
}

#: Types whose cells a spreadsheet calculates.
_CALCULATED = ("number", "integer", "date", "boolean")


@dataclass(frozen=True)
class CellsRead:
    """What the cells of a column hold: a value a row (None is missing), and the positions of cells that cannot be used.

    unread: not what the column holds; failed: formulas without a value; empty: empty, though every row needs the cell.
    """

    values: list[object]
    unread: list[int]
    failed: list[int]
    empty: list[int]

    @property
    def unusable(self) -> frozenset[int]:
        """The positions of all cells that cannot be used."""
        return frozenset([*self.unread, *self.failed, *self.empty])


def read(given: list[str], name: str, declared: Column, sheets: list[str], default: object) -> CellsRead:
    """The cells of the column of that name, each distinct cell read once; an empty cell is the default.

    sheets are those that the cells are from, empty for a CSV file.
    """
    distinct = set(given)
    failed = _failed_formulas(given, distinct, declared, sheets)
    read_cell = _reader(name, declared).read
    known = {cell: read_cell(cell) for cell in distinct if cell}
    passed_over = frozenset(failed)
    unread = [position for position in _positions(given, _unreadable(known)) if position not in passed_over]
    empty = _positions(given, distinct & {""}) if declared.required else []
    known[""] = default
    values = [known[cell] for cell in given]
    for position in failed:
        values[position] = None
    return CellsRead(values, unread, failed, empty)


def faults(found: CellsRead, given: list[str], name: str, declared: Column, rows: pd.DataFrame) -> list[pd.DataFrame]:
    """A finding for each cell that cannot be used (columns of the product `checks`); rows are those that the cells are of."""
    return [
        *([_unread(rows.iloc[found.unread], [given[position] for position in found.unread], name, declared)] if found.unread else []),
        *([_formulas(rows.iloc[found.failed], [given[position] for position in found.failed], name, declared)] if found.failed else []),
        *([_empty(rows.iloc[found.empty], name, declared)] if found.empty else []),
    ]


def _failed_formulas(given: list[str], distinct: set[str], declared: Column, sheets: list[str]) -> list[int]:
    """Where formulas failed; a text of a CSV file may begin with an equals sign, since no spreadsheet calculates there."""
    suspect = [cell for cell in distinct if cell.startswith(("#", "="))]
    if not suspect:
        return []
    errors = set(filter(re.compile(cells.FORMULA_ERROR).fullmatch, suspect))
    written = set(filter(re.compile(cells.FORMULA_TEXT).fullmatch, suspect))
    formulas = _positions(given, errors | written)
    if declared.type in _CALCULATED:
        return formulas
    return [position for position in formulas if given[position] in errors or sheets[position]]


def _unreadable(known: Mapping[str, object]) -> set[str]:
    return {cell for cell, value in known.items() if value is None}


def _positions(given: list[str], wanted: set[str]) -> list[int]:
    """Where those cells stand; the column is not gone through for none."""
    return [position for position, cell in enumerate(given) if cell in wanted] if wanted else []


@cache
def _reader(name: str, declared: Column) -> Reader:
    if declared.many:
        return cells.lists(declared)
    if declared.choices and declared.type == "text":
        return cells.choices(declared)
    if declared.type == "integer" and name.endswith("year"):
        return cells.years(declared)
    return _READERS[declared.type](declared)


def _unread(rows: pd.DataFrame, found: list[str], name: str, declared: Column) -> pd.DataFrame:
    reader, end = _reader(name, declared), _consequence(declared)
    hints = {cell: reader.hint(cell) for cell in set(found)}
    messages = [f'{name} is "{cell}", but {reader.expected} is expected.{hints[cell]} {end}' for cell in found]
    rule = "unknown_choice" if declared.choices else _RULES.get(declared.type, "not_a_list")
    return checks.at_rows(rows, rule, _level(declared), messages, column=name, value=found, expected=reader.expected)


def _formulas(rows: pd.DataFrame, found: list[str], name: str, declared: Column) -> pd.DataFrame:
    messages = [
        f"{name} holds {cell}: a formula that failed or was never calculated. Open the workbook, let it calculate, "
        f"mend the formula and save it again. {_consequence(declared)}"
        for cell in found
    ]
    return checks.at_rows(rows, "formula_without_value", _level(declared), messages, column=name, value=found, expected="a calculated value")


def _empty(rows: pd.DataFrame, name: str, declared: Column) -> pd.DataFrame:
    message = f"{name} is empty, but every row needs it ({declared.about}). The row is left out."
    return checks.at_rows(rows, "required_cell_empty", "reject", [message] * len(rows), column=name, expected=declared.about)


def _level(declared: Column) -> str:
    return "warn" if declared.on_fault == "blank" else "reject"


def _consequence(declared: Column) -> str:
    return checks.ROW_KEPT if declared.on_fault == "blank" else "The row is left out."
