"""Emissions of travel on commercial flights."""

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from greening import factors, journeys
from greening.footprint import fleet, flights, lines
from greening.footprint.fleet import Numbers, Places
from greening.footprint.flights import KIND_COLUMNS, Legs, Prices
from greening.footprint.lines import Lines
from greening.footprint.routes import Routes, routes
from greening.units import KG_PER_T

#: How a row was priced, closest first; the last is not priced at all.
TIERS = ("own_result", "airport_pair_cabin", "airport_pair", "city_pair", "distance_only", "average_of_others", "")
OWN, WITH_CABIN, AIRPORTS, CITIES, DISTANCE, AVERAGE, UNPRICED = range(len(TIERS))
MEAN, NOTHING = "mean of own trips", "no flight can be priced"


def air_travel(rows: pd.DataFrame, gwp_set: str, flight_method: str) -> Lines:
    """One line a row, scope 3, air_travel; travel that a third party paid is outside the total.

    emissions_tco2e = passenger_km * factor_kgco2e_per_passenger_km / 1000, passenger_km = distance_km * legs * trips

    distance_km is the great circle of one leg, else as given; a return trip has two legs. The body's own result wins over every method and is of
    all trips of the row. A row that has only trips takes the mean kg a trip of the body's own priced rows, in which the legs of one trip_id are
    one trip; a distance of 0 km emits nothing. `tier` says which of these it was.

    Source: see flights.icao_style, flights.desnz and flights.desnz_rf
    """
    route = routes(rows)
    legs = Legs(route, _distance_km(route, rows), flights.cabin_places(rows["cabin"]), rows["data_year"])
    trips, own_kg = (rows[name].to_numpy("float64") for name in ("trips", "own_co2_kg"))
    passenger_km = legs.distance_km * trips * np.where(journeys.is_return(rows), 2.0, 1.0)
    has_own = ~np.isnan(own_kg)
    # An own result over no distance is a factor a trip.
    is_over_km = (passenger_km > 0) | ((passenger_km == 0) & ~has_own)
    amount = np.where(is_over_km, passenger_km, trips)
    prices = _with_own(flights.METHODS[flight_method](legs, gwp_set), own_kg, amount, is_over_km, gwp_set)
    # An own result is not passed through its own quotient, and a row of trips alone has no factor yet.
    emitted_kg = np.where(has_own, own_kg, np.where(is_over_km, amount * prices.factor_value, np.nan))
    prices, emitted_kg, is_filled = _with_mean(prices, emitted_kg, rows)
    tier = np.where(np.isnan(emitted_kg), UNPRICED, np.where(is_filled, AVERAGE, _tiers(route, legs.cabin, has_own)))
    index = rows.index
    said = {name: _said(prices, name, index) for name in KIND_COLUMNS}
    found = lines.of(
        rows,
        "trips",
        bucket="air_travel",
        source="flight",
        scope=3,
        activity_value=pd.Series(amount, index=index),
        activity_unit=lines.chosen(("trips", "passenger-km"), is_over_km, index),
        distance_km=pd.Series(legs.distance_km, index=index),
        factor_value=pd.Series(prices.factor_value, index=index),
        emissions_tco2e=pd.Series(emitted_kg / KG_PER_T, index=index),
        co2_kg=pd.Series(np.where(_is_co2(prices)[prices.kind], emitted_kg, np.nan), index=index),
        tier=lines.chosen(TIERS, tier, index),
        **said,
    )
    found |= {"factor_year": _factor_year(said["factor_year"], has_own, rows)}
    if is_filled.any():
        found |= _as_filled(found, is_filled, rows, ~np.isnan(emitted_kg) & ~is_filled)
    return lines.outside(found, rows["paid_by"].eq("third_party"), "third_party")


def parents(row_ids: pd.Series) -> str:
    """The rows that a filled row rests on, in short: their number and the SHA-256 of their row_ids in order."""
    digest = hashlib.sha256("\n".join(sorted(row_ids.astype("str").tolist())).encode("utf-8")).hexdigest()
    return f"{len(row_ids)} rows, sha256 {digest[:16]}"


def _distance_km(route: Routes, rows: pd.DataFrame) -> Numbers:
    return np.where(np.isnan(route.distance_km), rows["distance_km"].to_numpy("float64"), route.distance_km)


