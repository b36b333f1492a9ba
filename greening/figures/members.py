"""Members of a group: whose figures are in it, from which year, and what they add up to."""

from collections.abc import Mapping
from dataclasses import replace

from greening import published, uncertainty
from greening.figures import derivation, rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import MORE_THAN, Quantity, at_least, at_most
from greening.figures.selection import Filter

STATUSES = ("updated", "carried_forward", "missing")


def _count(**wanted: object) -> Rule:
    def _rule(book: Book) -> Mapping[Names, Quantity]:
        if book.inputs.members.empty:
            return {}
        rows = book.rows("members", wanted)
        made = derivation.of_rows("members", rows, wanted, "member", "count", 1.0, {})
        return {(): Quantity(float(len(rows)), derivation=made)}

    return _rule


def _total(book: Book) -> Mapping[Names, Quantity]:
    """The sum of the members' totals; a minimum where a member has none."""
    summed = book.measure("members", {}, "emissions_tco2e")
    if summed is None:
        return {}
    return {(): at_least(summed) if _is_minimum(book) else summed}


def _is_minimum(book: Book) -> bool:
    """Whether the members' sum lacks a part: a member without a total, or one whose total is itself a minimum."""
    members = book.rows("members", {})
    return MORE_THAN in members.distinct("precision") or bool(members.is_missing("emissions_tco2e").any())


def _unallocated(book: Book) -> Mapping[Names, Quantity]:
    """The part of the group's own total that its members do not explain; at most this where their sum is a minimum."""
    summed = book.measure("members", {}, "emissions_tco2e")
    # What members without figures emit is part of the rest: nothing is taken off for them.
    found = rules.difference(book, "ghg.total", summed) if summed and book.has_own_totals else None
    if found is None:
        return {}
    # Where total and sum both lack a bound above, nothing bounds the rest.
    return {(): at_most(found) if _is_minimum(book) and not found.bounds.is_open else found}


def _published_share(book: Book) -> Mapping[Names, Quantity]:
    part = book.measure("members", {}, "published_tco2e")
    whole = book.measure("members", {}, "emissions_tco2e")
    found = rules.share(book, part, whole) if part and whole else None
    return {(): found} if found else {}


def _each(column: str, *, carried: bool) -> Rule:
    """A rule that gives a column for each member, under the year of its figures where that is another year."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        found: dict[Names, Quantity] = {}
        for row in book.rows("members", {}).records(["member", "data_year", "precision", column]):
            code, year = row["member"], row["data_year"]
            is_other_year = year is not None and year != book.inputs.year
            if row[column] is not None and is_other_year == carried:
                found[(str(year), code) if carried else (code,)] = _cell(book, code, column, row["precision"])
        return found

    return _rule


def _cell(book: Book, code: str, column: str, precision: str | None) -> Quantity:
    wanted: Filter = {"member": code}
    found = book.measure("members", wanted, column, "single")
    if found is None or column != "emissions_tco2e" or precision is None:
        return found or Quantity()
    low, high = published.bounds(found.value, precision)
    return replace(found, interval=uncertainty.Interval(low, high), precision=precision)


_OF_MEMBERS = {
    "ghg.total": ("t CO2e", "emissions_tco2e", "the member's total"),
    "ghg.per_capita": ("t/person", "per_capita_tco2e", "the member's emissions per person"),
    "personnel.total": ("persons", "personnel", "the member's personnel"),
}

DEFINITIONS = (
    Definition("members.known", "count", "number of members", _count()),
    *(
        Definition(f"members.{status}", "count", f"number of members that are {status.replace('_', ' ')}", _count(status=status))
        for status in STATUSES
    ),
    Definition("members.total", "t CO2e", "sum of the members' totals", _total),
    Definition("members.unallocated", "t CO2e", "the group's own total less the sum of its members' totals", _unallocated),
    Definition(
        "members.published.share", "share", "part of the members' totals that rests on published figures, divided by their sum", _published_share
    ),
    *(Definition(f"{name}:<member>", unit, words, _each(column, carried=False)) for name, (unit, column, words) in _OF_MEMBERS.items()),
    *(
        Definition(f"{name}@<year>:<member>", unit, f"{words}, carried forward", _each(column, carried=True))
        for name, (unit, column, words) in _OF_MEMBERS.items()
    ),
)
