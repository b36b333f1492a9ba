"""People, and what there is per head.

A per-head figure divides what the places with people report by the people there; everything by all people whom `covers` includes where
a row of the topic, or every personnel row, has no location. For a group both parts are summed over the members that have both.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from greening import notes
from greening.figures import rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Quantity
from greening.figures.selection import ANY_OF, Filter, Rows

#: How people are counted, as the derivation names it.
OPERATION = "mean over dates, then sum"
#: Organization, place, topics and number of a row of people.
Person = Mapping[str, Any]
#: Kinds of location where people live in camps, so that what is used and thrown away per head is of another order.
FIELD_MISSIONS = ("field_mission", "special_political_mission")
#: At most so many places are named in a note.
PLACES_NAMED = 5
#: What a topic's figures are measured by: product and filter. The footprint's filter is the rows that count in the total.
TOPIC_INDICATORS: Mapping[str, Filter] = {
    "waste": {"indicator_id": "waste.total", "in_total": True},
    "water": {"indicator_id": "water.total", "in_total": True},
}


def covered(book: Book, rows: Rows, topic: str) -> list[Filter]:
    """Filters of the personnel whom the rows of a topic cover, one for each organization that has both rows and people."""
    personnel = book.rows("activities", {"table": "personnel"})
    by_code: dict[str, list[Person]] = {}
    for person in personnel.records(["organization", "location_id", "covers", "headcount"]):
        by_code.setdefault(person["organization"], []).append(person)
    filters = [_covered(by_code.get(code, []), rows.where({"organization": code}), topic) for code in rows.distinct("organization")]
    return [wanted for wanted in filters if wanted]


def _covered(personnel: Iterable[Person], rows: Rows, topic: str) -> Filter | None:
    included = [person for person in personnel if includes(person["covers"], topic)]
    if not included:
        return None
    wanted: dict[str, Any] = {
        "organization": included[0]["organization"],
        "covers": list(dict.fromkeys(person["covers"] for person in included)),
    }
    if _are_placed(included, rows):
        wanted["location_id"] = _peopled(included, rows)
        included = [person for person in included if person["location_id"] in wanted["location_id"]]
    return wanted if sum(map(_heads, included)) > 0 else None


def _are_placed(personnel: Iterable[Person], rows: Rows) -> bool:
    """Whether people can be counted by place: every row of the topic has a location, and some of the personnel."""
    return not rows.is_missing("location_id").any() and any(person["location_id"] is not None for person in personnel)


def _peopled(personnel: Iterable[Person], rows: Rows) -> list[str]:
    """The places of a topic's rows at which people are reported, in order."""
    return sorted(set(rows.distinct("location_id")) & {person["location_id"] for person in personnel if _heads(person) > 0})


def _heads(person: Person) -> float:
    """The people of a row; a row without a number adds none."""
    return person["headcount"] or 0


def includes(covers: str | None, topic: str) -> bool:
    """Whether people are covered by a topic's figures; those of whom nothing is said are by all."""
    return covers is None or bool({"", "all", topic} & set(re.split(r"[\s,;]+", covers.strip())))


def headcount(book: Book, filters: Iterable[Filter]) -> Quantity | None:
    """The people whom the filters select together; None where there are none."""
    found = list(filters)
    if not found:
        return None
    wanted = found[0] if len(found) == 1 else {"any_of": found}
    return book.measure("activities", {"table": "personnel", **wanted}, "headcount", OPERATION)


def per_head(product: str, column: str, where: rules.Where, topic: str, figure_id: str, scale: float = 1.0) -> Rule:
    """A rule that divides rows by the people whom they cover; `figure_id` is the sum of the same rows.

    Where no personnel is submitted, the published `personnel.total` is divided by.
    """

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        wanted = where(book)
        filters = covered(book, book.rows(product, wanted), topic) if wanted is not None else []
        people = headcount(book, filters)
        if people is None or wanted is None:
            divided = _per_published_head(book, figure_id)
        else:
            rows = book.rows(product, wanted)
            left = rows.without(rows.where(where_people_are(filters)))
            over = _numerator(book, product, column, wanted, filters, figure_id, scale, complete=not len(left))
            divided = rules.divide(book, over, _named(book, f"personnel.covered.{topic}", people)) if over else None
            divided = replace(divided, note=_without(book, left, filters)) if divided else None
        return {(): divided} if divided else {}

    return _rule


