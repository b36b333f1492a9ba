"""Own last year: the same days of the year before, changed as floor area or people changed."""

import pandas as pd

from greening.gaps.fills import Fill, Gap, grouped, number, parents
from greening.gaps.records import Place, Records

#: Status of a topic that is taken over as it was.
CARRIED = "carried_forward"
#: Part of the days that last year must have for it to stand for this year.
ENOUGH_DAYS = 0.5


def of_last_year(gap: Gap, records: Records, previous: Records | None) -> Fill | None:
    """The quantities of the same days of last year, by kind, a day; None where last year has fewer than half of them.

    They change with the floor area of the place or, where that is not known for both years, with its people; a topic that is declared
    carried_forward is taken over as it was.
    """
    if previous is None or previous.year != records.year - 1:
        return None
    own = previous.of_place(gap.topic, gap.place.location_id)
    first, last = (_a_year_before(day, records, previous) for day in (gap.first, gap.last))
    known = int(previous.covered(own)[first : last + 1].sum())
    if known < ENOUGH_DAYS * gap.days:
        return None
    inside = (own["last"].clip(upper=last) - own["first"].clip(lower=first) + 1).clip(lower=0)
    part = own["own"] * inside / (own["last"] - own["first"] + 1)
    used, part = own[inside > 0], part[inside > 0]
    change, words = _change(gap, previous.places.get(gap.place.location_id))
    # A leap day adds nothing, so that a year carried forward is what it was.
    amounts = [(kind, total / known * (last - first + 1) * change) for kind, total in grouped(used, gap.topic.kind, part)]
    basis = f"own quantity of {known} of the same days of {previous.year}, for {gap.days} days{words}"
    return Fill(gap, "own_last_year", amounts, basis, parents(used["row_id"], previous.year))


def _a_year_before(day: int, records: Records, previous: Records) -> int:
    # The 29th of February becomes the 28th.
    before = records.date(day) - pd.DateOffset(years=1)
    return previous.number(before)


def _change(gap: Gap, before: Place | None) -> tuple[float, str]:
    """By how much the place grew, and in words."""
    if before is None or gap.status == CARRIED:
        return 1.0, ""
    for measure, unit in (("area", "m2"), ("people", "people")):
        now, then = gap.place.size(measure, gap.topic), before.size(measure, gap.topic)
        if now > 0 and then > 0:
            return now / then, "" if now == then else f", changed from {number(then)} to {number(now)} {unit}"
    return 1.0, ""
