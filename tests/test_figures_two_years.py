"""Changes between two years whose rows are known."""

from dataclasses import replace

import pandas as pd
import pytest
from figure_frames import figures, footprint, inputs

from greening.figures.evaluate import evaluate
from greening.uncertainty import STATISTICAL

GRID = {"source": "electricity", "error_group": "grid.KEN", "emissions_tco2e": 100.0, "uncertainty_gsd": 1.12, "factor_gsd": 1.119}
PEOPLE = {"table": "personnel", "headcount": 10.0, "covers": "all"}


def two_years(now: list[dict], before: list[dict], heads: float = 10.0) -> pd.DataFrame:
    """The figures of 2023 after those of 2022, whose rows are known."""
    old = footprint(before, year=2022)
    earlier = evaluate(inputs([PEOPLE], year=2022, footprint=old))
    given = inputs([PEOPLE | {"headcount": heads}], year=2023, footprint=footprint(now, year=2023), earlier=earlier)
    return figures(replace(given, earlier_footprint=old))


def width(row: pd.Series) -> float:
    return row["high"] - row["low"]


def test_what_both_years_share_is_set_off():
    made = two_years([GRID | {"emissions_tco2e": 92.0}], [GRID]).loc["ghg.change.previous_year"]
    assert made["value"] == pytest.approx(-0.08)
    assert made["low"] < -0.08 < made["high"] < 0
    assert made["interval_kind"] == STATISTICAL
    assert pd.isna(made["note"])


def test_years_with_different_factors_are_less_distinguishable():
    made = two_years([GRID | {"emissions_tco2e": 92.0, "error_group": "grid.CHE"}], [GRID]).loc["ghg.change.previous_year"]
    assert made["low"] < 0 < made["high"]
    assert made["note"] == "not distinguishable"


def test_a_change_per_head_is_as_sure_as_that_of_the_total():
    made = two_years([GRID | {"emissions_tco2e": 92.0}], [GRID], heads=20.0)
    total, head = made.loc["ghg.change.previous_year"], made.loc["ghg.per_capita.change.previous_year"]
    assert head["value"] == pytest.approx(0.46 - 1)
    assert 1 + head["low"] == pytest.approx((1 + total["low"]) / 2)
    assert 1 + head["high"] == pytest.approx((1 + total["high"]) / 2)


def test_rows_that_are_quoted_have_no_statistical_change():
    made = two_years([GRID | {"precision": "rounded"}], [GRID]).loc["ghg.change.previous_year"]
    assert made["interval_kind"] == "rounding"


def test_rows_that_are_not_those_of_the_figure_are_not_taken():
    old = footprint([GRID], year=2022)
    earlier = evaluate(inputs(year=2022, footprint=old))
    given = inputs(year=2023, footprint=footprint([GRID], year=2023), earlier=earlier)
    alone = figures(given).loc["ghg.change.previous_year"]
    twice = figures(replace(given, earlier_footprint=pd.concat([old, old]))).loc["ghg.change.previous_year"]
    known = figures(replace(given, earlier_footprint=old)).loc["ghg.change.previous_year"]
    assert width(alone) == width(twice) > 2 * width(known)


def test_a_skewed_change_is_drawn():
    wide = {"source": "cooking_fuel", "error_group": "fuel.wood", "emissions_tco2e": 10.0, "uncertainty_gsd": 3.0, "factor_gsd": 2.9}
    sure = GRID | {"uncertainty_gsd": 1.03, "factor_gsd": 1.03}
    made = two_years([sure, wide], [sure, wide]).loc["ghg.change.previous_year"]
    assert made["low"] < 0 < made["high"]
    assert made["high"] == pytest.approx(-made["low"], rel=0.3)
    assert made["high"] < 0.15
