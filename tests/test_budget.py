"""The cumulative budget of a path."""

import math

import pytest
from hypothesis import given, strategies as st

from greening.budget import LEFT, SPENT, UNCLEAR, budget, cut
from greening.target_figures import Actual
from greening.uncertainty import Interval


def exact(value):
    return Actual(value, Interval(value, value))


def within(value, low, high):
    return Actual(value, Interval(low, high))


def path(start, end, first=2010, last=2030):
    return {year: exact(start + (end - start) * (year - first) / (last - first)) for year in range(first, last + 1)}


def test_a_budget_of_four_years_by_hand():
    """100, 90, 80, 70, 60 are allowed; 100 and 95 are used; to spend the 205 left from 95 on takes a cut by 13.33 a year."""
    found = budget(path(100.0, 60.0, 2020, 2024), {2020: exact(100.0), 2021: exact(95.0)}, 2021, exact(60.0), is_exact_start=True)
    assert (found.allowed.value, found.used.value, found.left.value) == (400, 195, 205)
    assert (found.interpolated, found.state) == ((), LEFT)
    # Three years with a cut c sum up to 3 * 95 - 6 * c = 205, so that c is 80 / 6.
    assert found.steeper.value == pytest.approx(-80 / 6)
    assert sum(95 - found.steeper.value * -step for step in (1, 2, 3)) == pytest.approx(205)
    assert found.zero_year is None


def test_who_keeps_to_the_path_needs_no_steeper_one():
    found = budget(path(100.0, 60.0, 2020, 2024), {2020: exact(100.0), 2021: exact(90.0)}, 2021, exact(60.0), is_exact_start=True)
    assert (found.left.value, found.steeper, found.zero_year) == (210, None, None)


def test_missing_years_lie_on_the_line_between_their_neighbours():
    found = budget(path(100.0, 60.0, 2020, 2024), {2020: exact(100.0), 2023: within(70.0, 64.0, 76.0)}, 2023, exact(60.0), is_exact_start=True)
    assert found.interpolated == (2021, 2022)
    assert found.used.value == pytest.approx(100 + 90 + 80 + 70)
    # Thirds of the way from 100 to 64 and to 76.
    assert (found.used.interval.low, found.used.interval.high) == pytest.approx((100 + 88 + 76 + 64, 100 + 92 + 84 + 76))


def test_the_baseline_year_is_set_off_where_it_is_on_both_sides():
    allowed = {2020: within(100.0, 80.0, 120.0), 2021: exact(50.0)}
    found = budget(allowed, {2020: within(100.0, 80.0, 120.0)}, 2020, exact(50.0), is_exact_start=True)
    assert (found.left.value, found.left.interval.low, found.left.interval.high) == (50, 50, 50)
    apart = budget(allowed, {2020: within(100.0, 80.0, 120.0)}, 2020, exact(50.0), is_exact_start=False)
    assert (apart.left.interval.low, apart.left.interval.high) == (10, 90)


def test_a_spent_budget_has_no_path():
    found = budget(path(100.0, 60.0, 2020, 2024), {2020: exact(100.0), 2021: exact(300.0)}, 2021, exact(60.0), is_exact_start=True)
    assert (found.left.value, found.state, found.steeper) == (0, SPENT, None)


def test_bounds_that_hold_zero_leave_open_whether_it_is_spent():
    known = {2020: exact(100.0), 2021: within(250.0, 200.0, 310.0)}
    found = budget(path(100.0, 60.0, 2020, 2024), known, 2021, exact(60.0), is_exact_start=True)
    assert (found.state, found.left.interval.low, found.left.interval.high) == (UNCLEAR, -10, 100)
    # What the upper end of the figure needs has no bound, since nothing would be left.
    assert math.isinf(found.steeper.interval.low) and found.steeper.interval.high < 0


def test_a_figure_of_more_than_leaves_what_is_left_without_a_lower_bound():
    known = {2020: exact(100.0), 2021: within(95.0, 95.0, math.inf)}
    found = budget(path(100.0, 60.0, 2020, 2024), known, 2021, exact(60.0), is_exact_start=True)
    assert found.state == UNCLEAR
    assert (found.used.interval.low, found.used.interval.high) == (195, math.inf)
    assert (found.left.interval.low, found.left.interval.high) == (-math.inf, 205)


@pytest.mark.parametrize("now", [2019, 2021])
def test_without_the_figure_of_the_year_or_before_the_path_there_is_no_budget(now):
    assert budget(path(100.0, 60.0, 2020, 2024), {2020: exact(100.0)}, now, exact(60.0), is_exact_start=True) is None


def test_after_the_target_year_the_sum_ends_with_it():
    known = {2020: exact(100.0), 2021: exact(70.0), 2022: exact(60.0), 2023: exact(999.0)}
    found = budget(path(100.0, 60.0, 2020, 2022), known, 2023, exact(60.0), is_exact_start=True)
    assert (found.used.value, found.left.value, found.steeper) == (230, 10, None)


def test_the_system_could_reach_zero_only_before_2030():
    """1.4 Mt and eight years with 4.680199 Mt: seven of them above zero, at 1.4 - 0.182821 * k Mt."""
    found = cut(1_400_000.0, 4_680_199.0, 8)
    assert found == pytest.approx((7 * 1_400_000 - 4_680_199) / 28)
    assert 1_400_000 - 7 * found > 0 > 1_400_000 - 8 * found


@given(now=st.floats(1, 1e7), share=st.floats(0.001, 3), years=st.integers(1, 40))
def test_the_years_of_a_cut_sum_up_to_what_is_left(now, share, years):
    left = now * years * share
    found = cut(now, left, years)
    assert math.fsum(max(0.0, now - found * step) for step in range(1, years + 1)) == pytest.approx(left, rel=1e-6)


@given(start=st.floats(10, 1e6), fall=st.floats(0.05, 1), years=st.lists(st.floats(0.1, 3), min_size=2, max_size=12))
def test_who_follows_the_steeper_path_spends_what_is_left_and_reaches_the_target(start, fall, years):
    target = start * (1 - fall)
    allowed = path(start, target, 2010, 2010 + len(years) + 5)
    known = {2010: exact(start)} | {2010 + step: exact(start * level) for step, level in enumerate(years, start=1)}
    now = 2010 + len(years)
    found = budget(allowed, known, now, exact(target), is_exact_start=True)
    assert found.left.value == pytest.approx(found.allowed.value - found.used.value)
    assert found.left.interval.low <= found.left.value <= found.left.interval.high or found.left.interval.low == pytest.approx(found.left.value)
    if found.steeper:
        ahead = [max(0.0, known[now].value + found.steeper.value * step) for step in range(1, 6)]
        assert math.fsum(ahead) == pytest.approx(found.left.value, rel=1e-6, abs=1e-6 * start)
        assert ahead[-1] <= target + 1e-6 * start
