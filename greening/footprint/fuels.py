"""Emissions of burning fuels, gas by gas."""

import numpy as np
import pandas as pd

from greening import reference
from greening.footprint import gases, lines
from greening.footprint.lines import Lines
from greening.units import KG_PER_T, MJ_PER_GJ, MJ_PER_KWH, MJ_PER_TJ, PERCENT

#: Use of a fuel and the IPCC category that it burns in, its bucket and its source.
USES = pd.DataFrame(
    {
        "context": ["stationary", "stationary", "stationary", "road", "aviation", "navigation"],
        "bucket": ["facilities", "facilities", "facilities", "other_travel", "air_travel", "other_travel"],
        "source": ["heating_fuel", "generator_fuel", "cooking_fuel", "vehicle_fuel", "aircraft_fuel", "vessel_fuel"],
    },
    index=pd.Index(["heating", "generator", "cooking", "vehicle", "aircraft", "vessel"], name="use"),
)
#: The biofuel that a fossil fuel is blended with.
BLENDED_WITH = {"petrol": "bioethanol", "aviation_gasoline": "bioethanol", "natural_gas": "biogas", "cng": "biogas", "lpg": "biogas"}
BLENDED_LIQUID = "biodiesel"
GASES = ("co2_kg", "ch4_kg", "n2o_kg", "biogenic_co2_kg")
GJ_PER_TJ = MJ_PER_TJ / MJ_PER_GJ
GJ_PER_KWH = MJ_PER_KWH / MJ_PER_GJ


def fuels(rows: pd.DataFrame, gwp_set: str) -> Lines:
    """One line a row, scope 1; facilities for buildings and generators, air_travel for aircraft, other_travel for vehicles and vessels.

    emissions_tco2e = energy_gj * factor_kgco2e_per_gj / 1000, summed gas by gas with the potentials of the set

    IPCC 2006 default factors on net calorific value. A quantity in kWh or GJ gross is made net by net_per_gross. bio_share_pct of the quantity is
    the biofuel that such a fuel is blended with: its carbon dioxide goes to biogenic_co2_kg, its methane and nitrous oxide stay.

    Source: ipcc_2006_v2_ch1, ipcc_2006_v2_ch2, ipcc_2006_v2_ch3
    """
    use = USES.reindex(rows["use"]).set_index(rows.index)
    quantity = lines.shared(rows, "quantity")
    start = lines.of(rows, "quantity", bucket=use["bucket"], source=use["source"], scope=1)
    return burnt(start, quantity, rows, use["context"], gwp_set)


def burnt(start: Lines, quantity: pd.Series, rows: pd.DataFrame, context: pd.Series, gwp_set: str) -> Lines:
    """The lines with the gases of burning the quantity of `fuel` in `unit`; other rows of the body burn fuel too."""
    share = (rows["bio_share_pct"].fillna(0.0) / PERCENT).clip(0.0, 1.0)
    fossil = masses(rows["fuel"], context, energy_gj(quantity * (1 - share), rows["fuel"], rows["unit"], rows["calorific_basis"]))
    # Nothing burnt has no factor of its own; that of the pure fuel says what it would have been.
    pure = masses(rows["fuel"], context, pd.Series(1.0, index=rows.index))
    found = start | {
        "activity_unit": "GJ net",
        "factor_id": "ipcc2006." + fossil["context"] + "." + rows["fuel"] + "." + gwp_set,
        "factor_value": _tonnes(pure, gwp_set) * KG_PER_T,
        "factor_unit": "kg CO2e/GJ net",
        "factor_year": 2006,
        "factor_source_id": fossil["source_id"],
        "factor_rung": pd.Series(np.where(fossil["context"].eq(context), "world", "proxy"), index=rows.index),
        "factor_boundary": "direct",
        "gwp_set": gwp_set,
        "method": "IPCC 2006 default factors by gas",
    }
    return _blended(found, fossil, quantity * share, rows, context) if (share > 0).any() else found | _emitted(fossil, gwp_set)


def _emitted(burnt: pd.DataFrame, gwp_set: str) -> Lines:
    gas_kg = {gas: burnt[gas] for gas in GASES}
    return {"activity_value": burnt["energy_gj"], **gas_kg, "emissions_tco2e": _tonnes(burnt, gwp_set)}


def _tonnes(burnt: pd.DataFrame, gwp_set: str) -> pd.Series:
    return gases.combustion_tco2e(burnt["co2_kg"], burnt["ch4_kg"], burnt["n2o_kg"], gwp_set)


def _blended(found: Lines, fossil: pd.DataFrame, bio_quantity: pd.Series, rows: pd.DataFrame, context: pd.Series) -> Lines:
    """The lines with the gases of both parts of a blend, and what is said of rows that have a part of biofuel."""
    fuel = rows["fuel"].map(BLENDED_WITH).fillna(BLENDED_LIQUID)
    bio = masses(fuel, context, energy_gj(bio_quantity, fuel, rows["unit"], rows["calorific_basis"]))
    total = fossil[["energy_gj", *GASES]] + bio[["energy_gj", *GASES]].fillna(0.0)
    emitted = _emitted(total, found["gwp_set"])
    is_blend = rows["bio_share_pct"].gt(0)
    percent = rows["bio_share_pct"].astype("str")
    mean_kg = emitted["emissions_tco2e"] * KG_PER_T / total["energy_gj"].where(total["energy_gj"] > 0)
    method = pd.Series(found["method"], index=rows.index)
    return (
        found
        | emitted
        | {
            "factor_id": found["factor_id"].mask(is_blend, found["factor_id"] + "+" + fuel + "@" + percent),
            "factor_value": mean_kg.where(is_blend, found["factor_value"]),
            "method": method.mask(is_blend, method + ", " + percent + " % biofuel"),
        }
    )


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


def masses(fuel: pd.Series, context: pd.Series, energy: pd.Series) -> pd.DataFrame:
    """Gases of burning the energy in the IPCC category: energy_gj, co2_kg, ch4_kg, n2o_kg, biogenic_co2_kg, context, source_id.

    Where the category has no factors of the fuel, those of commercial and institutional buildings stand in, and `context` says so.
    """
    used = context.where(reference.holds("fuel_factors", {"context": context, "fuel": fuel}), "stationary")
    wanted = ["co2_kg_per_tj", "ch4_kg_per_tj", "n2o_kg_per_tj", "is_biogenic", "source_id"]
    found = reference.lookup("fuel_factors", {"context": used, "fuel": fuel}, wanted)
    energy_tj = energy / GJ_PER_TJ
    co2_kg = energy_tj * found["co2_kg_per_tj"]
    is_bio = found["is_biogenic"].eq("yes")
    return pd.DataFrame(
        {
            "energy_gj": energy,
            "co2_kg": co2_kg.mask(is_bio, 0.0),
            "ch4_kg": energy_tj * found["ch4_kg_per_tj"],
            "n2o_kg": energy_tj * found["n2o_kg_per_tj"],
            "biogenic_co2_kg": co2_kg.where(is_bio, 0.0),
            "context": used,
            "source_id": found["source_id"],
        }
    )
