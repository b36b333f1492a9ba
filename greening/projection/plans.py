"""The product `projection`: for each goal on emissions where business as usual leads, what the plan makes of it, and whether that is enough."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from greening import tables
from greening.figures.inputs import Inputs
from greening.projection import travel, trend
from greening.projection.aims import TONNES, Aim, aims
from greening.projection.exemptions import Exempted, Exemption, exempted, exemptions
from greening.projection.series import Point, known
from greening.projection.trend import EXPONENTIAL, FLAT, Trend
from greening.projection.wedges import Action, Wedges, actions, in_year, wedges
from greening.uncertainty import Interval, difference

#: So many years after its target year a plan is followed to see when it reaches the level. A rule of this report.
FOLLOWED_YEARS = 20
#: A plan without actions.
NO_WEDGES = Wedges((), {})
#: A row of the product without the name of its goal.
Row = dict[str, Any]


@dataclass(frozen=True)
class Own:
    """What the organization submitted that plans are made from."""

    actions: Sequence[Action] = ()
    exemptions: Sequence[Exemption] = ()


def evaluate(given: Inputs, figures: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """The product `projection`, from the figures and the goals on their paths; empty without goals on emissions and without travel measures."""
    projected, asked = list(aims(targets, given.year)), travel.measures(given)
    if not projected and not asked:
        return tables.empty("projection")
    of_flights = travel.figures_of(figures) if asked else []
    points = known(_figures_of(projected).union(of_flights), figures, given.earlier, given.year)
    own = Own(actions(given), exemptions(given)) if projected else Own()
    rows = [{"goal_id": aim.goal_id, **row} for aim in projected for row in _of_goal(given, own, aim, points)]
    rows += [row for what_if in travel.what_ifs(asked, points, given.year) for row in _of_measure(what_if)]
    return tables.stack("projection", [pd.DataFrame(rows)])


def _of_goal(given: Inputs, own: Own, aim: Aim, points: Mapping[str, Sequence[Point]]) -> Iterator[Row]:
    usual = trend.fitted([point for point in points[aim.metric] if point.year <= given.year], trend.noted_years())
    if usual is None:
        return
    planned = wedges(given, own.actions, aim, usual.start)
    left_out = exempted(own.exemptions, aim, points, usual.start)
    yield from _of_trend(aim, usual)
    yield from _of_years(given.year, aim, usual, planned, left_out)
    change = next((point.interval for point in points[_change_of(aim)] if point.year == given.year == usual.start.year), None)
    gap = _gap(aim, usual, planned, change)
    yield from _of_plan(given.year, aim, usual, planned, gap, _gap(aim, usual, NO_WEDGES, change))
    yield from _of_wedges(aim, usual, planned)
    if left_out:
        yield from _of_exemptions(aim, usual, gap, left_out)


def _figures_of(projected: Sequence[Aim]) -> set[str]:
    """The names of the figures that the plans of goals rest on."""
    return {name for aim in projected for name in (aim.metric, aim.whole, _change_of(aim))}


def _change_of(aim: Aim) -> str:
    """The figure of the change of a goal's metric since its baseline year."""
    return f"target.{aim.goal_id}.change"


def _gap(aim: Aim, usual: Trend, planned: Wedges, change: Interval | None) -> Interval:
    """The interval of a plan in the target year less the level to reach."""
    value, bounds = _plan(usual, planned, aim.target_year)
    return aim.gap(bounds, usual.ratio(aim.target_year), change, value - usual.at(aim.target_year)[0])


def _of_trend(aim: Aim, usual: Trend) -> Iterator[Row]:
    """What business as usual rests on."""
    yield _number("start_year", usual.start.year, "year")
    yield _number("start", usual.start.value, aim.unit, usual.start.interval)
    yield _text("form", f"trend_{usual.form}")
    yield _text("fitted_years", listed(usual.years))
    yield _number("fitted_count", len(usual.years), "count")
    if usual.form != FLAT:
        yield _number("trend", usual.change, "share" if usual.form == EXPONENTIAL else aim.unit, usual.change_interval)
    if usual.left_out:
        yield _text("left_out_years", listed(usual.left_out))
    if usual.is_indicative:
        yield _text("basis", "indicative")


def _of_years(year: int, aim: Aim, usual: Trend, planned: Wedges, left_out: Exempted | None) -> Iterator[Row]:
    """The lines of every year that is still to come, up to the target year, and what each action changes in it."""
    for of_year in range(year + 1, aim.target_year + 1):
        value, band = usual.at(of_year)
        yield _number("business_as_usual", value, aim.unit, band, year=of_year)
        for wedge, change in in_year(planned.counted, of_year, value):
            yield _number("wedge", change, aim.unit, item=wedge.action_id, year=of_year)
        plan, bounds = _plan(usual, planned, of_year)
        yield _number("plan", plan, aim.unit, bounds, year=of_year)
        if left_out and left_out.amount and of_year in aim.allowed:
            yield _number("allowed_with_exemptions", left_out.allowed(aim, aim.allowed[of_year]), aim.unit, year=of_year)


