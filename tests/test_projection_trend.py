"""Business as usual: the line of least squares, its band, and the years that it rests on."""

import math

import pytest
from hypothesis import given, strategies as st
from scipy import stats

from greening.projection.series import Point
from greening.projection.trend import EXPONENTIAL, FLAT, LEAST_YEARS, LINEAR, Line, fitted, noted_years, student_t
from greening.uncertainty import ROUNDING, STATISTICAL, Interval

NOTED = frozenset({2020, 2021})


def points(values, first=2010, half=0.0):
    return [Point(first + place, value, Interval(value - half, value + half, STATISTICAL)) for place, value in enumerate(values)]


def test_the_table_is_that_of_students_distribution():
    assert [student_t(degrees) for degrees in range(1, 31)] == pytest.approx(stats.t.ppf(0.975, range(1, 31)).tolist(), abs=6e-4)
    assert student_t(500) == student_t(30)


def test_a_line_through_three_points_by_hand():
    """Through (0, 1), (1, 2), (2, 4): slope 3/2, residuals 1/6, -1/3, 1/6, so s = (1/6) ^ 0.5; at 3 t * s * (1 + 1/3 + 4/2) ^ 0.5."""
    line = Line.through([0, 1, 2], [1, 2, 4])
    assert (line.slope, line.deviation) == pytest.approx((1.5, math.sqrt(1 / 6)))
    assert line.prediction(3) == pytest.approx(12.706 * math.sqrt(1 / 6) * math.sqrt(10 / 3))
    assert line.slope_half == pytest.approx(12.706 * math.sqrt(1 / 6) / math.sqrt(2))


def test_the_line_is_the_one_that_scipy_fits():
    xs, ys = [2010, 2012, 2013, 2015, 2016, 2019], [3.0, 2.4, 2.9, 2.2, 2.3, 1.8]
    line, theirs = Line.through(xs, ys), stats.linregress(xs, ys)
    assert line.slope == pytest.approx(theirs.slope)
    assert line.deviation / math.sqrt(line.squares_x) == pytest.approx(theirs.stderr)


def test_a_series_of_one_rate_goes_on_at_that_rate():
    """The ten-year page of a body that falls by 3 % a year: after ten more years 0.97 ^ 10 of the last figure is left."""
    usual = fitted(points([100 * 0.97**year for year in range(6)]), NOTED)
    value, band = usual.at(2025)
    assert (usual.form, usual.change) == (EXPONENTIAL, pytest.approx(-0.03))
    assert value == pytest.approx(100 * 0.97**15)
    assert (band.low, band.high) == pytest.approx((value, value))


def test_pandemic_years_are_neither_fitted_nor_started_from():
    usual = fitted(points([100, 100, 100, 100, 40, 45], first=2016), NOTED)
    assert (usual.years, usual.left_out, usual.start.year) == ((2016, 2017, 2018, 2019), (2020, 2021), 2019)
    assert usual.at(2030)[0] == pytest.approx(100)
    assert noted_years() == NOTED


@pytest.mark.parametrize("values", [[100, 80], [120, 100, 80]])
def test_fewer_than_four_usual_years_are_held(values):
    usual = fitted(points(values, first=2024 - len(values), half=5), frozenset())
    assert (usual.form, usual.years, usual.at(2030)) == (FLAT, (2023,), (80, Interval(75, 85, STATISTICAL)))


def test_four_usual_years_make_a_trend_and_noted_years_are_none_of_them():
    assert fitted(points([100, 90, 80, 70]), NOTED).form == EXPONENTIAL
    assert fitted(points([100, 90, 80, 70, 60], first=2017), NOTED).form == FLAT


def test_a_body_known_in_pandemic_years_only_is_held_at_the_last():
    usual = fitted(points([50, 40], first=2020), NOTED)
    assert (usual.form, usual.start.year, usual.left_out) == (FLAT, 2021, (2020,))
    assert fitted([], NOTED) is None


def test_a_series_with_zero_is_linear_and_ends_at_zero():
    usual = fitted(points([30, 20, 10, 0]), NOTED)
    value, band = usual.at(2020)
    assert (usual.form, usual.change, value, band.low) == (LINEAR, pytest.approx(-10), 0, 0)


