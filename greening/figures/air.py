"""Flights: how far, what for and in which cabin."""

from collections.abc import Mapping
from dataclasses import replace

from greening.figures import rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names
from greening.figures.figure import Quantity
from greening.figures.ghg import EMISSIONS, TONNES, with_buckets
from greening.figures.selection import Filter


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


DEFINITIONS = (
    Definition("ghg.air.distance", "km", "sum of trips times legs times the great circle of a leg", _distance),
    Definition("ghg.air.trips", "count", "sum of trips, there and back counted as one", rules.total("footprint", "trip_id", _flights, "trips")),
    Definition("ghg.air.purpose.<purpose>", TONNES, "sum of flight emissions by purpose", rules.split("footprint", EMISSIONS, _flights, ["purpose"])),
    Definition(
        "ghg.air.purpose.<purpose>.share",
        "share",
        "flight emissions by purpose divided by those of all commercial flights",
        rules.split_share("footprint", EMISSIONS, _flights, "purpose"),
    ),
    Definition(
        "ghg.air.cabin.<cabin>.share",
        "share",
        "flight emissions by cabin divided by those of all commercial flights",
        rules.split_share("footprint", EMISSIONS, _flights, "cabin"),
    ),
)
