"""Savings as figures, and the findings where they have no balance."""

from datetime import datetime

import pytest
from figure_frames import activities, inputs, values
from money_frames import action, amount

CHECKED = action("LAMPS", saving_per_year=365.0, check_date=datetime(2022, 12, 1))


def test_a_saving_has_what_it_saved_what_was_used_and_a_balance():
    user = action("PUMP", status="under_way", funded_from_action_id="LAMPS", currency="CHF")
    given = inputs([CHECKED, user, amount(10.0, funding_source="savings", action_id="PUMP")])
    assert values(given, "savings.") == {
        "savings.LAMPS.since": "2022-12-01",
        "savings.LAMPS.years": pytest.approx(30 / 365),
        "savings.LAMPS.CHF.per_year": 365,
        "savings.LAMPS.CHF.saved": pytest.approx(30),
        "savings.LAMPS.CHF.used": 10,
        "savings.LAMPS.CHF.balance": pytest.approx(20),
    }
    assert given.found.empty


def test_the_balance_of_a_saving_that_was_overdrawn_is_withheld_and_found():
    user = action("PUMP", status="under_way", funded_from_action_id="LAMPS", cost=31.0)
    given = inputs([CHECKED, user])
    found = values(given, "savings.")
    assert "savings.LAMPS.CHF.balance" not in found and found["savings.LAMPS.fault"] == "saving_overdrawn"
    assert given.found[["rule", "table", "column", "source_row"]].values.tolist() == [["saving_overdrawn", "actions", "saving_per_year", 2]]
    assert "has saved 30 CHF since 2022-12-01, but PUMP took 31" in given.found["message"].iloc[0]
    assert values(given, "findings.warn") == {"findings.warn": 1}


def test_an_action_paid_for_by_a_saving_that_does_not_exist_is_found_at_its_row():
    given = inputs([CHECKED, action("PUMP", status="under_way", funded_from_action_id="LAMP", cost=31.0)])
    assert given.found[["rule", "column", "value", "source_row"]].values.tolist() == [["unknown_saving", "funded_from_action_id", "LAMP", 3]]
    assert "savings.LAMPS.CHF.balance" in values(given)


def test_what_earlier_years_spent_from_savings_is_used_too():
    before = activities([amount(6.0, funding_source="savings", action_id="PUMP")], year=2021)
    user = action("PUMP", status="under_way", funded_from_action_id="LAMPS", cost=1.0)
    given = inputs([CHECKED, user], earlier_activities=before)
    assert values(given)["savings.LAMPS.CHF.used"] == 6


def test_a_use_of_an_earlier_year_names_no_file_of_this_year():
    before = activities([amount(6.0, funding_source="savings", action_id="PUMP")], year=2021)
    user = action("PUMP", status="under_way", funded_from_action_id="LAMPS")
    rows = [CHECKED, user, amount(1.0, funding_source="savings", action_id="PUMP")]
    uses = inputs(rows, earlier_activities=before).money.query("entry == 'use'").sort_values("of_year")
    assert uses[["of_year", "amount"]].values.tolist() == [[2021, 6], [2022, 1]]
    assert uses["source_file"].fillna("").tolist() == ["", "spending.csv"]
