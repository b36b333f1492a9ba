"""Spending, events and recommendations."""

from figure_frames import inputs, values


def test_without_a_list_nothing_is_counted_as_zero():
    assert not values(inputs(), "exemptions.") | values(inputs(), "events.")


def test_events_without_an_answer_are_in_no_share():
    rows = [{"table": "events", "title": "E", "meets_standard": answer} for answer in (True, False, False, None)]
    assert values(inputs(rows), "events.") == {"events.total": 4, "events.meeting_standard.share": 1 / 3}


def test_exemptions_are_counted():
    assert values(inputs([{"table": "exemptions"}]))["exemptions.total"] == 1
