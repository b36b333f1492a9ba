"""The goals: where each stands against its path, and what it still needs."""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from greening.charts.path import largest, path as draw_path
from greening.formats import Fact, is_missing
from greening.narrative import elements
from greening.narrative.listing import listing
from greening.narrative.panels import axis_name
from greening.narrative.report import Report, Row
from greening.narrative.section import Panel, Section, section


def targets(report: Report) -> Section:
    """A sentence and a table for each goal, its path drawn where it has a baseline, and what was exempted."""
    goals = list(report.goals)
    exempted = listing(report, "exemptions", ("goal_id", "activity", "reason", "emissions_tco2e", "decided_by"), "targets.exemptions")
    parts = [*(_goal(report, goal) for goal in goals), exempted]
    return section(report, "targets", parts, [_path(report, goal) for goal in goals], absent="goals")


def _goal(report: Report, goal: str) -> Markup:
    name = f"target.{goal}"
    status = report.word(f"{name}.status")
    aim = report.say(_aim(report, name), metric=Markup.escape(metric_name(report, goal)), **_places(name))
    told = _told(report, name, status)
    needed = _needed(report, name) if status not in ("met", "missed", "not_adopted") else Markup("")
    sentences = elements.sentences([aim, told, needed, _over(report, goal)])
    return elements.joined([elements.heading(_title(report, goal)), elements.paragraph(sentences), _terms(report, goal)])


def _title(report: Report, goal: str) -> Markup:
    title = report.text("targets.title", metric=metric_name(report, goal), year=report.plain(f"target.{goal}.target_year"))
    return Markup('{} <span class="code">{}</span>').format(title, goal)


def _aim(report: Report, name: str) -> str:
    if report.has(f"{name}.change_pct"):
        return "targets.aim.change" if report.has(f"{name}.baseline_year") else "targets.aim.change_without_base"
    return "targets.aim.level"


def _told(report: Report, name: str, status: str) -> Markup:
    """How the goal stands; the figures get one digit more where they would print the same."""
    if not status:
        return report.say("targets.status.unknown")
    if report.value(f"{name}.baseline_year") == report.year:
        return report.say("targets.baseline_year")
    pair = (f"{name}.actual", f"{name}.allowed")
    places = _places(name)
    if report.has(*pair) and report.plain(pair[0], "about") == report.plain(pair[1], "about"):
        places |= {"actual": report.show(pair[0], "finer"), "allowed": report.show(pair[1], "finer")}
    return report.say(f"targets.status.{status}", status=f"{name}.status", **places)


def _needed(report: Report, name: str) -> Markup:
    """What has to change each year; `about`, with its range, where the figures that it comes from are not exact."""
    figure_id = f"{name}.needed_per_year"
    if not report.has(figure_id):
        return Markup("")
    fact = report.facts[figure_id]
    shown = report.show(figure_id, "points" if fact.unit == "share" else "signed")
    is_rough = _is_rough(fact)
    if is_rough:
        shown = report.catalogue.markup("precision.approx", lambda _: shown)
    ranged = Markup(" ({})").format(report.show(figure_id, "range")) if is_rough and fact.unit != "share" else Markup("")
    return report.say("targets.needed", needed=shown + ranged)


def _is_rough(fact: Fact) -> bool:
    """Whether the bounds of a figure lie apart, or one of them is missing; without any, it is told as it is."""
    return fact.low != fact.high


def _over(report: Report, goal: str) -> Markup:
    """How far all years known went over the path: only where less is better, and only where the interval allows it to be said."""
    figure_id = f"target.{goal}.budget_overshoot"
    own = [row for row in report.goals[goal] if row["year"] <= report.year]
    known = [row for row in own if not is_missing(row["actual_value"])]
    if not report.has(figure_id) or _rises(report, goal) or len(known) < 2:
        return Markup("")
    fact = report.facts[figure_id]
    if not _is_over(fact, known):
        return Markup("")
    names = {"count": Markup.escape(report.catalogue.count(len(known))), "metric": Markup.escape(metric_name(report, goal))}
    sentence = report.say("targets.overshoot", over=report.show(figure_id, "range" if _is_rough(fact) else "short"), **names)
    return elements.sentences([sentence, _left_out(report, own)])


