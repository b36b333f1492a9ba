"""The registers: every entry with its status, what binds whom, and what is overdue on 31 December of the data year."""

from datetime import date

import pandas as pd
import pytest
from figure_frames import activities
from hypothesis import given, strategies as st

from greening import reference, tables
from greening.registers import shipped
from greening.registers.entry import entry, judged
from greening.registers.product import product
from greening.registers.questionnaire import meaning

#: Recommendations that the documents give an answer of a body to: five of JIU/REP/2010/1 (heads of organizations), all ten of JIU/REP/2020/8.
OWN_2010, OWN_2020 = {4, 6, 8, 9, 10}, set(range(1, 11))


def register(rows, name, year=2022, organization="BODY", members=()):
    """The entries of one register, by their id, as plain cells."""
    listed = tables.stack("members", [pd.DataFrame({"member": list(members), "status": "updated"})])
    made = product(activities(list(rows), organization, year), listed, organization, year)
    return {(row["organization"], row["entry_id"]): row for row in made.to_dict("records") if row["register"] == name}


def answer(identifier, status="started", **cells):
    return {"table": "recommendations", "recommendation_id": identifier, "status": status, **cells}


# --- Entries


def test_what_is_due_on_the_last_day_of_the_year_is_not_overdue_on_it_and_what_is_done_later_is_not_done_on_it():
    made = [
        judged(entry("decisions", "D", 1, due_date=day), 2022, is_done=False)["is_overdue"] for day in (date(2022, 12, 30), date(2022, 12, 31), None)
    ]
    assert made == [True, False, False]
    late = judged(entry("decisions", "D", 1, due_date=date(2022, 6, 1), done_date=date(2023, 1, 1)), 2022, is_done=True)
    assert (late["is_done"], late["is_overdue"]) == (False, True)


@given(st.dates(date(2015, 1, 1), date(2030, 12, 31)), st.dates(date(2015, 1, 1), date(2030, 12, 31)), st.integers(2016, 2029))
def test_done_and_overdue_exclude_each_other_and_what_is_overdue_stays_so_until_it_is_done(due, done, year):
    made = [judged(entry("decisions", "D", 1, due_date=due, done_date=done), one, is_done=True) for one in (year, year + 1)]
    assert not any(one["is_done"] and one["is_overdue"] for one in made)
    assert made[1]["is_done"] or not made[0]["is_overdue"] or made[1]["is_overdue"]


# --- Recommendations


def test_both_reports_are_whole_and_say_whom_they_ask():
    found = {(row["tracker"], row["position"]): row for row in shipped.rows("recommendations")}
    assert {number for tracker, number in found if tracker == "jiu_2010_1"} == set(range(1, 13))
    assert {number for tracker, number in found if tracker == "jiu_2020_8"} == set(range(1, 11))
    asked = {number: found["jiu_2010_1", number]["addressee"] for number in range(1, 13)}
    assert {number for number, who in asked.items() if who == "secretary_general_as_ceb_chair"} == {1, 5, 7}
    assert {number for number, who in asked.items() if who == "general_assembly"} == {2, 3, 11}
    assert {number for number, who in asked.items() if who == "executive_heads"} == OWN_2010
    assert asked[12] == "secretary_general" and found["jiu_2020_8", 2]["addressee"] == "legislative_bodies"
    told = {number for number in OWN_2020 if found["jiu_2020_8", number]["to_governing_body_from"] == 2023}
    assert told == {3, 5, 6, 7, 10}
    assert {number for number in OWN_2020 if found["jiu_2020_8", number]["applies_if"] == "not_yet_done"} == {1, 2, 4, 8}
    assert {found["jiu_2020_8", number]["due_date"] for number in OWN_2020} == {date(2022, 12, 31)}
    assert all(found["jiu_2010_1", number]["acceptance_by_system"] and found["jiu_2010_1", number]["acceptance_reason"] for number in range(1, 13))


def test_a_recommendation_that_is_answered_in_two_ways_has_no_status():
    rows = [answer("JIU/REP/2020/8-1", "implemented", evidence="Policy"), answer("JIU/REP/2020/8-1", "not_started", evidence="Policy")]
    found = register([*rows, answer("JIU/REP/2020/8-4"), answer("JIU/REP/2020/8-4")], "recommendations")
    two, same = found["BODY", "JIU/REP/2020/8-1"], found["BODY", "JIU/REP/2020/8-4"]
    assert (two["status"], two["evidence"], two["is_done"], two["is_overdue"], same["status"]) == ("no_answer", "Policy", False, False, "started")


