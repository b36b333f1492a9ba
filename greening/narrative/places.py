"""Places of work: what each emits, how far its environmental management is, what is due for review, and through whom it reports."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from greening.ems import checklist
from greening.figures.names import part_of_name
from greening.file_names import code_name
from greening.formats import is_missing
from greening.narrative import elements, facilities, panels
from greening.narrative.actions import Cells
from greening.narrative.listing import listing
from greening.narrative.report import Report, Row
from greening.narrative.scopes import quantities
from greening.narrative.section import Section, section

_ASPECTS = ("aspect", "location_id", "significance", "reason", "reviewed_date")
_GROUPS = ("title", "location_id", "kind", "reporting_line", "members", "start_date", "end_date")
#: Reviews of a place, in their order.
REVIEWS = ("plan", "statement", "aspects")
_USED = ("ghg.total", "ghg.per_capita")


def places(report: Report) -> Section:
    """The places with their management systems, checklists and reviews, their aspects and groups, and emissions by reporting line."""
    sites = report.product("sites")
    sentences = [report.say("places.total"), _kinds(report), report.say("places.graded"), _overdue(report), report.say("places.reported_by_other")]
    parts = [
        elements.paragraph(elements.sentences(sentences), "lead"),
        quantities(report, "places.ems", report.ids("locations.ems."), lambda name: report.term(name.rpartition(".")[2])),
        _overview(report, sites),
        _table(report, "places.maturity", maturity(report, sites)),
        _table(report, "places.reviews", reviews(report, sites)),
        elements.paragraph(reviews_told(report, sites), "detail"),
        listing(report, "aspects", _ASPECTS, "places.aspects"),
        listing(report, "groups", _GROUPS, "places.groups", [row for row in report.rows("groups") if not is_missing(row["location_id"])]),
        quantities(report, "places.lines", _lines(report), lambda name: line_name(report, name)),
        elements.paragraph(report.text("places.lines.about"), "detail") if _lines(report) else "",
    ]
    return section(report, "places", parts, [facilities.panel(report)], absent="locations")


def figure(location_id: str, part: str) -> str:
    """The id of a figure of a place."""
    return f"location.{part_of_name(location_id)}.{part}"


def _kinds(report: Report) -> Markup:
    """How many places there are of each kind, in one sentence."""
    ids = report.ids("locations.kind.")
    named = [report.say("places.kind", kind=Markup.escape(kind_name(report, name.rpartition(".")[2])), count=name) for name in ids]
    return report.say("places.kinds", kinds=report.catalogue.shown(named)) if len(named) > 1 else Markup("")


def kind_name(report: Report, kind: str) -> str:
    """The kind of a place in words."""
    return report.term("place_other" if kind == "other" else kind)


def _overdue(report: Report) -> Markup:
    return elements.sentences([report.say(f"places.overdue.{review}") for review in REVIEWS if report.value(f"locations.review.overdue.{review}")])


def _overview(report: Report, sites: Sequence[Row]) -> Markup:
    rows = [
        [
            _linked(report, row),
            "" if is_missing(row["kind"]) else kind_name(report, row["kind"]),
            "" if is_missing(row["reporting_line"]) else row["reporting_line"],
            _state(report, row),
            *(report.show(figure(row["location_id"], used), "table") for used in _USED),
        ]
        for row in sites
    ]
    head = [report.text(f"head.{name}") for name in ("location_id", "kind", "reporting_line", "ems")]
    units = [panels.unit_name(report, unit) for unit in ("t CO2e", "t/person")]
    return elements.table(report.text("places.table"), *elements.without_empty([*head, *units], rows), numeric=False, style="listing")


def _linked(report: Report, row: Row) -> Markup:
    """The name of a place, leading to its own page."""
    place = f"documents/locations/{code_name(row['location_id'])}.{report.language}.html"
    return Markup('<a href="%s">%s</a>%s') % (place, report.place(row["location_id"]), _code(report, row["location_id"]))


def _code(report: Report, location_id: str) -> Markup:
    """The code of a place behind its name, since offices often have the same; nothing where the code is its name."""
    return Markup("") if report.place(location_id) == location_id else Markup(' <span class="code">%s</span>') % location_id


def _named(report: Report, location_id: str) -> Markup:
    return Markup.escape(report.place(location_id)) + _code(report, location_id)


def _term(report: Report, cell: object) -> str:
    return "" if is_missing(cell) else report.term(str(cell))


def ems_status(report: Report, cell: object) -> str:
    """The status of a management system in words; another than that of a goal, though both may be met."""
    return "" if is_missing(cell) else report.term(f"ems_{cell}" if report.catalogue.has(f"term.ems_{cell}") else str(cell))


def _state(report: Report, row: Row) -> str:
    """Phase and status of a place's environmental management system, as far as they are told."""
    return report.catalogue.listed(told for told in (_term(report, row["ems_phase"]), ems_status(report, row["ems_status"])) if told)


