"""Emissions of waste, water and wastewater; shown beside the total, never in it."""

import pandas as pd

from greening import factors, reference
from greening.factors import Factors
from greening.footprint import lines
from greening.footprint.lines import Lines
from greening.units import KG_PER_T

#: Sources of water that others deliver; what is drawn, collected or reused by the body has the pump's electricity elsewhere.
DELIVERED = ("municipal", "tanker", "bottled")


def waste(rows: pd.DataFrame) -> Lines:
    """One line a row, scope 3, outside the total: emissions_tco2e = waste_t * factor_kgco2e_per_t / 1000.

    The table waste_mapping puts each stream and treatment on a published factor, and says where that is a stand-in. Recycling, composting and
    digestion hold transport and process only, burning the carbon dioxide of the fossil part; outside the UK the UK factors are proxies.

    Source: desnz_2024 and the other editions, epa_hub_2022
    """
    found = reference.lookup("waste_mapping", {"stream": rows["stream"], "treatment": rows["treatment"]}, ["key", "is_direct", "about"])
    factor = factors.activity(found["key"], rows["data_year"], found["is_direct"].eq("yes") & rows["place_country"].eq("GBR"))
    return _outside(rows, "waste_kg", "waste", lines.shared(rows, "waste_kg") / KG_PER_T, "t", factor | {"method": found["about"]})


def water(rows: pd.DataFrame) -> Lines:
    """One line a row, scope 3, outside the total: emissions_tco2e = water_m3 * factor_kgco2e_per_m3 / 1000.

    Delivered water at the UK factor of supply (a proxy for tankers, bottles and outside the UK; the transport of tankers and the bottles themselves
    are not in it). Water that the body draws, collects or reuses has 0 t: the electricity of its pumps is counted with electricity.

    Source: desnz_2024 and the other editions, defra_2010_water
    """
    is_delivered = rows["source"].isin(DELIVERED)
    is_direct = rows["source"].eq("municipal") & rows["place_country"].eq("GBR")
    keys = pd.Series("water.supply", index=rows.index)
    factor = factors.activity(keys, rows["data_year"], is_direct) | {"method": "UK average of water supply"}
    none = factors.fixed(
        factor_id="water.own",
        factor_value=0.0,
        factor_unit="kg CO2e/m3",
        factor_year=rows["data_year"],
        factor_source_id="own_mapping",
        factor_rung="exact",
        factor_boundary="direct",
        gwp_set="",
    )
    factor = factors.replaced(factor, ~is_delivered, none | {"method": "drawn, collected or reused by the body; its pumps are with electricity"})
    return _outside(rows, "water_m3", "water", lines.shared(rows, "water_m3"), "m3", factor)


def wastewater(rows: pd.DataFrame) -> Lines:
    """One line a row, scope 3, outside the total: emissions_tco2e = wastewater_m3 * factor_kgco2e_per_m3 / 1000.

    The UK factor of treatment; a proxy outside the UK and for septic tanks, treatment on site and none, whose methane is not in it.

    Source: desnz_2024 and the other editions, defra_2010_water
    """
    is_direct = rows["treatment"].eq("municipal") & rows["place_country"].eq("GBR")
    keys = pd.Series("water.treatment", index=rows.index)
    factor = factors.activity(keys, rows["data_year"], is_direct) | {"method": "UK average of water treatment"}
    return _outside(rows, "wastewater_m3", "wastewater", lines.shared(rows, "wastewater_m3"), "m3", factor)


def _outside(rows: pd.DataFrame, reported: str, source: str, value: pd.Series, unit: str, factor: Factors) -> Lines:
    found = lines.of(
        rows,
        reported,
        bucket="unspecified",
        source=source,
        scope=3,
        activity_value=value,
        activity_unit=unit,
        method=factor["method"],
    )
    return lines.outside(lines.priced(found, factor), True, "waste_and_water")
