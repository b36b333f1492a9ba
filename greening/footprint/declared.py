"""Emissions that a body hands in as tonnes: optional activities and inventory lines computed elsewhere."""

from typing import Any

import pandas as pd

from greening.footprint import lines
from greening.footprint.lines import Lines
from greening.units import KG_PER_T

UNIT = "kg CO2e/t CO2e"


def optional(rows: pd.DataFrame) -> Lines:
    """One line a row as given, never in the total: what lies outside the common minimum boundary."""
    found = _as_given(rows, bucket="unspecified", source=rows["activity"], reference=rows["reference"], method="as given")
    return lines.outside(found, True, "optional")


def inventory(rows: pd.DataFrame) -> Lines:
    """One line a row as given, with its own bucket, scope, basis, precision and reference; carried forward where it is of another year."""
    carried = rows["carried_from_year"].notna()
    year = rows["carried_from_year"].astype("str")
    method = pd.Series("as published or computed elsewhere", index=rows.index)
    found = _as_given(
        rows,
        bucket=rows["bucket"],
        source=rows["source"].fillna("inventory"),
        scope=rows["scope"],
        basis=rows["basis"].fillna(""),
        precision=rows["precision"],
        reference=rows["reference"],
        gwp_set=rows["gwp_set"],
        method=method.mask(carried, "carried forward from " + year),
    )
    found |= {"quality": found["quality"].mask(carried, "carried_forward")}
    return lines.outside(found, ~rows["in_total"].astype("boolean").fillna(True).astype("bool"), "declared")


def _as_given(rows: pd.DataFrame, **columns: Any) -> Lines:
    tonnes = rows["emissions_tco2e"]
    found = lines.of(rows, "emissions_tco2e", activity_value=tonnes, activity_unit="t CO2e", **columns)
    own = lines.own(pd.Series(KG_PER_T, index=rows.index), UNIT, rows["data_year"])
    return lines.priced(found, own | {"gwp_set": found.get("gwp_set", "")})