def test_what_was_not_answered_is_listed_as_such_and_what_others_are_asked_has_no_status():
    found = register([answer("JIU/REP/2020/8-1", "implemented", acceptance="full", evidence="Policy")], "recommendations")
    assert {identifier for _, identifier in found} == set(shipped.recommendations())
    done = found["BODY", "JIU/REP/2020/8-1"]
    assert (done["status"], done["acceptance"], done["evidence"], done["is_done"], done["is_overdue"]) == (
        "implemented",
        "full",
        "Policy",
        True,
        False,
    )
    silent = found["BODY", "JIU/REP/2020/8-3"]
    assert (silent["status"], silent["applies"], silent["is_overdue"]) == ("no_answer", "yes", False)
    others = {identifier for (_, identifier), row in found.items() if row["applies"] == "not_addressed"}
    assert others == {f"JIU/REP/2010/1-{number}" for number in set(range(1, 13)) - OWN_2010}
    assert all(pd.isna(found["BODY", identifier]["status"]) for identifier in others)


def test_a_recommendation_begun_and_past_its_day_is_overdue():
    rows = [answer("JIU/REP/2020/8-8"), answer("JIU/REP/2020/8-9", "already_in_place"), answer("JIU/REP/2010/1-4")]
    assert {one for (_, one), row in register(rows, "recommendations", 2023).items() if row["is_overdue"] is True} == {"JIU/REP/2020/8-8"}
    assert not any(row["is_overdue"] is True for row in register(rows, "recommendations", 2022).values())


def test_a_recommendation_that_did_not_exist_yet_is_not_asked_for():
    found = register([answer("JIU/REP/2010/1-4")], "recommendations", 2015)
    assert {identifier.rpartition("-")[0] for _, identifier in found} == {"JIU/REP/2010/1"}


@pytest.mark.parametrize(
    ("place", "premises", "field"),
    [
        ({}, "no", "no"),
        ({"premises_id": "P"}, "yes", "no"),
        ({"reported_by": "OTHER"}, "yes", "no"),
        ({"kind": "field_mission"}, "no", "yes"),
        (None, "not_known", "not_known"),
    ],
)
def test_a_condition_is_judged_by_the_places_and_not_guessed_without_them(place, premises, field):
    rows = [answer("JIU/REP/2010/1-4"), *([] if place is None else [{"table": "locations", "location_id": "A", **place}])]
    found = register(rows, "recommendations")
    assert (found["BODY", "JIU/REP/2010/1-8"]["applies"], found["BODY", "JIU/REP/2010/1-10"]["applies"]) == (premises, field)
    assert found["BODY", "JIU/REP/2010/1-8"]["status"] == ("not_applicable" if premises == "no" else "no_answer")


def test_the_bodys_own_word_goes_before_the_condition():
    rows = [{"table": "locations", "location_id": "A"}, answer("JIU/REP/2010/1-10")]
    assert register(rows, "recommendations")["BODY", "JIU/REP/2010/1-10"]["applies"] == "yes"


def test_an_answer_to_what_nobody_recommended_has_no_status():
    made = register([answer("JIU/REP/2020/8-11")], "recommendations")["BODY", "JIU/REP/2020/8-11"]
    assert made["applies"] == "not_known_recommendation" and pd.isna(made["status"])


def test_without_answers_nothing_is_listed():
    assert register([{"table": "profile"}], "recommendations") == {}


def test_a_group_has_an_entry_for_each_member_also_for_one_that_says_nothing():
    rows = [answer("JIU/REP/2020/8-1", organization="ONE")]
    found = register(rows, "recommendations", organization="GROUP", members=("ONE", "TWO"))
    assert found["ONE", "JIU/REP/2020/8-1"]["status"] == "started"
    assert found["TWO", "JIU/REP/2020/8-1"]["status"] == "no_answer"
    assert ("GROUP", "JIU/REP/2010/1-2") in found and ("ONE", "JIU/REP/2010/1-2") not in found


