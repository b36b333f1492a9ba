"""Airports, and the great circle between two of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import repeat

import numpy as np
import numpy.typing as npt
import pandas as pd

from greening import reference
from greening.footprint.fleet import Numbers, Places, chunks
from greening.units import EARTH_RADIUS_KM

#: The place of what is no station.
NOWHERE = -1


@dataclass(frozen=True, eq=False)
class Routes:
    """Where legs begin and end, in the order of the rows.

    distance_km: the great circle, NaN where an end is not known; start, end: places in `stations`, NOWHERE where not known.
    """

    distance_km: Numbers
    start: Places
    end: Places

    @property
    def has_city(self) -> npt.NDArray[np.bool_]:
        """Whether an end is a city of several airports."""
        is_city = _globe().is_city
        return np.asarray(is_city[self.start] | is_city[self.end])

    def touches(self, iso2: str) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Whether the leg begins, and whether it ends, in the country."""
        is_there = _globe().iso2 == iso2
        return is_there[self.start], is_there[self.end]


@cache
def stations() -> pd.DataFrame:
    """Latitude, longitude (degrees), country (iso2) and is_city of every airport and city code.

    A code that names an airport is that airport. Another city code lies in the middle of its airports: the mean of their latitudes and longitudes.
    Source: ourairports, airportsdata
    """
    airports = reference.load("airports").set_index("iata")[["lat", "lon", "iso2"]]
    members = reference.load("airport_cities").merge(airports[["lat", "lon"]], left_on="airport_iata", right_index=True, how="inner", validate="m:1")
    cities = members.groupby("city_code", sort=True).agg(lat=("lat", "mean"), lon=("lon", "mean"), iso2=("iso2", "first"))
    return pd.concat([airports.assign(is_city=False), cities.loc[~cities.index.isin(airports.index)].assign(is_city=True)])


def routes(rows: pd.DataFrame) -> Routes:
    """The legs from origin to destination of the rows."""
    start, end = (_places(rows[column]) for column in ("origin", "destination"))
    points = _globe().points
    distance_km = np.empty(len(rows))
    for part in chunks(len(rows)):
        # Half the straight line between two points of the unit sphere is the sine of half the angle.
        half = np.minimum(np.sqrt(sum((one[start[part]] - one[end[part]]) ** 2 for one in points)) / 2, 1.0)
        distance_km[part] = 2 * EARTH_RADIUS_KM * np.arcsin(half)
    return Routes(distance_km, start, end)


def great_circle_km(lat1: np.ndarray, lon1: np.ndarray, lat2: np.ndarray, lon2: np.ndarray) -> np.ndarray:
    """Great circle between points in degrees, on a sphere (haversine formula)."""
    phi1, phi2 = np.radians(lat1), np.radians(lat2)
    half = np.sin((phi2 - phi1) / 2) ** 2 + np.cos(phi1) * np.cos(phi2) * np.sin(np.radians(lon2 - lon1) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half)))


@dataclass(frozen=True, eq=False)
class _Globe:
    """The stations as arrays, and at their end one that is nowhere, which NOWHERE names."""

    place: Mapping[str, int]
    points: tuple[Numbers, Numbers, Numbers]
    iso2: npt.NDArray[np.object_]
    is_city: npt.NDArray[np.bool_]


@cache
def _globe() -> _Globe:
    known = stations()
    phi, lam = (np.radians([*known[column].tolist(), np.nan]) for column in ("lat", "lon"))
    points = np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)
    iso2 = np.array([*known["iso2"].tolist(), None], dtype=object)
    return _Globe({code: place for place, code in enumerate(known.index.tolist())}, points, iso2, np.array([*known["is_city"].tolist(), False]))


def _places(codes: pd.Series) -> Places:
    numbers, values = codes.factorize()
    known = list(map(_globe().place.get, values.tolist(), repeat(NOWHERE)))
    # A missing code has the number -1: the last of the places.
    return np.asarray(np.array([*known, NOWHERE], dtype=np.intp)[numbers])
