"""The known years of a figure."""

import math

import pandas as pd
from made_report import figures, quantity

from greening.projection.series import known


def years(found):
    return {point.year: point.value for point in found}


def test_a_carried_figure_stands_before_that_of_its_own_year():
    now = figures(quantity("ghg.total", 5.0), quantity("ghg.total@2020", 7.0), quantity("ghg.total@2020:MEMBER", 1.0), quantity("other", 9.0))
    before = pd.concat([figures(quantity("ghg.total", 8.0, year=2020)), figures(quantity("ghg.total", 9.0, year=2019))], ignore_index=True)
    assert years(known({"ghg.total"}, now, before, 2022)["ghg.total"]) == {2019: 9.0, 2020: 7.0, 2022: 5.0}


def test_years_from_this_one_on_and_texts_are_no_earlier_points():
    before = figures(quantity("ghg.total", 8.0, year=2023), quantity("ghg.total", math.nan, year=2019))
    assert known({"ghg.total"}, figures(), before, 2022) == {"ghg.total": []}


def test_bounds_come_along():
    rows = [
        quantity("a", 5.0, low=4.0, high=6.0, interval_kind="statistical_95"),
        quantity("b", 5.0, low=5.0, interval_kind="rounding", precision="more_than"),
        quantity("c", 5.0, precision="exact"),
    ]
    found = {name: of[0] for name, of in known({"a", "b", "c"}, figures(*rows), figures(), 2022).items()}
    assert (found["a"].interval.low, found["a"].interval.kind, found["a"].is_rounded) == (4.0, "statistical_95", False)
    assert (found["b"].interval.is_open, found["b"].is_rounded) == (True, True)
    assert (found["c"].interval.is_point, found["c"].is_rounded) == (True, False)


def test_a_figure_computed_again_stands_before_one_carried_along():
    now = figures(quantity("ghg.total", 5.0), quantity("ghg.total.recalculated@2020", 6.5), quantity("ghg.total@2020", 7.0))
    assert years(known({"ghg.total"}, now, figures(), 2022)["ghg.total"]) == {2020: 6.5, 2022: 5.0}
