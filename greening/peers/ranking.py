"""Places among those that may be compared: each is a range, since intervals that overlap do not tell who is first."""

import math
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from greening import factors, tables
from greening.peers.bodies import Told
from greening.peers.coverage import TOPICS, Standing

#: First and last place that a member may have.
Range = tuple[int, int]


def product(standings: Sequence[Standing], peers: pd.DataFrame) -> pd.DataFrame:
    """The product `standings`: one row a topic and member, with its range of places among those on the same basis and the median of its peers."""
    rows: list[Mapping[str, object]] = []
    for topic in TOPICS:
        of_topic = [standing for standing in standings if standing.topic == topic]
        ranked = _ranked(of_topic)
        ranges = dict(zip((standing.member for standing in ranked), places([_bounds(standing) for standing in ranked]), strict=True))
        medians = _medians({standing.member: _value(standing) for standing in ranked}, peers)
        rows += [_row(standing, ranges.get(standing.member), medians.get(standing.member)) for standing in of_topic]
    return tables.stack("standings", [pd.DataFrame(rows)])


def _ranked(standings: Iterable[Standing]) -> list[Standing]:
    """Those that report the topic for the whole body and year on the basis that most of these have; none where nobody is left to compare with."""
    whole = [standing for standing in standings if standing.coverage == "whole" and standing.told and standing.told.value is not None]
    counts = Counter(standing.boundary for standing in whole)
    most = min(counts, key=lambda boundary: (-counts[boundary], boundary), default="")
    kept = [standing for standing in whole if standing.boundary == most]
    return kept if len(kept) > 1 else []


def _value(standing: Standing) -> float:
    return math.nan if standing.told is None or standing.told.value is None else standing.told.value


def _bounds(standing: Standing) -> tuple[float, float]:
    told, value = standing.told, _value(standing)
    return (value, value) if told is None or (told.low is None and told.high is None) else _open(told)


def _open(told: Told) -> tuple[float, float]:
    return -math.inf if told.low is None else told.low, math.inf if told.high is None else told.high


def places(bounds: Sequence[tuple[float, float]]) -> list[Range]:
    """For each interval the first and the last place that it may have, the lowest first: no better than after all that lie wholly below it."""
    if not bounds:
        return []
    lows, highs = (np.array(side, dtype="float64") for side in zip(*bounds, strict=True))
    first = 1 + np.searchsorted(np.sort(highs), lows, side="left")
    last = np.searchsorted(np.sort(lows), highs, side="right")
    return list(zip(first.tolist(), last.tolist(), strict=True))


def _medians(values: Mapping[str, float], peers: pd.DataFrame) -> dict[str, tuple[float, int]]:
    """For each ranked member the median of the bodies like it that are ranked too, where they are enough; and how many they are."""
    alike: dict[str, list[float]] = {}
    near = peers[peers["is_alike"].fillna(False)]
    for member, peer in zip(near["member"].tolist(), near["peer"].tolist(), strict=True):
        if member in values and peer in values:
            alike.setdefault(member, []).append(values[peer])
    fewest = int(factors.parameter("peer_fewest")["value"])
    return {member: (statistics.median(found), len(found)) for member, found in alike.items() if len(found) >= fewest}


def _row(standing: Standing, place: Range | None, median: tuple[float, int] | None) -> Mapping[str, object]:
    own = {name: cell for name, cell in vars(standing).items() if name != "told"}
    told = standing.told
    found = {"value": told.value, "low": told.low, "high": told.high} if told else {}
    first, last = place or (None, None)
    middle, count = median or (None, None)
    return {**own, **found, "is_ranked": place is not None, "first_place": first, "last_place": last, "peer_median": middle, "peer_count": count}
