"""Products of earlier years of the same organization."""

from collections.abc import Sequence

import pandas as pd
from upath import UPath

from greening import paths, tables


def last_year(product: str, data: str | UPath, organization: str, year: int, earlier_years: Sequence[int]) -> pd.DataFrame | None:
    """A product of the year before, or None where that year is not among the earlier years that count."""
    return tables.read(product, paths.processed(data, year - 1, organization)) if year - 1 in earlier_years else None


def earlier(product: str, data: str | UPath, organization: str, earlier_years: Sequence[int]) -> pd.DataFrame:
    """A product of all earlier years that count, one under the other; its `year` column tells them apart."""
    return tables.stack(product, [tables.read(product, paths.processed(data, year, organization)) for year in earlier_years])
