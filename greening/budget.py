"""The cumulative budget of a path: what all its years allow together, what is used of it, and the steeper path that would make good.

The budget is the sum of what the path allows from the baseline year to the target year, both included. Years without a figure are filled in
for this sum alone, on the straight line between the years before and after, and counted. Bounds are those of all years added up
(interval arithmetic), so that what is left is known rather too badly than too well. The baseline year stands on both sides of what is left and is
set off.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from greening.target_figures import Actual
from greening.uncertainty import Interval, difference, total

#: Units of what is used up over the years; a figure per person or a share is not.
SUMMED_UNITS = ("t CO2e", "kg", "kWh", "m3", "km")
#: Whether anything is left: surely nothing, surely something, or the bounds do not tell.
SPENT, LEFT, UNCLEAR = "spent", "left", "unclear"
#: What arithmetic on floats may be off by: a part of a year, or of the figure of now.
ROUNDING_ERROR = 1e-9


@dataclass(frozen=True)
class Budget:
    """The sums of a goal's years: allowed from baseline to target year, used up to now, and left; and the path that spends what is left."""

    allowed: Actual
    used: Actual
    left: Actual
    #: Years up to now without a figure, filled in between their neighbours.
    interpolated: tuple[int, ...]
    #: spent, left or unclear.
    state: str
    #: Signed change a year from now on that reaches the target and spends what is left; None where the straight line to the target does,
    #: where nothing is left, and where no year is.
    steeper: Actual | None
    #: The first year of that path with nothing at all; None where it keeps above zero.
    zero_year: int | None


def budget(allowed: Mapping[int, Actual], actual: Mapping[int, Actual], now: int, target: Actual, *, is_exact_start: bool) -> Budget | None:
    """The budget of a path whose allowed values are given by year, with the figures known by year.

    `is_exact_start` says that the baseline is the figure of its year. None where a year of the path, or the figure of now or of the
    baseline year, is not known.
    """
    years = sorted(allowed)
    start, end = years[0], min(now, years[-1])
    known = {start: allowed[start], **{year: actual[year] for year in actual if start <= year <= end}}
    if end not in known or end < start:
        return None
    filled = _filled(known, start, end)
    whole, used = _sum(list(allowed.values())), _sum(list(filled.values()))
    set_off = start if is_exact_start else None
    left = Actual(whole.value - used.value, difference(_bounds(allowed, set_off), _bounds(filled, set_off)))
    steeper = _steeper(filled[end], target, left, years[-1] - end)
    interpolated = tuple(year for year in filled if year not in known)
    return Budget(whole, used, left, interpolated, _state(left), steeper, _zero_year(filled[end], steeper, end, years[-1]))


def _filled(known: Mapping[int, Actual], start: int, end: int) -> dict[int, Actual]:
    """The values of all years from start to end, those that are not known filled in between their neighbours."""
    return {year: known.get(year) or _between(known, year) for year in range(start, end + 1)}


def _bounds(values: Mapping[int, Actual], set_off: int | None) -> Interval:
    """The bounds of the sum of all years but the one that is set off, if one is."""
    return total([values[year].interval for year in sorted(values) if year != set_off])


def _sum(parts: Sequence[Actual]) -> Actual:
    return Actual(math.fsum(part.value for part in parts), total([part.interval for part in parts]))


def _between(known: Mapping[int, Actual], year: int) -> Actual:
    """The value on the straight line between the known years before and after, with the bounds of both."""
    before, after = max(one for one in known if one < year), min(one for one in known if one > year)
    share = (year - before) / (after - before)
    first, last = known[before], known[after]
    low, high = _mixed(first.interval.low, last.interval.low, share), _mixed(first.interval.high, last.interval.high, share)
    return Actual(_mixed(first.value, last.value, share), Interval(low, high))


def _mixed(first: float, last: float, share: float) -> float:
    return first * (1 - share) + last * share


def _state(left: Actual) -> str:
    if left.interval.high <= 0:
        return SPENT
    return LEFT if left.interval.low > 0 else UNCLEAR


def _steeper(now: Actual, target: Actual, left: Actual, years: int) -> Actual | None:
    """The yearly change that spends what is left, where it is steeper than the straight line to the target; None where none can or none has to."""
    if years <= 0 or left.value <= 0:
        return None
    value, straight = -cut(now.value, left.value, years), (target.value - now.value) / years
    if value >= straight - ROUNDING_ERROR * abs(now.value):
        return None
    low = -_cut_to(now.interval.high, target.interval.low, left.interval.low, years)
    high = -_cut_to(now.interval.low, target.interval.high, left.interval.high, years)
    return Actual(value, Interval(low, high))


def _cut_to(now: float, target: float, left: float, years: int) -> float:
    """The yearly cut that both reaches the target and spends no more than what is left; infinite where nothing is."""
    return math.inf if left <= 0 or math.isinf(now) else max(cut(now, left, years), (now - target) / years)


def cut(now: float, left: float, years: int) -> float:
    """The yearly cut with which the years to come sum up to what is left, which is above zero; negative where they may rise.

    A path that reaches zero stays there. With the first k years above zero, k * now - cut * k * (k + 1) / 2 = left; the largest k whose own year is
    above zero with its cut is the solution, since the sum falls as the cut grows.
    """
    cuts = ((count, (count * now - left) / (count * (count + 1) / 2)) for count in range(years, 0, -1))
    return next((found for count, found in cuts if now - count * found > 0), now - left)


def _zero_year(now: Actual, steeper: Actual | None, year: int, last: int) -> int | None:
    """The first year in which the path is at zero, where that is not after the target year."""
    if steeper is None:
        return None
    found = year + math.ceil(now.value / -steeper.value - ROUNDING_ERROR)
    return found if found <= last else None
