"""The rows behind figures made ready once for every entry on how a figure was made: what they add up to, their factors, where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from greening.figures.air import OTHER, SMALLEST_GROUP
from greening.figures.selection import Columns, Filter, Mask, Numbers, Places
from greening.publish import privacy
from greening.publish.told import Added, Name, Told, Used
from greening.same import Same

#: So many groups of rows, factors and single rows are named; the number of the others is said.
GROUPS, FACTORS, ROWS = 6, 6, 3
#: Stretches of lines of a published file that are named.
_STRETCHES = 6
#: So many ledgers are remembered: those of two organizations.
_KEPT = 64
_FACTOR = ("factor_id", "factor_unit", "factor_year", "factor_source_id", "factor_rung")
Codes = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, eq=False)
class Ledger:
    """The rows of one product, sorted out once for all entries; `activities` say how many journeys of people a row stands for."""

    product: str
    frame: pd.DataFrame
    activities: pd.DataFrame
    #: Rows of the frame that are meant; all of them, where there are none.
    places: Places | None = None
    _told: dict[tuple[str, str], Told] = field(default_factory=dict)
    _first: dict[str, tuple[list[int], int]] = field(default_factory=dict)
    _amounts: dict[str, Numbers] = field(default_factory=dict)
    _ranked: dict[str, tuple[Places, Places]] = field(default_factory=dict)

    @cached_property
    def columns(self) -> Columns:
        """The product; in the footprint no journey is without purpose or cabin."""
        if not self._is_footprint or not self._is_journey.any():
            return Columns(self.product, self.frame, self.places)
        filled = {name: self.frame[name].mask(self._is_journey & self.frame[name].isna(), OTHER) for name in ("purpose", "cabin")}
        return Columns(self.product, self.frame.assign(**filled))

    def first(self, wanted: Filter) -> tuple[list[int], int]:
        """The places of the first rows that a filter selects, and how many there are."""
        key = repr(wanted)
        if key not in self._first:
            found = np.flatnonzero(self.columns.mask(wanted))
            self._first[key] = found[:ROWS].tolist(), len(found)
        return self._first[key]

    def has(self, name: str) -> bool:
        """Whether there is such a column."""
        return name in self._named

    @cached_property
    def _named(self) -> frozenset[str]:
        return frozenset(map(str, self.frame.columns))

    def told(self, wanted: Filter, column: str) -> Told:
        """What is told of the rows that a filter selects, added up by a column; each selection is looked at once."""
        key = (repr(wanted), column)
        if key not in self._told:
            self._told[key] = self._of(np.flatnonzero(self.columns.mask(wanted)), column)
        return self._told[key]

    def amounts(self, column: str) -> Numbers:
        """What each row adds to a sum of the column: its number, 0 where it has none; 1 of a column of words, whose rows are counted."""
        if column not in self._amounts:
            self._amounts[column] = np.nan_to_num(self.columns.numbers(column)) if self.is_amount(column) else np.ones(len(self.columns))
        return self._amounts[column]

    def _ranks(self, column: str) -> tuple[Places, Places]:
        """For each row its rank by size in a column, the largest first; and the row of each rank."""
        if column not in self._ranked:
            order = np.argsort(-np.abs(self.amounts(column)), kind="stable")
            ranks = np.empty_like(order)
            ranks[order] = np.arange(len(order))
            self._ranked[column] = ranks, order
        return self._ranked[column]

    def is_amount(self, column: str) -> bool:
        """Whether a column holds numbers."""
        return column in self._numeric

    def cell(self, name: str, row: int) -> Any:
        """The cell of a column in a row; None where it is missing."""
        column = self.columns.column(name)
        return column.values[column.codes[row]] if column.codes[row] >= 0 else None

    @cached_property
    def _numeric(self) -> frozenset[str]:
        return frozenset(str(name) for name, dtype in self.frame.dtypes.items() if dtype == "float64")

    def _of(self, at: Places, column: str) -> Told:
        amounts = self.amounts(column)
        added, count, has_journeys = self._added(at, amounts)
        ranks, by_rank = self._ranks(column)
        singles = ranks[at[~self._is_journey[at]]]
        largest = by_rank[np.sort(np.partition(singles, ROWS)[:ROWS] if len(singles) > ROWS else singles)]
        factors = self._factors(at) if self._is_footprint else []
        lines = self._published(at) if self._is_footprint else np.zeros(0, dtype=np.intp)
        stretches = _stretches(lines)
        return Told(
            rows=len(at),
            added=added,
            names=count,
            has_journeys=has_journeys,
            first=largest.tolist(),
            singles=len(singles),
            unit_row=int(at[0]) if len(at) else 0,
            factors=factors[:FACTORS],
            factor_count=len(factors),
            quality=self._quality(at),
            lines=stretches[:_STRETCHES],
            stretches=len(stretches),
            line_count=len(lines),
            first_line=int(lines[0]) if len(lines) else 0,
            last_line=int(lines[-1]) if len(lines) else 0,
        )

    def _added(self, at: Places, amounts: Numbers) -> tuple[list[Added], int, bool]:
        """The rows added up, the largest names of them; how many names there are, and whether journeys are among the rows."""
        names, own, merged = self._names
        journeys = at[self._is_journey[at]]
        if not self._is_footprint:
            # How many journeys a quantity stands for is not known: none is told.
            at, journeys = at[~self._is_journey[at]], journeys[:0]
        kinds = own[at]
        if len(journeys):
            counted, part_of, groups = self._groups
            hidden = privacy.small_groups(counted[journeys], part_of, groups[journeys])
            kinds = np.where(self._is_journey[at] & hidden[groups[at]], merged[at], kinds)
        rows, sums = np.bincount(kinds, minlength=len(names)), np.bincount(kinds, amounts[at], minlength=len(names))
        found = np.flatnonzero(rows)
        largest = found[np.argsort(-np.abs(sums[found]), kind="stable")[:GROUPS]]
        return [Added(names[kind], int(rows[kind]), float(sums[kind])) for kind in largest.tolist()], len(found), len(journeys) > 0

    def _quality(self, at: Places) -> list[tuple[str, int]]:
        column = self.columns.column("quality")
        counts = np.bincount(column.codes[at] + 1, minlength=len(column.values) + 1)[1:].tolist()
        known = [(str(value), count) for value, count in zip(column.values, counts, strict=True) if count]
        return sorted(known, key=lambda way: (-way[1], way[0]))

    def _factors(self, at: Places) -> list[Used]:
        """The factors of the rows, those of most rows first; of few journeys of people none is told."""
        codes, kinds, low, high = self._factor_kinds
        chosen = codes[at]
        rows, journeys = np.bincount(chosen, minlength=len(kinds)), np.bincount(chosen, self._is_journey[at], minlength=len(kinds))
        is_told = (rows > 0) & ((journeys == 0) | (journeys >= SMALLEST_GROUP))
        found = []
        for kind in np.flatnonzero(is_told).tolist():
            lowest, highest = low[kind], high[kind]
            if lowest < highest and not journeys[kind]:
                values = self.columns.numbers("factor_value")[at[chosen == kind]]
                lowest, highest = np.nanmin(values), np.nanmax(values)
            is_one = lowest == highest or (lowest < highest and not journeys[kind])
            if kinds[kind][0]:
                found.append(Used(kinds[kind], int(rows[kind]), *((float(lowest), float(highest)) if is_one else (None, None))))
        return sorted(found, key=lambda used: (-used.rows, used.factor))

    def _published(self, at: Places) -> Places:
        """The lines of the published footprint that hold the rows; an added-up line of journeys only where all of its journeys are among them."""
        chosen = np.bincount(self._lines[at], minlength=len(self._line_sizes))
        return np.flatnonzero((chosen > 0) & (chosen == self._line_sizes))

    def line(self, row: int) -> int:
        """The line of the published footprint that holds a row."""
        return int(self._lines[row])

    @property
    def _is_footprint(self) -> bool:
        return self.product == "footprint"

    @cached_property
    def _is_journey(self) -> Mask:
        return self.frame["table"].isin(privacy.JOURNEYS).to_numpy(dtype=bool)

    @cached_property
    def _counted(self) -> pd.DataFrame:
        return privacy.counted(self.columns.frame[self._is_journey], self.activities)

    @cached_property
    def _lines(self) -> Codes:
        return privacy.lines(self.columns.frame, self._counted)

    @cached_property
    def _line_sizes(self) -> Codes:
        """How many rows each line of the published footprint is made of."""
        return np.bincount(self._lines)

    @cached_property
    def _groups(self) -> tuple[npt.NDArray[np.float64], Codes, Codes]:
        """For each row how many journeys it stands for; the part that each group must stay in; each row's group by source, purpose and cabin."""
        counted = np.zeros(len(self._is_journey))
        counted[self._is_journey] = self._counted["journeys"].to_numpy()
        parts, _ = self._combined("organization", "table")
        groups, first = self._combined("organization", "table", *privacy.CELL)
        return counted, parts[first], groups

    @cached_property
    def _factor_kinds(self) -> tuple[Codes, list[tuple[str, str, str, str, str]], Numbers, Numbers]:
        """The code of each row's factor; what each code stands for; the lowest and the highest value that it has in any row."""
        codes, first = self._combined(*_FACTOR)
        columns, values = [self.columns.column(name) for name in _FACTOR], self.columns.numbers("factor_value")
        kinds = [tuple("" if column.codes[row] < 0 else str(column.values[column.codes[row]]) for column in columns) for row in first.tolist()]
        low, high = np.full(len(kinds), np.nan), np.full(len(kinds), np.nan)
        np.fmin.at(low, codes, values)
        np.fmax.at(high, codes, values)
        return codes, kinds, low, high  # type: ignore[return-value]

    @cached_property
    def _names(self) -> tuple[list[Name], Codes, Codes]:
        """The names that rows are added up by; for each row which of them is its own, and which where its group is too small."""
        names = ["table", "location_id", "source" if self._is_footprint else "category", *(("purpose", "cabin") if self._is_footprint else ())]
        codes, first = self._combined(*names)
        columns = [self.columns.column(name) for name in names]
        kinds = [["" if column.codes[row] < 0 else column.values[column.codes[row]] for column in columns] for row in first.tolist()]
        known: dict[Name, int] = {}
        own = [known.setdefault(_named(*kind), len(known)) for kind in kinds]
        merged = [known.setdefault(Name(kind[0], "", OTHER, OTHER, OTHER), len(known)) for kind in kinds]
        return list(known), np.array(own, dtype=np.intp)[codes], np.array(merged, dtype=np.intp)[codes]

    def _combined(self, *names: str) -> tuple[Codes, Places]:
        """A number for each row, the same for the same cells, and for each number the first row that has it."""
        found = np.zeros(len(self.columns), dtype=np.int64)
        for name in names:
            column = self.columns.column(name)
            found = found * (len(column.values) + 1) + column.codes + 1
        _, first, codes = np.unique(found, return_index=True, return_inverse=True)
        return codes, first