def _left_out(report: Report, own: Sequence[Row]) -> Markup:
    """Names the years that the sum lacks since their figure is not known; empty where there are none."""
    gaps = [str(row["year"]) for row in sorted(own, key=_year) if is_missing(row["actual_value"])]
    return report.say("targets.overshoot.unknown", years=Markup.escape(", ".join(gaps))) if gaps else Markup("")


def _is_over(fact: Fact, known: Sequence[Row]) -> bool:
    """Whether the least that the sum can be is above nothing; an exact sum of years that are not exact does not say."""
    has_bounds = fact.low is not None or fact.high is not None
    if not has_bounds and any(row["actual_low"] != row["actual_high"] for row in known):
        return False
    least = fact.low if has_bounds else fact.value
    return least is not None and least > 0


def _rises(report: Report, goal: str) -> bool:
    """Whether a goal asks for more of its metric, as for renewable energy."""
    change = report.value(f"target.{goal}.change_pct")
    if change is not None:
        return change > 0
    aim = report.value(f"target.{goal}.target_value")
    start = next((value for part in ("baseline", "actual") if (value := report.value(f"target.{goal}.{part}")) is not None), None)
    return aim is None or start is None or aim > start


def _places(name: str) -> dict[str, str | Markup]:
    """The places that a sentence on a goal may have, each the goal's own figure."""
    parts = (
        "allowed",
        "actual",
        "gap",
        "needed_per_year",
        "target_value",
        "baseline",
        "target_year",
        "baseline_year",
        "budget_overshoot",
        "change_pct",
    )
    return {part: f"{name}.{part}" for part in parts}


def metric_name(report: Report, goal: str) -> str:
    """What a goal is measured by, inside a sentence."""
    label = report.catalogue.label(report.goals[goal][0]["metric"])
    return label[:1].lower() + label[1:]


def _terms(report: Report, goal: str) -> Markup:
    columns = ("basis", "path", "adopted_by", "adopted_date", "note")
    own: dict[tuple[str, ...], Row] = {}
    for row in report.rows("goals"):
        # The milestones of a goal share its terms.
        if row["goal_id"] == goal:
            own.setdefault(tuple(str(row[column]) for column in columns), row)
    return listing(report, "goals", columns, "targets.terms", list(own.values()))


def _path(report: Report, goal: str) -> Panel | None:
    own = sorted(report.goals[goal], key=_year)
    if all(is_missing(row["allowed_value"]) for row in own):
        return None
    title = report.text("chart.path", goal=goal)
    table = _drawn(report, own, goal)
    axis = axis_name(report, str(own[0]["unit"]), largest(table))
    chart = draw_path(table, title, report.text("chart.path.about", goal=goal), report.catalogue, axis)
    head = [report.text(f"head.{column}") for column in ("year", "allowed", "actual")]
    return Panel(chart, elements.table(title, head, [_row(report, goal, row["year"]) for row in own]))


def _drawn(report: Report, own: Sequence[Row], goal: str) -> pd.DataFrame:
    years = [row["year"] for row in own]
    bounds = {f"{kind}{bound}": [_known(row, kind, bound) for row in own] for kind in ("allowed", "actual") for bound in ("", "_low", "_high")}
    # Only the goal itself and this year's figure are numbered: the table beside has the rest.
    texts = {
        "allowed_text": [report.plain(_at(report, goal, "allowed", year), "short") if year == years[-1] else "" for year in years],
        "actual_text": [report.plain(_at(report, goal, "actual", year), "mega") if year == report.year else "" for year in years],
    }
    return pd.DataFrame({"year": years, **bounds, **texts})


def _known(row: Row, kind: str, bound: str) -> float:
    """A value or its bound; the value itself where no bound is known."""
    value, known = row[f"{kind}_value"], row[f"{kind}{bound or '_value'}"]
    return float(value if is_missing(known) else known)


def _year(row: Row) -> int:
    return int(row["year"])


def _row(report: Report, goal: str, year: int) -> list[str]:
    return [str(year), *(report.show(_at(report, goal, kind, year), "table") for kind in ("allowed", "actual"))]


def _at(report: Report, goal: str, kind: str, year: int) -> str:
    """The id of a goal's figure in a year; this year's may be known by its plain name only."""
    dated = f"target.{goal}.{kind}@{year}"
    return f"target.{goal}.{kind}" if year == report.year and not report.has(dated) else dated
