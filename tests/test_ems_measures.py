"""The product of actions."""

import pandas as pd
import pytest

from greening import tables
from greening.ems import measures

COLUMNS = dict.fromkeys(("row_id", *tables.submission_tables()["actions"].columns))


def product(actions, year=2024, **submitted):
    rows = [{**COLUMNS, "row_id": f"actions.csv:{number}", "status": "planned", **row} for number, row in enumerate(actions, start=2)]
    return measures.product("BODY", year, {"milestones": [], "aspects": [], "goals": [], "locations": [], "actions": rows, **submitted})


def made(actions, **submitted):
    return product(actions, **submitted).set_index("action_id").to_dict("index")


def places(*codes):
    return [{"location_id": code} for code in codes]


def test_without_actions_there_is_nothing():
    assert product([]).empty


def test_a_joint_measure_names_several_known_places_and_stays_one_row():
    found = product(
        [{"action_id": "A", "location_ids": "GVA; NBO GVA, XXX"}, {"action_id": "B", "location_ids": "GVA XXX"}], locations=places("GVA", "NBO")
    )
    assert found["location_ids"].tolist() == ["GVA NBO", "GVA"]
    assert found["is_joint"].tolist() == [True, False]


def test_only_open_actions_have_a_rank_and_equal_ones_share_it():
    grades = {"A": ("high", "medium", "planned"), "B": ("medium", "high", "under_way"), "C": ("high", "high", "done"), "D": ("low", "low", "planned")}
    found = made([{"action_id": name, "risk": risk, "feasibility": feasible, "status": status} for name, (risk, feasible, status) in grades.items()])
    assert {name: row["priority"] for name, row in found.items()} == {"A": 6, "B": 6, "C": 9, "D": 1}
    assert [found[name]["rank"] for name in "ABD"] == [1, 1, 3]
    assert pd.isna(found["C"]["rank"])


def test_an_action_without_grades_is_kept_without_a_rank():
    found = made([{"action_id": "A", "risk": "Supply times", "feasibility": "medium", "aspect": "energy"}])["A"]
    assert found["risk"] == "" and pd.isna(found["priority"]) and pd.isna(found["rank"])


@pytest.mark.parametrize(
    ("status", "due", "is_overdue"),
    [
        ("planned", "2024-12-31", True),
        ("under_way", "2024-06-01", True),
        ("under_way", "2025-01-01", False),
        ("done", "2024-06-01", False),
        ("stopped", "2020-01-01", False),
        ("planned", None, False),
    ],
)
def test_an_open_action_whose_day_has_come_is_overdue(status, due, is_overdue):
    day = pd.Timestamp(due) if due else None
    assert made([{"action_id": "A", "status": status, "due_date": day}])["A"]["is_overdue"] == is_overdue


def test_milestones_are_judged_as_of_the_last_day_of_the_year():
    days = [("2024-06-30", "2024-07-12"), ("2024-11-30", "2025-01-15"), ("2024-12-31", None), ("2025-05-01", None)]
    steps = [{"action_id": "A", "title": due, "due_date": pd.Timestamp(due), "done_date": pd.Timestamp(done) if done else None} for due, done in days]
    found = made([{"action_id": "A"}, {"action_id": "B"}], milestones=steps)
    assert [found["A"][name] for name in ("milestones", "milestones_done", "milestones_overdue")] == [4, 1, 2]
    assert found["B"]["milestones"] == 0


def test_of_actions_of_one_name_the_first_has_the_milestones():
    found = product(
        [{"action_id": "A", "title": "first"}, {"action_id": "A", "title": "second"}],
        milestones=[{"action_id": "A", "due_date": pd.Timestamp("2024-01-01"), "done_date": None}],
    )
    assert dict(zip(found["title"], found["milestones"], strict=True)) == {"first": 1, "second": 0}


def test_targets_are_those_stated_else_those_of_the_aspect_or_of_the_goal():
    goals = [{"goal_id": "G", "metric": "energy.renewable.share"}]
    rows = [
        {"action_id": "A", "sdg_targets": "13.2", "aspect": "waste", "goal_id": "G"},
        {"action_id": "B", "aspect": "waste", "goal_id": "G"},
        {"action_id": "C", "aspect": "noise", "goal_id": "G"},
        {"action_id": "D"},
        {"action_id": "E", "sdg_targets": "many", "goal_id": "UNKNOWN"},
    ]
    found = made(rows, goals=goals)
    assert {name: (row["sdg_targets"], row["sdg_basis"]) for name, row in found.items()} == {
        "A": ("13.2", "stated"),
        "B": ("12.4 12.5", "topic"),
        "C": ("7.2 7.3 9.4", "topic"),
        "D": ("", ""),
        "E": ("", ""),
    }
    assert found["C"]["metric"] == "energy.renewable.share"
    assert pd.isna(found["E"]["metric"])


def test_the_product_has_the_columns_that_are_declared():
    assert list(product([{"action_id": "A"}]).columns) == list(tables.products()["measures"].columns)
