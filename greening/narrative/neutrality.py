"""Climate neutrality: first what was reduced, then what was offset."""

from collections.abc import Iterator

from markupsafe import Markup

from greening.credits import decisions
from greening.narrative import elements, functions, money, placement
from greening.narrative.changes import since_base_year
from greening.narrative.listing import listing
from greening.narrative.report import Report, Row
from greening.narrative.scopes import quantities
from greening.narrative.section import Section, section

_OFFSETS = (
    *("registry", "standard", "project", "serial_from", "serial_to", "vintage_year", "retired_date", "claimed_year", "credits_tco2e"),
    *("on_behalf_of", "joint_purchase"),
)
#: What decides on neutrality and needs no sentence beside the verdict.
_TOLD = ("covered", "credits_below_total", "not_offset")
#: Figures of a member beside its decision.
_OF_MEMBER = ("offsets.retired", "offsets.share", "offsets.neutral")


def neutrality(report: Report) -> Section:
    """Reductions and what they are expected to bring, then retired carbon credits, which never lessen the emissions reported above."""
    return section(report, "neutrality", [*_reductions(report), *_offsets(report)], absent="offsets")


def _reductions(report: Report) -> list[Markup]:
    sentences = [since_base_year(report), report.say("neutrality.actions"), report.say("neutrality.expected"), *_spent(report, "reduction")]
    told = elements.sentences(sentences)
    return [elements.heading(report.text("neutrality.reductions")), elements.paragraph(told)] if told else []


def _spent(report: Report, purpose: str) -> Iterator[Markup]:
    """What was spent on reductions or credits, in one currency where rates are known, else in each."""
    names = report.ids(f"spending.total.{purpose}.spent.") or report.ids(f"spending.{purpose}.spent.")
    return (report.say(f"neutrality.spent.{purpose}", amount=name) for name in names)


def _offsets(report: Report) -> list[Markup]:
    sentences = [
        *(report.say(f"neutrality.{fact}") for fact in ("retired", "share")),
        *(report.say(f"neutrality.withheld.{_reason(name)}", amount=name) for name in report.ids("offsets.withheld.")),
        *(report.say(f"neutrality.{fact}") for fact in ("other_years", "unread")),
        *_spent(report, "offset"),
        *(report.say("neutrality.cost", amount=name) for name in report.ids("offsets.cost.")),
    ]
    parts = [
        elements.paragraph(elements.sentences(sentences)),
        elements.paragraph(elements.sentences(_verdict(report))),
        *_decision(report),
        money.amounts(report, money.OFFSET),
        _members(report),
        listing(report, "offsets", _OFFSETS, "neutrality.credits"),
        quantities(report, "functions.indicators", placement.own(report, "neutrality")),
        functions.answers(report, placement.FAMILIES["neutrality"]),
    ]
    return (
        [elements.heading(report.text("neutrality.offsets")), *parts, elements.paragraph(report.text("neutrality.about"), "detail")]
        if any(parts)
        else []
    )


def _reason(figure_id: str) -> str:
    return figure_id.rpartition(".")[2]


def _verdict(report: Report) -> list[Markup]:
    """Whether the body is neutral, or why that cannot be told; where the interval does not tell, that too."""
    answer, reason = report.word("offsets.neutral"), report.word("offsets.reason")
    # Of credits for a part, the reason says what the verdict would.
    verdict = report.say(f"neutrality.neutral.{answer}") if answer in ("yes", "no") and reason != "decided_partly" else Markup("")
    told = report.say(f"neutrality.reason.{reason}") if reason and reason not in _TOLD else Markup("")
    margin = report.facts.get("offsets.margin")
    is_unsure = bool(margin and margin.low is not None and margin.low < 0 <= margin.number)
    unsure = report.say("neutrality.interval") if answer == "yes" and is_unsure else Markup("")
    return [verdict, told, unsure]


def _decision(report: Report) -> list[Markup]:
    """The body's own decision on offsets, with its reason."""
    own = [row for row in report.rows("offset_decisions") if row["organization"] == report.organization]
    return [listing(report, "offset_decisions", ("status", "extent", "reason", "decided_by", "date"), "neutrality.decision", own)] if own else []


def _members(report: Report) -> Markup:
    """How many members are neutral by their own credits, and each member's decision and reason: credits of one cover no other."""
    if not report.is_group:
        return Markup("")
    said = decisions.latest(report.rows("offset_decisions"))
    doubted = {str(row["organization"]) for row in report.product("credits") if row["is_seen_only_here"] is True}
    cells = [
        _member(report, str(code), said.get(str(code)), is_doubted=str(code) in doubted) for code in report.members.sort_values("member")["member"]
    ]
    head = [report.text(f"neutrality.head.{name}") for name in ("member", "decision", "extent", "retired", "share", "neutral", "reason")]
    table = elements.table(report.text("neutrality.members"), *elements.without_empty(head, [row for row in cells if any(row[1:])]), numeric=False)
    counted = elements.sentences([report.say("neutrality.members.neutral"), report.say("neutrality.members.decided")])
    return elements.joined([elements.paragraph(counted), table])


def _member(report: Report, code: str, decision: Row | None, *, is_doubted: bool) -> list[str]:
    """A member with its decision and figures; of credits that others claim too, the member's own report could not know."""
    shown = [report.show(f"{name}:{code}", "table") if report.has(f"{name}:{code}") else Markup("") for name in _OF_MEMBER]
    if is_doubted:
        shown[-1] = Markup.escape(report.text("neutrality.doubted"))
    words = {} if decision is None else {name: str(cell) for name, cell in decision.items() if isinstance(cell, str) and cell}
    status, extent = (report.term(words[name]) if name in words else "" for name in ("status", "extent"))
    return [code, status, extent, *shown, words.get("reason", "")]
