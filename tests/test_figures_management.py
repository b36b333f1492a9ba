"""Actions, spending, events and recommendations."""

from figure_frames import inputs, values


def test_actions_by_status_and_the_effect_of_those_not_yet_done():
    effects = {"planned": -10.0, "under_way": -5.0, "done": -100.0}
    rows = [{"table": "actions", "status": status, "expected_tco2e_per_year": effect} for status, effect in effects.items()]
    assert values(inputs(rows), "actions.") == {
        "actions.total": 3,
        "actions.planned": 1,
        "actions.under_way": 1,
        "actions.done": 1,
        "actions.stopped": 0,
        "actions.expected": -15,
    }


def test_without_a_list_nothing_is_counted_as_zero():
    assert not values(inputs(), "actions.") | values(inputs(), "recommendations.") | values(inputs(), "events.")


def test_spending_is_added_by_purpose_stage_and_currency():
    amounts = [
        ("reduction", "spent", 10.0, "CHF"),
        ("reduction", "spent", 5.0, "CHF"),
        ("reduction", "spent", 7.0, "USD"),
        ("offset", "budgeted", 1.0, "CHF"),
    ]
    rows = [
        {"table": "spending", "purpose": purpose, "stage": stage, "amount": amount, "currency": money} for purpose, stage, amount, money in amounts
    ]
    assert values(inputs(rows), "spending.") == {
        "spending.offset.budgeted.CHF": 1,
        "spending.reduction.spent.CHF": 15,
        "spending.reduction.spent.USD": 7,
    }


def test_events_without_an_answer_are_in_no_share():
    rows = [{"table": "events", "title": "E", "meets_standard": answer} for answer in (True, False, False, None)]
    assert values(inputs(rows), "events.") == {"events.total": 4, "events.meeting_standard.share": 1 / 3}


def test_exemptions_and_recommendations_are_counted():
    rows = [{"table": "exemptions"}, {"table": "recommendations", "status": "started"}, {"table": "recommendations", "status": "started"}]
    found = values(inputs(rows))
    assert (found["exemptions.total"], found["recommendations.started"], found["recommendations.implemented"]) == (1, 2, 0)
