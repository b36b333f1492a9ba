"""Like places of the same body: what they use a square metre, or a person."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from greening.gaps.fills import Fill, Gap, amount, grouped, names, parents
from greening.gaps.records import Place, Records
from greening.gaps.topics import TOPICS, Topic

#: Part of its days in use that a place must have reported to stand for others.
NEARLY_ALL_DAYS = 0.9
#: Of each measure what one and many are called, and the way that goes by it.
ONE = {"area": "m2", "people": "person"}
MANY = {"area": "m2", "people": "people"}
WAYS = {"area": "per_m2", "people": "per_person"}
#: In words what places have in common; their kind and climate, empty where it does not matter.
Likeness = tuple[str, str, str]


@dataclass(frozen=True)
class Mean:
    """What like places used: by kind the quantity a size and day, in words, and the rows."""

    rates: Sequence[tuple[dict[str, Any], float]]
    words: str
    parents: str


def of_like_places(gap: Gap, records: Records, measure: str) -> Fill | None:
    """What like places used, divided by their floor area (measure area) or people (people) and days, times those of the place and gap.

    Like are places of the same kind and climate; without one, of the same kind; for people, without one, all places where people live on the
    premises as at this one, or do not. Each has to report the topic on nine tenths of the days on which it was in use. None where there are none,
    or where the size of the place is not known.
    """
    size = gap.place.size(measure, gap.topic)
    if size <= 0:
        return None
    for likeness in _likenesses(gap.place, measure):
        mean = _mean(gap, records, measure, likeness)
        if mean:
            amounts = [(stand_in(gap, records) if gap.topic.is_merged else kind, rate * size * gap.days) for kind, rate in mean.rates]
            basis = f"{mean.words}, for {size:,.10g} {MANY[measure]} and {gap.days} days"
            return Fill(gap, WAYS[measure], amounts, basis, mean.parents)
    return None


def _likenesses(place: Place, measure: str) -> list[Likeness]:
    """In what a place has to be like another to stand for it, the closest first."""
    found: list[Likeness] = []
    if place.kind and place.climate:
        found.append(("of the same kind and climate", place.kind, place.climate))
    if place.kind:
        found.append(("of the same kind", place.kind, ""))
    if measure == "people":
        found.append(("where people live" if place.is_camp else "where people work and do not live", "", ""))
    return found


def _mean(gap: Gap, records: Records, measure: str, likeness: Likeness) -> Mean | None:
    """What the like places used; made once for all gaps, but for a place that would stand for itself."""
    words, kind, climate = likeness
    usable = records.kept(("usable", gap.topic.name, measure), lambda: _usable(gap.topic, records, measure))
    like = [place for place in usable if (place.kind == kind and climate in ("", place.climate) if kind else place.is_camp == gap.place.is_camp)]
    others = [place for place in like if place.location_id != gap.place.location_id]
    left_out = gap.place.location_id if len(others) < len(like) else ""
    key = ("mean", gap.topic.name, measure, likeness, left_out)
    return records.kept(key, lambda: _made(gap.topic, records, measure, others, words)) if others else None


def _usable(topic: Topic, records: Records, measure: str) -> list[Place]:
    """The places of known size that report the topic on nearly all days on which they were in use."""
    reporting = records.reporting(topic)
    sized = [place for place in records.places.values() if place.location_id in reporting and place.size(measure, topic) > 0]
    days = [(place, int(place.is_open.sum()), int((reporting[place.location_id] & place.is_open).sum())) for place in sized]
    return [place for place, in_use, known in days if in_use and known >= NEARLY_ALL_DAYS * in_use]


def _made(topic: Topic, records: Records, measure: str, like: Sequence[Place], words: str) -> Mean:
    used = pd.concat([records.of_place(topic, place.location_id) for place in like])
    used = used[used[list(topic.left_out)].ne(pd.Series(topic.left_out)).all(axis=1)]
    size_days = math.fsum(place.size(measure, topic) * int(place.is_open.sum()) for place in like)
    whole = math.fsum(used["own"])
    totals = [({}, whole)] if topic.is_merged else grouped(used, [name for name in topic.kind if name != "meter_id"], used["own"])
    # Fuels are of many units, which do not add up.
    told = f": {amount(whole / size_days * records.days, topic)}" if topic.unit else ""
    own = f"{len(like)} own place{'s' if len(like) > 1 else ''} {words} ({names(like)})"
    rates = [(kind, total / size_days) for kind, total in totals]
    return Mean(rates, f"mean of {own}{told} a {ONE[measure]} and year", parents(used["row_id"]))


def stand_in(gap: Gap, records: Records) -> dict[str, Any]:
    """What a row is of which only the amount is known; electricity of a place that burns fuel in generators is made by them.

    Otherwise its emissions would count twice: with the fuel, and with the grid.
    """
    fuels = records.of_place(TOPICS["fuels"], gap.place.location_id)
    if "supply" in gap.topic.stand_in and bool(fuels["use"].eq("generator").any()):
        return dict(gap.topic.stand_in) | {"supply": "own_generator"}
    return dict(gap.topic.stand_in)
