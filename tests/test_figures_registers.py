"""Registers as figures."""

from dataclasses import replace

import pandas as pd
import pytest
from figure_frames import figures, inputs, values

from greening import tables
from greening.figures import derivation
from greening.registers import shipped

AREAS = [row["area"] for row in shipped.rows("building_areas")]


def answer(identifier, status, **cells):
    return {"table": "recommendations", "recommendation_id": identifier, "status": status, **cells}


def test_recommendations_are_counted_by_status_and_report_and_silence_is_counted_apart():
    rows = [answer("JIU/REP/2020/8-1", "implemented"), answer("JIU/REP/2020/8-8", "started"), answer("JIU/REP/2010/1-4", "not_started")]
    found = values(inputs(rows, year=2023), "recommendations.")
    # Eighteen ask a body: five heads' of 2010/1, ten of 2020/8, and the three on travel.
    assert found["recommendations.asked"] == 18
    assert (found["recommendations.implemented"], found["recommendations.started"], found["recommendations.no_answer"]) == (1, 1, 15)
    assert found["recommendations.overdue"] == found["recommendations.jiu_2020_8.overdue"] == 1
    assert (found["recommendations.jiu_2010_1.asked"], found["recommendations.jiu_2010_1.no_answer"]) == (5, 4)


def test_what_does_not_apply_is_not_asked_and_what_is_not_known_is_not_counted():
    rows = [answer("JIU/REP/2010/1-6", "not_applicable"), answer("JIU/REP/2020/8-33", "implemented"), answer("JIU/REP/2010/1-2", "implemented")]
    found = values(inputs(rows), "recommendations.")
    assert (found["recommendations.asked"], found["recommendations.not_applicable"], found["recommendations.implemented"]) == (17, 1, 0)


def test_the_statuses_of_all_that_may_be_answered_add_up():
    found = values(inputs([answer("JIU/REP/2020/8-1", "started"), {"table": "locations", "location_id": "A"}]), "recommendations.")
    statuses = (*tables.submission_tables()["recommendations"].columns["status"].choices, "no_answer")
    assert (
        sum(found[f"recommendations.{status}"] for status in statuses)
        == found["recommendations.asked"] + found["recommendations.not_applicable"]
        == 18
    )


def test_a_group_counts_its_members_for_each_recommendation_and_agreement():
    members = tables.stack("members", [pd.DataFrame({"member": ["ONE", "TWO"], "status": "updated", "emissions_tco2e": 1.0, "data_year": 2022})])
    rows = [
        answer("JIU/REP/2020/8-1", "implemented", organization="ONE"),
        {"table": "agreements", "title": "Basel Convention", "status": "started", "organization": "TWO"},
    ]
    found = values(inputs(rows, "GROUP", members=members))
    assert found["recommendations.by_entity.JIU/REP/2020/8-1.implemented"] == found["recommendations.by_entity.JIU/REP/2020/8-1.no_answer"] == 1
    assert found["agreements.by_entity.basel.started"] == 1 and found["agreements.no_answer"] == 2 * len(shipped.rows("agreements")) - 1
    assert found["recommendations.asked"] == 36
    of_body = values(inputs([answer("JIU/REP/2020/8-1", "started")]))
    assert "recommendations.started" in of_body and not any(name.startswith("recommendations.by_entity") for name in of_body)


def test_the_members_strategies_are_counted_as_their_reports_have_them():
    members = tables.stack("members", [pd.DataFrame({"member": ["ONE", "TWO"], "status": "updated", "emissions_tco2e": 1.0, "data_year": 2022})])
    told = pd.DataFrame({"figure_id": "ers.status", "organization": ["ONE", "TWO"], "text": ["draft", "something"], "unit": "text", "year": 2022})
    given = replace(inputs([{"table": "profile"}], "GROUP", members=members), members_figures=tables.stack("figures", [told]))
    found = values(given, "ers.members.")
    assert found == {"ers.members.none": 0, "ers.members.draft": 1, "ers.members.submitted": 0, "ers.members.reviewed": 0, "ers.members.approved": 0}


