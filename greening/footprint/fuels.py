"""Emissions of burning fuels, gas by gas."""

import numpy as np
import pandas as pd

from greening import reference
from greening.footprint import gases, lines
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


def fuels(rows: pd.DataFrame, gwp_set: str) -> pd.DataFrame:
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


def burnt(start: pd.DataFrame, quantity: pd.Series, rows: pd.DataFrame, context: pd.Series, gwp_set: str) -> pd.DataFrame:
    """The lines with the gases of burning the quantity of `fuel` in `unit`; other rows of the body burn fuel too."""
    share = (rows["bio_share_pct"].fillna(0.0) / PERCENT).clip(0.0, 1.0)
    blended = rows["fuel"].map(BLENDED_WITH).fillna(BLENDED_LIQUID)
    fossil = masses(rows["fuel"], context, energy_gj(quantity * (1 - share), rows["fuel"], rows["unit"], rows["calorific_basis"]))
    bio = masses(blended, context, energy_gj(quantity * share, blended, rows["unit"], rows["calorific_basis"]))
    total = fossil[["energy_gj", *GASES]] + bio[["energy_gj", *GASES]].fillna(0.0)
    emissions = gases.combustion_tco2e(total["co2_kg"], total["ch4_kg"], total["n2o_kg"], gwp_set)
    has_bio = share > 0
    percent = rows["bio_share_pct"].astype("str")
    identity = "ipcc2006." + fossil["context"] + "." + rows["fuel"] + "." + gwp_set
    # Nothing burnt has no factor of its own; that of the pure fuel says what it would have been.
    pure = masses(rows["fuel"], context, pd.Series(1.0, index=rows.index))
    pure_kg = gases.combustion_tco2e(pure["co2_kg"], pure["ch4_kg"], pure["n2o_kg"], gwp_set) * KG_PER_T
    mean_kg = emissions * KG_PER_T / total["energy_gj"].where(total["energy_gj"] > 0)
    return start.assign(
        activity_value=total["energy_gj"],
        activity_unit="GJ net",
        factor_id=identity.mask(has_bio, identity + "+" + blended + "@" + percent),
        factor_value=mean_kg.where(has_bio, pure_kg),
        factor_unit="kg CO2e/GJ net",
        factor_year=2006,
        factor_source_id=fossil["source_id"],
        factor_rung=np.where(fossil["context"].eq(context), "world", "proxy"),
        factor_boundary="direct",
        gwp_set=gwp_set,
        **{gas: total[gas] for gas in GASES},
        emissions_tco2e=emissions,
        method=_method(has_bio, percent),
    )


def _method(has_bio: pd.Series, percent: pd.Series) -> pd.Series:
    plain = pd.Series("IPCC 2006 default factors by gas", index=has_bio.index)
    return plain.mask(has_bio, "IPCC 2006 default factors by gas, " + percent + " % biofuel")


def energy_gj(quantity: pd.Series, fuel: pd.Series, unit: pd.Series, calorific_basis: pd.Series) -> pd.Series:
    """Net energy of a quantity in l, kg, t, m3, kwh or gj. Source: ipcc_2006_v2_ch1, ghgp_stationary, defra_2011_fuels."""
    known = reference.load("fuel_properties").set_index("fuel").reindex(fuel).set_index(fuel.index)
    net = known["net_per_gross"].where(calorific_basis.eq("gross"), 1.0)
    gj_per_kg = known["ncv_gj_per_t"] / KG_PER_T
    per_unit = pd.DataFrame(
        {
            "l": known["density_kg_per_l"] * gj_per_kg,
            "kg": gj_per_kg,
            "t": known["ncv_gj_per_t"],
            "m3": known["density_kg_per_m3"] * gj_per_kg,
            "kwh": GJ_PER_KWH * net,
            "gj": net,
        }
    )
    factor = pd.Series(np.nan, index=fuel.index)
    for name in per_unit.columns:
        factor = factor.mask(unit.eq(name), per_unit[name])
    return quantity * factor


def masses(fuel: pd.Series, context: pd.Series, energy: pd.Series) -> pd.DataFrame:
    """Gases of burning the energy in the IPCC category: energy_gj, co2_kg, ch4_kg, n2o_kg, biogenic_co2_kg, context, source_id.

    Where the category has no factors of the fuel, those of commercial and institutional buildings stand in, and `context` says so.
    """
    table = reference.load("fuel_factors").set_index(["context", "fuel"])
    wanted = pd.MultiIndex.from_arrays([context, fuel])
    used = context.where(wanted.isin(table.index), "stationary")
    found = table.reindex(pd.MultiIndex.from_arrays([used, fuel])).set_index(fuel.index)
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
