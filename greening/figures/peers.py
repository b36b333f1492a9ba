"""Members of a group compared fairly: who reports what for how many people, what would be added for the others, who is alike."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from greening import factors, notes, reference
from greening.figures import derivation, rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Quantity, at_least
from greening.figures.selection import Filter
from greening.peers.characteristics import COMPONENTS, MEASURED
from greening.peers.coverage import COVERAGES, REPORTED, TOPICS

#: The units of the amount of a topic, and of that per person.
UNITS: Mapping[str, tuple[str, str]] = {
    "ghg": ("t CO2e", "t/person"),
    "electricity": ("kWh", "kWh/person"),
    "waste": ("kg", "kg/person"),
    "water": ("m3", "m3/person"),
}
#: Unit of a distance between two bodies.
DISTANCE = "distance"
#: What an answer may hold to be a part of a figure's name.
_PLAIN = re.compile(r"[a-z0-9_-]+")


def _number(wanted: Filter) -> Rule:
    """A rule that counts rows of `standings`; nothing where the body is no group."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        if book.inputs.members.empty:
            return {}
        return {(): rules.number_of(book, "standings", wanted, "member")}

    return _rule


def _adjusted(topic: str) -> Rule:
    """What the members report, and what would be added for people who are not covered; a minimum where of some nothing is known."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        reported, imputed = book.measure("standings", {"topic": topic}, "total"), book.measure("standings", {"topic": topic}, "imputed")
        if reported is None or imputed is None:
            return {}
        parts = derivation.of_terms("sum", [reported.derivation, imputed.derivation], f"reported + peers.{topic}.imputed")
        found = Quantity(reported.value + imputed.value, derivation=parts, note=notes.HOLDS_IMPUTED)
        rows = book.rows("standings", {"topic": topic})
        lacks = (rows.is_missing("total") & rows.is_missing("imputed")).any()
        return {(): at_least(found) if lacks else found}

    return _rule


def _each(topic: str, column: str) -> Rule:
    """A rule that gives a column of `standings` for each member that has it."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        cells = book.rows("standings", {"topic": topic}).records(["member", column])
        return {
            (row["member"],): _cell("standings", {"topic": topic, "member": row["member"]}, column, row[column])
            for row in cells
            if row[column] is not None
        }

    return _rule


def _cell(product: str, wanted: Filter, column: str, value: float) -> Quantity:
    made = {"product": product, "filter": dict(wanted), "column": column, "operation": "single", "rows": 1}
    return Quantity(float(value), derivation=made)


def _distances(column: str) -> Rule:
    """A rule that gives a column of `peers` for each pair of bodies."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        return {
            (row["peer"], row["member"]): _cell("peers", {"member": row["member"], "peer": row["peer"]}, column, row[column])
            for row in book.rows("peers", {}).records(["member", "peer", column])
            if row[column] is not None
        }

    return _rule


def _parameter(name: str) -> Rule:
    """A rule that gives a parameter of the comparison; nothing where the body is no group."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        if book.inputs.members.empty:
            return {}
        row = factors.parameter(name)
        made = {"formula": row["about"], "operation": "parameter", "figures": [], "parameter": name, "source_id": row["source_id"]}
        return {(): Quantity(float(row["value"]), derivation=made)}

    return _rule


def _reporting(book: Book) -> Mapping[Names, Quantity]:
    """For each item of the scorecard the members whose own report has its figure."""
    if book.inputs.members.empty:
        return {}
    return {(item,): rules.number_of(book, "members_figures", {"figure_id": figure_id}, "organization") for item, figure_id, _ in _scorecard()}


def _levels(book: Book) -> Mapping[Names, Quantity]:
    """For each item of the scorecard that is a level the members by the text of its figure; answers that are no plain word are counted as other."""
    found: dict[Names, Quantity] = {}
    for item, figure_id, asks in () if book.inputs.members.empty else _scorecard():
        texts: dict[str, list[str]] = {}
        for text in book.rows("members_figures", {"figure_id": figure_id}).distinct("text") if asks == "level" else ():
            word = text.replace(" ", "_")
            texts.setdefault(word if _PLAIN.fullmatch(word) else "other", []).append(text)
        wanted = {(item, word): {"figure_id": figure_id, "text": same} for word, same in texts.items()}
        found |= {names: rules.number_of(book, "members_figures", where, "organization") for names, where in wanted.items()}
    return found


