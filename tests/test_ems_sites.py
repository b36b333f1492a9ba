"""The product of places."""

import pandas as pd
import pytest

from greening import tables
from greening.ems import sites


def place(code="GVA", **columns):
    return {"location_id": code, "name": None, "kind": "headquarters", "reporting_line": None, "premises_id": None, "reported_by": None, **columns}


def answer(question, text="yes", code="GVA", day=None):
    return {"question_id": question, "location_id": code, "answer": text, "date": pd.Timestamp(day) if day else None}


def aspect(grade, day=None, code="GVA"):
    return {"location_id": code, "aspect": f"aspect {grade} {day}", "significance": grade, "reviewed_date": pd.Timestamp(day) if day else None}


def made(year=2024, locations=None, **submitted):
    rows = {"management": [], "aspects": [], "groups": [], "locations": [place()] if locations is None else locations, **submitted}
    return sites.product("BODY", year, rows)


def one(**submitted):
    return made(**submitted).iloc[0].to_dict()


def test_without_places_there_is_nothing():
    assert made(locations=[]).empty


def test_every_place_has_a_row_whether_or_not_it_answers():
    found = made(locations=[place("GVA"), place("NBO")], management=[answer("ems.phase", "Second phase")]).set_index("location_id")
    assert found.loc["GVA", "ems_phase"] == "Second phase"
    assert pd.isna(found.loc["NBO", "ems_phase"])


def test_answers_of_the_whole_body_are_not_those_of_a_place():
    assert pd.isna(one(management=[answer("ems.status", "met", code=None)])["ems_status"])


@pytest.mark.parametrize(("second", "status"), [("missing", None), ("met", "met")])
def test_answers_on_the_status_that_differ_give_none(second, status):
    found = one(management=[answer("ems.status", "met"), answer("EMS.status", second)])["ems_status"]
    assert found == status or (status is None and pd.isna(found))


def test_the_checklist_counts_what_is_in_place_and_what_was_understood():
    answers = [answer("ems.policy"), answer("ems.targets", "no"), answer("ems.training", "partly"), answer("ems.records", "who knows")]
    found = one(management=answers)
    assert (found["checklist_in_place"], found["checklist_answered"]) == (1, 3)


def test_a_place_that_answers_nothing_of_the_checklist_has_no_zero():
    found = one(management=[answer("ems.status", "met")])
    assert pd.isna(found["checklist_in_place"]) and pd.isna(found["checklist_answered"])


def test_aspects_are_counted_by_significance():
    found = one(aspects=[aspect("high"), aspect("high", "2020-01-01"), aspect("low"), aspect("medium", code="NBO")])
    assert [found[f"aspects_{grade}"] for grade in ("high", "medium", "low")] == [2, 0, 1]


@pytest.mark.parametrize(
    ("days", "state", "due"),
    [
        (["2021-03-01", "2023-03-01"], "in_time", "2025-03-01"),
        (["2020-06-01", "2024-03-01"], "overdue", "2024-06-01"),
        (["2024-03-01", None], "not_known", None),
        ([], "not_known", None),
    ],
)
def test_the_aspect_reviewed_longest_ago_sets_the_clock(days, state, due):
    found = one(aspects=[aspect("low", day) for day in days])
    assert found["aspects_review"] == state
    assert (None if pd.isna(found["aspects_due_date"]) else found["aspects_due_date"]) == due


def test_plan_and_statement_have_clocks_of_their_own():
    answers = [answer("ems.plan", day="2022-01-01"), answer("ems.plan", day="2023-06-01"), answer("ems.statement", day="2022-11-08")]
    found = one(management=answers)
    assert (found["plan_review"], found["plan_due_date"]) == ("overdue", "2024-06-01")
    assert (found["statement_review"], found["statement_due_date"]) == ("in_time", "2026-11-08")


def test_groups_whose_term_has_ended_are_not_counted():
    ends = [None, pd.Timestamp("2024-12-31"), pd.Timestamp("2025-01-01")]
    assert one(groups=[{"location_id": "GVA", "end_date": end} for end in ends])["groups"] == 2


def test_the_product_has_the_columns_that_are_declared():
    assert list(made().columns) == list(tables.products()["sites"].columns)
