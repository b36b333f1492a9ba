"""Climate neutrality: first what was reduced, then what was offset."""

from markupsafe import Markup

from greening.narrative import elements, functions, placement
from greening.narrative.listing import listing
from greening.narrative.report import Report
from greening.narrative.scopes import quantities
from greening.narrative.section import Section, section
from greening.narrative.trend import since_base_year

_OFFSETS = ("registry", "standard", "project", "serial_from", "serial_to", "vintage_year", "retired_date", "credits_tco2e", "on_behalf_of")


def neutrality(report: Report) -> Section:
    """Reductions and what was spent on them, then retired carbon credits, which never lessen the emissions reported above."""
    return section(report, "neutrality", [*_reductions(report), *_offsets(report)], absent="offsets")


def _reductions(report: Report) -> list[Markup]:
    sentences = [since_base_year(report), report.say("neutrality.actions"), report.say("neutrality.expected")]
    told = elements.sentences(sentences)
    spent = quantities(report, "neutrality.spending", sorted(report.ids("spending."), key=_order), lambda name: _purse(report, name))
    parts = [elements.paragraph(told), spent]
    return [elements.heading(report.text("neutrality.reductions")), *parts] if any(parts) else []


def _order(figure_id: str) -> tuple[int, int, str]:
    """Reductions before credits, and what was required before what was budgeted and spent."""
    _, purpose, stage, currency = figure_id.split(".")
    return (purpose != "reduction", ("required", "budgeted", "spent").index(stage), currency)


def _purse(report: Report, figure_id: str) -> str:
    """What money was for and how far it came, from a name such as `spending.reduction.spent.CHF`."""
    _, purpose, stage, _ = figure_id.split(".")
    return f"{report.term(purpose)}: {report.term(stage)}"


def _offsets(report: Report) -> list[Markup]:
    told = report.word("offsets.neutral")
    verdict = report.say(f"neutrality.neutral.{told}") if told in ("yes", "no") else Markup("")
    sentences = [report.say("neutrality.retired"), report.say("neutrality.share"), verdict]
    parts = [
        elements.paragraph(elements.sentences(sentences)),
        listing(report, "offsets", _OFFSETS, "neutrality.credits"),
        quantities(report, "functions.indicators", placement.own(report, "neutrality")),
        functions.answers(report, placement.FAMILIES["neutrality"]),
    ]
    return (
        [elements.heading(report.text("neutrality.offsets")), *parts, elements.paragraph(report.text("neutrality.about"), "detail")]
        if any(parts)
        else []
    )
