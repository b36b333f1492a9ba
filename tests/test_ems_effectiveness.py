"""Whether it was checked that an action worked."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from greening.ems import effectiveness
from greening.ems.clock import as_of

TODAY = as_of(2024)


def day(text):
    return datetime.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("status", "start", "due", "checked", "state", "needed"),
    [
        # An action that is done needs a check from its due date on.
        ("done", "2023-01-01", "2024-06-30", "", "due", "2024-06-30"),
        ("done", "2022-01-01", "2023-12-31", "", "overdue", "2023-12-31"),
        ("done", "2022-01-01", "2023-12-31", "2024-03-15", "done", ""),
        ("done", "2024-01-01", "2026-01-01", "", "due", "2024-12-31"),
        ("done", "", "", "", "due", "2024-12-31"),
        # One that runs needs a check after a year, and again a year after the last one.
        ("under_way", "2024-02-01", "", "", "not_due", "2025-02-01"),
        ("under_way", "2023-12-31", "", "", "due", "2024-12-31"),
        ("under_way", "2022-12-31", "", "", "overdue", "2023-12-31"),
        ("under_way", "2020-01-01", "", "2024-06-01", "done", "2025-06-01"),
        ("under_way", "2020-01-01", "", "2023-06-01", "due", "2024-06-01"),
        ("under_way", "", "", "", "not_known", ""),
        # A check after the data year had not taken place.
        ("under_way", "2022-01-01", "", "2025-02-01", "overdue", "2023-01-01"),
        ("planned", "2025-01-01", "2026-01-01", "", "", ""),
        ("stopped", "2020-01-01", "", "", "", ""),
        ("stopped", "2020-01-01", "", "2024-06-30", "done", ""),
    ],
)
def test_a_check_is_needed_once_an_action_is_done_or_has_run_a_year(status, start, due, checked, state, needed):
    assert effectiveness.check(status, day(start), day(due), day(checked), TODAY) == (state, day(needed))


DAYS = st.one_of(st.none(), st.integers(0, 6000).map(lambda days: datetime(2012, 1, 1) + timedelta(days)))


@given(st.sampled_from(["planned", "under_way", "done", "stopped"]), DAYS, DAYS, DAYS)
def test_whatever_is_due_was_needed_by_the_end_of_the_year(status, start, due, checked):
    state, needed = effectiveness.check(status, start, due, checked, TODAY)
    assert state in (*effectiveness.STATES, "")
    if state in ("due", "overdue"):
        assert needed is not None and needed <= TODAY
        assert (state == "overdue") == (needed <= datetime(2023, 12, 31))
    if state == "not_due":
        assert needed is not None and needed > TODAY
