"""Emissions of refrigerants, one line a component gas."""

from functools import cache

import pandas as pd

from greening import reference
from greening.footprint import gases, lines
from greening.footprint.lines import Lines
from greening.units import KG_PER_T, PERCENT


def refrigerants(rows: pd.DataFrame, gwp_set: str, rule: str) -> Lines:
    """One line a row and component gas, scope 1, facilities; other_gas_kg is the mass of the gas.

    emissions_tco2e = quantity_kg * leak_share * mass_share * gwp / 1000

    leaked, recharged and disposed quantities are taken as emitted; of a capacity, the yearly leak rate of its kind of equipment. Under the rule
    `kyoto`, gases outside the Kyoto basket do not count in the total. A gas that the set lacks takes the newest set that has it, and gwp_set says
    so.

    Source: ipcc_ar6_7_15, gwp_package, openscm_units, ipcc_2006_v3_ch7
    """
    parts = _components(rows, gwp_set)
    row = rows.loc[parts["row"]].reset_index(drop=True)
    parts = parts.reset_index(drop=True)
    leak = _leak_share(row)
    is_capacity = row["basis"].eq("capacity")
    kg = lines.shared(row, "quantity_kg") * leak * parts["mass_share"]
    is_known = parts["gwp"].notna()
    method = pd.Series("mass times global warming potential", index=row.index)
    if is_capacity.any():
        method = method.mask(is_capacity, "yearly leak rate of " + (leak * PERCENT).round(2).astype("str") + " % of the charge")
    found = lines.of(
        row,
        "quantity_kg",
        bucket="facilities",
        source="refrigerant",
        scope=1,
        gas=parts["gas"],
        activity_value=kg,
        activity_unit="kg",
        other_gas_kg=kg,
        ozone_depleting=parts["ozone_depleting"],
        factor_id="gwp100." + parts["gwp_set"].fillna("none") + "." + parts["gas"],
        factor_value=parts["gwp"],
        factor_unit="kg CO2e/kg",
        factor_source_id=parts["source_id"],
        factor_rung=pd.Series("world", index=row.index).mask(is_capacity, "proxy"),
        factor_boundary="direct",
        gwp_set=parts["gwp_set"],
        emissions_tco2e=kg * parts["gwp"] / KG_PER_T,
        method=method.where(is_known, "no global warming potential is published for this gas"),
    )
    return lines.outside(found, ~parts["kyoto"] & (rule == "kyoto"), "refrigerant_rule")


def _components(rows: pd.DataFrame, gwp_set: str) -> pd.DataFrame:
    """A row for each row and component: row (index of it), mass_share (0 to 1), and what is known of the gas."""
    names = pd.DataFrame({"row": rows.index, "refrigerant": rows["refrigerant"].to_numpy()})
    found = names.merge(_composition(gwp_set), on="refrigerant", how="left", validate="m:m")
    flags = {column: found[column].eq(True) for column in ("kyoto", "ozone_depleting")}
    # A name that validation let through and no table knows keeps its mass.
    return found.assign(gas=found["gas"].fillna(found["refrigerant"]), mass_share=found["mass_share"].fillna(1.0), **flags)


@cache
def _composition(gwp_set: str) -> pd.DataFrame:
    """Every name of a refrigerant with its species, mass_share and what is known of the gas.

    Blends by component, single gases whole under each of their names.
    """
    known = gases.potentials(gwp_set)
    blends = reference.load("refrigerant_blends")
    parts = blends.assign(species=blends["component"], mass_share=blends["mass_pct"] / PERCENT)
    single = pd.concat([known["refrigerant"].dropna(), known["gas"], pd.Series(known.index, index=known.index)])
    whole = pd.DataFrame({"refrigerant": single.to_numpy(), "species": single.index, "mass_share": 1.0})
    whole = whole.drop_duplicates("refrigerant")
    columns = ["refrigerant", "species", "mass_share"]
    named = pd.concat([parts[columns], whole.loc[~whole["refrigerant"].isin(parts["refrigerant"]), columns]], ignore_index=True)
    return named.merge(known.drop(columns="refrigerant"), left_on="species", right_index=True, how="left", validate="m:1")


def _leak_share(rows: pd.DataFrame) -> pd.Series:
    """The part of the quantity that is emitted: 1, or for a capacity the leak rate of the equipment (a share)."""
    is_capacity = rows["basis"].eq("capacity")
    if not is_capacity.any():
        return pd.Series(1.0, index=rows.index)
    rates = reference.load("leak_rates")
    default = float(rates.loc[rates["pattern"].isna(), "leak_pct_per_year"].iloc[0])
    rate = pd.Series(default, index=rows.index)
    equipment = rows["equipment"].fillna("")
    for pattern, percent in rates.dropna(subset=["pattern"])[["pattern", "leak_pct_per_year"]].itertuples(index=False):
        rate = rate.mask(equipment.str.contains(pattern, case=False, regex=True), percent)
    return (rate / PERCENT).where(is_capacity, 1.0)
