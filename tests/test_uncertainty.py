"""Intervals of totals, ratios and changes."""

import math

import pandas as pd
import pytest
from figure_frames import footprint
from hypothesis import given, strategies as st

from greening import propagation, uncertainty
from greening.uncertainty import ROUNDING, STATISTICAL, Interval

ROW = {"emissions_tco2e": 100.0, "uncertainty_gsd": 1.2, "factor_id": "grid"}
positive = st.floats(0.01, 1e6)
intervals = st.tuples(positive, positive).map(lambda ends: Interval(min(ends), max(ends)))


def spread(rows: list[dict]) -> float:
    interval = propagation.emissions(footprint(rows))
    return interval.high - interval.low


def test_one_row_has_the_interval_of_its_log_normal_distribution():
    found = propagation.emissions(footprint([ROW]))
    # The mean of a log-normal distribution is its median times exp(sigma² / 2).
    median = 100 / math.exp(math.log(1.2) ** 2 / 2)
    assert found.low == pytest.approx(median / 1.2**1.959964, rel=1e-5)
    assert found.high == pytest.approx(median * 1.2**1.959964, rel=1e-5)
    assert found.kind == STATISTICAL


def test_rows_of_one_factor_err_together_and_of_two_factors_independently():
    together = [ROW, ROW]
    apart = [ROW, ROW | {"factor_id": "diesel"}]
    assert spread(together) == pytest.approx(2 * spread([ROW]), rel=1e-9)
    assert spread(apart) < spread(together)


def test_rows_without_a_factor_err_together_by_method():
    rows = [ROW | {"factor_id": None, "method": "own result"}, ROW | {"factor_id": "", "method": "own result"}]
    assert spread(rows) == pytest.approx(2 * spread([ROW]), rel=1e-9)


def test_a_row_without_deviation_is_exact():
    assert propagation.emissions(footprint([{"emissions_tco2e": 5.0}])).is_point


@given(st.lists(st.tuples(st.floats(0, 1e6), st.floats(1, 100), st.sampled_from("abc")), min_size=1, max_size=6))
def test_the_interval_holds_the_total(rows):
    frame = footprint([{"emissions_tco2e": value, "uncertainty_gsd": gsd, "factor_id": factor} for value, gsd, factor in rows])
    found = propagation.emissions(frame)
    total = frame["emissions_tco2e"].sum()
    assert found.low <= total * (1 + 1e-9)
    assert found.high >= total * (1 - 1e-9)


def test_a_negative_total_still_lies_in_its_interval():
    found = propagation.emissions(footprint([ROW | {"emissions_tco2e": -10.0}]))
    assert found.low < -10 < found.high


def test_rounded_inventory_rows_bring_the_bounds_of_their_digits():
    rows = footprint([{"emissions_tco2e": 1_400_000.0, "precision": "rounded", "uncertainty_gsd": 1.3}])
    assert propagation.emissions(rows) == Interval(1_350_000, 1_450_000, ROUNDING)


def test_rounding_and_statistics_together_are_called_rounding_and_are_added():
    computed = propagation.emissions(footprint([ROW]))
    both = propagation.emissions(footprint([ROW, {"emissions_tco2e": 10.0, "precision": "rounded"}]))
    assert both == Interval(pytest.approx(computed.low + 5), pytest.approx(computed.high + 15), ROUNDING)


def test_exact_rows_do_not_make_a_statistical_interval_a_rounding_one():
    assert propagation.emissions(footprint([ROW, {"emissions_tco2e": 10.0, "precision": "exact"}])).kind == STATISTICAL


def test_a_row_of_more_than_opens_the_total():
    found = propagation.emissions(footprint([ROW, {"emissions_tco2e": 10.0, "precision": "more_than"}]))
    assert found.is_open


def test_the_change_of_the_system_from_2010_to_2022():
    """1.4 against 1.7 Mt, both rounded: 12 to 23 % below (UN system, Greening the Blue 2023 and UNEP/GC.27/15/Add.1)."""
    found = uncertainty.change(uncertainty.quoted(1_400_000, "rounded"), uncertainty.quoted(1_700_000, "rounded"))
    assert (round(found.low, 3), round(found.high, 3)) == (-0.229, -0.121)


@given(intervals, intervals, st.floats(0, 1), st.floats(0, 1))
def test_a_ratio_holds_every_quotient_of_its_parts(numerator, denominator, upper, lower):
    over = numerator.low + upper * (numerator.high - numerator.low)
    under = denominator.low + lower * (denominator.high - denominator.low)
    found = uncertainty.ratio(numerator, denominator)
    assert found.low * (1 - 1e-9) <= over / under <= found.high * (1 + 1e-9)


@given(intervals, intervals)
def test_a_change_and_its_reverse_tell_the_same(new, old):
    assert uncertainty.change(new, old).holds(0) == uncertainty.change(old, new).holds(0) == new.overlaps(old)


def test_differences_take_low_from_high():
    assert uncertainty.difference(Interval(5, 6), Interval(1, 3)) == Interval(2, 5)


def test_scaling_scales_both_bounds():
    assert uncertainty.scaled(Interval(1, 2, STATISTICAL), 1000) == Interval(1000, 2000, STATISTICAL)


def test_the_interval_does_not_depend_on_the_order_of_rows():
    frame = footprint([ROW, ROW | {"factor_id": "b", "emissions_tco2e": 3.0}, ROW | {"factor_id": "c", "uncertainty_gsd": 2.0}])
    turned = pd.DataFrame(frame.iloc[::-1])
    assert propagation.emissions(frame).high == pytest.approx(propagation.emissions(turned).high)


@given(positive, st.floats(0, 1e6), positive, st.floats(0, 1e6))
def test_a_share_holds_that_of_every_part_and_rest(part, part_more, rest, rest_more):
    found = uncertainty.share(Interval(part, part + part_more), Interval(rest, rest + rest_more))
    for some in (part, part + part_more):
        for other in (rest, rest + rest_more):
            assert found.low * (1 - 1e-9) <= some / (some + other) <= found.high * (1 + 1e-9)
    assert 0 <= found.low <= found.high <= 1


def test_a_share_of_what_has_no_upper_bound_ends_at_one_and_beside_it_at_zero():
    assert uncertainty.share(Interval(1.0, math.inf), Interval(3.0, 3.0)) == Interval(0.25, 1.0)
    assert uncertainty.share(Interval(1.0, 1.0), Interval(3.0, math.inf)) == Interval(0.0, 0.25)
