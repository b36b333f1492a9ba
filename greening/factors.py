"""Which factor prices a row, and how close it is: the rungs of the ladder.

own      the body's or its supplier's factor
exact    the key and the year of the data
earlier  the nearest year before it
later    the nearest year after it, where there is none before
region   the aggregate that the country belongs to
world    the world's average, or a default that holds everywhere
proxy    a factor of something like it
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from greening import reference
from greening.errors import AmbiguousFactor, FactorNotFound
from greening.spelling import nearest

#: The columns that describe a factor in the footprint, and their dtypes.
DTYPES: Mapping[str, str] = {
    "factor_id": "str",
    "factor_value": "float64",
    "factor_unit": "str",
    "factor_year": "Int64",
    "factor_source_id": "str",
    "factor_rung": "str",
    "factor_boundary": "str",
    "gwp_set": "str",
}
COLUMNS = tuple(DTYPES)
#: Factors by column: a Series, or one value where all rows have the same.
Factors = dict[str, Any]
#: Place of a factor in a table where a key has none.
NOWHERE = -1


@dataclass(frozen=True, eq=False)
class Ladder:
    """Yearly factors, and where the nearest one of a key and year stands.

    `table` has key, factor_year and the other factor columns. Raises AmbiguousFactor where a key has two factors in one year.
    """

    table: pd.DataFrame

    @cached_property
    def years(self) -> Mapping[str, Mapping[int, int]]:
        """The place of each factor in the table, by key and year."""
        found: dict[str, dict[int, int]] = {}
        for place, (key, year) in enumerate(zip(self.table["key"].tolist(), self.table["factor_year"].tolist(), strict=True)):
            if year in found.setdefault(key, {}):
                raise AmbiguousFactor(f"more than one factor in a year for {key}")
            found[key][year] = place
        return found

    @cached_property
    def columns(self) -> Mapping[str, Any]:
        """The factor columns, in their dtypes."""
        known = {column: dtype for column, dtype in DTYPES.items() if column in self.table}
        return {str(column): cells.array for column, cells in self.table[list(known)].astype(known).items()}

    def nearest(self, key: str, year: int) -> tuple[int, str]:
        """The place of the factor and its rung: of the year itself, else the nearest before it, else the nearest after it."""
        known = self.years.get(key)
        if not known:
            return NOWHERE, ""
        if year in known:
            return known[year], "exact"
        before = [other for other in known if other < year]
        return (known[max(before)], "earlier") if before else (known[min(known)], "later")


def match(keys: pd.Series, years: pd.Series, ladder: Ladder) -> pd.DataFrame:
    """The factor of each key in the nearest year, in the order of the keys; all empty where the key is unknown."""
    places, rungs = _places(keys, years, ladder)
    return pd.DataFrame(_taken(ladder, places, rungs, keys.index))[list(COLUMNS)]


def _places(keys: pd.Series, years: pd.Series, ladder: Ladder) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.object_]]:
    """Place and rung of the factor of each key and year; both are looked up once for each different pair."""
    key_codes, key_values = keys.astype("str").factorize()
    year_codes, year_values = years.astype("int64").factorize()
    # The code of a missing key is -1.
    names, calendar = [*key_values.tolist(), None], year_values.tolist()
    pairs, of_row = np.unique(key_codes * len(calendar) + year_codes, return_inverse=True)
    found = [ladder.nearest(names[pair // len(calendar)], calendar[pair % len(calendar)]) for pair in pairs.tolist()]
    places = np.array([place for place, _ in found], dtype=np.intp)
    return places[of_row], np.array([rung for _, rung in found], dtype=object)[of_row]


def _taken(ladder: Ladder, places: npt.NDArray[np.intp], rungs: npt.NDArray[np.object_], index: pd.Index) -> Factors:
    taken = {column: pd.api.extensions.take(cells, places, allow_fill=True) for column, cells in ladder.columns.items()}
    rung = pd.Series(rungs, dtype="str").mask(places == NOWHERE).array
    return {column: pd.Series(cells, index=index) for column, cells in (taken | {"factor_rung": rung}).items()}


def climb(candidates: Sequence[tuple[pd.Series, str]], years: pd.Series, ladder: Ladder) -> Factors:
    """The factor of the first key that has one; candidates are (keys, rung), an empty rung keeping that of the year.

    Raises FactorNotFound that lists every key for which no rung held, each with the nearest key that there is.
    """
    wanted = candidates[0][0]
    places, rungs = np.full(len(wanted), NOWHERE, dtype=np.intp), np.full(len(wanted), "", dtype=object)
    for keys, rung in candidates:
        left = np.flatnonzero(places == NOWHERE)
        if not len(left):
            break
        places[left], found = _places(keys.iloc[left], years.iloc[left], ladder)
        rungs[left] = rung or found
    if (places == NOWHERE).any():
        missing = sorted(set(wanted[places == NOWHERE].fillna("an unnamed key").astype("str")))
        named = ", ".join(f"{key}{_hint(key, ladder)}" for key in missing)
        raise FactorNotFound(f"no factor for {named}; add it to greening/reference/tables, or mend the submission")
    return _taken(ladder, places, rungs, wanted.index)


def _hint(key: str, ladder: Ladder) -> str:
    alike = nearest(key, ladder.years)
    return f" (the nearest is {alike})" if alike else ""


def grid(countries: pd.Series, years: pd.Series) -> Factors:
    """The grid average of each country (ISO alpha-3), else of its region, else of the world: kg CO2e/kWh, lifecycle. Source: owid_ember."""
    return climb_grid(countries, years, grid_ladder("kgco2e_per_kwh", "kg CO2e/kWh"))


def climb_grid(countries: pd.Series, years: pd.Series, ladder: Ladder) -> Factors:
    """What the grids' data say of each country, else of its region, else of the world."""
    region = countries.map(_regions()).astype("str")
    world = pd.Series("WORLD", index=countries.index)
    return climb([(countries, ""), (region, "region"), (world, "world")], years, ladder)


