"""Places of work: kinds, management and reviews, what each emits and uses, and the lines that they report through."""

from collections.abc import Iterator, Mapping
from typing import Any

from greening.ems.ranking import GRADES
from greening.ems.sites import MISSIONS
from greening.figures import derivation, ghg, people, rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Quantity
from greening.figures.names import part_of_name
from greening.figures.places import OPERATION as OWN_AREA
from greening.figures.rolled_up import with_members
from greening.figures.selection import ANY_OF, Filter
from greening.units import KG_PER_T

#: Reviews that a place owes.
REVIEWS = ("plan", "statement", "aspects")
_ELECTRICITY: Filter = {"indicator_id": "energy.electricity", "in_total": True}


def _reviews(state: str) -> Rule:
    """A rule that counts the places whose review is in a state, by review; absent where no place says when it reviewed it."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        found: dict[Names, Quantity] = {}
        for review in REVIEWS:
            column = f"{review}_review"
            if set(book.rows("sites", {}).distinct(column)) - {"not_known"}:
                found[(review,)] = _count(book, {column: state})
        return found

    return _rule


def _count(book: Book, wanted: Filter) -> Quantity:
    return rules.number_of(book, "sites", wanted, "location_id")


def _by(column: str) -> Rule:
    """A rule that counts the places by what a column says."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        return {(part_of_name(value),): _count(book, {column: value}) for value in book.rows("sites", {}).distinct(column)}

    return _rule


def _graded(grade: str) -> Rule:
    """A rule that adds up the aspects of all places that have a grade; absent where no place grades any."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        any_graded = any(sum(book.rows("sites", {}).known(f"aspects_{one}")) for one in GRADES)
        found = book.measure("sites", {}, f"aspects_{grade}") if any_graded else None
        return {(): found} if found else {}

    return _rule


def _own_places(book: Book) -> Iterator[tuple[str, Filter]]:
    """Each of the body's own places as a part of a name, and the filter of its rows; none of a group, whose members have pages of their own."""
    for place in book.rows("sites", {}).distinct("location_id"):
        yield part_of_name(place), {"organization": book.inputs.organization, "location_id": place}