def test_a_group_that_answers_itself_is_one_of_those_asked():
    rows = [answer("JIU/REP/2020/8-1"), answer("JIU/REP/2020/8-1", "implemented", organization="ONE")]
    found = register(rows, "recommendations", organization="BODY", members=("ONE",))
    assert (found["BODY", "JIU/REP/2020/8-1"]["status"], found["ONE", "JIU/REP/2020/8-1"]["status"]) == ("started", "implemented")


def test_a_group_among_the_members_is_not_asked_beside_its_own_members():
    found = register([answer("JIU/REP/2020/8-1", organization="ECA")], "recommendations", organization="UNSYSTEM", members=("ITU", "UN-SECRETARIAT"))
    assert {organization for organization, _ in found} == {"UNSYSTEM", "ITU", "ECA"}
    assert {identifier.rpartition("-")[0] for organization, identifier in found if organization == "UNSYSTEM"} == {"JIU/REP/2010/1"}


# --- Mandates and agreements


def test_the_registers_name_the_texts_of_the_source_documents():
    symbols = {row["symbol"] for row in shipped.rows("mandates")}
    assert {
        "A/RES/66/288, para. 96",
        "A/RES/67/226, para. 15",
        "A/RES/70/205, para. 14",
        "A/RES/70/286, para. 31",
        "CEB/2007/2",
        "CEB/2013/1",
        "CEB/2015/1",
    } <= symbols
    assert {f"S/RES/{number}" for number in (2100, 2164, 2227, 2295, 2245)} <= symbols
    strategy = next(row for row in shipped.rows("mandates") if row["symbol"] == "CEB/2019/3/Add.2")
    assert strategy["verified"] is False or not strategy["verified"]


def mandates(organization="BODY", year=2022, members=(), **place):
    rows = [{"table": "decisions", "title": "D"}, *([{"table": "locations", "location_id": "A", **place}] if place else [])]
    return {identifier for _, identifier in register(rows, "mandates", year, organization, members)}


def test_mandates_bind_by_year_place_and_part_of_the_system():
    assert "CEB/2013/1" in mandates() and "CEB/2019/3/Add.2" not in mandates(year=2018)
    assert "A/RES/70/205, para. 14" not in mandates() and "A/RES/70/205, para. 14" in mandates("ECA")
    assert "A/RES/70/286, para. 31" in mandates(kind="special_political_mission") and "A/RES/70/286, para. 31" not in mandates(kind="office_away")
    assert "S/RES/2245" in mandates("UN-SECRETARIAT", members=("ECA",)) and "S/RES/2245" in mandates("UNSYSTEM", members=("ITU",))
    assert "C20/INF/5" in mandates("ITU") and "C20/INF/5" not in mandates()


def test_a_body_that_handed_in_no_register_is_only_told_what_names_it():
    assert register([{"table": "profile"}], "mandates") == {}
    assert {one for _, one in register([{"table": "profile"}], "mandates", organization="ITU")} >= {"C20/INF/5"}


def test_a_bodys_own_mandate_has_a_status_and_takes_the_place_of_the_shipped_one():
    own = {
        "table": "mandates",
        "symbol": "CEB/2013/1",
        "title": "Own words",
        "status": "started",
        "due_date": "2021-01-01",
        "adopted_date": "2013-05-01",
    }
    made = register([own], "mandates")["BODY", "CEB/2013/1"]
    assert (made["title"], made["status"], made["is_overdue"], made["applies"], made["of_year"]) == ("Own words", "started", True, "yes", 2013)


def test_an_agreement_is_known_by_any_of_its_names_and_others_are_kept():
    rows = [
        {"table": "agreements", "title": "montreal protocol", "status": "implemented", "instruction": "Manual"},
        {"table": "agreements", "title": "Barcelona Convention", "status": "started", "due_date": "2020-01-01"},
    ]
    found = register(rows, "agreements")
    assert (found["BODY", "montreal"]["status"], found["BODY", "montreal"]["instruction"]) == ("implemented", "Manual")
    assert found["BODY", "basel"]["status"] == "no_answer" and found["BODY", "Barcelona Convention"]["is_overdue"] is True
    assert len(found) == len(shipped.rows("agreements")) + 1


def test_an_agreement_that_is_answered_in_two_ways_under_two_names_has_no_status():
    rows = [
        {"table": "agreements", "title": "Montreal Protocol", "status": "implemented"},
        {"table": "agreements", "title": "montreal protocol", "status": "started"},
    ]
    assert register(rows, "agreements")["BODY", "montreal"]["status"] == "no_answer"


