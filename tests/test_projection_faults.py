"""What only a plan can show to be wrong."""

import pytest
from made_report import quantity
from test_projection_plans import ACTION, GOAL, LEVEL, products

from greening.figures.projection_as_figures import add
from greening.projection.faults import faults

EXEMPTED = {"table": "exemptions", "goal_id": "G", "activity": "evacuation", "reason": "r"}


def found(rows):
    _, plan, given = products(rows, LEVEL)
    made = faults(given, plan)
    return made[["table", "source_row", "column", "rule", "level", "value"]].to_dict("records")


@pytest.mark.parametrize(
    ("row", "column", "rule", "value"),
    [
        (ACTION | {"expected_tco2e_per_year": -95.0}, "expected_tco2e_per_year", "effect_beyond_source", "-95"),
        (ACTION | {"aspect": "flights"}, "expected_tco2e_per_year", "effect_without_source", "-30"),
        (EXEMPTED | {"emissions_tco2e": 91.0}, "emissions_tco2e", "exempted_beyond_emissions", "91"),
    ],
)
def test_more_than_there_is_is_a_finding_at_its_row(row, column, rule, value):
    place = {"table": row["table"], "source_row": 3, "column": column}
    assert found([GOAL, row]) == [place | {"rule": rule, "level": "warn", "value": value}]


def test_what_is_as_it_should_be_has_none():
    assert found([GOAL, ACTION, EXEMPTED | {"emissions_tco2e": 5.0}]) == []
    assert found([GOAL, ACTION | {"expected_tco2e_per_year": None}]) == []
    assert found([]) == []


def test_an_action_of_two_goals_is_told_once():
    second = GOAL | {"goal_id": "H"}
    assert len(found([GOAL, second, ACTION | {"expected_tco2e_per_year": -95.0}])) == 1


def test_faults_are_counted_among_the_warnings():
    figures, plan, given = products([GOAL, ACTION | {"expected_tco2e_per_year": -95.0}], LEVEL, figures=[quantity("findings.warn", 2.0, "count")])
    counted = add(figures, plan, len(faults(given, plan))).set_index("figure_id")["value"]
    assert (counted["findings.warn"], counted["ghg.total"]) == (3, 90)
