"""Products of earlier years of the same organization."""

from collections.abc import Sequence

import pandas as pd
from upath import UPath

from greening import paths, tables

#: Base year of the UN system's goal, taken where a submission names none and has a figure of it.
SYSTEM_BASE_YEAR = 2010


def last_year(product: str, data: str | UPath, organization: str, year: int, earlier_years: Sequence[int]) -> pd.DataFrame | None:
    """A product of the year before, or None where that year is not among the earlier years that count."""
    return tables.read(product, paths.processed(data, year - 1, organization)) if year - 1 in earlier_years else None


def earlier(product: str, data: str | UPath, organization: str, earlier_years: Sequence[int]) -> pd.DataFrame:
    """A product of all earlier years that count, one under the other; its `year` column tells them apart.

    It is the year of the product, also for rows of a member that were carried forward from a year before.
    """
    read = {year: tables.read(product, paths.processed(data, year, organization)) for year in earlier_years}
    return tables.stack(product, [rows.assign(year=year) if "year" in rows else rows for year, rows in read.items()])


def compared_years(activities: pd.DataFrame, organization: str, year: int, earlier_years: Sequence[int]) -> list[int]:
    """Those of the earlier years that emissions may be held against row by row: the year before, and whatever may be the base year.

    The base year is that of the goal for total emissions, else 2010, else the first year with a figure.
    """
    own = (activities["organization"] == organization) & (activities["table"] == "goals") & (activities["metric"] == "ghg.total")
    wanted = {year - 1, SYSTEM_BASE_YEAR, *earlier_years[:1], *activities.loc[own, "baseline_year"].dropna().astype("int64")}
    return [earlier_year for earlier_year in earlier_years if earlier_year in wanted and earlier_year < year]