# --- Dated registers and practices


def test_decisions_and_questions_are_done_where_they_have_a_day():
    rows = [
        {"table": "decisions", "title": "Late", "decided_by": "Committee", "forum": "Board", "due_date": "2022-03-01"},
        {"table": "decisions", "title": "Done", "due_date": "2022-03-01", "done_date": "2022-04-01"},
        {"table": "review_questions", "title": "Why?", "figure": "ghg.total", "due_date": "2022-03-01"},
        {"table": "support_requests", "title": "How?", "date": "2022-02-01", "answer": "So", "done_date": "2022-02-03"},
    ]
    told = {
        row["title"]: (row["is_done"], row["is_overdue"])
        for name in ("decisions", "review_questions", "support_requests")
        for row in register(rows, name).values()
    }
    assert told == {"Late": (False, True), "Done": (True, False), "Why?": (False, True), "How?": (True, False)}
    late = next(row for row in register(rows, "decisions").values() if row["title"] == "Late")
    assert (late["addressee"], late["symbol"]) == ("Committee", "Board")


def test_a_group_is_running_until_the_end_of_its_term():
    rows = [
        {"table": "groups", "title": "Open", "kind": "committee", "reporting_line": "Board", "members": "Chiefs"},
        {"table": "groups", "title": "Over", "end_date": "2022-12-31", "note": "Extended once"},
        {"table": "groups", "title": "To come", "end_date": "2023-01-01"},
    ]
    found = {row["title"]: row for row in register(rows, "groups").values()}
    assert {title: (row["status"], row["is_done"], row["is_overdue"]) for title, row in found.items()} == {
        "Open": ("running", False, False), "Over": ("ended", True, False), "To come": ("running", False, False),
    }  # fmt: skip
    assert (found["Open"]["addressee"], found["Open"]["owner_role"]) == ("Board", "Chiefs")


def test_practices_come_from_the_list_from_stories_and_from_finished_actions_that_were_checked():
    action = {"table": "actions", "title": "Lights", "status": "done", "check_result": "Fell by a tenth", "aspect": "energy"}
    rows = [
        {"table": "practices", "title": "Rail first", "action_id": "A2", "topic": "travel", "kind": "good_practice"},
        {"table": "stories", "section": "good_practice", "title": "Closing well", "text": "x", "effort_year": 2021},
        {"table": "stories", "section": "waste", "title": "Not a practice", "text": "x"},
        {**action, "action_id": "A1"},
        {**action, "action_id": "A2", "title": "Named by a practice"},
        {**action, "action_id": "A3", "title": "Not checked", "check_result": None},
        {**action, "action_id": "A4", "title": "Not done", "status": "under_way"},
        {**action, "action_id": "A5", "title": "Checked after the year", "check_date": "2023-01-01"},
    ]
    found = list(register(rows, "practices").values())
    assert [(row["title"], row["topic"] if isinstance(row["topic"], str) else "", row["source_file"]) for row in found] == [
        ("Lights", "energy", "actions.csv"), ("Rail first", "travel", "practices.csv"), ("Closing well", "", "stories.csv"),
    ]  # fmt: skip


def test_the_catalogue_of_a_group_has_the_practices_of_its_members():
    rows = [
        {"table": "practices", "title": "Rail first", "topic": "travel", "organization": "ONE"},
        {"table": "practices", "title": "A tap", "topic": "water", "organization": "TWO"},
    ]
    found = register(rows, "practices", organization="GROUP", members=("ONE", "TWO"))
    assert [(organization, row["title"], row["position"]) for (organization, _), row in found.items()] == [
        ("ONE", "Rail first", 1),
        ("TWO", "A tap", 2),
    ]


# --- Self-assessment, buildings, steps


def test_the_questionnaire_has_all_three_levels_and_each_question_once():
    questions = shipped.rows("questionnaire")
    assert {row["level"] for row in questions} == {"policy", "programme", "operation"}
    assert len({row["question_id"] for row in questions}) == len(questions) and not any(row["verified"] for row in questions)


