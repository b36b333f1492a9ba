"""How complete the report is: rows, findings, topics covered, how quantities are known, members."""

from markupsafe import Markup

from greening.narrative import elements, panels, placement
from greening.narrative.listing import listing
from greening.narrative.report import Report
from greening.narrative.scopes import quantities
from greening.narrative.section import Section, section

_GRADES = tuple(f"quality.grade.{grade}.share" for grade in "ABCDE")
_COVERED = ("personnel.total", "personnel.covered.ghg", "personnel.covered.waste", "personnel.covered.water")


def completeness(report: Report) -> Section:
    """What was handed in, what of it could be used, what it covers, and for a group which members are in it."""
    shown = Markup('<a href="validation.html">{}</a>').format(report.text("completeness.validation"))
    parts = [
        elements.paragraphs([_members(report), report.say("completeness.locations")]),
        elements.paragraph(report.say("completeness.findings", link=shown)),
        listing(report, "coverage", ("topic", "location_id", "status", "covered_share", "from_year", "included_in", "note"), "completeness.coverage"),
        elements.paragraph(report.say("completeness.estimated")),
        quantities(report, "functions.indicators", placement.own(report, "completeness")),
    ]
    covered = panels.bars(report, "covered", _COVERED, is_ranked=False)
    return section(
        report, "completeness", parts, [covered, panels.bars(report, "grades", _GRADES, is_ranked=False, rest=report.text("completeness.unsaid"))]
    )


def _members(report: Report) -> Markup:
    return elements.sentences([report.say("completeness.members", year=Markup.escape(report.year)), report.say("completeness.members_published")])
