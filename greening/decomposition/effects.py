"""The effects that the change of a block is made of: activity, mix of kinds and factors, by the Shapley value.

For emissions E = A * sum(s * f) of a block, with activity A, shares s of its kinds and emissions f per unit of each kind, every factor's effect
is the mean of what its change does over all orders in which the three could have changed. So it is exact, does not depend on which year is
called the first (the years exchanged, every effect changes its sign), and needs no logarithm, so that zeros do no harm.

Source: shapley_decomposition, ang_2009
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from greening.decomposition import readings
from greening.decomposition.cells import NOW, THEN, Block, Cell, Cells, Sums
from greening.decomposition.coverage import Coverage
from greening.decomposition.readings import ACTIVITY, UNEXPLAINED

#: Weights of the Shapley value of three factors: of both others of one year, and of one of each.
SAME_YEAR, MIXED = 1 / 3, 1 / 6
#: Relative difference below which two sums over one factor are the same emissions per unit.
SAME = 1e-11


@dataclass(frozen=True)
class Line:
    """A part of a change: what it is accounted for by, and how it would move with the errors that rows share and that they do not."""

    bucket: str
    source: str
    effect: str
    tonnes: float
    #: Variance (t²) from errors that touch no other line.
    own_variance: float = 0.0
    #: Tonnes by which the line moves, by group, where the group's shared error is one standard deviation up.
    shared: Mapping[str, float] | None = None
    is_recalculation: bool = False
    reason: str = ""


def lines(cells: Cells, coverage: Coverage) -> Iterator[Line]:
    """The lines of every block; they add up to the change of the tonnes of the cells."""
    for block, kinds in cells.items():
        whole = [_total(kind.years[year] for kind in kinds.values()) for year in (THEN, NOW)]
        if not whole[THEN].rows or not whole[NOW].rows:
            yield from _came_or_went(block, kinds, coverage.effect(block, NOW if whole[NOW].rows else THEN))
        elif _is_splittable(kinds, whole):
            yield from _shapley(block, kinds, whole)
        else:
            yield from _came_or_went(block, kinds, _without_activity(whole))


def _total(parts: Iterable[Sums]) -> Sums:
    whole = Sums()
    for part in parts:
        whole.add(part)
    return whole


def _is_splittable(kinds: Mapping[str, Cell], whole: list[Sums]) -> bool:
    """Whether every kind with emissions has an activity to relate them to, and the block has one in both years."""
    has_activity = all(year.activity > 0 or year.tonnes == 0 for kind in kinds.values() for year in kind.years)
    return has_activity and all(year.activity > 0 for year in whole)


def _without_activity(whole: list[Sums]) -> str:
    """What a block is accounted for by that had no activity in one year: its activity, unless emissions stand there without one."""
    return UNEXPLAINED if any(not year.activity > 0 and year.tonnes != 0 for year in whole) else ACTIVITY


def _came_or_went(block: Block, kinds: Mapping[str, Cell], effect: str) -> Iterator[Line]:
    for kind in kinds.values():
        (then, now), source = kind.years, kind.source or block.source
        shared = _shared((then, -then.tonnes), (now, now.tonnes))
        yield Line(block.bucket, source, effect, now.tonnes - then.tonnes, then.own_variance + now.own_variance, shared)


def _shapley(block: Block, kinds: Mapping[str, Cell], whole: list[Sums]) -> Iterator[Line]:
    mix = readings.cause_of_mix(block.table, kinds)
    before, after = (year.activity for year in whole)
    for kind in kinds.values():
        then, now = kind.years
        share_then, share_now = then.activity / before, now.activity / after
        per_unit_then, per_unit_now = _per_unit(then, now)
        activity = (after - before) * _mean(share_then, share_now, per_unit_then, per_unit_now)
        mixed = (share_now - share_then) * _mean(before, after, per_unit_then, per_unit_now)
        # The last part takes what rounding leaves, so that the three are the whole to the last bit that a float has.
        is_same = math.isclose(per_unit_then, per_unit_now, rel_tol=SAME)
        factor = 0.0 if is_same else (now.tonnes - then.tonnes) - activity - mixed
        of = replace(block, source=kind.source or block.source)
        yield _line(of, ACTIVITY, activity, then, now, is_of_quantity=True)
        if len(kinds) > 1:
            yield _line(of, mix, mixed, then, now)
        if factor and then.reading and now.reading:
            yield _of_factor(of, readings.cause_of(then.reading, now.reading), factor, then, now)


def _per_unit(then: Sums, now: Sums) -> tuple[float, float]:
    """Emissions per unit in both years; a kind that was not used has those of the other year, so that no factor changed."""
    found = [year.tonnes / year.activity if year.activity > 0 else None for year in (then, now)]
    first, second = found
    return (first if first is not None else second) or 0.0, (second if second is not None else first) or 0.0


def _mean(x_then: float, x_now: float, y_then: float, y_now: float) -> float:
    """The mean of x * y over the orders in which a third factor may change."""
    return SAME_YEAR * (x_then * y_then + x_now * y_now) + MIXED * (x_then * y_now + x_now * y_then)


def _line(block: Block, effect: str, tonnes: float, then: Sums, now: Sums, *, is_of_quantity: bool = False) -> Line:
    """A line of an activity or a mix: its factors' errors scale it; errors of the quantities of both years stay in what is of quantity."""
    own = then.own_variance + now.own_variance if is_of_quantity else tonnes**2 * (_relative(then) + _relative(now)) / 2
    return Line(block.bucket, block.source, effect, tonnes, own, _shared((then, tonnes / 2), (now, tonnes / 2)))


def _of_factor(block: Block, effect: str, tonnes: float, then: Sums, now: Sums) -> Line:
    """A line of a factor that changed: the errors of both factors are in it, and set each other off where they are one."""
    own = tonnes**2 * (_relative(then) + _relative(now)) / 4
    moved = _shared((then, -_at_mean(then, now)), (now, _at_mean(now, then)))
    return Line(block.bucket, block.source, effect, tonnes, own, moved)


def _at_mean(year: Sums, other: Sums) -> float:
    """The emissions of a year's factor at the mean activity of both years."""
    return year.tonnes / year.activity * (year.activity + other.activity) / 2 if year.activity else 0.0


def _relative(year: Sums) -> float:
    squared = year.tonnes**2
    return year.own_variance / squared if squared else 0.0


def _shared(*parts: tuple[Sums, float]) -> Mapping[str, float]:
    moved: dict[str, float] = {}
    for year, tonnes in parts:
        if year.rows and year.shared:
            moved[year.group] = moved.get(year.group, 0.0) + tonnes * year.shared
    return moved