def _at(product: str, column: str, wanted: Filter, operation: str = "sum") -> Rule:
    """A rule that makes one number of the rows of each place that the filter selects."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        measured = {(name,): book.measure(product, {**wanted, **place}, column, operation) for name, place in _own_places(book)}
        return {names: found for names, found in measured.items() if found}

    return _rule


def _due(book: Book) -> Mapping[Names, Quantity]:
    """The day on which each review of each place falls due next, as text."""
    found: dict[Names, Quantity] = {}
    for review in REVIEWS:
        column = f"{review}_due_date"
        for place, day in book.rows("sites", {}).combinations(["location_id", column]):
            wanted = {"location_id": place}
            made = derivation.of_rows("sites", book.rows("sites", wanted), wanted, column, "single", 1.0, {})
            found[(part_of_name(place), review)] = Quantity(text=day, derivation=made)
    return found


def _emissions(book: Book) -> Mapping[Names, Quantity]:
    """The emissions of each place that count in the total."""
    return _at("footprint", ghg.EMISSIONS, book.counted)(book)


def _per_head(book: Book) -> Mapping[Names, Quantity]:
    """Emissions of each place by the people there whom greenhouse gas figures cover."""
    divided = {(name,): rules.divide(book, f"location.{name}.ghg.total", heads) for name, heads in _heads(book)}
    return {names: found for names, found in divided.items() if found}


def _buildings_per_head(book: Book) -> Mapping[Names, Quantity]:
    """Emissions of the buildings of each place by the same people."""
    facilities: Filter = {**book.counted, "bucket": "facilities"}
    over = {name: book.measure("footprint", {**facilities, **place}, ghg.EMISSIONS) for name, place in _own_places(book)}
    divided = {(name,): rules.divide(book, part, heads) for name, heads in _heads(book) if (part := over[name])}
    return {names: found for names, found in divided.items() if found}


def _heads(book: Book) -> Iterator[tuple[str, rules.Term]]:
    """The people of each place whom greenhouse gas figures cover: its figure of all people, where these are all."""
    for name, place in _own_places(book):
        covers = book.rows("activities", {"table": "personnel", **place}).distinct("covers")
        included = [words for words in covers if people.includes(words, "ghg")]
        if len(included) == len(covers):
            yield name, f"location.{name}.personnel"
        elif heads := book.measure("activities", {"table": "personnel", **place, "covers": [None, *included]}, "headcount", people.OPERATION):
            yield name, heads


def _per_area(book: Book) -> Mapping[Names, Quantity]:
    """Emissions of the buildings of each place, in kg, by its floor area."""
    facilities: Filter = {**book.counted, "bucket": "facilities"}
    found: dict[Names, Quantity] = {}
    for name, place in _own_places(book):
        over = book.measure("footprint", {**facilities, **place}, ghg.EMISSIONS, scale=KG_PER_T)
        divided = rules.divide(book, over, f"location.{name}.floor_area") if over else None
        found |= {(name,): divided} if divided else {}
    return found


def lines(book: Book) -> Mapping[str, Filter]:
    """The rows of each reporting line: of a body all its lines, of a group those of missions, which report through their department."""
    wanted: Filter = {"table": "locations"} if not len(book.rows("members", {})) else {"table": "locations", "kind": list(MISSIONS)}
    by_line: dict[str, dict[str, list[str]]] = {}
    for line, code, place in book.rows("activities", wanted).combinations(["reporting_line", "organization", "location_id"]):
        by_line.setdefault(line, {}).setdefault(code, []).append(place)
    return {line: _any([{"organization": code, "location_id": places} for code, places in found.items()]) for line, found in by_line.items()}


def _any(filters: list[Mapping[str, Any]]) -> Filter:
    return filters[0] if len(filters) == 1 else {ANY_OF: filters}


def _by_line(book: Book) -> Mapping[Names, Quantity]:
    """Emissions by reporting line; none where the rows lack a part of the total."""
    if not ghg.adds_up(book):
        return {}
    measured = {(part_of_name(line),): book.measure("footprint", {**book.counted, **places}, ghg.EMISSIONS) for line, places in lines(book).items()}
    return {names: found for names, found in measured.items() if found}


def _without_line(book: Book) -> Mapping[Names, Quantity]:
    """What no reporting line has of the total: emissions without a place, or at places without a line."""
    names = rules.names_of(book, "ghg.reporting_line.<line>")
    if not names:
        return {}
    rest = book.rows("footprint", book.counted)
    for places in lines(book).values():
        rest = rest.without(rest.where(places))
    if not len(rest):
        return {}
    wanted: Filter = {**book.counted, ANY_OF: [{"organization": code, "location_id": _places(rest, code)} for code in rest.distinct("organization")]}
    found = book.measure("footprint", wanted, ghg.EMISSIONS)
    return {(): found} if found else {}


def _places(rows: Any, code: str) -> list[str | None]:
    of_body = rows.where({"organization": code})
    return [*of_body.distinct("location_id"), *([None] if of_body.is_missing("location_id").any() else [])]


_OF_BODIES = (
    Definition(
        "locations.kind.<kind>",
        "count",
        "number of locations by kind",
        rules.split("activities", "location_id", rules.all_rows(table="locations"), ["kind"], "count"),
    ),
    Definition("locations.ems.<status>", "count", "number of locations by the status of their environmental management system", _by("ems_status")),
    Definition("locations.review.overdue.<review>", "count", "number of locations whose review is overdue, as of 31 December", _reviews("overdue")),
    Definition("locations.review.not_known.<review>", "count", "number of locations that do not say when they reviewed it", _reviews("not_known")),
    *(Definition(f"aspects.{grade}", "count", f"number of aspects of {grade} significance at all places", _graded(grade)) for grade in GRADES),
    Definition("location.<location>.ghg.total", ghg.TONNES, "sum of emissions of the total at the place", _emissions),
    Definition(
        "location.<location>.personnel",
        "persons",
        "people at the place, counts on several dates averaged",
        _at("activities", "headcount", {"table": "personnel"}, people.OPERATION),
    ),
    Definition(
        "location.<location>.floor_area",
        "m2",
        "floor area of the place; of premises reported whole, the body's own share",
        _at("activities", "floor_area_m2", {"table": "locations"}, OWN_AREA),
    ),
    Definition("location.<location>.ghg.per_capita", "t/person", "emissions of the place divided by the people there whom they cover", _per_head),
    Definition(
        "location.<location>.ghg.facilities.per_capita",
        "t/person",
        "emissions of the buildings of the place divided by the people there whom they cover",
        _buildings_per_head,
    ),
    Definition("location.<location>.ghg.per_m2", "kg/m2", "emissions of the buildings of the place divided by its floor area", _per_area),
    Definition("location.<location>.electricity", "kWh", "sum of electricity used at the place", _at("indicators", "value", _ELECTRICITY)),
    Definition("location.<location>.waste", "kg", "sum of waste at the place", _at("indicators", "value", people.TOPIC_INDICATORS["waste"])),
    Definition("location.<location>.water", "m3", "sum of water used at the place", _at("indicators", "value", people.TOPIC_INDICATORS["water"])),
    Definition(
        "location.<location>.checklist.in_place",
        "count",
        "parts of the maturity checklist that are in place",
        _at("sites", "checklist_in_place", {}, "single"),
    ),
    Definition(
        "location.<location>.checklist.answered",
        "count",
        "parts of the maturity checklist whose answer is understood",
        _at("sites", "checklist_answered", {}, "single"),
    ),
    Definition("location.<location>.review.<review>.due", "text", "day of the last review and one year (plan), or four (statement, aspects)", _due),
    Definition("ghg.reporting_line.<line>", ghg.TONNES, "sum of emissions of the total at the places that report through the line", _by_line),
    Definition(
        "ghg.without_reporting_line", ghg.TONNES, "sum of emissions of the total at no place, or at places without a reporting line", _without_line
    ),
    Definition(
        "ghg.reported_by_other.total",
        ghg.TONNES,
        "sum of emissions of premises that another body reports, outside the total",
        rules.total("footprint", ghg.EMISSIONS, rules.all_rows(outside_reason="reported_by_other", basis=[None, "location"])),
    ),
)
#: Definitions in which what members report is rolled up to their group.
DEFINITIONS = with_members(_OF_BODIES)
