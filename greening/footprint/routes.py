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
    pairs = rows[["origin", "destination"]].drop_duplicates().dropna()
    known = stations()
    start, end = known.reindex(pairs["origin"]), known.reindex(pairs["destination"])
    found = pairs.assign(
        distance_km=great_circle_km(start["lat"].to_numpy(), start["lon"].to_numpy(), end["lat"].to_numpy(), end["lon"].to_numpy()),
        origin_iso2=start["iso2"].to_numpy(),
        destination_iso2=end["iso2"].to_numpy(),
    )
    merged = rows[["origin", "destination"]].merge(found, on=["origin", "destination"], how="left", validate="m:1")
    return merged.set_index(rows.index)[["distance_km", "origin_iso2", "destination_iso2"]]


def great_circle_km(lat1: np.ndarray, lon1: np.ndarray, lat2: np.ndarray, lon2: np.ndarray) -> np.ndarray:
    """Great circle between points in degrees, on a sphere (haversine formula)."""
    phi1, phi2 = np.radians(lat1), np.radians(lat2)
    half = np.sin((phi2 - phi1) / 2) ** 2 + np.cos(phi1) * np.cos(phi2) * np.sin(np.radians(lon2 - lon1) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half)))
