"""The proposed decision: what a governing body may want to say of a year, each clause chosen by what the figures tell."""

from collections.abc import Iterator
from functools import cache

from markupsafe import Markup

from greening import reference, tables
from greening.documents import statements
from greening.documents.document import Box, Paragraph
from greening.narrative import noted, placement
from greening.narrative.report import Report, Row

#: Statuses of a recommendation after which nothing is left to do.
_SETTLED = ("implemented", "already_in_place", "not_applicable")
#: What is asked for where the status of a goal is this; other statuses ask for nothing.
_GOAL_STATUSES = ("met", "missed", "on_path", "behind", "inconclusive", "no_baseline")


def decision(report: Report) -> Box:
    """The draft decision: what it recalls, then its clauses, each with a number of its own."""
    opening = [report.text("documents.decision.opening", body=statements.body(report)), *_recalled(report)]
    clauses = list(_clauses(report))
    numbered = [Paragraph(report.say("documents.decision.clause", number=Markup(str(number)), text=text)) for number, text in enumerate(clauses, 1)]
    return Box(report.text("documents.decision.title"), [*(Paragraph(text) for text in opening), *numbered])


def due(report: Report) -> list[Row]:
    """The recommendations on which executive heads report to governing bodies from an edition on, with what the organization answered."""
    answers = {row["recommendation_id"]: row for row in answered(report)}
    known = [entry for entry in _recommendations() if entry["first_edition"] <= report.year + 1]
    return [{**entry, **answers.get(entry["recommendation_id"], {"status": None, "evidence": None})} for entry in known]


def oversight(report: Report) -> list[str]:
    """The oversight reports whose recommendations the organization answered."""
    return sorted({str(row["recommendation_id"]).rpartition("-")[0] for row in answered(report)} - {""})


def answered(report: Report) -> list[Row]:
    """The organization's own answers to recommendations: those of a group's members are not the group's."""
    return [row for row in report.rows("recommendations") if row["organization"] == report.organization]


@cache
def _recommendations() -> tuple[Row, ...]:
    table = reference.load("recommendations").dropna(subset=["to_governing_body_from"])
    rows = table[["recommendation_id", "title", "to_governing_body_from"]].to_dict("records")
    return tuple({**row, "first_edition": int(row["to_governing_body_from"])} for row in rows)


def _recalled(report: Report) -> list[Markup]:
    """What the decision recalls: the organization's own mandates, and that the report was considered."""
    symbols = [report.catalogue.said(str(row["symbol"])) for row in statements.mandates(report)]
    recalled = (
        report.say("documents.decision.recalling", symbols=Markup.escape(report.catalogue.in_parts(dict.fromkeys(symbols))))
        if symbols
        else Markup("")
    )
    considered = statements.named(report, "documents.decision.considered")
    note = noted.noted().get(report.year)
    apart = report.say(f"documents.decision.noted.{note}", year=Markup.escape(report.year)) if note else Markup("")
    return [text for text in (recalled, considered, apart) if text]


def _clauses(report: Report) -> Iterator[Markup]:
    """The clauses that the figures ask for, in the order of the report."""
    yield report.say("documents.decision.note", year=Markup.escape(report.year)) or report.say("documents.decision.note.plain")
    candidates = [
        _change(report),
        *(_goal(report, goal) for goal in statements.goals(report)),
        _overdue(report),
        _unfunded(report),
        _credits(report),
        _recommended(report),
        _data(report),
        report.say("documents.decision.next", year=Markup.escape(report.year + 1)),
    ]
    yield from (text for text in candidates if text)


def _change(report: Report) -> Markup:
    """Welcomes a fall only where the whole interval lies below zero and neither year stands apart, and says so where nothing can be told."""
    change, since = "ghg.change.base_year", "ghg.change.base_year.from"
    if not report.has(change, since):
        change, since = "ghg.change.previous_year", ""
    if not report.has(change):
        return Markup("")
    way = "noted" if statements.noted_years(report) else report.facts[change].direction
    return report.say(f"documents.decision.change.{way}", change=change, year=since or Markup.escape(report.year - 1))


def _goal(report: Report, goal: str) -> Markup:
    """What the status of a goal asks for; nothing of a goal that was not adopted, or that begins in this very year."""
    status = report.word(f"target.{goal}.status")
    if status not in _GOAL_STATUSES or report.value(f"target.{goal}.baseline_year") == report.year:
        return Markup("")
    places = statements.places(goal, "target_year", "actual", "allowed", "target_value")
    names = {"metric": statements.metric(report, goal), **places}
    return report.say(f"documents.decision.goal.{status}", **names) or report.say("documents.decision.goal.unjudged", **names)


def _overdue(report: Report) -> Markup:
    """That what is late be done."""
    return report.say("documents.decision.overdue") if report.value("actions.overdue") else Markup("")


def _unfunded(report: Report) -> Markup:
    """The requirements for reductions that no budget covers, each in its currency: sums in several are never added."""
    open_needs = [report.show(name, "short") for name in report.ids("unfunded.reduction.") if (report.value(name) or 0.0) > 0]
    return report.say("documents.decision.unfunded", amounts=report.catalogue.shown(open_needs)) if open_needs else Markup("")


def _credits(report: Report) -> Markup:
    """That credits were retired, which comes after every reduction."""
    return report.say("documents.decision.credits") if report.value("offsets.retired") else Markup("")


def _recommended(report: Report) -> Markup:
    """The recommendations due to governing bodies that are not settled."""
    if not answered(report):
        return Markup("")
    left = [str(row["recommendation_id"]) for row in due(report) if row["status"] not in _SETTLED]
    return report.say("documents.decision.recommendations", symbols=Markup.escape(report.catalogue.listed(left))) if left else Markup("")


def _data(report: Report) -> Markup:
    """The topics that were not reported, and what could not be used."""
    topics = dict.fromkeys((*placement.TABLES, *tables.activity_tables()))
    missing = [topic for topic in topics if report.word(f"coverage.{topic}.status") == "not_reported"]
    if missing:
        return report.say("documents.decision.data", topics=Markup.escape(report.catalogue.listed(report.term(topic) for topic in missing)))
    return report.say("documents.decision.rejected") if report.value("rows.rejected") else Markup("")
