"""An earlier year computed again by the rules, methods and factors of today: what GHG Protocol calls recalculating a base year.

Source: ghgp_corporate
"""

import math
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from greening.decomposition import readings
from greening.decomposition.definitions import Counted, Definitions, counted
from greening.decomposition.effects import Line
from greening.decomposition.parts import Part
from greening.decomposition.readings import FACTORS, METHOD

#: Columns that name one activity row.
ROW = ("organization", "table", "source_file", "source_row", "row_id")
#: Tonnes below which a difference of sums is rounding.
_NOTHING_T = 1e-9


def lines(old: Sequence[Part], again: Sequence[Part], then: Definitions, today: Definitions, differences: str) -> list[Line]:
    """What computing an earlier year again changes in its total: first the rules of the total, then methods and factors by source.

    `again` are the parts of the year by today's methods, the same as `old` where they were not computed again; `differences` names the rules that
    changed.
    """
    made = list(_by_source(counted(old, then.as_made), counted(old, today), dict.fromkeys((part.source for part in old), (METHOD, differences))))
    if again is not old:
        made += list(_by_source(counted(old, today), counted(again, today), _reasons(old, again)))
    return made


def replaced(footprint: pd.DataFrame, again: pd.DataFrame) -> pd.DataFrame:
    """The rows of a footprint with those of the activity rows that were computed again in place of the old ones; the others stay."""
    keys = again[["year", *ROW]].drop_duplicates().assign(is_again=True)
    marked = footprint[["year", *ROW]].merge(keys, on=["year", *ROW], how="left", validate="m:1")["is_again"]
    return pd.concat([footprint[marked.isna().to_numpy()], again], ignore_index=True)


def _reasons(old: Sequence[Part], new: Sequence[Part]) -> Mapping[str, tuple[str, str]]:
    """For each source whether its method changed or only its factors, with words that say from what to what."""
    before, after = _marks(old), _marks(new)
    return {source: _reason(source, before.get(source, set()), after.get(source, set())) for source in sorted({*before, *after})}


def _reason(source: str, before: set[str], after: set[str]) -> tuple[str, str]:
    if before == after:
        return FACTORS, f"{source}: revised factors"
    gone, come = (", ".join(sorted(one - other)) or "none" for one, other in ((before, after), (after, before)))
    return METHOD, f"{source}: {gone} before, {come} now"


def _marks(parts: Sequence[Part]) -> Mapping[str, set[str]]:
    """The makers of factors and the warming potentials of each source."""
    found: dict[str, set[str]] = {}
    for part in parts:
        reading = readings.read(part.table, part.factor_id, part.method)
        found.setdefault(part.source, set()).add(" ".join(filter(None, (reading.family, reading.potentials))))
    return found


def _by_source(old: Counted, new: Counted, told: Mapping[str, tuple[str, str]]) -> Iterator[Line]:
    tonnes: dict[tuple[str, str], list[float]] = {}
    for year, counted_parts in ((-1, old), (1, new)):
        for sign, part in counted_parts.signed():
            tonnes.setdefault((part.bucket, part.source), []).append(year * sign * part.tonnes)
    for (bucket, source), parts in sorted(tonnes.items()):
        changed = math.fsum(parts)
        if abs(changed) > _NOTHING_T:
            effect, reason = told[source]
            yield Line(bucket, source, effect, changed, is_recalculation=True, reason=reason)
