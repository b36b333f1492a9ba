"""The cells of an export as the fields of a submission: values mapped, numbers, units and dates read, and what cannot be read told with its cell."""

import re
from collections.abc import Callable, Mapping as Pairs, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from greening.collecting import conversions, dates, numbers, places
from greening.collecting.mapping import FieldMap, Mapping, looked_up
from greening.errors import CallError
from greening.spelling import offer, plain
from greening.structure.cells import NUMBER, UNIT_NAMES
from greening.tables import Column, submission_tables

if TYPE_CHECKING:
    from greening.collecting.foreign import Export

_BOOLEANS = {"true": "true", "yes": "true", "1": "true", "false": "false", "no": "false", "0": "false"}


@dataclass(frozen=True)
class Field:
    """What an importer asks of the export: a type (text, number, date, place, choice, boolean), its unit or choices, whether every row needs it."""

    type: str = "text"
    unit: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass
class Fields:
    """The fields of all rows: `rows` by row number, texts as a submission has them; `faults` by row number and field;
    `unmapped` are the words of a row that no table of values knows: field, column, word, and what is taken instead."""

    rows: dict[int, dict[str, str]] = field(default_factory=dict)
    faults: dict[int, dict[str, str]] = field(default_factory=dict)
    unmapped: dict[int, list[tuple[str, str, str, str]]] = field(default_factory=dict)

    def fault(self, row: int, *names: str) -> str:
        """What is wrong with a row, or with some of its fields; empty where nothing is."""
        found = self.faults.get(row, {})
        return "; ".join(found[name] for name in (names or found) if name in found)


def of_column(column: Column) -> Field:
    """The field that fills a column of a submission."""
    kinds = {"number": "number", "integer": "number", "date": "date", "boolean": "boolean", "airport": "place"}
    kind = "choice" if column.choices and not column.many else kinds.get(column.type, "text")
    return Field(kind, column.unit, column.choices, column.required)


def of_table(table: str) -> dict[str, Field]:
    """The fields that fill the columns of a submission table, and row_id."""
    return {"row_id": Field()} | {name: of_column(column) for name, column in submission_tables()[table].columns.items()}


def read(export: "Export", mapping: Mapping, wanted: Pairs[str, Field], rows: Sequence[int]) -> Fields:
    """The wanted fields of some rows of the export, as the mapping says where they come from.

    Raises CallError where a required field has no column, and where the way that numbers or dates are written cannot be settled.
    """
    _refuse_absent(mapping, wanted)
    found = Fields()
    given = {number: export.rows[number] for number in rows}
    readers = {name: _Reader(name, one, mapping, export, list(given.values())) for name, one in wanted.items() if name in mapping.fields}
    for number, cells in given.items():
        _note(found, number, {name: reader.read(cells) for name, reader in readers.items()})
    return found


def _refuse_absent(mapping: Mapping, wanted: Pairs[str, Field]) -> None:
    absent = [name for name, one in wanted.items() if one.required and name not in mapping.fields]
    if absent:
        raise CallError(f"the mapping file {mapping.name} does not say what {' and '.join(absent)} come from; add it under `columns`")


def _note(found: Fields, number: int, cells: "Pairs[str, _Read]") -> None:
    found.rows[number] = {name: one.text for name, one in cells.items()}
    if faults := {name: one.fault for name, one in cells.items() if one.fault}:
        found.faults[number] = faults
    if unmapped := [one.unmapped for one in cells.values() if one.unmapped]:
        found.unmapped[number] = unmapped


class _Read(NamedTuple):
    """A cell as a field: its text, what is wrong with it, and the word that no table of values knows."""

    text: str
    fault: str = ""
    unmapped: tuple[str, str, str, str] | None = None


