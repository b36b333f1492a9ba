"""Carbon credits: recorded beside the emissions, never taken off them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from greening import notes
from greening.credits import decisions
from greening.credits.claims import OTHER_YEAR
from greening.figures import derivation, rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Quantity
from greening.figures.selection import ANY_OF, Filter
from greening.money.exchange import is_code
from greening.tables import submission_tables

#: Extents of a decision that leave emissions of the year uncovered, whatever the number of credits.
PARTIAL = ("part_year", "headquarters_only", "part_of_emissions")
#: Findings that say that something of the boundary is missing.
_MISSING: Filter = {"rule": ["missing_topic", "no_usable_row"], "value": ["ghg", "electricity", "air_travel"]}
#: Topics of coverage that hold no emissions of the total.
_NO_EMISSIONS = ("waste", "water", "wastewater", "personnel", "imp", "procurement", "training", "biodiversity", "events", "management")
#: Statuses of coverage that say that emissions are left out which the boundary holds.
_LEFT_OUT = ("not_reported", "confidential")
#: Why a body that decided not to offset, and claims no credits, is not neutral.
NOT_OFFSET = "not_offset"
_NEUTRAL = (
    "yes where retired credits reach the whole total of a body whose boundary is covered; no where they do not, or are not meant to; else absent"
)


def _retired(book: Book) -> Mapping[Names, Quantity]:
    """Credits that count; nothing where none are claimed for the year. A group adds up those of its members."""
    wanted: Filter = {"claimed_year": book.inputs.year}
    found = book.measure("credits", wanted, "counted_tco2e")
    return {(): found} if found else {}


def _withheld(book: Book) -> Mapping[Names, Quantity]:
    """Credits claimed for the year that do not count, by the reason."""
    reasons = book.rows("credits", {"claimed_year": book.inputs.year}).distinct("reason")
    found = {(reason,): book.measure("credits", {"claimed_year": book.inputs.year, "reason": reason}, "withheld_tco2e") for reason in reasons}
    return {names: part for names, part in found.items() if part and part.value}


def _other_years(book: Book) -> Mapping[Names, Quantity]:
    found = book.measure("credits", {"status": OTHER_YEAR}, "credits_tco2e")
    return {(): found} if found else {}


def _unread(book: Book) -> Mapping[Names, Quantity]:
    """Blocks whose serial numbers hold no running number, and are compared as texts."""
    found = book.measure("credits", {"claimed_year": book.inputs.year, "read_as": "text"}, "row_id", "count")
    return {(): found} if found else {}


def _share(book: Book) -> Mapping[Names, Quantity]:
    """Credits per total; nothing where members are missing from the total."""
    found = None if book.lacks_members else rules.divide(book, "offsets.retired", "ghg.total")
    return {(): found} if found else {}


def _decided(column: str) -> Rule:
    """A rule that gives a word of the body's decision on offsets."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        found = _decision(book)
        if found is None or not found[column]:
            return {}
        wanted: Filter = {"table": "offset_decisions", "organization": book.inputs.organization, "row_id": found["row_id"]}
        made = derivation.of_rows("activities", book.rows("activities", wanted), wanted, column, "single", 1.0, book.inputs.files)
        return {(): Quantity(text=str(found[column]), derivation=made)}

    return _rule


def _decision(book: Book) -> Mapping[str, Any] | None:
    """The decision of the body itself that stands."""
    rows = [{**row, "organization": book.inputs.organization} for row in book.own("offset_decisions")]
    return decisions.latest(rows).get(book.inputs.organization)


# --- Neutral


def _reason(book: Book) -> str:
    """What decides whether a body is climate neutral: `covered` where all its emissions are offset, else the first thing that speaks against it."""
    retired, total = book.known("offsets.retired"), book.known("ghg.total")
    if retired is None:
        return NOT_OFFSET if _decided_against(book) else ""
    if total is None:
        return ""
    if retired.value < total.value:
        return "credits_below_total"
    if not book.inputs.members.empty:
        return "of_members"
    return next((name for name, holds in _AGAINST.items() if holds(book)), "covered")


def _decided_partly(book: Book) -> bool:
    decision = _decision(book)
    return decision is not None and decision["extent"] in PARTIAL


def _decided_against(book: Book) -> bool:
    decision = _decision(book)
    return decision is not None and decision["status"] == "does_not_offset"


def _is_minimum(book: Book) -> bool:
    total = book.known("ghg.total")
    return total is not None and total.bounds.is_open


def _is_partly_covered(book: Book) -> bool:
    """Whether the coverage table says that some emissions are not reported, or only a part of them."""
    rows = [row for row in book.own("coverage") if str(row["topic"]).strip().casefold() not in _NO_EMISSIONS]
    shares = [row["covered_share"] for row in rows if row["covered_share"] is not None]
    return any(share < 1 for share in shares) or any(row["status"] in _LEFT_OUT for row in rows)


def _lacks_topics(book: Book) -> bool:
    """Whether a topic of the common boundary is missing, as the checks of the submission found, or places do not report emissions."""
    missing = book.known("coverage.ghg.missing")
    return bool(len(book.rows("checks", _MISSING))) or (missing is not None and missing.value > 0)


def _lacks_rows(book: Book) -> bool:
    """Whether rows of emissions were rejected, so that the total is not of all that was handed in."""
    emitting = [
        name for name, table in submission_tables().items() if table.kind == "activity" and name not in ("waste", "water", "wastewater", "optional")
    ]
    return bool(len(book.rows("checks", {"level": "reject", "table": emitting})))


