"""Shared goals of the UN system and of the Secretariat that the body adopted: whose they are, and those that no figure can judge."""

from markupsafe import Markup

from greening import goals
from greening.formats import is_missing
from greening.narrative import elements
from greening.narrative.report import Report, Row
from greening.narrative.stories import placed, written


def origin(report: Report, row: Row) -> Markup:
    """That a goal is a shared one, by whom and when it was adopted, and whether its text is verified; nothing for a goal of the body's own."""
    shared = goals.by_goal().get(str(row["goal_id"]))
    if shared is None or is_missing(row["framework"]):
        return Markup("")
    adopted = _adopted(report, row["adopted_by"], row["adopted_date"])
    about = report.say("targets.shared", title=_title(report, shared), framework=_framework(report, shared), adopted=adopted)
    return elements.sentences([about, Markup("") if row["verified"] else report.say("targets.shared.unverified")])


def in_words(report: Report) -> Markup:
    """The adopted goals that have no number: each with where it is told, or that its level is not known; nothing where there are none."""
    own = [row for row in report.rows("adoptions") if row["organization"] == report.organization]
    entries = [_entry(report, adoption, shared) for adoption, shared in goals.without_numbers(own)]
    return elements.joined([elements.heading(report.text("targets.in_words")), elements.bullets(entries)]) if entries else Markup("")


def _entry(report: Report, adoption: Row, shared: Row) -> Markup:
    code = Markup('<span class="code">{}</span>').format(shared["goal_id"])
    date = "" if is_missing(adoption["adopted_date"]) else report.catalogue.date(adoption["adopted_date"])
    adopted = _adopted(report, adoption["adopted_by"], date)
    about = report.say("targets.shared", title=_title(report, shared), framework=_framework(report, shared), adopted=adopted)
    has_story = any(placed(row) == str(shared["goal_id"]).lower() for row in written(report))
    state = "open" if shared["kind"] == goals.OPEN else "told" if has_story else "untold"
    unverified = Markup("") if shared["verified"] else report.say("targets.shared.unverified")
    return elements.sentences([code, about, unverified, report.say(f"targets.in_words.{state}")])


def _title(report: Report, shared: Row) -> Markup:
    """The goal in the words of the language; as the reference data has it, where the language has none."""
    key = f"goal.{shared['goal_id']}"
    return Markup.escape(report.text(key) if report.catalogue.has(key) else shared["title"])


def _framework(report: Report, shared: Row) -> Markup:
    return Markup.escape(report.term(f"framework_{shared['framework']}"))


def _adopted(report: Report, by: object, date: object) -> Markup:
    """Who adopted the goal, with the day where it is known."""
    who = "" if is_missing(by) else str(by)
    day = "" if is_missing(date) else report.catalogue.day(str(date))
    return Markup.escape(report.text("targets.shared.by_on", by=who, date=day) if day else who)
