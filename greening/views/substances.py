"""What reference data know of the substances in a row: fuels whose energy is given without its basis, refrigerants without a potential."""

from functools import cache

import pandas as pd

from greening import reference
from greening.footprint.calorific import biofuels, energy_gj
from greening.units import PERCENT

#: Gases that suppliers bill by energy, and the units of energy.
_BILLED_BY_ENERGY = ("natural_gas", "cng", "lpg", "biogas")
_ENERGY = ("kwh", "gj")


def undeclared_basis(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """rows_without_basis: how many rows of a gas at a place give energy and do not say net or gross, at the first of them; else 0."""
    is_energy = rows["unit"].isin(_ENERGY) & rows["fuel"].isin(_BILLED_BY_ENERGY)
    silent = rows[is_energy & rows["defaulted"].str.contains(r"\bcalorific_basis\b")]
    alike = silent.groupby(["location_id", "use", "fuel", "unit"], dropna=False, sort=False)["unit"]
    first = silent.index[alike.cumcount() == 0]
    count = alike.transform("size").loc[first].astype("float64")
    return {"rows_without_basis": count.reindex(rows.index, fill_value=0.0)}


def diluted_biofuel(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """is_diluted_biofuel: a biofuel of which a part is said to be biofuel, and the rest not."""
    return {"is_diluted_biofuel": rows["fuel"].isin(biofuels()) & rows["bio_share_pct"].lt(PERCENT)}


def energy(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """energy_gj: the net energy of the quantity; missing where a cell that it rests on is."""
    known = rows[["fuel", "unit", "quantity"]].notna().all(axis="columns")
    read = rows[known]
    found = energy_gj(read["quantity"], read["fuel"], read["unit"], read["calorific_basis"])
    return {"energy_gj": found.reindex(rows.index)}


def without_potential(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """gases_without_potential: the gases of the refrigerant for which no set has a global warming potential, as words; empty where there is none."""
    named = {name: ", ".join(_without_potential().get(name, ())) for name in rows["refrigerant"].dropna().unique()}
    return {"gases_without_potential": rows["refrigerant"].map(named).astype("str").fillna("")}


@cache
def _without_potential() -> dict[str, list[str]]:
    """Each refrigerant that holds a gas without a potential, with these gases."""
    gases = reference.load("gwp")
    unknown = gases[gases[["gwp100_ar4", "gwp100_ar5", "gwp100_ar6"]].isna().all(axis="columns")]
    single = unknown.assign(refrigerant=unknown["refrigerant"].fillna(unknown["species"]))[["refrigerant", "gas"]]
    blends = reference.load("refrigerant_blends")[["refrigerant", "component"]]
    parts = blends.merge(unknown[["species", "gas"]], left_on="component", right_on="species", how="inner", validate="m:1")
    found = pd.concat([single, parts[["refrigerant", "gas"]]])
    return {str(name): sorted(set(of_one)) for name, of_one in found.groupby("refrigerant", sort=True)["gas"]}
