"""The chart of the cumulative budgets of goals: what is used of each, beside what its path allows so far."""

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from greening.charts.used import used
from greening.narrative import elements, facilities, panels
from greening.narrative.report import Report
from greening.narrative.section import Panel


def panel(report: Report, metrics: dict[str, str]) -> Panel | None:
    """A bar for each goal with a known budget, named by its metric (`metrics`, by goal), the furthest used first; nothing where there is none."""
    known = [goal for goal in metrics if _is_known(report, goal)]
    if not known:
        return None
    ranked = sorted(known, key=lambda goal: (-_part(report, goal), goal))
    # A bar has room for the metric, and for the code of the goal where another has the same one.
    alone = {goal: f"{metrics[goal][:1].upper()}{metrics[goal][1:]}" for goal in ranked}
    short = facilities.labels(report.catalogue, ranked, alone)
    names = {goal: report.catalogue.bracketed(name, goal) for goal, name in alone.items()}
    title, year = report.text("chart.budget_used"), str(report.year)
    table = pd.DataFrame([_row(report, goal, short[goal]) for goal in ranked])
    told = report.catalogue.in_parts(report.text("chart.tip", label=row["label"], value=row["text"]) for row in table.to_dict("records"))
    chart = used(table, title, report.text("chart.result", about=report.text("chart.budget_used.about", year=year), result=told), report.catalogue)
    first = {"used": report.show(_figure(ranked[0], "used"), "short"), "total": report.show(_figure(ranked[0], "total"), "short")}
    finding = report.say("chart.budget_used.finding", part=elements.isolated(names[ranked[0]]), **first)
    ids = [_figure(goal, "used") for goal in ranked]
    drawn = report.text("chart.budget_used.drawn", year=year)
    return panels.framed(report, "budget_used", chart, _table(report, title, names), ids, drawn=drawn, finding=finding)


def _table(report: Report, title: str, names: Mapping[str, str]) -> Markup:
    """Each goal with its budget, what is used of it and what is left."""
    columns = ("total", "used", "left")
    head = [report.text("head.goal_name"), *(report.text(f"head.budget_{column}") for column in columns), report.text("head.unit")]
    rows = [[name, *(report.show(_figure(goal, column), "table") for column in columns), _unit(report, goal)] for goal, name in names.items()]
    return elements.table(title, head, rows)


def _is_known(report: Report, goal: str) -> bool:
    total = report.value(_figure(goal, "total"))
    is_adopted = report.word(f"target.{goal}.status") != "not_adopted"
    return is_adopted and total is not None and total > 0 and report.value(_figure(goal, "used")) is not None


def _figure(goal: str, part: str) -> str:
    return f"target.{goal}.budget.{part}"


def _part(report: Report, goal: str) -> float:
    return report.facts[_figure(goal, "used")].number / report.facts[_figure(goal, "total")].number


def _unit(report: Report, goal: str) -> str:
    return panels.unit_name(report, report.facts[_figure(goal, "total")].unit)


def _row(report: Report, goal: str, label: str) -> dict[str, object]:
    spent, total = report.facts[_figure(goal, "used")].number, report.facts[_figure(goal, "total")].number
    over = report.value(f"target.{goal}.budget_overshoot")
    told = panels.tip(report, label, _figure(goal, "used"))
    # What the path allows so far is what is used less what is too much.
    allowed = None if over is None else (spent - over) / total
    named = report.text("chart.budget_used.label", goal=label, total=report.plain(_figure(goal, "total"), "short"))
    text = report.plain(_figure(goal, "used"), "short")
    return {
        "label": named,
        "value": spent,
        "used": spent / total,
        "allowed": allowed,
        "text": text,
        "tip": told,
        "link": panels.link(_figure(goal, "used"), told),
    }
