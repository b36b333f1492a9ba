"""How complete the report is: rows, findings, topics covered, how quantities are known, members."""

from markupsafe import Markup

from greening.narrative import chart_findings, coverage_maps, elements, panels, placement, waived
from greening.narrative.changes import direction
from greening.narrative.listing import listing
from greening.narrative.report import Report, validation_name
from greening.narrative.scopes import quantities
from greening.narrative.section import Section, section

#: The topics of which coverage is told, in the order of the table.
TOPICS = ("ghg", "electricity", "heat", "fuels", "waste", "water", "wastewater")
_GRADES = tuple(f"quality.grade.{grade}.share" for grade in "ABCDE")
_COVERED = ("personnel.total", "personnel.covered.ghg", "personnel.covered.waste", "personnel.covered.water")


def completeness(report: Report) -> Section:
    """What was handed in, what of it could be used, what it covers, and for a group which members are in it."""
    shown = Markup('<a href="{}">{}</a>').format(validation_name(report.language), report.text("completeness.validation"))
    parts = [
        elements.paragraphs([members(report), report.say("completeness.locations")]),
        elements.paragraph(report.say("completeness.findings", link=shown)),
        waived.findings(report),
        listing(report, "coverage", ("topic", "location_id", "status", "covered_share", "from_year", "included_in", "note"), "completeness.coverage"),
        _covered_topics(report),
        elements.paragraph(estimates(report)),
        elements.paragraph(_like_for_like(report)),
        quantities(report, "functions.indicators", placement.own(report, "completeness")),
    ]
    covered = panels.bars(report, "covered", _COVERED, is_ranked=False, finding=chart_findings.covered(report, _COVERED))
    grades = panels.bars(report, "grades", _GRADES, is_ranked=False, rest=report.text("completeness.unsaid"))
    drawn = [covered, grades, coverage_maps.places(report, TOPICS), coverage_maps.of_members(report)]
    return section(report, "completeness", parts, drawn)


def estimates(report: Report) -> Markup:
    """What rests on estimates, by emissions and by sources, and what of it was filled in."""
    names = ("estimated", "estimated_sources", "filled", "filled_waste", "filled_water")
    return elements.sentences([report.say(f"completeness.{name}") for name in names])


def _covered_topics(report: Report) -> Markup:
    """A table of the topics: how many places report each, of how many, with which share of people and floor area, and how many were filled."""
    names = ("reporting", "expected", "places.share", "people.share", "area.share", "filled", "missing")
    topics = [topic for topic in TOPICS if report.has(f"coverage.{topic}.expected")]
    rows = [[_topic(report, topic), *(_cell(report, f"coverage.{topic}.{name}") for name in names)] for topic in topics]
    head = [report.text("head.topic"), *(report.text(f"head.coverage.{name}") for name in names)]
    return elements.table(report.text("completeness.topics"), *elements.without_empty(head, rows))


def _topic(report: Report, topic: str) -> str:
    word = report.term(topic)
    return word[:1].upper() + word[1:]


def _cell(report: Report, figure_id: str) -> Markup:
    return report.show(figure_id, "table") if report.has(figure_id) else Markup("")


def _like_for_like(report: Report) -> Markup:
    """The change of what both years cover, where it is not all of the total."""
    if report.value("ghg.like_for_like") == report.value("ghg.total"):
        return Markup("")
    year = Markup.escape(report.year - 1)
    told = direction(report, "ghg.change.like_for_like", "completeness.like_for_like", before=year)
    return elements.sentences([told, report.say("completeness.like_for_like.share")]) if told else Markup("")


def members(report: Report) -> Markup:
    """Of how many members of a group there are figures, and how much of what they report rests on published ones; nothing where neither is known."""
    return elements.sentences([report.say("completeness.members", year=Markup.escape(report.year)), report.say("completeness.members_published")])
