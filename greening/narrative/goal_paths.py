"""The chart of a goal's path, with its title and table."""

from collections.abc import Sequence

import pandas as pd

from greening.charts.path import largest, path as draw_path
from greening.formats import is_missing
from greening.narrative import elements, noted
from greening.narrative.panels import axis_name
from greening.narrative.report import Report, Row
from greening.narrative.section import Panel


def panel(report: Report, goal: str, metric: str) -> Panel | None:
    """The path and what was reported, by year; nothing where no path is known."""
    own = sorted(report.goals[goal], key=year_of)
    if all(is_missing(row["allowed_value"]) for row in own):
        return None
    title = _title(report, goal, metric)
    table = _drawn(report, own, goal)
    axis = axis_name(report, str(own[0]["unit"]), largest(table))
    chart = draw_path(table, title, report.text("chart.path.about", goal=goal), report.catalogue, axis)
    head = [report.text(f"head.{column}") for column in ("year", "allowed", "actual")]
    return Panel(chart, elements.table(title, head, [_row(report, goal, row["year"]) for row in own]))


def year_of(row: Row) -> int:
    """The year of a row of the path."""
    return int(row["year"])


def _title(report: Report, goal: str, metric: str) -> str:
    """What the chart shows: how the goal stands in the year, with both figures, else that it is the path."""
    name = f"target.{goal}"
    key = f"chart.path.{report.word(f'{name}.status')}"
    if not report.catalogue.has(key) or not report.has(f"{name}.actual", f"{name}.allowed") or report.value(f"{name}.baseline_year") == report.year:
        return report.text("chart.path", goal=goal)
    named = metric[:1].upper() + metric[1:]
    shown = {part: report.plain(f"{name}.{part}", _style(report, name)) for part in ("actual", "allowed")}
    return report.text(key, goal=goal, metric=named, year=str(report.year), **shown)


def _style(report: Report, name: str) -> str:
    """One digit more, where both figures would print the same."""
    actual, allowed = (report.plain(f"{name}.{part}", "short") for part in ("actual", "allowed"))
    return "finer" if actual == allowed else "short"


def _drawn(report: Report, own: Sequence[Row], goal: str) -> pd.DataFrame:
    years = [year_of(row) for row in own]
    bounds = {f"{kind}{bound}": [_known(row, kind, bound) for row in own] for kind in ("allowed", "actual") for bound in ("", "_low", "_high")}
    # Only the goal itself and this year's figure are numbered: the table beside has the rest.
    texts = {
        "allowed_text": [report.plain(_at(report, goal, "allowed", year), "short") if year == years[-1] else "" for year in years],
        "actual_text": [report.plain(_at(report, goal, "actual", year), "mega") if year == report.year else "" for year in years],
    }
    return pd.DataFrame({"year": years, **bounds, **texts, **noted.columns(report, years)})


def _known(row: Row, kind: str, bound: str) -> float:
    """A value or its bound; the value itself where no bound is known."""
    value, known = row[f"{kind}_value"], row[f"{kind}{bound or '_value'}"]
    return float(value if is_missing(known) else known)


def _row(report: Report, goal: str, year: int) -> list[str]:
    return [noted.head(report, year), *(report.show(_at(report, goal, kind, year), "table") for kind in ("allowed", "actual"))]


def _at(report: Report, goal: str, kind: str, year: int) -> str:
    """The id of a goal's figure in a year; this year's may be known by its plain name only."""
    dated = f"target.{goal}.{kind}@{year}"
    return f"target.{goal}.{kind}" if year == report.year and not report.has(dated) else dated
