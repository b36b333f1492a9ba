"""System proxies: published averages of offices and of the UN system, where a body has nothing of its own."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd

from greening import reference
from greening.gaps.fills import Fill, Gap, number
from greening.gaps.intensities import MANY, ONE, stand_in
from greening.gaps.records import Records

#: Measures in the order in which a proxy is looked for: energy goes by floor area, water and waste by people.
MEASURES = ("area", "people")


def of_system(gap: Gap, records: Records) -> Fill | None:
    """A published average a square metre or a person and year, times the size of the place and the part of the year.

    The nearest year counts, the earlier one first. None where the size of the place is not known, or nothing is published.
    Source: named in each row of system_proxies
    """
    for measure in MEASURES:
        size = gap.place.size(measure, gap.topic)
        proxy = _nearest(gap.topic.name, measure, gap.place.is_camp, records.year) if size > 0 else None
        if proxy:
            value = float(proxy["value"])
            told = f"{number(value)} {proxy['unit']} a {ONE[measure]} and year"
            basis = f"{proxy['about']}, {proxy['year']}: {told}, for {size:,.10g} {MANY[measure]} and {gap.days} days ({proxy['source_id']})"
            return Fill(gap, "system_proxy", [(stand_in(gap, records), value * size * gap.days / records.days)], basis, "")
    return None


def _nearest(topic: str, measure: str, is_camp: bool, year: int) -> Mapping[str, Any] | None:
    """The proxy of the place's own sort, else of all places, in the year or the nearest before it, else after it."""
    for sort in ("camp" if is_camp else "office", "all"):
        known = _proxies().get((topic, measure, sort), {})
        if known:
            before = [one for one in known if one <= year]
            return known[max(before) if before else min(known)]
    return None


@cache
def _proxies() -> Mapping[tuple[str, str, str], Mapping[int, Mapping[str, Any]]]:
    """The rows of the table by topic, measure and sort of place, then by year."""
    found: dict[tuple[str, str, str], dict[int, Mapping[str, Any]]] = {}
    for row in reference.load("system_proxies").to_dict("records"):
        record = {str(name): "" if pd.isna(cell) else cell for name, cell in row.items()}
        found.setdefault((record["topic"], record["measure"], record["places"]), {})[int(record["year"])] = record
    return found
