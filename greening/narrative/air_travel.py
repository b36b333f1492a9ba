"""Air travel: how far, how often, for what, and in which cabin."""

from markupsafe import Markup

from greening.charts import theme
from greening.narrative import elements, panels
from greening.narrative.report import Report
from greening.narrative.section import Section, section


def air_travel(report: Report) -> Section:
    """Distance, trips and emissions of flights, by purpose and cabin."""
    purposes = [name for name in report.ids("ghg.air.purpose.") if not name.endswith(".share")]
    cabins = [name for name in report.ids("ghg.air.cabin.") if name.endswith(".share")]
    sentences = [report.say("air_travel.bucket") or report.say("air_travel.share"), report.say("air_travel.distance"), report.say("air_travel.trips")]
    parts = [elements.paragraph(elements.sentences(sentences), "lead"), _purposes(report, purposes)]
    drawn = [
        panels.bars(report, "purposes", purposes, style="short", name=panels.part(report)),
        panels.bars(report, "cabins", cabins, colour=theme.GREEN, name=panels.part(report)),
    ]
    return section(report, "air_travel", parts, drawn)


def _purposes(report: Report, purposes: list[str]) -> Markup:
    rows = [[panels.part(report)(name), report.show(name, "table"), report.show(f"{name}.share")] for name in purposes]
    head = [report.text("head.purpose"), panels.unit_name(report, "t CO2e"), report.text("head.share_of_flights")]
    return elements.table(report.text("air_travel.purposes"), head, rows)