def _named(table: str, place: str, kind: str, purpose: str = "", cabin: str = "") -> Name:
    return Name(table, "", kind, purpose, cabin) if table in privacy.JOURNEYS else Name(table, place, kind)


def of(product: str, frame: pd.DataFrame, activities: pd.DataFrame, table: str = "") -> Ledger:
    """The ledger of a product, or of one submission table in it; the same for the same frames, as reports in several languages have them."""
    return _of(product, Same(frame), Same(activities), table)


def sheets(activities: pd.DataFrame) -> Mapping[tuple[str, str, str], str]:
    """The sheet that the rows of a table are from, by organization, file and table; of files without sheets there is none."""
    return _sheets(Same(activities))


@lru_cache(maxsize=_KEPT)
def _sheets(activities: Same) -> Mapping[tuple[str, str, str], str]:
    named = activities.frame[["organization", "source_file", "table", "sheet"]]
    of_sheets = named[named["sheet"].notna().to_numpy() & (named["sheet"] != "").to_numpy(dtype=bool, na_value=False)]
    return {(code, file, table): sheet for code, file, table, sheet in of_sheets.drop_duplicates().itertuples(index=False)}


@lru_cache(maxsize=_KEPT)
def _of(product: str, frame: Same, activities: Same, table: str) -> Ledger:
    if not table:
        return Ledger(product, frame.frame, activities.frame)
    tables = _of(product, frame, activities, "").columns.column("table")
    return Ledger(product, frame.frame, activities.frame, np.flatnonzero(tables.codes == tables.code.get(table, len(tables.values))))


def _stretches(lines: Places) -> list[tuple[int, int]]:
    """The first and last of each stretch of lines without a gap."""
    if not len(lines):
        return []
    breaks = np.flatnonzero(np.diff(lines) > 1)
    return list(zip(lines[[0, *(breaks + 1)]].tolist(), lines[[*breaks, -1]].tolist(), strict=True))
