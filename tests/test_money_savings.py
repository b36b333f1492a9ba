"""The ledger of savings: what finished actions saved, what it paid for, and when there is no balance."""

from datetime import date, datetime

import pytest

from greening.money import exchange, savings

YEAR = 2024
RATES = exchange.rates([{"currency": "CHF", "date": datetime(2024, 1, 1), "units_per_usd": 0.8}])


def action(name, status="done", year=YEAR, **more):
    own = {"action_id": name, "data_year": year, "status": status, "cost": None, "saving_per_year": None, "currency": "CHF"}
    return own | {"funded_from_action_id": None, "check_date": None} | more


def spent(name, amount, year=YEAR, **more):
    own = {"action_id": name, "data_year": year, "funding_source": "savings", "stage": "spent", "amount": amount, "currency": "CHF", "date": None}
    return own | more


LAMPS = action("LAMPS", saving_per_year=36_500.0, check_date=datetime(2024, 10, 2))
PUMP = action("PUMP", "under_way", funded_from_action_id="LAMPS", cost=5_000.0)


def ledger(*actions, spending=()):
    return savings.ledger(YEAR, actions, spending, RATES)


def only(*actions, spending=()):
    (saving,) = ledger(*actions, spending=spending).savings
    return saving


def test_a_saving_is_what_it_saves_a_year_times_the_years_since_it_was_done():
    """90 days from 2 October to 31 December at 100 a day."""
    saving = only(LAMPS)
    assert (saving.since, saving.saved, saving.used, saving.fault) == (date(2024, 10, 2), pytest.approx(9_000.0), 0.0, "")


def test_without_a_check_it_counts_from_the_end_of_the_first_year_that_has_it_as_done():
    before = action("LAMPS", year=2022, saving_per_year=36_500.0)
    assert only(before, action("LAMPS", saving_per_year=36_500.0)).since == date(2022, 12, 31)
    assert only(action("LAMPS", saving_per_year=36_500.0)).saved == 0


def test_a_check_of_the_time_before_it_was_done_is_no_day_of_its_end():
    running = action("LAMPS", "under_way", 2023, saving_per_year=100.0, check_date=datetime(2023, 5, 1))
    assert only(running, action("LAMPS", saving_per_year=100.0, check_date=datetime(2023, 5, 1))).since == date(2024, 12, 31)


def test_an_action_that_was_taken_up_again_counts_from_its_second_end():
    years = [
        action("LAMPS", status, year, saving_per_year=100.0) for year, status in ((2021, "done"), (2022, "under_way"), (2023, "done"), (2024, "done"))
    ]
    assert only(*years).since == date(2023, 12, 31)


def test_what_was_spent_from_savings_is_used_in_every_year():
    saving = only(LAMPS, PUMP, spending=[spent("PUMP", 2_000.0), spent("PUMP", 1_000.0, 2023)])
    assert (saving.used, saving.fault) == (3_000.0, "")


def test_an_action_that_runs_takes_its_cost_where_no_spending_was_handed_in_and_a_planned_one_nothing_yet():
    assert only(LAMPS, PUMP).used == 5_000
    assert only(LAMPS, {**PUMP, "status": "planned"}).used == 0


def test_money_of_another_currency_is_converted_on_its_day_or_not_at_all():
    in_dollars = [spent("PUMP", 1_000.0, currency="USD")]
    assert only(LAMPS, PUMP, spending=in_dollars).used == pytest.approx(800.0)
    early = [spent("PUMP", 1_000.0, currency="USD", date=datetime(2023, 12, 31))]
    saving = only(LAMPS, PUMP, spending=early)
    assert (saving.fault, saving.uses[0].amount) == (savings.NO_RATE, None)


def test_more_than_was_saved_has_no_balance():
    assert only(LAMPS, PUMP, spending=[spent("PUMP", 9_000.0)]).fault == ""
    assert only(LAMPS, PUMP, spending=[spent("PUMP", 9_000.01)]).fault == savings.OVERDRAWN


@pytest.mark.parametrize(
    ("actions", "fault"),
    [
        ([action("PUMP", funded_from_action_id="NOTHING", cost=1.0)], savings.UNKNOWN),
        ([action("PUMP", funded_from_action_id="PUMP", saving_per_year=5.0, cost=1.0)], savings.ITSELF),
        ([action("LAMPS", "under_way", saving_per_year=5.0), PUMP], savings.NOT_DONE),
        ([action("LAMPS"), PUMP], savings.NO_AMOUNT),
        ([{**LAMPS, "currency": "Fr."}, PUMP], savings.NO_AMOUNT),
        ([LAMPS, LAMPS, PUMP], savings.REPEATED),
        ([LAMPS, {**PUMP, "cost": None}], savings.NO_COST),
        ([LAMPS, {**PUMP, "status": "planned", "funded_from_action_id": "NOTHING"}], savings.UNKNOWN),
        ([action("LAMPS", "stopped", saving_per_year=5.0), {**PUMP, "status": "planned"}], savings.NOT_DONE),
    ],
)
def test_a_saving_that_cannot_pay_is_told(actions, fault):
    assert [use.fault for use in ledger(*actions).faults] == [fault]


def test_a_planned_action_may_wait_for_a_saving_that_is_planned_too():
    assert ledger(action("LAMPS", "planned", saving_per_year=5.0), {**PUMP, "status": "planned"}).faults == ()


def test_savings_spent_without_a_saving_that_they_come_from_are_told_and_in_no_balance():
    found = ledger(LAMPS, action("PUMP", "under_way"), spending=[spent("PUMP", 10.0), spent(None, 5.0)])
    assert [use.fault for use in found.faults] == [savings.NOT_NAMED, savings.NOT_NAMED]
    assert found.savings[0].used == 0


def test_a_use_of_which_something_is_unknown_leaves_the_saving_without_a_balance():
    assert only(LAMPS, {**PUMP, "cost": None}).fault == savings.NO_COST


def test_other_money_is_no_use_of_savings():
    rows = [spent("PUMP", 10.0, funding_source="levy"), spent("PUMP", 10.0, stage="budgeted")]
    assert only(LAMPS, {**PUMP, "status": "planned"}, spending=rows).used == 0
