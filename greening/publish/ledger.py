"""The footprint made ready once for every entry on how a figure was made: which rows it rests on, their factors, what they add up to."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from markupsafe import Markup

from greening import reference
from greening.figures.air import OTHER
from greening.figures.selection import Columns, Filter, Mask, Numbers, Places
from greening.narrative import elements
from greening.narrative.report import Report
from greening.publish import privacy

_FACTOR = ["factor_id", "factor_value", "factor_unit", "factor_year", "factor_source_id", "factor_rung"]
Codes = npt.NDArray[np.integer[Any]]


#: The table of rows, their place (of journeys: purpose and cabin) and their source.
Name = tuple[str, str, str]


class Added(NamedTuple):
    """Rows of one name: how many, and their emissions."""

    name: Name
    rows: int
    tonnes: float


@dataclass(frozen=True)
class Ledger:
    """The footprint of a report, sorted out once for all entries."""

    report: Report
    _listed: dict[tuple[tuple[str, str], ...], Markup] = field(default_factory=dict)

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """The title of each source of data."""
        return {name: str(source.get("title") or name) for name, source in reference.sources().items()}

    def files(self, hashes: Mapping[str, str]) -> Markup:
        """The files that a figure's rows are from, each with its hash; of a group there are many, and hundreds of figures have the same."""
        key = tuple(sorted(hashes.items()))
        if key not in self._listed:
            self._listed[key] = elements.bullets([self.report.text("how.file", name=name, hash=value) for name, value in key])
        return self._listed[key]

    def factors(self, part: Mapping[str, Any]) -> Mapping[str, list[tuple[Any, ...]]]:
        """The uses of each factor in the rows of a derivation: id, value, unit, year, source and how near it was."""
        codes, kinds = self._factors
        chosen = codes[self._footprint.mask(part["filter"])] if part["product"] == "footprint" else codes
        found: dict[str, list[tuple[Any, ...]]] = {}
        for code in np.unique(chosen).tolist():
            found.setdefault(str(kinds[code][0]), []).append(kinds[code])
        return found

    def added(self, wanted: Filter) -> tuple[list[Added], bool]:
        """The rows that a filter selects, added up, the largest first; and whether journeys are among them."""
        chosen = np.flatnonzero(self._rows.mask(wanted))
        journeys = chosen[self._is_journey[chosen]]
        counted, parts, cells = self._groups
        is_small = privacy.is_small(counted[journeys], parts[journeys], cells[journeys])
        names, own, merged = self._names
        kinds = own.copy()
        kinds[journeys[is_small]] = merged[journeys[is_small]]
        listed = [Added(names[kind], len(tonnes), math.fsum(tonnes)) for kind, tonnes in self._by_kind(chosen, kinds[chosen])]
        return sorted(listed, key=lambda added: (-added.tonnes, added.name)), len(journeys) > 0

    def _by_kind(self, chosen: Places, kinds: Codes) -> Iterator[tuple[int, list[float]]]:
        """The emissions of the chosen rows by their kind."""
        order = np.argsort(kinds, kind="stable")
        found, first = np.unique(kinds[order], return_index=True)
        tonnes, ends = self._tonnes[chosen[order]].tolist(), np.append(first, len(order))[1:]
        for kind, start, end in zip(found.tolist(), first.tolist(), ends.tolist(), strict=True):
            yield kind, tonnes[start:end]

    @cached_property
    def _footprint(self) -> Columns:
        return Columns("footprint", self.report.footprint)

    @cached_property
    def _rows(self) -> Columns:
        """The footprint in which no journey is without purpose or cabin."""
        footprint, is_journey = self.report.footprint, self._is_journey
        filled = {name: footprint[name].mask(is_journey & footprint[name].isna(), OTHER) for name in ("purpose", "cabin")}
        return Columns("footprint", footprint.assign(**filled))

    @cached_property
    def _is_journey(self) -> Mask:
        return self.report.footprint["table"].isin(privacy.JOURNEYS).to_numpy(dtype=bool)

    @cached_property
    def _tonnes(self) -> Numbers:
        return np.nan_to_num(self._footprint.numbers("emissions_tco2e"))

    @cached_property
    def _factors(self) -> tuple[Codes, list[tuple[Any, ...]]]:
        """The code of each row's factor, in the order of factors, and what each code stands for."""
        used = self.report.footprint[_FACTOR]
        codes = privacy.codes(used, _FACTOR)
        return codes, _kinds(used, codes)

    @cached_property
    def _groups(self) -> tuple[npt.NDArray[np.float64], Codes, Codes]:
        """For each row how many journeys it stands for, the part that it must stay in, and its group by source, purpose and cabin."""
        counted = np.zeros(len(self._is_journey))
        counted[self._is_journey] = privacy.counted(self.report.footprint[self._is_journey], self.report.activities)["journeys"].to_numpy()
        parts = privacy.codes(self._rows.frame, ["organization", "table"])
        return counted, parts, privacy.codes(self._rows.frame, privacy.CELL, parts)

    @cached_property
    def _names(self) -> tuple[list[Name], Codes, Codes]:
        """Table, place and source as the entries have them; for each row which of them is its own, and which where its group is too small."""
        columns = ["table", "location_id", *privacy.CELL]
        rows = self._rows.frame[columns].fillna("")
        codes = privacy.codes(rows, columns)
        known: dict[Name, int] = {}
        own, merged = (np.array([known.setdefault(name, len(known)) for name in names], dtype=np.intp) for names in self._named(_kinds(rows, codes)))
        return list(known), own[codes], merged[codes]

    def _named(self, kinds: list[tuple[Any, ...]]) -> Iterator[list[Name]]:
        other = self._journey(OTHER, OTHER)
        yield [
            (table, self._journey(purpose, cabin) if table in privacy.JOURNEYS else self._place(place), source)
            for table, place, source, purpose, cabin in kinds
        ]
        yield [(table, other, OTHER) for table, *_ in kinds]

    def _journey(self, purpose: str, cabin: str) -> str:
        return f"{self.report.term(purpose)}, {self.report.term(cabin)}"

    def _place(self, location_id: str) -> str:
        return self.report.place(location_id) if location_id else self.report.text("how.no_place")


def _kinds(frame: pd.DataFrame, codes: Codes) -> list[tuple[Any, ...]]:
    """The cells that each code stands for."""
    first = np.unique(codes, return_index=True)[1]
    return list(frame.iloc[first].itertuples(index=False, name=None))
