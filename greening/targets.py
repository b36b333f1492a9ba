"""Goals on their path: what each year allows, what was emitted, and whether the intervals can tell the two apart."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from greening import goals as shared_goals, tables
from greening.budget import SUMMED_UNITS, Budget, budget
from greening.target_figures import Actual, Measured, Row
from greening.target_goal import Goal, goal_of
from greening.target_path import next_step, yearly_rate
from greening.uncertainty import Interval, difference, scaled, total

#: Two numbers that differ by less than this part of them are the same: the path is arithmetic on floats.
SAME = 1e-9
NOT_KNOWN = Interval(math.nan, math.nan)


def evaluate(goals: pd.DataFrame, figures: pd.DataFrame, earlier: pd.DataFrame, year: int) -> pd.DataFrame:
    """Every goal and year from baseline to target year (to `year`, where that is later), in the columns of the product `targets`.

    `goals` are rows of the submission table with the goals adopted (`goals.applied`), `figures` those of the year, `earlier` those of earlier
    years. The actual value of an earlier year is the one computed again or restated, where `figures` has it. A goal without a baseline has no
    allowed value and is never met.
    """
    own = goals[goals["organization"].isin(figures["organization"].unique()) & goals["goal_id"].notna()]
    by_id: dict[str, list[Row]] = {}
    for line in own.to_dict("records"):
        by_id.setdefault(line["goal_id"], []).append(line)
    measured = Measured.of(own["metric"].dropna(), figures, earlier, year)
    rows = [row for goal_id in sorted(by_id) for row in _rows(goal_of(by_id[goal_id], measured), measured, by_id[goal_id][0])]
    return tables.stack("targets", [pd.DataFrame(rows)])


def _rows(goal: Goal, measured: Measured, line: Row) -> Iterator[dict[str, Any]]:
    overshoot, bounds, years = 0.0, Interval(0.0, 0.0), 0
    actual: dict[int, Actual] = {}
    terms = _terms(goal, line)
    for of_year in range(min(goal.baseline_year, measured.year), max(goal.target_year, measured.year) + 1):
        found = measured.actual(goal.metric, of_year) if of_year <= measured.year else None
        change = measured.changes.get(goal.goal_id) if of_year == measured.year else None
        row = terms | _row(goal, of_year, found, change)
        if found:
            actual[of_year] = found
        if found and not math.isnan(row["gap"]):
            overshoot, bounds, years = overshoot + row["gap"], total([bounds, _gap(goal, of_year, found, change)]), years + 1
            row |= {"budget_overshoot": overshoot, "budget_years": years, **_bounds("budget_overshoot", bounds)}
        if of_year == measured.year:
            row |= _budget(goal, actual, of_year)
        yield row


def _terms(goal: Goal, line: Row) -> dict[str, Any]:
    """What is the same for every year of a goal."""
    baseline = goal.baseline.value if goal.baseline else math.nan
    shared = shared_goals.by_goal().get(goal.goal_id) if line.get("table") == "adoptions" else None
    return {
        "goal_id": goal.goal_id,
        "metric": goal.metric,
        "unit": goal.unit,
        "path": goal.path,
        "baseline_year": goal.baseline_year if goal.baseline else None,
        "baseline_value": baseline,
        "baseline_state": goal.baseline_state,
        "target_year": goal.target_year,
        "target_value": goal.target(baseline),
        "change_pct": goal.milestones[-1][2],
        "adopted_by": goal.adopted_by or None,
        "adopted_date": goal.adopted_date or None,
        "framework": shared["framework"] if shared else None,
        "verified": bool(shared["verified"]) if shared else None,
    }


def _row(goal: Goal, of_year: int, found: Actual | None, change: Interval | None) -> dict[str, Any]:
    path = goal.reached(of_year)
    row: dict[str, Any] = {
        "year": of_year,
        "allowed_value": path.value if path else math.nan,
        "allowed_low": path.interval.low if path else math.nan,
        "allowed_high": _bound(path.interval.high) if path else math.nan,
        "allowed_change": goal.allowed(1.0, of_year) - 1 if path and goal.is_relative else math.nan,
        "gap": math.nan,
    }
    return row | _compared(goal, of_year, found, path, change) if found else row


def _bounds(column: str, interval: Interval) -> dict[str, float]:
    return {f"{column}_low": _bound(interval.low), f"{column}_high": _bound(interval.high)}


def _bound(value: float) -> float:
    return math.nan if math.isinf(value) else value


def _compared(goal: Goal, of_year: int, found: Actual, path: Actual | None, change: Interval | None) -> dict[str, Any]:
    return {
        "actual_value": found.value,
        "actual_low": found.interval.low,
        "actual_high": _bound(found.interval.high),
        "gap": found.value - path.value if path else math.nan,
        **(_bounds("gap", _gap(goal, of_year, found, change)) if path else {}),
        "status": _status(goal, of_year, found, path, change),
        "distinguishable": None if path is None else _verdict(goal, of_year, found, path, change) is not None,
        **_needs(goal, of_year, found, change),
    }


def _gap(goal: Goal, of_year: int, found: Actual, change: Interval | None) -> Interval:
    """The interval of the gap of a year; a baseline that is the figure of its year is on the path exactly."""
    path = goal.reached(of_year)
    if path is None or (of_year == goal.baseline_year and goal.baseline_is_figure):
        return Interval(0.0, 0.0)
    return _beyond(goal, found, path.interval, goal.allowed(1.0, of_year), change)


def _beyond(goal: Goal, found: Actual, level: Interval, share: float, change: Interval | None) -> Interval:
    """The interval of the figure less a level of the path, which is a share of the baseline where the goal is a change.

    Where the interval of the change since the baseline is known, in which what both years share is set off, the difference is also
    baseline x (1 + change - share): both hold, so that the narrower bounds do.
    """
    plain = difference(found.interval, level)
    if change is None or change.is_open or goal.baseline is None or not goal.is_relative or not _is_closed(goal.baseline.interval):
        return plain
    base, apart = goal.baseline.interval, (change.low + 1 - share, change.high + 1 - share)
    low, high = min(base.low * apart[0], base.high * apart[0]), max(base.low * apart[1], base.high * apart[1])
    return Interval(max(plain.low, low), min(plain.high, high), plain.kind)


def _is_closed(interval: Interval) -> bool:
    return interval.low > 0 and not interval.is_open


def _needs(goal: Goal, of_year: int, found: Actual, change: Interval | None) -> dict[str, Any]:
    """What is asked from a year on to reach the target: a year on the straight line, in the next year if more is done first, and as a rate."""
    years = goal.target_year - of_year
    if years <= 0:
        return {}
    target, aim = goal.target(goal.baseline.value if goal.baseline else math.nan), goal.aim()
    beyond = _beyond(goal, found, aim, goal.target(1.0), change)
    missing = Interval(-beyond.high, -beyond.low, beyond.kind)
    slow, fast = sorted([yearly_rate(found.interval.high, aim.low, years), yearly_rate(found.interval.low, aim.high, years)])
    return {
        "needed_per_year": (target - found.value) / years,
        **_bounds("needed_per_year", scaled(missing, 1 / years)),
        "needed_next_year_front_loaded": next_step(found.value, target, years),
        **_bounds("needed_next_year_front_loaded", scaled(missing, next_step(0.0, 1.0, years))),
        "needed_rate": yearly_rate(found.value, target, years),
        **_bounds("needed_rate", NOT_KNOWN if found.interval.is_open else Interval(slow, fast)),
    }


def _status(goal: Goal, of_year: int, found: Actual, path: Actual | None, change: Interval | None) -> str:
    if not goal.is_adopted:
        return "not_adopted"
    if path is None:
        return "inconclusive" if goal.has_start else "no_baseline"
    if of_year == goal.baseline_year and goal.baseline_is_figure:
        return "on_path"
    kept = _verdict(goal, of_year, found, path, change)
    if kept is None:
        return "inconclusive"
    if of_year >= goal.target_year:
        return "met" if kept else "missed"
    return "on_path" if kept else "behind"


def _verdict(goal: Goal, of_year: int, found: Actual, path: Actual, change: Interval | None) -> bool | None:
    """Whether the figure keeps to the path; None where the intervals do not tell."""
    gap, slack = _gap(goal, of_year, found, change), SAME * max(abs(found.value), abs(path.value))
    over, under = (-gap.high, -gap.low) if goal.rises else (gap.low, gap.high)
    # A figure that reaches the target must not miss it by the last bit.
    if under <= slack:
        return True
    return False if over > slack else None


def _budget(goal: Goal, actual: Mapping[int, Actual], now: int) -> dict[str, Any]:
    """The cumulative budget in the columns of `targets`; nothing where the metric cannot be added up over the years, or more of it is wanted."""
    if goal.unit not in SUMMED_UNITS or goal.rises:
        return {}
    paths = {year: path for year in range(goal.baseline_year, goal.target_year + 1) if (path := goal.reached(year))}
    if len(paths) <= goal.target_year - goal.baseline_year:
        return {}
    found = budget(paths, actual, now, paths[goal.target_year], is_exact_start=goal.baseline_is_figure)
    return _budget_columns(found) if found else {}


def _budget_columns(found: Budget) -> dict[str, Any]:
    sums = {"total": found.allowed, "used": found.used, "left": found.left, "steeper_per_year": found.steeper}
    known = {f"budget_{name}": part for name, part in sums.items() if part}
    bounds = {column: bound for name, part in known.items() for column, bound in _bounds(name, part.interval).items()}
    return {
        **{name: part.value for name, part in known.items()},
        **bounds,
        "budget_interpolated_years": len(found.interpolated),
        "budget_interpolated": ", ".join(map(str, found.interpolated)) or None,
        "budget_state": found.state,
        "budget_zero_year": found.zero_year,
    }
