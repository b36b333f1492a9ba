"""Members of a group: whose figures are in it, from which year, and what they add up to."""

import math
from collections.abc import Mapping

from greening.figures import rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import MORE_THAN, Quantity, at_least, at_most
from greening.peers.bodies import Told
from greening.peers.columns import OF_MEMBERS
from greening.uncertainty import Interval

#: How a figure of a member is made in its group's report.
OWN = "the member's own figure"
STATUSES = ("updated", "carried_forward", "missing")


def _count(**wanted: object) -> Rule:
    def _rule(book: Book) -> Mapping[Names, Quantity]:
        if book.inputs.members.empty:
            return {}
        return {(): rules.number_of(book, "members", wanted, "member")}

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


def _own(figure_id: str, *, carried: bool) -> Rule:
    """A rule that gives a figure of each member as its own report has it, under the year of its figures where that is another year."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        of_year = [body for body in book.inputs.member_bodies if (body.data_year != book.inputs.year) == carried]
        told = [(body, body.figures[figure_id]) for body in of_year if figure_id in body.figures]
        return {(str(body.data_year), body.code) if carried else (body.code,): _quantity(body.code, figure_id, one) for body, one in told}

    return _rule


def _quantity(code: str, figure_id: str, told: Told) -> Quantity:
    """A member's figure with the interval and the precision that it has in the member's report."""
    made = {
        "product": "members_figures",
        "filter": {"organization": code, "figure_id": figure_id},
        "column": "text" if told.value is None else "value",
        "operation": "single",
        "rows": 1,
    }
    return Quantity(
        value=math.nan if told.value is None else told.value,
        text=told.text or "",
        interval=_interval(told),
        precision=told.precision or "",
        derivation=made,
        note=told.note or "",
        method=OWN,
    )


def _interval(told: Told) -> Interval | None:
    if told.interval_kind is None or (told.low is None and told.high is None):
        return None
    return Interval(-math.inf if told.low is None else told.low, math.inf if told.high is None else told.high, told.interval_kind)


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
    *(
        Definition(f"{name}{year}:<member>", unit, f"{OWN}{words}", _own(name, carried=bool(year)))
        for name, unit in OF_MEMBERS.items()
        for year, words in (("", ""), ("@<year>", ", carried forward"))
    ),
)
