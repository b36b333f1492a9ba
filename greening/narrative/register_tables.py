"""Tables of the registers: the same for the section of the report and for the document that holds them in full."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from greening.formats import is_missing
from greening.narrative import elements
from greening.narrative.listing import word
from greening.narrative.report import Report, Row
from greening.registers.agreements import short_title

#: The reports whose recommendations are tracked, in their order.
TRACKERS = ("jiu_2010_1", "jiu_2020_8", "jiu_2017_3")
#: Statuses of a recommendation and of an agreement in the order of a table's columns.
STATUSES = ("implemented", "already_in_place", "started", "not_started", "not_applicable", "no_answer")
LEVELS = ("policy", "programme", "operation")
#: Columns that hold codes.
_CODES = ("status", "acceptance", "acceptance_by_system", "addressee", "kind", "register", "applies")
#: Registers of which entries can be overdue.
_DUE = ("recommendations", "mandates", "agreements", "decisions", "review_questions")
#: The columns of each register as it is listed in full.
COLUMNS = {
    "mandates": ("symbol", "title", "kind", "addressee", "of_year", "text", "location_id", "due_date", "status", "evidence", "cited"),
    "agreements": ("title", "text", "instruction", "status", "due_date", "evidence", "note", "verified"),
    "groups": ("title", "kind", "addressee", "owner_role", "location_id", "text", "date", "due_date", "note", "status"),
    "decisions": ("title", "addressee", "symbol", "date", "text", "due_date", "done_date"),
    "review_questions": ("title", "figure", "owner_role", "date", "due_date", "text", "done_date"),
    "support_requests": ("date", "topic", "title", "text", "done_date"),
    "practices": ("topic", "title", "kind", "text", "owner_role", "evidence", "cited", "date", "of_year"),
    "questionnaire": ("title", "kind", "topic", "status", "text", "evidence", "date"),
}
#: The columns of mandates of the whole system, in short and in full.
_OF_ALL = ("symbol", "title", "addressee", "of_year", "text")
_OF_ALL_IN_FULL = (*_OF_ALL, "due_date", "cited", "verified")
_OF_TRACKER = ("title", "addressee", "acceptance", "status", "due_date", "to_governing_body_from", "date", "evidence", "reason")
_OF_SYSTEM = ("title", "acceptance_by_system", "note", "cited", "verified")


class Listing(NamedTuple):
    """A table: its caption, the heads of its columns, its rows, and whether these hold numbers."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    is_numeric: bool = False

    @property
    def html(self) -> Markup:
        """The table as a section shows it; nothing where it has no rows."""
        return elements.table(self.caption, self.head, self.rows, numeric=self.is_numeric, style="" if self.is_numeric else "listing")


def entries(report: Report, register: str) -> list[Row]:
    """The entries of a register in their order; of a group, those of its members beside each other."""
    return sorted((row for row in report.product("register") if row["register"] == register), key=_place)


def _place(row: Row) -> tuple[int, str]:
    return int(row["position"]), str(row["organization"])


def full(report: Report, register: str) -> Listing:
    """The entries of a register under the columns that hold anything; of mandates the organization's own."""
    rows = [row for row in entries(report, register) if row["applies"] != "system"]
    columns = (*COLUMNS[register], *(["organization"] if report.is_group else []))
    return _listed(report, report.text(f"registers.{register}"), columns, rows, register)


def of_system(report: Report, *, is_full: bool = False) -> Listing:
    """The mandates and commitments of the whole system; where `is_full`, with where each was read."""
    rows = [row for row in entries(report, "mandates") if row["applies"] == "system"]
    return _listed(report, report.text("registers.mandates_of_system"), _OF_ALL_IN_FULL if is_full else _OF_ALL, rows, "mandates")


def tracker(report: Report, name: str) -> Listing:
    """The recommendations of a report, each with the body's answer."""
    return _listed(report, tracker_name(report, name), _OF_TRACKER, [_as_asked(report, row) for row in _of_tracker(report, name)], "recommendations")


def sources(report: Report, name: str) -> Listing:
    """Where each recommendation of a report was read, and what the organizations of the system together answered to it, where that is known."""
    return _listed(report, report.text("registers.system", report=tracker_name(report, name)), _OF_SYSTEM, _of_tracker(report, name))


def _of_tracker(report: Report, name: str) -> list[Row]:
    """The recommendations of a report, each once: those of a group's members are told apart elsewhere."""
    own = {str(row["entry_id"]): row for row in reversed(entries(report, "recommendations")) if row["kind"] == name}
    return sorted(own.values(), key=lambda row: int(row["position"]))


