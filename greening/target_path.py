"""The path from a baseline to a target: what it allows in a year, and what a path from now on asks."""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise


def linear(baseline: float, target: float, elapsed: float) -> float:
    """The same change every year. `elapsed` is the part of the time from baseline to target, 0 to 1."""
    return baseline + (target - baseline) * elapsed


def constant_rate(baseline: float, target: float, elapsed: float) -> float:
    """The same relative change every year: baseline * (target / baseline) ** elapsed; NaN unless both are above zero."""
    if baseline <= 0 or target <= 0:
        return math.nan
    return float(baseline * (target / baseline) ** elapsed)


def front_loaded(baseline: float, target: float, elapsed: float) -> float:
    """More at the beginning: the share of the change that is reached is 1 - (1 - elapsed) ** 2."""
    return baseline + (target - baseline) * (1 - (1 - elapsed) ** 2)


#: Every path between two points by its name in a submission; milestones are joined by straight lines.
PATHS: Mapping[str, Callable[[float, float, float], float]] = {
    "linear": linear,
    "constant_rate": constant_rate,
    "front_loaded": front_loaded,
    "milestones": linear,
}


def allowed(path: str, points: Sequence[tuple[int, float]], year: int) -> float:
    """What a path through points of year and value allows in a year; NaN where a needed value is unknown.

    Before the first point and after the last the value of that point holds.
    """
    ordered = sorted(points)
    if year <= ordered[0][0]:
        return ordered[0][1]
    for (start, before), (end, after) in pairwise(ordered):
        if year == end:
            return after if not math.isnan(before) else math.nan
        if start < year < end:
            return PATHS[path](before, after, (year - start) / (end - start))
    return ordered[-1][1]


def next_step(actual: float, target: float, years: int) -> float:
    """The change that a front-loaded path from now on asks in its first year; NaN where no year is left."""
    return front_loaded(actual, target, 1 / years) - actual if years > 0 else math.nan


def yearly_rate(actual: float, target: float, years: int) -> float:
    """The constant relative change a year that leads from here to the target; NaN where no year is left, or unless both are above zero."""
    return constant_rate(1.0, target / actual, 1 / years) - 1 if years > 0 and actual > 0 else math.nan
