"""Emissions of burning fuels by the UK's factors: a factor for each unit, in carbon dioxide equivalent alone."""

from functools import cache

import numpy as np
import pandas as pd

from greening import factors, reference
from greening.factors import Factors, Ladder
from greening.footprint.calorific import GJ_PER_KWH, energy_gj
from greening.footprint.lines import Lines
from greening.units import KG_PER_T, L_PER_M3

#: Name of the scheme in the table fuel_schemes.
SCHEME = "desnz"
#: Fuels whose cubic metres have a factor of their own.
GASES = ("natural_gas", "cng", "biogas")
#: Unit that the factor is of when none is published for the unit of the row.
BY_ENERGY = "kWh net"
#: Use of which oil is another product, with factors of its own.
VESSEL = "vessel"


def replaced(found: Lines, quantity: pd.Series, rows: pd.DataFrame, blend: pd.DataFrame) -> Lines:
    """The lines with the UK's factors where the table fuel_schemes chooses them for the use and the UK has a factor of the fuel.

    emissions_tco2e = quantity * factor / 1000; of a blend, each part with its own factor. The gases are empty, since CO2e alone is published;
    gwp_set is that of the edition. biogenic_co2_kg stays what it is by the IPCC's factors.

    Source: desnz_2024 and the other editions
    """
    scheme = reference.lookup("fuel_schemes", {"use": rows["use"]}, ["scheme"])["scheme"]
    is_chosen = scheme.eq(SCHEME) & _known(rows["fuel"], rows["use"])
    if not is_chosen.any():
        return found
    used, parts = rows[is_chosen], blend[is_chosen]
    amount = quantity[is_chosen]
    own_kg, own = _priced(amount * (1 - parts["share"]), used["fuel"], used)
    bio_kg, _ = _priced(amount * parts["share"], parts["fuel"].where(parts["share"] > 0, used["fuel"]), used)
    value, unit = _in_unit(amount, used["fuel"], used)
    emissions_kg = own_kg + bio_kg
    mean = emissions_kg / value.where(value > 0)
    none = pd.Series(np.nan, index=rows.index)
    priced = own | {
        "factor_id": own["factor_id"].mask(parts["share"] > 0, own["factor_id"] + "+" + parts["fuel"] + "@" + used["bio_share_pct"].astype("str")),
        "factor_value": own["factor_value"].where(parts["share"].eq(0), mean),
        "activity_value": value,
        "activity_unit": unit,
        "emissions_tco2e": emissions_kg / KG_PER_T,
        "method": _method(parts["share"], used["bio_share_pct"]),
    }
    spread = {column: cells.reindex(rows.index) for column, cells in priced.items()} | dict.fromkeys(("co2_kg", "ch4_kg", "n2o_kg"), none)
    return factors.replaced(found, is_chosen, spread)


def _method(share: pd.Series, bio_share_pct: pd.Series) -> pd.Series:
    plain = pd.Series("UK Government factors by unit", index=share.index)
    return plain.mask(share > 0, plain + ", " + bio_share_pct.astype("str") + " % biofuel")


def _known(fuel: pd.Series, use: pd.Series) -> pd.Series:
    return _keys(fuel, use).isin([key.rpartition(".")[0] for key in ladder().years])


def _keys(fuel: pd.Series, use: pd.Series) -> pd.Series:
    """The key of each fuel; ships burn products of their own, where the UK has them."""
    at_sea = fuel + "." + VESSEL
    return fuel.mask(use.eq(VESSEL) & at_sea.isin(["diesel.vessel", "heavy_fuel_oil.vessel"]), at_sea)


def _priced(quantity: pd.Series, fuel: pd.Series, rows: pd.DataFrame) -> tuple[pd.Series, Factors]:
    """Kilograms of the quantity, and the factor."""
    value, unit = _in_unit(quantity, fuel, rows)
    found = factors.climb([(_keys(fuel, rows["use"]) + "." + unit, "")], rows["data_year"], ladder())
    return value * found["factor_value"], found


def _in_unit(quantity: pd.Series, fuel: pd.Series, rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The quantity in a unit that the UK has a factor for: that of the row where there is one, else energy."""
    unit, basis = rows["unit"], rows["calorific_basis"].fillna("net")
    value = quantity / unit.map({"kg": KG_PER_T, "gj": GJ_PER_KWH}).fillna(1.0)
    name = unit.replace({"kg": "t"}).mask(unit.isin(["kwh", "gj"]), "kWh " + basis)
    is_liquid = unit.eq("m3") & ~fuel.isin(GASES)
    value, name = value.where(~is_liquid, value * L_PER_M3), name.mask(is_liquid, "l")
    lacks = ~(_keys(fuel, rows["use"]) + "." + name).isin(list(ladder().years))
    by_energy = energy_gj(quantity, fuel, unit, basis) / GJ_PER_KWH
    return value.where(~lacks, by_energy), name.mask(lacks, BY_ENERGY)


@cache
def ladder() -> Ladder:
    """The yearly UK factors; a key is the fuel (at sea with .vessel) and the unit: l, t, m3, kWh net or kWh gross."""
    raw = reference.load("fuel_factors_desnz")
    table = pd.DataFrame(
        {
            "key": raw["fuel"] + "." + raw["unit"],
            "factor_id": raw["source_id"] + ".fuel." + raw["fuel"].str.removesuffix("." + VESSEL),
            "factor_value": raw["value"],
            "factor_unit": "kg CO2e/" + raw["unit"],
            "factor_year": raw["year"],
            "factor_source_id": raw["source_id"],
            "factor_boundary": "direct",
            "gwp_set": raw["gwp_set"],
        }
    )
    return Ladder(table)
