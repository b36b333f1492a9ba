"""Filters."""

import pandas as pd
import pytest
from figure_frames import footprint
from hypothesis import given, strategies as st

from greening.figures.selection import Columns, select

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


LINES = Columns("footprint", ROWS).rows


def test_values_are_plain_and_missing_ones_and_blank_texts_are_none():
    assert LINES.values("basis") == [None, "location", None]
    assert LINES.values("scope") == [1, 2, None]
    assert LINES.is_missing("basis").tolist() == [True, False, True]
    assert LINES.records(["scope", "emissions_tco2e"])[2] == {"scope": None, "emissions_tco2e": 4.0}


def test_different_values_are_in_order_and_without_missing_ones():
    assert (LINES.distinct("basis"), LINES.distinct("emissions_tco2e")) == (["location"], [1.0, 2.0, 4.0])
    assert LINES.combinations(["scope", "emissions_tco2e"]) == [(1, 1.0), (2, 2.0)]
    assert LINES.grouped("organization", "scope") == {"BODY": [1, 2]}


def test_rows_are_taken_apart_and_found_again():
    second = LINES.where({"scope": 2})
    rest = LINES.without(second)
    assert (second.known("emissions_tco2e"), rest.known("emissions_tco2e"), rest.first().known("emissions_tco2e")) == ([2.0], [1.0, 4.0], [1.0])
    assert second.among(LINES).all() and not second.among(rest).any()
    assert LINES.having(LINES.numbers("emissions_tco2e") > 1).table(["scope"])["scope"].fillna(0).tolist() == [2, 0]


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "", None]), st.sampled_from([1, 2, None])), max_size=12), st.data())
def test_a_filter_selects_what_a_comparison_of_every_row_does(cells, data):
    frame = pd.DataFrame({"text": pd.array([text for text, _ in cells], dtype="str"), "number": pd.array([n for _, n in cells], dtype="Int64")})
    wanted = data.draw(st.fixed_dictionaries({"text": st.lists(st.sampled_from(["a", "b", "c", None])), "number": st.sampled_from([1, 2, 3])}))
    expected = [place for place, (text, number) in enumerate(cells) if (text or None) in wanted["text"] and number == wanted["number"]]
    assert Columns("", frame).where(wanted).at.tolist() == expected
    assert select(frame, wanted).index.tolist() == expected


def test_what_was_selected_once_is_selected_again_and_cannot_be_changed():
    columns = Columns("", pd.DataFrame({"scope": ["1", "2", None, "1"]}))
    both = columns.mask({"scope": ["1", None]})
    both[:] = False
    assert columns.mask({"scope": ["1", None]}).tolist() == [True, False, True, True]
    assert columns.mask({"scope": None}).tolist() == [False, False, True, False]
    with pytest.raises(ValueError, match="read-only"):
        columns.column("scope").equals("1")[0] = False
