"""The aircraft that carry passengers: seats, load, freight, mean trip and fuel of each type, from two open sources.

US DOT Form 41 and T-100 give for each type and year the flights, the passengers and freight of a flight, the mean trip, and the fuel of a
seat-kilometre and of a passenger-kilometre. Their quotient is the load factor, and passengers over load are the seats. Seymour et al. 2020 give the
fuel of a flight as a quadratic of the distance. The quadratic says how the fuel grows with distance, the fuel of a seat-kilometre how high it is:
`fuel_scale` brings the quadratic, at the type's own mean trip, to the fuel that carriers reported.
"""

from pathlib import Path

import numpy as np
import pandas as pd

TABLES = Path(__file__).resolve().parent.parent / "greening" / "reference" / "tables"
#: Flown distance over great circle, and the constant detour, inside the quadratics (Seymour et al. 2020).
DETOUR_RATIO = 1.0387
DETOUR_KM = 40.5
#: Mass of a passenger with bags, and of a seat with what belongs to it (ICAO method, passenger to freight factor).
PASSENGER_KG = 100.0
SEAT_KG = 50.0
#: Rows outside these load factors mix freighters with passenger aircraft.
LOAD_FACTORS = (0.6, 1.0)
#: Rows whose fuel is further than this from that of the quadratic are faults of reporting.
SCALES = (1 / 1.5, 1.5)
#: Smaller types fly in numbers only for US carriers, whose contracts with pilots ask for them.
FEWEST_SEATS = 60

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
    "Boeing 737-300": "B733",
    "Boeing 737-400": "B734",
    "Boeing 737-500": "B735",
    "Boeing 737-700/700LR/Max 7": "B737",
    "Boeing 737-800": "B738",
    "Boeing 737-900": "B739",
    "Boeing 737-900ER": "B739",
    "Boeing 747-400": "B744",
    "Boeing B737 Max 800": "B38M",
    "Boeing B737 Max 900": "B39M",
    "Boeing 757-200": "B752",
    "Boeing 757-300": "B753",
    "Boeing 767-200/ER/EM": "B762",
    "Boeing 767-300/300ER": "B763",
    "Boeing 767-400/ER": "B764",
    "Boeing 777-200ER/200LR/233LR": "B772",
    "Boeing 777-300/300ER/333ER": "B77W",
    "Bombardier CRJ550": "CRJ7",
    "Canadair RJ-200ER /RJ-440": "CRJ2",
    "Canadair CRJ 900": "CRJ9",
    "Canadair RJ-700": "CRJ7",
    "Embraer EMB-120 Brasilia": "E120",
    "Embraer-135": "E135",
    "Embraer-145": "E145",
    "Embraer-Emb-170": "E170",
    "Embraer 190": "E190",
    "Embraer ERJ-175": "E75L",
    "McDonnell Douglas MD-90": "MD90",
}
#: Types with two aisles.
WIDE = {"A332", "A333", "A339", "A359", "B744", "B762", "B763", "B764", "B772", "B77W", "B788", "B789", "B78X"}


def fleet(reported: pd.DataFrame, fits: pd.DataFrame) -> pd.DataFrame:
    """One row a type: aircraft_icao, body, flights, trip_km, seats, passenger_load, passenger_share, fuel_scale, source_id.

    reported is the US DOT table, fits that of Seymour et al. Flights are those of all years together; seats, load, freight and fuel are means over
    them, weighted by flights or seat-kilometres.
    """
    rows = usable(reported, fits)
    by_type = rows.groupby("type", sort=True)
    total = by_type[["flights", "seats_flown", "passengers_flown", "freight_flown", "km_flown", "seat_km", "passenger_km", "fuel", "fitted"]].sum()
    total = total[total["seats_flown"] / total["flights"] >= FEWEST_SEATS]
    of_passengers = total["passengers_flown"] * PASSENGER_KG + total["seats_flown"] * SEAT_KG
    return pd.DataFrame(
        {
            "aircraft_icao": total.index,
            "body": ["wide" if code in WIDE else "narrow" for code in total.index],
            "flights": total["flights"].round().astype("int64"),
            "trip_km": (total["km_flown"] / total["flights"]).round(1),
            "seats": (total["seats_flown"] / total["flights"]).round(1),
            "passenger_load": (total["passenger_km"] / total["seat_km"]).round(4),
            "passenger_share": (of_passengers / (of_passengers + total["freight_flown"])).round(4),
            "fuel_scale": (total["fuel"] / total["fitted"]).round(4),
            "source_id": "flight_fleet",
        }
    )


def usable(reported: pd.DataFrame, fits: pd.DataFrame) -> pd.DataFrame:
    """The rows of types that have a fit, without those that mix in freighters or misreport fuel, with what they flew and burnt."""
    numbers = reported.drop(columns=["aircraft", "source", "license"]).apply(pd.to_numeric, errors="coerce")
    load = numbers["fuel_per_available_seat_km"] / numbers["fuel_per_revenue_seat_km"]
    flights, seats, trip_km = numbers["flights"], numbers["avg_pax_per_flight"] / load, numbers["avg_trip_km"]
    seat_km = flights * seats * trip_km
    rows = pd.DataFrame(
        {
            "type": reported["aircraft"].map(TYPES),
            "load": load,
            "flights": flights,
            "seats_flown": flights * seats,
            "passengers_flown": flights * numbers["avg_pax_per_flight"],
            "freight_flown": flights * numbers["freight_mail"].fillna(0.0),
            "km_flown": flights * trip_km,
            "seat_km": seat_km,
            "passenger_km": seat_km * load,
            "fuel": seat_km * numbers["fuel_per_available_seat_km"],
            "fitted": flights * fitted_kg(reported["aircraft"].map(TYPES), trip_km, fits),
        }
    )
    scale = rows["fuel"] / rows["fitted"]
    return rows[load.between(*LOAD_FACTORS) & scale.between(*SCALES)].dropna()


def fitted_kg(aircraft: pd.Series, circle_km: pd.Series, fits: pd.DataFrame) -> pd.Series:
    """Fuel of a flight by the quadratic, its own detour replaced by the ICAO correction."""
    steps = pd.read_csv(TABLES / "flight_corrections.csv")
    flown_km = circle_km + np.interp(circle_km, steps["distance_km"], steps["correction_km"])
    km = (flown_km - DETOUR_KM) / DETOUR_RATIO
    numbers = fits.set_index("aircraft_icao")[["a1_kg_per_km2", "a2_kg_per_km", "intercept_kg"]].apply(pd.to_numeric)
    fit = numbers.reindex(aircraft).set_index(aircraft.index)
    return fit["a1_kg_per_km2"] * km**2 + fit["a2_kg_per_km"] * km + fit["intercept_kg"]