def tracker_name(report: Report, name: str) -> str:
    """The report that recommendations are of."""
    return report.text(f"registers.tracker.{name}")


def unknown_recommendations(report: Report) -> Listing:
    """The answers to recommendations that are not known, without a status: no figure counts them."""
    rows = [row for row in entries(report, "recommendations") if row["applies"] == "not_known_recommendation"]
    return _listed(report, report.text("registers.unknown"), ("title", "evidence", "reason"), rows)


def _as_asked(report: Report, row: Row) -> Row:
    """A recommendation with who else is asked in the place of a status, or why it does not apply."""
    if row["applies"] == "not_addressed":
        return {**row, "status": "not_addressed"}
    # Where the body itself said that it does not apply, the condition may hold all the same: its silence is not filled with ours.
    if row["applies"] == "no" and is_missing(row["source_row"]) and is_missing(row["reason"]) and not is_missing(row["applies_if"]):
        return {**row, "reason": report.text(f"registers.condition.{row['applies_if']}")}
    return row


def trackers_counted(report: Report) -> Listing:
    """How many recommendations of each report have which status."""
    parts = ("asked", *STATUSES, "overdue")
    known = [name for name in TRACKERS if report.has(f"recommendations.{name}.asked")]
    rows = [[tracker_name(report, name), *(report.show(f"recommendations.{name}.{part}") for part in parts)] for name in known]
    return Listing(report.text("registers.trackers"), [_head(report)("report"), *map(_head(report), parts)], rows, is_numeric=True)


def by_entity(report: Report, register: str) -> Listing:
    """For each entry of a group's register how many members have which status."""
    told = {str(row["entry_id"]): row for row in entries(report, register)}
    names = {name: own_words(report, row) for name, row in told.items()}
    found = [name for name in names if report.ids(f"{register}.by_entity.{name}.")]
    rows = [[names[name], *(_count(report, f"{register}.by_entity.{name}.{status}") for status in STATUSES)] for name in found]
    return Listing(report.text(f"registers.{register}.by_entity"), [_head(report)("title"), *map(_head(report), STATUSES)], rows, is_numeric=True)


def _count(report: Report, figure_id: str) -> str:
    """A figure; nothing where no member has that status."""
    return report.show(figure_id) if report.has(figure_id) else ""


def matrix(report: Report, register: str, kind: str = "") -> Listing:
    """Each member of a group against each entry of a register, or of one of its kinds: the status in a word."""
    rows = [row for row in entries(report, register) if not is_missing(row["status"]) and kind in ("", row["kind"])]
    columns = {str(row["entry_id"]): _short(report, row) for row in rows}
    told: dict[str, dict[str, str]] = {}
    for row in rows:
        told.setdefault(str(row["organization"]), {})[str(row["entry_id"])] = term(report, str(row["status"]))
    caption = report.text(f"registers.{register}.matrix", report=tracker_name(report, kind) if kind else "")
    cells = [[body, *(told[body].get(name, "") for name in columns)] for body in sorted(told)]
    return Listing(caption, [report.text("head.member"), *columns.values()], cells)


def _short(report: Report, row: Row) -> str:
    """The name of a matrix's column: the number of a recommendation in its report, or the short name of an agreement."""
    return _number(report, row) if row["register"] == "recommendations" else report.catalogue.said(short_title(str(row["title"])))


def _number(report: Report, row: Row) -> str:
    """The number of a recommendation in its report; of one that has none, what it is about."""
    number = str(row["entry_id"]).rpartition("-")[2]
    return number if number.isdigit() else term(report, number)


def overdue(report: Report) -> Listing:
    """What was due before the end of the data year and is not done, over all registers; of a group the counts say it."""
    late = [row for register in _DUE for row in entries(report, register) if row["is_overdue"] is True and row["organization"] == report.organization]
    named = [{**row, "symbol": row["entry_id"] if row["register"] in ("recommendations", "mandates") else None} for row in late]
    named.sort(key=lambda row: str(row["due_date"]))
    return _listed(report, report.text("registers.overdue"), ("register", "symbol", "title", "due_date", "status"), named)


