"""Figures of actions."""

import json

import pandas as pd
from figure_frames import figures, inputs, values

from greening.figures import derivation


def action(name, status="planned", **columns):
    return {"table": "actions", "action_id": name, "title": f"Action {name}", "status": status, **columns}


def test_actions_by_status_and_the_effect_of_those_not_yet_done():
    effects = {"planned": -10.0, "under_way": -5.0, "done": -100.0}
    found = values(inputs([action(status, status, expected_tco2e_per_year=effect) for status, effect in effects.items()]), "actions.")
    assert {name: found[f"actions.{name}"] for name in ("total", "planned", "under_way", "done", "stopped", "expected")} == {
        "total": 3,
        "planned": 1,
        "under_way": 1,
        "done": 1,
        "stopped": 0,
        "expected": -15,
    }


def test_without_actions_nothing_is_counted_as_zero():
    found = inputs([{"table": "aspects", "aspect": "energy", "significance": "high"}])
    assert not values(found, "actions.") | values(found, "action.") | values(found, "milestones.")


def test_overdue_joint_and_unranked_actions_are_counted():
    rows = [
        action("A", location_ids="X Y", due_date=pd.Timestamp("2022-12-31"), risk="high", feasibility="low"),
        action("B", "done", location_ids="X", due_date=pd.Timestamp("2020-01-01")),
        action("C", "under_way"),
        *({"table": "locations", "location_id": place} for place in "XY"),
    ]
    found = values(inputs(rows), "actions.")
    assert [found[f"actions.{name}"] for name in ("overdue", "joint", "unranked")] == [1, 1, 1]


def test_kinds_that_no_action_has_are_not_listed_and_unknown_ones_are_other():
    rows = [action("A", kind="solar"), action("B", kind="Wind"), action("C", kind="feng shui"), action("D")]
    assert values(inputs(rows), "actions.kind.") == {"actions.kind.renewable_energy": 2, "actions.kind.other": 1}


def test_novelty_is_counted_where_it_is_told():
    assert not values(inputs([action("A")]), "actions.novelty.")
    assert values(inputs([action("A", novelty="mixed"), action("B")]), "actions.novelty.") == {
        "actions.novelty.innovative": 0,
        "actions.novelty.mixed": 1,
        "actions.novelty.traditional": 0,
    }


def test_checks_by_state():
    rows = [
        action("A", "done", due_date=pd.Timestamp("2020-01-01")),
        action("B", "done", due_date=pd.Timestamp("2020-01-01"), check_date=pd.Timestamp("2021-01-01")),
        action("C", "under_way", start_date=pd.Timestamp("2022-06-01")),
    ]
    found = values(inputs(rows), "actions.check.")
    assert found == {
        "actions.check.done": 1,
        "actions.check.due": 0,
        "actions.check.overdue": 1,
        "actions.check.not_due": 1,
        "actions.check.not_known": 0,
    }
    assert values(inputs(rows), "action.C.") == {"action.C.check.needed": "2023-06-01"}


def test_milestones_are_counted_where_there_are_some():
    steps = [
        {"table": "milestones", "action_id": "A", "title": title, "due_date": pd.Timestamp("2022-03-01"), "done_date": done}
        for title, done in (("one", pd.Timestamp("2022-02-01")), ("two", None))
    ]
    assert not values(inputs([action("A")]), "milestones.")
    assert values(inputs([action("A"), *steps]), "milestones.") == {"milestones.total": 2, "milestones.done": 1, "milestones.overdue": 1}


def test_rank_and_priority_of_an_action_stand_under_its_code():
    rows = [
        action("HQ-1", risk="high", feasibility="high"),
        action("with.dots 2", risk="low", feasibility="low"),
        action("done", "done", risk="low", feasibility="low"),
    ]
    found = values(inputs(rows), "action.")
    assert (found["action.HQ-1.priority"], found["action.HQ-1.rank"]) == (9, 1)
    (dotted,) = (name for name in found if name.startswith("action.with-dots-2-") and name.endswith(".rank"))
    assert found[dotted] == 2
    assert "action.done.rank" not in found and found["action.done.priority"] == 1


def test_every_figure_of_actions_can_be_made_again_from_its_derivation():
    steps = [{"table": "milestones", "action_id": "A", "title": "one", "due_date": pd.Timestamp("2022-03-01")}]
    given = inputs(
        [action("A", "under_way", risk="high", feasibility="high", start_date=pd.Timestamp("2020-01-01"), kind="solar", novelty="mixed"), *steps]
    )
    made = figures(given)
    made = made[made["figure_id"].str.startswith(("actions.", "action.", "milestones."))]
    assert len(made) > 15
    for row in made.to_dict("records"):
        if pd.isna(row["text"]):
            assert derivation.recompute(json.loads(row["derivation"]), given.products) == row["value"]
        else:
            assert derivation.recompute_text(json.loads(row["derivation"]), given.products) == row["text"]
