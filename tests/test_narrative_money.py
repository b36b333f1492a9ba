"""What the report says of money and of carbon credits, made from products as stage 3 writes them."""

from dataclasses import replace
from datetime import datetime

import pandas as pd
import pytest
from figure_frames import inputs, inventory
from made_report import quantity, report, text, word
from money_frames import action, amount
from upath import UPath

from greening import tables
from greening.figures.evaluate import evaluate
from greening.narrative import headline, money, neutrality


def told(tmp_path, rows, section=money.money, **products):
    """The text of a section on a submission of these rows."""
    given, folder = inputs(rows, **products), UPath(tmp_path)
    for name in ("money", "credits"):
        tables.write(name, getattr(given, name), folder)
    made = report(activities=given.activities, members=given.members)
    return section(replace(made, figures=evaluate(given), folder=folder))


def test_money_for_credits_comes_after_all_reductions_and_is_in_no_sum_with_them(tmp_path):
    rows = [amount(5_000.0, purpose="offset", line="Climate"), amount(700.0), action("A", cost=0.0, expected_tco2e_per_year=-3.0)]
    shown = text(told(tmp_path, rows).html)
    assert shown.index("Money for reductions") < shown.index("Cost beside result") < shown.index("What carbon credits cost stands beside them")
    assert "5,000" not in shown and "5,700" not in shown
    after = text(told(tmp_path, [*rows, inventory(10.0)], neutrality.neutrality).html)
    assert (
        after.index("First: reductions") < after.index("700 CHF was spent on reductions") < after.index("Then: carbon credits") < after.index("5,000")
    )


def test_the_gap_between_needs_and_budget_is_said(tmp_path):
    rows = [amount(640_000.0, "required"), amount(420_000.0, "budgeted"), amount(9_000.0, "required", line="Travel")]
    section = told(tmp_path, rows)
    shown = text(section.html)
    assert "Needs for the year come to 649,000 CHF, and the reported budget to 420,000 CHF: 229,000 CHF is not funded." in shown
    assert "A need was reported, but no budget: Travel." in shown
    assert [row["stage"] for row in section.panels[0].chart.spec["datasets"]["table"]] == ["required", "budgeted", "required"]


def test_a_budget_that_suffices_is_said_to(tmp_path):
    rows = [amount(400.0, "required"), amount(420.0, "budgeted")]
    assert "The budget of 420 CHF covers the needs for the year of 400 CHF." in text(told(tmp_path, rows).html)


def test_currencies_are_not_added_without_a_rate_and_that_is_said(tmp_path):
    rows = [amount(10.0), amount(7.0, currency="USD"), amount(8.0)]
    shown = text(told(tmp_path, rows).html)
    assert "Amounts in USD are not added to others: no rate of exchange on or before their day is given." in shown
    assert "converted" not in shown


def test_rates_are_printed_with_their_day_and_old_ones_named(tmp_path):
    rate = {"table": "exchange_rates", "currency": "CHF", "date": pd.Timestamp("2021-06-01"), "units_per_usd": 0.8923}
    shown = text(told(tmp_path, [amount(10.0), amount(7.0, currency="USD"), amount(8.0), rate]).html)
    assert "From 1 June 2021 on, one USD was 0.8923 CHF." in shown
    assert "Sums across currencies are in CHF, the currency of most amounts" in shown
    assert "The rate of exchange for amounts in USD was more than a year old." in shown
    assert "All currencies, converted" in shown


def test_cost_stands_beside_result_and_what_costs_nothing_is_told_apart(tmp_path):
    rows = [
        action("A", cost=640_000.0, saving_per_year=32_000.0, expected_tco2e_per_year=-64.0, check_result="Use fell by 11 %"),
        action("B", cost=0.0, expected_tco2e_per_year=-24.0),
    ]
    shown = text(told(tmp_path, rows).html)
    assert "1 action costs nothing and is expected to change emissions by \u221224.0 t a year." in shown
    assert all(part in shown for part in ("640,000 CHF", "10,000 CHF/t", "20 years", "Use fell by 11 %"))


def test_the_ledger_of_savings_shows_the_balance_or_why_there_is_none(tmp_path):
    saver = action("LAMPS", saving_per_year=36_500.0, check_date=datetime(2022, 12, 1))
    user = action("PUMP", status="under_way", funded_from_action_id="LAMPS")
    shown = text(told(tmp_path, [saver, user, amount(1_000.0, funding_source="savings", action_id="PUMP")]).html)
    assert all(part in shown for part in ("1 December 2022", "3,000 CHF", "1,000 CHF", "2,000 CHF"))
    overdrawn = text(told(tmp_path, [saver, user, amount(9_000.0, funding_source="savings", action_id="PUMP")]).html)
    assert "More was taken of the savings of LAMPS than it has saved: there is no balance." in overdrawn
    assert "9,000 CHFwithheld" in overdrawn
    assert "\u22126,000" not in overdrawn


