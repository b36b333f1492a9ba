"""The aircraft that fly a distance, and the carbon dioxide of a passenger on them."""

import math
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from greening import factors, reference
from greening.units import EARTH_RADIUS_KM

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
#: A seat of which the cabin is not known: the mean of all seats.
UNKNOWN = "unknown"
#: Kilometres between the nodes at which the curves are kept, and the last node: no great circle is longer.
STEP_KM = 5.0
LONGEST_KM = math.ceil(math.pi * EARTH_RADIUS_KM / STEP_KM) * STEP_KM
#: Legs that are worked on at a time; what a leg needs on the way is held for so many.
CHUNK = 262_144


@cache
def cabins() -> tuple[str, ...]:
    """The cabins in the order of the curves, the unknown one last."""
    return (*reference.load("flight_cabins")["cabin"].tolist(), UNKNOWN)


def corrected_km(distance_km: Numbers) -> Numbers:
    """The great circle and the ICAO correction for detours and stacking, its steps at 550 and 5,500 km spread to ramps. Source: icao_method."""
    steps = reference.load("flight_corrections")
    added = np.interp(distance_km, steps["distance_km"].to_numpy("float64"), steps["correction_km"].to_numpy("float64"))
    return np.asarray(distance_km + added)


def fuel_kg(distance_km: Numbers) -> Numbers:
    """Fuel in kg of a flight of each type of the fleet (rows) over each great circle (columns).

    fuel = fuel_scale * (a1 * km^2 + a2 * km + c), km = (corrected_km - detour_km) / detour_ratio

    The quadratics hold the detour of their own flights, which is taken out again. Source: seymour_2020, flight_fleet
    """
    fit = _column("a1_kg_per_km2"), _column("a2_kg_per_km"), _column("intercept_kg")
    km = (corrected_km(distance_km) - _parameter("fit_detour_km")) / _parameter("fit_detour_ratio")
    return _column("fuel_scale") * (fit[0] * km**2 + fit[1] * km + fit[2])


def flights(distance_km: Numbers) -> Numbers:
    """The flights of each type of the fleet (rows) at each great circle (columns); only their proportions mean something.

    The flights of a type are spread over distances as a Rayleigh distribution with the type's mean trip m: d / m^2 * exp(-pi/4 * (d/m)^2).
    Source: flight_fleet
    """
    trip_km = _column("trip_km")
    spread = np.log(_column("flights") / trip_km**2) - np.pi / 4 * (distance_km / trip_km) ** 2
    return np.asarray(np.exp(spread - spread.max(axis=0)))


def passenger_kg(distance_km: Numbers) -> Numbers:
    """Carbon dioxide in kg of a passenger of each cabin (rows, as `cabins`) over each great circle (columns).

    economy = 3.16 * sum(flights * fuel * passenger_share) / sum(flights * seats * economy_seats_of_a_seat * passenger_load), over the types

    A seat of another cabin is as many economy seats as its floor area; on narrow and wide bodies that differs, and the share of economy seats in
    wide bodies shifts with the mix. The unknown cabin is the mean seat, so that all passengers together are the flight.

    Source: icao_method, flight_fleet, google_tim, uk_seats
    """
    areas, mean_area = _areas()
    is_wide = _is_wide()
    made = flights(distance_km)
    seats = made * _column("seats") * np.where(is_wide, mean_area[1], mean_area[0])
    fuel = made * fuel_kg(distance_km) * _column("passenger_share")
    economy = _parameter("jet_fuel_co2") * fuel.sum(axis=0) / (seats * _column("passenger_load")).sum(axis=0)
    wide = (seats * is_wide).sum(axis=0) / seats.sum(axis=0)
    return np.asarray(economy * (areas[:, :1] + (areas[:, 1:] - areas[:, :1]) * wide))


def kg_per_km(distance_km: Numbers, cabin: Places) -> Numbers:
    """Carbon dioxide in kg a passenger-kilometre of each leg, its cabin given by its place in `cabins`.

    Straight between nodes of passenger_kg; beyond the longest great circle as there. A leg of no length has 0, one of unknown length none.
    """
    curves = _curves()
    found = np.empty(len(distance_km))
    for part in chunks(len(distance_km)):
        found[part] = _on_curve(curves, distance_km[part], cabin[part])
    return found


def chunks(count: int) -> Iterator[slice]:
    """Slices of so many legs, one after the other."""
    return (slice(start, start + CHUNK) for start in range(0, count, CHUNK))


def _on_curve(curves: Numbers, distance_km: Numbers, cabin: Places) -> Numbers:
    is_known = ~np.isnan(distance_km)
    km = np.where(is_known, np.minimum(distance_km, LONGEST_KM), 0.0)
    place = km / STEP_KM
    node = np.minimum(place.astype(np.intp), curves.shape[1] - 2)
    at = cabin * curves.shape[1] + node
    values = curves.ravel()
    low = values[at]
    kg = low + (values[at + 1] - low) * (place - node)
    per_km = np.divide(kg, km, out=np.zeros(len(km)), where=km > 0)
    return np.where(is_known, per_km, np.nan)


@cache
def _curves() -> Numbers:
    nodes = np.arange(0.0, LONGEST_KM + STEP_KM, STEP_KM)
    return np.ascontiguousarray(passenger_kg(nodes))


@cache
def _types() -> Mapping[str, Any]:
    """The fleet by column, each type with the quadratic of its fuel."""
    fits = reference.load("aircraft_fuel").drop(columns="source_id")
    fleet = reference.load("flight_fleet").merge(fits, on="aircraft_icao", how="left", validate="1:1")
    return {str(name): cells.to_numpy() for name, cells in fleet.items()}


def _column(name: str) -> Numbers:
    """A column of the fleet as numbers, beside which distances stand."""
    return np.asarray(_types()[name], dtype="float64")[:, None]


def _is_wide() -> npt.NDArray[np.bool_]:
    return np.asarray(_types()["body"] == "wide")[:, None]


@cache
def _areas() -> tuple[Numbers, Numbers]:
    """Floor area of a seat of each cabin over that of economy, on narrow and wide bodies; and that of the mean seat of both."""
    table = reference.load("flight_cabins")
    areas = table[["narrow_area", "wide_area"]].to_numpy("float64")
    mean = (areas * table[["narrow_seats", "wide_seats"]].to_numpy("float64")).sum(axis=0)
    return np.vstack([areas, mean]), mean


def _parameter(name: str) -> float:
    return float(factors.parameter(name)["value"])
