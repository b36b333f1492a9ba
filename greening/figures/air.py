"""Flights: how far, what for and in which cabin."""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from greening import notes
from greening.figures import rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Quantity
from greening.figures.ghg import EMISSIONS, TONNES, with_buckets
from greening.figures.people import per_head
from greening.figures.selection import ANY_OF, Filter

#: Groups of fewer journeys than this are merged into `other`, so that no person's journey can be told apart. A rule of this report.
SMALLEST_GROUP = 5
#: The filter of the flights of one organization with one value of a column.
Cell = Filter
#: The group that small ones are merged into.
OTHER = "other"
#: Purposes that a body can steer by its travel policy, taken together, and the one that is an entitlement.
STAFF_AND_CONSULTANTS = ("staff_mission", "consultant")
HOME_LEAVE = "home_leave"
#: The figures of both.
MISSIONS, FLIGHTS = "ghg.air.staff_and_consultant", "ghg.air.without_home_leave"


def _flights(book: Book) -> Filter | None:
    return with_buckets(book, source="flight")


def _distance(book: Book) -> Mapping[Names, Quantity]:
    """The distance flown; the note says how many rows have none."""
    found = rules.total("footprint", "distance_km", _flights, "trips x legs x distance")(book)
    wanted = _flights(book)
    if wanted is None or not found:
        return found
    unknown = int(book.rows("footprint", wanted).is_missing("distance_km").sum())
    return {
        names: replace(quantity, note=notes.message("note.unknown_distance", count=unknown) if unknown else "") for names, quantity in found.items()
    }


def _groups(book: Book, column: str, wanted: Filter) -> dict[str, Filter]:
    """Name of each group of flights and the filter of its rows; small groups are held by `other`.

    What one organization merges is merged in a group of organizations too: its journey is not the difference of two reports.
    Where `other` is itself too small, the next smallest group joins it.
    """
    codes = book.rows("footprint", wanted).distinct("organization")
    parts: dict[str, list[Cell]] = {}
    for code in codes:
        for name, cells in _merged(book, _cells(book, column, {**wanted, "organization": code})).items():
            parts.setdefault(name, []).extend(cells)
    return {name: {**wanted, **_filter(cells, column, codes)} for name, cells in sorted(_merged(book, parts).items())}


def _cells(book: Book, column: str, wanted: Filter) -> dict[str, list[Cell]]:
    """The flights of one organization by the values of the column."""
    return {value: [{**wanted, column: value}] for value in book.rows("footprint", wanted).distinct(column)}


def _merged(book: Book, parts: Mapping[str, list[Cell]]) -> dict[str, list[Cell]]:
    """The parts with small ones, and the next smallest while they are too few together, under `other`."""
    trips = {name: sum(_trips(book, cell) for cell in cells) for name, cells in parts.items()}
    merged = too_small(trips)
    told = {name: cells for name, cells in parts.items() if name not in merged}
    return told | {OTHER: [cell for name in merged for cell in parts[name]]} if merged else told


def too_small(trips: Mapping[str, float]) -> list[str]:
    """The groups that are merged: small ones, what is `other` already, and the next smallest while these are too few together."""
    merged = [name for name, count in trips.items() if count < SMALLEST_GROUP or name == OTHER]
    larger = sorted((count, name) for name, count in trips.items() if name not in merged)
    while merged and larger and sum(trips[name] for name in merged) < SMALLEST_GROUP:
        merged.append(larger.pop(0)[1])
    return merged


def _filter(cells: list[Cell], column: str, codes: list[str]) -> Filter:
    """One filter of several cells: by values of the column where every organization has the same, else by organization."""
    by_code = {code: sorted(cell[column] for cell in cells if cell["organization"] == code) for code in codes}
    if len({tuple(values) for values in by_code.values()}) == 1:
        return {column: _one(by_code[codes[0]])}
    return {ANY_OF: [{"organization": code, column: _one(values)} for code, values in by_code.items() if values]}


def _one(values: list[str]) -> str | list[str]:
    return values if len(values) > 1 else values[0]


def _trips(book: Book, wanted: Filter) -> float:
    made = book.products.trips(book.rows("footprint", wanted))
    return math.fsum(made[~np.isnan(made)].tolist())


