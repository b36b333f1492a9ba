"""The goals that can be projected: on emissions, adopted, with a level to reach in a year that is still to come."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from greening.projection.series import plain_rows
from greening.uncertainty import Interval, difference

#: Metrics of emissions, by the beginning of their name and their unit.
PREFIX, TONNES, PER_PERSON = "ghg.", "t CO2e", "t/person"
#: A smaller part of the level to reach is no difference.
SAME = 1e-9
#: What of `targets` is needed.
COLUMNS = (
    *("goal_id", "year", "metric", "unit", "target_year", "target_value", "baseline_year", "baseline_value"),
    *("allowed_value", "allowed_low", "allowed_high", "allowed_change", "status", "adopted_by", "adopted_date"),
)


@dataclass(frozen=True)
class Aim:
    """A goal as a projection needs it: its metric, what its path allows by year, and the level to reach with its bounds."""

    goal_id: str
    metric: str
    unit: str
    target_year: int
    target: float
    target_interval: Interval
    baseline: float
    #: What the path allows, by year; nothing where the goal has no baseline.
    allowed: Mapping[int, float]
    #: The bounds of the baseline, and the level as a share of it; None where the goal is no change from a baseline.
    baseline_interval: Interval | None = None
    share: float = math.nan

    @property
    def rises(self) -> bool:
        """Whether the goal asks for more and not for less."""
        return self.target > self.baseline

    @property
    def whole(self) -> str:
        """The figure in tonnes that the metric is, or divides by the people."""
        stem = self.metric.removesuffix(".per_capita")
        return self.metric if stem == self.metric else "ghg.total" if stem == "ghg" else stem

    def gap(self, plan: Interval, ratio: Interval | None, change: Interval | None, added: float) -> Interval:
        """The interval of a plan less the level to reach.

        `ratio` is what the trend makes of the figure that it starts from, `change` that of this figure since the baseline, in which what both years
        share is set off, and `added` what the actions change. Then the gap is also baseline x ((1 + change) x ratio - share) + added: both hold, so
        that the narrower bounds do.
        """
        plain, base = difference(plan, self.target_interval), self.baseline_interval
        if ratio is None or change is None or base is None or change.is_open or base.is_open or math.isnan(self.share):
            return plain
        low, high = (max(1 + bound, 0.0) * of - self.share for bound, of in ((change.low, ratio.low), (change.high, ratio.high)))
        bounds = min(base.low * low, base.high * low) + added, max(base.low * high, base.high * high) + added
        return Interval(max(plain.low, bounds[0]), min(plain.high, bounds[1]), plain.kind)

    def outlook(self, gap: Interval) -> str:
        """Whether a plan reaches the level, by the interval of its gap; `plan_unclear` where that does not tell."""
        low, high = (-gap.high, -gap.low) if self.rises else (gap.low, gap.high)
        # The level is arithmetic on floats: a plan that reaches it must not miss it by the last bit.
        if high <= abs(self.target) * SAME:
            return "plan_reaches"
        return "plan_misses" if low > abs(self.target) * SAME else "plan_unclear"

    def is_reached(self, value: float) -> bool:
        """Whether a value is at the level to reach, or beyond it."""
        return math.isclose(value, self.target) or (value > self.target if self.rises else value < self.target)


def aims(targets: pd.DataFrame, year: int) -> Iterator[Aim]:
    """The goals of the product `targets` that can be projected from the year, in their order."""
    places = [place for place, metric in enumerate(targets["metric"].tolist()) if str(metric).startswith(PREFIX)]
    found: dict[str, list[Mapping[Any, Any]]] = {}
    for row in plain_rows(targets, COLUMNS, places):
        found.setdefault(row["goal_id"], []).append(row)
    for rows in found.values():
        if _can_be(rows, year):
            yield _aim(rows)


def _can_be(rows: Sequence[Mapping[Any, Any]], year: int) -> bool:
    first = rows[0]
    is_emission = first["unit"] in (TONNES, PER_PERSON)
    is_adopted = all(row["status"] != "not_adopted" for row in rows)
    return is_emission and is_adopted and int(first["target_year"]) > year and not math.isnan(first["target_value"])


def _aim(rows: Sequence[Mapping[Any, Any]]) -> Aim:
    first = rows[0]
    end = next((row for row in rows if row["year"] == first["target_year"] and not math.isnan(row["allowed_value"])), None)
    target = float(first["target_value"])
    low, high = (target, target) if end is None else (end["allowed_low"], end["allowed_high"])
    return Aim(
        goal_id=str(first["goal_id"]),
        metric=str(first["metric"]),
        unit=str(first["unit"]),
        target_year=int(first["target_year"]),
        target=target,
        target_interval=Interval(target if math.isnan(low) else low, math.inf if math.isnan(high) else high),
        baseline=float(first["baseline_value"]),
        allowed={int(row["year"]): row["allowed_value"] for row in rows if not math.isnan(row["allowed_value"])},
        baseline_interval=_baseline(rows),
        share=math.nan if end is None else 1 + end["allowed_change"],
    )


def _baseline(rows: Sequence[Mapping[Any, Any]]) -> Interval | None:
    """The bounds of the baseline: those of what the path allows in its year."""
    known = (row for row in rows if not math.isnan(row["allowed_low"]))
    start = next((row for row in known if row["year"] == row["baseline_year"]), None)
    return None if start is None else Interval(start["allowed_low"], math.inf if math.isnan(start["allowed_high"]) else start["allowed_high"])
