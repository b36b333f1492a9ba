"""What tells one body from another, and its answers on management, so that groups can compare and count their members."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from greening import reference
from greening.figures import rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Quantity
from greening.figures.people import FIELD_MISSIONS
from greening.gaps.records import climate_of
from greening.peers.characteristics import MIXED
from greening.tables import submission_tables

#: Kinds of places that are in the field.
FIELD = (*FIELD_MISSIONS, "country_office")
#: Kinds of bodies in the register that say nothing of their work.
_NO_KIND = ("invented", "group")
#: Questions on management whose answer for the whole body is a figure.
QUESTIONS = (
    "policy.status",
    "ems.status",
    "imp.status",
    "procurement.policy",
    "training.mandatory",
    "travel.policy",
    "ict.policy",
)


def _kind(book: Book) -> Mapping[Names, Quantity]:
    """The kind of work in the body's own words, else as the register of organizations has it."""
    if told := book.profile.get("kind"):
        made = {"product": "activities", "filter": {"table": "profile", "organization": book.inputs.organization}, "column": "kind"}
        return {(): Quantity(text=str(told).strip(), derivation=made)}
    known = _registered_kinds().get(book.inputs.organization, "")
    return {(): Quantity(text=known, derivation={"formula": "type in organizations.csv", "figures": []})} if known else {}


@cache
def _registered_kinds() -> Mapping[str, str]:
    registered = reference.load("organizations")
    kinds = zip(registered["code"].tolist(), registered["type"].tolist(), strict=True)
    return {code: kind for code, kind in kinds if isinstance(kind, str) and kind not in _NO_KIND}


def _share_of_places(kinds: Sequence[str]) -> Rule:
    def _rule(book: Book) -> Mapping[Names, Quantity]:
        every = submission_tables()["locations"].columns["kind"].choices
        found = rules.divide(book, rules.counted(book, "locations", {"kind": list(kinds)}), rules.counted(book, "locations", {"kind": list(every)}))
        return {(): found} if found else {}

    return _rule


def _climate(book: Book) -> Mapping[Names, Quantity]:
    """The climate of the most places; mixed where no one climate has the most."""
    told = book.rows("activities", {"table": "locations"}).values("climate")
    counts = Counter(climate_of(str(words)) for words in told if words).most_common(2)
    if not counts:
        return {}
    is_tied = len(counts) > 1 and counts[0][1] == counts[1][1]
    made = {"formula": "climate of the most places in locations", "figures": []}
    return {(): Quantity(text=MIXED if is_tied else counts[0][0], derivation=made)}


def _largest(*patterns: str) -> Rule:
    """A rule that names the largest figure of the first pattern of which there are any, made or published."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        for start, end in (re.split(r"<\w+>", pattern) for pattern in patterns):
            named = _named(book, start, end)
            if any(value > 0 for value in named.values()):
                name = min(named, key=lambda one: (-named[one], one))
                return {(): Quantity(text=name, derivation={"formula": f"largest of {start}…{end}", "figures": [f"{start}{name}{end}"]})}
        return {}

    return _rule


def _named(book: Book, start: str, end: str) -> dict[str, float]:
    """The values of the figures whose names begin and end so, by the one word between."""
    every = (name for name in {**book.quoted, **book.figures} if name.startswith(start) and name.endswith(end))
    words = {name.removeprefix(start).removesuffix(end): book.known(name) for name in every}
    return {word: found.value for word, found in words.items() if found and re.fullmatch(r"\w+", word) and word != "unspecified"}


def _answer(question: str) -> Rule:
    """A rule that gives the answer for the whole body, in lower case; none where several differ."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        given = (row["answer"] for row in book.own("management") if row["question_id"] == question and row["location_id"] is None)
        told = {str(answer).strip().casefold() for answer in given if answer}
        made = {"formula": f"answer to {question} without a place in management", "figures": []}
        return {(): Quantity(text=told.pop(), derivation=made)} if len(told) == 1 else {}

    return _rule


DEFINITIONS = (
    Definition("traits.kind", "text", "kind of work as the profile says, else as the register of organizations does", _kind),
    Definition(
        "traits.field.share",
        "share",
        "places that are field missions, special political missions or country offices divided by all places of known kind",
        _share_of_places(FIELD),
    ),
    Definition(
        "traits.field_mission.share",
        "share",
        "places that are field missions or special political missions divided by all places of known kind",
        _share_of_places(FIELD_MISSIONS),
    ),
    Definition("traits.climate", "text", "climate of the most places; mixed where no one climate has the most", _climate),
    Definition("traits.main_bucket", "text", "largest part of the emissions", _largest("ghg.bucket.<bucket>", "ghg.bucket.<bucket>.share")),
    Definition("traits.main_source", "text", "largest source of the emissions", _largest("ghg.source.<source>")),
    *(Definition(f"answer.{question}", "text", "answer of the whole body, as submitted", _answer(question)) for question in QUESTIONS),
)
