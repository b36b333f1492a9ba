"""Emissions of travel on commercial flights."""

import hashlib

import pandas as pd

from greening import factors
from greening.factors import Factors
from greening.footprint import flights, lines
from greening.footprint.lines import Lines
from greening.footprint.routes import routes
from greening.units import KG_PER_T


def air_travel(rows: pd.DataFrame, gwp_set: str, flight_method: str) -> Lines:
    """One line a row, scope 3, air_travel; travel that a third party paid is outside the total.

    emissions_tco2e = passenger_km * factor_kgco2e_per_passenger_km / 1000, passenger_km = distance_km * legs * trips

    distance_km is the great circle of one leg, else as given; a return trip has two legs. The body's own result wins over every method and is of
    all trips of the row. A row that has only trips takes the mean kg a trip of the body's own priced rows; a distance of 0 km emits nothing.

    Source: see flights.icao_style and flights.desnz
    """
    leg = routes(rows)
    leg = leg.assign(distance_km=leg["distance_km"].fillna(rows["distance_km"]))
    legs = rows["trips"] * rows["return_trip"].astype("boolean").fillna(False).astype("float64").add(1.0)
    passenger_km = leg["distance_km"] * legs
    factor = _factor(rows, leg, gwp_set, flight_method)
    own_kg = rows["own_co2_kg"]
    # An own result over no distance is a factor a trip.
    is_over_km = passenger_km.gt(0) | (passenger_km.eq(0) & own_kg.isna())
    amount = passenger_km.where(is_over_km, rows["trips"])
    unit = pd.Series("passenger-km", index=rows.index).where(is_over_km, "trips")
    factor = factors.replaced(factor, own_kg.notna(), flights.own(own_kg, amount, unit, rows["data_year"], gwp_set))
    found = lines.of(
        rows,
        "trips",
        bucket="air_travel",
        source="flight",
        scope=3,
        activity_value=amount,
        activity_unit=unit,
        distance_km=leg["distance_km"],
        method=factor["method"],
    )
    found = lines.priced(found, factor)
    # A row of trips alone has no factor yet, and an own result is not passed through its own quotient.
    found |= {"emissions_tco2e": (own_kg / KG_PER_T).fillna(found["emissions_tco2e"])}
    found = _from_mean(found, rows)
    found |= {"co2_kg": (found["emissions_tco2e"] * KG_PER_T).where(_is_co2(found, rows.index))}
    return lines.outside(found, rows["paid_by"].eq("third_party"), "third_party")


def _factor(rows: pd.DataFrame, leg: pd.DataFrame, gwp_set: str, flight_method: str) -> Factors:
    if flight_method == "desnz":
        return flights.desnz(leg, rows["cabin"], rows["data_year"])
    return flights.icao_style(leg, rows["cabin"], gwp_set)


def _is_co2(found: Lines, index: pd.Index) -> pd.Series:
    """Whether the factor of a line is of carbon dioxide alone."""
    return factors.spread(found["factor_unit"], index, "str").str.startswith("kg CO2/").fillna(False).astype("bool")


def _from_mean(found: Lines, rows: pd.DataFrame) -> Lines:
    """The lines in which rows of trips alone have the mean of the priced ones; without any, they stay without emissions."""
    is_priced = found["emissions_tco2e"].notna()
    if is_priced.all():
        return found
    trips = rows["trips"]
    total = trips[is_priced].sum()
    mean_kg = found["emissions_tco2e"][is_priced].sum() * KG_PER_T / total if total > 0 else float("nan")
    # The mean is as good as its rows: its set of potentials is theirs where they share one.
    sets = factors.spread(found["gwp_set"], rows.index, "str")[is_priced].dropna().unique()
    mean = factors.fixed(
        factor_id="mean_of_own_trips",
        factor_value=mean_kg,
        factor_unit="kg CO2/trip" if _is_co2(found, rows.index)[is_priced].all() else "kg CO2e/trip",
        factor_source_id="submission",
        factor_rung="proxy",
        factor_boundary="direct",
        gwp_set=sets[0] if len(sets) == 1 else "",
    )
    has_mean = ~is_priced & (total > 0)
    found = factors.replaced(found, ~is_priced, mean)
    method = factors.spread(found["method"], rows.index, "str")
    return found | {
        "emissions_tco2e": found["emissions_tco2e"].fillna(trips * mean_kg / KG_PER_T),
        "method": method.mask(~is_priced, "no flight can be priced").mask(has_mean, "mean of own trips"),
        "quality": found["quality"].mask(has_mean & found["quality"].isna(), "proxy"),
        "parents": pd.Series("", index=rows.index).mask(has_mean, parents(rows.loc[is_priced, "row_id"])),
    }


def parents(row_ids: pd.Series) -> str:
    """The rows that a filled row rests on, in short: their number and the SHA-256 of their row_ids in order."""
    digest = hashlib.sha256("\n".join(sorted(row_ids.astype("str"))).encode("utf-8")).hexdigest()
    return f"{len(row_ids)} rows, sha256 {digest[:16]}"
