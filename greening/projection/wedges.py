"""Planned actions as wedges: what each is expected to change, from which day, and no more than its source emits."""

import calendar
import datetime
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from greening.figures.inputs import Inputs
from greening.projection.aims import TONNES, Aim
from greening.projection.series import Point
from greening.projection.sources import Ledger, part, sources_of

#: Columns of an action that are needed.
COLUMNS = ("action_id", "goal_id", "aspect", "location_ids", "start_date", "due_date", "status", "expected_tco2e_per_year")
#: Actions whose effect is still to come, at least in part: that of those done is in the figures, and stopped ones have none.
TO_COME = ("planned", "under_way")
#: An action as submitted: its cells by column, None where one is empty.
Action = Mapping[str, Any]


@dataclass(frozen=True)
class Wedge:
    """What an action changes, from which day; an effect that was cut off at what its source emits is smaller than the expected one."""

    action_id: str
    begins: datetime.date
    #: As submitted, a year.
    expected: float
    #: What counts of it, a year.
    effect: float
    #: Part of the effect that is in the figure which the projection starts from.
    share_at_start: float = 0.0

    @property
    def has_effect(self) -> bool:
        """Whether anything is left of the expected effect; one that is expected to be zero is an effect."""
        return bool(self.effect or not self.expected)

    def in_year(self, year: int) -> float:
        """The effect in a year beside what the start already has of it: by days in the year in which it begins."""
        return self.effect * (share_of_year(self.begins, year) - self.share_at_start)


@dataclass(frozen=True)
class Wedges:
    """The actions of a goal that count, in the order in which they begin, and why others do not."""

    counted: tuple[Wedge, ...]
    #: Why an action does not count, by its action_id.
    not_counted: Mapping[str, str]


def share_of_year(begins: datetime.date, year: int) -> float:
    """The part of a year that lies on or after a day."""
    if begins.year != year:
        return float(begins.year < year)
    return ((datetime.date(year, 12, 31) - begins).days + 1) / (366 if calendar.isleap(year) else 365)


def wedges(given: Inputs, planned: Sequence[Action], aim: Aim, start: Point) -> Wedges:
    """Those of the actions that belong to a goal: those that name it, and of other goals those that cut what it counts.

    An effect begins on the due date, or on the start date where no due date is given. Due dates are judged as of 31 December of the data year.
    """
    own = [action for action in planned if _belongs(action, aim)]
    reasons = _reasons(own, aim, given.year, start.year)
    made = _in_order(given, [action for action in own if not reasons[action["action_id"]]], aim, start)
    lost = {wedge.action_id: "effect_no_emissions" for wedge in made if not wedge.has_effect}
    return Wedges(tuple(wedge for wedge in made if wedge.has_effect), _named(reasons | lost))


def actions(given: Inputs) -> Sequence[Action]:
    """The organization's own actions whose effect is still to come."""
    rows = given.products.rows("activities", {"table": "actions", "organization": given.organization, "status": list(TO_COME)})
    return rows.records(COLUMNS)


def _belongs(action: Action, aim: Aim) -> bool:
    """Whether an action serves a goal: it names it, or gives tonnes that the goal counts, by its aspect where the goal is on a part of the total."""
    if action["goal_id"] == aim.goal_id:
        return True
    if aim.unit != TONNES or not (action["expected_tco2e_per_year"] or action["goal_id"] is None):
        return False
    return aim.metric == "ghg.total" or (part({}, aim.metric) is not None and bool(_sources(action) & _sources_of_metric(aim.metric)))


def _sources(action: Action) -> frozenset[str]:
    return sources_of(action["aspect"] or "")


def _sources_of_metric(metric: str) -> frozenset[str]:
    """The sources that a metric on a part of the total is sure to count."""
    name = metric.rpartition(".")[2]
    return _OF_BUCKETS.get(name, frozenset({name}))


#: Sources of the parts of a report that aspects speak of.
_OF_BUCKETS = {
    "air_travel": frozenset({"flight", "chartered_air", "aircraft_fuel"}),
    "facilities": frozenset({"electricity", "heat", "heating_fuel", "generator_fuel", "cooking_fuel", "refrigerant"}),
    "other_travel": frozenset({"vehicle_fuel", "vessel_fuel", "rail", "coach", "taxi", "hired_car", "private_car", "ferry"}),
}


def _reasons(own: Sequence[Action], aim: Aim, year: int, start_year: int) -> dict[str, str]:
    """Why each action does not count, by its action_id; empty where it does."""
    named = Counter(action["action_id"] for action in own)
    repeated = {action["action_id"]: "effect_repeated" for action in own if named[action["action_id"]] > 1}
    return {action["action_id"]: _reason(action, aim, year, start_year) for action in own} | repeated


def _named(reasons: Mapping[str, str]) -> dict[str, str]:
    """The actions that do not count, by name."""
    return {name: why for name, why in sorted(reasons.items()) if why}


def _reason(action: Action, aim: Aim, year: int, start_year: int) -> str:
    """Why an action does not count, as a code; empty where it does."""
    if aim.unit != TONNES:
        return "effect_per_person"
    if action["expected_tco2e_per_year"] is None:
        return "no_tonnes"
    if action["due_date"] is None and action["start_date"] is None:
        return "no_effect_date"
    if action["due_date"] is not None and _begins(action) < datetime.date(year, 12, 31):
        return "effect_overdue"
    return "effect_in_figures" if share_of_year(_begins(action), start_year) == 1 else ""


def _begins(action: Action) -> datetime.date:
    moment = action["start_date"] if action["due_date"] is None else action["due_date"]
    return datetime.date(moment.year, moment.month, moment.day)


def _in_order(given: Inputs, usable: Sequence[Action], aim: Aim, start: Point) -> list[Wedge]:
    """The wedges of actions in the order in which they begin, in which they are granted what their sources emit."""
    ledger = Ledger.of(given, aim.metric, start.value) if usable else Ledger({})
    return [_wedge(action, ledger, start.year) for action in sorted(usable, key=lambda action: (_begins(action), action["action_id"]))]


def _wedge(action: Action, ledger: Ledger, start_year: int) -> Wedge:
    """The wedge of an action; what it cuts is taken from its sources, of which an earlier one may have left less."""
    expected, begins = float(action["expected_tco2e_per_year"]), _begins(action)
    places = (action["location_ids"] or "").split()
    effect = expected if expected >= 0 else -ledger.take(action["aspect"] or "", places, -expected)
    return Wedge(action["action_id"], begins, expected, effect, share_of_year(begins, start_year))


def in_year(counted: Sequence[Wedge], year: int, most: float) -> Iterator[tuple[Wedge, float]]:
    """What each wedge changes in a year; cuts are scaled down where together they would be more than what there is."""
    changes = [(wedge, wedge.in_year(year)) for wedge in counted]
    cuts = -math.fsum(change for _, change in changes if change < 0)
    there = most + math.fsum(change for _, change in changes if change > 0)
    scale = there / cuts if cuts > there else 1.0
    for wedge, change in changes:
        yield wedge, change * scale if change < 0 else change
