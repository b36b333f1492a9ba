"""Approach 2, against Approach 1 and against drawing every row."""

import numpy as np
import pandas as pd
import pytest
from figure_frames import footprint

from greening import monte_carlo
from greening.propagation import Errors

ALL = 10**9
ROW = {"emissions_tco2e": 100.0, "uncertainty_gsd": 1.2, "factor_gsd": 1.1, "error_group": "grid.KEN", "gas": "CO2e"}


def many(count: int = 400, seed: int = 1) -> pd.DataFrame:
    """Rows of a long tail in groups of different size, some of them very uncertain."""
    random = np.random.default_rng(seed)
    factor = random.choice([1.02, 1.1, 1.4], count)
    return footprint(
        [
            ROW | {"emissions_tco2e": amount, "factor_gsd": shared, "uncertainty_gsd": shared * own, "error_group": f"group {number % 17}"}
            for number, (amount, shared, own) in enumerate(
                zip(random.lognormal(1, 2, count), factor, random.choice([1.05, 1.3, 2.0], count), strict=True)
            )
        ]
    )


def places(frame: pd.DataFrame) -> np.ndarray:
    return np.arange(len(frame))


def test_the_same_rows_have_the_same_bounds_in_every_order():
    frame = many()
    errors, turned = Errors.of(frame), Errors.of(frame.iloc[::-1])
    assert monte_carlo.interval(errors, places(frame)) == monte_carlo.interval(errors, places(frame))
    assert monte_carlo.interval(errors, places(frame)) == monte_carlo.interval(turned, places(frame))
    assert monte_carlo.interval(errors, places(frame)) != monte_carlo.interval(errors, places(frame), seed=7)


def test_moment_matched_terms_come_to_the_same_as_drawing_every_row():
    """Two seeds of the full drawing differ as much: the error of the terms is within that of the draws."""
    frame = many(2000)
    errors = Errors.of(frame)
    matched = np.percentile(monte_carlo.totals(errors, [places(frame)])[0], [2.5, 50, 97.5])
    drawn = np.percentile(monte_carlo.totals(errors, [places(frame)], singly=ALL, seed=3)[0], [2.5, 50, 97.5])
    width = drawn[2] - drawn[0]
    assert np.abs(matched - drawn).max() < 0.03 * width


def test_mean_and_variance_are_those_of_approach_1():
    frame = many()
    errors = Errors.of(frame)
    drawn = monte_carlo.totals(errors, [places(frame)], draws=100_000)[0]
    assert drawn.mean() == pytest.approx(errors.sum(places(frame)), rel=0.01)
    assert drawn.var() == pytest.approx(errors.variance(places(frame)), rel=0.06)


def test_small_errors_have_the_interval_of_approach_1():
    frame = footprint([ROW | {"error_group": f"group {number % 5}"} for number in range(60)])
    errors = Errors.of(frame)
    one, two = errors.statistical(places(frame)), monte_carlo.interval(errors, places(frame))
    assert (two.low, two.high) == (pytest.approx(one.low, rel=0.01), pytest.approx(one.high, rel=0.01))


def test_a_wide_part_beside_a_sure_one_is_not_symmetric():
    """No draw goes far below the sure part: Approach 1 says 82.6 of 110, with the sure 100 known to 6 %."""
    sure = ROW | {"uncertainty_gsd": 1.03, "factor_gsd": 1.03, "error_group": "a"}
    wide = ROW | {"emissions_tco2e": 10.0, "uncertainty_gsd": 3.0, "factor_gsd": 3.0, "error_group": "b"}
    errors = Errors.of(footprint([sure, wide]))
    one, two = errors.statistical(np.arange(2)), monte_carlo.interval(errors, np.arange(2))
    assert one.low < 85
    assert 96 < two.low < 99
    assert two.high > one.high


def test_two_years_with_one_factor_err_together():
    frame = footprint([ROW | {"factor_gsd": 1.2}, ROW | {"factor_gsd": 1.2, "emissions_tco2e": 50.0}])
    drawn = monte_carlo.totals(Errors.of(frame), [np.array([0]), np.array([1])])
    assert drawn[0] == pytest.approx(2 * drawn[1])


def test_component_gases_of_a_row_are_drawn_as_one():
    gas = ROW | {"factor_gsd": 1.0, "row_id": "blend", "source_row": 5, "error_group": "gwp"}
    parts = footprint([gas | {"gas": name, "emissions_tco2e": 50.0} for name in ("HFC-32", "HFC-125")])
    whole = footprint([gas])
    assert monte_carlo.interval(Errors.of(parts), np.arange(2)) == monte_carlo.interval(Errors.of(whole), np.arange(1))


def test_exact_rows_have_no_width_and_no_rows_no_total():
    errors = Errors.of(footprint([{"emissions_tco2e": 5.0, "factor_id": "f"}]))
    assert monte_carlo.interval(errors, np.arange(1)).is_point
    assert monte_carlo.totals(errors, [np.empty(0, dtype=np.intp)]).sum() == 0


def test_what_cancels_out_is_drawn_on_both_sides():
    frame = footprint([ROW | {"emissions_tco2e": amount} for amount in (100.0, -99.0) * 300])
    drawn = monte_carlo.totals(Errors.of(frame), [places(frame)])[0]
    assert drawn.std() == pytest.approx(np.sqrt(Errors.of(frame).variance(places(frame))), rel=0.05)
    assert (drawn < 0).any()
    assert (drawn > 0).any()
