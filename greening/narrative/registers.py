"""Mandates, recommendations and decisions: what is asked of the organization, and where each stands."""

from collections.abc import Sequence

from markupsafe import Markup

from greening.narrative import elements, register_tables as tables
from greening.narrative.register_tables import Listing
from greening.narrative.report import Report
from greening.narrative.section import Section, section

#: Sentences on a count that is only spoken of where it is not zero.
_IF_ANY = {
    "registers.said.no_answer": "recommendations.no_answer",
    "registers.said.overdue": "recommendations.overdue",
    "registers.said.not_applicable": "recommendations.not_applicable",
}
#: Registers that one sentence tells of, and that open on request.
_TOLD = ("mandates", "agreements", "groups", "decisions", "review_questions", "support_requests", "practices")


def registers(report: Report) -> Section:
    """Recommendations of oversight bodies, mandates, agreements, decisions, questions of reviewers, practices, and the self-assessment."""
    parts = [
        elements.paragraph(recommendations_told(report), "lead"),
        tables.trackers_counted(report).html,
        *_answers(report),
        tables.overdue(report).html,
        *(_told(report, register) for register in _TOLD),
        elements.paragraph(strategy_told(report)),
        *_assessed(report),
    ]
    return section(report, "registers", parts)


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


def _answers(report: Report) -> list[Markup]:
    """The answers on each report, of a group by recommendation and by member; then those that nobody recommended."""
    if report.is_group:
        counted = tables.by_entity(report, "recommendations")
        return [
            _opened(counted),
            *(_opened(tables.matrix(report, "recommendations", name)) for name in tables.TRACKERS),
        ]
    return [*(_opened(tables.tracker(report, name)) for name in tables.TRACKERS), tables.unknown_recommendations(report).html]


def _told(report: Report, register: str) -> Markup:
    listed: Sequence[Listing] = [tables.full(report, register), *([tables.of_system(report)] if register == "mandates" else [])]
    if register == "agreements" and report.is_group:
        listed = [tables.by_entity(report, register), tables.matrix(report, register)]
    return elements.joined([elements.paragraph(told(report, register)), *(_opened(one) for one in listed)])


def _opened(listing: Listing) -> Markup:
    return elements.details(listing.caption, listing.html)


def _assessed(report: Report) -> list[Markup]:
    """The self-assessment, the steps of setting up, and the scores of buildings."""
    unanswered = report.say("registers.said.levels") if report.has("questionnaire.policy.questions") else Markup("")
    return [
        elements.paragraph(unanswered),
        tables.levels(report).html,
        _opened(tables.full(report, "questionnaire")),
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
