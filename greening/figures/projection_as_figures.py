"""The product `projection` as figures: what a report prints of where emissions lead."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from greening.figures.figure import MORE_THAN, NEARLY, Figure, Quantity, to_frame
from greening.figures.names import part_of_name
from greening.projection.series import plain_rows
from greening.uncertainty import Interval

#: A row of `projection`.
Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Fact:
    """One fact of the product: its name there, the pattern of its figure, its unit, and its formula in words."""

    name: str
    pattern: str
    unit: str
    formula: str


#: Unit of facts that are in the unit of the goal's metric.
OF_METRIC = "of the metric"
_GOAL = "projection.<goal_id>"
_MEASURE = "travel_measures.<action_id>"
FACTS = (
    Fact("business_as_usual", f"{_GOAL}.business_as_usual@<year>", OF_METRIC, "start x (1 + trend) ^ years since, or start + trend x years"),
    Fact("plan", f"{_GOAL}.plan@<year>", OF_METRIC, "business as usual and what the planned actions change in the year"),
    Fact("wedge", f"{_GOAL}.wedge.<action_id>", OF_METRIC, "expected effect in the target year, no more than its source emits"),
    Fact("allowed_with_exemptions", f"{_GOAL}.allowed_with_exemptions@<year>", OF_METRIC, "allowed + exempted x (1 - allowed / baseline)"),
    Fact("start_year", f"{_GOAL}.start_year", "year", "last year with a figure that is not a noted one"),
    Fact("start", f"{_GOAL}.start", OF_METRIC, "figure of that year"),
    Fact("form", f"{_GOAL}.form", "text", "exponential, linear or flat"),
    Fact("fitted_years", f"{_GOAL}.fitted_years", "text", "the years that the trend is fitted to by least squares"),
    Fact("fitted_count", f"{_GOAL}.fitted_count", "count", "number of these years"),
    Fact("left_out_years", f"{_GOAL}.left_out_years", "text", "noted years that are not fitted, and years before that are not used"),
    Fact("trend", f"{_GOAL}.trend", "share", "change a year of the line of least squares; in the unit of the metric where the trend is linear"),
    Fact("basis", f"{_GOAL}.basis", "text", "indicative, where a figure of the trend was printed rounded"),
    Fact("verdict", f"{_GOAL}.verdict", "text", "whether the interval of the remaining gap lies at or below zero, above it, or neither"),
    Fact("verdict_as_usual", f"{_GOAL}.verdict_as_usual", "text", "the same of the gap of business as usual"),
    Fact("gap_as_usual", f"{_GOAL}.gap_as_usual", OF_METRIC, "business as usual in the target year less the level to reach"),
    Fact("remaining_gap", f"{_GOAL}.remaining_gap", OF_METRIC, "plan in the target year less the level; errors shared with the baseline set off"),
    Fact("reached_in", f"{_GOAL}.reached_in", "year", "first year in which the plan is at the level to reach"),
    Fact("followed_to", f"{_GOAL}.followed_to", "year", "target year + 20: up to then the plan does not reach the level"),
    Fact("wedges_count", f"{_GOAL}.wedges_count", "count", "number of actions that count"),
    Fact("wedges", f"{_GOAL}.wedges", OF_METRIC, "what all of them change in the target year"),
    Fact("cut_off", f"{_GOAL}.cut_off.<action_id>", "t CO2e", "expected effect less what counts of it"),
    Fact("not_counted_count", f"{_GOAL}.not_counted_count", "count", "number of planned and running actions of the goal that do not count"),
    Fact("not_counted", f"{_GOAL}.not_counted.<action_id>", "text", "why an action does not count"),
    Fact("exempted", f"{_GOAL}.exempted", "t CO2e", "sum of the exempted emissions"),
    Fact("exempted_share", f"{_GOAL}.exempted_share", "share", "exempted emissions divided by the figure that the projection starts from"),
    Fact("exempted_target", f"{_GOAL}.exempted_target", OF_METRIC, "level + exempted x (1 - level / baseline)"),
    Fact("exempted_effect", f"{_GOAL}.exempted_effect", OF_METRIC, "exempted x (1 - level / baseline)"),
    Fact("exempted_verdict", f"{_GOAL}.exempted_verdict", "text", "the verdict with that level"),
    Fact("exempted_not_counted", f"{_GOAL}.exempted_not_counted.<activity>", "text", "why an exemption does not count"),
    Fact("emissions", f"{_MEASURE}.emissions", "t CO2e", "sum of the flight emissions of the purposes that a measure holds for"),
    Fact("effect", f"{_MEASURE}.effect", "t CO2e", "these emissions x expected change"),
    Fact("revenue", f"{_MEASURE}.revenue", "<currency>", "rate x emissions (or fares) x (1 + expected change)"),
    Fact("no_effect", f"{_MEASURE}.no_effect", "text", "why the effect of a measure is not known"),
    Fact("no_revenue", f"{_MEASURE}.no_revenue", "text", "why the revenue of a levy is not known"),
)  # fmt: skip
_BY_NAME = {fact.name: fact for fact in FACTS}
#: Facts of a goal as a whole, each one figure.
OF_GOAL = tuple(fact.name for fact in FACTS if fact.pattern == f"{_GOAL}.{fact.name}")


def add(figures: pd.DataFrame, projection: pd.DataFrame, found: int = 0) -> pd.DataFrame:
    """The figures with those of the projection; of the wedges those of the target year, which is the last of each.

    `found` warnings of what only the plan can show are counted in `findings.warn`.
    """
    if figures.empty or projection.empty:
        return figures
    made = {figure.figure_id: figure for figure in _figures(projection)}
    computed = to_frame(made.values(), figures["organization"].iloc[0], int(figures["year"].iloc[0]))
    # A submission may bring in an indicator of the same name.
    is_kept = [name not in made for name in figures["figure_id"].tolist()]
    if found:
        figures = figures.assign(value=figures["value"].mask(figures["figure_id"] == "findings.warn", figures["value"] + found))
    # Both have the columns of the product: `tables.stack` would look at each once more, in ten times the time.
    return pd.concat([figures if all(is_kept) else figures[is_kept], computed], ignore_index=True)


def _figures(projection: pd.DataFrame) -> Iterator[Figure]:
    for row in plain_rows(projection, list(projection.columns), range(len(projection))):
        fact = _BY_NAME[row["fact"]]
        yield Figure(_figure_id(fact, row), row["unit"], _quantity(fact, row))


def _figure_id(fact: Fact, row: Row) -> str:
    words = {"<goal_id>": row["goal_id"], "<year>": str(row["year"]), "<action_id>": row["item"], "<activity>": row["item"]}
    filled = fact.pattern
    for place, word in words.items():
        if place in filled:
            filled = filled.replace(place, word if place == "<goal_id>" else part_of_name(word))
    return filled


def _quantity(fact: Fact, row: Row) -> Quantity:
    has_text = bool(pd.notna(row["text"]))
    wanted = {name: row[name] if pd.notna(row[name]) else None for name in ("goal_id", "item", "fact", "year")}
    made = {"product": "projection", "filter": wanted, "column": "text" if has_text else "value", "operation": "single"}
    if has_text:
        return Quantity(text=row["text"], method=fact.formula, derivation=made)
    interval = _interval(row)
    precision = "" if interval is None or math.isinf(interval.low) == interval.is_open else MORE_THAN if interval.is_open else NEARLY
    return Quantity(row["value"], interval=interval, precision=precision, method=fact.formula, derivation=made)


def _interval(row: Row) -> Interval | None:
    low, high = row["low"], row["high"]
    if math.isnan(low) and math.isnan(high):
        return None
    return Interval(-math.inf if math.isnan(low) else low, math.inf if math.isnan(high) else high, row["interval_kind"])
