"""Bounds of printed figures, and rows that contradict a publication."""

import math

import pytest
from figure_frames import activities, inputs, inventory, published as quoted
from hypothesis import given, strategies as st

from greening import published
from greening.figures.evaluate import evaluate


@pytest.mark.parametrize(
    ("value", "half"), [(1_400_000, 50_000), (4.6, 0.05), (2_000_000, 500_000), (0.38, 0.005), (7, 0.5), (7.18, 0.005), (-12, 0.5)]
)
def test_rounded_is_half_a_unit_of_the_last_significant_digit(value, half):
    assert published.bounds(float(value), "rounded") == pytest.approx((value - half, value + half))


@pytest.mark.parametrize(
    ("precision", "low_high"),
    [("exact", (1500, 1500)), ("approx", (1400, 1600)), ("more_than", (1500, math.inf)), ("nearly", (1450, 1500)), ("rounded", (1450, 1550))],
)
def test_each_precision_has_its_bounds(precision, low_high):
    assert published.bounds(1500.0, precision) == low_high


@given(
    st.floats(-1e9, 1e9).filter(lambda value: value == 0 or abs(value) > 1e-9), st.sampled_from(["exact", "rounded", "approx", "more_than", "nearly"])
)
def test_bounds_hold_the_value(value, precision):
    low, high = published.bounds(value, precision)
    assert low <= value <= high


def found(rows):
    given = inputs(rows)
    return published.disagreements(evaluate(given), given.activities)


def test_a_publication_that_the_rows_contradict_is_a_warning_that_names_both():
    rows = [inventory(1000.0), quoted("ghg.total", 1200.0, "exact")]
    finding = found(rows).iloc[0]
    assert (finding["rule"], finding["level"], finding["value"], finding["expected"]) == ("published_figure_differs", "warn", "1200", "1000")
    assert (finding["table"], finding["source_file"], finding["source_row"]) == ("published", "published.csv", 3)


@pytest.mark.parametrize(
    "row",
    [
        quoted("ghg.total", 1049.0, "exact"),
        quoted("ghg.total", 1100.0, "rounded"),
        quoted("ghg.total", 900.0, "more_than"),
        quoted("ghg.scope.1", 1.0, "exact"),
        quoted("ghg.bucket.air_travel.share", 0.4),
    ],
)
def test_what_agrees_within_the_precision_or_cannot_be_rebuilt_is_no_finding(row):
    assert found([inventory(1050.0, "rounded"), row]).empty


def test_an_exact_figure_may_be_a_rounded_sum_of_rows():
    rows = [inventory(999.6), inventory(0.0), quoted("ghg.total", 1000.0, "exact")]
    assert found(rows).empty


def test_a_statistical_interval_does_not_excuse_a_difference():
    row = {"value": 1200.0, "precision": "exact"}
    figure = {"value": 1000.0, "low": 500.0, "high": 2000.0, "interval_kind": "statistical_95"}
    assert not published.agrees(row, figure)
    assert published.agrees(row, figure | {"interval_kind": "rounding"})


def test_every_published_value_is_compared_and_other_bodies_are_not():
    """The UN system's personnel of 2017 was printed as 255,740 and 255,741."""
    people = {"table": "personnel", "headcount": 255_740.0}
    values = [quoted("personnel.total", 255_740.0, "exact"), quoted("personnel.total", 255_741.0, "exact")]
    assert found([people, *values])["value"].tolist() == ["255741"]
    assert found([people, values[1] | {"organization": "OTHER"}]).empty


def test_rows_gives_only_the_organizations_own_figures_in_file_order():
    submitted = activities([quoted("b", 2.0), quoted("a", 1.0), quoted("a", 3.0, organization="OTHER")])
    assert published.rows(submitted, "BODY")["figure"].tolist() == ["b", "a"]
