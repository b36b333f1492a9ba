"""The base year: which it is, and its total as it was, as restated, or computed again by today's rules, methods and factors."""

import math
from collections.abc import Mapping
from dataclasses import replace

from greening import factors, goals, notes, uncertainty
from greening.figures import derivation, rules
from greening.figures.book import Book, Record
from greening.figures.definition import Definition, Names
from greening.figures.figure import COMPUTED_AGAIN, PUBLISHED, Quantity
from greening.figures.selection import Filter
from greening.history import SYSTEM_BASE_YEAR

#: Table that says a figure of an earlier year was changed.
RESTATED = "restatements"
#: Row of the parameters: relative change of the base year's total from which on it is recalculated.
THRESHOLD = "base_year_threshold"
#: What became of the base year.
AS_RESTATED, RECALCULATED, BELOW, UNCHANGED, NO_ROWS = "restated", "recalculated", "below_threshold", "unchanged", "no_rows"


def base_year(book: Book) -> int | None:
    """The year that the total is compared with: that of the goal for ghg.total, else 2010, else the earliest with a total."""
    named = [row["baseline_year"] for row in own_goals(book) if row["metric"] == "ghg.total" and row["baseline_year"] is not None]
    if named:
        return int(named[0])
    years = sorted(int(names[0]) for names in rules.names_of(book, "ghg.total@<year>"))
    return SYSTEM_BASE_YEAR if SYSTEM_BASE_YEAR in years else next(iter(years), None)


def own_goals(book: Book) -> list[Record]:
    """The rows of the organization's own goals, then those of the goals that it adopted."""
    submitted = book.own("goals")
    return [*submitted, *goals.adopted(submitted, book.own("adoptions"))]


def total_of(book: Book, year: int) -> str:
    """The id of the total of a base year that others are compared with: as recalculated, where it was, else as it stands."""
    return f"ghg.total.recalculated@{year}" if is_recalculated(book, year) else f"ghg.total@{year}"


def is_recalculated(book: Book, year: int) -> bool:
    """Whether the total of the year was computed again and counts as such; not where its rows made it already and a publication had another."""
    again, made = book.figures.get(f"ghg.total.recalculated@{year}"), book.known(f"ghg.total@{year}")
    return again is not None and made is not None and again.quantity.value != made.value


def _rows(year: int) -> Filter:
    return {"from_year": year, "is_recalculation": True}


def _threshold(book: Book) -> Mapping[Names, Quantity]:
    if base_year(book) is None:
        return {}
    row = factors.parameter(THRESHOLD)
    made = {"formula": row["about"], "operation": "parameter", "figures": [], "parameter": THRESHOLD, "source_id": row["source_id"]}
    return {(): Quantity(float(row["value"]), derivation=made)}


def _published(book: Book) -> Mapping[Names, Quantity]:
    """The total of the base year as it was published then, where its rows make it; nothing where no publication was quoted beside them."""
    year = base_year(book)
    base = book.known(f"ghg.total@{year}") if year else None
    if base is None or base.origin == PUBLISHED or not base.alternatives or base.derivation.get("table") == RESTATED:
        return {}
    told = base.alternatives[0]
    wanted: Filter = {"figure_id": "ghg.total", "year": year}
    made = {"product": "earlier", "filter": wanted, "column": "alternatives", "operation": "published beside it"}
    precision = str(told.get("precision", "exact"))
    value = float(told["value"])
    reference = {"reference": told["reference"]} if "reference" in told else {}
    return {(): Quantity(value, interval=uncertainty.quoted(value, precision), precision=precision, derivation=made | reference, origin=PUBLISHED)}


def old_total(book: Book, year: int) -> str:
    """The id of the base year's total before it was recalculated: as published then, where that is known beside its rows, else as it was made."""
    return "ghg.base_year.published" if "ghg.base_year.published" in book.figures else f"ghg.total@{year}"


def _again(book: Book, year: int) -> Quantity | None:
    """The base year's total by today's rules, methods and factors: as it was made, and what computing it again changes in that."""
    made = book.known(f"ghg.total@{year}")
    changed = book.measure("changes", _rows(year), "change_tco2e")
    if made is None or changed is None:
        return made and replace(made, derivation=derivation.of_terms("sum", [f"ghg.total@{year}"], f"ghg.total@{year}"))
    value = math.fsum([made.value, changed.value])
    terms: list[str | derivation.Derivation] = [f"ghg.total@{year}", changed.derivation]
    interval = uncertainty.scaled(made.interval, value / made.value) if made.interval and made.value else None
    words = f"ghg.total@{year} + what its recalculation changes"
    return Quantity(value, interval=interval, derivation=derivation.of_terms("sum", terms, words))


