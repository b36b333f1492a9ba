"""The mean fuel of an aircraft seat by flown distance, from two open sources.

Seymour et al. 2020 give the fuel of a flight by aircraft type as a quadratic of the great-circle distance; it holds the detour that aircraft fly,
1.0387 d + 40.5 km, so the curve is put on flown distance by undoing it. US DOT Form 41 gives seats, flights and mean trip of each type. A type
counts at a distance by its seats flown and by how near the distance is to its own mean trip (a normal curve of the logarithm, KERNEL wide), since a
regional jet says nothing about the Atlantic. The distances are those of the table that ICAO's method interpolates in.
"""

import numpy as np
import pandas as pd

#: Nautical miles at which the curve is given (ICAO method, table of fuel by distance).
NODES_NMI = (125, 250, 500, 750, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 7000, 8000)
KM_PER_NMI = 1.852
#: Flown distance over great circle, and the constant detour (Seymour et al. 2020).
DETOUR_RATIO = 1.0387
DETOUR_KM = 40.5
#: Width of the weight of a type around its own mean trip, in natural logarithms.
KERNEL = 0.7
#: Rows outside these load factors mix freighters with passenger aircraft.
LOAD_FACTORS = (0.6, 1.0)

TYPES = {
    "Airbus Industrie A319": "A319",
    "A200-100 BD-500-1A10": "BCS1",
    "A220-300 BD-500-1A11": "BCS3",
    "Airbus Industrie A320-100/200": "A320",
    "Airbus Industrie A320-200n": "A20N",
    "Airbus Industrie A321/Lr": "A321",
    "Airbus Industrie A321-200n": "A21N",
    "Airbus Industrie A330-200": "A332",
    "Airbus Industrie A330-300/333": "A333",
    "Airbus Industrie A330-900": "A339",
    "Airbus Industrie A350-900": "A359",
    "B787-800 Dreamliner": "B788",
    "B787-900 Dreamliner": "B789",
    "Boeing 787-10 Dreamliner": "B78X",
    "Boeing 717-200": "B712",
    "Boeing 737-700/700LR/Max 7": "B737",
    "Boeing 737-800": "B738",
    "Boeing 737-900": "B739",
    "Boeing 737-900ER": "B739",
    "Boeing B737 Max 800": "B38M",
    "Boeing B737 Max 900": "B39M",
    "Boeing 757-200": "B752",
    "Boeing 757-300": "B753",
    "Boeing 767-300/300ER": "B763",
    "Boeing 767-400/ER": "B764",
    "Boeing 777-200ER/200LR/233LR": "B772",
    "Boeing 777-300/300ER/333ER": "B77W",
    "Bombardier CRJ550": "CRJ7",
    "Canadair RJ-200ER /RJ-440": "CRJ2",
    "Canadair CRJ 900": "CRJ9",
    "Canadair RJ-700": "CRJ7",
    "Embraer-Emb-170": "E170",
    "Embraer 190": "E190",
    "Embraer ERJ-175": "E75L",
}


def curve(fleet: pd.DataFrame, fits: pd.DataFrame) -> pd.DataFrame:
    """Fuel of a seat in kg at each flown distance in km: columns flown_km, fuel_kg_per_seat, source_id."""
    types = fleet_by_type(fleet).join(fits.set_index("aircraft_icao").drop(columns="source").apply(pd.to_numeric, errors="coerce"), how="inner")
    flown_km = np.array(NODES_NMI) * KM_PER_NMI
    circle_km = (flown_km - DETOUR_KM) / DETOUR_RATIO
    fuel_kg = np.outer(types["a1_kg_per_km2"], circle_km**2) + np.outer(types["a2_kg_per_km"], circle_km) + types["intercept_kg"].to_numpy()[:, None]
    per_seat = fuel_kg / types["seats"].to_numpy()[:, None]
    steps = np.log(flown_km / types["trip_km"].to_numpy()[:, None])
    weight = (types["flights"] * types["seats"]).to_numpy()[:, None] * np.exp(-(steps**2) / (2 * KERNEL**2))
    mean = (per_seat * weight).sum(axis=0) / weight.sum(axis=0)
    return pd.DataFrame({"flown_km": flown_km.round(3), "fuel_kg_per_seat": mean.round(3), "source_id": "flight_curve"})


def fleet_by_type(fleet: pd.DataFrame) -> pd.DataFrame:
    """Seats, mean trip and flights of each aircraft type over all years of the US fleet data."""
    numbers = fleet.drop(columns=["aircraft", "source", "license"]).apply(pd.to_numeric, errors="coerce")
    load = numbers["fuel_per_available_seat_km"] / numbers["fuel_per_revenue_seat_km"]
    rows = pd.DataFrame(
        {
            "type": fleet["aircraft"].map(TYPES),
            "flights": numbers["flights"],
            "seats": numbers["avg_pax_per_flight"] / load * numbers["flights"],
            "trip_km": numbers["avg_trip_km"] * numbers["flights"],
        }
    )
    total = rows[load.between(*LOAD_FACTORS)].dropna().groupby("type", sort=True)[["flights", "seats", "trip_km"]].sum()
    return total.assign(seats=total["seats"] / total["flights"], trip_km=total["trip_km"] / total["flights"])
