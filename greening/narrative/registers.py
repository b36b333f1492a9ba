"""Mandates, recommendations and decisions: what is asked of the organization, and where each stands."""

from markupsafe import Markup

from greening.narrative import elements, register_tables as tables
from greening.narrative.report import Report
from greening.narrative.section import Section, section

#: Sentences on a count that is only spoken of where it is not zero.
_IF_ANY = {
    "registers.said.no_answer": "recommendations.no_answer",
    "registers.said.overdue": "recommendations.overdue",
    "registers.said.not_applicable": "recommendations.not_applicable",
}
#: Registers that one sentence tells of; their document has every entry.
_TOLD = ("mandates", "agreements", "groups", "decisions", "review_questions", "support_requests", "practices")


def registers(report: Report) -> Section:
    """How far recommendations, mandates, agreements, decisions and the like are, in counts and what is overdue; every entry is in the document."""
    parts = [
        elements.paragraph(recommendations_told(report), "lead"),
        tables.trackers_counted(report).html,
        *([tables.by_entity(report, "recommendations").html] if report.is_group else []),
        tables.unknown_recommendations(report).html,
        tables.overdue(report).html,
        elements.bullets(told(report, register) for register in _TOLD),
        elements.paragraph(strategy_told(report)),
        *_assessed(report),
        elements.paragraph(_in_full(report)),
    ]
    return section(report, "registers", parts)


def _in_full(report: Report) -> Markup:
    """Where every entry stands with its evidence; nothing where there is none."""
    place = f"documents/registers.{report.language}.html"
    link = Markup('<a href="%s">%s</a>') % (place, report.text("registers.document.title"))
    return report.say("registers.in_full", document=link) if report.product("register") else Markup("")


def recommendations_told(report: Report) -> Markup:
    """How many recommendations ask the organization, or the members of the group, and how far they are."""
    lead = report.say("registers.said.of_members" if report.is_group else "registers.said.recommendations")
    more = [report.say(key, year=Markup.escape(str(report.year))) for key, figure_id in _IF_ANY.items() if report.value(figure_id)]
    return elements.sentences([lead, *more])


def strategy_told(report: Report) -> Markup:
    """How far the emission reduction strategy is; of a group how many members are how far."""
    return elements.sentences([report.say("registers.said.strategy"), report.say("registers.said.strategies")])


def told(report: Report, register: str) -> Markup:
    """The sentence on a register: how many entries, how many are done and overdue; of a group, those of its members where they are listed."""
    of_members = f"registers.said.{register}.of_members"
    key = of_members if report.is_group and report.catalogue.has(of_members) else f"registers.said.{register}"
    return report.say(key, year=Markup.escape(str(report.year)))


def _assessed(report: Report) -> list[Markup]:
    """The self-assessment, the steps of setting up, and the scores of buildings."""
    unanswered = report.say("registers.said.levels") if report.has("questionnaire.policy.questions") else Markup("")
    return [
        elements.paragraph(unanswered),
        tables.levels(report).html,
        tables.steps(report).html,
        elements.paragraphs(buildings_told(report)),
        tables.buildings(report).html,
    ]


def buildings_told(report: Report) -> list[Markup]:
    """The score of each building of which all ten areas were assessed, and that the others have none in all."""
    places = dict.fromkeys(str(row["location_id"]) for row in tables.entries(report, "building_scores") if row["applies"] == "yes")
    return [
        report.say("registers.said.building", place=Markup.escape(report.place(place)), share=f"building.{place}.share")
        or report.say("registers.said.building_in_part", place=Markup.escape(report.place(place)))
        for place in places
    ]
