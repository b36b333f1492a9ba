"""Ranking by environmental risk times feasibility."""

import pytest
from hypothesis import given, strategies as st

from greening.ems import ranking


def aspect(name, grade, place=None):
    return {"aspect": name, "significance": grade, "location_id": place}


@pytest.mark.parametrize(
    ("risk", "feasibility", "priority"),
    [("high", "high", 9), ("high", "medium", 6), ("medium", "high", 6), ("medium", "medium", 4), ("high", "low", 3), ("low", "low", 1)],
)
def test_the_matrix(risk, feasibility, priority):
    assert ranking.priority(risk, feasibility) == priority


@pytest.mark.parametrize(("risk", "feasibility"), [("", "high"), ("high", ""), ("grave", "high")])
def test_without_both_grades_there_is_no_priority(risk, feasibility):
    assert ranking.priority(risk, feasibility) is None


def test_grades_are_read_as_they_are_written():
    assert [ranking.grade(cell) for cell in (" High", "LOW ", "medium", "Missed connections", None)] == ["high", "low", "medium", "", ""]


def test_the_risk_is_the_highest_significance_of_the_aspect_at_the_places_of_the_action():
    aspects = [aspect("energy", "high", "A"), aspect("Energy", "medium", "B"), aspect("energy", "low"), aspect("water", "high", "B")]
    assert ranking.risk(None, "energy", ["B"], aspects) == ("medium", "aspect")
    assert ranking.risk(None, " Energy ", ["A", "B"], aspects) == ("high", "aspect")
    assert ranking.risk(None, "energy", [], aspects) == ("high", "aspect")
    # What is graded without a place holds for every place.
    assert ranking.risk(None, "energy", ["C"], aspects) == ("low", "aspect")
    assert ranking.risk(None, "waste", ["A"], aspects) == ("", "")
    assert ranking.risk(None, None, ["A"], aspects) == ("", "")


def test_a_grade_that_the_action_states_goes_first_and_other_words_are_no_grade():
    aspects = [aspect("energy", "medium", "A")]
    assert ranking.risk("low", "energy", ["A"], aspects) == ("low", "stated")
    assert ranking.risk("Consent of the landlord", "energy", ["A"], aspects) == ("medium", "aspect")


def test_equal_priorities_share_a_rank_and_the_next_one_leaves_their_places_free():
    assert ranking.ranks([4, 9, None, 6, 6, 1]) == [4, 1, None, 2, 2, 5]


@given(st.lists(st.one_of(st.none(), st.sampled_from([1, 2, 3, 4, 6, 9]))))
def test_a_rank_does_not_depend_on_the_order_of_rows(priorities):
    ranked = dict(zip(priorities, ranking.ranks(priorities), strict=True))
    backwards = dict(zip(reversed(priorities), ranking.ranks(priorities[::-1]), strict=True))
    assert ranked == backwards
    known = sorted((one for one in ranked if one is not None), reverse=True)
    assert [ranked[one] for one in known] == sorted(ranked[one] for one in known)
