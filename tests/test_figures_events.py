"""Large events."""

import pytest
from figure_frames import inputs, values

from greening.figures.derivation import recompute


def event(participants, meets):
    return {"table": "events", "title": "E", "participants": participants, "meets_standard": meets}


def test_only_events_of_more_than_300_with_an_answer_count():
    rows = [event(301.0, True), event(900.0, False), event(450.0, True), event(300.0, False), event(500.0, None), event(None, True)]
    assert values(inputs(rows), "events.large") == {"events.large.total": 4, "events.large.meeting_standard.share": pytest.approx(2 / 3)}


def test_without_a_large_event_nothing_is_said():
    assert not values(inputs([event(300.0, True), event(None, False)]), "events.large")


def test_a_share_can_be_made_again_from_its_derivation():
    from figure_frames import figures

    given = inputs([event(301.0, True), event(900.0, False)])
    made = figures(given).loc["events.large.meeting_standard.share", "derivation"]
    assert recompute(made, {"activities": given.activities}) == 0.5