def _by(column: str) -> Rule:
    """A rule for the emissions of each group of flights by a column."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        wanted = _flights(book)
        if wanted is None:
            return {}
        parts = {(name,): book.measure("footprint", rows, EMISSIONS, "sum") for name, rows in _groups(book, column, wanted).items()}
        return {names: part for names, part in parts.items() if part}

    return _rule


def _share_by(column: str) -> Rule:
    """A rule for the share of each group of flights by a column in all commercial flights."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        whole = rules.total("footprint", EMISSIONS, _flights)(book).get(())
        shares = {names: rules.share(book, part, whole) for names, part in _by(column)(book).items()} if whole else {}
        return {names: part for names, part in shares.items() if part}

    return _rule


def _without_home_leave(book: Book) -> Mapping[Names, Quantity]:
    """Emissions of all flights but home leave; nothing where home leave is merged with others, or is all that was flown."""
    wanted = _flights(book)
    if wanted is None or not _is_told(book, wanted, HOME_LEAVE):
        return {}
    purposes = [purpose for purpose in book.rows("footprint", wanted).distinct("purpose") if purpose != HOME_LEAVE]
    found = book.measure("footprint", {**wanted, "purpose": purposes}, EMISSIONS) if purposes else None
    return {(): found} if found else {}


def _of_staff_and_consultants(book: Book) -> Mapping[Names, Quantity]:
    """Emissions of the missions of staff and consultants; nothing where either is merged with others, so that no small group can be told apart."""
    wanted = _flights(book)
    if wanted is None or not all(_is_told(book, wanted, purpose) for purpose in STAFF_AND_CONSULTANTS):
        return {}
    found = book.measure("footprint", {**wanted, "purpose": list(STAFF_AND_CONSULTANTS)}, EMISSIONS)
    return {(): found} if found else {}


def _is_told(book: Book, wanted: Filter, purpose: str) -> bool:
    """Whether the purpose of every flight is known, and the figure of this one holds all of its flights, none merged into another group."""
    if len(book.rows("footprint", {**wanted, "purpose": None})):
        return False
    whole, told = book.measure("footprint", {**wanted, "purpose": purpose}, EMISSIONS), book.figures.get(f"ghg.air.purpose.{purpose}")
    return whole is None or (told is not None and math.isclose(whole.value, told.quantity.value, rel_tol=rules.SAME))


def _share_in(whole: str) -> Rule:
    """A rule for the share of the missions of staff and consultants in a figure."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        found = rules.share(book, MISSIONS, whole)
        return {(): found} if found else {}

    return _rule


DEFINITIONS = (
    Definition("ghg.air.distance", "km", "sum of trips times legs times the great circle of a leg", _distance),
    Definition(
        "ghg.air.trips",
        "count",
        "sum of trips; there and back, and the legs of one trip_id, counted as one",
        rules.total("footprint", "trip_id", _flights, "trips"),
    ),
    Definition("ghg.air.purpose.<purpose>", TONNES, "sum of flight emissions by purpose; fewer than five trips under other", _by("purpose")),
    Definition(
        "ghg.air.purpose.<purpose>.share",
        "share",
        "flight emissions by purpose divided by those of all commercial flights",
        _share_by("purpose"),
    ),
    Definition(
        "ghg.air.cabin.<cabin>.share",
        "share",
        "flight emissions by cabin divided by those of all commercial flights",
        _share_by("cabin"),
    ),
    Definition(
        "ghg.air.band.<band>.share",
        "share",
        "flight emissions by the great circle of one way, in bands, divided by those of all commercial flights; fewer than five trips under other",
        _share_by("distance_band"),
    ),
    Definition(
        "ghg.air.commercial.per_capita",
        "t/person",
        "emissions of commercial flights divided by the people whom emissions cover",
        per_head("footprint", EMISSIONS, _flights, "ghg", "ghg.source.flight"),
    ),
    Definition(MISSIONS, TONNES, "sum of the emissions of flights for missions of staff and of consultants", _of_staff_and_consultants),
    Definition(FLIGHTS, TONNES, "sum of the emissions of commercial flights but those for home leave", _without_home_leave),
    Definition(
        f"{MISSIONS}.share_of_flights_without_home_leave",
        "share",
        "flights of staff and consultants on mission divided by all commercial flights but home leave",
        _share_in(FLIGHTS),
    ),
    Definition(f"{MISSIONS}.share_of_total", "share", "flights of staff and consultants on mission divided by all emissions", _share_in("ghg.total")),
)
