"""Flights: how far, what for and in which cabin."""

from collections.abc import Mapping
from dataclasses import replace

from greening.figures import rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Quantity
from greening.figures.ghg import EMISSIONS, TONNES, with_buckets
from greening.figures.selection import Filter

#: Groups of fewer journeys than this are merged into `other`, so that no person's journey can be told apart. A rule of this report.
SMALLEST_GROUP = 5
#: The group that small ones are merged into.
OTHER = "other"


def _flights(book: Book) -> Filter | None:
    return with_buckets(book, source="flight")


def _distance(book: Book) -> Mapping[Names, Quantity]:
    """The distance flown; the note says how many rows have none."""
    found = rules.total("footprint", "distance_km", _flights, "trips x legs x distance")(book)
    wanted = _flights(book)
    if wanted is None or not found:
        return found
    unknown = int(book.rows("footprint", wanted)["distance_km"].isna().sum())
    return {names: replace(quantity, note=f"without {unknown} rows of unknown distance" if unknown else "") for names, quantity in found.items()}


def _groups(book: Book, column: str, wanted: Filter) -> dict[str, list[str]]:
    """Name of each group of flights and the values of the column that it holds; small groups are held by `other`.

    Where `other` is itself too small, the next smallest group joins it.
    """
    values = sorted(book.rows("footprint", wanted)[column].dropna().unique())
    trips = {value: _trips(book, {**wanted, column: value}) for value in values}
    merged = [value for value in values if trips[value] < SMALLEST_GROUP or value == OTHER]
    larger = sorted(set(values) - set(merged), key=lambda value: (trips[value], value))
    while merged and larger and sum(map(trips.__getitem__, merged)) < SMALLEST_GROUP:
        merged.append(larger.pop(0))
    groups = {value: [value] for value in sorted(larger)}
    return groups | {OTHER: sorted(merged)} if merged else groups


def _trips(book: Book, wanted: Filter) -> float:
    found = book.measure("footprint", wanted, "trip_id", "trips")
    return found.value or 0.0 if found else 0.0


def _by(column: str) -> Rule:
    """A rule for the emissions of each group of flights by a column."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        wanted = _flights(book)
        if wanted is None:
            return {}
        parts = {
            (name,): book.measure("footprint", {**wanted, column: values if len(values) > 1 else values[0]}, EMISSIONS, "sum")
            for name, values in _groups(book, column, wanted).items()
        }
        return {names: part for names, part in parts.items() if part}

    return _rule


def _share_by(column: str) -> Rule:
    """A rule for the share of each group of flights by a column in all commercial flights."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        whole = rules.total("footprint", EMISSIONS, _flights)(book).get(())
        shares = {names: rules.share(book, part, whole) for names, part in _by(column)(book).items()} if whole else {}
        return {names: part for names, part in shares.items() if part}

    return _rule


DEFINITIONS = (
    Definition("ghg.air.distance", "km", "sum of trips times legs times the great circle of a leg", _distance),
    Definition("ghg.air.trips", "count", "sum of trips, there and back counted as one", rules.total("footprint", "trip_id", _flights, "trips")),
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
)