#: What keeps credits that reach the total from making a body neutral, the surest first.
_AGAINST: Mapping[str, Callable[[Book], bool]] = {
    "decided_partly": _decided_partly,
    "decided_against": _decided_against,
    "total_is_minimum": _is_minimum,
    "partly_covered": _is_partly_covered,
    "topics_missing": _lacks_topics,
    "rows_rejected": _lacks_rows,
}
#: Reasons that say for sure that a body is not neutral; any other but `covered` leaves it open.
_SURE = (NOT_OFFSET, "credits_below_total", "decided_partly")


def _reasons(book: Book) -> Mapping[Names, Quantity]:
    reason = _reason(book)
    return {(): Quantity(text=reason, derivation=_by_rule(reason))} if reason else {}


def _by_rule(reason: str) -> Mapping[str, Any]:
    """The derivation of a word that only the rule can make, with the figures that it rests on."""
    return {"formula": _NEUTRAL, "figures": ["offsets.decision"] if reason == NOT_OFFSET else ["offsets.retired", "ghg.total"]}


def _neutral(book: Book) -> Mapping[Names, Quantity]:
    """Whether the body is climate neutral; nothing where that cannot be told. A group is what its members are."""
    reason = _reason(book)
    if reason != "covered" and reason not in _SURE:
        return {}
    retired, total = book.known("offsets.retired"), book.known("ghg.total")
    is_unsure = reason == "covered" and retired is not None and total is not None and retired.value < total.bounds.high
    found = Quantity(text="yes" if reason == "covered" else "no", derivation=_by_rule(reason))
    return {(): replace(found, note=notes.BEYOND_CREDITS) if is_unsure else found}


def _margin(book: Book) -> Mapping[Names, Quantity]:
    """Retired credits less the total, with the bounds of both."""
    found = None if book.lacks_members else rules.difference(book, "offsets.retired", "ghg.total")
    return {(): found} if found else {}


# --- Members of a group, and what credits cost


def _members(book: Book) -> Mapping[Names, Quantity]:
    """Members by whether they are neutral by their own credits, as their own reports have it.

    A member of whose credits the group finds some claimed by others too is not counted as neutral.
    """
    if not len(book.rows("members_figures", {"figure_id": "offsets.neutral"})):
        return {}
    doubted = book.rows("credits", {"is_seen_only_here": True}).distinct("organization")
    told = book.rows("members_figures", {"figure_id": "offsets.neutral"}).combinations(["organization", "text"])
    found: dict[Names, Quantity] = {}
    for word in ("yes", "no"):
        codes = [code for code, text in told if text == word and not (word == "yes" and code in doubted)]
        wanted: Filter = {"figure_id": "offsets.neutral", "text": word, "organization": codes}
        found[(word,)] = rules.number_of(book, "members_figures", wanted, "figure_id")
    return found


def _decisions(book: Book) -> Mapping[Names, Quantity]:
    """Members by their decision on offsets that stands, each by its own."""
    rows = book.rows("activities", {"table": "offset_decisions"}).records(["organization", "row_id", "status", "date"])
    if book.inputs.members.empty or not rows:
        return {}
    # A group that decides for itself is none of its members.
    standing = [row for row in decisions.latest(rows).values() if row["organization"] != book.inputs.organization]
    found: dict[Names, Quantity] = {}
    for status in submission_tables()["offset_decisions"].columns["status"].choices:
        own = [row for row in standing if row["status"] == status]
        wanted: Filter = {ANY_OF: [{"organization": row["organization"], "row_id": row["row_id"]} for row in own]}
        found[(status,)] = rules.counted(book, "offset_decisions", wanted)
    return found


def _costs(book: Book) -> Mapping[Names, Quantity]:
    """What the body paid for the credits that it claims for the year, by currency."""
    found: dict[Names, Quantity] = {}
    mine = {"table": "offsets", "organization": book.inputs.organization, "claimed_year": book.inputs.year}
    for (currency,) in book.rows("activities", mine).combinations(["currency"]):
        measured = book.measure("activities", {**mine, "currency": currency}, "cost") if is_code(currency) else None
        found |= {(currency,): measured} if measured else {}
    return found


DEFINITIONS = (
    Definition(
        "offsets.retired",
        "t CO2e",
        "sum of retired credits claimed for the year, each once, without those that are withheld",
        _retired,
    ),
    Definition("offsets.withheld.<reason>", "t CO2e", "credits claimed for the year that do not count, by the reason", _withheld),
    Definition("offsets.other_years", "t CO2e", "credits handed in that are claimed for another year", _other_years),
    Definition("offsets.unread", "count", "blocks of credits whose serial numbers are compared as texts", _unread),
    Definition("offsets.share", "share", "retired credits divided by the total", _share),
    Definition("offsets.margin", "t CO2e", "retired credits less the total", _margin),
    Definition("offsets.decision", "text", "decision of the body on offsets, the latest", _decided("status")),
    Definition("offsets.extent", "text", "what the credits are meant to cover", _decided("extent")),
    Definition("offsets.reason", "text", "what decides whether the body is climate neutral", _reasons),
    Definition("offsets.neutral", "text", _NEUTRAL, _neutral),
    Definition("offsets.members.neutral.<answer>", "count", "members by whether they are neutral by their own credits", _members),
    Definition("offsets.members.decision.<status>", "count", "members by their decision on offsets", _decisions),
    Definition("offsets.cost.<currency>", "<currency>", "cost of the credits claimed for the year, by currency", _costs),
)
