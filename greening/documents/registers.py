"""The registers in full: every entry with all that is known of it, as a document beside the report."""

from collections.abc import Iterator

from greening.documents.document import Document, Grid, Heading, Paragraph, Part
from greening.narrative import register_tables as tables, registers
from greening.narrative.register_tables import Listing
from greening.narrative.report import Report

#: Registers that stand under a heading of their own, after the recommendations.
_LISTED = ("mandates", "agreements", "groups", "decisions", "review_questions", "support_requests", "practices")


def documents(report: Report) -> Iterator[Document]:
    """The document `registers`, as HTML and DOCX; none where the organization has no entry in any register."""
    if report.product("register"):
        parts = [Paragraph(report.text("registers.document.about")), *_recommendations(report), *_others(report), *_assessed(report)]
        title, subtitle = report.text("registers.document.title"), report.text("registers.document.subtitle")
        yield Document("registers", title, tuple(parts), subtitle=subtitle, formats=("html", "docx"))


def _recommendations(report: Report) -> Iterator[Part]:
    yield Heading(report.text("registers.recommendations"))
    yield Paragraph(registers.recommendations_told(report))
    yield _grid(tables.trackers_counted(report))
    if report.is_group:
        yield _grid(tables.by_entity(report, "recommendations"))
    for name in tables.TRACKERS:
        yield _grid(tables.matrix(report, "recommendations", name) if report.is_group else tables.tracker(report, name))
        yield _grid(tables.sources(report, name))
    yield _grid(tables.unknown_recommendations(report))
    yield _grid(tables.overdue(report))


def _others(report: Report) -> Iterator[Part]:
    for register in _LISTED:
        yield Heading(report.text("registers.heading.mandates" if register == "mandates" else f"registers.{register}"))
        yield Paragraph(registers.told(report, register))
        if register == "agreements" and report.is_group:
            yield from (_grid(tables.by_entity(report, register)), _grid(tables.matrix(report, register)))
        else:
            yield _grid(tables.full(report, register))
        if register == "mandates":
            yield _grid(tables.of_system(report, is_full=True))


def _assessed(report: Report) -> Iterator[Part]:
    yield Heading(report.text("registers.levels"))
    yield Paragraph(registers.strategy_told(report))
    yield _grid(tables.levels(report))
    yield _grid(tables.full(report, "questionnaire"))
    yield Heading(report.text("registers.set_up"))
    yield _grid(tables.steps(report))
    yield Heading(report.text("registers.building_scores"))
    yield from (Paragraph(told) for told in registers.buildings_told(report))
    yield _grid(tables.buildings(report))


def _grid(listing: Listing) -> Grid:
    return Grid(listing.caption, listing.head, listing.rows, numeric=listing.is_numeric)
