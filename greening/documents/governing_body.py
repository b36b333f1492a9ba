"""The progress report to the governing body, in the form of its documents: boxes, numbered paragraphs, and a proposed decision."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from greening.documents import decision, statements
from greening.documents.document import Box, Document, Grid, Heading, Items, Paragraph, Part
from greening.documents.sections import Said, of_section, once
from greening.formats import is_missing
from greening.narrative import elements, registers
from greening.narrative.listing import word
from greening.narrative.report import Report, Row

#: Chapters that repeat sections of the report, in the order of a report that puts reductions before credits.
_CHAPTERS = (
    ("targets", ("targets",)),
    ("projection", ("projection",)),
    ("actions", ("actions",)),
    ("money", ("money",)),
    ("offsets", ("neutrality",)),
)


def governing_body(report: Report) -> Iterable[Document]:
    """The report to the governing body, for every organization that has a total; as a page and for a word processor."""
    if not report.has("ghg.total"):
        return
    body = statements.body(report)
    symbol = statements.answer(report, "documents.governing_body.symbol") or report.text("documents.symbol")
    yield Document(
        name="governing-body",
        title=report.text("documents.governing_body.title"),
        subtitle=statements.named(report, "documents.governing_body.subtitle", body=body),
        symbol=symbol,
        parts=[*_boxes(report, body), *_chapters(report)],
        formats=("html", "docx"),
    )


def _boxes(report: Report, body: str) -> list[Part]:
    """Summary, action required, references."""
    summary: list[Part] = [Paragraph(statements.emissions(report)), Paragraph(statements.change(report)), Items(statements.goal_lines(report))]
    action = [Paragraph(report.text("documents.action", body=body, draft=report.text("documents.decision.title")))]
    return [
        Box(report.text("documents.summary"), summary),
        Box(report.text("documents.action.title"), action),
        Box(report.text("documents.references"), [Items(_references(report))]),
    ]


def _references(report: Report) -> list[str]:
    """Mandates, the organization's own first, the oversight reports that it answers, and the report that this one is drawn from."""
    known = [*statements.mandates(report), *statements.shared_mandates(report)]
    cited = [_cited(report, *(word(report, row[name]) for name in ("symbol", "title"))) for row in known]
    return [*cited, *decision.oversight(report), statements.named(report, "documents.reference.report")]


def _cited(report: Report, symbol: str, title: str) -> str:
    """A mandate by its symbol and title; once where these are the same, as for the Paris Agreement."""
    return title if symbol == title else report.text("documents.mandate", symbol=symbol, title=title)


def _chapters(report: Report) -> list[Part]:
    """The chapters with numbered paragraphs; nothing is said twice."""
    seen: set[str] = set()
    parts: list[Part] = [*_mandate(report), *_results(report, seen), *_why(report, seen)]
    for name, sections in _CHAPTERS:
        parts += [Heading(report.text(f"documents.chapter.{name}")), *once(of_section(report, *sections), seen)]
    return [*parts, *_recommendations(report), Heading(report.text("documents.chapter.decision")), *_requests(report), decision.decision(report)]


def _mandate(report: Report) -> list[Part]:
    """What the report is, and what is asked of the organization: by mandates of its own and by those of the whole system."""
    about = Paragraph(statements.named(report, "documents.about.report"), numbered=True)
    own = _asked(report, "documents.mandate.about", statements.mandates(report))
    shared = _asked(report, "documents.mandate.shared", statements.shared_mandates(report))
    return [Heading(report.text("documents.chapter.mandate")), about, *own, *shared, *_numbered([registers.told(report, "mandates")])]


def _asked(report: Report, key: str, rows: Sequence[Row]) -> list[Part]:
    """What mandates ask, under a sentence that introduces them; nothing where there are none."""
    asked = [row for row in rows if not is_missing(row["text"])]
    texts = [report.text("documents.mandate.asks", symbol=word(report, row["symbol"]), text=word(report, row["text"])) for row in asked]
    return [Paragraph(statements.named(report, key), numbered=True), Items(texts)] if texts else []


def _results(report: Report, seen: set[str]) -> list[Part]:
    texts = [statements.emissions(report), statements.parts_of_total(report), statements.basis(report)]
    return [
        Heading(report.text("documents.chapter.results")),
        *once(_numbered(texts), seen),
        statements.headline(report),
    ]


def _why(report: Report, seen: set[str]) -> list[Part]:
    """The change, what accounts for it, where the series breaks, and what became of the base year."""
    return [Heading(report.text("documents.chapter.change")), *once(of_section(report, "trend"), seen)]


def _numbered(texts: Sequence[Markup]) -> list[Said]:
    return [Paragraph(text, numbered=True) for text in texts if text]


def _recommendations(report: Report) -> list[Part]:
    """How far recommendations and the reduction strategy are, and those on which the governing body is to be told."""
    told = [registers.recommendations_told(report), registers.strategy_told(report)]
    return [Heading(report.text("documents.chapter.recommendations")), *_numbered(told), *_due(report)]


def _due(report: Report) -> list[Part]:
    """The recommendations on which executive heads report to governing bodies: what each asks for and where it stands."""
    rows = decision.due(report)
    if not rows or not decision.answered(report):
        return []
    unanswered = report.text("documents.recommendations.unanswered")
    cells = [
        [
            str(row["recommendation_id"]),
            word(report, row["title"]),
            word(report, row["status"], is_code=True) or unanswered,
            word(report, row["evidence"]),
        ]
        for row in rows
    ]
    head = [report.text(f"head.{name}") for name in ("recommendation_id", "title", "status", "evidence")]
    return [
        Paragraph(report.text("documents.recommendations.about"), numbered=True),
        Grid(report.text("documents.recommendations.caption"), *elements.without_empty(head, cells)),
    ]


def _requests(report: Report) -> list[Part]:
    """What the body is asked, and of a group to whom copies go."""
    asked = Paragraph(report.text("documents.requests", body=statements.body(report)), numbered=True)
    return [asked, Paragraph(report.say("documents.copies") if report.is_group else Markup(""), numbered=True)]