def _tiers(route: Routes, cabin: Places, has_own: npt.NDArray[np.bool_]) -> Places:
    is_known = cabin != fleet.cabins().index(fleet.UNKNOWN)
    routed = np.where(route.has_city, CITIES, np.where(is_known, WITH_CABIN, AIRPORTS))
    return np.where(has_own, OWN, np.where(np.isnan(route.distance_km), DISTANCE, routed)).astype(np.intp)


def _with_own(prices: Prices, own_kg: Numbers, amount: Numbers, is_over_km: npt.NDArray[np.bool_], gwp_set: str) -> Prices:
    """The prices with the body's own results as factors, so that activity_value * factor_value is the result."""
    has_own = ~np.isnan(own_kg)
    if not has_own.any():
        return prices
    said = {"factor_id": "own", "factor_source_id": "submission", "factor_rung": "own", "factor_boundary": "direct", "gwp_set": gwp_set}
    own = [{**said, "factor_unit": f"kg CO2/{unit}", "method": "own result of the body"} for unit in ("trip", "passenger-km")]
    kind = np.where(has_own, len(prices.kinds) + is_over_km, prices.kind)
    value = np.divide(own_kg, amount, out=np.full(len(amount), np.nan), where=amount > 0)
    return Prices(np.where(has_own, value, prices.factor_value), kind, [*prices.kinds, *own])


def _with_mean(prices: Prices, emitted_kg: Numbers, rows: pd.DataFrame) -> tuple[Prices, Numbers, npt.NDArray[np.bool_]]:
    """The prices and emissions in which rows of trips alone have the mean of the priced ones, and which rows those are.

    Without any priced row they stay without emissions.
    """
    is_priced = ~np.isnan(emitted_kg)
    if is_priced.all():
        return prices, emitted_kg, np.zeros(len(rows), dtype=bool)
    trips = rows["trips"].to_numpy("float64")
    counted = trips[is_priced] * journeys.trip_share(rows.loc[is_priced, ["organization", "trip_id"]])
    total = counted.sum()
    mean_kg = emitted_kg[is_priced].sum() / total if total > 0 else np.nan
    used = np.unique(prices.kind[is_priced])
    sets = sorted({str(prices.kinds[place]["gwp_set"]) for place in used.tolist()})
    said = {
        "factor_id": "mean_of_own_trips",
        "factor_unit": "kg CO2/trip" if _is_co2(prices)[used].all() else "kg CO2e/trip",
        "factor_source_id": "submission",
        "factor_rung": "proxy",
        "factor_boundary": "direct",
        # The mean is as good as its rows: its set of potentials is theirs where they share one.
        "gwp_set": sets[0] if len(sets) == 1 else "",
        "method": MEAN if total > 0 else NOTHING,
    }
    value = np.where(is_priced, prices.factor_value, mean_kg)
    kind = np.where(is_priced, prices.kind, len(prices.kinds))
    filled_kg = np.where(is_priced, emitted_kg, trips * mean_kg)
    return Prices(value, kind, [*prices.kinds, said]), filled_kg, ~is_priced & ~np.isnan(filled_kg)


def _as_filled(found: Lines, is_filled: npt.NDArray[np.bool_], rows: pd.DataFrame, is_priced: npt.NDArray[np.bool_]) -> Lines:
    """What rows that take the mean of others say of themselves."""
    quality: pd.Series = found["quality"]
    text = parents(rows["row_id"][is_priced])
    return {"quality": quality.mask(is_filled & quality.isna(), "proxy"), "parents": lines.chosen(("", text), is_filled, rows.index)}


def _is_co2(prices: Prices) -> npt.NDArray[np.bool_]:
    """Whether the factor of each kind is of carbon dioxide alone."""
    return np.array([str(kind["factor_unit"]).startswith("kg CO2/") for kind in prices.kinds], dtype=bool)


def _said(prices: Prices, column: str, index: pd.Index) -> Any:
    """A column of the kinds for each row, or its one value; None is missing."""
    return lines.chosen([kind.get(column) for kind in prices.kinds], prices.kind, index, KIND_COLUMNS[column])


def _factor_year(year: Any, has_own: npt.NDArray[np.bool_], rows: pd.DataFrame) -> Any:
    """The year of the factor; an own result is of the data year."""
    return factors.spread(year, rows.index, "Int64").mask(has_own, rows["data_year"]) if has_own.any() else year
