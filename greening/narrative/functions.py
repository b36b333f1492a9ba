"""The management functions: procurement, human resources, travel, events, information technology; and what belongs to none."""

from collections.abc import Sequence

from markupsafe import Markup

from greening.formats import is_missing
from greening.narrative import elements, placement
from greening.narrative.listing import listing
from greening.narrative.report import Report
from greening.narrative.scopes import quantities
from greening.narrative.section import Section, section


def procurement(report: Report) -> Section:
    """What was answered and measured on buying."""
    return function(report, "procurement")


def human_resources(report: Report) -> Section:
    """What was answered and measured on training and staff."""
    return function(report, "human_resources")


def travel(report: Report) -> Section:
    """What was answered and measured on the management of travel."""
    return function(report, "travel")


def events(report: Report) -> Section:
    """Events, and how many met the standard for sustainable events."""
    columns = ("title", "date", "participants", "location_id", "meets_standard", "paper_smart")
    own = [elements.paragraph(report.say("events.standard") or report.say("events.total"), "lead")]
    return function(report, "events", own, [listing(report, "events", columns, "events.table")])


def ict(report: Report) -> Section:
    """What was answered and measured on information technology."""
    return function(report, "ict")


def biodiversity(report: Report) -> Section:
    """What was answered and measured on nature at the organization's sites."""
    return function(report, "biodiversity")


def other(report: Report) -> Section:
    """Every indicator and answer that no other section prints: what was submitted is never left out."""
    families = [family for known in placement.FAMILIES.values() for family in known]
    left = [name for name in placement.unplaced(report) if not name.startswith("ghg.")]
    asked = dict.fromkeys(row["question_id"] for row in report.rows("management"))
    unasked = [question for question in asked if not placement.begins(question, families)]
    return section(report, "other", [quantities(report, "functions.indicators", left), answers(report, unasked)])


def function(report: Report, name: str, before: Sequence[str] = (), after: Sequence[str] = ()) -> Section:
    """A section of the indicators and management answers of its families, with what else it has to show."""
    shown = quantities(report, "functions.indicators", placement.own(report, name))
    return section(report, name, [*before, shown, answers(report, placement.FAMILIES[name]), *after])


def answers(report: Report, families: Sequence[str]) -> Markup:
    """The management answers whose question begins with one of the families; what places answer on their management system stands with the places."""
    asked = [row for row in report.rows("management") if placement.begins(row["question_id"], families)]
    own = [row for row in asked if is_missing(row["location_id"]) or not placement.begins(row["question_id"], ("ems",))]
    columns = ("question_id", "location_id", "answer", "evidence", "date")
    named = [{**row, "question_id": report.catalogue.label(row["question_id"])} for row in own]
    return listing(report, "management", columns, "functions.answers", named)
