"""Emissions of electricity, on the location and on the market basis."""

import pandas as pd

from greening import factors
from greening.factors import Factors
from greening.footprint import lines
from greening.footprint.lines import Lines
from greening.units import PERCENT

UNIT = "kg CO2e/kWh"
#: What is said of the grid's factor, by its rung.
GRID = {
    "exact": "grid average of the country and year",
    "earlier": "grid average of the country in an earlier year",
    "later": "grid average of the country in a later year",
    "region": "grid average of the region, as there is none of the country",
    "world": "grid average of the world, as there is none of the country or region",
}
#: What is said on the market basis of electricity that nobody priced.
NO_RESIDUAL = "no residual mix is published: "
#: What is said of a supply that the grid does not price.
NO_GRID = {
    "onsite_renewable": "made on site from renewable sources, no emissions",
    "own_generator": "made by own generators, whose fuel carries the emissions",
}


def electricity(rows: pd.DataFrame) -> list[Lines]:
    """Two lines a row: electricity at the grid's average (`location`) and at what was bought (`market`), scope 2, facilities.

    emissions_tco2e = electricity_kwh * factor_kgco2e_per_kwh / 1000

    Location: the body's own national factor, else the grid average of country and year. Market: the supplier's factor, else the location factor in
    place of the residual mix (of which there are no open data; `method` says so), times the part that no certificate covers. Own generators and
    renewables on site have 0 t on both; a generator of another is priced by its supplier's factor, else as diesel generating sets. Electricity
    given to others is not deducted: electricity_kwh is what was used.

    Source: ghgp scope 2 guidance 2015; owid_ember; cdm_ams_1f
    """
    location = _location_factor(rows)
    market = _market_factor(rows, location)
    return [_lines(rows, location, "location"), _lines(rows, market, "market")]


def covered_share(rows: pd.DataFrame) -> pd.Series:
    """The part of the electricity that certificates cover, 0 to 1; certificates above the use are not counted."""
    covered = (rows["certificate_kwh"].fillna(0.0) / rows["electricity_kwh"].where(rows["electricity_kwh"] > 0)).clip(0.0, 1.0)
    return covered.fillna(0.0)


def _lines(rows: pd.DataFrame, factor: Factors, basis: str) -> Lines:
    start = lines.of(
        rows,
        "electricity_kwh",
        bucket="facilities",
        source="electricity",
        scope=2,
        basis=basis,
        activity_value=lines.shared(rows, "electricity_kwh"),
        activity_unit="kWh",
        method=factor["method"],
    )
    return lines.cited(lines.priced(start, factor), rows)


def _location_factor(rows: pd.DataFrame) -> Factors:
    found = factors.grid(rows["place_country"], rows["data_year"])
    found |= {"method": found["factor_rung"].map(GRID).astype("str")}
    given = rows["grid_factor_kgco2e_per_kwh"]
    found = factors.replaced(found, given.notna(), lines.own(given, UNIT, rows["data_year"]) | {"method": "own national factor"})
    return _without_grid(rows, found)


def _market_factor(rows: pd.DataFrame, location: Factors) -> Factors:
    given = rows["supplier_factor_kgco2e_per_kwh"]
    bought = rows["supply"].isin(["grid", "contract"])
    supplied = lines.own(given, UNIT, rows["data_year"]) | {"method": "supplier's factor"}
    method = factors.spread(location["method"], rows.index, "str")
    residual = location | {"method": method.mask(bought, NO_RESIDUAL + method)}
    found = factors.replaced(residual, bought & given.notna(), supplied)
    covered = covered_share(rows).where(bought, 0.0)
    has = covered > 0
    if not has.any():
        return found
    percent = (covered * PERCENT).round(1).astype("str")
    method = factors.spread(found["method"], rows.index, "str")
    return found | {
        "factor_value": found["factor_value"] * (1 - covered),
        "factor_id": found["factor_id"].mask(has, found["factor_id"] + ".certificates"),
        "method": method.mask(has, method + ", " + percent + " % covered by certificates at 0"),
    }


def _without_grid(rows: pd.DataFrame, found: Factors) -> Factors:
    """The factors with those of on-site renewables, own generators and others' generators in place of the grid's."""
    year = rows["data_year"]
    for supply, method in NO_GRID.items():
        none = factors.fixed(
            factor_id=f"electricity.{supply}",
            factor_value=0.0,
            factor_unit=UNIT,
            factor_year=year,
            factor_source_id="own_mapping",
            factor_rung="exact",
            factor_boundary="direct",
            gwp_set="",
        )
        found = factors.replaced(found, rows["supply"].eq(supply), none | {"method": method})
    default = factors.parameter("generator_electricity")
    diesel = factors.fixed(
        factor_id="electricity.diesel_generator",
        factor_value=float(default["value"]),
        factor_unit=default["unit"],
        factor_source_id=default["source_id"],
        factor_rung="proxy",
        factor_boundary="direct",
        gwp_set="",
    )
    third = rows["supply"].eq("third_party_generator")
    given = rows["supplier_factor_kgco2e_per_kwh"]
    found = factors.replaced(found, third, diesel | {"method": "diesel generating sets stand in for the generator of another"})
    supplied = lines.own(given, UNIT, year) | {"method": "factor of the generator's operator"}
    return factors.replaced(found, third & given.notna(), supplied)
