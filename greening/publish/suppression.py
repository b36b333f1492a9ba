"""Which sums must not be published, so that no small cell can be computed from those that are.

Every published number is a sum over units (journeys, people) that nobody else knows. A sum over fewer than five people or journeys is a small
cell. It is withheld, and so are others until it is no sum or difference of what is left: it must not lie in the row space of the published sums,
nor must one published sum be another plus a small rest (Willenborg and de Waal, Elements of Statistical Disclosure Control, 2001).
"""

from collections.abc import Sequence, Set
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from greening.figures.air import SMALLEST_GROUP

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
#: A combination whose parts are off by less is taken for exact: sums of whole units are 0 or 1.
_EXACT = 1e-6


class Sum(NamedTuple):
    """A published number: its owner, how gladly it is done without (the higher, the sooner), and the units that it is the sum of."""

    owner: str
    rank: int
    units: Mask


def suppressed(sums: Sequence[Sum], sizes: Numbers, fixed: Set[str] = frozenset()) -> set[str]:
    """The owners of sums that must not be published; `sizes` has the people or journeys of each unit, `fixed` are owners that stay in any case."""
    withheld = {one.owner for one in sums if is_small(one.units, sizes)}
    if not len(sizes) or not sums:
        return withheld
    compact, amounts = _compact(np.array([one.units for one in sums]), sizes)
    kept = fixed | _of_fixed(sums, compact, fixed)
    while culprit := _culprit(sums, compact, amounts, withheld, kept) or _culprit(sums, compact, amounts, withheld, fixed):
        withheld.add(culprit)
    return withheld


def _of_fixed(sums: Sequence[Sum], units: Numbers, fixed: Set[str]) -> set[str]:
    """Owners whose sums can be computed from those that stay in any case: to withhold them would hide nothing."""
    staying = units[[one.owner in fixed for one in sums]]
    cut = {one.owner for place, one in enumerate(sums) if one.owner not in fixed and combination(staying, units[place]) is None}
    return {one.owner for one in sums} - cut


def is_small(units: Mask, sizes: Numbers) -> bool:
    """Whether a sum is over some units, but over fewer people or journeys than may be told."""
    return 0 < float(sizes[units].sum()) < SMALLEST_GROUP


def _compact(units: Mask, sizes: Numbers) -> tuple[Numbers, Numbers]:
    """The sums over groups of units that always stand together, and the size of each group."""
    groups, of_unit = np.unique(units, axis=1, return_inverse=True)
    amounts: Numbers = np.zeros(groups.shape[1])
    np.add.at(amounts, of_unit.reshape(-1), sizes)
    return groups.astype(np.float64), amounts


def _culprit(sums: Sequence[Sum], units: Numbers, sizes: Numbers, withheld: Set[str], fixed: Set[str]) -> str:
    """An owner by whose sums a small cell can be computed, the one that is done without soonest; empty where there is none."""
    published = [place for place, one in enumerate(sums) if one.owner not in withheld]
    told, owners = units[published], [sums[place] for place in published]
    for part, whole in _small_rests(told, sizes):
        if free := _unfixed([owners[part], owners[whole]], fixed):
            return _soonest(free)
    for wanted in _small_cells(sums, units, sizes, withheld):
        parts = combination(told, wanted)
        if parts is not None and (involved := _unfixed([owners[place] for place in np.flatnonzero(np.abs(parts) > _EXACT).tolist()], fixed)):
            return _breaker(told, owners, involved, wanted)
    return ""


def _unfixed(sums: Sequence[Sum], fixed: Set[str]) -> list[Sum]:
    return [one for one in sums if one.owner not in fixed]


def _soonest(sums: Sequence[Sum]) -> str:
    """The owner that is done without soonest: of the highest rank, and then of the fewest units."""
    return max(sums, key=lambda one: (one.rank, -int(one.units.sum()), one.owner)).owner


def _breaker(told: Numbers, owners: Sequence[Sum], involved: Sequence[Sum], wanted: Numbers) -> str:
    """Of the sums that a cell can be computed from one without which it cannot; the one done without soonest where there are several ways."""
    ranked = sorted({one.owner for one in involved}, key=lambda owner: _soonest_key(owner, involved), reverse=True)
    for owner in ranked:
        others = np.array([one.owner != owner for one in owners])
        if combination(told[others], wanted) is None:
            return owner
    return ranked[0]


def _soonest_key(owner: str, sums: Sequence[Sum]) -> tuple[int, int, str]:
    return max((one.rank, -int(one.units.sum()), one.owner) for one in sums if one.owner == owner)


def _small_cells(sums: Sequence[Sum], units: Numbers, sizes: Numbers, withheld: Set[str]) -> list[Numbers]:
    rows = [units[place] for place, one in enumerate(sums) if one.owner in withheld and 0 < float(units[place] @ sizes) < SMALLEST_GROUP]
    return list(np.unique(np.array(rows), axis=0)) if rows else []


def _small_rests(told: Numbers, sizes: Numbers) -> list[tuple[int, int]]:
    """The places of published sums that are parts of others, of which little is left without them: of the part, and of the whole."""
    shared, amounts = told @ told.T, told @ sizes
    is_part = shared == np.diag(shared)[:, None]
    rests = amounts[None, :] - amounts[:, None]
    parts, wholes = np.nonzero(is_part & (rests > _EXACT) & (rests < SMALLEST_GROUP - _EXACT))
    return list(zip(parts.tolist(), wholes.tolist(), strict=True))


def combination(told: Numbers, wanted: Numbers) -> Numbers | None:
    """The multiples of the published sums that add up to a cell; None where none do."""
    if not len(told):
        return None
    parts: Any = np.linalg.lstsq(told.T, wanted, rcond=None)[0]
    return np.asarray(parts) if np.abs(told.T @ parts - wanted).max() < _EXACT else None
