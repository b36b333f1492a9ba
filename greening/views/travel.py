"""Journeys without route, distance, fuel or own result: whether other rows can price them."""

import pandas as pd

from greening.views.rows import Known


def travel_pricing(known: Known) -> pd.DataFrame:
    """The rows of air_travel and chartered_transport that nothing in them prices, and how many other rows can.

    Columns: those of the row, and rows_that_price_it. A flight is priced by other flights, a charter that gives only its
    hours by charters of its mode that give hours and fuel; a charter without hours by none.
    """
    flights = known.table("air_travel")
    routed = flights["origin"].notna() & flights["destination"].notna()
    priced = routed | flights["distance_km"].notna() | flights["own_co2_kg"].notna()
    unpriced = flights[~priced].assign(rows_that_price_it=float(priced.sum()))
    return pd.concat([unpriced, _charters(known.table("chartered_transport"))], ignore_index=True)


def _charters(rows: pd.DataFrame) -> pd.DataFrame:
    fuelled = rows["fuel_l"].notna()
    flown = rows["origin"].notna() & rows["destination"].notna() & rows["aircraft_type"].notna() & (rows["mode"] == "air")
    rated = rows[fuelled & (rows["flight_hours"] > 0)]
    like = rows["mode"].map(rated["mode"].value_counts()).fillna(0.0).astype("float64")
    return rows.assign(rows_that_price_it=like.where(rows["flight_hours"].notna(), 0.0))[~fuelled & ~flown]
