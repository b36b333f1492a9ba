"""What each source emits at each place, so that no action cuts more than there is, and two actions never cut the same tonne."""

from collections.abc import Collection, Mapping
from functools import cache

import numpy as np

from greening import reference
from greening.figures.inputs import Inputs
from greening.figures.selection import Columns, Filter

#: A source at a place; either is empty where it is not known.
Cell = tuple[str, str]
#: Sources that only say that the rows were made elsewhere.
_UNKNOWN = ("", "inventory")
#: Column of the footprint that the last part of a metric's name is a value of, by the beginning of the name.
_PARTS = {"ghg.bucket": "bucket", "ghg.source": "source"}


class Ledger:
    """The emissions of a metric by source and place, less what actions have been granted so far."""

    def __init__(self, cells: Mapping[Cell, float]) -> None:
        self._left = dict(cells)

    @classmethod
    def of(cls, given: Inputs, metric: str, value: float) -> "Ledger":
        """The emissions of a metric; where its rows are not known its value, of which neither source nor place is."""
        wanted = part(given.counted, metric)
        found = _by_cell(given.products["footprint"], wanted) if wanted is not None else {}
        return cls(found or {("", ""): value})

    def take(self, aspect: str, places: Collection[str], wanted: float) -> float:
        """Take so many tonnes from the sources of an aspect at some places (from all, where none are named); what there was of them."""
        cells = self._cells(aspect, places)
        there = sum(self._left[cell] for cell in cells)
        if there <= 0:
            return 0.0
        taken = min(wanted, there)
        for cell in cells:
            self._left[cell] *= 1 - taken / there
        return taken

    def _cells(self, aspect: str, places: Collection[str]) -> list[Cell]:
        sources = sources_of(aspect)
        return [
            (source, place)
            for source, place in self._left
            if (not sources or source in sources or source in _UNKNOWN) and (not places or place in places or not place)
        ]


def part(counted: Filter, metric: str) -> Filter | None:
    """The filter of the footprint rows that a metric adds up; None where it is not known which these are."""
    if metric == "ghg.total":
        return counted
    stem, _, name = metric.rpartition(".")
    return {**counted, _PARTS[stem]: name} if stem in _PARTS else None


def sources_of(aspect: str) -> frozenset[str]:
    """The sources of an aspect; none where it is not known which it has."""
    return _aspects().get(aspect.strip().lower().replace(" ", "_").replace("-", "_"), frozenset())


@cache
def _aspects() -> Mapping[str, frozenset[str]]:
    table = reference.load("aspect_sources")
    return {str(aspect): frozenset(rows.tolist()) for aspect, rows in table.groupby("aspect", sort=True)["source"]}


def _by_cell(footprint: Columns, wanted: Filter) -> dict[Cell, float]:
    """Emissions by source and place; cells that are not above zero are left out."""
    rows = footprint.where(wanted)
    source, place = footprint.column("source"), footprint.column("location_id")
    # The code of a missing value is -1, so that every code is one higher here.
    width = len(place.values) + 1
    keys = (source.codes[rows.at] + 1) * width + place.codes[rows.at] + 1
    tonnes = np.bincount(keys, weights=np.nan_to_num(rows.numbers("emissions_tco2e")), minlength=1)
    names, places = ["", *source.values], ["", *place.values]
    return {(names[key // width], places[key % width]): float(tonnes[key]) for key in np.flatnonzero(tonnes > 0).tolist()}
