"""The members of a group, side by side."""

from collections.abc import Sequence

from markupsafe import Markup

from greening.narrative import elements, panels
from greening.narrative.report import Report
from greening.narrative.section import Panel, Section, section

_COLUMNS = ("ghg.total", "ghg.per_capita", "personnel.total")
#: More bars than this are not read; the table has every member.
_DRAWN = 20


def entities(report: Report) -> Section:
    """Every member with the year that its figures are from, its emissions and its personnel; how much of the group's total they explain."""
    if not report.is_group:
        return Section("entities", report.text("section.entities"), elements.aside(report.text("entities.single"), "absence"))
    told = elements.paragraph(_sum(report), "lead")
    rows = [_row(report, *member) for member in _members(report)]
    head = [report.text(f"head.{name}") for name in ("member", "member_status", "data_year")] + [report.catalogue.label(name) for name in _COLUMNS]
    table = elements.table(report.text("entities.table"), head, rows, style="entities")
    return section(report, "entities", [told, table, _reasons(report)], [_chart(report)])


def _members(report: Report) -> list[tuple[str, str, str, str]]:
    members = report.members.sort_values("member")
    names = members["name"].fillna(members["member"])
    years = members["data_year"].astype("str").fillna("")
    listed = list(zip(members["member"], names, members["status"], years, strict=True))
    # Members with a figure come first.
    return sorted(listed, key=lambda member: report.value(_of(report, "ghg.total", member[0], member[3])) is None)


def _sum(report: Report) -> Markup:
    """What the members with a figure add up to, of which years, and how much of the group's own total lies outside."""
    known = [year for member, _, _, year in _members(report) if report.value(_of(report, "ghg.total", member, year)) is not None]
    if not known or not report.has("members.total"):
        return Markup("")
    years = sorted({year or str(report.year) for year in known})
    names = {"count": str(len(known)), "known": str(len(report.members)), "years": _span(report, years), "year": str(report.year)}
    words = {name: Markup.escape(text) for name, text in names.items()}
    total, rest = _bounded(report)
    order = report.say("entities.order") if len(years) > 1 else Markup("")
    return elements.sentences([report.say(total, **words), report.say(rest, **words), order])


def _span(report: Report, years: Sequence[str]) -> str:
    if len(years) > 1:
        return report.text("entities.years", first=years[0], last=years[-1])
    return report.text("entities.year", first=years[0])


def _bounded(report: Report) -> tuple[str, str]:
    """The messages on the sum and on what lies outside it: as bounds where the figures are bounds."""
    is_least = report.facts["members.total"].precision == "more_than"
    rest = report.facts.get("members.unallocated")
    is_most = is_least or (rest is not None and rest.precision == "nearly")
    total = "entities.sum.least" if is_least else "entities.sum"
    return total, "entities.unallocated.most" if is_most else "entities.unallocated"


def _row(report: Report, member: str, name: str, status: str, data_year: str) -> list[str]:
    shown = elements.isolated(name)
    label = Markup('{} <span class="code">{}</span>').format(shown, member) if name != member else shown
    return [label, report.term(status), data_year, *(report.show(_of(report, figure, member, data_year), "table") for figure in _COLUMNS)]


def _of(report: Report, figure_id: str, member: str, data_year: str) -> str:
    """The id of a member's figure, with its year where that is another than the report's."""
    is_other = data_year not in ("", str(report.year))
    return f"{figure_id}@{data_year}:{member}" if is_other else f"{figure_id}:{member}"


def _reasons(report: Report) -> Markup:
    """Why members are carried forward or missing, each reason once with the members that it holds for."""
    # The table's status says already that nothing was submitted.
    given = report.members[~report.members["reason"].fillna("").isin(["", "nothing was submitted"])].sort_values("member")
    listed = given.groupby("reason", sort=True)["member"].agg(", ".join)
    return elements.bullets([report.text("entities.reason", members=members, reason=str(reason)) for reason, members in listed.items()], "notes")


def _chart(report: Report) -> Panel | None:
    ids = {_of(report, "ghg.total", member, year): member for member, _, _, year in _members(report)}
    known = sorted((name for name in ids if report.value(name) is not None), key=lambda name: -(report.value(name) or 0.0))
    return panels.bars(report, "members", known[:_DRAWN], style="short", name=lambda name: ids[name])
