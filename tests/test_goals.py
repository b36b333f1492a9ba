"""Shared goals, and what a body takes over by adopting one."""

import pandas as pd
import pytest
from figure_frames import activities

from greening import goals, reference, tables

ADOPTION = {"table": "adoptions", "goal_id": "UNSCAP-2", "adopted_by": "Board", "adopted_date": pd.Timestamp(2021, 3, 1), "path": "linear"}
OWN = {"table": "goals", "goal_id": "G", "metric": "ghg.total", "target_year": 2030, "change_pct": -45.0, "path": "linear", "adopted_by": "Board"}


def applied(*rows):
    return goals.applied(activities(list(rows)))


def test_the_eight_goals_of_the_secretariat_are_there_with_their_steps():
    """-25 and -45 % of emissions, -20 and -35 % of electricity, 40 and 80 % renewable, -10 and -15 % of air travel, all offset, all events."""
    table = reference.load("shared_goals")
    assert [name for name in goals.known() if name.startswith("UNSCAP")] == [f"UNSCAP-{number}" for number in range(1, 9)]
    steps = table[table["framework"] == "unscap"].groupby("goal_id")[["target_year", "change_pct", "target_value"]]
    found = {name: [tuple(row) for row in rows.dropna(axis="columns", how="all").to_numpy().tolist()] for name, rows in steps}
    assert found["UNSCAP-1"] == found["UNSCAP-1-PER-CAPITA"] == [(2025, -25), (2030, -45)]
    assert (found["UNSCAP-2"], found["UNSCAP-4"]) == ([(2025, -20), (2030, -35)], [(2025, -10), (2030, -15)])
    assert found["UNSCAP-3"] == [(2025, 0.4), (2030, 0.8)]
    assert found["UNSCAP-6"] == [(2019, 1), (2025, 1), (2030, 1)]
    assert {goals.by_goal()[name]["kind"] for name in ("UNSCAP-7", "UNSCAP-8")} == {"narrative"}


def test_nothing_of_the_strategy_counts_as_verified():
    table = reference.load("shared_goals")
    assert not table.loc[table["framework"] == "strategy", "verified"].any()
    assert set(table.loc[table["goal_id"] == "STRATEGY-GHG", "change_pct"]) == {-45}


def test_every_shared_path_gives_exactly_one_of_change_and_level_and_a_figure_of_the_registry():
    from greening.figures import registry

    table = reference.load("shared_goals")
    paths = table[table["kind"] == "path"]
    assert (paths[["change_pct", "target_value"]].notna().sum(axis="columns") == 1).all()
    assert all(registry.match(metric) for metric in paths["metric"])
    assert table.loc[table["kind"] != "path", ["change_pct", "target_value"]].isna().all(axis=None)


def test_a_body_that_adopts_nothing_has_its_own_goals_only():
    rows = activities([OWN])
    pd.testing.assert_frame_equal(goals.applied(rows), tables.rows(rows, "goals"))
    assert applied({"table": "profile"}).empty


def test_an_adopted_goal_has_the_terms_of_the_shared_one_and_the_base_year_of_the_body():
    found = applied(OWN, ADOPTION | {"baseline_year": 2019, "baseline_value": 4000.0})
    assert found["goal_id"].tolist() == ["G", "UNSCAP-2", "UNSCAP-2"]
    adopted = found[found["goal_id"] == "UNSCAP-2"]
    assert set(adopted["metric"]) == {"energy.electricity.per_capita"}
    assert (adopted["target_year"].tolist(), adopted["change_pct"].tolist()) == ([2025, 2030], [-20, -35])
    assert (set(adopted["baseline_year"]), set(adopted["baseline_value"]), set(adopted["path"])) == ({2019}, {4000}, {"milestones"})
    assert (set(adopted["adopted_by"]), set(adopted["adopted_date"])) == ({"Board"}, {pd.Timestamp(2021, 3, 1)})
    assert found.dtypes.equals(applied(OWN).dtypes)


def test_one_adoption_may_stand_for_two_goals():
    assert applied(ADOPTION | {"goal_id": "UNSCAP-1"})["goal_id"].unique().tolist() == ["UNSCAP-1", "UNSCAP-1-PER-CAPITA"]
    assert goals.ids(["UNSCAP-1", "nothing"]) == ["UNSCAP-1", "UNSCAP-1-PER-CAPITA"]


def test_a_fixed_base_year_is_not_moved():
    found = applied(ADOPTION | {"goal_id": "UNSCAP-1", "baseline_year": 2015})
    assert set(found["baseline_year"]) == {2010}


@pytest.mark.parametrize("goal_id", ["UNSCAP-99", "UNSCAP-7", "STRATEGY-WASTE"])
def test_an_unknown_goal_and_one_without_a_number_put_nothing_on_a_path(goal_id):
    assert applied(OWN, ADOPTION | {"goal_id": goal_id})["goal_id"].tolist() == ["G"]


def test_a_goal_of_the_same_name_stays_the_bodys_own():
    found = applied(OWN | {"goal_id": "UNSCAP-2"}, ADOPTION)
    assert found["metric"].tolist() == ["ghg.total"]


def test_a_second_adoption_of_the_same_goal_adds_nothing():
    found = applied(ADOPTION | {"baseline_year": 2019}, ADOPTION | {"baseline_year": 2020})
    assert found["baseline_year"].tolist() == [2019, 2019]


def test_each_member_of_a_group_adopts_for_itself():
    found = applied(ADOPTION | {"organization": "A"}, ADOPTION | {"organization": "B"})
    assert found["organization"].tolist() == ["A", "A", "B", "B"]


def test_goals_without_a_number_are_told_beside_their_shared_goal():
    told = goals.without_numbers([{"goal_id": "UNSCAP-7"}, {"goal_id": "UNSCAP-2"}, {"goal_id": "STRATEGY-WASTE"}, {"goal_id": "x"}])
    assert [(line["goal_id"], line["kind"]) for _, line in told] == [("UNSCAP-7", "narrative"), ("STRATEGY-WASTE", "open")]


@pytest.mark.parametrize(
    ("goal_id", "year", "faults"),
    [
        ("UNSCAP-2", None, (True, False, False)),
        ("UNSCAP-2", 2019, (False, False, False)),
        ("UNSCAP-2", 2025, (False, False, True)),
        ("UNSCAP-1", None, (False, False, False)),
        ("UNSCAP-1", 2010, (False, False, False)),
        ("UNSCAP-1", 2015, (False, True, False)),
        ("UNSCAP-7", None, (False, False, False)),
        ("nothing", 2019, (False, False, False)),
    ],
)
def test_what_may_be_wrong_with_a_base_year(goal_id, year, faults):
    assert (goals.lacks_baseline(goal_id, year), goals.moves_baseline(goal_id, year), goals.starts_late(goal_id, year)) == faults


@pytest.mark.parametrize("cell", [None, float("nan"), pd.NA, pd.NaT])
def test_an_empty_cell_is_empty_however_it_is_written(cell):
    assert not goals.is_given(cell)
    assert goals.is_given(0) and goals.is_given("")
