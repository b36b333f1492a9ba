"""When reviews fall due, judged as of 31 December of the data year."""

from datetime import datetime

import pytest
from hypothesis import given, strategies as st

from greening.ems import clock

TODAY = clock.as_of(2024)
DAYS = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2060, 12, 31)).map(
    lambda day: day.replace(hour=0, minute=0, second=0, microsecond=0)
)


def test_a_data_year_is_judged_on_its_last_day():
    assert datetime(2024, 12, 31) == TODAY
    assert clock.has_come(datetime(2024, 12, 31), TODAY)
    assert not clock.has_come(datetime(2025, 1, 1), TODAY)
    assert not clock.has_come(None, TODAY)


def test_of_the_leap_day_the_day_before_the_first_of_march_is_taken():
    assert clock.years_later(datetime(2024, 2, 29), 1) == datetime(2025, 2, 28)
    assert clock.years_later(datetime(2024, 2, 29), 4) == datetime(2028, 2, 29)


@given(DAYS, st.integers(0, 8), st.integers(0, 8))
def test_later_years_never_come_earlier(day, some, more):
    assert clock.years_later(day, some) <= clock.years_later(day, some + more)


@pytest.mark.parametrize(
    ("last", "years", "state", "due"),
    [
        (datetime(2024, 1, 30), 1, "in_time", datetime(2025, 1, 30)),
        (datetime(2023, 12, 31), 1, "overdue", datetime(2024, 12, 31)),
        (datetime(2021, 1, 1), 4, "in_time", datetime(2025, 1, 1)),
        (datetime(2020, 12, 31), 4, "overdue", datetime(2024, 12, 31)),
        (None, 1, "not_known", None),
        # Handed in after the year's end: by 31 December it had not taken place.
        (datetime(2025, 2, 1), 1, "not_known", None),
    ],
)
def test_the_plan_is_reviewed_every_year_and_the_rest_at_least_every_four(last, years, state, due):
    assert clock.review(last, years, TODAY) == (state, due)


def test_the_latest_day_that_has_come_counts():
    assert clock.latest([datetime(2023, 5, 1), None, datetime(2024, 5, 1), datetime(2025, 5, 1)], TODAY) == datetime(2024, 5, 1)
    assert clock.latest([None, datetime(2025, 5, 1)], TODAY) is None


def test_a_day_is_written_in_iso_form():
    assert clock.as_text(datetime(2024, 3, 9)) == "2024-03-09"
    assert clock.as_text(None) is None
