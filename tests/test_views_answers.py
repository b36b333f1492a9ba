"""Rules on answers: what nobody recommended, whom a recommendation asks, words that mean nothing, and figures that there are not."""

import pandas as pd
import pytest
from upath import UPath

from greening import paths
from greening.submission import loading
from greening.validation import validate

PROFILE = "organization,name,country,illustrative\nBODY,Invented body,KE,true\n"


def found(folder, **files):
    """The findings of a submission with these tables, by table and rule, beside those of a submission with a profile and a place alone."""
    place = folder / "raw" / "2022" / "BODY"
    place.mkdir(parents=True)
    for table, content in {"profile": PROFILE, "locations": "location_id,country\nA,KE\n", **files}.items():
        (place / f"{table}.csv").write_text(content, encoding="utf-8")
    _, checks = validate(loading.load(2022, "BODY", UPath(folder)), str(paths.HOME / "expectations"), None)
    return {(row["table"], row["rule"]): row for row in checks.to_dict("records") if row["table"] in files and row["rule"] != "missing_topic"}


def test_a_recommendation_that_does_not_exist_is_a_finding_that_offers_the_nearest(tmp_path):
    rows = (
        "recommendation_id,status,reason,evidence,acceptance\n"
        "JIU/REP/2020/8-33,started,,,full\nJIU/REP/2010/1-2,started,,,full\nJIU/REP/2020/8-3,implemented,,,reserved\n"
    )
    made = found(tmp_path, recommendations=rows)
    unknown = made["recommendations", "unknown_recommendation"]
    assert (unknown["source_row"], unknown["level"]) == (2, "warn") and "Did you mean JIU/REP/2020/8-3?" in unknown["message"]
    assert made["recommendations", "not_addressed"]["source_row"] == 3
    assert {rule for _, rule in made} == {"unknown_recommendation", "not_addressed", "implemented_without_evidence", "reservation_without_reason"}


def test_an_exception_needs_a_reason(tmp_path):
    made = found(
        tmp_path,
        recommendations="recommendation_id,status,reason\nJIU/REP/2010/1-8,not_applicable,\nJIU/REP/2010/1-10,not_applicable,No field work\n",
    )
    assert [row["source_row"] for row in made.values()] == [2] and list(made) == [("recommendations", "not_applicable_without_reason")]


def test_an_answer_in_other_words_counts_as_none_and_is_said(tmp_path):
    rows = "question_id,location_id,answer\nwaste.plan,,perhaps\nwater.plan,,Yes\ners.status,,soon\nwaste.plan,A,perhaps\nodd.question,,perhaps\n"
    made = found(tmp_path, management=rows)
    assert list(made) == [("management", "unknown_answer")]


@pytest.mark.parametrize(("title", "is_told"), [("Basle Convention", True), ("basel convention", False), ("Barcelona process of the sea", False)])
def test_a_misspelt_agreement_is_offered_its_name(tmp_path, title, is_told):
    made = found(tmp_path, agreements=f"title,status\n{title},started\n")
    assert (("agreements", "misspelt_agreement") in made) == is_told


def test_the_review_of_a_plan_or_statement_needs_its_day(tmp_path):
    rows = "question_id,location_id,answer,date\nems.plan,A,soon,\nems.statement,A,reviewed,2020-01-01\nems.phase,A,two,\n"
    made = found(tmp_path, management=rows)
    assert [(rule, row["source_row"]) for (_, rule), row in made.items()] == [("review_date_missing", 2)]


def test_an_agreement_under_two_of_its_names_stands_twice(tmp_path):
    made = found(tmp_path, agreements="title,status\nBasel Convention,started\nbasel convention,not_started\n")
    assert list(made) == [("agreements", "repeated_agreement")]


def test_questions_of_reviewers_need_not_name_a_figure(tmp_path):
    assert found(tmp_path, review_questions="title\nWhy?\n") == {}


def test_a_question_on_a_figure_that_there_is_not_offers_one(tmp_path):
    made = found(
        tmp_path,
        review_questions="title,figure,date,due_date,answer,done_date\nWhy?,emissions,2022-05-01,2022-04-01,,2022-06-01\nAnd?,ghg.total@2021,2022-05-01,,,\n",
    )
    assert "Did you mean ghg.total?" in made["review_questions", "unknown_figure"]["message"]
    assert {rule for _, rule in made} == {"unknown_figure", "due_before_asked", "answered_without_words"}


def test_scores_out_of_range_are_left_out(tmp_path):
    rows = (
        "location_id,area,value,maximum,date\nA,energy,12,10,2022-01-01\nA,water,-1,10,2022-01-01\nA,air,3,10,2022-01-01\n"
        "A,air,4,10,2022-01-01\nX,site,1,2,2022-01-01\n"
    )
    made = found(tmp_path, building_scores=rows)
    levels = {rule: row["level"] for (_, rule), row in made.items()}
    assert levels == {"score_above_best": "reject", "negative_score": "reject", "repeated_area": "warn", "unknown_location": "reject"}


def test_dates_in_the_wrong_order_and_unknown_actions_are_told(tmp_path):
    made = found(
        tmp_path,
        decisions="title,date,due_date,done_date\nD,2022-05-01,2022-04-01,2022-04-01\n",
        mandates="symbol,title,adopted_date,due_date,status\nM,T,2022-05-01,2022-04-01,implemented\nM,T,,,started\n",
        support_requests="date,title,answer,done_date\n2022-05-01,Q,,2022-04-01\n",
        practices="title,action_id\nP,A9\n",
    )
    assert set(made) == {
        ("decisions", "due_before_decided"), ("decisions", "done_before_decided"), ("mandates", "due_before_adopted"),
        ("mandates", "repeated_mandate"), ("mandates", "implemented_without_evidence"), ("support_requests", "answered_before_asked"),
        ("support_requests", "answered_without_advice"), ("practices", "unknown_action"),
    }  # fmt: skip


def test_the_helpers_are_there_without_rows():
    from greening.views import catalogue

    for table, columns in {
        "recommendations": ["recommendation_is_known", "is_addressed"],
        "management": ["answer_is_known"],
        "agreements": ["agreement_hint"],
    }.items():
        sample = catalogue.sample(table)
        assert isinstance(sample, pd.DataFrame) and set(columns) <= set(sample.columns)
