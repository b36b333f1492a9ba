"""Money as figures: sums by line and source, sums across currencies, and what is not funded."""

import json
from datetime import datetime

import pandas as pd
import pytest
from figure_frames import figures, inputs, values
from money_frames import action, amount, rate

from greening.figures import derivation
from greening.money import findings


def test_amounts_are_added_by_purpose_stage_and_currency():
    rows = [amount(10.0), amount(5.0), amount(7.0, currency="USD"), amount(1.0, "budgeted", "offset")]
    assert values(inputs(rows), "spending.offset") | values(inputs(rows), "spending.reduction") == {
        "spending.offset.budgeted.CHF": 1,
        "spending.reduction.spent.CHF": 15,
        "spending.reduction.spent.USD": 7,
    }


def test_amounts_are_added_by_line_and_by_source_of_funds():
    rows = [amount(10.0, funding_source="levy"), amount(5.0, line="Travel"), amount(7.0, "required", line="A. Roof: north")]
    found = values(inputs(rows), "spending.")
    assert found["spending.line.reduction.Buildings.spent.CHF"] == 10 and found["spending.line.reduction.Travel.spent.CHF"] == 5
    assert found["spending.funding.reduction.levy.spent.CHF"] == 10
    free = [name for name in found if name.startswith("spending.line.reduction.A-Roof-north-")]
    assert [found[name] for name in free] == [7]


def test_there_is_no_sum_across_currencies_without_a_rate():
    rows = [amount(10.0), amount(7.0, currency="USD")]
    assert not values(inputs(rows), "spending.total") and not values(inputs(rows), "exchange.")
    late = [*rows, rate("CHF", 0.5, "2023-01-01")]
    assert not values(inputs(late), "spending.total")


def test_a_sum_across_currencies_is_in_that_of_most_amounts_by_the_rate_of_each_day():
    rows = [amount(10.0), amount(5.0), amount(7.0, currency="USD"), amount(2.0, currency="USD", date=pd.Timestamp("2022-03-01"))]
    found = values(inputs([*rows, amount(3.0), rate("CHF", 0.5), rate("CHF", 2.0, "2022-06-01")]))
    assert found["spending.total.reduction.spent.CHF"] == 18 + 7 * 2.0 + 2 * 0.5
    assert found["exchange.currency"] == "CHF"
    assert {name: value for name, value in found.items() if name.startswith("exchange.rate")} == {
        "exchange.rate.2022-01-01.CHF": 0.5,
        "exchange.rate.2022-06-01.CHF": 2.0,
    }
    assert found["exchange.first_day.2022-06-01.CHF"] == "2022-06-01"


def test_one_currency_needs_no_rate_and_no_sum_across_currencies():
    assert not values(inputs([amount(1.0), rate("CHF", 0.5)]), "exchange.") | values(inputs([amount(1.0)]), "spending.total")


def test_an_amount_whose_currency_is_no_code_is_in_no_sum():
    given = inputs([amount(10.0), amount(99.0, currency="Fr."), amount(5.0, currency="chf")])
    assert values(given, "spending.reduction") == {"spending.reduction.spent.CHF": 10}
    assert given.money["fault"].fillna("").tolist() == ["", "currency_code", "currency_code"]


def test_what_is_not_funded_is_needs_less_budget_where_both_are_known():
    rows = [amount(100.0, "required"), amount(60.0, "budgeted"), amount(50.0, "required", line="Travel"), amount(80.0, "budgeted", line="Fleet")]
    assert values(inputs(rows), "unfunded") == {"unfunded.reduction.CHF": 10, "unfunded.line.reduction.Buildings.CHF": 40}


def test_needs_and_budget_in_two_currencies_are_compared_by_rates_only():
    rows = [amount(100.0, "required"), amount(60.0, "budgeted", currency="USD"), amount(1.0, "required")]
    assert not values(inputs(rows), "unfunded")
    found = values(inputs([*rows, rate("CHF", 0.5)]))
    assert found["spending.total.reduction.budgeted.CHF"] == 30 and found["unfunded.reduction.CHF"] == 71


def test_spending_of_a_member_is_not_the_groups():
    rows = [amount(5.0, organization="MEMBER"), amount(1.0)]
    assert values(inputs(rows), "spending.reduction") == {"spending.reduction.spent.CHF": 1}


def test_a_body_without_money_costs_no_row():
    given = inputs([])
    assert given.money.empty and given.credits.empty and findings.findings(given.accounts) == []


def test_every_sum_is_made_again_from_its_derivation():
    rows = [amount(10.0), amount(7.0, currency="USD"), amount(3.0, "required"), amount(2.0, "budgeted"), rate("USD", 1.0), rate("CHF", 0.5)]
    saving = action("LAMPS", saving_per_year=365.0, check_date=datetime(2022, 12, 1))
    given = inputs([*rows, saving, action("A", cost=5.0, saving_per_year=2.0, expected_tco2e_per_year=-1.0)])
    made = figures(given)
    frames = {name: getattr(given, name) for name in ("activities", "checks", "money", "credits")} | {"figures": made}
    own = made[made["figure_id"].str.match(r"(spending|unfunded|exchange|action\.|actions\.cost|savings)") & made["value"].notna()]
    assert len(own) > 20
    for row in own.to_dict("records"):
        assert derivation.recompute(json.loads(row["derivation"]), frames) == pytest.approx(row["value"]), row["figure_id"]
