"""What the figures of one organization and year are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from upath import UPath

from greening import paths, tables
from greening.figures.products import Products
from greening.submission.peek import file_hashes


@dataclass(frozen=True)
class Inputs:
    """The products of one organization and year, the figures of its earlier years, and the hashes of its files.

    For a group without totals of its own, activities, footprint and indicators hold its members' rows one under the other.
    """

    organization: str
    year: int
    activities: pd.DataFrame
    checks: pd.DataFrame
    footprint: pd.DataFrame
    indicators: pd.DataFrame
    members: pd.DataFrame
    #: Figures of all earlier years, one under the other; the column `year` tells which.
    earlier: pd.DataFrame
    #: SHA-256 of every input file, by "source_file" or "CODE/source_file".
    files: Mapping[str, str]
    #: Rows read from the files, where the caller counted them; else they cannot be checked against the rows kept and dropped.
    raw_rows: int | None = None

    @cached_property
    def products(self) -> Products:
        """The products by name, as a derivation names them."""
        named = ("activities", "checks", "footprint", "indicators", "members", "earlier")
        return Products({name: getattr(self, name) for name in named})


def read(year: int, organization: str, data: str | UPath, earlier: pd.DataFrame) -> Inputs:
    """The inputs from the products of stages 1 and 2 under the data root; `earlier` holds the figures of earlier years.

    Raises DeclarationError where a product has not been made.
    """
    folder = paths.processed(data, year, organization)
    activities = tables.read("activities", folder)
    own_totals = activities["table"].isin(["inventory", "published"]) & (activities["organization"] == organization)
    return Inputs(
        organization=organization,
        year=year,
        activities=activities,
        checks=tables.read("checks", folder),
        footprint=tables.read("footprint", folder),
        indicators=tables.read("indicators", folder),
        members=tables.read("members", folder),
        earlier=_of_whole_groups(earlier) if own_totals.any() else earlier,
        files=_hashes(activities, organization, data),
    )


def _of_whole_groups(earlier: pd.DataFrame) -> pd.DataFrame:
    """The earlier figures without the years in which a group was only the sum of the members that reported.

    Beside totals of the whole group such a sum would look like a collapse of its emissions.
    """
    partial = earlier.loc[earlier["figure_id"] == "basis.members", "year"]
    return earlier[~earlier["year"].isin(partial)].reset_index(drop=True)


def _hashes(activities: pd.DataFrame, organization: str, data: str | UPath) -> dict[str, str]:
    """The hash of every file that rows are from, under its own name or, of another body, as "CODE/source_file"."""
    folders = activities[["organization", "data_year"]].drop_duplicates()
    found: dict[str, str] = {}
    for code, year in folders.itertuples(index=False, name=None):
        folder = paths.raw(data, int(year), code)
        # A group that submits nothing itself has a row of the register, and no folder.
        hashes = file_hashes(folder) if folder.is_dir() else {}
        found |= {name if code == organization else f"{code}/{name}": sha256 for name, sha256 in hashes.items()}
    return found
