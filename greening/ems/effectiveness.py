"""Whether it was checked that an action worked.

A check is needed once an action is done, or has run for a year; of one that still runs, again a year after the last check.
It is due from that day on, and overdue where a year has passed without it. Planned actions need none.
"""

from datetime import datetime

from greening.ems.clock import has_come, years_later

#: States of a check; an action that needs none and has none has no state.
DONE, DUE, OVERDUE, NOT_DUE, NOT_KNOWN = "done", "due", "overdue", "not_due", "not_known"
STATES = (DONE, DUE, OVERDUE, NOT_DUE, NOT_KNOWN)
#: Years of running after which a check is needed, and years without it after which it is overdue.
RUN_YEARS = LATE_YEARS = 1


def check(status: str | None, start: datetime | None, due: datetime | None, checked: datetime | None, today: datetime) -> tuple[str, datetime | None]:
    """The state of an action's check as of a day, and the day from which it is, or was, needed.

    An action that is done needs one from its due date, or from today where it was done before. Without a start date
    it is not known since when an action has run.
    """
    last = checked if has_come(checked, today) else None
    if status == "under_way":
        return _running(start, last, today)
    if last is not None and status in ("done", "stopped"):
        return DONE, None
    if status == "done":
        needed = due if due is not None and due <= today else today
        return _late(needed, today), needed
    return "", None


def _running(start: datetime | None, last: datetime | None, today: datetime) -> tuple[str, datetime | None]:
    since = last or start
    if since is None:
        return NOT_KNOWN, None
    needed = years_later(since, RUN_YEARS)
    if needed > today:
        return (DONE if last else NOT_DUE), needed
    return _late(needed, today), needed


def _late(needed: datetime, today: datetime) -> str:
    return OVERDUE if years_later(needed, LATE_YEARS) <= today else DUE
