"""How much of the organization each topic covers, and the change of what both years cover: like for like."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from greening import notes, propagation, uncertainty
from greening.figures import places, rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names
from greening.figures.figure import Quantity, interval_of
from greening.figures.ghg import EMISSIONS
from greening.figures.people import OPERATION, PLACES_NAMED
from greening.figures.quality import OTHER_WAYS, OWN_MONTHS
from greening.figures.selection import ANY_OF, Filter, Rows

TONNES = "t CO2e"
#: Emissions of what both years cover, in this year and in the one before.
LIKE, LIKE_BEFORE = "ghg.like_for_like", "ghg.like_for_like.previous_year"
#: The topics of which coverage is counted, beside emissions as a whole, and the footprint rows of each; fuels are those of buildings.
TOPICS: Mapping[str, Filter] = {
    **{table: {"table": table} for table in ("electricity", "heat", "waste", "water", "wastewater")},
    "fuels": {"table": "fuels", "source": ["heating_fuel", "generator_fuel", "cooking_fuel"]},
}
#: Topics that every place of work has, and those of them that people make.
EVERYWHERE = ("ghg", "electricity", "waste", "water")
OF_PEOPLE = ("waste", "water")
#: Statuses that say that a place does not report what it has.
NOT_REPORTED = ("not_reported", "carried_forward")
#: Statuses that say that a place does not have the topic, or that another reports it.
NOT_HERE = ("not_occurring", "included_elsewhere")
#: Places by their location_id; those of a group's members bear the member's code, so that no two are called the same.
Places = frozenset[str]
#: Table, column and operation of what is counted of places.
Measure = tuple[str, str, str]
MEASURES: Mapping[str, Measure] = {
    "places": ("locations", "location_id", "count"),
    "people": ("personnel", "headcount", OPERATION),
    "area": ("locations", "floor_area_m2", places.OPERATION),
}


def _places(book: Book) -> Mapping[Names, Quantity]:
    """The number of places of each topic that should report it (expected), do (reporting), were filled instead, and are missing.

    Electricity, waste and water are expected of all places in use (waste and water of those where people work) but those of which the coverage table
    says that the topic does not occur, or that another place or body holds it. Not every place has heat, fuels or wastewater of its own: those are
    expected where they are reported, filled, or declared not to be reported. A topic of which no row belongs to a place has no figures.
    """
    in_use = _places_in_use(book)
    found: dict[Names, Quantity | None] = {}
    for topic, wanted in {"ghg": book.counted, **TOPICS}.items() if in_use else ():
        # Part of a year that is filled from the place's own months does not make the place one that does not report.
        reporting = _keys(book.rows("footprint", {**wanted, "filled_by": [None, OWN_MONTHS]})) & in_use
        filled = (_keys(book.rows("footprint", {**wanted, "filled_by": OTHER_WAYS})) & in_use) - reporting
        if reporting or filled:
            expected = _expected(book, topic, in_use) | reporting | filled
            missing = expected - reporting - filled
            of_topic = {"expected": expected, "reporting": reporting, "filled": filled, "missing": missing}
            found |= {(topic, name): _counted(book, keys) for name, keys in of_topic.items()}
            if number := found[topic, "missing"]:
                found[topic, "missing"] = replace(number, note=_named(book, missing))
    return {names: number for names, number in found.items() if number}


def _expected(book: Book, topic: str, in_use: Places) -> Places:
    """The places that should report a topic: of what every place has all, of other topics those that say that they do not report it."""
    if topic not in EVERYWHERE:
        return in_use & _with_status(book, topic, NOT_REPORTED)
    others = {row["location_id"] for row in book.own("locations") if row["reported_by"] not in (None, book.inputs.organization)}
    expected = in_use - others - _with_status(book, topic, NOT_HERE)
    peopled = _peopled(book) if topic in OF_PEOPLE else None
    return expected & peopled if peopled else expected


def _with_status(book: Book, topic: str, statuses: Sequence[str]) -> Places:
    """The places of which the coverage table gives one of the statuses for the topic."""
    said = [row for row in book.own("coverage") if row["topic"].strip().casefold() == topic]
    return frozenset(row["location_id"] for row in said if row["status"] in statuses and row["location_id"] is not None)


def _peopled(book: Book) -> Places:
    personnel = book.rows("activities", {"table": "personnel"})
    return _keys(personnel.having(personnel.numbers("headcount") > 0))


def _keys(rows: Rows) -> Places:
    return frozenset(rows.distinct("location_id"))


def _places_in_use(book: Book) -> Places:
    rows = book.rows("activities", {"table": "locations"}).records(["location_id", "opened_date", "closed_date"])
    year = book.inputs.year
    return frozenset(
        row["location_id"]
        for row in rows
        if row["location_id"] is not None
        and not (row["closed_date"] is not None and row["closed_date"].year < year)
        and not (row["opened_date"] is not None and row["opened_date"].year > year)
    )


def _counted(book: Book, found: Places) -> Quantity | None:
    return book.measure("activities", {"table": "locations", "location_id": sorted(found)}, "location_id", "count") if found else None


def _named(book: Book, found: Places) -> str:
    """A note with the names of the places without rows of the topic, so many of them."""
    rows = book.rows("activities", {"table": "locations"}).records(["location_id", "name"])
    known = {row["location_id"]: row["name"] for row in reversed(rows)}
    names = [str(known.get(place) or place) for place in sorted(found)]
    more = len(names) - PLACES_NAMED
    if more > 0:
        return notes.message("note.no_rows.more", places=names[:PLACES_NAMED], count=more)
    return notes.message("note.no_rows", places=names)


def _shares(book: Book) -> Mapping[Names, Quantity]:
    """The places, people and floor area that report a topic, of those at all places that should."""
    found: dict[Names, Quantity] = {}
    for topic in ("ghg", *TOPICS):
        counts = [book.figures.get(f"coverage.{topic}.{name}") for name in ("reporting", "expected")]
        for measure in MEASURES:
            part, whole = (_measured(book, figure.quantity, measure) if figure else None for figure in counts)
            divided = rules.divide(book, part, whole) if part and whole else None
            if divided:
                found[topic, measure] = divided
    return found


def _measured(book: Book, counted: Quantity, measure: str) -> Quantity | None:
    """People or floor area at the places that were counted."""
    table, column, operation = MEASURES[measure]
    return book.measure("activities", {**counted.derivation["filter"], "table": table}, column, operation)


# --- Like for like


def _now(book: Book) -> Mapping[Names, Quantity]:
    """The emissions of the places that count in both years, and of the tables whose rows without a place are in both.

    What was filled in either year otherwise than from own months is left out, table by table: an estimate says nothing of a change.
    """
    now, then = book.rows("footprint", book.counted), book.rows("earlier_footprint", {**book.counted, "year": book.inputs.year - 1})
    if not len(now) or not len(then):
        return {}
    parts = [*_placed(_keys(now) & _keys(then), [now, then]), *_unplaced(now, then)]
    measured = book.measure("footprint", {**book.counted, ANY_OF: parts}, EMISSIONS) if parts else None
    return {(): measured} if measured else {}


def _placed(both: Places, years: Sequence[Rows]) -> list[Filter]:
    """The rows at places of both years, table by table, without those that were filled in one of them."""
    found: list[Filter] = []
    estimated = [rows.where({"filled_by": OTHER_WAYS}) for rows in years]
    for table in sorted({table for rows in years for table in rows.distinct("table")}):
        unlike = frozenset(key for rows in estimated for key in _keys(rows.where({"table": table})))
        if both - unlike:
            found.append({"table": table, "location_id": sorted(both - unlike)})
    return found


def _unplaced(now: Rows, then: Rows) -> list[Filter]:
    """The rows without a place of the tables that have some in both years, body by body."""
    tables = [rows.where({"location_id": [None]}).grouped("table", "organization") for rows in (now, then)]
    shared = {table: sorted(set(codes) & set(tables[1].get(table, []))) for table, codes in tables[0].items()}
    return [{"table": table, "organization": codes, "location_id": [None]} for table, codes in shared.items() if codes]


def _then(book: Book) -> Mapping[Names, Quantity]:
    now = book.figures.get(LIKE)
    if now is None:
        return {}
    wanted = {**now.quantity.derivation["filter"], "year": book.inputs.year - 1}
    measured = book.measure("earlier_footprint", wanted, EMISSIONS)
    interval = book.earlier_errors.total(book.rows("earlier_footprint", wanted).at)
    return {(): replace(measured, interval=interval)} if measured else {}


def _change(book: Book) -> Mapping[Names, Quantity]:
    """The change like for like; what the rows of both years share is set off."""
    now, before, changed = book.printed(LIKE), book.printed(LIKE_BEFORE), rules.change(book, LIKE, LIKE_BEFORE)
    if now is None or before is None or changed is None:
        return {}
    this, that = (book.rows(str(one.derivation["product"]), one.derivation["filter"]) for one in (now, before))
    ratio = None if now.bounds.is_open else propagation.ratio(book.errors, this.at, book.earlier_errors, that.at)
    told = uncertainty.Interval(ratio.low - 1, ratio.high - 1, ratio.kind) if ratio else None
    interval = told or interval_of([now, before], uncertainty.change(now.bounds, before.bounds))
    return {(): replace(changed, interval=interval, note=notes.NOT_DISTINGUISHABLE if interval and interval.holds(0) else "")}


def _like_share(book: Book) -> Mapping[Names, Quantity]:
    found = rules.share(book, LIKE, "ghg.total")
    return {(): found} if found else {}


def _like_places(book: Book) -> Mapping[Names, Quantity]:
    now = book.figures.get(LIKE)
    found = {place for part in now.quantity.derivation["filter"][ANY_OF] for place in part["location_id"] if place} if now else set()
    number = book.measure("activities", {"table": "locations", "location_id": sorted(found)}, "location_id", "count") if found else None
    return {(): number} if number else {}


DEFINITIONS = (
    Definition(
        "coverage.<topic>.<places>",
        "count",
        "places that should report a topic (expected), that do (reporting), of which it was filled in instead (filled), and of which it is missing",
        _places,
    ),
    Definition(
        "coverage.<topic>.<measure>.share",
        "share",
        "places, people or floor area that report a topic divided by those of all places that should",
        _shares,
    ),
    Definition(
        "ghg.like_for_like",
        TONNES,
        "sum of the emissions of places that are in the totals of this year and of the year before, and of tables without places that are in both; "
        "without what was filled in otherwise than from own months",
        _now,
    ),
    Definition("ghg.like_for_like.previous_year", TONNES, "sum of the emissions of the same places and tables in the year before", _then),
    Definition("ghg.like_for_like.places", "count", "places that are compared like for like", _like_places),
    Definition(
        "ghg.like_for_like.share",
        "share",
        "emissions that are compared like for like divided by the total",
        _like_share,
    ),
    Definition(
        "ghg.change.like_for_like",
        "share",
        "emissions of what both years cover divided by those of the year before, less 1",
        _change,
    ),
)