def levels(report: Report) -> Listing:
    """The self-assessment: questions, answers and score of each level."""
    parts = ("questions", "answered", "yes", "unanswered", "score")
    known = [level for level in LEVELS if report.has(f"questionnaire.{level}.questions")]
    rows = [[_capital(term(report, f"level_{level}")), *(_count(report, f"questionnaire.{level}.{part}") for part in parts)] for level in known]
    return Listing(report.text("registers.levels"), [_head(report)("level"), *map(_head(report), parts)], rows, is_numeric=True)


def steps(report: Report) -> Listing:
    """The steps of setting up, with how many places they are expected of, and where they are done."""
    titles = {str(row["kind"]): own_words(report, row) for row in entries(report, "set_up")}
    parts = ("expected", "done")
    rows = [[title, *(report.show(f"set_up.{step}.{part}") for part in parts)] for step, title in titles.items()]
    return Listing(report.text("registers.set_up"), [_head(report)("step"), *map(_head(report), parts)], rows, is_numeric=True)


def buildings(report: Report) -> Listing:
    """The scores of each building in its last assessment, as given, with the share of the best possible; its total where all areas are there."""
    rows = [row for row in entries(report, "building_scores") if row["applies"] == "yes"]
    head = [_head(report)(name) for name in ("location_id", "area", "score", "maximum", "share_of_best", "date", "cited")]
    cells = [
        [
            report.place(str(row["location_id"])),
            term(report, f"area_{row['kind']}"),
            word(report, row["value"]),
            word(report, row["maximum"]),
            _count(report, f"building.{row['location_id']}.{row['kind']}.share"),
            word(report, row["date"]),
            word(report, row["cited"]),
        ]
        for row in rows
    ]
    return Listing(report.text("registers.building_scores"), head, cells)


def own_words(report: Report, row: Row) -> str:
    """What an entry says: in the report's language where it is of the reference data, else as the body has it.

    A recommendation bears its number in its report; that of a group's table the whole name.
    """
    told = report.catalogue.said(str(row["title"]))
    if row["register"] != "recommendations" or is_missing(row["kind"]):
        return told
    return report.text("registers.numbered", number=str(row["entry_id"]) if report.is_group else _number(report, row), title=told)


def _listed(report: Report, caption: str, columns: Iterable[str], rows: Sequence[Row], register: str = "") -> Listing:
    """The rows under the columns that hold anything."""
    filled = [column for column in columns if any(not is_missing(row[column]) for row in rows)]
    cells = [[_cell(report, column, row) for column in filled] for row in rows]
    return Listing(caption, [_head(report, register)(column) for column in filled], cells)


def _cell(report: Report, column: str, row: Row) -> str:
    """A cell of a column: codes by their words, places and figures by their names, an empty one as nothing."""
    cell = row[column]
    if is_missing(cell):
        return ""
    if column in _BY_COLUMN:
        return _BY_COLUMN[column](report, row)
    if column.endswith(("_year", "_from")):
        return str(int(cell))
    return term(report, str(cell)) if column in _CODES else word(report, cell)


def _figure(report: Report, row: Row) -> str:
    """The figure that a question is about, with what it is."""
    name = str(row["figure"])
    return report.catalogue.shown_bracketed(report.catalogue.label(name), report.show(name, "about")) if report.has(name) else name


def _kind(report: Report, row: Row) -> str:
    return term(report, f"level_{row['kind']}" if row["register"] == "questionnaire" else str(row["kind"]))


def _topic(report: Report, row: Row) -> str:
    """The topic: words of a body's own, some of which other tables use as codes."""
    topic = str(row["topic"])
    return term(report, topic) if report.catalogue.has(f"term.register_{topic}") else topic


#: Columns whose cells need more than their own value.
_BY_COLUMN: Mapping[str, Callable[[Report, Row], str]] = {
    "title": own_words,
    "location_id": lambda report, row: report.place(str(row["location_id"])),
    "figure": _figure,
    "kind": _kind,
    "topic": _topic,
}


def _head(report: Report, register: str = "") -> Callable[[str], str]:
    """Names a column: as its register does, else as all registers do, else as the whole report does."""

    def _name(column: str) -> str:
        known = (f"head.register_{register}_{column}", f"head.register_{column}")
        return report.text(next((key for key in known if report.catalogue.has(key)), f"head.{column}"))

    return _name


def term(report: Report, code: str) -> str:
    """The word of the registers for a code, else the one that the whole report has; what is no code but a name, as it is said."""
    known = report.catalogue.said(code)
    return known if known != code else report.term(f"register_{code}" if report.catalogue.has(f"term.register_{code}") else code)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
