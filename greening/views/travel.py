"""Journeys without route, distance, fuel or own result: whether other rows can price them."""

from functools import cache

import pandas as pd

from greening import reference
from greening.views.rows import Known, typed_without_rows


def travel_pricing(known: Known) -> pd.DataFrame:
    """The rows of air_travel and chartered_transport that nothing in them prices, and how many other rows can.

    Columns: those of the row, rows_that_price_it and type_fault (what is wrong with the aircraft type of a route, or that trips are not
    given, as a sentence). A flight whose trips are given is priced by other flights, a charter that gives only its hours by charters of
    its mode that give hours and fuel, or by the published litres an hour of its type; a charter without hours by none. A route prices a
    charter only with an aircraft type that the reference data know the fuel of.
    """
    if not known.has_rows("air_travel") and not known.has_rows("chartered_transport"):
        return _no_journeys().copy(deep=False)
    return _unpriced(known.table("air_travel"), known.table("chartered_transport"))


@cache
def _no_journeys() -> pd.DataFrame:
    return _unpriced(typed_without_rows("air_travel"), typed_without_rows("chartered_transport"))


def _unpriced(flights: pd.DataFrame, charters: pd.DataFrame) -> pd.DataFrame:
    routed = flights["origin"].notna() & flights["destination"].notna()
    priced = routed | flights["distance_km"].notna() | flights["own_co2_kg"].notna()
    uncounted = flights["defaulted"].str.contains(r"\btrips\b")
    counted_by = pd.Series(float(priced.sum()), index=flights.index).mask(uncounted, 0.0)
    fault = pd.Series("", index=flights.index, dtype="str").mask(uncounted, " The number of trips is not given either.")
    unpriced = flights.assign(rows_that_price_it=counted_by, type_fault=fault)[~priced]
    return pd.concat([unpriced, _charters(charters)], ignore_index=True)


def _charters(rows: pd.DataFrame) -> pd.DataFrame:
    fuelled = rows["fuel_l"].notna()
    known_types = reference.load("aircraft_fuel")["aircraft_icao"]
    routed = rows["origin"].notna() & rows["destination"].notna() & (rows["origin"] != rows["destination"]) & (rows["mode"] == "air")
    flown = routed & rows["aircraft_type"].isin(known_types)
    odd = rows["aircraft_type"].where(routed & ~flown)
    faults = {name: f" The aircraft type {name} is not in the fuel tables.{_offered(name, known_types)}" for name in odd.dropna().unique()}
    rated = rows[fuelled & (rows["flight_hours"] > 0)]
    like = rows["mode"].map(rated["mode"].value_counts()).fillna(0.0).astype("float64")
    priced_by = like.where(rows["flight_hours"].notna(), 0.0)
    timed = rows["flight_hours"].notna() & (rows["mode"] == "air") & rows["aircraft_type"].isin(reference.load("aircraft_hours")["aircraft_icao"])
    return rows.assign(rows_that_price_it=priced_by, type_fault=odd.map(faults).astype("str").fillna(""))[~fuelled & ~flown & ~timed]


def _offered(name: str, known: pd.Series) -> str:
    # Codes of four signs are all alike: only one that the given one begins with, or begins itself, may be meant.
    wanted = name.upper()
    found = sorted(code for code in known if code.startswith(wanted) or wanted.startswith(code))
    return f" Did you mean {found[0]}?" if found else ""
