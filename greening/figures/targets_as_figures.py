"""Goals as figures: what a report prints of a goal, for the data year and along its path."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from greening import notes, published, tables
from greening.figures.figure import MORE_THAN, NEARLY, Figure, Quantity, as_text, from_row, to_frame
from greening.uncertainty import Interval
from greening.units import PERCENT

#: A row of `targets`.
Row = Mapping[Any, Any]
#: Facts that are a figure of the metric as it was printed.
MEASURED = ("actual", "baseline")
#: Facts whose bounds are columns of `targets`.
BOUNDED = (
    "gap",
    "needed_per_year",
    "needed_next_year.front_loaded",
    "needed_rate",
    "budget_overshoot",
    "budget.total",
    "budget.used",
    "budget.left",
    "budget.steeper_per_year",
)
#: Those of them that may have an upper bound and no lower one.
OPEN_BELOW = tuple(name for name in BOUNDED if name != "gap")
#: Bounds of the ends of a path that is not known.
NO_ENDS: Mapping[str, float] = dict.fromkeys(("baseline_low", "baseline_high", "target_low", "target_high"), math.nan)
#: Column that holds the note on the years that a sum of gaps leaves out.
NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class Fact:
    """One fact of a goal: the last part of its name, its unit, the column of `targets` that holds it, and words for it."""

    name: str
    unit: str
    column: str
    formula: str


#: Unit of facts that are in the unit of the goal's metric.
OF_METRIC = "of the metric"
#: Facts of the data year.
FACTS = (
    Fact("status", "text", "status", "met or missed at or after the target year, else on_path or behind, or why neither can be said"),
    Fact("allowed", OF_METRIC, "allowed_value", "what the path from baseline to target allows"),
    Fact("actual", OF_METRIC, "actual_value", "the figure that the goal is measured by"),
    Fact("gap", OF_METRIC, "gap", "actual less allowed"),
    Fact("needed_per_year", OF_METRIC, "needed_per_year", "target less actual, divided by the years that are left"),
    Fact("target_value", OF_METRIC, "target_value", "level to reach"),
    Fact("baseline", OF_METRIC, "baseline_value", "figure of the baseline year, or as submitted"),
    Fact("target_year", "year", "target_year", "as submitted"),
    Fact("baseline_year", "year", "baseline_year", "as submitted"),
    Fact("budget_overshoot", OF_METRIC, "budget_overshoot", "sum of the gaps of the years with a figure"),
    Fact("budget_years", "count", "budget_years", "number of years of which the gap is in the sum"),
    Fact("change_pct", "share", "change_pct", "signed change from the baseline that the goal asks for"),
    Fact("allowed_change", "share", "allowed_change", "what the path allows, divided by the baseline, less 1"),
    Fact(
        "needed_next_year.front_loaded",
        OF_METRIC,
        "needed_next_year_front_loaded",
        "(target less actual) x (1 - (1 - 1 / years left) squared): the first year of a front-loaded path from here on",
    ),
    Fact("needed_rate", "share", "needed_rate", "(target / actual) to the power of (1 / years left), less 1"),
    Fact("baseline_state", "text", "baseline_state", "given, missing, as_reported, or what became of the base year of total emissions"),
    Fact("budget.total", OF_METRIC, "budget_total", "sum of what the path allows from the baseline year to the target year"),
    Fact("budget.used", OF_METRIC, "budget_used", "sum of the figures from the baseline year on, missing years on the line between their neighbours"),
    Fact("budget.left", OF_METRIC, "budget_left", "the budget less what is used; the baseline year, where it is on both sides, is set off"),
    Fact("budget.state", "text", "budget_state", "spent, left or unclear, by the bounds of what is left"),
    Fact("budget.interpolated_years", "count", "budget_interpolated_years", "number of years filled in for the sum"),
    Fact(
        "budget.steeper_per_year",
        OF_METRIC,
        "budget_steeper_per_year",
        "the yearly change with which the years left, none below zero, sum up to what is left of the budget; only where it is steeper than needed",
    ),
    Fact("budget.zero_year", "year", "budget_zero_year", "first year in which that change leaves nothing"),
)
#: What each path allows between its ends.
PATH_FORMULAS = {
    "linear": "baseline + (target - baseline) x years passed / years of the path",
    "constant_rate": "baseline x (target / baseline) to the power of (years passed / years of the path)",
    "front_loaded": "baseline + (target - baseline) x (1 - (1 - years passed / years of the path) squared)",
    "milestones": "on the straight line between the milestones before and after the year",
}
#: Facts of every year of the path.
YEARLY = tuple(fact for fact in FACTS if fact.name in ("allowed", "actual"))


def add(figures: pd.DataFrame, targets: pd.DataFrame, found: int = 0) -> pd.DataFrame:
    """The figures with those of the goals; `found` warnings on the goals are counted in `findings.warn`.

    A goal's figure that is only published stays where the path gives none; where both are there the published values are kept as
    alternatives, and `findings.warn` counts those that the path contradicts.
    """
    if figures.empty or targets.empty:
        return figures
    organization, year = figures["organization"].iloc[0], int(figures["year"].iloc[0])
    kinds = _kinds(figures, set(targets["metric"]))
    rows = targets.to_dict("records")
    ends, unknown = _ends(rows), _unknown(rows, year)
    noted = [{**row, **ends.get(row["goal_id"], NO_ENDS), NOT_KNOWN: unknown.get(row["goal_id"], "")} for row in rows]
    made = [figure for row in noted for figure in _of_row(row, year, kinds)]
    computed = to_frame(made, organization, year)
    replaced = figures[figures["figure_id"].isin(computed["figure_id"])]
    kept = figures[~figures["figure_id"].isin(computed["figure_id"])]
    return tables.stack("figures", [_with_warnings(kept, replaced, computed, found), _with_alternatives(computed, replaced)])


def _unknown(rows: Iterable[Row], year: int) -> dict[str, str]:
    """For each goal a note on the years up to this one of which no gap is known; no note where all are."""
    without: dict[str, list[int]] = {}
    for row in rows:
        if row["year"] <= year and math.isnan(row["gap"]) and not math.isnan(row["allowed_value"]):
            without.setdefault(row["goal_id"], []).append(row["year"])
    return {goal: notes.message("note.unknown_years", years=years) for goal, years in without.items()}


def _kinds(figures: pd.DataFrame, metrics: set[str]) -> Mapping[str, Quantity]:
    """The figures that goals are measured by, of this year and carried along."""
    places = [place for place, name in enumerate(figures["figure_id"].tolist()) if name.partition("@")[0] in metrics]
    return {row["figure_id"]: from_row({str(name): cell for name, cell in row.items()}) for row in figures.iloc[places].to_dict("records")}


def _of_row(row: Row, year: int, known: Mapping[str, Quantity]) -> Iterator[Figure]:
    if row["year"] == year:
        yield from (figure for fact in FACTS if (figure := _figure(row, fact, year, known, suffix="")))
    yield from (figure for fact in YEARLY if (figure := _figure(row, fact, year, known, suffix=f"@{row['year']}")))


def _figure(row: Row, fact: Fact, year: int, known: Mapping[str, Quantity], suffix: str) -> Figure | None:
    cell: Any = row[fact.column]
    if bool(pd.isna(cell)):
        return None
    made: dict[str, Any] = {
        "product": "targets",
        "filter": {"goal_id": row["goal_id"], "year": row["year"]},
        "column": fact.column,
        "operation": "single",
    }
    figure_id = f"target.{row['goal_id']}.{fact.name}{suffix}"
    if fact.unit == "text":
        return Figure(figure_id, "text", Quantity(text=str(cell), method=fact.formula, derivation=made))
    scale = 1 / PERCENT if fact.name == "change_pct" else 1.0
    made |= {"scale": scale} if scale != 1 else {}
    metric = _metric(row, fact, year, known)
    interval = _interval(row, fact, metric, known)
    precision = metric.precision if fact.name in MEASURED else _open_end(fact, interval)
    note = row[NOT_KNOWN] if fact.name == "budget_overshoot" else ""
    quantity = Quantity(float(cell) * scale, interval=interval, precision=precision, method=_method(row, fact), derivation=made, note=note)
    return Figure(figure_id, _unit(row, fact), quantity)


def _method(row: Row, fact: Fact) -> str:
    """The formula of a fact in words; of what a path allows, that of the path."""
    return PATH_FORMULAS.get(str(row["path"]), fact.formula) if fact.name == "allowed" else fact.formula


def _open_end(fact: Fact, interval: Interval | None) -> str:
    """How a fact is printed that has no bound on one side; empty where it has both.

    A part of a budget is no such fact: a bound says how far its sum may be off, and not how it would have been printed.
    """
    if interval is None or fact.name.startswith("budget.") or math.isinf(interval.low) == interval.is_open:
        return ""
    return MORE_THAN if interval.is_open else NEARLY


def _interval(row: Row, fact: Fact, metric: Quantity, known: Mapping[str, Quantity]) -> Interval | None:
    bounds = _bounds(row, fact)
    measured = metric.interval or known.get(row["metric"], Quantity()).interval
    return Interval(*bounds, measured.kind) if bounds and measured else None


def _unit(row: Row, fact: Fact) -> str:
    return fact.unit if fact.unit != OF_METRIC else "" if pd.isna(row["unit"]) else str(row["unit"])


def _metric(row: Row, fact: Fact, year: int, known: Mapping[str, Quantity]) -> Quantity:
    """The figure that a fact is, or is scaled from: it lends its kind of interval, and a measured fact its precision."""
    of_year = row["year"] if fact.name in ("actual", "gap") or fact.name.startswith("needed_") else row["baseline_year"]
    return known.get(row["metric"] if of_year == year else f"{row['metric']}@{of_year}", Quantity())


def _bounds(row: Row, fact: Fact) -> tuple[float, float] | None:
    """The bounds of a fact by interval arithmetic; None where it has none."""
    column = {"target_value": "target"}.get(fact.name, fact.column.removesuffix("_value"))
    has_bounds = fact.name in (*BOUNDED, "allowed", "actual", "baseline", "target_value")
    bounds = _pair(row, column) if has_bounds else None
    if bounds is None or any(map(math.isnan, bounds)) or all(map(math.isinf, bounds)):
        return None
    return None if math.isinf(bounds[0]) and fact.name not in OPEN_BELOW else bounds


def _pair(row: Row, of: str) -> tuple[float, float]:
    low, high = row[f"{of}_low"], row[f"{of}_high"]
    if bool(pd.isna(low)) and bool(pd.isna(high)):
        return math.nan, math.nan
    return -math.inf if bool(pd.isna(low)) else low, math.inf if bool(pd.isna(high)) else high


def _ends(rows: Iterable[Row]) -> Mapping[str, Mapping[str, float]]:
    """For each goal the bounds of the baseline and of the level to reach, which are those of the path's ends."""
    found: dict[str, dict[str, float]] = {}
    for row in rows:
        for end, year in (("baseline", row["baseline_year"]), ("target", row["target_year"])):
            if year is not pd.NA and year == row["year"]:
                found.setdefault(row["goal_id"], dict(NO_ENDS)).update({f"{end}_low": row["allowed_low"], f"{end}_high": row["allowed_high"]})
    return found


def _with_alternatives(computed: pd.DataFrame, replaced: pd.DataFrame) -> pd.DataFrame:
    others = {row["figure_id"]: published.values_of(row) for row in replaced.to_dict("records")}
    texts = [as_text(others.get(figure_id, ())) for figure_id in computed["figure_id"]]
    return computed.assign(alternatives=pd.Series(texts, index=computed.index, dtype="str"))


def _with_warnings(kept: pd.DataFrame, replaced: pd.DataFrame, computed: pd.DataFrame, found: int) -> pd.DataFrame:
    """The other figures, with the warnings on goals and the published goal figures that the path contradicts counted in `findings.warn`."""
    more = found + (_differing(replaced, computed) if len(replaced) else 0)
    if not more:
        return kept
    counted = kept["value"].mask(kept["figure_id"] == "findings.warn", kept["value"] + more)
    return kept.assign(value=counted)


def _differing(replaced: pd.DataFrame, computed: pd.DataFrame) -> int:
    """The number of published values that the path contradicts."""
    by_id = computed.set_index("figure_id", drop=False)
    return sum(not published.agrees(value, by_id.loc[row["figure_id"]]) for row in replaced.to_dict("records") for value in published.values_of(row))
