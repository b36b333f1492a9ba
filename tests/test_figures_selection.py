"""Filters."""

import pandas as pd
from figure_frames import footprint

from greening.figures.selection import select

ROWS = footprint(
    [
        {"emissions_tco2e": 1.0, "basis": "", "scope": 1},
        {"emissions_tco2e": 2.0, "basis": "location", "scope": 2},
        {"emissions_tco2e": 4.0, "basis": None, "scope": None, "in_total": None},
    ]
)


def chosen(wanted):
    return select(ROWS, wanted)["emissions_tco2e"].tolist()


def test_values_and_lists_of_values():
    assert (chosen({}), chosen({"scope": 2}), chosen({"scope": [1, 2]})) == ([1, 2, 4], [2], [1, 2])


def test_none_is_an_empty_cell_or_text():
    assert chosen({"basis": [None]}) == [1, 4]
    assert chosen({"basis": [None, "location"], "scope": [None]}) == [4]


def test_a_missing_truth_is_not_true():
    assert chosen({"in_total": True}) == [1, 2]


def test_one_of_several_filters_must_hold():
    assert chosen({"any_of": [{"scope": 1}, {"basis": "location", "scope": 2}, {"basis": "market"}]}) == [1, 2]


def test_the_frame_stays_as_it_was():
    before = ROWS.copy()
    select(ROWS, {"scope": 1})
    pd.testing.assert_frame_equal(ROWS, before)
