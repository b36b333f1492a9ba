"""One goal: its path, its baseline, and who adopted it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

import pandas as pd

from greening import goals
from greening.target_figures import Actual, Measured, Row
from greening.target_path import allowed
from greening.uncertainty import Interval
from greening.units import PERCENT

#: What `adopted_by` holds where no body adopted the goal, in words.
NOT_ADOPTED = ("none", "nobody", "not adopted", "not yet adopted", "proposed", "draft")
#: What a baseline is that the submission gives as a number, and one that is not known.
GIVEN, MISSING = "given", "missing"


@dataclass(frozen=True)
class Goal:
    """One goal of a submission: its milestones, of which the last is the target, its baseline, and its adoption."""

    goal_id: str
    metric: str
    unit: str
    path: str
    baseline_year: int
    baseline: Actual | None
    #: Year, and level to reach or signed change from the baseline in percent; the other is NaN.
    milestones: tuple[tuple[int, float, float], ...]
    is_adopted: bool
    #: The baseline is the figure of the baseline year, so that this year is on the path by definition.
    baseline_is_figure: bool
    #: given, missing, as_reported, or for total emissions what became of the base year.
    baseline_state: str
    adopted_by: str
    #: Day of adoption in ISO form; empty where it is not known.
    adopted_date: str

    @property
    def target_year(self) -> int:
        """The year of the last milestone."""
        return self.milestones[-1][0]

    @property
    def has_start(self) -> bool:
        """Whether a path could start: from a baseline before the first milestone. One of constant rate to zero is undefined all the same."""
        return self.baseline is not None and self.baseline_year < self.milestones[0][0]

    @property
    def is_relative(self) -> bool:
        """Whether every milestone is a change from the baseline, so that the path is a share of it whatever it is."""
        return all(math.isnan(level) for _, level, _ in self.milestones)

    @property
    def rises(self) -> bool:
        """Whether more of the metric is asked for."""
        baseline = self.baseline.value if self.baseline else math.nan
        return self.target(baseline) > baseline

    def target(self, baseline: float) -> float:
        """The level of the last milestone, from a baseline where the goal is a change."""
        return _level(self.milestones[-1], baseline)

    def allowed(self, baseline: float, year: int) -> float:
        """What the path allows in a year, from a baseline; NaN without one."""
        if math.isnan(baseline) or self.baseline_year >= self.milestones[0][0]:
            return math.nan
        points = [(self.baseline_year, baseline), *((milestone[0], _level(milestone, baseline)) for milestone in self.milestones)]
        return allowed(self.path, points, year)

    def reached(self, year: int) -> Actual | None:
        """What the path allows, with the interval that the baseline brings along; None without a baseline."""
        if self.baseline is None:
            return None
        value = self.allowed(self.baseline.value, year)
        if math.isnan(value):
            return None
        interval = self.baseline.interval
        above = [] if interval.is_open else [self.allowed(interval.high, year)]
        ends: Sequence[float] = sorted([self.allowed(interval.low, year), *above, value])
        return Actual(value, Interval(ends[0], math.inf if interval.is_open else ends[-1]))

    def aim(self) -> Interval:
        """The interval of the level to reach, which an unsure baseline scales; not a number without one, where the goal is a change."""
        baseline = self.baseline.interval if self.baseline else Interval(math.nan, math.nan)
        low, high = sorted([self.target(baseline.low), self.target(baseline.high)])
        return Interval(low, high)


def _level(milestone: tuple[int, float, float], baseline: float) -> float:
    _, level, change_pct = milestone
    return baseline * (1 + change_pct / PERCENT) if math.isnan(level) else level


def goal_of(lines: Sequence[Row], measured: Measured) -> Goal:
    """The goal that rows of one goal_id are: one row, or a milestone each."""
    first = lines[0]
    ordered = sorted(lines, key=itemgetter("target_year"))
    milestones = tuple((int(line["target_year"]), float(line["target_value"]), float(line["change_pct"])) for line in ordered)
    start = _first(lines, "baseline_year")
    baseline_year = min(measured.year, milestones[-1][0]) if start is None else int(start)
    given = _first(lines, "baseline_value")
    baseline = measured.actual(first["metric"], baseline_year) if given is None else Actual(given, Interval(given, given))
    # A base year that is still to come has no path to judge yet, whatever is given for it.
    known = None if start is None or start > measured.year else baseline
    return Goal(
        goal_id=first["goal_id"],
        metric=first["metric"],
        unit=_unit(first, measured),
        path=_path(lines),
        baseline_year=baseline_year,
        baseline=known,
        milestones=milestones,
        is_adopted=_is_adopted(first, measured.year),
        baseline_is_figure=given is None,
        baseline_state=MISSING if known is None else GIVEN if given is not None else measured.state(first["metric"], baseline_year),
        adopted_by=str(first["adopted_by"]) if goals.is_given(first["adopted_by"]) else "",
        adopted_date=f"{first['adopted_date']:%Y-%m-%d}" if goals.is_given(first["adopted_date"]) else "",
    )


def _path(lines: Sequence[Row]) -> str:
    """The path as submitted; several rows are joined by straight lines, unless they ask for a curve."""
    path: str = lines[0]["path"]
    return "milestones" if len(lines) > 1 and path not in ("constant_rate", "front_loaded") else path


def _first(lines: Sequence[Row], column: str) -> float | None:
    """The first number in a column of a goal's rows, of which one is enough to tell it; None where none does."""
    return next((float(line[column]) for line in lines if pd.notna(line[column])), None)


def _unit(line: Row, measured: Measured) -> str:
    """The unit of the metric's figures; as submitted, where there are none."""
    unit = measured.unit(line["metric"])
    if unit is not None:
        return unit
    return "" if pd.isna(line["unit"]) else str(line["unit"])


def _is_adopted(goal: Row, year: int) -> bool:
    """Whether the goal holds in the year: a body's own goal does, unless the submission says that nobody adopted it, or that it was adopted later."""
    is_later = goals.is_given(goal["adopted_date"]) and goal["adopted_date"] > pd.Timestamp(year, 12, 31)
    is_refused = goals.is_given(goal["adopted_by"]) and str(goal["adopted_by"]).strip().lower() in NOT_ADOPTED
    return not (is_later or is_refused)
