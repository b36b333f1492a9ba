"""Numbers as people and spreadsheets write them: a cell that can mean only one number is written as the declarations have it.

A cell that could mean two numbers is left as it is, so that it becomes a finding, unless other cells of its column show how it is
written there. Nothing is decided by the country, the size of the number, or what other columns do.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd

from greening.spelling import plain
from greening.tables import Column, Table
from greening.tables.frames import array

#: A number of the declarations that may be thousands with a point between them.
_AS_DECLARED = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_POINTED_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
#: Numbers with a decimal point, and with a decimal comma; thousands are three digits behind a first group that is no zero.
_POINT = re.compile(r"([+-]?)(?:([0-9]+)|([1-9][0-9]{0,2}(?:([, '])[0-9]{3})(?:\4[0-9]{3})*))(\.[0-9]*)?")
_COMMA = re.compile(r"([+-]?)(?:([0-9]+)|([1-9][0-9]{0,2}(?:([. '])[0-9]{3})(?:\4[0-9]{3})*))(,[0-9]+)?([eE][+-]?[0-9]+)?")
#: A number, and the unit that may stand behind it.
_WITH_UNIT = re.compile(r"([+-]?[0-9][0-9.,' ]*(?:[eE][+-]?[0-9]+)?)\s*([^\W\d_].*|%)")
#: Signs that are written for a minus, a blank or an apostrophe.
_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2019": "'", "\u02bc": "'", **dict.fromkeys("\u00a0\u202f\u2009\u2007\u2008\u2006", " ")})
#: Days as spreadsheets count them, from 1940 to 2099; smaller numbers are years or quantities, larger ones dates without hyphens.
_DAYS = (14_611, 73_050)
_DAY = re.compile(r"[0-9]{5}(\.0+)?")
#: Other ways to write units behind a number.
_UNITS = {"m³": "m3", "m²": "m2", "litres": "l", "liters": "l", "kgs": "kg", "tonnes": "t"}
#: Types of columns whose cells are codes, in which a doubled blank is a slip.
_CODES = ("location", "country", "airport", "refrigerant")
_ONE = Decimal(1)
#: Columns of shares from 0 to 1, for which a percentage is a hundredth of what is written.
_SHARES = ("covered_share", "value", "target_value", "baseline_value", "old_value", "new_value")


@dataclass(frozen=True)
class _Reading:
    """What a cell means with a decimal point and with a decimal comma; None where it cannot be written so."""

    point: str | None
    comma: str | None

    @property
    def only(self) -> str | None:
        """The one number that the cell means; None where it is none, or could be two."""
        meant = {Decimal(one): one for one in (self.point, self.comma) if one is not None}
        return next(iter(meant.values())) if len(meant) == 1 else None

    def shown(self, points: bool, commas: bool) -> str | None:
        """The number that the cell means in a column that shows points, or commas, as its decimal sign; None where that does not tell."""
        if self.only is not None or points == commas:
            return self.only
        return self.point if points else self.comma


def settled(rows: pd.DataFrame, table: Table, epoch: date | None, *, is_loose: bool = False) -> pd.DataFrame:
    """The rows of a part of a submission, text cells, with numbers, days and codes that have one reading as the declarations write them.

    epoch is the day from which the workbook counts days; is_loose says that the file is written as in countries with a decimal comma,
    so that `1.234` could be a thousand there.
    """
    if rows.empty:
        return rows
    changed = {}
    for name, column in table.columns.items():
        given = rows[name].to_list()
        found = _column(given, name, column, epoch, is_loose=is_loose)
        if found != given:
            changed[name] = array(found, "str")
    return rows.assign(**changed) if changed else rows


def _column(given: list[str], name: str, column: Column, epoch: date | None, *, is_loose: bool) -> list[str]:
    cells = set(given) - {""}
    known: Mapping[str, str] = {}
    if column.type in ("number", "integer"):
        known = _numbers(cells, name, column, is_sheet=epoch is not None, is_loose=is_loose)
    elif column.type == "date":
        known = _days(cells, epoch) if epoch else {}
    elif column.type in _CODES or name.endswith("_id"):
        known = {cell: " ".join(cell.split()) for cell in cells}
    return [known.get(cell, cell) for cell in given] if known else given


def _days(cells: set[str], epoch: date) -> Mapping[str, str]:
    """The cells that are a spreadsheet's number of a day, each with that day in ISO form; numbers that are no likely day are left out."""
    numbers = {cell: int(float(cell)) for cell in cells if _DAY.fullmatch(cell)}
    first, last = _DAYS
    return {cell: (epoch + timedelta(days=number)).isoformat() for cell, number in numbers.items() if first <= number <= last}


