"""Goals without a baseline are told."""

import pandas as pd
import pytest
from figure_frames import activities, inputs, inventory

from greening import tables, targets
from greening.figures.evaluate import evaluate
from greening.figures.targets_as_figures import add
from greening.goals import applied
from greening.target_findings import findings

GOAL = {
    **{"table": "goals", "goal_id": "G", "metric": "ghg.total", "baseline_year": 2010, "target_year": 2030, "change_pct": -45.0, "path": "linear"},
    "adopted_by": "Board",
}


def found(*goals, earlier=(), year=2022):
    given = inputs(activities=activities([inventory(80.0), *goals]), earlier=tables.stack("figures", list(earlier)), year=year)
    set_goals = applied(given.activities)
    figures = evaluate(given)
    paths = targets.evaluate(set_goals, figures, given.earlier, year)
    told = findings(set_goals, paths, "BODY", year)
    counted = add(figures, paths, len(told)).set_index("figure_id").loc["findings.warn", "value"]
    return told, counted


def test_a_base_year_without_a_figure_is_told_where_the_goal_stands_and_counted():
    told, counted = found(GOAL)
    row = told.iloc[0]
    assert (row["table"], row["source_file"], row["source_row"], row["column"]) == ("goals", "goals.csv", 3, "baseline_value")
    assert (row["rule"], row["level"], row["organization"], row["year"]) == ("goal_without_baseline", "warn", "BODY", 2022)
    assert "no figure of its base year 2010 is known" in row["message"]
    assert counted == 1


def test_a_base_year_that_is_still_to_come_is_told():
    told, _ = found(GOAL | {"baseline_year": 2025, "baseline_value": 100.0})
    assert "its base year 2025 is still to come" in told["message"].iloc[0]


def test_a_goal_without_a_base_year_is_told_once_however_many_steps_it_has():
    goal = GOAL | {"baseline_year": None, "path": "milestones"}
    told, _ = found(goal, goal | {"target_year": 2025, "change_pct": -20.0})
    assert told["column"].tolist() == ["baseline_year"]


def test_a_shared_goal_with_a_fixed_base_year_is_told_and_one_that_the_rules_have_told_is_not():
    adoption = {"table": "adoptions", "adopted_by": "Board"}
    told, _ = found(adoption | {"goal_id": "STRATEGY-GHG"}, adoption | {"goal_id": "UNSCAP-2"})
    assert told["table"].tolist() == ["adoptions"]
    assert "STRATEGY-GHG" in told["message"].iloc[0]


@pytest.mark.parametrize("extra", [{"baseline_value": 100.0}, {"adopted_by": "not adopted"}, {"organization": "MEMBER"}])
def test_a_goal_with_a_baseline_one_not_adopted_and_one_of_others_are_not_told(extra):
    told, counted = found(GOAL | extra)
    assert told.empty and counted == 0


def test_a_known_base_year_is_no_finding():
    told, _ = found(GOAL, earlier=[evaluate(inputs([inventory(100.0)], year=2010))])
    assert told.empty
    assert findings(pd.DataFrame(), tables.empty("targets"), "BODY", 2022).empty