def elsewhere(product: str, column: str, where: rules.Where, topic: str, kinds: Sequence[str], scale: float = 1.0) -> Rule:
    """A rule that divides rows by people, both without places of these kinds.

    Only where places of the kinds are among others, every row has a place, and people are counted by place.
    """

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        wanted = where(book)
        rows = book.rows(product, wanted) if wanted is not None else None
        if wanted is None or rows is None or rows.is_missing("location_id").any():
            return {}
        left = _placed_at(book, kinds)
        reporting = {code: set(places) for code, places in rows.grouped("organization", "location_id").items()}
        kept = {code: sorted(places - left.get(code, set())) for code, places in reporting.items()}
        others = [{"organization": code, "location_id": places} for code, places in kept.items() if places]
        if not others or not any(places & left.get(code, set()) for code, places in reporting.items()):
            return {}
        filters = covered(book, rows.where({ANY_OF: others}), topic)
        people = headcount(book, filters)
        if people is None or not all("location_id" in found for found in filters):
            return {}
        over = book.measure(product, {**wanted, **where_people_are(filters)}, column, scale=scale)
        divided = rules.divide(book, over, people) if over else None
        return {(): divided} if divided else {}

    return _rule


def _placed_at(book: Book, kinds: Sequence[str]) -> dict[str, set[str]]:
    """The places of these kinds by organization."""
    found = book.rows("activities", {"table": "locations", "kind": list(kinds)}).grouped("organization", "location_id")
    return {code: set(places) for code, places in found.items()}


def _per_published_head(book: Book, figure_id: str) -> Quantity | None:
    people = book.known("personnel.total")
    return rules.divide(book, figure_id, "personnel.total") if people and people.origin != "rows" else None


def _numerator(
    book: Book, product: str, column: str, wanted: Filter, filters: list[Filter], figure_id: str, scale: float, *, complete: bool
) -> rules.Term | None:
    known = book.figures.get(figure_id)
    if complete and known and known.quantity.derivation.get("filter") == wanted:
        return figure_id
    return book.measure(product, {**wanted, **where_people_are(filters)}, column, scale=scale)


def where_people_are(filters: Sequence[Filter]) -> Filter:
    """The filter of the rows of a topic that belong to the people whom the filters select: their places, or all of the organization."""
    places = [{name: found[name] for name in ("organization", "location_id") if name in found} for found in filters]
    if len(places) == 1:
        return places[0]
    if any("location_id" in place for place in places):
        return {ANY_OF: places}
    return {"organization": [place["organization"] for place in places]}


def _without(book: Book, left: Rows, filters: Sequence[Filter]) -> str:
    """Names the places whose rows are left out since no people are reported there; empty where there are none."""
    reporting = {found["organization"] for found in filters}
    places = sorted({place for code, found in left.grouped("organization", "location_id").items() if code in reporting for place in found})
    if not places:
        return ""
    # The first row of a place names it.
    known = {row["location_id"]: row["name"] for row in reversed(book.rows("activities", {"table": "locations"}).records(["location_id", "name"]))}
    names = [str(known.get(place) or place) for place in places]
    more = len(names) - PLACES_NAMED
    if more > 0:
        return notes.message("note.without_people.more", places=names[:PLACES_NAMED], count=more)
    return notes.message("note.without_people", places=names)


def _named(book: Book, figure_id: str, quantity: Quantity) -> rules.Term:
    """The name of a figure, where it is made from the same rows as the quantity; else the quantity."""
    figure = book.figures.get(figure_id)
    return figure_id if figure and figure.quantity.derivation == quantity.derivation else quantity


def covered_by(topic: str) -> Rule:
    """A rule that counts the people whom a topic's figures cover."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        rows = book.rows("indicators", TOPIC_INDICATORS[topic]) if topic in TOPIC_INDICATORS else book.rows("footprint", book.counted)
        people = headcount(book, covered(book, rows, topic))
        return {(): people} if people else {}

    return _rule


DEFINITIONS = (
    Definition(
        "personnel.total",
        "persons",
        "people reported, counts on several dates averaged",
        rules.or_members(rules.total("activities", "headcount", rules.all_rows(table="personnel"), OPERATION), "personnel"),
    ),
    *(
        Definition(f"personnel.covered.{topic}", "persons", f"people at the places that report {words}", covered_by(topic))
        for topic, words in {"ghg": "emissions", "waste": "waste", "water": "water"}.items()
    ),
)
