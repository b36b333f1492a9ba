"""What accounts for the change of emissions on the year before and on the base year."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from greening import notes
from greening.decomposition import changes
from greening.decomposition.effects import Line
from greening.decomposition.readings import EFFECTS, UNEXPLAINED
from greening.figures import derivation, rules
from greening.figures.base_year import base_year, is_recalculated, total_of
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule, fill
from greening.figures.figure import Quantity
from greening.figures.selection import Filter
from greening.uncertainty import Interval

TONNES = "t CO2e"
#: Tonnes below which what is left of a change is rounding (a gram).
NOTHING_T = 1e-6
#: The earlier year that a change is told on, and the id of its total; None where there is none.
_From = Callable[[Book], tuple[int, str] | None]
#: What the effects are, in the words of the registry.
WORDS: Mapping[str, str] = {
    "activity": "the amounts used, travelled or leaked",
    "supply": "the choice of supply: contracts, certificates, own renewables, fuels and blends",
    "grid": "the average of the grids",
    "factors": "editions of factors and factors of another source",
    "coverage": "bodies, places and topics that came or went",
    "method": "methods and definitions",
    "unexplained": "what no rows of both years explain",
}


def _year_before(book: Book) -> tuple[int, str] | None:
    year = book.inputs.year - 1
    return (year, f"ghg.total@{year}") if f"ghg.total@{year}" in book.figures else None


def _base_year(book: Book) -> tuple[int, str] | None:
    year = base_year(book)
    return (year, total_of(book, year)) if year and year < book.inputs.year and f"ghg.total@{year}" in book.figures else None


def _whole(since: _From) -> Rule:
    """A rule that gives the change in tonnes."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        start = since(book)
        found = rules.difference(book, "ghg.total", start[1]) if start else None
        if found is None:
            return {}
        told = (
            notes.NOT_DISTINGUISHABLE if found.interval and found.interval.holds(0) else "",
            notes.OF_MEMBERS if book.lacks_members else "",
        )
        return {(): replace(found, note=notes.joined(told))}

    return _rule


def _wanted(book: Book, year: int, total: str, **more: object) -> Filter:
    """The rows of `changes` on a year; a total that was recalculated already holds what its recalculation changed."""
    recalculation = {"is_recalculation": False} if is_recalculated(book, year) and total == total_of(book, year) else {}
    return {"from_year": year, **recalculation, **more}


def _effects(since: _From, whole: str) -> Rule:
    """A rule that gives the tonnes that each effect accounts for; what the rows leave of the whole is unexplained."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        start, change = since(book), book.known(whole)
        if start is None or change is None:
            return {}
        explained = {(effect,): _effect(book, _wanted(book, *start, effect=effect)) for effect in EFFECTS if effect != UNEXPLAINED}
        found: dict[Names, Quantity] = {names: quantity for names, quantity in explained.items() if quantity}
        left = change.value - math.fsum(quantity.value for quantity in found.values())
        if abs(left) < NOTHING_T:
            return found
        told = _wanted(book, *start, effect=[effect for effect in EFFECTS if effect != UNEXPLAINED])
        rows = book.rows("changes", told)
        made = derivation.of_rows("changes", rows, told, "change_tco2e", "sum", 1.0, book.inputs.files)
        terms: Sequence[str | derivation.Derivation] = [whole, made] if len(rows) else [whole]
        words = f"{whole} - what the effects account for"
        return found | {(UNEXPLAINED,): Quantity(left, derivation=derivation.of_terms("difference" if len(rows) else "sum", terms, words))}

    return _rule


def _effect(book: Book, wanted: Filter) -> Quantity | None:
    """The tonnes of some rows of `changes`, with the interval that their lines have together."""
    found = book.measure("changes", wanted, "change_tco2e")
    if found is None:
        return None
    bounds = changes.interval(line for line in book.inputs.explained[wanted["from_year"]] if _is_wanted(line, wanted))
    return Quantity(found.value, interval=bounds, derivation=found.derivation, note=notes.NOT_DISTINGUISHABLE if bounds and bounds.holds(0) else "")


def _is_wanted(line: Line, wanted: Filter) -> bool:
    named = {"effect": line.effect, "bucket": line.bucket, "is_recalculation": line.is_recalculation}
    return bool(line.tonnes) and all(value == wanted.get(name, value) for name, value in named.items())


def _by_bucket(since: _From) -> Rule:
    """A rule that gives the tonnes that each effect accounts for in each bucket."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        start = since(book)
        if start is None:
            return {}
        parts = book.rows("changes", _wanted(book, *start)).combinations(["bucket", "effect"])
        made = {(bucket, effect): _effect(book, _wanted(book, *start, bucket=bucket, effect=effect)) for bucket, effect in parts}
        return {names: quantity for names, quantity in made.items() if quantity}

    return _rule


def _shares(since: _From, pattern: str) -> Rule:
    """A rule that divides each effect by the total that the change is told on, so that the shares add up to the relative change."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        start = since(book)
        ids = {(effect,): fill(pattern, (effect,)) for effect in EFFECTS}
        shares = {names: _share(book, name, start[1]) for names, name in ids.items() if name in book.figures} if start else {}
        return {names: share for names, share in shares.items() if share}

    return _rule


def _share(book: Book, effect: str, total: str) -> Quantity | None:
    """An effect divided by the total; its interval is that of its tonnes, of which the total's errors are already part."""
    found, whole, tonnes = rules.divide(book, effect, total), book.known(total), book.known(effect)
    if found is None or whole is None or tonnes is None:
        return None
    bounds = tonnes.interval
    return replace(found, interval=Interval(bounds.low / whole.value, bounds.high / whole.value, bounds.kind) if bounds else None, note=tonnes.note)


def _definitions(span: str, words: str, since: _From) -> tuple[Definition, ...]:
    whole, effect = f"ghg.change.{span}.tonnes", f"ghg.change.{span}.<effect>"
    listed = "; ".join(f"{name}: {about}" for name, about in WORDS.items())
    return (
        Definition(whole, TONNES, f"the total less that of {words}", _whole(since)),
        Definition(effect, TONNES, f"part of the change on {words} that an effect accounts for ({listed})", _effects(since, whole)),
        Definition(f"{effect}.share", "share", f"part that an effect accounts for, divided by the total of {words}", _shares(since, effect)),
        Definition(
            f"ghg.change.{span}.bucket.<bucket>.<effect>", TONNES, f"part of the change on {words} in a part of the report", _by_bucket(since)
        ),
    )


DEFINITIONS = (
    *_definitions("previous_year", "the year before", _year_before),
    *_definitions("base_year", "the base year", _base_year),
)
