"""How well the emissions are known, and what the submission covers."""

from collections.abc import Mapping

from greening import tables
from greening.figures import derivation, rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Quantity
from greening.figures.ghg import EMISSIONS, counted
from greening.figures.people import TOPIC_INDICATORS
from greening.figures.selection import ANY_OF, Filter

#: The grade of each way in which a quantity is known; B, where part of the year was filled, is a row filled from own months, or one that was
#: measured and rests on others (`parents`).
GRADES: Mapping[str, list[str]] = {"A": ["metered", "invoiced"], "C": ["estimated"], "D": ["proxy"], "E": ["carried_forward"]}
#: Ways in which a quantity is known that are estimates.
ESTIMATED = [*GRADES["C"], *GRADES["D"], *GRADES["E"]]
#: How a part of the year is filled, and the other ways in which gaps are.
OWN_MONTHS = "own_months"
OTHER_WAYS = ["own_last_year", "per_m2", "per_person", "system_proxy"]
#: How sources are counted, as the derivation names it.
SOURCES = "places and sources"


def _grades(book: Book) -> Mapping[Names, Quantity]:
    parts: dict[Names, Quantity | None] = {(grade,): book.measure("footprint", _graded(book, grade), EMISSIONS) for grade in "ABCDE"}
    shares = {names: rules.share(book, part, "ghg.total") for names, part in parts.items() if part}
    return {names: part for names, part in shares.items() if part}


def _graded(book: Book, grade: str) -> Filter:
    measured = {**book.counted, "quality": GRADES["A"], "filled_by": [None]}
    if grade not in "AB":
        return {**book.counted, "quality": GRADES[grade], "filled_by": [None, *OTHER_WAYS]}
    if grade == "A":
        return {**measured, "parents": [None]}
    parents = book.rows("footprint", measured).distinct("parents")
    resting = [{"quality": GRADES["A"], "filled_by": [None], "parents": parents}] if parents else []
    return {**book.counted, ANY_OF: [{"filled_by": OWN_MONTHS}, *resting]}


def _estimated(book: Book) -> Filter:
    return {**book.counted, "quality": ESTIMATED}


def _filled(book: Book) -> Filter:
    return {**book.counted, "filled_by": [OWN_MONTHS, *OTHER_WAYS]}


def _computed(where: rules.Where) -> rules.Where:
    """The rows without those of inventory, which are no sources but results."""
    submitted = [table for table in tables.activity_tables() if table != "inventory"]
    return lambda book: {**(where(book) or {}), "table": submitted}


def _sources(where: rules.Where) -> Rule:
    """A rule that counts sources of emissions, each at each place once."""
    return rules.total("footprint", "source", _computed(where), SOURCES)


def _ways(book: Book) -> Mapping[Names, Quantity]:
    """The part of the total that each way of filling made."""
    made = rules.split("footprint", EMISSIONS, _filled, ["filled_by"])(book)
    shares = {names: rules.share(book, part, "ghg.total") for names, part in made.items()}
    return {names: part for names, part in shares.items() if part}


def _of_quantity(topic: str) -> Rule:
    """A rule that gives the part of the waste or water that was filled."""
    filled = {**TOPIC_INDICATORS[topic], "filled_by": [OWN_MONTHS, *OTHER_WAYS]}
    return rules.row_share("indicators", "value", rules.all_rows(**filled), f"{topic}.total")


def _coverage(column: str) -> Rule:
    """A rule that gives a column of the organization's own coverage rows without a location, by topic; the first row of a topic counts."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        known = [row for row in book.own("coverage") if row["location_id"] is None and row[column] is not None]
        return {(str(topic),): _cell(book, str(topic), column) for topic in dict.fromkeys(row["topic"] for row in known)}

    return _rule


def _cell(book: Book, topic: str, column: str) -> Quantity:
    wanted: Filter = {"table": "coverage", "organization": book.inputs.organization, "topic": topic, "location_id": [None]}
    rows = book.rows("activities", wanted)
    first = rows.having(~rows.is_missing(column)).first()
    (row,) = first.records(["row_id", column, "note"])
    made = derivation.of_rows("activities", first, {**wanted, "row_id": row["row_id"]}, column, "single", 1.0, book.inputs.files)
    cell, note = row[column], row["note"] or ""
    return Quantity(text=cell, derivation=made, note=note) if isinstance(cell, str) else Quantity(float(cell), derivation=made, note=note)


DEFINITIONS = (
    Definition(
        "quality.grade.<grade>.share", "share", "emissions of quantities of a grade divided by the total; ungraded emissions are in none", _grades
    ),
    Definition(
        "quality.grade.unknown.share",
        "share",
        "emissions of which the submission does not say how the quantity is known, divided by the total",
        rules.row_share("footprint", EMISSIONS, lambda book: {**counted(book), "quality": [None]}, "ghg.total"),
    ),
    Definition(
        "quality.estimated.share",
        "share",
        "emissions of estimated, proxied and carried forward quantities divided by the total",
        rules.row_share("footprint", EMISSIONS, _estimated, "ghg.total"),
    ),
    Definition(
        "quality.sources",
        "count",
        "sources of computed emissions in the total: each source at each place once",
        _sources(counted),
    ),
    Definition(
        "quality.estimated.sources",
        "count",
        "sources in the total of which a quantity was estimated, proxied or carried forward, at least for a part of the year",
        _sources(_estimated),
    ),
    Definition(
        "quality.estimated.sources.share",
        "share",
        "sources of which a quantity was estimated divided by all sources in the total",
        rules.ratio("quality.estimated.sources", "quality.sources"),
    ),
    Definition(
        "quality.filled.share",
        "share",
        "emissions of quantities that were not submitted and filled in, divided by the total",
        rules.row_share("footprint", EMISSIONS, _filled, "ghg.total"),
    ),
    Definition(
        "quality.filled.sources",
        "count",
        "sources in the total of which a quantity was filled in, at least for a part of the year",
        _sources(_filled),
    ),
    Definition("quality.filled.<way>.share", "share", "emissions filled in one way divided by the total", _ways),
    Definition("waste.filled.share", "share", "waste that was filled in divided by all waste", _of_quantity("waste")),
    Definition("water.filled.share", "share", "water that was filled in divided by all water", _of_quantity("water")),
    Definition("coverage.<topic>.status", "text", "as submitted", _coverage("status")),
    Definition("coverage.<topic>.share", "share", "as submitted", _coverage("covered_share")),
)
