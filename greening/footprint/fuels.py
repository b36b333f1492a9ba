"""Emissions of burning fuels, gas by gas."""

import pandas as pd

from greening import reference
from greening.footprint import gases, lines, uk_fuels
from greening.footprint.calorific import biofuels, energy_gj
from greening.footprint.lines import Lines
from greening.units import KG_PER_T, MJ_PER_GJ, MJ_PER_TJ, PERCENT

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
BLENDED_WITH = {"coal": "wood", "petrol": "bioethanol", "aviation_gasoline": "bioethanol", "natural_gas": "biogas", "cng": "biogas", "lpg": "biogas"}
BLENDED_LIQUID = "biodiesel"
GASES = ("co2_kg", "ch4_kg", "n2o_kg", "biogenic_co2_kg")
GJ_PER_TJ = MJ_PER_TJ / MJ_PER_GJ


def fuels(rows: pd.DataFrame, gwp_set: str) -> Lines:
    """One line a row, scope 1; facilities for buildings and generators, air_travel for aircraft, other_travel for vehicles and vessels.

    emissions_tco2e = energy_gj * factor_kgco2e_per_gj / 1000, summed gas by gas with the potentials of the set

    IPCC 2006 default factors on net calorific value. A quantity in kWh or GJ gross is made net by net_per_gross. bio_share_pct of the quantity is
    the biofuel that such a fuel is blended with: its carbon dioxide goes to biogenic_co2_kg, its methane and nitrous oxide stay. Uses that the table
    fuel_schemes puts on the UK's factors have these, in CO2e alone.

    Source: ipcc_2006_v2_ch1, ipcc_2006_v2_ch2, ipcc_2006_v2_ch3, desnz_2024 and the other editions
    """
    use = USES.reindex(rows["use"]).set_index(rows.index)
    quantity = lines.shared(rows, "quantity")
    start = lines.of(rows, "quantity", bucket=use["bucket"], source=use["source"], scope=1)
    found = burnt(start, quantity, rows, use["context"], gwp_set)
    return uk_fuels.replaced(found, quantity, rows, with_biofuel(rows))


def with_biofuel(rows: pd.DataFrame) -> pd.DataFrame:
    """The biofuel that each row's fuel is blended with, and its share of the quantity (0 to 1); of what is a biofuel itself, none."""
    share = (rows["bio_share_pct"].fillna(0.0) / PERCENT).clip(0.0, 1.0).mask(rows["fuel"].isin(biofuels()), 0.0)
    return pd.DataFrame({"fuel": rows["fuel"].map(BLENDED_WITH).fillna(BLENDED_LIQUID), "share": share})


def burnt(start: Lines, quantity: pd.Series, rows: pd.DataFrame, context: pd.Series, gwp_set: str) -> Lines:
    """The lines with the gases of burning the quantity of `fuel` in `unit`; other rows of the body burn fuel too."""
    blend = with_biofuel(rows)
    given = energy_gj(quantity * (1 - blend["share"]), rows["fuel"], rows["unit"], rows["calorific_basis"])
    main = masses(rows["fuel"], context, given)
    # Nothing burnt has no factor of its own; that of the pure fuel says what it would have been.
    pure = masses(rows["fuel"], context, pd.Series(1.0, index=rows.index))
    found = start | {
        "activity_unit": "GJ net",
        "factor_id": "ipcc2006." + main["context"] + "." + rows["fuel"] + "." + gwp_set,
        "factor_value": _tonnes(pure, gwp_set) * KG_PER_T,
        "factor_unit": "kg CO2e/GJ net",
        "factor_year": 2006,
        "factor_source_id": main["source_id"],
        "factor_rung": main["context"].eq(context).map({True: "world", False: "proxy"}).astype("str"),
        "factor_boundary": "direct",
        "gwp_set": gwp_set,
        "method": "IPCC 2006 default factors by gas",
    }
    if not (blend["share"] > 0).any():
        return found | _emitted(main, gwp_set)
    part = energy_gj(quantity * blend["share"], blend["fuel"], rows["unit"], rows["calorific_basis"])
    return _blended(found, _emitted(main, gwp_set), _emitted(masses(blend["fuel"], context, part), gwp_set), rows, blend["fuel"])


def _emitted(burnt: pd.DataFrame, gwp_set: str) -> Lines:
    gas_kg = {gas: burnt[gas] for gas in GASES}
    return {"activity_value": burnt["energy_gj"], **gas_kg, "emissions_tco2e": _tonnes(burnt, gwp_set)}


def _tonnes(burnt: pd.DataFrame, gwp_set: str) -> pd.Series:
    gas_kg = (burnt["co2_kg"], burnt["ch4_kg"], burnt["n2o_kg"])
    fossil = gases.combustion_tco2e(*gas_kg, gwp_set, is_fossil=True)
    return fossil.where(~burnt["is_biogenic"], gases.combustion_tco2e(*gas_kg, gwp_set, is_fossil=False))


def _blended(found: Lines, main: Lines, bio: Lines, rows: pd.DataFrame, bio_fuel: pd.Series) -> Lines:
    """The lines with the gases of both parts of a blend, and what is said of rows that have a part of biofuel."""
    emitted = {column: cells + bio[column].fillna(0.0) for column, cells in main.items()}
    is_blend = rows["bio_share_pct"].gt(0) & ~rows["fuel"].isin(biofuels())
    percent = rows["bio_share_pct"].astype("str")
    energy = emitted["activity_value"]
    mean_kg = emitted["emissions_tco2e"] * KG_PER_T / energy.where(energy > 0)
    method = pd.Series(found["method"], index=rows.index)
    return (
        found
        | emitted
        | {
            "factor_id": found["factor_id"].mask(is_blend, found["factor_id"] + "+" + bio_fuel + "@" + percent),
            "factor_value": mean_kg.where(is_blend, found["factor_value"]),
            "method": method.mask(is_blend, method + ", " + percent + " % biofuel"),
        }
    )


def masses(fuel: pd.Series, context: pd.Series, energy: pd.Series) -> pd.DataFrame:
    """Gases of burning the energy in the IPCC category: energy_gj, co2_kg, ch4_kg, n2o_kg, biogenic_co2_kg, is_biogenic, context, source_id.

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
            "is_biogenic": is_bio,
            "context": used,
            "source_id": found["source_id"],
        }
    )
