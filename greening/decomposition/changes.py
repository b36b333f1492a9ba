"""The change of an organization's emissions between two years, by what accounts for it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from greening import tables
from greening.decomposition import cells, effects, recalculated, unexplained
from greening.decomposition.coverage import Coverage, Year
from greening.decomposition.definitions import Definitions, counted
from greening.decomposition.effects import Line
from greening.decomposition.parts import Part
from greening.decomposition.readings import EFFECTS, UNEXPLAINED
from greening.uncertainty import STATISTICAL, Z_97_5, Interval


@dataclass(frozen=True)
class Side:
    """One of the two years: its footprint in parts, the rules of its total, and the topics and places of which it says that nothing occurred."""

    parts: Sequence[Part]
    rules: Definitions = field(default_factory=Definitions)
    not_occurring: frozenset[tuple[str, str]] = frozenset()


def explain(then: Side, now: Side, again: Sequence[Part] | None = None) -> list[Line]:
    """Lines that add up to the change of the total from one year to the other.

    First the earlier year is computed again by today's rules, methods and factors (`again` is its footprint by them, where it was computed), which
    gives the lines that are recalculation; what is left is the change between two years by the same rules: activity, supply, grids, yearly factors
    and coverage. What rests on totals declared in one of the years is unexplained.
    """
    by_todays_methods = then.parts if again is None else again
    today = then.rules.turned_into(now.rules)
    made = recalculated.lines(then.parts, by_todays_methods, then.rules, today, then.rules.differences(now.rules))
    coverage = Coverage((Year.of(then.parts, then.not_occurring), Year.of(now.parts, now.not_occurring)))
    before, after, declared = unexplained.set_aside(counted(by_todays_methods, today), counted(now.parts, now.rules.as_made))
    return [*made, *declared, *effects.lines(cells.of(before, after), coverage)]


def product(lines: Sequence[Line], organization: str, year: int, from_year: int) -> pd.DataFrame:
    """The lines as rows of the product `changes`: one a bucket, source, effect, and whether it is recalculation; parts of 0 t are left out."""
    groups: dict[tuple[str, str, str, bool], list[Line]] = {}
    for line in lines:
        if line.tonnes:
            groups.setdefault((line.bucket, line.source, line.effect, line.is_recalculation), []).append(line)
    rows = [_row(key, groups[key]) | {"organization": organization, "year": year, "from_year": from_year} for key in sorted(groups, key=_order)]
    return tables.stack("changes", [pd.DataFrame(rows)] if rows else [])


def _order(key: tuple[str, str, str, bool]) -> tuple[str, str, int, bool]:
    bucket, source, effect, is_recalculation = key
    return bucket, source, EFFECTS.index(effect), is_recalculation


def _row(key: tuple[str, str, str, bool], lines: Sequence[Line]) -> dict[str, object]:
    bucket, source, effect, is_recalculation = key
    bounds = interval(lines)
    return {
        "bucket": bucket,
        "source": source,
        "effect": effect,
        "is_recalculation": is_recalculation,
        "change_tco2e": math.fsum(line.tonnes for line in lines),
        "low": bounds.low if bounds else None,
        "high": bounds.high if bounds else None,
        "reason": "; ".join(dict.fromkeys(line.reason for line in lines if line.reason)),
    }


def interval(lines: Iterable[Line]) -> Interval | None:
    """The 95 % interval of the sum of some lines, by the first-order propagation of errors; None where part of it is unexplained.

    What errors rows share moves all lines of a group together; what is a row's own moves its line alone. An effect may be a fall or a rise, so that
    its errors are taken as normal.

    Source: ipcc_2006_v1_ch3
    """
    chosen = list(lines)
    if any(line.effect == UNEXPLAINED for line in chosen):
        return None
    moved: dict[str, list[float]] = {}
    for line in chosen:
        for group, tonnes in (line.shared or {}).items():
            moved.setdefault(group, []).append(tonnes)
    variance = math.fsum(line.own_variance for line in chosen) + math.fsum(math.fsum(parts) ** 2 for parts in moved.values())
    value, spread = math.fsum(line.tonnes for line in chosen), Z_97_5 * math.sqrt(variance)
    return Interval(value - spread, value + spread, STATISTICAL)
