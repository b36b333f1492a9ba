"""What is known of fuels as such: their net energy, from any unit and calorific basis, and which of them are biofuels."""

from functools import cache

import numpy as np
import pandas as pd

from greening import reference
from greening.units import KG_PER_T, MJ_PER_GJ, MJ_PER_KWH

GJ_PER_KWH = MJ_PER_KWH / MJ_PER_GJ


def energy_gj(quantity: pd.Series, fuel: pd.Series, unit: pd.Series, calorific_basis: pd.Series) -> pd.Series:
    """Net energy of a quantity in l, kg, t, m3, kwh or gj. Source: ipcc_2006_v2_ch1, ghgp_stationary, defra_2011_fuels."""
    known = reference.lookup("fuel_properties", {"fuel": fuel}, ["ncv_gj_per_t", "density_kg_per_l", "density_kg_per_m3", "net_per_gross"])
    net = known["net_per_gross"].where(calorific_basis.eq("gross"), 1.0)
    gj_per_kg = known["ncv_gj_per_t"] / KG_PER_T
    per_unit = {
        "l": known["density_kg_per_l"] * gj_per_kg,
        "kg": gj_per_kg,
        "t": known["ncv_gj_per_t"],
        "m3": known["density_kg_per_m3"] * gj_per_kg,
        "kwh": GJ_PER_KWH * net,
        "gj": net,
    }
    factor = pd.Series(np.nan, index=fuel.index)
    for name in unit.dropna().unique():
        factor = factor.mask(unit.eq(name), per_unit[name])
    return quantity * factor


@cache
def biofuels() -> frozenset[str]:
    """The fuels whose carbon is biogenic. Source: ipcc_2006_v2_ch2."""
    table = reference.load("fuel_factors")
    return frozenset(table.loc[table["is_biogenic"].eq("yes"), "fuel"])
