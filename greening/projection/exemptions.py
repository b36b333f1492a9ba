"""Exemptions: how much they take out of a goal, and what its path would allow were they left out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from greening.figures.inputs import Inputs
from greening.projection.aims import TONNES, Aim
from greening.projection.series import Point

#: Columns of an exemption that are needed.
COLUMNS = ("goal_id", "activity", "emissions_tco2e")
#: An exemption as submitted: its cells by column, None where one is empty.
Exemption = Mapping[str, Any]


@dataclass(frozen=True)
class Exempted:
    """The exempted emissions of a goal, in tonnes and in the unit of its metric, and the activities whose emissions do not count and why."""

    tonnes: float
    amount: float
    not_counted: Mapping[str, str]

    def allowed(self, aim: Aim, allowed: float) -> float:
        """What a path would allow if the exempted emissions, as large in the baseline year as now, were left out of the goal.

        (baseline - exempted) * allowed / baseline + exempted = allowed + exempted * (1 - allowed / baseline)
        """
        return allowed + self.amount * (1 - allowed / aim.baseline)


def exemptions(given: Inputs) -> Sequence[Exemption]:
    """The organization's own exemptions."""
    return given.products.rows("activities", {"table": "exemptions", "organization": given.organization}).records(COLUMNS)


def exempted(listed: Sequence[Exemption], aim: Aim, points: Mapping[str, Sequence[Point]], of: Point) -> Exempted | None:
    """What the exemptions from a goal take out of it, from the figure that its projection starts from; None where there are none."""
    rows = [row for row in listed if row["goal_id"] == aim.goal_id]
    if not rows:
        return None
    repeated = _repeated(rows)
    tonnes = sum(row["emissions_tco2e"] or 0.0 for row in rows if row["activity"] not in repeated)
    per_tonne = _per_tonne(aim, points, of)
    if per_tonne is None:
        return _uncounted(rows, "exempted_no_people")
    if not aim.baseline > 0:
        return _uncounted(rows, "exempted_no_baseline")
    if tonnes * per_tonne > of.value:
        return _uncounted(rows, "exempted_too_much")
    return Exempted(tonnes, tonnes * per_tonne, _without_number(rows) | repeated)


def _uncounted(rows: Sequence[Exemption], why: str) -> Exempted:
    """Exemptions of which none counts, all for one reason."""
    return Exempted(0.0, 0.0, {row["activity"]: why for row in rows})


def _repeated(rows: Sequence[Exemption]) -> dict[str, str]:
    """The activities that stand more than once: nothing says which of their emissions is meant."""
    counted = Counter(row["activity"] for row in rows)
    return {activity: "exempted_repeated" for activity, count in counted.items() if count > 1}


def _without_number(rows: Sequence[Exemption]) -> dict[str, str]:
    return {row["activity"]: "no_tonnes" for row in rows if row["emissions_tco2e"] is None}


def _per_tonne(aim: Aim, points: Mapping[str, Sequence[Point]], of: Point) -> float | None:
    """What a tonne is in the metric's unit: of figures per person it is divided by their people; None where their number is not known."""
    if aim.unit == TONNES:
        return 1.0
    whole = next((point for point in points.get(aim.whole, ()) if point.year == of.year), None)
    return of.value / whole.value if whole and whole.value > 0 else None
