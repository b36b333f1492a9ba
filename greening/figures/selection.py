"""Filters on a product: written into a derivation, and enough to select the same rows again.

Hundreds of figures ask one product, so that a column is made ready once, as codes of its values, and a filter compares codes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from greening.figures.made_columns import COLUMNS

#: Column to value or list of values (None is an empty cell); under "any_of", a list of such filters of which one must hold.
Filter = Mapping[str, Any]
#: Key of a filter whose value is a list of filters.
ANY_OF = "any_of"
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Column:
    """The values of a column, and for each row the place of its own among them: -1 where it is missing, as a blank text is."""

    codes: Places
    values: list[Any]
    _rows_with: dict[Any, Mask] = field(default_factory=dict)

    @cached_property
    def code(self) -> Mapping[Any, int]:
        """The place of each value."""
        return {value: place for place, value in enumerate(self.values)}

    def equals(self, wanted: Any) -> Mask:
        """The rows that hold the value, or one of a list of values; None is a missing one. Not to be written to."""
        key = tuple(wanted) if isinstance(wanted, list) else (wanted,)
        # Most filters of a product share their parts, such as the scope.
        if key not in self._rows_with:
            self._rows_with[key] = self._equals(key)
        return self._rows_with[key]

    def _equals(self, listed: tuple[Any, ...]) -> Mask:
        is_wanted = np.zeros(len(self.values) + 1, dtype=bool)
        is_wanted[[self.code[value] for value in listed if value in self.code]] = True
        # The code of a missing value, -1, is the last place.
        is_wanted[-1] = None in listed
        found = np.asarray(is_wanted[self.codes])
        found.flags.writeable = False
        return found


@dataclass(frozen=True, eq=False)
class Columns:
    """The rows of a product, or of one submission table in it, whose columns are made ready when they are first asked for."""

    product: str
    frame: pd.DataFrame
    #: Rows of the frame that are meant; all of them, where there are none.
    places: Places | None = None
    _columns: dict[str, Column] = field(default_factory=dict)
    _numbers: dict[str, Numbers] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.frame) if self.places is None else len(self.places)

    def column(self, name: str) -> Column:
        """A column as codes and values."""
        if name not in self._columns:
            codes, values = self.array(name).factorize()
            found = values.tolist()
            if "" in found:
                codes = np.where(codes == found.index(""), -1, codes)
            self._columns[name] = Column(codes, found)
        return self._columns[name]

    def numbers(self, name: str) -> Numbers:
        """A column of numbers, NaN where one is missing."""
        if name not in self._numbers:
            self._numbers[name] = np.asarray(self.array(name).to_numpy(dtype="float64", na_value=np.nan))
        return self._numbers[name]

    def array(self, name: str) -> Any:
        """A column as pandas holds it; one that the product has not is made of those that it has, where that is known."""
        column = COLUMNS[name](self.frame) if name in COLUMNS and name not in self.frame.columns else self.frame[name].array
        return column if self.places is None else column.take(self.places)

    @cached_property
    def rows(self) -> "Rows":
        """All rows."""
        return Rows(self, np.arange(len(self)))

    def where(self, wanted: Filter) -> "Rows":
        """The rows that a filter selects."""
        return Rows(self, np.flatnonzero(self.mask(wanted))) if wanted else self.rows

    def mask(self, wanted: Filter) -> Mask:
        """Whether the filter selects a row, for each."""
        chosen = np.ones(len(self), dtype=bool)
        for name, values in wanted.items():
            chosen &= self._any(values) if name == ANY_OF else self.column(name).equals(values)
        return chosen

    def _any(self, filters: Sequence[Filter]) -> Mask:
        chosen = np.zeros(len(self), dtype=bool)
        for wanted in filters:
            chosen |= self.mask(wanted)
        return chosen


@dataclass(frozen=True, eq=False)
class Rows:
    """Some of the rows, by their places in order; a blank text is a missing one."""

    columns: Columns
    at: Places

    def __len__(self) -> int:
        return len(self.at)

    def has(self, name: str) -> bool:
        """Whether there is such a column."""
        return name in self.columns.frame.columns

    def where(self, wanted: Filter) -> "Rows":
        """Those that a filter selects."""
        return Rows(self.columns, self.at[self.columns.mask(wanted)[self.at]])

    def having(self, is_wanted: Mask) -> "Rows":
        """Those of the rows of which something holds."""
        return Rows(self.columns, self.at[is_wanted])

    def first(self) -> "Rows":
        """The first row alone; none, where there is none."""
        return Rows(self.columns, self.at[:1])

    def among(self, other: "Rows") -> Mask:
        """For each of the rows, whether it is among the others of the same product."""
        is_other = np.zeros(len(self.columns), dtype=bool)
        is_other[other.at] = True
        return np.asarray(is_other[self.at])

    def without(self, other: "Rows") -> "Rows":
        """The rows that are not among the others of the same product."""
        return Rows(self.columns, self.at[~self.among(other)])

    def numbers(self, name: str) -> Numbers:
        """A column of numbers, NaN where one is missing."""
        return np.asarray(self.columns.numbers(name)[self.at])

    def known(self, name: str) -> list[float]:
        """The numbers of a column that are there."""
        numbers = self.numbers(name)
        return list(numbers[~np.isnan(numbers)].tolist())

    def is_missing(self, name: str) -> Mask:
        """Whether a column is empty, for each row."""
        return np.asarray(self.columns.column(name).codes[self.at] < 0)

    def values(self, name: str) -> list[Any]:
        """A column as plain values, None where one is missing."""
        found = self.columns.frame[name].array.take(self._places())
        return [None if missing or cell == "" else cell for cell, missing in zip(found.tolist(), found.isna().tolist(), strict=True)]

    def distinct(self, name: str) -> list[Any]:
        """The different values of a column in order, without missing ones."""
        column = self.columns.column(name)
        is_there = np.zeros(len(column.values) + 1, dtype=bool)
        is_there[column.codes[self.at]] = True
        return sorted(column.values[place] for place in np.flatnonzero(is_there[:-1]))

    def combinations(self, names: Sequence[str]) -> list[tuple[Any, ...]]:
        """The different sets of values of the columns in order, without those in which one is missing."""
        columns = [self.columns.column(name) for name in names]
        combined = np.zeros(len(self), dtype=np.int64)
        is_whole = np.ones(len(self), dtype=bool)
        for column in columns:
            codes = column.codes[self.at]
            combined, is_whole = combined * len(column.values) + codes, is_whole & (codes >= 0)
        _, first = np.unique(combined[is_whole], return_index=True)
        at = self.at[is_whole][first]
        return sorted(zip(*([column.values[place] for place in column.codes[at]] for column in columns), strict=True))

    def grouped(self, by: str, name: str) -> dict[Any, list[Any]]:
        """For each value of a column, in order, the different values that another has beside it."""
        found: dict[Any, list[Any]] = {}
        for group, value in self.combinations([by, name]):
            found.setdefault(group, []).append(value)
        return found

    def records(self, names: Sequence[str]) -> list[dict[str, Any]]:
        """The rows as plain mappings of the columns, None where a value is missing."""
        if not len(self):
            return []
        cells = [self.values(name) for name in names]
        return [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]

    def table(self, names: Sequence[str]) -> pd.DataFrame:
        """The rows as a frame of the columns."""
        return self.columns.frame[list(names)].iloc[self._places()]

    def _places(self) -> Places:
        return self.at if self.columns.places is None else self.columns.places[self.at]


def select(frame: pd.DataFrame, wanted: Filter) -> pd.DataFrame:
    """The rows of a product that the filter selects."""
    return frame[Columns("", frame).mask(wanted)] if len(frame) else frame
