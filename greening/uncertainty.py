"""Intervals: how far a figure may lie from the value that is printed, and how intervals combine.

Two kinds are never confused. `statistical_95` is a 95 % interval from the geometric standard deviations of factors and quantities.
`rounding` is the range of values that would have been printed the same way. A result that rests on both is called `rounding`, since
its bounds are no longer a 95 % interval.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist

from greening import published

#: Kind of an interval that holds the value in 95 of 100 cases.
STATISTICAL = "statistical_95"
#: Kind of an interval that holds every value printed the same way.
ROUNDING = "rounding"
#: Standard normal deviate that 97.5 % of values lie below.
Z_97_5 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Interval:
    """Bounds of a figure; `high` is infinite where the figure is a minimum."""

    low: float
    high: float
    kind: str = ROUNDING

    @property
    def is_point(self) -> bool:
        """Whether the bounds say that the value is exact."""
        return self.low == self.high

    @property
    def is_open(self) -> bool:
        """Whether there is no upper bound."""
        return math.isinf(self.high)

    def holds(self, value: float) -> bool:
        """Whether a value lies between the bounds, which belong to the interval."""
        return self.low <= value <= self.high

    def overlaps(self, other: "Interval") -> bool:
        """Whether some value lies in both intervals."""
        return self.low <= other.high and other.low <= self.high


def exact(value: float) -> Interval:
    """The interval of a value that is known exactly."""
    return Interval(value, value)


def quoted(value: float, precision: str) -> Interval:
    """The interval of a figure that was printed with a precision: exact, rounded, approx, more_than or nearly."""
    return Interval(*published.bounds(value, precision))


def kind_of(intervals: Iterable[Interval]) -> str:
    """The kind of what rests on these intervals: statistical only where no rounding is involved."""
    kinds = {interval.kind for interval in intervals if not interval.is_point}
    return STATISTICAL if kinds == {STATISTICAL} else ROUNDING


def total(parts: Iterable[Interval]) -> Interval:
    """The interval of a sum whose parts may all err the same way: the bounds are added."""
    parts = list(parts)
    return Interval(math.fsum(part.low for part in parts), sum(part.high for part in parts), kind_of(parts))


def scaled(interval: Interval, factor: float) -> Interval:
    """The interval of a figure times a factor that is not negative."""
    return Interval(interval.low * factor, interval.high * factor, interval.kind)


def ratio(numerator: Interval, denominator: Interval) -> Interval:
    """The interval of a ratio of figures that are not negative, by interval arithmetic.

    Errors that numerator and denominator share are not set off against each other, so that the interval is rather too wide.
    The denominator's lower bound must be above zero for the ratio to be bounded.
    """
    high = math.inf if denominator.low <= 0 else numerator.high / denominator.low
    return Interval(numerator.low / denominator.high, high, kind_of([numerator, denominator]))


def share(part: Interval, rest: Interval) -> Interval:
    """The interval of `part / (part + rest)`, none of them negative, by interval arithmetic: a part that errs moves its whole too."""
    low = part.low / (part.low + rest.high) if part.low > 0 else 0.0
    # A rest of nothing, or a part without an upper bound, may leave all to the part.
    high = 1.0 if part.high >= math.inf or rest.low <= 0 else part.high / (part.high + rest.low)
    return Interval(low, high, kind_of([part, rest]))


def change(new: Interval, old: Interval) -> Interval:
    """The interval of `new / old - 1`: low = new.low / old.high - 1, high = new.high / old.low - 1.

    Two statistical totals are treated as if no error were shared, which is the cautious side.
    """
    quotient = ratio(new, old)
    return Interval(quotient.low - 1, quotient.high - 1, quotient.kind)


def difference(minuend: Interval, subtrahend: Interval) -> Interval:
    """The interval of `minuend - subtrahend`, by interval arithmetic."""
    return Interval(minuend.low - subtrahend.high, minuend.high - subtrahend.low, kind_of([minuend, subtrahend]))


def log_normal(mean: float, variance: float) -> Interval:
    """The 95 % interval of a quantity of which mean and variance are known: that of the log-normal distribution which has them.

    Source: ipcc_2006_v1_ch3
    """
    if variance <= 0:
        return Interval(mean, mean, STATISTICAL)
    if mean <= 0:
        # Only removals or corrections could do this; a log-normal distribution has no such values.
        spread = Z_97_5 * math.sqrt(variance)
        return Interval(mean - spread, mean + spread, STATISTICAL)
    sigma = math.sqrt(math.log1p((math.sqrt(variance) / mean) ** 2))
    centre = math.log(mean) - sigma**2 / 2
    # For a very wide error the mean of a log-normal distribution lies above its 97.5 % point.
    return Interval(math.exp(centre - Z_97_5 * sigma), max(mean, math.exp(centre + Z_97_5 * sigma)), STATISTICAL)


def log_normal_ratio(means: tuple[float, float], variances: tuple[float, float], covariance: float) -> Interval:
    """The 95 % interval of the ratio of two quantities above zero that err together: both log-normal, with these means, variances and covariance.

    The logarithm of the ratio is normal; what both share is set off. Source: ipcc_2006_v1_ch3
    """
    over, under = (math.log1p((math.sqrt(variance) / mean) ** 2) for mean, variance in zip(means, variances, strict=True))
    both = math.log1p(max(covariance / means[0] / means[1], -0.5))
    sigma = math.sqrt(max(over + under - 2 * both, 0.0))
    value = means[0] / means[1]
    # The difference of the logarithms, since the ratio of a very small and a large number is rounded to zero.
    centre = math.log(means[0]) - math.log(means[1]) + (under - over) / 2
    return Interval(min(value, math.exp(centre - Z_97_5 * sigma)), max(value, math.exp(centre + Z_97_5 * sigma)), STATISTICAL)
