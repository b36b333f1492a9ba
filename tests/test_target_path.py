"""Paths between a baseline and a target."""

import math

import pytest
from hypothesis import given, strategies as st

from greening import target_path
from greening.target_path import next_step, yearly_rate

POINTS = [(2010, 100.0), (2030, 55.0)]


def test_the_linear_path_of_the_system_goal():
    """-45 % from 2010 to 2030: 33.75 % below in 2025 (arithmetic of the UN system's Strategy 2020-2030)."""
    assert target_path.allowed("linear", POINTS, 2025) == pytest.approx(66.25)


def test_the_constant_rate_of_the_system_goal_is_about_three_percent_a_year():
    assert target_path.allowed("constant_rate", POINTS, 2011) == pytest.approx(100 * 0.55 ** (1 / 20))


def test_a_front_loaded_path_never_allows_more_than_the_linear_one():
    for year in range(2010, 2031):
        assert target_path.allowed("front_loaded", POINTS, year) <= target_path.allowed("linear", POINTS, year)


def test_a_constant_rate_cannot_reach_zero():
    assert math.isnan(target_path.allowed("constant_rate", [(2020, 10.0), (2030, 0.0)], 2025))


def test_milestones_are_joined_by_straight_lines():
    points = [(2030, 55.0), (2010, 100.0), (2020, 90.0)]
    assert [target_path.allowed("milestones", points, year) for year in (2015, 2020, 2025, 2035)] == [95, 90, 72.5, 55]


@given(st.sampled_from(["linear", "front_loaded", "constant_rate"]), st.floats(1, 1e6), st.floats(1, 1e6))
def test_every_path_starts_at_the_baseline_and_ends_at_the_target(path, baseline, target):
    points = [(2010, baseline), (2030, target)]
    assert target_path.allowed(path, points, 2010) == baseline
    assert target_path.allowed(path, points, 2030) == target


@given(st.sampled_from(["linear", "front_loaded", "constant_rate"]), st.integers(2010, 2029))
def test_a_path_of_a_cut_only_falls(path, year):
    assert target_path.allowed(path, POINTS, year + 1) <= target_path.allowed(path, POINTS, year)


def test_the_next_step_of_a_front_loaded_path_and_the_rate_from_here_on_by_hand():
    """From 100 to 60 in four years: 1 - (3/4)^2 of the 40 at once; 0.6^(1/4) - 1 a year."""
    assert next_step(100.0, 60.0, 4) == pytest.approx(-40 * 7 / 16)
    assert yearly_rate(100.0, 60.0, 4) == pytest.approx(-0.1199, abs=5e-5)


@pytest.mark.parametrize("years", [0, -1])
def test_without_a_year_left_nothing_is_asked(years):
    assert math.isnan(next_step(100.0, 60.0, years)) and math.isnan(yearly_rate(100.0, 60.0, years))


def test_no_rate_leads_to_zero_or_from_it():
    assert math.isnan(yearly_rate(100.0, 0.0, 4)) and math.isnan(yearly_rate(0.0, 5.0, 4))
    assert next_step(100.0, 0.0, 1) == -100


@given(actual=st.floats(1, 1e6), target=st.floats(1, 1e6), years=st.integers(1, 40))
def test_the_rate_reaches_the_target_and_the_first_step_is_at_least_the_steady_one(actual, target, years):
    assert actual * (1 + yearly_rate(actual, target, years)) ** years == pytest.approx(target, rel=1e-6)
    steady = (target - actual) / years
    assert abs(next_step(actual, target, years)) >= abs(steady) * (1 - 1e-9)
