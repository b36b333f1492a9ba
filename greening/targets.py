"""Goals on their path: what each year allows, what was emitted, and whether the intervals can tell the two apart."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import pandas as pd

from greening import tables
from greening.target_figures import Actual, Measured, Row
from greening.target_path import allowed
from greening.uncertainty import Interval, difference, scaled, total
from greening.units import PERCENT

#: What `adopted_by` holds where no body adopted the goal.
NOT_ADOPTED = ("", "none", "nobody", "not adopted", "not yet adopted", "proposed", "draft")


@dataclass(frozen=True)
class Goal:
    """One goal of a submission: its milestones, of which the last is the target, and its baseline."""

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

    @property
    def target_year(self) -> int:
        """The year of the last milestone."""
        return self.milestones[-1][0]

    @property
    def has_start(self) -> bool:
        """Whether a path could start: from a baseline before the first milestone. One of constant rate to zero is undefined all the same."""
        return self.baseline is not None and self.baseline_year < self.milestones[0][0]

    def target(self, baseline: float) -> float:
        """The level of the last milestone, from a baseline where the goal is a change."""
        return _level(self.milestones[-1], baseline)

    def allowed(self, baseline: float, year: int) -> float:
        """What the path allows in a year, from a baseline; NaN without one."""
        if math.isnan(baseline) or self.baseline_year >= self.milestones[0][0]:
            return math.nan
        points = [(self.baseline_year, baseline), *((milestone[0], _level(milestone, baseline)) for milestone in self.milestones)]
        return allowed(self.path, points, year)


def _level(milestone: tuple[int, float, float], baseline: float) -> float:
    _, level, change_pct = milestone
    return baseline * (1 + change_pct / PERCENT) if math.isnan(level) else level


def evaluate(goals: pd.DataFrame, figures: pd.DataFrame, earlier: pd.DataFrame, year: int) -> pd.DataFrame:
    """Every goal and year from baseline to target year (to `year`, where that is later), in the columns of the product `targets`.

    `goals` are rows of the submission table, `figures` those of the year, `earlier` those of earlier years. The actual value of an earlier
    year is the restated one, where `figures` has it as `metric@year`. A goal without a baseline has no allowed value and is never met.
    """
    own = goals[goals["organization"].isin(figures["organization"].unique()) & goals["goal_id"].notna()]
    by_id: dict[str, list[Row]] = {}
    for line in own.to_dict("records"):
        by_id.setdefault(line["goal_id"], []).append(line)
    measured = Measured.of(own["metric"].dropna(), figures, earlier, year)
    rows = [row for goal_id in sorted(by_id) for row in _rows(_goal(by_id[goal_id], measured), measured)]
    return tables.stack("targets", [pd.DataFrame(rows)])


def _goal(lines: Sequence[Row], measured: Measured) -> Goal:
    first = lines[0]
    ordered = sorted(lines, key=itemgetter("target_year"))
    milestones = tuple((int(line["target_year"]), float(line["target_value"]), float(line["change_pct"])) for line in ordered)
    start = _first(lines, "baseline_year")
    baseline_year = min(measured.year, milestones[-1][0]) if start is None else int(start)
    given = _first(lines, "baseline_value")
    baseline = measured.actual(first["metric"], baseline_year) if given is None else Actual(given, Interval(given, given))
    return Goal(
        goal_id=first["goal_id"],
        metric=first["metric"],
        unit=_unit(first, measured),
        path="milestones" if len(lines) > 1 else first["path"],
        baseline_year=baseline_year,
        baseline=None if start is None else baseline,
        milestones=milestones,
        is_adopted=_is_adopted(first, measured.year),
        baseline_is_figure=given is None,
    )


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
    too_late = bool(pd.notna(goal["adopted_date"])) and goal["adopted_date"] > pd.Timestamp(year, 12, 31)
    refused = bool(pd.notna(goal["adopted_by"])) and str(goal["adopted_by"]).strip().lower() in NOT_ADOPTED
    return not (too_late or refused)


def _rows(goal: Goal, measured: Measured) -> Iterator[dict[str, Any]]:
    overshoot, bounds, years = 0.0, Interval(0.0, 0.0), 0
    for of_year in range(goal.baseline_year, max(goal.target_year, measured.year) + 1):
        found = measured.actual(goal.metric, of_year) if of_year <= measured.year else None
        row = _row(goal, of_year, found)
        if found and not math.isnan(row["gap"]):
            overshoot, bounds, years = overshoot + row["gap"], total([bounds, _gap(goal, of_year, found)]), years + 1
            row |= {"budget_overshoot": overshoot, "budget_years": years, **_bounds("budget_overshoot", bounds)}
        yield row


def _gap(goal: Goal, of_year: int, found: Actual) -> Interval:
    """The interval of the gap of a year; a baseline that is the figure of its year is on the path exactly."""
    path = _allowed(goal, of_year)
    if path is None or (of_year == goal.baseline_year and goal.baseline_is_figure):
        return Interval(0.0, 0.0)
    return difference(found.interval, path.interval)


def _bounds(column: str, interval: Interval) -> dict[str, float]:
    return {f"{column}_low": _bound(interval.low), f"{column}_high": _bound(interval.high)}


def _row(goal: Goal, of_year: int, found: Actual | None) -> dict[str, Any]:
    baseline = goal.baseline.value if goal.baseline else math.nan
    target = goal.target(baseline)
    path = _allowed(goal, of_year)
    row: dict[str, Any] = {
        "goal_id": goal.goal_id,
        "year": of_year,
        "metric": goal.metric,
        "unit": goal.unit,
        "path": goal.path,
        "baseline_year": goal.baseline_year if goal.baseline else None,
        "baseline_value": baseline,
        "target_year": goal.target_year,
        "target_value": target,
        "change_pct": goal.milestones[-1][2],
        "allowed_value": path.value if path else math.nan,
        "allowed_low": path.interval.low if path else math.nan,
        "allowed_high": _bound(path.interval.high) if path else math.nan,
        "gap": math.nan,
    }
    return row | _compared(goal, of_year, found, path, target) if found else row


def _bound(value: float) -> float:
    return math.nan if math.isinf(value) else value


def _allowed(goal: Goal, of_year: int) -> Actual | None:
    """What the path allows, with the interval that the baseline brings along."""
    if goal.baseline is None:
        return None
    value = goal.allowed(goal.baseline.value, of_year)
    if math.isnan(value):
        return None
    interval = goal.baseline.interval
    ends: Sequence[float] = sorted(
        [goal.allowed(interval.low, of_year), *([] if interval.is_open else [goal.allowed(interval.high, of_year)]), value]
    )
    return Actual(value, Interval(ends[0], math.inf if interval.is_open else ends[-1]))


def _compared(goal: Goal, of_year: int, found: Actual, path: Actual | None, target: float) -> dict[str, Any]:
    status = _status(goal, of_year, found, path)
    needed = _needed(goal, of_year, found) if of_year < goal.target_year else Interval(math.nan, math.nan)
    return {
        "actual_value": found.value,
        "actual_low": found.interval.low,
        "actual_high": _bound(found.interval.high),
        "gap": found.value - path.value if path else math.nan,
        "status": status,
        "distinguishable": None if path is None else _verdict(goal, found, path) is not None,
        "needed_per_year": (target - found.value) / (goal.target_year - of_year) if of_year < goal.target_year else math.nan,
        **_bounds("needed_per_year", needed),
    }


def _needed(goal: Goal, of_year: int, found: Actual) -> Interval:
    """The interval of the yearly change that is needed from a year on: of the target, which an unsure baseline scales, less the figure."""
    baseline = goal.baseline.interval if goal.baseline else Interval(math.nan, math.nan)
    low, high = sorted([goal.target(baseline.low), goal.target(baseline.high)])
    return scaled(difference(Interval(low, high), found.interval), 1 / (goal.target_year - of_year))


def _status(goal: Goal, of_year: int, found: Actual, path: Actual | None) -> str:
    if not goal.is_adopted:
        return "not_adopted"
    if path is None:
        return "inconclusive" if goal.has_start else "no_baseline"
    if of_year == goal.baseline_year and goal.baseline_is_figure:
        return "on_path"
    kept = _verdict(goal, found, path)
    if kept is None:
        return "inconclusive"
    if of_year >= goal.target_year:
        return "met" if kept else "missed"
    return "on_path" if kept else "behind"


def _verdict(goal: Goal, found: Actual, path: Actual) -> bool | None:
    """Whether the figure keeps to the path; None where the intervals do not tell."""
    baseline = goal.baseline.value if goal.baseline else math.nan
    here, there = found.interval, path.interval
    if goal.target(baseline) > baseline:
        here, there = there, here
    # The path is arithmetic on floats: a figure that reaches the target must not miss it by the last bit.
    if here.high <= there.low or math.isclose(here.high, there.low):
        return True
    return False if here.low > there.high else None
