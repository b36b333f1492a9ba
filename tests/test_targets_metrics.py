"""Goals on figures that are no tonnes: the right direction for each, from the shared goals on."""

import math

import pandas as pd
import pytest
from figure_frames import activities

from greening import tables, targets
from greening.goals import applied

#: Goal, its metric and unit, the figure of the base year 2020, and one on and one behind its path in 2022.
CASES = [
    ("UNSCAP-1-PER-CAPITA", "ghg.per_capita", "t/person", 2010, 8.0, 6.4, 6.41),
    ("UNSCAP-2", "energy.electricity.per_capita", "kWh/person", 2020, 5000.0, 4600.0, 4601.0),
    ("UNSCAP-3", "energy.renewable.share", "share", 2020, 0.2, 0.28, 0.27),
    ("UNSCAP-4", "ghg.air.commercial.per_capita", "t/person", 2020, 2.0, 1.92, 1.93),
    ("UNSCAP-5", "events.large.meeting_standard.share", "share", 2020, 0.5, 0.6, 0.59),
    ("W", "waste.per_capita", "kg/person", 2020, 100.0, 90.0, 91.0),
    ("M", "water.per_capita", "m3/person", 2020, 50.0, 45.0, 46.0),
]
OWN = {"table": "goals", "target_year": 2030, "change_pct": -50.0, "path": "linear", "adopted_by": "Board"}


def figure(metric, unit, value, year):
    row = {"figure_id": metric, "organization": "BODY", "year": year, "value": value, "low": value, "high": value, "unit": unit}
    return tables.stack("figures", [pd.DataFrame([row])])


def row_of(goal_id, metric, unit, start, before, value):
    given = {"baseline_year": start, "goal_id": goal_id}
    adoption = {"table": "adoptions", "adopted_by": "Board", "path": "linear", **given}
    if start == 2010:
        adoption |= {"goal_id": "UNSCAP-1", "baseline_year": None}
    goal = adoption if goal_id.startswith("UNSCAP") else OWN | given | {"metric": metric}
    found = targets.evaluate(applied(activities([goal])), figure(metric, unit, value, 2022), figure(metric, unit, before, start), 2022)
    return found[(found["goal_id"] == goal_id) & (found["year"] == 2022)].iloc[0]


@pytest.mark.parametrize(("goal_id", "metric", "unit", "start", "before", "kept", "missed"), CASES, ids=[case[1] for case in CASES])
def test_each_metric_is_judged_in_its_own_direction(goal_id, metric, unit, start, before, kept, missed):
    on_path, behind = (row_of(goal_id, metric, unit, start, before, value) for value in (kept, missed))
    assert (on_path["status"], behind["status"]) == ("on_path", "behind")
    assert (on_path["metric"], on_path["unit"]) == (metric, unit)
    # What is needed points from the figure to the goal, and nothing that is no quantity has a budget.
    assert math.copysign(1, behind["needed_per_year"]) == math.copysign(1, kept - missed)
    assert pd.isna(behind["budget_total"])


def test_the_milestone_of_2025_makes_the_last_stretch_of_the_secretariats_goal_the_steepest():
    """-25 % in fifteen years is 1.67 points a year, and -45 % five years later 4 points a year."""
    adoption = {"table": "adoptions", "goal_id": "UNSCAP-1", "adopted_by": "Board", "path": "linear"}
    found = targets.evaluate(
        applied(activities([adoption])), figure("ghg.total", "t CO2e", 80.0, 2022), figure("ghg.total", "t CO2e", 100.0, 2010), 2022
    )
    path = found[found["goal_id"] == "UNSCAP-1"].set_index("year")["allowed_value"]
    assert path[2010] - path[2011] == pytest.approx(25 / 15)
    assert path[2029] - path[2030] == pytest.approx(4)
    assert (path[2025], path[2030]) == (pytest.approx(75), pytest.approx(55))