def test_rounded_figures_make_it_indicative_and_their_kind_stays():
    rounded = [Point(2010 + place, 1.7e6, Interval(1.65e6, 1.75e6, ROUNDING), is_rounded=True) for place in range(4)]
    usual = fitted(rounded, NOTED)
    assert usual.is_indicative
    assert usual.at(2015)[1].kind == ROUNDING
    assert not fitted(points([1, 2, 3, 4]), NOTED).is_indicative


def test_an_open_figure_has_an_open_band():
    series = [*points([100, 90, 80]), Point(2013, 70, Interval(70, math.inf, ROUNDING), is_rounded=True)]
    usual = fitted(series, NOTED)
    assert (usual.form, usual.at(2020)[1].is_open) == (EXPONENTIAL, True)


AMOUNTS = st.lists(st.floats(1, 1e6), min_size=LEAST_YEARS, max_size=12)


@given(AMOUNTS, st.floats(0, 0.5), st.integers(1, 20))
def test_the_band_holds_the_line_and_is_never_narrower_than_the_last_figure(values, share, ahead):
    series = [Point(2000 + place, value, Interval(value * (1 - share), value * (1 + share))) for place, value in enumerate(values)]
    usual = fitted(series, NOTED)
    value, band = usual.at(series[-1].year + ahead)
    last = series[-1].interval
    assert band.low <= value <= band.high
    assert band.high - value >= (last.high - series[-1].value) * (1 - 1e-9)
    assert band.low == 0 or value - band.low >= (series[-1].value - last.low) * (1 - 1e-9)


@given(AMOUNTS, st.floats(0.01, 100))
def test_a_series_in_other_units_has_the_same_trend(values, factor):
    one, other = fitted(points(values), NOTED), fitted(points([value * factor for value in values]), NOTED)
    assert other.at(2030)[0] == pytest.approx(one.at(2030)[0] * factor, rel=1e-6)
    assert other.change == pytest.approx(one.change, abs=1e-9)


#: Greenhouse gas emissions of the UN system in Mt as published, one best line a year.
SYSTEM = {
    2009: 1.7, 2010: 1.7, 2012: 1.751534, 2013: 1.7, 2014: 2.0, 2015: 2.0, 2016: 1.9, 2017: 1.86, 2018: 2.0, 2019: 2.0, 2020: 1.5, 2022: 1.4,
}  # fmt: skip


def test_the_system_has_no_trend_that_could_be_told():
    """The years up to 2019 rise and 2022 lies far below: the slope's interval holds zero, and 2030 may be anything from 0.9 to 2.2 Mt."""
    series = [Point(year, value, Interval(value - 0.05, value + 0.05, ROUNDING), is_rounded=True) for year, value in SYSTEM.items()]
    usual, years = fitted(series, NOTED), [year for year in SYSTEM if year not in NOTED]
    theirs = stats.linregress(years, [math.log(SYSTEM[year]) for year in years])
    value, band = usual.at(2030)
    assert value == pytest.approx(1.4 * math.exp(8 * theirs.slope))
    spread = math.sqrt(sum((math.log(SYSTEM[year]) - theirs.intercept - theirs.slope * year) ** 2 for year in years) / 9)
    mean = sum(years) / 11
    half = stats.t.ppf(0.975, 9) * spread * math.sqrt(1 + 1 / 11 + (2030 - mean) ** 2 / sum((year - mean) ** 2 for year in years))
    assert (band.low, band.high) == pytest.approx((1.35 * math.exp(8 * theirs.slope - half), 1.45 * math.exp(8 * theirs.slope + half)), rel=1e-3)
    assert (round(value, 2), round(band.low, 2), round(band.high, 1)) == (1.39, 0.88, 2.2)
    assert usual.change_interval.holds(0) and usual.is_indicative


def test_in_a_pandemic_year_the_system_goes_on_from_the_year_before():
    until_2020 = [Point(year, value, Interval(value, value)) for year, value in SYSTEM.items() if year <= 2020]
    usual = fitted(until_2020, NOTED)
    assert (usual.start.year, usual.change_interval.low > 0) == (2019, True)