@cache
def _regions() -> Mapping[str, str]:
    """The aggregate of each country that belongs to one."""
    table = reference.load("grid_regions")
    return {country: region for country, region in zip(table["iso3"], table["region"], strict=True) if region != "WORLD"}


@cache
def grid_ladder(column: str, unit: str) -> Ladder:
    """A column of the grid data by country, aggregate and world, as factors; the key is the ISO alpha-3 code, AGG_... or WORLD."""
    raw = reference.load("grid_factors").dropna(subset=[column])
    table = pd.DataFrame(
        {
            "key": raw["region"],
            "factor_id": "grid." + raw["region"] + "." + raw["year"].astype("str"),
            "factor_value": raw[column],
            "factor_unit": unit,
            "factor_year": raw["year"],
            "factor_source_id": raw["source_id"],
            "factor_boundary": "lifecycle",
            "gwp_set": "AR5",
        }
    )
    return Ladder(table)


def activity(keys: pd.Series, years: pd.Series, is_direct: pd.Series) -> Factors:
    """The yearly factor of a journey, waste, water or heat key; where it is not of that very thing or place, the rung is proxy.

    Raises FactorNotFound where a key is unknown.
    """
    found = climb([(keys, "")], years, activity_ladder())
    return found | {"factor_rung": found["factor_rung"].where(is_direct, "proxy")}


@cache
def activity_ladder() -> Ladder:
    """The yearly factors of journeys, waste, water and heat. Source: named in each row."""
    raw = reference.load("activity_factors")
    table = pd.DataFrame(
        {
            "key": raw["key"],
            "factor_id": raw["source_id"] + "." + raw["key"],
            "factor_value": raw["value"],
            "factor_unit": raw["unit"],
            "factor_year": raw["year"],
            "factor_source_id": raw["source_id"],
            "factor_boundary": "direct",
            "gwp_set": raw["gwp_set"],
        }
    )
    return Ladder(table)


def fixed(**columns: Any) -> Factors:
    """The factor columns given, the others empty."""
    return {column: columns.get(column) for column in COLUMNS}


def replaced(found: Factors, where: pd.Series, other: Factors) -> Factors:
    """The factors with those of `other` in the rows of `where`; columns that `found` has and `other` lacks stay."""
    if not where.any():
        return found
    return found | {column: _mixed(found[column], where, other[column], DTYPES.get(column, "str")) for column in found if column in other}


def _mixed(value: Any, where: pd.Series, other: Any, dtype: str) -> Any:
    if not isinstance(value, pd.Series) and not isinstance(other, pd.Series) and value == other:
        return value
    return spread(value, where.index, dtype).mask(where, other)


def spread(value: Any, index: pd.Index, dtype: str) -> pd.Series:
    """A column of factors as a Series: one value repeated for every row."""
    return value if isinstance(value, pd.Series) else pd.Series(value, index=index, dtype=dtype)


def parameter(name: str) -> Mapping[str, Any]:
    """One row of the parameters: value, unit, about, source_id. Raises FactorNotFound where there is none."""
    found = _parameters().get(name)
    if found is None:
        raise FactorNotFound(f"no parameter {name}")
    return found


@cache
def _parameters() -> Mapping[str, Mapping[str, Any]]:
    return {row["parameter"]: {str(name): cell for name, cell in row.items()} for row in reference.load("parameters").to_dict("records")}
