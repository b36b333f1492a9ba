"""The first step of an organization: what it handed in, validated; for a group that hands in nothing, its registered profile."""

from collections.abc import Sequence

import pandas as pd
from upath import UPath

from greening import groups, paths, tables
from greening.submission.loading import load
from greening.validation import validate


def intake(
    year: int, organization: str, data: str | UPath, expectations: str | UPath, previous: pd.DataFrame | None, members: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The organization's own validated rows (columns of `activities`) and what the checks found (columns of `checks`).

    previous: last year's activities, or None. A group, which is what has members, needs no folder: without one its only row is the
    profile from the register of organizations, and there is nothing to find.
    """
    if members and not paths.raw(data, year, organization).is_dir():
        return groups.registered_profile(organization, year, data, members), tables.empty("checks")
    return validate(load(year, organization, data), expectations, previous, kept=paths.processed(data, year, organization))