class _Reader:
    """Reads one field of any row."""

    def __init__(self, name: str, wanted: Field, mapping: Mapping, export: "Export", rows: Sequence[Pairs[str, str]]) -> None:
        self._name, self._wanted, self._export = name, wanted, export
        self._map: FieldMap = mapping.fields[name]
        self._units = mapping.units
        self._known: dict[tuple[str, ...], _Read] = {}
        self._label = " + ".join(self._map.sources) or name
        cells = [row[self._map.sources[-1]] for row in rows] if self._map.sources else []
        self._way = self._settled([cell for cell in cells if not self._map.values or looked_up([cell], self._map.values) is None])
        self._refuse_constants(mapping.name)

    def _settled(self, cells: list[str]) -> str:
        """How the numbers or dates of the column are written; empty where it holds neither."""
        if not self._map.sources:
            return ""
        if self._wanted.type == "date":
            return dates.reading(cells, self._map.dates, self._label)
        if self._wanted.type != "number":
            return ""
        is_kept = self._export.is_workbook and self._map.decimals == "auto" and all(map(_is_kept, cells))
        return "point" if is_kept else numbers.reading(cells, self._map.decimals, self._label)

    def read(self, cells: Pairs[str, str]) -> _Read:
        """The field in one row."""
        if self._map.value is not None:
            return _Read(self._map.value) if self._map.value else self._empty()
        words = tuple(cells[source] for source in self._map.sources)
        # Exports say the same few words over and over.
        key = (*words, cells.get(self._map.unit_from, ""))
        if key not in self._known:
            self._known[key] = self._read(words, cells)
        return self._known[key]

    def _read(self, words: Sequence[str], cells: Pairs[str, str]) -> _Read:
        known = looked_up(words, self._map.values) if self._map.values else None
        if known:
            return _Read(known)
        # A word may be mapped to nothing, such as n/a.
        if known == "" or not words[-1]:
            return self._empty()
        text, fault = self._typed(words[-1], cells)
        return self._unread(self._export.told(*words), fault) if fault else _Read(text)

    def _empty(self) -> _Read:
        is_missing = self._wanted.required and not self._map.empty
        return _Read(self._map.empty, f"{self._label} is empty, and every row needs it for {self._name}" if is_missing else "")

    def _unread(self, said: str, fault: str) -> _Read:
        instead = self._map.otherwise
        is_word = instead is not None or self._map.values or self._wanted.type in ("choice", "boolean", "place")
        unmapped = (self._name, self._label, said, instead or "") if is_word else None
        return _Read(instead, "", unmapped) if instead is not None else _Read("", f"{self._label}: {said} {fault}", unmapped)

    def _typed(self, cell: str, cells: Pairs[str, str]) -> tuple[str, str]:
        """The cell as a text of the field's type, and what is wrong with it."""
        match self._wanted.type:
            case "number":
                return self._number(cell, cells)
            case "date":
                day = dates.day(cell, self._way)
                return (day.isoformat(), "") if day else ("", f"is no date written {self._way}")
            case "place":
                return places.code(cell)
            case "choice":
                return self._choice(cell)
            case "boolean":
                return _BOOLEANS.get(cell.casefold(), ""), "" if cell.casefold() in _BOOLEANS else "is neither yes nor no; add it under `values`"
            case _:
                # A text that a spreadsheet would take for a formula is none that anyone wants to carry over.
                is_spoiled = bool(self._map.values) or cell.startswith(("=", "@"))
                return ("", self._unknown_text(cell)) if is_spoiled else (cell, "")

    def _choice(self, cell: str) -> tuple[str, str]:
        units = {name: unit for name, unit in UNIT_NAMES.items() if unit in self._wanted.choices}
        spelled = units | {plain(choice): choice for choice in self._wanted.choices}
        return spelled.get(plain(cell), ""), "" if plain(cell) in spelled else f"is not mapped to a {self._name}; add it under `values`"

    def _unknown_text(self, cell: str) -> str:
        return "begins like a formula" if cell.startswith(("=", "@")) else f"is not mapped to a {self._name}; add it under `values`"

    def _number(self, cell: str, cells: Pairs[str, str]) -> tuple[str, str]:
        value = numbers.number(cell, self._way, is_workbook=self._export.is_workbook)
        if value is None and cell.startswith("="):
            return "", "is a formula that was never calculated; open the workbook, let it calculate, and save it"
        if value is None:
            return "", f"is no number with a decimal {self._way}"
        given = self._map.unit
        if self._map.unit_from:
            spelled = cells[self._map.unit_from]
            given = self._units.get(" ".join(spelled.split()).casefold(), spelled)
            if not given:
                return "", f"has no unit in {self._map.unit_from}"
        if not given or not self._wanted.unit:
            return numbers.written(value), ""
        ratio = conversions.factor(given, self._wanted.unit)
        if ratio is None:
            return "", f"is in {self._export.told(given)}, which is not turned into {self._wanted.unit}{offer(given, conversions.names())}"
        return numbers.written(value * ratio), ""

    def _refuse_constants(self, file: str) -> None:
        """A word or unit of the mapping itself must be one that the column can hold."""
        one, wanted = self._map, self._wanted
        for word in filter(None, {*one.values.values(), one.otherwise, one.value, one.empty}):
            if fault := _unfit(word, wanted):
                raise CallError(f"{file}: {self._name} cannot be {word}{fault}")
        if one.unit and wanted.unit and conversions.factor(one.unit, wanted.unit) is None:
            hint = offer(one.unit, conversions.names())
            raise CallError(f"{file}: {self._name} is in {wanted.unit}, and {one.unit} cannot be turned into it.{hint} Mend `unit`")


def _unfit(word: str, wanted: Field) -> str:
    """Why a word of a mapping is none that a field can hold, as the end of a sentence; empty where it is."""
    if wanted.type == "choice" and word not in wanted.choices:
        return f".{offer(word, wanted.choices)} One of: {', '.join(wanted.choices)}"
    is_fit, remedy = _FITS.get(wanted.type, (bool, ""))
    return "" if is_fit(word) else f"; write {remedy}"


#: Whether a word can stand in a field of a type, and what to write instead.
_FITS: Pairs[str, tuple[Callable[[str], object], str]] = {
    "number": (re.compile(NUMBER).fullmatch, "a number such as 1234.5"),
    "date": (lambda word: dates.day(word, "YYYY-MM-DD"), "a day such as 2024-03-31"),
    "place": (lambda word: places.code(word)[0] == word, "the code of an airport or city such as GVA"),
    "boolean": (("true", "false").__contains__, "true or false"),
}


def _is_kept(cell: str) -> bool:
    """Whether a cell of a workbook is empty or a number as it keeps them."""
    try:
        return not cell or bool(Decimal(cell).is_finite())
    except ArithmeticError:
        return False