def _share(book: Book) -> Mapping[Names, Quantity]:
    """What computing the base year again changes in its total; nothing where nothing is known of its rows, or the body restated it."""
    year = base_year(book)
    again = _again(book, year) if year and _has_rows(book, year) and not _is_restated(book, year) else None
    found = rules.divide(book, again, old_total(book, year)) if again and year else None
    if found is None:
        return {}
    words = {**found.derivation, "operation": "change", "formula": f"{found.derivation['formula']} - 1"}
    # Both totals are of the same rows: what is uncertain in them is not uncertain in what another method makes of them.
    return {(): replace(found, value=found.value - 1, interval=None, precision="", derivation=words)}


def _state(book: Book) -> Mapping[Names, Quantity]:
    """What became of the base year: restated by the body, computed again, not changed enough, not at all, or without rows to compute from."""
    year = base_year(book)
    if year is None or book.known(f"ghg.total@{year}") is None:
        return {}
    made = {"formula": "restatements, and the share that a recalculation changes against the threshold", "figures": [f"ghg.total@{year}"]}
    return {(): Quantity(text=_state_of(book, year), derivation=made)}


def _state_of(book: Book, year: int) -> str:
    if _is_restated(book, year):
        return AS_RESTATED
    if not _has_rows(book, year):
        return NO_ROWS
    changed = book.known("ghg.base_year.recalculation.share")
    if changed is None or _is_same(book, year):
        return UNCHANGED
    return RECALCULATED if abs(changed.value) >= float(factors.parameter(THRESHOLD)["value"]) else BELOW


def _is_restated(book: Book, year: int) -> bool:
    base = book.known(f"ghg.total@{year}")
    return base is not None and base.derivation.get("table") == RESTATED


def _is_same(book: Book, year: int) -> bool:
    """Whether the total computed again is the old one, within what the old one was printed to."""
    again, old = _again(book, year), book.known(old_total(book, year))
    if again is None or old is None:
        return True
    return math.isclose(again.value, old.value, rel_tol=rules.SAME) or (old.origin == PUBLISHED and old.bounds.holds(again.value))


def _has_rows(book: Book, year: int) -> bool:
    """Whether the footprint of the year has rows that were computed and not only declared."""
    tables = book.rows("earlier_footprint", {"year": year, "in_total": True}).distinct("table")
    return any(table != "inventory" for table in tables)


def _total(book: Book) -> Mapping[Names, Quantity]:
    """The base year's total by today's rules, where that reaches the threshold; old value, new value and reasons in the note."""
    year, state = base_year(book), book.known("ghg.base_year.recalculation")
    if year is None or state is None or state.text != RECALCULATED:
        return {}
    again, old = _again(book, year), book.known(old_total(book, year))
    if again is None or old is None:
        return {}
    reasons = book.rows("changes", _rows(year)).distinct("reason") or [notes.NO_REASON]
    note = notes.message("note.recalculated", year=book.inputs.year, old=old.value, new=again.value, reasons=reasons)
    return {(str(year),): replace(again, note=note, alternatives=(), method=COMPUTED_AGAIN)}


def _recalculated(book: Book) -> Mapping[Names, Quantity]:
    """Whether the base year's total was restated or recalculated."""
    year = base_year(book)
    if year is None:
        return {}
    state = book.known("ghg.base_year.recalculation")
    made = {"formula": "restatements and recalculation of the total of the base year", "figures": [f"ghg.total@{year}"] if state else []}
    return {(): Quantity(text="yes" if state and state.text in (AS_RESTATED, RECALCULATED) else "no", derivation=made)}


DEFINITIONS = (
    Definition("ghg.base_year.published", "t CO2e", "the base year's total as it was published, beside the rows that make it", _published),
    Definition("ghg.base_year.threshold", "share", "change of the base year's total from which on it is recalculated", _threshold),
    Definition(
        "ghg.base_year.recalculation.share",
        "share",
        "the base year's total by today's rules, methods and factors divided by what was published, else by what it was, less 1",
        _share,
    ),
    Definition("ghg.base_year.recalculation", "text", "restated, recalculated, below_threshold, unchanged or no_rows", _state),
    Definition(
        "ghg.total.recalculated@<year>", "t CO2e", "total of the base year by today's rules, methods and factors, from the threshold on", _total
    ),
    Definition("ghg.base_year.recalculated", "text", "yes where the base year's total was restated or recalculated", _recalculated),
)
