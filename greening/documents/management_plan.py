"""The inventory management plan: exactly how the inventory of a year was made, for an organization and for a group."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence

from greening import reference
from greening.documents import statements
from greening.documents.document import Document, Grid, Heading, Items, Paragraph, Part
from greening.formats import is_missing
from greening.narrative import changes, completeness, elements, placement
from greening.narrative.listing import word
from greening.narrative.report import Report, Row

#: Figures that say by which rules the inventory was made, in the order of reading.
_RULES = ("basis.consolidation", "basis.scope2", "basis.refrigerants", "basis.gwp_set", "basis.personnel", "basis.members")
_ROWS = ("rows.raw", "rows.validated", "rows.rejected", "rows.in_total", "rows.outside_total", "findings.reject", "findings.hold", "findings.warn")
_GRADES = tuple(f"quality.grade.{grade}.share" for grade in ("A", "B", "C", "D", "E", "unknown"))
#: The totals whose files make up an inventory.
_INVENTORY = (
    *("ghg.total", "ghg.total.location", "ghg.total.market", "ghg.optional.total", "ghg.third_party.total", "ghg.waste_and_water.total"),
    *("personnel.total", "floor_area.total", "energy.electricity", "energy.heat", "waste.total", "water.total", "wastewater.total"),
    # The places say which grid, and how much of shared premises.
    "locations.total",
)
#: Beginnings of the questions on how the inventory and the work around it are managed.
_TOOLS = ("imp", "ems", "ers", "governance", "training")
#: Methods that differ by a percentage alone, such as of what certificates cover, are one method.
_PERCENTAGE = re.compile(r"\d[\d.,]*\s?%")
#: How the files behind a figure stand in its derivation, and so many digits of a version.
_FILES, _DIGITS = re.compile(r'"files": (\{[^{}]*\})'), 12


def management_plan(report: Report) -> Iterable[Document]:
    """The plan of the year, for every organization that has emissions."""
    if not report.has("ghg.total"):
        return
    chapters = {
        "about": _about(report),
        "contacts": _contacts(report),
        "boundary": _boundary(report),
        "quantification": _quantification(report),
        "data": _data(report),
        "base_year": _base_year(report),
        "tools": _tools(report),
        "verification": _verification(report),
    }
    yield Document(
        name="inventory-management-plan",
        title=report.text("documents.plan.title"),
        subtitle=statements.named(report, "documents.plan.subtitle"),
        parts=[part for name, parts in chapters.items() for part in (Heading(report.text(f"documents.plan.{name}")), *parts)],
    )


def files(report: Report) -> Mapping[str, str]:
    """The SHA-256 of every file that the inventory rests on, by its name; a member's file is known by its code."""
    made = [report.facts[name].derivation for name in _INVENTORY if report.has(name)]
    listed = {found for derivation in made for found in _FILES.findall(derivation)}
    return dict(sorted({name: value for found in listed for name, value in json.loads(found).items()}.items()))


def version(hashes: Mapping[str, str]) -> str:
    """The version of an inventory: the same for the same files, another as soon as one of them differs."""
    return hashlib.sha256("\n".join(f"{name} {value}" for name, value in sorted(hashes.items())).encode()).hexdigest()[:_DIGITS]


def _about(report: Report) -> list[Part]:
    known = files(report)
    versioned = Paragraph(report.text("documents.plan.version", version=version(known))) if known else Paragraph("")
    return [Paragraph(statements.named(report, "documents.plan.period")), versioned, Paragraph(statements.emissions(report))]


def _contacts(report: Report) -> list[Part]:
    """Roles alone: no person is named."""
    given = [row for row in report.rows("profile") if not is_missing(row["focal_point_role"])]
    roles = sorted(report.text("documents.plan.role", role=str(row["focal_point_role"]), name=word(report, row["name"])) for row in given)
    columns = [name for name in ("title", "kind", "location_id", "members", "reporting_line") if report.catalogue.has(f"head.{name}")]
    return [Items(roles), statements.listed(report, "groups", columns, "documents.plan.groups")]


def _boundary(report: Report) -> list[Part]:
    rules = [[report.catalogue.label(name), report.show(name)] for name in _RULES if report.has(name)]
    treated = statements.listed(report, "boundary", ("source", "purpose", "treatment", "reason"), "methodology.boundary")
    covered = statements.listed(report, "coverage", ("topic", "location_id", "status", "covered_share", "note"), "completeness.coverage")
    head = [report.text("head.rule"), report.text("head.choice")]
    return [
        Paragraph(report.text("documents.plan.boundary.about")),
        Grid(report.text("methodology.rules"), head, rules),
        Paragraph(statements.basis(report)),
        treated,
        covered,
        *_members(report),
    ]


