"""The data table of a group: one row a member, topic by topic, to hand to those who compile the system's report."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from markupsafe import Markup

from greening.documents.data_files import CSV, WORKBOOK, notes
from greening.documents.document import Document, Grid, Heading, Items, Paragraph, Part
from greening.narrative.members import EXCLUDING, Member, members
from greening.narrative.peers import marked, shown, titled
from greening.narrative.report import Report
from greening.peers.columns import TABLE

#: The columns of each part of the table, in the order of `TABLE`.
PARTS: Mapping[str, Sequence[str]] = {
    "people": ("personnel.total", "personnel.covered.ghg", "personnel.covered.waste", "personnel.covered.water"),
    "emissions": (
        "ghg.bucket.facilities",
        "ghg.bucket.air_travel",
        "ghg.bucket.other_travel",
        "ghg.bucket.unspecified",
        "ghg.total",
        "ghg.per_capita",
    ),
    "facilities": (
        "floor_area.total",
        "ghg.facilities.per_m2",
        "ghg.refrigerants.kyoto",
        "ghg.refrigerants.non_kyoto",
        "energy.electricity",
        "energy.renewable",
        "energy.renewable.share",
    ),
    "waste_water": (
        "waste.total",
        "waste.per_capita",
        "waste.recovered.share",
        "water.total",
        "water.per_capita",
        "water.recycled",
        "wastewater.total",
        "wastewater.treatment.untreated.share",
    ),
    "management": (
        "answer.ems.status",
        "ers.status",
        "training.trained_share",
        "answer.procurement.policy",
        "procurement.sustainable_tenders_share",
        "biodiversity.sites_assessed",
    ),
    "offsets": ("offsets.retired", "offsets.share", "offsets.neutral"),
}
#: How a figure is found in a row: its id there.
Name = Callable[[str], str]


def data_table(report: Report) -> Iterator[Document]:
    """The data table of a group; nothing for a body without members."""
    if report.is_group:
        yield Document("data-table", report.text("data_table.title"), tuple(_parts(report)), report.text("data_table.subtitle", name=report.name))


def _parts(report: Report) -> Iterator[Part]:
    listed = members(report)
    links = [
        Markup('<a href="%s" download>%s</a>') % (name, report.text(f"data_table.{kind}")) for name, kind in ((CSV, "csv"), (WORKBOOK, "workbook"))
    ]
    yield Paragraph(report.text("data_table.about"))
    yield Items(links)
    for part, columns in PARTS.items():
        yield Heading(report.text(f"data_table.{part}"))
        if part == "offsets":
            yield Paragraph(report.text("neutrality.about"))
        yield _grid(report, part, columns, listed)
    yield Heading(report.text("data_table.notes"))
    yield Items([text for member in listed if (text := _noted(report, member))])


def _grid(report: Report, part: str, columns: Sequence[str], listed: Sequence[Member]) -> Grid:
    """One part of the table: every member, then the group with and without its field missions; columns that nobody fills are left out.

    The first part says of each member where its figures are from, even if nothing else is known.
    """
    kept = [name for name in columns if _is_filled(report, name, listed)]
    is_first = part == next(iter(PARTS))
    told = ("member_status", "data_year") if is_first else ()
    head = [report.text("head.member"), *(report.text(f"head.{name}") for name in told), *(titled(report, name) for name in kept)]
    rows = [[_label(report, member), *_where(report, member)[: len(told)], *_cells(report, member, kept)] for member in listed]
    rows += [[text, *[Markup("")] * len(told), *cells] for text, cells in _together(report, kept)]
    caption = report.text("data_table.caption", part=report.text(f"data_table.{part}"))
    return Grid(caption, head, rows if kept or is_first else [], numeric=True)


def _is_filled(report: Report, name: str, listed: Sequence[Member]) -> bool:
    return report.has(name) or any(report.has(member.figure(name)) for member in listed)


def _label(report: Report, member: Member) -> Markup:
    """The member's code and name, leading to its own report where it has one of this year, else with the year of its figures."""
    if member.is_earlier:
        return report.catalogue.markup("data_table.earlier", {"member": member.label, "year": Markup(member.data_year)}.__getitem__)
    return member.linked(report.language)


def _where(report: Report, member: Member) -> list[Markup]:
    return [Markup.escape(report.term(member.status)), Markup("" if member.data_year is None else member.data_year)]


def _cells(report: Report, member: Member, columns: Sequence[str]) -> list[Markup]:
    absent = report.text("data_table.absent")
    return [marked(report, member.figure(name)) or Markup('<span class="absent">%s</span>') % absent for name in columns]


def _together(report: Report, columns: Sequence[str]) -> Iterator[tuple[Markup, list[Markup]]]:
    """The rows of the group itself; the one without field missions only where there are figures of it."""
    yield Markup.escape(report.text("data_table.all")), [shown(report, name) for name in columns]
    without = [shown(report, f"{name}{EXCLUDING}") for name in columns]
    if any(without):
        yield Markup.escape(report.text("data_table.all_excluding_field_missions")), without


def _noted(report: Report, member: Member) -> str:
    """What has to be known of a member's row: why it is not of this year, and the cautions of its figures."""
    told = [*([member.reason] if member.reason else []), *notes(report, (member.figure(name) for name in TABLE))]
    return report.text("data_table.note", member=member.code, notes=report.catalogue.in_parts(told)) if told else ""
