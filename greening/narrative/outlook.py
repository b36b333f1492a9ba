"""The chart of where emissions lead, with its table."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from greening.charts.projection import FILLS, LEADER_SHARE, projection as draw_projection, spread, top
from greening.figures.names import part_of_name
from greening.formats import Fact, is_missing
from greening.narrative import elements, noted
from greening.narrative.panels import framed, tip, with_unit
from greening.narrative.report import Report, Row
from greening.narrative.section import Panel

#: So many signs of a name fit beside the end of a line.
_SIGNS = 12
#: Names at the ends of lines stand so far apart, as a part of the height.
_APART = 0.075
#: So many actions have an area of their own; those with the least effect share one.
_MOST_WEDGES = 6
#: A row of the table that is drawn.
Mark = dict[str, Any]


def drawn(report: Report, goal: str, rows: Sequence[Row]) -> Panel | None:
    """What is known since the baseline, business as usual, the wedges under it, the plan and the path; and the lines as a table.

    A level that is merely held is not drawn: the chart of the goal's path says as much.
    """
    if report.word(f"projection.{goal}.form") == "trend_flat" and not report.value(f"projection.{goal}.wedges_count"):
        return None
    metric = str(report.goals[goal][0]["metric"])
    kind = "plan" if report.value(f"projection.{goal}.wedges_count") else "usual"
    title = report.text(f"chart.projection.{kind}.{report.word(f'projection.{goal}.verdict')}", goal=goal)
    marks = [*_known(report, goal), *_path(report, goal), *_lines(report, goal, rows)]
    named = [*marks, *_names(report, marks), *_noted(report, marks)]
    unit = report.facts[f"projection.{goal}.start"].unit
    about = report.text("chart.result", about=report.text("chart.projection.about", metric=report.catalogue.label(metric)), result=title)
    chart = draw_projection(named, title, about, report.catalogue, unit)
    data = elements.table(title, *_table(report, goal, rows))
    shown = report.text("chart.projection.drawn", metric=report.catalogue.label(metric))
    told = with_unit(report, shown, unit, pd.Series([mark["value"] for mark in named]))
    return framed(report, f"projection-{part_of_name(goal)}", chart, data, [metric], drawn=told)


def _mark(kind: str, year: float, value: float, **more: Any) -> Mark:
    return {
        "kind": kind,
        "year": year,
        "value": value,
        "low": None,
        "high": None,
        "part": "",
        "fill": None,
        "text": "",
        "is_noted": False,
        "note": "",
        "tip": "",
        **more,
    }


def _known(report: Report, goal: str) -> list[Mark]:
    """What was reported from the baseline on."""
    own = [row for row in report.goals[goal] if not is_missing(row["actual_value"]) and row["year"] <= report.year]
    metric = str(report.goals[goal][0]["metric"])
    bounds = [{"low": row["actual_low"], "high": row["actual_high"]} for row in own]
    tips = [tip(report, str(row["year"]), report.at(metric, int(row["year"]))) for row in own]
    return [_mark("known", int(row["year"]), row["actual_value"], tip=told, **ends) for row, ends, told in zip(own, bounds, tips, strict=True)]


def _path(report: Report, goal: str) -> list[Mark]:
    own = [row for row in report.goals[goal] if not is_missing(row["allowed_value"])]
    return [_mark("path", int(row["year"]), row["allowed_value"]) for row in own]


def _lines(report: Report, goal: str, rows: Sequence[Row]) -> list[Mark]:
    """Business as usual and the plan from the year in which they start, and the wedges between them, one under the other."""
    start, year = report.facts[f"projection.{goal}.start"], int(report.value(f"projection.{goal}.start_year") or report.year)
    usual = _usual(start, year, rows)
    wedges = _wedges(_areas(rows, report.text("chart.projection.others")), {mark["year"]: mark["value"] for mark in usual})
    # Without an action the plan is business as usual.
    return [*usual, *_plan(start, year, rows), *wedges] if wedges else usual


def _usual(start: Fact, year: int, rows: Sequence[Row]) -> list[Mark]:
    """Business as usual with its band, from the figure and the year in which it starts."""
    low, high = (start.number if bound is None else bound for bound in (start.low, start.high))
    own = [row for row in rows if row["fact"] == "business_as_usual"]
    bands = [_mark("usual", int(row["year"]), row["value"], low=_or(row, "low"), high=_or(row, "high")) for row in own]
    return [_mark("usual", year, start.number, low=low, high=high), *bands]


def _plan(start: Fact, year: int, rows: Sequence[Row]) -> list[Mark]:
    own = [row for row in rows if row["fact"] == "plan"]
    return [_mark("plan", year, start.number), *(_mark("plan", int(row["year"]), row["value"]) for row in own)]


def _or(row: Row, bound: str) -> float:
    """A bound; the value itself where it is not known."""
    return float(row["value"] if is_missing(row[bound]) else row[bound])


def _areas(rows: Sequence[Row], others: str) -> dict[str, dict[int, float]]:
    """What each action changes by year; those with the least effect together, where there are many."""
    changes: dict[str, dict[int, float]] = {}
    for row in rows:
        if row["fact"] == "wedge":
            changes.setdefault(str(row["item"]), {})[int(row["year"])] = float(row["value"])
    ranked = sorted(changes, key=lambda item: (-max(map(abs, changes[item].values())), item))
    kept = ranked if len(ranked) <= _MOST_WEDGES else ranked[: _MOST_WEDGES - 1]
    rest = [changes[item] for item in ranked[len(kept) :]]
    joined = {others: {year: sum(by_year[year] for by_year in rest) for year in rest[0]}} if rest else {}
    return {item: changes[item] for item in kept} | joined


def _wedges(changes: Mapping[str, Mapping[int, float]], base: Mapping[int, float]) -> list[Mark]:
    """The area of each action: what it adds is stacked first, on business as usual, and what it cuts comes off from there."""
    edge, marks = dict(base), []
    for place, (item, by_year) in enumerate(sorted(changes.items(), key=lambda one: (max(one[1].values()) <= 0, _first(one[1]), one[0]))):
        for year in sorted(edge):
            before, edge[year] = edge[year], edge[year] + by_year.get(year, 0.0)
            low, high = sorted((before, edge[year]))
            marks.append(_mark("wedge", year, (low + high) / 2, low=low, high=high, part=item, fill=place % len(FILLS)))
    return marks


def _first(by_year: Mapping[int, float]) -> int:
    """The year in which a wedge begins."""
    return min((year for year, change in by_year.items() if change), default=0)


def _noted(report: Report, marks: Sequence[Mark]) -> list[Mark]:
    """The years that bear a note, as those of the pandemic, among those drawn."""
    years = noted.among(mark["year"] for mark in marks)
    words = noted.columns(report, years)["note"]
    return [_mark("noted", year, 0.0, is_noted=True, note=word) for year, word in zip(years, words, strict=True)]


def _names(report: Report, marks: Sequence[Mark]) -> list[Mark]:
    """The names at the ends of lines and wedges, in their order and far enough apart, each with its leader."""
    first, last = min(mark["year"] for mark in marks), max(mark["year"] for mark in marks)
    height, beside = top(marks), last + (last - first) * LEADER_SHARE
    ends = [mark for mark in marks if mark["year"] == last and _is_named(mark, height)]
    names, values = [_name(report, mark) for mark in ends], [mark["value"] for mark in ends]
    placed = spread(values, _APART * height, height * 0.98)
    labels = [_mark("label", beside, place, text=name) for place, name in zip(placed, names, strict=True)]
    return [*labels, *_leader_ends(last, values, names), *_leader_ends(beside, placed, names)]


def _is_named(mark: Mark, height: float) -> bool:
    """Whether the end of a line or wedge bears a name: not of what is known, nor of a wedge too thin to be seen."""
    if mark["kind"] == "wedge":
        return bool(mark["high"] - mark["low"] > height / 500)
    return bool(mark["kind"] != "known")


def _leader_ends(year: float, values: Sequence[float], names: Sequence[str]) -> list[Mark]:
    """One end of each leader, from a line to its name."""
    return [_mark("leader", year, value, part=name) for value, name in zip(values, names, strict=True)]


def _name(report: Report, row: Mapping[Any, Any]) -> str:
    if row["kind"] != "wedge":
        return report.text(f"chart.projection.{row['kind']}")
    code = str(row["part"])
    return code if len(code) <= _SIGNS else f"{code[: _SIGNS - 1]}\u2026"


def _table(report: Report, goal: str, rows: Sequence[Row]) -> tuple[list[str], list[list[str]]]:
    """Head and rows of the table: the path (with exemptions, where there are any), business as usual and the plan with their bands."""
    name = f"projection.{goal}"
    years = sorted({int(row["year"]) for row in rows if row["fact"] == "plan"})
    head = [report.text(f"head.{key}") for key in ("year", "allowed", "allowed_with_exemptions", "business_as_usual", "band", "plan")]
    listed = [[str(year), *_cells(report, goal, name, year)] for year in years]
    return elements.without_empty(head, listed)


def _cells(report: Report, goal: str, name: str, year: int) -> list[str]:
    exempted, usual = f"{name}.allowed_with_exemptions@{year}", f"{name}.business_as_usual@{year}"
    allowed = f"target.{goal}.allowed@{year}"
    return [
        report.show(allowed, "finer") if report.has(allowed) else "",
        report.show(exempted, "finer") if report.has(exempted) else "",
        report.show(usual, "finer"),
        report.interval(usual),
        report.show(f"{name}.plan@{year}", "finer") if report.value(f"{name}.wedges_count") else "",
    ]
