"""What members report of actions and places adds up in their group."""

import dataclasses

import pandas as pd
from figure_frames import figures, inputs

from greening import tables
from greening.ems.rollup import FIGURES, ROLLED_UP
from greening.figures import registry
from greening.peers import bodies

ONE = {"actions.total": 4.0, "actions.planned": 1.0, "actions.overdue": 1.0, "locations.ems.met": 2.0, "milestones.total": 3.0}
TWO = {"actions.total": 5.0, "actions.planned": 2.0, "locations.review.overdue.plan": 1.0}


def group(*rows, statuses=("updated", "updated")):
    told = [
        {"figure_id": name, "organization": code, "year": 2022, "value": value}
        for code, of in (("ONE", ONE), ("TWO", TWO))
        for name, value in of.items()
    ]
    members = pd.DataFrame({"member": ["ONE", "TWO"], "status": list(statuses), "emissions_tco2e": [1.0, 1.0]})
    given = inputs(list(rows), members=tables.stack("members", [members]))
    return figures(dataclasses.replace(given, members_figures=tables.stack("figures", [pd.DataFrame(told)])))


def test_a_group_adds_up_what_its_members_report():
    made = group()["value"]
    expected = {"actions.total": 9, "actions.planned": 3, "actions.overdue": 1, "locations.ems.met": 2, "milestones.total": 3}
    assert {name: made[name] for name in expected} == expected
    assert made["locations.review.overdue.plan"] == 1
    assert "actions.done" not in made.index


def test_where_a_member_is_missing_the_sum_is_a_minimum():
    assert group(statuses=("updated", "missing")).loc["actions.total", "precision"] == "more_than"
    assert pd.isna(group().loc["actions.total", "precision"])


def test_actions_that_the_group_itself_submits_are_its_own():
    made = group({"table": "actions", "action_id": "A", "title": "Own", "status": "done"})["value"]
    assert (made["actions.total"], made["actions.done"], made["actions.planned"]) == (1, 1, 0)


def test_every_figure_that_is_rolled_up_is_in_the_registry_and_is_read():
    patterns = {definition.pattern for definition in registry.DEFINITIONS}
    assert set(ROLLED_UP) <= patterns
    assert set(FIGURES) <= set(bodies._wanted())
    assert all(registry.match(name) is not None for name in FIGURES)
