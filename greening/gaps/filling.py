"""Filling the gaps of one body and year by the first way that holds."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from greening.gaps import fills, intensities, months
from greening.gaps.declared import Declared
from greening.gaps.fills import Fill, Gap
from greening.gaps.last_year import CARRIED, of_last_year
from greening.gaps.proxies import of_system
from greening.gaps.records import Days, Records, covered, runs
from greening.gaps.topics import TOPICS, Topic


def filled(activities: pd.DataFrame, previous: pd.DataFrame | None = None) -> pd.DataFrame:
    """The rows that fill gaps, in the columns of `activities` and filled_by, fill_basis (method and basis in words) and parents; no row is changed.

    activities: the validated rows of one organization and year; previous: those of the year before, or None.

    Filled are (1) months that a metered monthly series lacks, at most three, and (2) what the coverage table declares `not_reported` or
    `carried_forward` at a place, or of a topic at all places without rows of it. The ways, first that holds: own months, own last year, like places
    a square metre, like places a person, system proxy; what is carried forward takes own last year only. Nothing else is filled, and nothing that
    is declared not_occurring, included_elsewhere, confidential or excluded, nor at a place that another body reports.
    """
    records = Records.of(activities)
    if records is None:
        return fills.none()
    declared = Declared.of(records)
    before = Records.of(previous, records.organization) if declared.asks else None
    made: list[Fill] = []
    for topic in TOPICS.values():
        own_months = months.of_series(topic, records, declared)
        made += own_months
        made += [fill for gap in _gaps(topic, records, declared, own_months) if (fill := _fill(gap, records, before))]
    return fills.rows(made, records)


def completed(activities: pd.DataFrame, previous: pd.DataFrame | None = None) -> pd.DataFrame:
    """The activities with the rows that fill their gaps under them (see filled); the same frame where there is nothing to fill."""
    found = filled(activities, previous)
    return pd.concat([activities, found], ignore_index=True) if len(found) else activities


def _gaps(topic: Topic, records: Records, declared: Declared, done: list[Fill]) -> Iterator[Gap]:
    """What is declared and not there, place by place, each stretch of days by itself."""
    if not declared.asks:
        return
    reporting = records.reporting(topic)
    nothing = np.zeros(records.days, dtype=bool)
    for place in records.places.values():
        status = declared.wanted(topic, place, reporting)
        if status and not declared.is_barred(topic, place, records.organization):
            known = reporting.get(place.location_id, nothing) | _filled_days(place.location_id, done, records)
            for first, last in runs(place.is_open & ~known):
                # Shorter stretches lie between bills.
                if last - first + 1 >= months.SHORTEST_GAP or not known.any():
                    yield Gap(topic, place, first, last, status)


def _filled_days(place: str, done: list[Fill], records: Records) -> Days:
    here = [fill.gap for fill in done if fill.gap.place.location_id == place]
    return covered(np.array([gap.first for gap in here], dtype="int64"), np.array([gap.last for gap in here], dtype="int64"), records.days)


def _fill(gap: Gap, records: Records, previous: Records | None) -> Fill | None:
    """The gap filled by the first way that holds; None where none does."""
    ways: list[Callable[[], Fill | None]] = [lambda: of_last_year(gap, records, previous)]
    if gap.status != CARRIED:
        ways = [
            lambda: months.of_year(gap, records),
            *ways,
            lambda: intensities.of_like_places(gap, records, "area"),
            lambda: intensities.of_like_places(gap, records, "people"),
            lambda: of_system(gap, records),
        ]
    return next((fill for way in ways if (fill := way())), None)
