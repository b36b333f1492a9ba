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
from functools import cache

import numpy as np
import pandas as pd

from greening import reference
from greening.errors import AmbiguousFactor, FactorNotFound

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


def match(keys: pd.Series, years: pd.Series, table: pd.DataFrame) -> pd.DataFrame:
    """The factor of each key in the nearest year, in the order of the keys; all empty where the key is unknown.

    `table` has key, factor_year and the other factor columns. The year itself comes first (`exact`), then the nearest before it (`earlier`), then
    the nearest after it (`later`). Raises AmbiguousFactor where a key has two factors in one year.
    """
    twice = table.loc[table.duplicated(["key", "factor_year"]), "key"]
    if not twice.empty:
        raise AmbiguousFactor(f"more than one factor in a year for {', '.join(sorted(set(twice)))}")
    wanted = pd.DataFrame({"key": keys.astype("str").array, "year": years.astype("int64").array}, index=keys.index)
    near = wanted.drop_duplicates().merge(table, on="key", how="inner", validate="m:m")
    age = near["year"] - near["factor_year"]
    near = near.assign(factor_rung=np.select([age.eq(0), age.gt(0)], ["exact", "earlier"], "later"), is_later=age.lt(0), distance=age.abs())
    best = near.sort_values(["key", "year", "is_later", "distance"]).drop_duplicates(["key", "year"])
    matched = wanted.merge(best, on=["key", "year"], how="left", validate="m:1")
    return matched.set_index(wanted.index)[list(COLUMNS)].astype(DTYPES)


def climb(candidates: Sequence[tuple[pd.Series, str]], years: pd.Series, table: pd.DataFrame) -> pd.DataFrame:
    """The factor of the first key that has one; candidates are (keys, rung), an empty rung keeping that of the year.

    Raises FactorNotFound that lists every key for which no rung held.
    """
    found: pd.DataFrame | None = None
    for keys, rung in candidates:
        step = match(keys, years, table)
        if rung:
            step = step.assign(factor_rung=step["factor_rung"].mask(step["factor_id"].notna(), rung))
        found = step if found is None else found.where(found["factor_id"].notna(), step)
    if found is None or found["factor_id"].isna().any():
        missing = candidates[0][0] if found is None else candidates[0][0][found["factor_id"].isna()]
        raise FactorNotFound(f"no factor for {', '.join(sorted(set(missing.fillna('an unnamed key').astype('str'))))}")
    return found


def grid(countries: pd.Series, years: pd.Series) -> pd.DataFrame:
    """The grid average of each country (ISO alpha-3), else of its region, else of the world: kg CO2e/kWh, lifecycle. Source: owid_ember."""
    return climb_grid(countries, years, grid_table("kgco2e_per_kwh", "kg CO2e/kWh"))


def climb_grid(countries: pd.Series, years: pd.Series, table: pd.DataFrame) -> pd.DataFrame:
    """What the table of grids says of each country, else of its region, else of the world."""
    regions = reference.load("grid_regions").set_index("iso3")["region"]
    region = countries.map(regions).astype("str")
    world = pd.Series("WORLD", index=countries.index)
    return climb([(countries, ""), (region.where(region.ne("WORLD")), "region"), (world, "world")], years, table)


@cache
def grid_table(column: str, unit: str) -> pd.DataFrame:
    """A column of the grid data by country, aggregate and world, as factors; the key is the ISO alpha-3 code, AGG_... or WORLD."""
    raw = reference.load("grid_factors").dropna(subset=[column])
    return pd.DataFrame(
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


def activity(keys: pd.Series, years: pd.Series, is_direct: pd.Series) -> pd.DataFrame:
    """The yearly factor of a journey, waste, water or heat key; where it is not of that very thing or place, the rung is proxy.

    Raises FactorNotFound where a key is unknown.
    """
    found = climb([(keys, "")], years, activity_table())
    return found.assign(factor_rung=found["factor_rung"].where(is_direct, "proxy"))


@cache
def activity_table() -> pd.DataFrame:
    """The yearly factors of journeys, waste, water and heat. Source: named in each row."""
    raw = reference.load("activity_factors")
    return pd.DataFrame(
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


def fixed(index: pd.Index, **columns: object) -> pd.DataFrame:
    """The same factor for every row: the factor columns given, the others empty."""
    return pd.DataFrame({column: columns.get(column) for column in COLUMNS}, index=index).astype(DTYPES)


def replaced(found: pd.DataFrame, where: pd.Series, other: pd.DataFrame) -> pd.DataFrame:
    """The factors with those of `other` in the rows of `where`; columns that `found` has and `other` lacks stay."""
    return found.assign(**{column: found[column].mask(where, other[column]) for column in found.columns if column in other})


def parameter(name: str) -> pd.Series:
    """One row of the parameters: value, unit, about, source_id. Raises FactorNotFound where there is none."""
    table = reference.load("parameters").set_index("parameter")
    if name not in table.index:
        raise FactorNotFound(f"no parameter {name}")
    return pd.Series(table.loc[name])
