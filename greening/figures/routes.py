"""Routes of flights: the trips between two cities, both ways together, of those that are travelled most."""

from collections.abc import Mapping

import numpy as np

from greening.figures import rules
from greening.figures.air import OTHER, too_small
from greening.figures.book import Book
from greening.figures.definition import Definition, Names
from greening.figures.figure import Quantity
from greening.figures.selection import ANY_OF, Filter

#: So many routes are told, the most travelled ones.
LARGEST = 15
#: Trips that count in the total of flights, and of all those on the routes that are told.
TRIPS, TOLD = "ghg.air.trips", "ghg.air.routes.trips"
_FLIGHTS: Filter = {"table": "air_travel", "paid_by": "organization"}
#: Trips by organization and route.
_Counts = Mapping[str, Mapping[str, float]]


def _routes(book: Book) -> Mapping[Names, Quantity]:
    """The trips on each route; none where the trips of the rows are not all those of the total.

    A route that is travelled fewer than five times is not told, nor the next smallest while the others are too few together: as in each organization,
    so in a group of organizations.
    """
    found = {(name,): book.measure("activities", _of([name], told), "trips", "trips") for name, told in _told(book).items()}
    return {names: trips for names, trips in found.items() if trips}


def _together(book: Book) -> Mapping[Names, Quantity]:
    told = _told(book)
    parts: Filter = {
        **_FLIGHTS,
        ANY_OF: [{name: cell for name, cell in _of([name], codes).items() if name not in _FLIGHTS} for name, codes in told.items()],
    }
    everywhere = {tuple(codes) for codes in told.values()}
    wanted = _of(sorted(told), list(everywhere.pop())) if len(everywhere) == 1 else parts
    measured = book.measure("activities", wanted, "trips", "trips") if told else None
    return {(): measured} if measured else {}


def _of(names: list[str], codes: list[str]) -> Filter:
    """The filter of routes, of the organizations that tell them."""
    return {**_FLIGHTS, "organization": codes if len(codes) > 1 else codes[0], "route": names if len(names) > 1 else names[0]}


def _told(book: Book) -> dict[str, list[str]]:
    """The routes that are told, by name, each with the organizations whose trips on it are."""
    whole, counts = book.figures.get(TRIPS), _counts(book)
    rows = sum(sum(routes.values()) for routes in counts.values())
    if whole is None or not np.isclose(rows, whole.quantity.value, rtol=rules.SAME):
        return {}
    left = {code: _without_small(routes) for code, routes in counts.items()}
    trips = _added(left)
    kept = _without_small({**trips, OTHER: rows - sum(trips.values())})
    largest = sorted(kept, key=lambda name: (-kept[name], name))[:LARGEST]
    return {name: [code for code, routes in left.items() if name in routes] for name in largest}


def _added(counts: _Counts) -> dict[str, float]:
    """The trips on each route, of all organizations together."""
    names = sorted({name for routes in counts.values() for name in routes})
    return {name: sum(routes.get(name, 0.0) for routes in counts.values()) for name in names}


def _without_small(trips: Mapping[str, float]) -> dict[str, float]:
    """The routes without those that are too small to be told."""
    merged = too_small({name: count for name, count in trips.items() if count > 0})
    return {name: count for name, count in trips.items() if count > 0 and name not in merged}


def _counts(book: Book) -> _Counts:
    """Trips by organization and route; those without a route are under `other`."""
    rows = book.rows("activities", _FLIGHTS)
    trips, routes = book.products.trips(rows), rows.columns.column("route")
    codes = routes.codes[rows.at]
    found: dict[str, dict[str, float]] = {}
    for code in rows.distinct("organization"):
        is_own = rows.columns.column("organization").equals(code)[rows.at] & ~np.isnan(trips)
        sums = np.bincount(codes[is_own] + 1, trips[is_own], minlength=len(routes.values) + 1)
        found[code] = {name: total for name, total in zip([OTHER, *routes.values], sums.tolist(), strict=True) if total}
    return found


DEFINITIONS = (
    Definition(
        "ghg.air.route.<route>.trips",
        "count",
        "trips between two cities, there and back as one, the legs of one trip_id a part each; the most travelled routes, none of fewer than five",
        _routes,
    ),
    Definition(TOLD, "count", "trips on all routes that are told", _together),
    Definition("ghg.air.routes.share", "share", "trips on the routes that are told divided by all trips", rules.ratio(TOLD, TRIPS)),
)