def answered(report: Report, location_id: str) -> dict[str, str]:
    """What a place answers of the maturity checklist, by question."""
    return checklist.states(row for row in report.rows("management") if row["location_id"] == location_id)


def _table(report: Report, caption: str, cells: Cells) -> Markup:
    return elements.table(report.text(caption), *cells, numeric=False, style="listing")


def maturity(report: Report, sites: Sequence[Row]) -> Cells:
    """The maturity checklist of every place that answered some of it, and how many of its parts are in place."""
    asked = checklist.items()
    rows = []
    for site in sites:
        if not is_missing(site["checklist_answered"]):
            states = answered(report, site["location_id"])
            cells = [report.term(states.get(item.question_id, "no_answer")) for item in asked]
            rows.append([_named(report, site["location_id"]), *cells, in_place(report, site["location_id"])])
    return [report.text(f"head.{name}") for name in ("location_id", *(item.question_id for item in asked), "in_place")], rows


def in_place(report: Report, location_id: str) -> Markup:
    """How many parts of the checklist are in place, of those that were answered."""
    names = {"count": figure(location_id, "checklist.in_place"), "asked": figure(location_id, "checklist.answered")}
    return report.say("places.in_place", **names)


def reviews(report: Report, sites: Iterable[Row]) -> Cells:
    """When the plan, the statement and the aspects of each place fall due for review; no rows where no place says when it reviewed any."""
    rows = [[_named(report, site["location_id"]), *(review_cell(report, site, review) for review in REVIEWS)] for site in reviewed(report, sites)]
    return [report.text(f"head.{name}") for name in ("location_id", *(f"review.{review}" for review in REVIEWS))], rows


def reviewed(report: Report, sites: Iterable[Row]) -> list[Row]:
    """The places that say when they reviewed anything."""
    return [site for site in sites if any(report.has(figure(site["location_id"], f"review.{review}.due")) for review in REVIEWS)]


def reviews_told(report: Report, sites: Iterable[Row]) -> Markup:
    """What the reviews are, and as of which day they are judged; nothing where none is shown."""
    return (
        report.say("places.reviews.about", day=Markup.escape(report.catalogue.day(f"{report.year}-12-31"))) if reviewed(report, sites) else Markup("")
    )


def review_cell(report: Report, site: Row, review: str) -> Markup:
    """The day on which a review falls due next and whether it has passed; that it is not known where no review is dated."""
    state = site[f"{review}_review"]
    return report.say(f"places.review.{state}", day=figure(site["location_id"], f"review.{review}.due"))


def _lines(report: Report) -> list[str]:
    lines = report.ids("ghg.reporting_line.")
    return [*lines, "ghg.without_reporting_line"] if lines else []


def line_name(report: Report, figure_id: str) -> str:
    """The name of a reporting line, as the places write it."""
    if figure_id == "ghg.without_reporting_line":
        return report.catalogue.label(figure_id)
    names = {
        part_of_name(str(row["reporting_line"])): str(row["reporting_line"])
        for row in report.rows("locations")
        if not is_missing(row["reporting_line"])
    }
    return names.get(figure_id.removeprefix("ghg.reporting_line."), figure_id)
