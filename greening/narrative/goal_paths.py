"""The chart of a goal's path, with its title and table."""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from greening.charts.path import largest, path as draw_path
from greening.figures.names import part_of_name
from greening.formats import is_missing
from greening.narrative import elements, noted, panels
from greening.narrative.report import Report, Row
from greening.narrative.section import Panel


def panel(report: Report, goal: str, metric: str) -> Panel | None:
    """The path and what was reported, by year; nothing where no path is known."""
    own = sorted(report.goals[goal], key=year_of)
    if all(is_missing(row["allowed_value"]) for row in own):
        return None
    title = _title(report, goal, metric)
    table = _drawn(report, own, goal)
    unit = str(own[0]["unit"])
    about = report.text("chart.result", about=report.text("chart.path.about", goal=goal), result=title.striptags())
    chart = draw_path(table, title.striptags(), about, report.catalogue, unit)
    head = [report.text(f"head.{column}") for column in ("year", "allowed", "actual")]
    data = elements.table(title.striptags(), head, [_row(report, goal, row["year"]) for row in own])
    drawn = panels.with_unit(report, report.text("chart.path.drawn"), unit, largest(table))
    return panels.framed(report, f"path-{part_of_name(goal)}", chart, data, [str(own[0]["metric"])], drawn=drawn, finding=title)


def ranked(report: Report) -> list[str]:
    """The goals in the order of their charts: those on all emissions first, the body's own before shared ones; only the first charts stand open."""

    def rank(goal: str) -> tuple[bool, bool, str]:
        row = report.goals[goal][0]
        return not is_missing(row["framework"]), row["metric"] != "ghg.total", goal

    return sorted(report.goals, key=rank)


def year_of(row: Row) -> int:
    """The year of a row of the path."""
    return int(row["year"])


def _title(report: Report, goal: str, metric: str) -> Markup:
    """What the chart finds: how the goal stands in the year, with both figures, else that it is the path."""
    name = f"target.{goal}"
    is_baseline = report.value(f"{name}.baseline_year") == report.year
    key = "chart.path.baseline" if is_baseline else f"chart.path.{report.word(f'{name}.status')}"
    if not report.catalogue.has(key) or not report.has(f"{name}.actual", f"{name}.allowed"):
        return Markup.escape(report.text("chart.path", goal=goal))
    named = metric[:1].upper() + metric[1:]
    shown = {part: report.show(f"{name}.{part}", _style(report, name)) for part in ("actual", "allowed")}
    return report.say(key, goal=Markup.escape(goal), metric=Markup.escape(named), year=Markup.escape(report.year), **shown)


def _style(report: Report, name: str) -> str:
    """One digit more, where both figures would print the same."""
    actual, allowed = (report.plain(f"{name}.{part}", "short") for part in ("actual", "allowed"))
    return "finer" if actual == allowed else "short"


def _drawn(report: Report, own: Sequence[Row], goal: str) -> pd.DataFrame:
    years = [year_of(row) for row in own]
    bounds = {f"{kind}{bound}": [_known(row, kind, bound) for row in own] for kind in ("allowed", "actual") for bound in ("", "_low", "_high")}
    return pd.DataFrame({"year": years, **bounds, **_texts(report, goal, years), **noted.columns(report, years)})


def _texts(report: Report, goal: str, years: Sequence[int]) -> dict[str, list[str] | str]:
    """What is written and told: only the goal itself and this year's figure are numbered, the table beside has the rest."""
    tips = [_tip(report, goal, year) for year in years]
    goal_text = panels.tip(report, str(years[-1]), _at(report, goal, "allowed", years[-1]))
    return {
        "tip": tips,
        "link": [panels.link(_at(report, goal, "actual", year), told) for year, told in zip(years, tips, strict=True)],
        "allowed_link": panels.link(_at(report, goal, "allowed", years[-1]), goal_text),
        "allowed_text": [report.plain(_at(report, goal, "allowed", year), "short") if year == years[-1] else "" for year in years],
        "actual_text": [report.plain(_at(report, goal, "actual", year), "mega") if year == report.year else "" for year in years],
    }


def _tip(report: Report, goal: str, year: int) -> str:
    """What the point of a year tells: what was reported, and what was allowed."""
    actual, allowed = (report.plain(_at(report, goal, kind, year), "unit") for kind in ("actual", "allowed"))
    if not allowed:
        return panels.tip(report, str(year), _at(report, goal, "actual", year))
    return report.text("chart.tip.path", year=str(year), actual=actual, allowed=allowed) if actual else ""


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