def _numbers(cells: set[str], name: str, column: Column, *, is_sheet: bool, is_loose: bool) -> Mapping[str, str]:
    """The cells of a column that mean one number, each with that number as the declarations write it.

    What a sheet holds as a number reads as the declarations have it whatever its owner sees, so it shows nothing about texts beside it.
    """
    readings, factors = _readings(cells, name, column)
    shown = _shown(() if is_sheet else cells, readings)
    found = {}
    for cell, reading in readings.items():
        # As the declarations write numbers it is one; where the column or the file speaks against it, no one can tell.
        is_declared = bool(_AS_DECLARED.fullmatch(cell))
        number = None if is_declared and is_sheet else reading.shown(*shown)
        if number is None and is_declared:
            number = f"{cell} ({reading.point} or {reading.comma}?)" if shown[1] or is_loose else cell
        if number is not None:
            found[cell] = _scaled(number, factors.get(cell, _ONE))
    return found


def _readings(cells: set[str], name: str, column: Column) -> tuple[dict[str, _Reading], dict[str, Decimal]]:
    """What the cells that are not clear by themselves may mean, and what those with a sign behind them are multiplied by."""
    readings, factors = {}, {}
    for cell in cells:
        if _AS_DECLARED.fullmatch(cell) and not _POINTED_THOUSANDS.fullmatch(cell):
            continue
        reading = _reading(cell)
        if reading is None:
            bare, factors[cell] = _without_unit(cell, name, column)
            reading = _reading(bare)
        if reading is not None:
            readings[cell] = reading
    return readings, factors


def _shown(cells: Iterable[str], readings: Mapping[str, _Reading]) -> tuple[bool, bool]:
    """Whether cells of the column show that its decimal sign is the point, and whether that it is the comma."""
    plainly = any("." in cell and cell not in readings and _AS_DECLARED.fullmatch(cell) for cell in cells)
    points = plainly or any(reading.comma is None for reading in readings.values())
    return points, any(reading.point is None for reading in readings.values())


def _reading(cell: str) -> _Reading | None:
    """What a cell may mean; None where it is no number."""
    written = cell.translate(_SIGNS).strip()
    found = _Reading(_with_point(written), _with_comma(written))
    return found if found.point is not None or found.comma is not None else None


def _with_point(written: str) -> str | None:
    found = _POINT.fullmatch(written)
    return None if not found else found[1] + re.sub(r"\D", "", found[2] or found[3]) + (found[5] or "").rstrip(".")


def _with_comma(written: str) -> str | None:
    found = _COMMA.fullmatch(written)
    return None if not found else found[1] + re.sub(r"\D", "", found[2] or found[3]) + (found[5] or "").replace(",", ".") + (found[6] or "")


def _without_unit(cell: str, name: str, column: Column) -> tuple[str, Decimal]:
    """The number of a cell that has the unit of its column behind it, and what it is multiplied by; no number where the unit is another."""
    found = _WITH_UNIT.fullmatch(cell.translate(_SIGNS).strip())
    if not found:
        return "", _ONE
    unit = plain(found[2])
    if unit == "%" and column.unit != "%":
        return (found[1].strip(), Decimal("0.01")) if name in _SHARES else ("", _ONE)
    same = _UNITS.get(unit, unit) == plain(column.unit)
    return (found[1].strip(), _ONE) if same and column.unit else ("", _ONE)


def _scaled(number: str, factor: Decimal) -> str:
    """A number as it is written, multiplied where it is a percentage."""
    return number if factor == _ONE else f"{(Decimal(number) * factor).normalize():f}"
