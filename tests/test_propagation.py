"""Approach 1: variances and intervals of sums of footprint rows."""

import math

import numpy as np
import pandas as pd
import pytest
from figure_frames import footprint
from hypothesis import example, given, strategies as st

from greening import propagation, uncertainty
from greening.propagation import Errors
from greening.uncertainty import ROUNDING, STATISTICAL

ROW = {"emissions_tco2e": 100.0, "uncertainty_gsd": 1.2, "factor_gsd": 1.1, "error_group": "grid.KEN", "gas": "CO2e"}
rows_of_groups = st.lists(
    st.tuples(st.floats(0, 1e5), st.floats(1, 3), st.floats(1, 3), st.sampled_from(["a", "b", "c"])),
    min_size=1,
    max_size=8,
)


def variance(gsd: float) -> float:
    """Squared relative standard deviation of a log-normal error."""
    return math.expm1(math.log(gsd) ** 2)


def made(rows) -> pd.DataFrame:
    keys = ("emissions_tco2e", "uncertainty_gsd", "factor_gsd", "error_group")
    cells = [(amount, max(whole, factor), factor, group) for amount, whole, factor, group in rows]
    return pd.DataFrame(cells, columns=keys).assign(gas="CO2e", precision="", factor_id="", method="")


def all_of(frame: pd.DataFrame) -> np.ndarray:
    return np.arange(len(frame))


def test_own_errors_add_up_as_squares_and_shared_errors_as_they_are():
    frame = footprint([ROW, ROW | {"emissions_tco2e": 50.0}, ROW | {"error_group": "fuel.diesel", "emissions_tco2e": 20.0}])
    activity, factor = math.expm1(math.log(1.2) ** 2 - math.log(1.1) ** 2), variance(1.1)
    own = (100**2 + 50**2 + 20**2) * activity * (1 + factor)
    assert Errors.of(frame).variance(all_of(frame)) == pytest.approx(own + (150**2 + 20**2) * factor)


def test_two_bodies_on_one_grid_err_together_in_a_roll_up():
    bodies = pd.concat([footprint([ROW | {"uncertainty_gsd": 1.1}], organization=code) for code in ("ONE", "TWO")])
    assert Errors.of(bodies).variance(all_of(bodies)) == pytest.approx(200**2 * variance(1.1))


def test_a_row_without_groups_shares_all_of_its_error_with_its_factor():
    plain = {"emissions_tco2e": 10.0, "uncertainty_gsd": 1.3, "factor_id": "f"}
    frame = footprint([plain, plain, plain | {"factor_id": "", "method": "m"}])
    assert Errors.of(frame).variance(all_of(frame)) == pytest.approx((20**2 + 10**2) * variance(1.3))


def test_component_gases_of_one_row_share_the_error_of_its_quantity():
    gas = ROW | {"factor_gsd": 1.0, "row_id": "blend", "source_row": 5}
    parts = footprint([gas | {"gas": "HFC-32", "emissions_tco2e": 40.0}, gas | {"gas": "HFC-125", "emissions_tco2e": 60.0, "error_group": "g"}])
    assert Errors.of(parts).variance(all_of(parts)) == pytest.approx(Errors.of(footprint([gas])).variance(np.arange(1)))
    errors = Errors.of(parts)
    assert errors.own_contributions(all_of(parts)).sum() == pytest.approx(errors.variance(all_of(parts)))


@given(rows_of_groups)
def test_contributions_add_up_to_the_variance(rows):
    frame = made(rows)
    errors = Errors.of(frame)
    added = errors.own_contributions(all_of(frame)) + errors.shared_contributions(all_of(frame))
    assert added.sum() == pytest.approx(errors.variance(all_of(frame)), rel=1e-9, abs=1e-12)


@given(rows_of_groups, st.floats(0.1, 10))
def test_emissions_times_a_number_have_intervals_times_it(rows, scale):
    once, scaled = made(rows), made([(amount * scale, *rest) for amount, *rest in rows])
    low, high = propagation.emissions(once).low * scale, propagation.emissions(once).high * scale
    found = propagation.emissions(scaled)
    assert (found.low, found.high) == (pytest.approx(low, rel=1e-6), pytest.approx(high, rel=1e-6))


@given(rows_of_groups)
def test_the_interval_holds_the_sum_and_does_not_depend_on_the_order_of_rows(rows):
    frame = made(rows)
    found, turned = propagation.emissions(frame), propagation.emissions(frame.iloc[::-1])
    assert found.low <= frame["emissions_tco2e"].sum() * (1 + 1e-9)
    assert found.high >= frame["emissions_tco2e"].sum() * (1 - 1e-9)
    assert (turned.low, turned.high) == (pytest.approx(found.low), pytest.approx(found.high))