def _members(report: Report) -> list[Part]:
    """The members of a group, and of which year their figures are."""
    if not report.is_group:
        return []
    rows = [
        [word(report, row["name"]) or str(row["member"]), report.term(str(row["status"])), word(report, row["data_year"])] for row in _listed(report)
    ]
    head = [report.text(f"head.{name}") for name in ("member", "member_status", "data_year")]
    return [Paragraph(report.text("documents.plan.members")), Grid(report.text("entities.table"), head, rows)]


def _listed(report: Report) -> Sequence[Row]:
    """The members in the order of their codes; a missing name or year is empty."""
    kept = report.members.sort_values("member")[["member", "name", "status", "data_year"]].to_dict("records")
    return [{column: None if is_missing(cell) else cell for column, cell in row.items()} for row in kept]


def _quantification(report: Report) -> list[Part]:
    """Method, factors and their nearness of each source; of a group, its members' plans have them."""
    about: list[Part] = [Paragraph(report.text("methodology.about")), Paragraph(report.say("ghg.boundary")), Paragraph(report.say("ghg.published"))]
    if report.is_group:
        return [*about, Paragraph(report.text("documents.plan.members.methods"))]
    found: dict[str, tuple[set[str], set[str], set[str]]] = {}
    for source, method, factors, rung in _kinds(report):
        cells = found.setdefault(source, (set(), set(), set()))
        for cell, text in zip(
            cells,
            (_PERCENTAGE.sub("\u2026\u00a0%", report.catalogue.filled(method)), _title(report, factors), report.term(f"rung_{rung}") if rung else ""),
            strict=True,
        ):
            cell.update([text] if text else [])
    rows = [[report.term(source), *(report.catalogue.in_parts(sorted(cell)) for cell in cells)] for source, cells in sorted(found.items())]
    head = [report.text(name) for name in ("head.source", "documents.head.method", "documents.head.factor_sources", "head.rung")]
    return [*about, Grid(report.text("documents.plan.methods"), head, rows)]


def _kinds(report: Report) -> list[tuple[str, str, str, str]]:
    """Each combination of source, method, source of factors and nearness among the rows of the total, on the basis that counts there."""
    rows = report.footprint
    counts = rows["in_total"].fillna(value=False).astype(bool) & rows["basis"].fillna(_basis(report)).isin(["", _basis(report)])
    found = rows.loc[counts, ["source", "method", "factor_source_id", "factor_rung"]].fillna("").drop_duplicates()
    return [(str(source), str(method), str(factors), str(rung)) for source, method, factors, rung in found.itertuples(index=False, name=None)]


def _basis(report: Report) -> str:
    return report.word("basis.scope2") or "location"


def _title(report: Report, source_id: str) -> str:
    return report.catalogue.said(str(reference.sources().get(source_id, {}).get("title", source_id)))


def _data(report: Report) -> list[Part]:
    """Files with their hashes, rows and findings, how quantities are known, what was filled."""
    counted = statements.figures(report, "completeness.rows", _ROWS)
    graded = statements.figures(report, "documents.plan.grades", _GRADES)
    about: list[Part] = [Paragraph(report.text("documents.plan.data.about")), counted, graded, Paragraph(completeness.estimates(report))]
    known, name, kind = files(report), "documents.head.file", "documents.head.sha256"
    if report.is_group:
        known, name, kind = _by_member(known), "head.member", "documents.head.version"
    rows = [[file, value] for file, value in known.items()]
    return [*about, Grid(report.text("documents.plan.files"), [report.text(name), report.text(kind)], rows)]


def _by_member(known: Mapping[str, str]) -> dict[str, str]:
    """The version of each member's files: thousands of files would say less."""
    found: dict[str, dict[str, str]] = {}
    for name, value in known.items():
        member, _, file = name.rpartition("/")
        found.setdefault(member, {})[file] = value
    return {member: version(own) for member, own in found.items()}


def _base_year(report: Report) -> list[Part]:
    columns = ("year", "figure", "old_value", "new_value", "reason", "date")
    return [
        Paragraph(report.say("documents.plan.base_year.rule")),
        Paragraph(elements.sentences([report.say("documents.plan.base_year.is"), changes.recalculated(report)])),
        statements.listed(report, "restatements", columns, "methodology.restatements"),
    ]


def _tools(report: Report) -> list[Part]:
    own = [row for row in report.rows("management") if placement.begins(row["question_id"], _TOOLS)]
    named = [{**row, "question_id": report.catalogue.label(row["question_id"])} for row in own]
    return [
        Paragraph(report.text("documents.plan.tools.about" if own else "documents.plan.tools.none")),
        statements.listed(report, "management", ("question_id", "location_id", "answer", "evidence", "date"), "functions.answers", named),
    ]


def _verification(report: Report) -> list[Part]:
    verified = report.profile.get("verification", "")
    told = report.text("documents.plan.verified", text=verified) if verified else report.text("documents.plan.not_verified")
    return [Paragraph(told), Paragraph(report.text("documents.plan.checks"))]