def test_registers_are_counted_with_what_is_done_and_overdue_and_shipped_mandates_are_not_the_bodys():
    rows = [
        {"table": "decisions", "title": "A", "due_date": "2022-01-31"},
        {"table": "decisions", "title": "B", "due_date": "2022-01-31", "done_date": "2022-01-30"},
        {"table": "mandates", "symbol": "OWN", "title": "Own", "status": "started"},
    ]
    found = values(inputs(rows), "registers.")
    assert {name: found[f"registers.decisions.{name}"] for name in ("total", "done", "overdue")} == {"total": 2, "done": 1, "overdue": 1}
    assert found["registers.mandates.total"] == 1 and "registers.agreements.total" not in found


def questions(**answers):
    return [{"table": "management", "question_id": question.replace("__", "."), "answer": text} for question, text in answers.items()]


def test_a_level_is_scored_by_its_answers_and_not_below_half_of_them():
    operation = [row["question_id"] for row in shipped.rows("questionnaire") if row["level"] == "operation"]
    assert len(operation) == 8
    half = values(
        inputs(questions(**{name.replace(".", "__"): text for name, text in zip(operation, ("yes", "yes", "partly", "no"), strict=False)})),
        "questionnaire.operation",
    )
    assert (half["questionnaire.operation.questions"], half["questionnaire.operation.answered"], half["questionnaire.operation.unanswered"]) == (
        8,
        4,
        4,
    )
    assert half["questionnaire.operation.score"] == 0.5
    fewer = values(inputs(questions(**{name.replace(".", "__"): "yes" for name in operation[:3]})), "questionnaire.operation")
    assert fewer["questionnaire.operation.yes"] == 3 and "questionnaire.operation.score" not in fewer


def test_a_question_that_does_not_apply_is_not_asked():
    found = values(inputs(questions(waste__plan="not applicable", water__plan="perhaps")), "questionnaire.operation")
    assert (
        found["questionnaire.operation.questions"],
        found["questionnaire.operation.unanswered"],
        found["questionnaire.operation.not_applicable"],
    ) == (7, 7, 1)


def scores(place, areas, maximum=10.0):
    return [
        {"table": "building_scores", "location_id": place, "area": area, "value": 4.0 + number, "maximum": maximum, "date": "2022-05-01"}
        for number, area in enumerate(areas)
    ]


def test_a_building_has_a_score_in_all_only_with_all_ten_areas():
    found = values(inputs([*scores("A", AREAS, 20.0), *scores("B", AREAS[:9])]), "building.")
    # 4 + 5 + ... + 13 = 85 of 200.
    assert found["building.A.share"] == pytest.approx(0.425) and "building.B.share" not in found
    assert found["building.A.energy.share"] == pytest.approx(0.2) and found["building.B.water.share"] == pytest.approx(0.5)


def test_an_area_without_a_best_score_or_given_twice_has_no_share():
    found = values(inputs([*scores("A", AREAS[:1], None), *scores("B", AREAS), *scores("B", AREAS[:1])]), "building.")
    assert not any(name.startswith("building.A") for name in found)
    assert "building.B.energy.share" not in found and "building.B.share" not in found and "building.B.water.share" in found


def test_the_strategy_is_a_figure_only_where_it_can_be_read():
    assert values(inputs(questions(ers__status="Draft")), "ers.") == {"ers.status": "draft"}
    assert values(inputs(questions(ers__status="soon")), "ers.") == {}


def test_every_figure_of_a_register_recomputes_from_its_derivation():
    rows = [answer("JIU/REP/2020/8-1", "started"), *scores("A", AREAS), {"table": "decisions", "title": "D"}]
    given = inputs(rows)
    made = figures(given)
    own = made[made["figure_id"].str.startswith(("recommendations.", "building.", "registers."))]
    known = {"register": given.register, "figures": made, "activities": given.activities}
    assert len(own) > 30
    assert [derivation.recompute(row.derivation, known) for row in own.itertuples()] == pytest.approx(own["value"].tolist())


def test_without_registers_there_are_no_figures():
    names = ("recommendations.", "registers.", "agreements.", "questionnaire.", "building.", "set_up.", "practices.", "ers.")
    assert not any(name.startswith(names) for name in values(inputs([{"table": "profile"}])))
