"""When something falls due. Everything is judged as of the end of 31 December of the data year, so that the same submission always says the same."""

from datetime import datetime
from typing import Any

#: Years after which a plan is to be reviewed (the plan every year, the statement and the aspects at least every four). Source: itu_council_2021.
PLAN_YEARS, STATEMENT_YEARS, ASPECTS_YEARS = 1, 4, 4
#: States of a review.
IN_TIME, OVERDUE, NOT_KNOWN = "in_time", "overdue", "not_known"


def as_of(year: int) -> datetime:
    """The day on which a data year is judged: its last."""
    return datetime(year, 12, 31)


def has_come(day: datetime | None, today: datetime) -> bool:
    """Whether a day is known and has come; the day itself counts."""
    return day is not None and day <= today


def years_later(day: datetime, years: int) -> datetime:
    """The same day so many years later; of 29 February the day before the first of March, where that year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def review(last: datetime | None, years: int, today: datetime) -> tuple[str, datetime | None]:
    """The state of a review (in_time, overdue, not_known) and the day on which the next one falls due.

    A review dated after the day of judgement had not taken place by then, and does not count.
    """
    if last is None or last > today:
        return NOT_KNOWN, None
    due = years_later(last, years)
    return OVERDUE if due <= today else IN_TIME, due


def as_text(day: datetime | None) -> str | None:
    """A day in ISO form; None where there is none."""
    return f"{day:%Y-%m-%d}" if day else None


def latest(days: list[Any], today: datetime) -> datetime | None:
    """The latest of the days that have come; None where there is none."""
    return max((day for day in days if has_come(day, today)), default=None)
