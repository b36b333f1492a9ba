"""Goals as figures: what a report prints of a goal, for the data year and along its path."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from greening import published, tables
from greening.figures.figure import MORE_THAN, NEARLY, Figure, Quantity, as_text, from_row, to_frame
from greening.uncertainty import Interval
from greening.units import PERCENT

#: A row of `targets`.
Row = Mapping[Any, Any]
#: Facts that are a figure of the metric as it was printed.
MEASURED = ("actual", "baseline")
#: Facts that may have an upper bound and no lower one.
OPEN_BELOW = ("needed_per_year", "budget_overshoot")
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


def add(figures: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """The figures with those of the goals.

    A goal's figure that is only published stays where the path gives none; where both are there the published values are kept as
    alternatives, and `findings.warn` counts those that the path contradicts.
    """
    if figures.empty or targets.empty:
        return figures
    organization, year = figures["organization"].iloc[0], int(figures["year"].iloc[0])
    kinds = _kinds(figures, set(targets["metric"]))
    rows = targets.to_dict("records")
    ends, unknown = _ends(targets), _unknown(rows, year)
    noted = [{**row, **ends.get(row["goal_id"], NO_ENDS), NOT_KNOWN: unknown.get(row["goal_id"], "")} for row in rows]
    made = [figure for row in noted for figure in _of_row(row, year, kinds)]
    computed = to_frame(made, organization, year)
    replaced = figures[figures["figure_id"].isin(computed["figure_id"])]
    kept = figures[~figures["figure_id"].isin(computed["figure_id"])]
    return tables.stack("figures", [_with_warnings(kept, replaced, computed), _with_alternatives(computed, replaced)])


def _unknown(rows: Iterable[Row], year: int) -> dict[str, str]:
    """For each goal a note on the years up to this one of which no gap is known; no note where all are."""
    without: dict[str, list[int]] = {}
    for row in rows:
        if row["year"] <= year and math.isnan(row["gap"]) and not math.isnan(row["allowed_value"]):
            without.setdefault(row["goal_id"], []).append(row["year"])
    return {goal: f"without {_listed(years)}, of which no figure is known" for goal, years in without.items()}


def _listed(years: Iterable[int]) -> str:
    *first, last = [str(year) for year in years]
    return f"{', '.join(first)} and {last}" if first else last


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
    precision = metric.precision if fact.name in MEASURED else _open_end(interval)
    note = row[NOT_KNOWN] if fact.name == "budget_overshoot" else ""
    quantity = Quantity(float(cell) * scale, interval=interval, precision=precision, method=_method(row, fact), derivation=made, note=note)
    return Figure(figure_id, _unit(row, fact), quantity)


def _method(row: Row, fact: Fact) -> str:
    """The formula of a fact in words; of what a path allows, that of the path."""
    return PATH_FORMULAS.get(str(row["path"]), fact.formula) if fact.name == "allowed" else fact.formula


def _open_end(interval: Interval | None) -> str:
    """How a fact is printed that has no bound on one side; empty where it has both."""
    if interval is None or math.isinf(interval.low) == interval.is_open:
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
    of_year = row["year"] if fact.name in ("actual", "gap", "needed_per_year") else row["baseline_year"]
    return known.get(row["metric"] if of_year == year else f"{row['metric']}@{of_year}", Quantity())


def _bounds(row: Row, fact: Fact) -> tuple[float, float] | None:
    """The bounds of a fact by interval arithmetic; None where it has none."""
    actual, allowed = _pair(row, "actual"), _pair(row, "allowed")
    bounds = {
        "allowed": allowed,
        "actual": actual,
        "gap": (actual[0] - allowed[1], actual[1] - allowed[0]),
        "baseline": _pair(row, "baseline"),
        "target_value": _pair(row, "target"),
        **{name: _pair(row, name) for name in OPEN_BELOW},
    }.get(fact.name)
    if bounds is None or any(map(math.isnan, bounds)) or all(map(math.isinf, bounds)):
        return None
    return None if math.isinf(bounds[0]) and fact.name not in OPEN_BELOW else bounds


def _pair(row: Row, of: str) -> tuple[float, float]:
    low, high = row[f"{of}_low"], row[f"{of}_high"]
    if bool(pd.isna(low)) and bool(pd.isna(high)):
        return math.nan, math.nan
    return -math.inf if bool(pd.isna(low)) else low, math.inf if bool(pd.isna(high)) else high


def _ends(targets: pd.DataFrame) -> Mapping[str, Mapping[str, float]]:
    """For each goal the bounds of the baseline and of the level to reach, which are those of the path's ends."""
    found: dict[str, dict[str, float]] = {}
    for end, year in (("baseline", "baseline_year"), ("target", "target_year")):
        at_end = targets[(targets["year"] == targets[year]).fillna(False)]
        for goal, low, high in zip(at_end["goal_id"], at_end["allowed_low"], at_end["allowed_high"], strict=True):
            found.setdefault(goal, dict(NO_ENDS)).update({f"{end}_low": low, f"{end}_high": high})
    return found


def _with_alternatives(computed: pd.DataFrame, replaced: pd.DataFrame) -> pd.DataFrame:
    others = {row["figure_id"]: published.values_of(row) for row in replaced.to_dict("records")}
    texts = [as_text(others.get(figure_id, ())) for figure_id in computed["figure_id"]]
    return computed.assign(alternatives=pd.Series(texts, index=computed.index, dtype="str"))


def _with_warnings(kept: pd.DataFrame, replaced: pd.DataFrame, computed: pd.DataFrame) -> pd.DataFrame:
    """The other figures, with the published goal figures that the path contradicts counted in `findings.warn`."""
    if replaced.empty:
        return kept
    by_id = computed.set_index("figure_id", drop=False)
    differing = sum(
        not published.agrees(value, by_id.loc[row["figure_id"]]) for row in replaced.to_dict("records") for value in published.values_of(row)
    )
    counted = kept["value"].mask(kept["figure_id"] == "findings.warn", kept["value"] + differing)
    return kept.assign(value=counted)
