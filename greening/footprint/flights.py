"""What a passenger-kilometre on a commercial flight emits, by each of the methods."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from greening import factors
from greening.factors import Factors
from greening.footprint import fleet
from greening.footprint.fleet import Numbers, Places
from greening.footprint.routes import Routes

UNIT = "kg CO2/passenger-km"
UK = "GB"


@dataclass(frozen=True, eq=False)
class Legs:
    """Legs to be priced: their routes, great circle in km, cabin (a place in `fleet.cabins`) and data year."""

    routes: Routes
    distance_km: Numbers
    cabin: Places
    year: pd.Series


@dataclass(frozen=True, eq=False)
class Prices:
    """The factor of each leg, kg a passenger-km; `kind` is the leg's place among `kinds`, which say what the factor is, by KIND_COLUMNS."""

    factor_value: Numbers
    kind: Places
    kinds: Sequence[Factors]


#: The columns of a kind of factor and their dtypes; the value is each leg's own.
KIND_COLUMNS: Mapping[str, str] = {name: dtype for name, dtype in factors.DTYPES.items() if name != "factor_value"} | {"method": "str"}
Method = Callable[[Legs, str], Prices]


def cabin_places(cabin: pd.Series) -> Places:
    """The place of each cabin in `fleet.cabins`; what is not said is unknown."""
    place = {name: number for number, name in enumerate(fleet.cabins())}
    unknown = place[fleet.UNKNOWN]
    numbers, values = cabin.factorize()
    known = np.array([*(place.get(str(name), unknown) for name in values.tolist()), unknown], dtype=np.intp)
    return np.asarray(known[numbers])


def icao_style(legs: Legs, gwp_set: str) -> Prices:
    """The factor of each leg after the formula of the ICAO calculator, carbon dioxide alone: fleet.kg_per_km. Source: see there."""
    shared = {
        "factor_unit": UNIT,
        "factor_source_id": "flight_fleet",
        "factor_rung": "world",
        "factor_boundary": "direct",
        "gwp_set": gwp_set,
        "method": "ICAO-style: fuel of the fleet at the distance, by seats, load, freight and cabin",
    }
    kinds = [{"factor_id": f"icao_style.{cabin}", **shared} for cabin in fleet.cabins()]
    return Prices(fleet.kg_per_km(legs.distance_km, legs.cabin), legs.cabin, kinds)


def desnz(legs: Legs, _gwp_set: str) -> Prices:
    """The UK factor of each leg, without radiative forcing, of the edition nearest to the data year.

    domestic within the UK; to and from the UK short haul to 3,700 km and long haul above; every other flight international. The detour is inside
    the factors already. A class that a band does not have takes its nearest: premium economy of short haul the average, first that of business.
    A leg of unknown length has no factor.

    Source: desnz_2024 and the other editions
    """
    return _uk(legs, "flight", "UK factors by band and class, without radiative forcing")


def desnz_rf(legs: Legs, _gwp_set: str) -> Prices:
    """As desnz, with radiative forcing: the other effects of flying high are in the factors. Source: desnz_2024 and the other editions."""
    return _uk(legs, "flight_rf", "UK factors by band and class, with radiative forcing")


#: The methods by the name that a run is given.
METHODS: Mapping[str, Method] = {"icao_style": icao_style, "desnz": desnz, "desnz_rf": desnz_rf}


def _uk(legs: Legs, start: str, method: str) -> Prices:
    """Each different band, cabin and year is looked up once."""
    bands, names = _bands(legs), fleet.cabins()
    years, calendar = legs.year.factorize()
    cells = (bands * len(names) + legs.cabin) * max(len(calendar), 1) + years
    kind, found = pd.factorize(cells)
    rest, year = np.divmod(found, max(len(calendar), 1))
    band, cabin = np.divmod(rest, len(names))
    keys = [f"{start}.{BANDS[one]}.{_uk_cabin(BANDS[one], names[other])}" for one, other in zip(band.tolist(), cabin.tolist(), strict=True)]
    wanted = pd.Series(calendar).iloc[year].reset_index(drop=True)
    taken = factors.climb([(pd.Series(keys, dtype="str"), "")], wanted, factors.activity_ladder())
    said = {name: taken[name].tolist() for name in KIND_COLUMNS if name in taken} | {"method": [method] * len(keys)}
    kinds = [dict(zip(said, row, strict=True)) for row in zip(*said.values(), strict=True)]
    values = taken["factor_value"].to_numpy("float64")[kind]
    return Prices(np.where(np.isnan(legs.distance_km), np.nan, values), kind, kinds)


#: The bands of the UK factors.
BANDS = ("international", "short_haul", "long_haul", "domestic")


def _bands(legs: Legs) -> Places:
    starts, ends = legs.routes.touches(UK)
    is_long = legs.distance_km > float(factors.parameter("uk_long_haul_km")["value"])
    return np.where(starts & ends, 3, np.where(starts | ends, np.where(is_long, 2, 1), 0)).astype(np.intp)


def _uk_cabin(band: str, cabin: str) -> str:
    """The class of the UK factors that prices a cabin in a band."""
    if band == "domestic" or cabin == fleet.UNKNOWN:
        return "average"
    if band == "short_haul":
        return {"premium_economy": "average", "first": "business"}.get(cabin, cabin)
    return cabin
