"""The figures that goals are measured by, each found by its name and year."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from greening.uncertainty import Interval

#: What a figure gives to a goal.
COLUMNS = ("figure_id", "year", "value", "low", "high", "unit")
#: A row of `figures` in these columns.
Row = Mapping[Any, Any]
#: The metric whose base year is computed again by today's methods, and the figures that say what became of it.
RECALCULATED = "ghg.total"
STATE, BASE_YEAR = "ghg.base_year.recalculation", "ghg.change.base_year.from"
#: What a baseline is where nothing was computed again: the figure of its year as it was reported.
AS_REPORTED = "as_reported"


@dataclass(frozen=True)
class Actual:
    """A figure of one year with its interval."""

    value: float
    interval: Interval


@dataclass(frozen=True)
class Measured:
    """The figures of some metrics: those of a year, and among them those carried along as `metric@year`, and those of earlier years."""

    year: int
    now: Mapping[str, list[Row]]
    earlier: Mapping[str, list[Row]]
    #: The change of a goal's metric since its baseline year, by goal: what both years share is set off in its interval.
    changes: Mapping[str, Interval] = field(default_factory=dict)
    #: What became of the base year of total emissions, and which year that is; empty and None where neither is known.
    recalculation: tuple[str, int | None] = ("", None)

    @classmethod
    def of(cls, metrics: Iterable[str], figures: pd.DataFrame, earlier: pd.DataFrame, year: int) -> "Measured":
        """The figures of the metrics from the product `figures` of the year and of earlier years."""
        wanted = set(metrics)
        recalculated = {f"{RECALCULATED}.recalculated"} & {f"{metric}.recalculated" for metric in wanted}
        now, then = _by_name(figures, wanted | recalculated), _by_name(earlier, wanted)
        return cls(year, now, then, _changes(figures), _recalculation(figures))

    def actual(self, metric: str, of_year: int) -> Actual | None:
        """The figure of a year with its interval; None where there is none.

        Of an earlier year it is the one computed again by today's methods, else the one carried along (restated where it was), else the one of
        that year.
        """
        if of_year == self.year:
            found = self.now.get(metric, [])
        else:
            then = [row for row in self.earlier.get(metric, []) if row["year"] == of_year]
            found = self.now.get(f"{metric}.recalculated@{of_year}") or self.now.get(f"{metric}@{of_year}", then)
        return next((_actual(row) for row in found if not math.isnan(row["value"])), None)

    def unit(self, metric: str) -> str | None:
        """The unit of the metric's figures; None where there are none."""
        rows = [*self.now.get(metric, []), *self.earlier.get(metric, [])]
        return next((str(row["unit"]) for row in rows if pd.notna(row["unit"])), None)

    def state(self, metric: str, of_year: int) -> str:
        """What became of a baseline that is the figure of its year: as reported, or for total emissions restated, recalculated or why not."""
        state, base_year = self.recalculation
        return state if state and metric == RECALCULATED and of_year == base_year else AS_REPORTED


def _by_name(figures: pd.DataFrame, metrics: set[str]) -> dict[str, list[Row]]:
    places = [place for place, name in enumerate(figures["figure_id"].tolist()) if name.partition("@")[0] in metrics]
    found: dict[str, list[Row]] = {}
    for row in figures[list(COLUMNS)].iloc[places].to_dict("records"):
        found.setdefault(row["figure_id"], []).append(row)
    return found


def _changes(figures: pd.DataFrame) -> dict[str, Interval]:
    names = figures["figure_id"].tolist()
    places = [place for place, name in enumerate(names) if name.startswith("target.") and name.endswith(".change")]
    rows = figures[["value", "low", "high"]].iloc[places].to_dict("records")
    return {names[place].removeprefix("target.").removesuffix(".change"): _actual(row).interval for place, row in zip(places, rows, strict=True)}


def _recalculation(figures: pd.DataFrame) -> tuple[str, int | None]:
    names = figures["figure_id"].tolist()
    state = figures["text"].iloc[names.index(STATE)] if STATE in names else ""
    year = figures["value"].iloc[names.index(BASE_YEAR)] if BASE_YEAR in names else math.nan
    return str(state), None if math.isnan(year) else int(year)


def _actual(row: Row) -> Actual:
    value, low, high = row["value"], row["low"], row["high"]
    if math.isnan(low):
        return Actual(value, Interval(value, value))
    return Actual(value, Interval(low, math.inf if math.isnan(high) else high))
