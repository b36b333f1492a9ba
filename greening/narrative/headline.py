"""The headline figures: a tile each."""

from markupsafe import Markup

from greening.formats import Fact
from greening.narrative import elements
from greening.narrative.elements import Tile
from greening.narrative.report import Report
from greening.narrative.section import Section, section
from greening.narrative.targets import metric_name

#: The headline figures in their order, and the style of each.
_TILES = (
    ("ghg.total", "about"),
    ("ghg.per_capita", "about"),
    ("ghg.bucket.air_travel.share", "plain"),
    ("ghg.bucket.facilities.share", "plain"),
    ("ghg.bucket.other_travel.share", "plain"),
    ("energy.renewable.share", "plain"),
    ("waste.per_capita", "about"),
    ("water.per_capita", "about"),
    ("personnel.total", "plain"),
)


def headline(report: Report) -> Section:
    """The figures that the year is known by, each with how sharp it is; goals by their status, but none for carbon credits: reductions come first."""
    known = [_tile(report, name, style) for name, style in _TILES if report.value(name) is not None]
    judged = [goal for goal, rows in report.goals.items() if not str(rows[0]["metric"]).startswith("offsets.")]
    goals = [_goal(report, goal) for goal in judged if report.has(f"target.{goal}.status")]
    remark = elements.aside(report.say("headline.rejected"), "caution") if report.value("rows.rejected") else Markup("")
    return section(report, "headline", [elements.tiles([*known, *goals]), remark], has_notes=False)


def _tile(report: Report, name: str, style: str) -> Tile:
    fact = report.facts[name]
    is_marked = name == "ghg.total" and bool(report.value("rows.rejected"))
    texts = [
        report.term(f"precision_{fact.precision}") if fact.precision else "",
        _interval(report, name, fact),
        _renewable(report) if name == "energy.renewable.share" and not fact.precision else "",
        report.say("headline.boundary") if name == "ghg.total" else "",
        report.say("headline.rejected.short") if is_marked else "",
    ]
    return Tile(report.catalogue.label(name), report.show(name, style), report.catalogue.shown_in_parts(text for text in texts if text), is_marked)


def _interval(report: Report, name: str, fact: Fact) -> Markup:
    # A whole percentage or a published number already shows how far it was rounded.
    if fact.interval_kind != "statistical_95" or fact.low is None or fact.high is None:
        return Markup("")
    return report.say("headline.interval", range=report.show(name, "range"))


def _renewable(report: Report) -> Markup:
    return report.say("headline.renewable.own") or report.say("headline.renewable")


def _goal(report: Report, goal: str) -> Tile:
    change = f"target.{goal}.change_pct"
    detail = report.say(
        "headline.goal", change=report.show(change, "signed"), target=f"target.{goal}.target_year", base=f"target.{goal}.baseline_year"
    )
    name = report.text("headline.goal.name", goal=metric_name(report, goal))
    year = f"target.{goal}.target_year"
    short = report.say("headline.goal.change", change=change, target=year) or report.say(
        "headline.goal.level", level=f"target.{goal}.target_value", target=year
    )
    return Tile(name, report.show(f"target.{goal}.status"), (detail if report.has(change) else Markup("")) or short)
