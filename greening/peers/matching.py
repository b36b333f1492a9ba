"""The bodies that face similar challenges: for each member those that are nearest to it, whether they are alike, and what makes up each distance.

distance = sum of weight x difference over what is known of both bodies / sum of those weights (Gower's coefficient):
0 alike, 1 as far apart as can be.

Sources: gower_1971, greening_peers
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from greening import factors, tables
from greening.peers.bodies import Body
from greening.peers.characteristics import Component, Numbers, components

Places = npt.NDArray[np.intp]
#: So many bodies are held against all others at once, which bounds the memory.
_AT_ONCE = 256
#: Distances that differ by less are the same; the code of the body then decides.
_SAME = 1e-9


def matched(bodies: Sequence[Body]) -> pd.DataFrame:
    """The product `peers`: for each body the nearest ones, the nearest first, of equally near ones the first by code.

    Bodies without figures are nobody's peers; a pair of which too little is known has no distance and is left out.
    """
    known = [body for body in bodies if body.figures]
    compared = components(known)
    rows = [row for start in range(0, len(known), _AT_ONCE) for row in _of_some(known, compared, slice(start, start + _AT_ONCE))]
    return tables.stack("peers", [pd.DataFrame(rows)])


def _of_some(bodies: Sequence[Body], compared: Sequence[Component], at: slice) -> Iterator[Mapping[str, Any]]:
    """The rows of some of the bodies."""
    distance, known_weight, shares = _distances(compared, at)
    is_alike = distance <= float(factors.parameter("peer_alike_distance")["value"]) + _SAME
    own = np.arange(len(bodies))[at]
    distance[np.arange(len(own)), own] = np.inf
    for row, (number, nearest) in enumerate(zip(own.tolist(), _nearest(distance), strict=True)):
        found = nearest[np.isfinite(distance[row, nearest])].tolist()
        for place, peer in enumerate(found, start=1):
            told = {"distance": float(distance[row, peer]), "known_weight": float(known_weight[row, peer]), "is_alike": bool(is_alike[row, peer])}
            parts = {name: _number(share[row, peer]) for name, share in shares.items()}
            yield {"member": bodies[number].code, "peer": bodies[peer].code, "place": place, **told, **parts}


def _distances(compared: Sequence[Component], at: slice) -> tuple[Numbers, Numbers, Mapping[str, Numbers]]:
    """How far some bodies are from every body (infinitely, where too little is known), the weight of what is known, and what each component adds."""
    parts = {component.name: component.apart(at) for component in compared}
    weights = {component.name: component.weight for component in compared}
    known_weight = sum_of(np.where(np.isnan(part), 0.0, weights[name]) for name, part in parts.items())
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = {name: weights[name] * part / known_weight for name, part in parts.items()}
    least = float(factors.parameter("peer_known_share")["value"]) * sum(weights.values())
    distance = np.where(known_weight < least - _SAME, np.inf, sum_of(np.nan_to_num(share) for share in shares.values()))
    return distance, known_weight, shares


def sum_of(arrays: Iterator[Numbers]) -> Numbers:
    """The sum of arrays of one shape."""
    total = next(arrays).copy()
    for array in arrays:
        total += array
    return total


def _nearest(distance: Numbers) -> Places:
    """For each row the places of its smallest distances, ascending; of the same distances the first place comes first."""
    count = min(int(factors.parameter("peer_number")["value"]), distance.shape[1])
    # A tie is decided by a step far below what counts as a difference, so that no full sort is needed.
    key = np.round(distance / _SAME) + np.arange(distance.shape[1]) / (distance.shape[1] + 1)
    some = np.argpartition(key, count - 1, axis=1)[:, :count] if count < distance.shape[1] else np.argsort(key, axis=1, kind="stable")
    order = np.argsort(np.take_along_axis(key, some, axis=1), axis=1, kind="stable")
    return np.take_along_axis(some, order, axis=1)


def _number(share: float) -> float | None:
    """What a component adds to the distance; None where it is not known of both."""
    return None if np.isnan(share) else float(share)
