"""Emissions of purchased heat, steam and cooling."""

import pandas as pd

from greening import factors
from greening.factors import Factors
from greening.footprint import lines
from greening.footprint.lines import Lines

UNIT = "kg CO2e/kWh"
#: What is said of heat that nobody priced, and of such heat outside the UK.
AVERAGE = "UK average of district heat and steam"
STANDS_IN = ", which stands in for the network's own"


def heat(rows: pd.DataFrame) -> Lines:
    """One line a row, scope 2, facilities; the basis is empty, since a network's heat is the same on both.

    emissions_tco2e = heat_kwh * factor_kgco2e_per_kwh / 1000

    The supplier's factor, else for heat and steam the UK average of district heat (a proxy outside the UK), else for cooling the grid average over
    the coefficient of performance of an electric chiller.

    Source: desnz_2024; en_15243; owid_ember
    """
    is_cooling = rows["carrier"].eq("cooling")
    factor = _heat_factor(rows)
    if is_cooling.any():
        factor = factors.replaced(factor, is_cooling, _cooling_factor(rows))
    given = rows["supplier_factor_kgco2e_per_kwh"]
    supplied = lines.own(given, UNIT, rows["data_year"]) | {"method": "supplier's factor"}
    factor = factors.replaced(factor, given.notna(), supplied)
    start = lines.of(
        rows,
        "heat_kwh",
        bucket="facilities",
        source="heat",
        scope=2,
        activity_value=lines.shared(rows, "heat_kwh"),
        activity_unit="kWh",
        method=factor["method"],
    )
    return lines.cited(lines.priced(start, factor), rows)


def _heat_factor(rows: pd.DataFrame) -> Factors:
    keys = pd.Series("heat", index=rows.index)
    is_british = rows["place_country"].eq("GBR")
    found = factors.activity(keys, rows["data_year"], is_british)
    method = pd.Series(AVERAGE, index=rows.index)
    return found | {"method": method.where(is_british, AVERAGE + STANDS_IN)}


def _cooling_factor(rows: pd.DataFrame) -> Factors:
    cop = factors.parameter("chiller_cop")
    found = factors.grid(rows["place_country"], rows["data_year"])
    return found | {
        "factor_value": found["factor_value"] / float(cop["value"]),
        "factor_id": found["factor_id"] + ".chiller",
        "factor_rung": "proxy",
        "method": f"grid average over a coefficient of performance of {cop['value']}",
    }
