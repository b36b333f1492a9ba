"""Business as usual: the trend of the known years, carried on from the last of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from greening import reference
from greening.projection.series import Point
from greening.uncertainty import STATISTICAL, Interval, kind_of

#: So many usual years make a trend; with fewer the last figure is held. Three would leave the line one degree of freedom, and with it a prediction
#: interval over orders of magnitude. A rule of this report.
LEAST_YEARS = 4
#: The form of a trend: the same relative change every year, the same change every year, no change.
EXPONENTIAL, LINEAR, FLAT = "exponential", "linear", "flat"
#: The largest exponent that still makes a number.
_LARGEST_EXPONENT = 700.0


@dataclass(frozen=True)
class Line:
    """A straight line through points by ordinary least squares.

    slope = sum((x - mean x)(y - mean y)) / sum((x - mean x)^2); deviation = (sum of squared residuals / (n - 2)) ^ 0.5. Source: nist_prediction
    """

    slope: float
    deviation: float
    count: int
    mean_x: float
    squares_x: float

    @classmethod
    def through(cls, xs: Sequence[float], ys: Sequence[float]) -> "Line":
        """The line through at least three points that do not stand above each other."""
        count = len(xs)
        mean_x, mean_y = math.fsum(xs) / count, math.fsum(ys) / count
        squares_x = math.fsum((x - mean_x) ** 2 for x in xs)
        slope = math.fsum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / squares_x
        residuals = math.fsum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in zip(xs, ys, strict=True))
        return cls(slope, math.sqrt(residuals / (count - 2)), count, mean_x, squares_x)

    def prediction(self, x: float) -> float:
        """Half the width of the 95 % prediction interval at x: t * deviation * (1 + 1 / n + (x - mean x)^2 / squares) ^ 0.5."""
        return student_t(self.count - 2) * self.deviation * math.sqrt(1 + 1 / self.count + (x - self.mean_x) ** 2 / self.squares_x)

    @property
    def slope_half(self) -> float:
        """Half the width of the 95 % interval of the slope."""
        return student_t(self.count - 2) * self.deviation / math.sqrt(self.squares_x)


@dataclass(frozen=True)
class Trend:
    """Business as usual: the figure that it starts from, and the line of the fitted years (of logarithms where it is exponential)."""

    start: Point
    form: str
    #: The years that the line is fitted to; the one that is held where there are too few.
    years: tuple[int, ...]
    left_out: tuple[int, ...]
    #: Whether a figure that it rests on was printed rounded.
    is_indicative: bool
    line: Line | None = None

    @property
    def change(self) -> float:
        """The change a year: relative where the trend is exponential, in the figure's unit where it is linear, else none."""
        return self._rate(self.line.slope) if self.line else 0.0

    @property
    def change_interval(self) -> Interval:
        """The 95 % interval of the change a year."""
        if self.line is None:
            return Interval(0.0, 0.0, STATISTICAL)
        low, high = (self._rate(self.line.slope + sign * self.line.slope_half) for sign in (-1, 1))
        return Interval(low, high, STATISTICAL)

    def _rate(self, slope: float) -> float:
        return _exp(slope) - 1 if self.form == EXPONENTIAL else slope

    def ratio(self, year: int) -> Interval | None:
        """What the trend makes of the figure that it starts from, as a share of it; None where the trend is linear."""
        if self.line is None:
            return Interval(1.0, 1.0)
        if self.form == LINEAR:
            return None
        risen, half = self.line.slope * (year - self.start.year), self.line.prediction(year)
        return Interval(_exp(risen - half), _exp(risen + half))

    def at(self, year: int) -> tuple[float, Interval]:
        """The value of a year and its band, which is never narrower than the interval of the figure that the trend starts from.

        Exponential: start * exp(slope * years); the bounds of the start times exp(slope * years -/+ prediction). Linear: the same, added.
        """
        start, bounds = self.start, self.start.interval
        if self.line is None:
            return start.value, bounds
        risen, half = self.line.slope * (year - start.year), self.line.prediction(year)
        if self.form == EXPONENTIAL:
            value, low, high = start.value * _exp(risen), bounds.low * _exp(risen - half), bounds.high * _exp(risen + half)
        else:
            value, low, high = max(start.value + risen, 0.0), bounds.low + risen - half, bounds.high + risen + half
        low, high = min(low, value - (start.value - bounds.low)), max(high, value + (bounds.high - start.value))
        return value, Interval(max(low, 0.0), high, kind_of([bounds, Interval(low, high, STATISTICAL)]))


def fitted(points: Sequence[Point], noted: frozenset[int]) -> Trend | None:
    """The trend of the points, ascending; None where there are none.

    Noted years, such as those of the pandemic, are neither fitted nor started from, unless there is no other.
    """
    usual = [point for point in points if point.year not in noted]
    used = usual or points[-1:]
    if not used:
        return None
    left_out = tuple(point.year for point in points if point not in used)
    return _held(used[-1], left_out) if len(usual) < LEAST_YEARS else _carried_on(usual, left_out)


def _held(start: Point, left_out: tuple[int, ...]) -> Trend:
    """The last figure, held: there are too few years for a trend."""
    return Trend(start, FLAT, (start.year,), left_out, start.is_rounded)


def _carried_on(usual: Sequence[Point], left_out: tuple[int, ...]) -> Trend:
    """The trend of the usual years from the last of them: of the logarithms where all values are above zero, else of the values themselves."""
    years = tuple(point.year for point in usual)
    form = EXPONENTIAL if all(point.value > 0 for point in usual) else LINEAR
    heights = [math.log(point.value) if form == EXPONENTIAL else point.value for point in usual]
    return Trend(usual[-1], form, years, left_out, any(point.is_rounded for point in usual), Line.through(years, heights))


def student_t(degrees_of_freedom: int) -> float:
    """The 97.5 % point of Student's t distribution; beyond the table that of its last row, which is a little wider. Source: nist_student_t"""
    table = _student_t()
    return table[min(degrees_of_freedom, len(table)) - 1]


@cache
def _student_t() -> Sequence[float]:
    return tuple(reference.load("student_t").sort_values("degrees_of_freedom")["t_97_5"].tolist())


@cache
def noted_years() -> frozenset[int]:
    """The years that say little of a trend, such as those of the pandemic."""
    return frozenset(reference.load("noted_years")["year"].tolist())


def _exp(exponent: float) -> float:
    return math.exp(min(exponent, _LARGEST_EXPONENT))