def _plan(usual: Trend, planned: Wedges, year: int) -> tuple[float, Interval]:
    """The plan in a year: business as usual and all that the actions change; its band is that of business as usual, moved."""
    value, band = usual.at(year)
    change = math.fsum(change for _, change in in_year(planned.counted, year, value))
    plan = max(value + change, 0.0)
    return plan, Interval(max(band.low + change, 0.0), max(band.high + change, plan), band.kind)


def _of_plan(year: int, aim: Aim, usual: Trend, planned: Wedges, gap: Interval, gap_as_usual: Interval) -> Iterator[Row]:
    """Whether the plan reaches the level in the target year, what is left to do, and when it would reach it."""
    value, alone = (_plan(usual, of, aim.target_year)[0] for of in (planned, NO_WEDGES))
    yield _text("verdict", aim.outlook(gap))
    yield _text("verdict_as_usual", aim.outlook(gap_as_usual))
    yield _number("gap_as_usual", alone - aim.target, aim.unit, gap_as_usual)
    yield _number("remaining_gap", value - aim.target, aim.unit, gap)
    last = aim.target_year + FOLLOWED_YEARS
    reached = next((of_year for of_year in range(year + 1, last + 1) if aim.is_reached(_plan(usual, planned, of_year)[0])), None)
    yield _number("followed_to" if reached is None else "reached_in", last if reached is None else reached, "year")


def _of_wedges(aim: Aim, usual: Trend, planned: Wedges) -> Iterator[Row]:
    """What the actions change together in the target year, what was cut off at what there is, and which do not count, and why."""
    value, _ = usual.at(aim.target_year)
    yield _number("wedges_count", len(planned.counted), "count")
    if planned.counted:
        yield _number("wedges", math.fsum(change for _, change in in_year(planned.counted, aim.target_year, value)), aim.unit)
    for wedge in planned.counted:
        if not math.isclose(wedge.effect, wedge.expected):
            yield _number("cut_off", wedge.expected - wedge.effect, TONNES, item=wedge.action_id)
    yield _number("not_counted_count", len(planned.not_counted), "count")
    for action_id, why in planned.not_counted.items():
        yield _text("not_counted", why, item=action_id)


def _of_exemptions(aim: Aim, usual: Trend, gap: Interval, left_out: Exempted) -> Iterator[Row]:
    """What is exempted, and the level to reach and the verdict were it left out of the goal."""
    for activity, why in left_out.not_counted.items():
        yield _text("exempted_not_counted", why, item=activity)
    if left_out.amount:
        looser = left_out.allowed(aim, aim.target) - aim.target
        yield _number("exempted", left_out.tonnes, TONNES)
        yield _number("exempted_share", left_out.amount / usual.start.value, "share")
        yield _number("exempted_target", aim.target + looser, aim.unit)
        yield _number("exempted_effect", looser, aim.unit)
        yield _text("exempted_verdict", aim.outlook(difference(gap, Interval(looser, looser))))


def _of_measure(what_if: travel.WhatIf) -> Iterator[Row]:
    """A travel measure: what it holds for, changes and brings in; each reason why a number is not known."""
    amounts = (("emissions", what_if.emissions, TONNES), ("effect", what_if.effect, TONNES), ("revenue", what_if.revenue, what_if.currency))
    for fact, amount, unit in amounts:
        if amount:
            yield _number(fact, amount.value, unit, amount.interval, item=what_if.action_id)
    for fact, why in (("no_effect", what_if.no_effect), ("no_revenue", what_if.no_revenue)):
        if why:
            yield _text(fact, why, item=what_if.action_id)


def listed(years: Sequence[int]) -> str:
    """Years in words, those that follow each other from the first to the last."""
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return ", ".join(str(span[0]) if len(span) == 1 else f"{span[0]}\u2013{span[-1]}" for span in spans)


def _number(fact: str, value: float, unit: str, interval: Interval | None = None, *, item: str | None = None, year: int | None = None) -> Row:
    row: Row = {"fact": fact, "item": item, "year": year, "value": float(value), "unit": unit}
    if interval is None or interval.is_point:
        return row
    low, high = (None if math.isinf(bound) else bound for bound in (interval.low, interval.high))
    return row | {"low": low, "high": high, "interval_kind": interval.kind}


def _text(fact: str, text: str, *, item: str | None = None) -> Row:
    return {"fact": fact, "item": item, "text": text, "unit": "text"}
