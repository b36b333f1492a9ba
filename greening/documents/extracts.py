"""Extracts of the report for readers whom it does not reach by itself: all from the same figures, each with its own choice of them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from greening.documents import statements
from greening.documents.document import Document, Grid, Heading, Items, Paragraph, Part
from greening.documents.sections import Said, of_section, once
from greening.formats import is_missing
from greening.narrative import placement
from greening.narrative.report import Report, Row

#: What staff are shown of the year: few figures, in the order of reading.
_FOR_STAFF = ("ghg.total", "ghg.per_capita", "ghg.bucket.air_travel.share", "energy.renewable.share", "waste.recovered.share")
#: The facts of a goal that a steering group compares.
_GOAL = ("status", "actual", "allowed", "gap", "needed_per_year")
_DIFFERENCES = ("gap", "needed_per_year")


def extracts(report: Report) -> Iterable[Document]:
    """An extract for each audience, for every organization that has a total."""
    if report.has("ghg.total"):
        parts = {"secretary-general": _dimensions, "steering-group": _steering, "staff": _staff, "public": _public}
        yield from (_document(report, audience, made(report)) for audience, made in parts.items())


def _document(report: Report, audience: str, parts: Sequence[Part]) -> Document:
    key = f"documents.extract.{audience.replace('-', '_')}"
    subtitle = statements.named(report, "documents.extract.subtitle")
    source = Paragraph(statements.named(report, "documents.extract.source"))
    return Document(f"extract-{audience}", report.text(key), [*parts, source], subtitle)


def _dimensions(report: Report) -> list[Part]:
    """The three dimensions of sustainable development, for reports of the Secretary-General to Member States."""
    seen: set[str] = set()
    environment = [statements.emissions(report), statements.parts_of_total(report), statements.change(report)]
    return [
        Paragraph(report.text("documents.dimensions.about")),
        Heading(report.text("documents.dimension.environmental")),
        *once(_paragraphs(environment), seen),
        *once(of_section(report, "energy", "waste", "water", numbered=False), seen),
        Items(statements.goal_lines(report)),
        Heading(report.text("documents.dimension.social")),
        *once(of_section(report, "events", numbered=False), seen),
        statements.figures(report, "documents.social", ["personnel.total", *_own(report, "human_resources"), *_own(report, "travel")]),
        Heading(report.text("documents.dimension.economic")),
        *once(of_section(report, "money", numbered=False), seen),
        statements.figures(report, "documents.economic", _own(report, "procurement")),
        Heading(report.text("documents.sdg.title")),
        statements.listed(report, "actions", ("title", "status", "sdg_targets"), "documents.sdg.actions", _tagged(report)),
        Heading(report.text("documents.known.title")),
        Paragraph(statements.basis(report)),
    ]


def _own(report: Report, section: str) -> list[str]:
    """The indicators of a section that are numbers."""
    return [name for name in placement.own(report, section) if report.value(name) is not None]


def _tagged(report: Report) -> list[Row]:
    return [row for row in report.rows("actions") if not is_missing(row["sdg_targets"])]


def _steering(report: Report) -> list[Part]:
    """What a steering group decides on: how far each goal is, what is late, which aspects weigh most, how good the data is."""
    return [
        Heading(report.text("documents.chapter.results")),
        *_paragraphs([statements.emissions(report), statements.change(report)]),
        statements.headline(report),
        Heading(report.text("documents.chapter.targets")),
        _goals(report),
        Heading(report.text("documents.steering.late")),
        *_overdue(report),
        Heading(report.text("documents.steering.aspects")),
        statements.listed(report, "aspects", ("aspect", "location_id", "reason", "reviewed_date"), "documents.steering.high", _high(report)),
        Heading(report.text("documents.known.title")),
        Paragraph(statements.basis(report)),
        *_paragraphs([report.say("headline.rejected") if report.value("rows.rejected") else Markup("")]),
    ]


def _goals(report: Report) -> Grid:
    """Each goal with its status, where it is, where its path allows it to be, and what it needs."""
    rows = [
        [statements.goal_name(report, goal), *(_shown(report, f"target.{goal}.{part}", part) for part in _GOAL)] for goal in statements.goals(report)
    ]
    head = [report.text("head.goal_id"), *(report.text(f"documents.head.{part}") for part in _GOAL)]
    return Grid(report.text("documents.steering.goals"), head, rows)


def _overdue(report: Report) -> list[Part]:
    """What was due by the end of the data year and is not done, or that nothing is; of a group how much of it there is."""
    actions, milestones = _late(report, "actions"), _late(report, "milestones")
    known: list[Part] = []
    if not report.is_group:
        about = "documents.steering.late.about" if actions or milestones else "documents.steering.late.none"
        known = [Paragraph(report.text(about, day=report.catalogue.date(_last_day(report))))]
    return [
        *of_section(report, "actions", numbered=False),
        *known,
        statements.listed(report, "actions", ("title", "owner_role", "due_date", "status"), "documents.steering.actions", actions),
        statements.listed(report, "milestones", ("action_id", "title", "due_date"), "documents.steering.milestones", milestones),
    ]


def _shown(report: Report, figure_id: str, part: str) -> Markup:
    """A fact of a goal: differences with their sign, those of shares in points."""
    if not report.has(figure_id):
        return Markup("")
    is_share = report.facts[figure_id].unit == "share"
    return report.show(figure_id, ("points" if is_share else "signed") if part in _DIFFERENCES else "about")


def _last_day(report: Report) -> date:
    """The day as of which something is late: the last of the data year, so that the same input always says the same."""
    return date(report.year, 12, 31)


def _late(report: Report, table: str) -> list[Row]:
    """The milestones of actions on record, or the actions, that were due by the end of the data year and were not done by then."""
    actions = report.rows("actions")
    named = {row["action_id"] for row in actions}
    rows = actions if table == "actions" else [row for row in report.rows(table) if row["action_id"] in named]
    late = [row for row in rows if _has_come(report, row["due_date"])]
    return [row for row in late if (not _has_come(report, row["done_date"]) if table == "milestones" else row["status"] in ("planned", "under_way"))]


def _has_come(report: Report, day: Any) -> bool:
    return not is_missing(day) and day.date() <= _last_day(report)


def _high(report: Report) -> list[Row]:
    return [row for row in report.rows("aspects") if row["significance"] == "high"]


def _staff(report: Report) -> list[Part]:
    """One page for those who work there."""
    return [
        *_paragraphs([statements.emissions(report), statements.change(report)]),
        statements.figures(report, "documents.headline", _FOR_STAFF),
        Paragraph(report.say("documents.staff.air")),
        Heading(report.text("documents.staff.goals")),
        Items(statements.goal_lines(report)),
        Heading(report.text("documents.staff.actions")),
        Items([str(row["title"]) for row in report.rows("actions") if row["status"] in ("under_way", "done")]),
    ]


def _public(report: Report) -> list[Part]:
    """The year in plain sentences, with how it is known."""
    seen: set[str] = set()
    results = [statements.emissions(report), statements.parts_of_total(report), statements.change(report)]
    return [
        *once(_paragraphs(results), seen),
        statements.headline(report),
        Heading(report.text("documents.staff.goals")),
        Items(statements.goal_lines(report)),
        Heading(report.text("documents.chapter.actions")),
        *_paragraphs([report.say("neutrality.actions"), report.say("neutrality.expected")]),
        Heading(report.text("documents.known.title")),
        *once(_paragraphs([statements.basis(report), report.say("ghg.boundary")]), seen),
    ]


def _paragraphs(texts: Sequence[Markup]) -> list[Said]:
    return [Paragraph(text) for text in texts if text]
