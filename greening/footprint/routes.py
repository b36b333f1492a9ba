"""Airports, and the great circle between two of them."""

from functools import cache

import numpy as np
import pandas as pd

from greening import reference
from greening.units import EARTH_RADIUS_KM


@cache
def stations() -> pd.DataFrame:
    """Latitude, longitude (degrees) and country (iso2) of every airport and city code.

    A code that names an airport is that airport. Another city code lies in the middle of its airports: the mean of their latitudes and longitudes.
    Source: ourairports, airportsdata
    """
    airports = reference.load("airports").set_index("iata")[["lat", "lon", "iso2"]]
    members = reference.load("airport_cities").merge(airports[["lat", "lon"]], left_on="airport_iata", right_index=True, how="inner", validate="m:1")
    cities = members.groupby("city_code", sort=True).agg(lat=("lat", "mean"), lon=("lon", "mean"), iso2=("iso2", "first"))
    return pd.concat([airports, cities.loc[~cities.index.isin(airports.index)]])


def routes(rows: pd.DataFrame) -> pd.DataFrame:
    """Each row's great circle in km between origin and destination, and the countries at its ends; empty where a code is unknown.

    Columns distance_km, origin_iso2, destination_iso2, in the order of the rows.
    """
    starts, origins = rows["origin"].factorize()
    ends, destinations = rows["destination"].factorize()
    is_pair = (starts >= 0) & (ends >= 0)
    start, end = (stations().reindex(codes) for codes in (origins, destinations))
    # A route that many rows travel is measured once.
    pairs, of_row = np.unique(starts[is_pair] * len(destinations) + ends[is_pair], return_inverse=True)
    first, last = np.divmod(pairs, max(len(destinations), 1))
    distance_km = np.full(len(rows), np.nan)
    distance_km[is_pair] = great_circle_km(*_degrees(start, first), *_degrees(end, last))[of_row]
    countries = {
        name: pd.api.extensions.take(stop["iso2"].array, np.where(is_pair, codes, -1), allow_fill=True)
        for name, stop, codes in (("origin_iso2", start, starts), ("destination_iso2", end, ends))
    }
    return pd.DataFrame({"distance_km": distance_km, **countries}, index=rows.index)


def _degrees(stops: pd.DataFrame, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return stops["lat"].to_numpy()[places], stops["lon"].to_numpy()[places]


def great_circle_km(lat1: np.ndarray, lon1: np.ndarray, lat2: np.ndarray, lon2: np.ndarray) -> np.ndarray:
    """Great circle between points in degrees, on a sphere (haversine formula)."""
    phi1, phi2 = np.radians(lat1), np.radians(lat2)
    half = np.sin((phi2 - phi1) / 2) ** 2 + np.cos(phi1) * np.cos(phi2) * np.sin(np.radians(lon2 - lon1) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half)))