@given(rows_of_groups)
def test_more_correlation_is_never_less_uncertain(rows):
    apart = made([(*row[:3], f"{number}") for number, row in enumerate(rows)])
    together = made([(*row[:3], "one") for row in rows])
    assert Errors.of(apart).variance(all_of(apart)) <= Errors.of(together).variance(all_of(together)) * (1 + 1e-9)


def test_a_change_is_known_better_than_either_total_where_the_factor_is_the_same():
    now, before = Errors.of(footprint([ROW | {"emissions_tco2e": 90.0}])), Errors.of(footprint([ROW]))
    one = np.arange(1)
    same = propagation.ratio(now, one, before, one)
    other = propagation.ratio(now, one, Errors.of(footprint([ROW | {"error_group": "grid.CHE"}])), one)
    assert same.low < 0.9 < same.high
    assert same.high - same.low < other.high - other.low
    assert same.kind == STATISTICAL


def test_a_change_of_rows_that_share_all_of_their_error_is_exact():
    shared = ROW | {"factor_gsd": 1.2}
    now, before = Errors.of(footprint([shared | {"emissions_tco2e": 90.0}])), Errors.of(footprint([shared]))
    found = propagation.ratio(now, np.arange(1), before, np.arange(1))
    assert (found.low, found.high) == (pytest.approx(0.9), pytest.approx(0.9))
    less = propagation.difference(now, np.arange(1), before, np.arange(1))
    spread = uncertainty.Z_97_5 * 10 * math.sqrt(variance(1.2))
    assert (less.low, less.high) == (pytest.approx(-10 - spread), pytest.approx(-10 + spread))


def test_quoted_rows_bring_the_bounds_of_their_digits_to_a_change():
    before, now = (Errors.of(footprint([{"emissions_tco2e": value, "precision": "rounded"}])) for value in (100.0, 90.0))
    found = propagation.ratio(now, np.arange(1), before, np.arange(1))
    assert found.low == pytest.approx(uncertainty.quoted(90.0, "rounded").low / uncertainty.quoted(100.0, "rounded").high)
    assert found.kind == ROUNDING
    less = propagation.difference(now, np.arange(1), before, np.arange(1))
    expected = uncertainty.difference(uncertainty.quoted(90.0, "rounded"), uncertainty.quoted(100.0, "rounded"))
    assert (less.low, less.high, less.kind) == (expected.low, expected.high, ROUNDING)


def test_a_change_of_computed_and_quoted_rows_sets_off_what_the_computed_ones_share():
    shared = ROW | {"factor_gsd": 1.2}
    quoted = {"emissions_tco2e": 10.0, "precision": "exact"}
    before, now = Errors.of(footprint([shared, quoted])), Errors.of(footprint([shared | {"emissions_tco2e": 90.0}, quoted]))
    both = np.arange(2)
    found = propagation.ratio(now, both, before, both)
    apart = uncertainty.ratio(now.total(both), before.total(both))
    assert found.low <= 100 / 110 <= found.high
    assert found.high - found.low < 0.1 * (apart.high - apart.low)
    assert found.kind == STATISTICAL
    assert propagation.ratio(Errors.of(footprint([quoted | {"precision": "more_than"}])), np.arange(1), before, both) is None


@example([(5e-324, 1.0, 1.0, "a")], [(2.0, 1.0, 1.0, "a")])
@given(rows_of_groups, rows_of_groups)
def test_a_share_lies_between_zero_and_one_and_in_its_interval(part, rest):
    frame = made([*part, *rest])
    errors, cut = Errors.of(frame), len(part)
    found = propagation.share(errors, np.arange(cut), np.arange(cut, len(frame)))
    sums = frame["emissions_tco2e"][:cut].sum(), frame["emissions_tco2e"][cut:].sum()
    if min(sums) <= 0:
        assert found is None
    else:
        assert 0 <= found.low <= sums[0] / sum(sums) * (1 + 1e-9)
        assert sums[0] / sum(sums) * (1 - 1e-9) <= found.high <= 1


def test_a_wide_small_part_beside_a_sure_large_one_is_more_skewed_than_approach_1_says():
    wide = footprint(
        [ROW | {"uncertainty_gsd": 1.03, "factor_gsd": 1.03}, ROW | {"emissions_tco2e": 10.0, "uncertainty_gsd": 3.0, "factor_gsd": 3.0}]
    )
    assert Errors.of(wide.assign(error_group=["a", "b"])).skewness_beyond(all_of(wide)) > 5
    assert abs(Errors.of(footprint([ROW])).skewness_beyond(np.arange(1))) < 0.3
