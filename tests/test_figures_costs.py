"""What actions cost beside what they bring."""

from figure_frames import figures, inputs, values
from money_frames import action, amount

from greening.figures.definition import Definition


def test_cost_stands_beside_result_for_each_action():
    rows = [action("A", cost=600.0, saving_per_year=200.0, expected_tco2e_per_year=-4.0), action("B", cost=0.0, expected_tco2e_per_year=-5.0)]
    found = values(inputs([*rows, action("C", cost=100.0, currency=None), amount(70.0, action_id="A")]), "action.")
    own = ("cost", "cost_per_tonne", "saving_per_year", "spent", "expected", "payback")
    assert {name: value for name, value in found.items() if name.endswith(own)} == {
        "action.A.CHF.cost": 600,
        "action.A.CHF.saving_per_year": 200,
        "action.A.expected": -4,
        "action.A.CHF.spent": 70,
        "action.A.CHF.cost_per_tonne": 150,
        "action.A.payback": 3,
        "action.B.CHF.cost": 0,
        "action.B.expected": -5,
    }


def test_a_cost_for_each_tonne_is_in_money_for_a_tonne():
    made = figures(inputs([action("A", cost=600.0, expected_tco2e_per_year=-4.0)]))
    assert made.loc["action.A.CHF.cost_per_tonne", "unit"] == "CHF/t"


def test_actions_that_cost_nothing_are_told_apart():
    rows = [
        action("A", cost=0.0, expected_tco2e_per_year=-4.0),
        action("B", cost=5.0, status="planned"),
        action("C", expected_tco2e_per_year=-2.0),
        action("D", cost=0.0, status="stopped"),
    ]
    assert values(inputs(rows), "actions.cost.") == {
        "actions.cost.zero_cost": 1,
        "actions.cost.funded": 1,
        "actions.cost.cost_unknown": 1,
        "actions.cost.zero_cost.expected": -4,
        "actions.cost.cost_unknown.expected": -2,
    }


def test_actions_of_one_name_have_no_cost():
    assert "action.A.CHF.cost" not in values(inputs([action("A", cost=1.0), action("A", cost=2.0)]))


def test_a_cost_without_a_currency_is_found():
    given = inputs([action("A", cost=5.0, currency=None)])
    assert given.found[["rule", "column", "value"]].values.tolist() == [["amount_without_currency", "cost", "5"]]


def test_money_spent_on_what_is_said_to_cost_nothing_is_found():
    rows = [action("A", cost=0.0), action("B", cost=5.0), amount(7.0, action_id="A"), amount(7.0, action_id="B")]
    found = inputs(rows).found
    assert found[["rule", "table", "source_row"]].values.tolist() == [["spent_without_cost", "spending", 4]]


def test_a_unit_may_hold_the_currency():
    made = Definition("action.<action_id>.<currency>.cost_per_tonne", "<currency>/t", "ratio", lambda _: {})
    assert made.unit_of(("A", "CHF")) == "CHF/t"
