"""Air travel: how far, how often, for what, and in which cabin."""

from dataclasses import replace

from markupsafe import Markup

from greening.charts import theme
from greening.narrative import elements, flights, panels
from greening.narrative.report import Report
from greening.narrative.section import Section, section


def air_travel(report: Report) -> Section:
    """Distance, trips and emissions of flights, by purpose and cabin."""
    purposes = [name for name in report.ids("ghg.air.purpose.") if not name.endswith(".share")]
    cabins = [name for name in report.ids("ghg.air.cabin.") if name.endswith(".share")]
    sentences = [report.say("air_travel.bucket") or report.say("air_travel.share"), report.say("air_travel.distance"), report.say("air_travel.trips")]
    parts = [
        elements.paragraph(elements.sentences(sentences), "lead"),
        elements.paragraph(_missions(report)),
        elements.paragraph(report.say("air_travel.routes")),
    ]
    by_purpose = panels.bars(report, "purposes", purposes, style="short", name=panels.part(report))
    drawn = [
        # The table of the chart has the shares too, so that purposes are listed once.
        by_purpose and replace(by_purpose, table=_purposes(report, purposes)),
        flights.bands(report),
        panels.bars(report, "cabins", cabins, colour=theme.GREEN, name=panels.part(report)),
        flights.route_map(report),
    ]
    return section(report, "air_travel", parts, drawn)


def _missions(report: Report) -> Markup:
    """The share of missions of staff and consultants, of flights and of all emissions: each with what it is a share of."""
    told = [report.say(f"air_travel.missions.{of}.of") or report.say(f"air_travel.missions.{of}") for of in ("flights", "total")]
    return elements.sentences(told)


def _purposes(report: Report, purposes: list[str]) -> Markup:
    ranked = sorted(purposes, key=lambda name: -(report.value(name) or 0.0))
    rows = [[panels.part(report)(name), report.show(name, "table"), report.show(f"{name}.share")] for name in ranked]
    head = [report.text("head.purpose"), report.text("head.tonnes"), report.text("head.share_of_flights")]
    return elements.table(report.text("air_travel.purposes"), head, rows)