def test_answers_mean_what_their_words_say_and_nothing_is_guessed():
    question = next(row for row in shipped.rows("questionnaire") if row["question_id"] == "policy.status")
    told = {word: meaning(word, question) for word in ("Approved", "yes", " No ", "draft", "Not applicable", "in force", "perhaps", "")}
    assert told == {
        "Approved": "yes", "yes": "yes", " No ": "no", "draft": "partly", "Not applicable": "not_applicable", "in force": "yes",
        "perhaps": "otherwise", "": "otherwise",
    }  # fmt: skip


def test_an_answer_of_a_place_is_not_the_bodys():
    rows = [
        {"table": "management", "question_id": "waste.plan", "answer": "yes", "location_id": "A"},
        {"table": "management", "question_id": "water.plan", "answer": "no"},
    ]
    found = register(rows, "questionnaire")
    assert (found["BODY", "waste.plan"]["status"], found["BODY", "water.plan"]["status"]) == ("no_answer", "no")


@pytest.mark.parametrize(("given_", "status"), [("Approved", "approved"), ("draft", "draft"), ("nearly there", None)])
def test_the_strategy_has_one_of_five_statuses_or_none(given_, status):
    made = register([{"table": "management", "question_id": "ers.status", "answer": given_}], "strategy")["BODY", "ers.status"]
    assert made["status"] == status if status else pd.isna(made["status"])


def test_only_the_last_assessment_of_a_building_counts():
    rows = [
        {"table": "building_scores", "location_id": "A", "area": area, "value": value, "maximum": 10.0, "date": day}
        for area, value, day in (("water", 5.0, "2021-01-01"), ("energy", 4.0, "2022-01-01"), ("water", 6.0, "2022-01-01"))
    ]
    made = product(activities(rows), tables.empty("members"), "BODY", 2022)
    made = made[made["register"] == "building_scores"]
    assert made[["kind", "value", "applies"]].values.tolist() == [["water", 5.0, "no"], ["energy", 4.0, "yes"], ["water", 6.0, "yes"]]


def test_the_ten_areas_are_those_of_the_submission():
    areas = [row["area"] for row in sorted(shipped.rows("building_areas"), key=lambda row: row["position"])]
    assert tuple(areas) == tables.submission_tables()["building_scores"].columns["area"].choices and len(areas) == 10


def test_the_steps_of_setting_up_are_asked_of_the_body_and_of_every_place_in_use():
    place = {"table": "locations", "country": "KE"}
    rows = [
        {**place, "location_id": "A"}, {**place, "location_id": "B"}, {**place, "location_id": "GONE", "closed_date": "2021-05-01"},
        {**place, "location_id": "GUEST", "reported_by": "OTHER"},
        {"table": "groups", "title": "Mechanism", "kind": "coordination_mechanism"},
        {"table": "groups", "title": "Steering", "kind": "steering_group", "location_id": "A"},
        {"table": "groups", "title": "Over", "kind": "technical_team", "location_id": "A", "end_date": "2022-06-30"},
        {"table": "management", "question_id": "ems.status", "location_id": "B", "answer": "met"},
        {"table": "management", "question_id": "ems.status", "location_id": "A", "answer": "met"},
        {"table": "management", "question_id": "ems.status", "location_id": "A", "answer": "missing"},
    ]  # fmt: skip
    done = {identifier: row["is_done"] for (_, identifier), row in register(rows, "set_up").items()}
    assert done == {
        "coordination_mechanism:BODY": True, "steering_group:A": True, "steering_group:B": False, "technical_team:A": False,
        "technical_team:B": False, "management_system:A": False, "management_system:B": True,
    }  # fmt: skip


# --- The product


def test_the_product_is_as_declared_and_empty_without_registers():
    made = product(activities([answer("JIU/REP/2020/8-1")]), tables.empty("members"), "BODY", 2022)
    declared = tables.products()["register"].columns
    assert {name: str(made[name].dtype) for name in made} == {name: column.dtype for name, column in declared.items()}
    assert product(activities([{"table": "profile"}]), tables.empty("members"), "BODY", 2022).empty


def test_shipped_texts_name_a_source_and_whether_they_were_read_there():
    for name in ("recommendations", "mandates", "agreements", "questionnaire", "building_areas", "set_up_steps"):
        table = reference.load(name)
        assert table["verified"].notna().all() and table["source_id"].notna().all()
    assert not reference.load("agreements").query("source_id == 'common_knowledge'")["verified"].any()
