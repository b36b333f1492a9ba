"""The figures that goals are measured by, each found by its name and year."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from greening.uncertainty import Interval

#: What a figure gives to a goal.
COLUMNS = ("figure_id", "year", "value", "low", "high", "unit")
#: A row of `figures` in these columns.
Row = Mapping[Any, Any]


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

    @classmethod
    def of(cls, metrics: Iterable[str], figures: pd.DataFrame, earlier: pd.DataFrame, year: int) -> "Measured":
        """The figures of the metrics from the product `figures` of the year and of earlier years."""
        wanted = set(metrics)
        return cls(year, _by_name(figures, wanted), _by_name(earlier, wanted))

    def actual(self, metric: str, of_year: int) -> Actual | None:
        """The figure of a year with its interval; None where there is none.

        Of an earlier year it is the one carried along (restated where it was), else the one of that year.
        """
        if of_year == self.year:
            found = self.now.get(metric, [])
        else:
            then = [row for row in self.earlier.get(metric, []) if row["year"] == of_year]
            found = self.now.get(f"{metric}@{of_year}", then)
        return next((_actual(row) for row in found if not math.isnan(row["value"])), None)

    def unit(self, metric: str) -> str | None:
        """The unit of the metric's figures; None where there are none."""
        rows = [*self.now.get(metric, []), *self.earlier.get(metric, [])]
        return next((str(row["unit"]) for row in rows if pd.notna(row["unit"])), None)


def _by_name(figures: pd.DataFrame, metrics: set[str]) -> dict[str, list[Row]]:
    places = [place for place, name in enumerate(figures["figure_id"].tolist()) if name.partition("@")[0] in metrics]
    found: dict[str, list[Row]] = {}
    for row in figures[list(COLUMNS)].iloc[places].to_dict("records"):
        found.setdefault(row["figure_id"], []).append(row)
    return found


def _actual(row: Row) -> Actual:
    value, low, high = row["value"], row["low"], row["high"]
    if math.isnan(low):
        return Actual(value, Interval(value, value))
    return Actual(value, Interval(low, math.inf if math.isnan(high) else high))
