"""The members of a group, side by side, and how they may be compared."""

from collections.abc import Sequence

from markupsafe import Markup

from greening.narrative import elements, panels, peers
from greening.narrative.members import Member, members
from greening.narrative.report import Report
from greening.narrative.section import Panel, Section, section

_COLUMNS = ("ghg.total", "ghg.per_capita", "personnel.total")
#: More bars than this are not read; the table has every member.
_DRAWN = 20
#: Why nothing is there, as stage 1 says it; the status says that already.
_NOTHING = "nothing was submitted"


def entities(report: Report) -> Section:
    """Every member with the year that its figures are from, its emissions and its personnel; what they add up to, and how they may be compared."""
    if not report.is_group:
        return Section("entities", report.text("section.entities"), elements.aside(report.text("entities.single"), "absence"), is_absent=True)
    listed = members(report)
    told = elements.paragraph(_sum(report, listed), "lead")
    rows = [_row(report, member) for member in listed]
    head = [report.text(f"head.{name}") for name in ("member", "member_status", "data_year")] + [report.catalogue.label(name) for name in _COLUMNS]
    table = elements.table(report.text("entities.table"), head, rows, style="entities")
    return section(
        report, "entities", [told, table, _reasons(report, listed), *peers.parts(report)], [_chart(report, listed), peers.chart(report, listed)]
    )


def _sum(report: Report, listed: Sequence[Member]) -> Markup:
    """What the members with a figure add up to, of which years, and how much of the group's own total lies outside."""
    known = [member.data_year or report.year for member in listed if report.value(member.figure("ghg.total")) is not None]
    if not known or not report.has("members.total"):
        return Markup("")
    years = sorted(set(known))
    names = {"count": str(len(known)), "known": str(len(listed)), "years": _span(report, years), "year": str(report.year)}
    words = {name: Markup.escape(text) for name, text in names.items()}
    total, rest = _bounded(report)
    order = report.say("entities.order") if len(years) > 1 else Markup("")
    return elements.sentences([report.say(total, **words), report.say(rest, **words), order])


def _span(report: Report, years: Sequence[int]) -> str:
    if len(years) > 1:
        return report.text("entities.years", first=str(years[0]), last=str(years[-1]))
    return report.text("entities.year", first=str(years[0]))


def _bounded(report: Report) -> tuple[str, str]:
    """The messages on the sum and on what lies outside it: as bounds where the figures are bounds."""
    is_least = report.facts["members.total"].precision == "more_than"
    rest = report.facts.get("members.unallocated")
    is_most = is_least or (rest is not None and rest.precision == "nearly")
    total = "entities.sum.least" if is_least else "entities.sum"
    return total, "entities.unallocated.most" if is_most else "entities.unallocated"


def _row(report: Report, member: Member) -> list[str]:
    year = "" if member.data_year is None else str(member.data_year)
    return [member.linked(report.language), report.term(member.status), year, *(report.show(member.figure(name), "table") for name in _COLUMNS)]


def _reasons(report: Report, listed: Sequence[Member]) -> Markup:
    """Why members are carried forward or missing, each reason once with the members that it holds for."""
    given: dict[str, list[str]] = {}
    for member in sorted(listed, key=lambda one: one.code):
        if member.reason not in ("", _NOTHING):
            given.setdefault(member.reason, []).append(member.code)
    texts = [report.text("entities.reason", members=report.catalogue.listed(codes), reason=reason) for reason, codes in sorted(given.items())]
    return elements.bullets(texts, "notes")


def _chart(report: Report, listed: Sequence[Member]) -> Panel | None:
    ids = {member.figure("ghg.total"): member.code for member in listed}
    known = sorted((name for name in ids if report.value(name) is not None), key=lambda name: -(report.value(name) or 0.0))
    return panels.bars(report, "members", known[:_DRAWN], style="short", name=lambda name: ids[name])
