"""The figures that goals are measured by."""

import math

import pandas as pd

from greening import tables
from greening.target_figures import Actual, Measured
from greening.uncertainty import Interval


def figures(*rows):
    return tables.stack("figures", [pd.DataFrame(rows)])


NOW = figures(
    {"figure_id": "m", "year": 2022, "value": 5.0, "low": 4.0, "high": 6.0, "unit": "t"},
    {"figure_id": "m@2020", "year": 2022, "value": 7.0},
    {"figure_id": "other", "year": 2022, "value": 1.0},
)
EARLIER = figures(
    {"figure_id": "m", "year": 2020, "value": 8.0},
    {"figure_id": "m", "year": 2021, "value": 9.0, "low": 9.0},
    {"figure_id": "n", "year": 2021, "value": 3.0, "unit": "kg"},
)
MEASURED = Measured.of(["m", "n"], NOW, EARLIER, 2022)


def test_the_years_own_figure_comes_with_its_interval():
    assert MEASURED.actual("m", 2022) == Actual(5.0, Interval(4.0, 6.0))


def test_what_is_carried_along_goes_before_what_it_was():
    assert MEASURED.actual("m", 2020) == Actual(7.0, Interval(7.0, 7.0))


def test_a_figure_without_an_upper_bound_is_open():
    assert MEASURED.actual("m", 2021) == Actual(9.0, Interval(9.0, math.inf))


def test_there_is_no_figure_of_another_year_or_metric():
    assert MEASURED.actual("m", 2019) is None and MEASURED.actual("other", 2022) is None


def test_the_unit_is_that_of_the_metrics_figures():
    assert (MEASURED.unit("m"), MEASURED.unit("n"), MEASURED.unit("x")) == ("t", "kg", None)