@pytest.mark.parametrize(
    ("user", "said"),
    [
        (
            action("PUMP", status="under_way", funded_from_action_id="LAMP", cost=5.0),
            "PUMP is paid for by the savings of LAMP, which is no action on record",
        ),
        (action("PUMP", status="under_way", funded_from_action_id="PUMP", cost=5.0), "PUMP is said to be paid for by its own savings"),
    ],
)
def test_a_saving_that_does_not_exist_is_told(tmp_path, user, said):
    assert said in text(told(tmp_path, [user]).html)


def test_amounts_that_are_in_no_sum_are_told(tmp_path):
    assert "Amounts in Fr. are in no sum: that is no currency code." in text(told(tmp_path, [amount(10.0), amount(9.0, currency="Fr.")]).html)


def test_without_money_it_says_that_nothing_was_reported(tmp_path):
    assert "not reported" in text(told(tmp_path, []).html).casefold()


def block(tonnes, first="EX-1", last=None, **more):
    own = {"table": "offsets", "registry": "R", "serial_from": first, "serial_to": last, "claimed_year": 2022, "credits_tco2e": tonnes}
    return own | more


def test_the_decision_and_its_reason_stand_with_the_credits(tmp_path):
    decision = {"table": "offset_decisions", "status": "offsets", "extent": "headquarters_only", "reason": "Budget of one building"}
    shown = text(told(tmp_path, [inventory(100.0), block(100.0), decision], neutrality.neutrality).html)
    assert "The organization is not climate neutral: its credits are meant for a part" in shown
    assert "Budget of one building" in shown and "headquarters only" in shown
    assert "counts as climate neutral" not in shown


def test_withheld_credits_are_told_with_the_reason(tmp_path):
    shown = text(told(tmp_path, [inventory(100.0), block(40.0), block(40.0)], neutrality.neutrality).html)
    assert "Carbon credits for 40.0 t were retired for this year." in shown
    assert "Credits for 40.0 t are not counted, since other claims hold the same serial numbers." in shown


def test_a_group_lists_its_members_decisions_and_is_not_neutral_by_their_sum(tmp_path):
    members = tables.stack(
        "members", [pd.DataFrame([{"member": code, "status": "updated", "data_year": 2022, "emissions_tco2e": 50.0} for code in "AB"])]
    )
    rows = [inventory(50.0, organization="A"), inventory(50.0, organization="B"), block(100.0, organization="A")]
    rows += [{"table": "offset_decisions", "status": "does_not_offset", "reason": "Reductions come first", "organization": "B"}]
    shown = text(told(tmp_path, rows, neutrality.neutrality, members=members).html)
    assert "Credits of one organization do not cover the emissions of another" in shown
    assert "Reductions come first" in shown and "does not offset" in shown


def test_a_member_whose_credits_another_claims_too_is_left_open(tmp_path):
    members = tables.stack(
        "members", [pd.DataFrame([{"member": code, "status": "updated", "data_year": 2022, "emissions_tco2e": 50.0} for code in "AB"])]
    )
    own = [{"figure_id": "offsets.neutral", "organization": code, "year": 2022, "text": "yes", "unit": "text"} for code in "AB"]
    rows = [block(50.0, "EX-1", "EX-50", organization=code, retired_date=pd.Timestamp("2023-02-01")) for code in "AB"]
    rows += [{"table": "offset_decisions", "status": "offsets", "extent": "whole_year", "reason": "Small", "organization": code} for code in "AB"]
    given = {"members": members, "members_figures": tables.stack("figures", [pd.DataFrame(own)])}
    shown = text(told(tmp_path, [inventory(50.0, organization="A"), *rows], neutrality.neutrality, **given).html)
    assert shown.count("open: credits claimed by others too") == 2
    assert "climate neutral: 0;" in shown


@pytest.mark.parametrize(("metric", "is_shown"), [("ghg.total", True), ("offsets.share", False)])
def test_a_goal_for_credits_has_no_tile(metric, is_shown):
    path = tables.stack("targets", [pd.DataFrame([{"goal_id": "G", "year": 2022, "metric": metric, "unit": "share", "target_year": 2030}])])
    facts = (word("target.G.status", "behind"), quantity("target.G.target_year", 2030.0, "year"), quantity("target.G.target_value", 1.0, "share"))
    assert ("behind" in text(headline.headline(report(*facts, targets=path)).html)) == is_shown