@cache
def _scorecard() -> Sequence[tuple[str, str, str]]:
    """The items of the scorecard, each with its figure and whether that is a value or a level; read where it is asked for."""
    items = reference.load("scorecard")
    return list(zip(items["item"].tolist(), items["figure_id"].tolist(), items["asks"].tolist(), strict=True))


def _per_topic(topic: str, amount: str, per_head: str) -> Sequence[Definition]:
    start = f"peers.{topic}"
    return (
        *_counts(start, topic),
        Definition(
            f"{start}.people",
            "persons",
            "people whom the topic covers, of members that report it for this year",
            rules.total("standings", "covered", rules.all_rows(topic=topic, coverage=list(REPORTED))),
        ),
        Definition(
            f"{start}.people.share",
            "share",
            "people whom the topic covers divided by all people of the members",
            rules.ratio(f"{start}.people", "peers.people"),
        ),
        Definition(
            f"{start}.imputed",
            amount,
            "amount for people who are not covered, by the member's own amount per person, else by that of other members",
            rules.total("standings", "imputed", rules.all_rows(topic=topic)),
        ),
        Definition(f"{start}.adjusted", amount, "amount that members report, and that for people who are not covered", _adjusted(topic)),
        Definition(f"{start}.imputed.share", "share", "amount for people who are not covered divided by the adjusted amount", _imputed_share(start)),
        Definition(f"{start}.first_place:<member>", "count", "first place that the member may have, the lowest first", _each(topic, "first_place")),
        Definition(f"{start}.last_place:<member>", "count", "last place that the member may have", _each(topic, "last_place")),
        Definition(f"{start}.median:<member>", per_head, "median of the bodies like the member that are ranked too", _each(topic, "peer_median")),
    )


def _counts(start: str, topic: str) -> Sequence[Definition]:
    """Members by how they cover a topic."""
    reporting, ranked = {"topic": topic, "coverage": list(REPORTED)}, {"topic": topic, "is_ranked": True}
    return (
        Definition(f"{start}.reporting", "count", "members that report the topic for this year", _number(reporting)),
        *(
            Definition(f"{start}.{way}", "count", f"members whose coverage of the topic is {way}", _number({"topic": topic, "coverage": way}))
            for way in COVERAGES
        ),
        Definition(f"{start}.ranked", "count", "members that may be compared: whole coverage, the same basis", _number(ranked)),
    )


def _imputed_share(start: str) -> Rule:
    """The imputed part of the adjusted amount, as a point: the amount may be a minimum, its parts are what they are."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        imputed, adjusted = book.known(f"{start}.imputed"), book.known(f"{start}.adjusted")
        if imputed is None or adjusted is None:
            return {}
        found = rules.divide(book, imputed, replace(adjusted, interval=None, precision=""))
        return {(): found} if found else {}

    return _rule


def _matching() -> Sequence[Definition]:
    """The distances between bodies, and what they are made with."""
    about = "distance between a member and a body like it: 0 alike, 1 as far apart as can be"
    return (
        Definition("peers.alike_distance", DISTANCE, "distance up to which two bodies are called alike", _parameter("peer_alike_distance")),
        Definition("peers.number", "count", "bodies that are matched to a body", _parameter("peer_number")),
        *(
            Definition(f"peers.weight.{name}", "weight", f"weight of {name.replace('_', ' ')} in a distance", _parameter(f"peer_weight_{name}"))
            for name in COMPONENTS
        ),
        Definition("peers.distance.<peer>:<member>", DISTANCE, about, _distances("distance")),
        *(
            Definition(f"peers.distance.<peer>.{name}:<member>", DISTANCE, f"part of the distance due to {name.replace('_', ' ')}", _distances(name))
            for name in MEASURED
        ),
    )


DEFINITIONS = (
    Definition(
        "peers.people",
        "persons",
        "people of all members, as far as they are known",
        rules.total("standings", "people", rules.all_rows(topic="ghg")),
    ),
    *(definition for topic in TOPICS for definition in _per_topic(topic, *UNITS[topic])),
    *_matching(),
    Definition("scorecard.<item>.reporting", "count", "members whose own report has the figure of an item of the scorecard", _reporting),
    Definition("scorecard.<item>.level.<answer>", "count", "members by the level that the figure of an item has in their own report", _levels),
)
