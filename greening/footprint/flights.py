"""What a passenger-kilometre on a commercial flight emits, by two methods."""

import numpy as np
import pandas as pd

from greening import factors, reference
from greening.factors import Factors
from greening.footprint import lines

UNIT = "kg CO2e/passenger-km"
UK = "GB"


def icao_style(routes: pd.DataFrame, cabin: pd.Series, gwp_set: str) -> Factors:
    """The factor of each leg after the formula of the ICAO calculator, carbon dioxide alone.

    co2_kg a passenger = 3.16 * fuel_kg_per_seat(flown_km) * passenger_share / passenger_load * cabin_ratio

    flown_km is the great circle and the ICAO correction (under 550 km 50, to 5,500 km 100, above 125); the fuel of a seat is the curve
    `flight_curve`, straight between its points and level in kg/km beyond them. Premium cabins weigh more only above 3,000 km; an unknown cabin
    counts as economy. A leg of no length has the factor 0, one of unknown length none.

    Source: icao_method, icao_loads, flight_curve, google_tim
    """
    distance_km = routes["distance_km"]
    fuel_kg = _seat_fuel_kg(corrected_km(distance_km))
    load = _loads(routes)
    ratio = _cabin_ratio(cabin, distance_km)
    fuel = factors.parameter("jet_fuel_co2")
    co2_kg = float(fuel["value"]) * fuel_kg * load["passenger_share"] / load["passenger_load"] * ratio
    made = factors.fixed(
        factor_id="icao_style." + load["group"] + "." + cabin,
        factor_value=(co2_kg / distance_km.where(distance_km > 0)).mask(distance_km.eq(0), 0.0),
        factor_unit="kg CO2/passenger-km",
        factor_source_id="flight_curve",
        factor_rung="world",
        factor_boundary="direct",
        gwp_set=gwp_set,
    )
    return made | {"method": "ICAO-style: fuel of a mean seat by distance, load, freight and cabin"}


def desnz(routes: pd.DataFrame, cabin: pd.Series, year: pd.Series) -> Factors:
    """The UK factor of each leg, without radiative forcing, of the edition nearest to the data year.

    domestic within the UK; to and from the UK short haul to 3,700 km and long haul above; every other flight international. The detour is inside
    the factors already. A class that a band does not have takes its nearest: premium economy of short haul the average, first that of business.
    A leg of unknown length has no factor.

    Source: desnz_2024 and the other editions
    """
    band = _band(routes)
    keys = "flight." + band + "." + _uk_cabin(band, cabin)
    found = factors.climb([(keys, "")], year, factors.activity_ladder())
    factor_value = found["factor_value"].where(routes["distance_km"].notna())
    return found | {"factor_value": factor_value, "method": "UK factors by band and class, without radiative forcing"}


def own(kg: pd.Series, amount: pd.Series, unit: pd.Series, year: pd.Series, gwp_set: str) -> Factors:
    """The body's own result as a factor, so that activity_value * factor_value is the result."""
    found = lines.own(kg / amount.where(amount > 0), "", year, boundary="direct")
    return found | {"factor_unit": "kg CO2/" + unit.str.removesuffix("s"), "gwp_set": gwp_set, "method": "own result of the body"}


def corrected_km(distance_km: pd.Series) -> pd.Series:
    """The great circle and the ICAO correction for detours and stacking. Source: icao_method."""
    correction = pd.Series(np.nan, index=distance_km.index)
    table = reference.load("flight_corrections").sort_values("from_km")
    for from_km, is_included, km in zip(table["from_km"], table["is_included"], table["correction_km"], strict=True):
        is_at = distance_km.ge(from_km) if is_included == "yes" else distance_km.gt(from_km)
        correction = correction.mask(is_at, float(km))
    return distance_km + correction


def _seat_fuel_kg(flown_km: pd.Series) -> pd.Series:
    curve = reference.load("flight_curve").sort_values("flown_km")
    km, fuel = curve["flown_km"].to_numpy(), curve["fuel_kg_per_seat"].to_numpy()
    inside = np.interp(flown_km, km, fuel)
    beyond = fuel[-1] / km[-1] * flown_km
    return pd.Series(np.where(flown_km > km[-1], beyond, inside), index=flown_km.index).where(flown_km.notna())


def _loads(routes: pd.DataFrame) -> pd.DataFrame:
    table = reference.load("flight_loads").set_index("group")
    group = pd.Series("international", index=routes.index)
    group = group.mask(routes["distance_km"] > table.loc["long_haul", "from_km"], "long_haul")
    group = group.mask(routes["origin_iso2"].notna() & routes["origin_iso2"].eq(routes["destination_iso2"]), "domestic")
    found = table[["passenger_load", "passenger_share"]].reindex(group).set_index(routes.index)
    return found.assign(group=group)


def _cabin_ratio(cabin: pd.Series, distance_km: pd.Series) -> pd.Series:
    table = reference.load("flight_cabins").set_index("cabin").reindex(cabin).set_index(cabin.index)
    return table["long_ratio"].where(distance_km > table["over_km"], table["short_ratio"])


def _band(routes: pd.DataFrame) -> pd.Series:
    starts, ends = routes["origin_iso2"].eq(UK), routes["destination_iso2"].eq(UK)
    limit_km = float(factors.parameter("uk_long_haul_km")["value"])
    band = pd.Series("international", index=routes.index)
    band = band.mask(starts | ends, "short_haul")
    band = band.mask((starts | ends) & (routes["distance_km"] > limit_km), "long_haul")
    return band.mask(starts & ends, "domestic")


def _uk_cabin(band: pd.Series, cabin: pd.Series) -> pd.Series:
    found = cabin.mask(cabin.eq("unknown"), "average")
    short = band.eq("short_haul")
    found = found.mask(short & cabin.eq("premium_economy"), "average").mask(short & cabin.eq("first"), "business")
    return found.mask(band.eq("domestic"), "average")
