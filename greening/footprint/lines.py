"""A line of the footprint: what it takes from its activity row, and how a factor makes it emissions."""

from typing import Any

import pandas as pd

from greening import factors
from greening.units import KG_PER_T

#: Columns that a line takes from its row as they are.
KEPT = (
    "organization",
    "location_id",
    "table",
    "source_file",
    "source_row",
    "row_id",
    "year_share",
    "allocation_share",
    "quality",
    "purpose",
    "cabin",
)


def of(rows: pd.DataFrame, reported: str, **columns: Any) -> pd.DataFrame:
    """Lines for the rows: where they come from, the quantity as submitted in column `reported`, and the columns given.

    A line counts in the total, has no basis and is of all gases (`CO2e`) unless the columns say otherwise.
    """
    start = rows[list(KEPT)].assign(
        year=rows["data_year"],
        reported_value=rows[reported],
        in_total=True,
        basis="",
        outside_reason="",
        gas="CO2e",
        ozone_depleting=False,
        precision="",
        parents="",
        reference="",
    )
    return start.assign(**columns)


def priced(lines: pd.DataFrame, factor: pd.DataFrame) -> pd.DataFrame:
    """Lines with a factor of kg CO2e an activity unit: emissions_tco2e = activity_value * factor_value / 1000."""
    emissions_kg = lines["activity_value"] * factor["factor_value"].astype("float64")
    return lines.assign(**{column: factor[column] for column in factors.COLUMNS}, emissions_tco2e=emissions_kg / KG_PER_T)


def cited(lines: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The lines that say in `reference` where a factor of the body's own was published."""
    return lines.assign(reference=rows["factor_reference"].where(lines["factor_rung"].eq("own"), ""))


def shared(rows: pd.DataFrame, quantity: str) -> pd.Series:
    """The quantity inside the data year and of the body itself: quantity * year_share * allocation_share."""
    return rows[quantity] * rows["year_share"] * rows["allocation_share"]


def own(value: pd.Series, unit: str, year: pd.Series, boundary: str = "") -> pd.DataFrame:
    """The body's or its supplier's factor as a factor row; the set of warming potentials behind it is not known."""
    return factors.fixed(
        value.index,
        factor_id="own",
        factor_value=value,
        factor_unit=unit,
        factor_year=year,
        factor_source_id="submission",
        factor_rung="own",
        factor_boundary=boundary,
        gwp_set="",
    )


def outside(lines: pd.DataFrame, where: pd.Series, reason: str) -> pd.DataFrame:
    """The lines with those of `where` outside the total for the reason."""
    return lines.assign(in_total=lines["in_total"] & ~where, outside_reason=lines["outside_reason"].mask(where, reason))
