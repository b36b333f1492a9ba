"""Global warming potentials of a set, and the carbon dioxide equivalent of masses."""

from functools import cache

import pandas as pd

from greening import reference
from greening.errors import ReferenceDataError
from greening.units import KG_PER_T

#: Sets of 100-year potentials, newest first.
SETS = ("AR6", "AR5", "AR4")


@cache
def potentials(gwp_set: str) -> pd.DataFrame:
    """The potential of every gas by species: gas, kyoto, ozone_depleting (boolean), gwp, gwp_set, source_id.

    Where the set has no value, the newest set that has one is taken, and gwp_set names it; a gas that no set has keeps an empty gwp.
    """
    table = reference.load("gwp").set_index("species")
    value = table[_column(gwp_set)]
    origin = pd.Series(gwp_set, index=table.index).where(value.notna())
    for other in SETS:
        fallback = table[_column(other)]
        origin = origin.mask(value.isna() & fallback.notna(), other)
        value = value.fillna(fallback)
    return pd.DataFrame(
        {
            "gas": table["gas"],
            "refrigerant": table["refrigerant"],
            "kyoto": table["kyoto"].eq("yes"),
            "ozone_depleting": table["ozone_depleting"].eq("yes"),
            "gwp": value.astype("float64"),
            "gwp_set": origin,
            "source_id": table["source_id"],
        }
    )


def combustion_tco2e(co2_kg: pd.Series, ch4_kg: pd.Series, n2o_kg: pd.Series, gwp_set: str, *, is_fossil: bool) -> pd.Series:
    """emissions_tco2e = (co2_kg + ch4_kg * gwp(CH4 of the fuel's origin) + n2o_kg * gwp(N2O)) / 1000. Source: ipcc_ar6_7_15."""
    nitrous_oxide = float(potentials(gwp_set)["gwp"]["N2O"])
    return (co2_kg + ch4_kg * methane(gwp_set, is_fossil=is_fossil) + n2o_kg * nitrous_oxide) / KG_PER_T


@cache
def methane(gwp_set: str, *, is_fossil: bool) -> float:
    """The potential of methane by the origin of its carbon, of the species that the table gwp_methane chooses for the set.

    Raises ReferenceDataError where the table has no row of the set and origin.
    """
    table = reference.load("gwp_methane")
    found = table.loc[table["gwp_set"].eq(gwp_set) & table["origin"].eq("fossil" if is_fossil else "biogenic"), "species"]
    if len(found) != 1:
        raise ReferenceDataError(f"gwp_methane has {len(found)} rows of {gwp_set} and one origin, where it must have one")
    return float(potentials(gwp_set)["gwp"][found.item()])


def _column(gwp_set: str) -> str:
    return f"gwp100_{gwp_set.lower()}"
