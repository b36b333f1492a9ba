"""The profile: the one table that every submission must hold, with exactly one row, naming the folder's organization."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from greening.checks import FILE_FAULTS, finding


def faults(rows: pd.DataFrame | None, organization: str, others: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is wrong with the profile as a whole; where a file that may hold it cannot be read, that finding is enough."""
    if rows is None or rows.empty:
        return [] if any(_may_hide_profile(one) for one in others) else [missing()]
    if len(rows) > 1:
        return [_several(rows)]
    given = rows["organization"].iloc[0]
    return [] if given == organization else [_wrong_folder(rows.iloc[0], given, organization)]


def missing() -> dict[str, Any]:
    """The finding of a submission without a usable profile."""
    message = "There is no usable row in the table profile, so nothing says whose submission this is. Add profile with exactly one row."
    return finding("missing_profile", "hold", message, table="profile", expected="one row in profile")


def _may_hide_profile(one: dict[str, Any]) -> bool:
    name = one.get("source_file", "").casefold()
    return one["rule"] in FILE_FAULTS and (one["rule"] == "empty_folder" or name.startswith(("profile", "submission")))


def _several(rows: pd.DataFrame) -> dict[str, Any]:
    places = ", ".join(f"{file} row {row}" for file, row in zip(rows["source_file"], rows["source_row"], strict=True))
    return finding(
        "several_profiles",
        "hold",
        f"The table profile has {len(rows)} rows ({places}); it must have exactly one. Keep the right one.",
        table="profile",
        value=f"{len(rows)} rows",
        expected="one row",
    )


def _wrong_folder(row: "pd.Series[Any]", given: str, organization: str) -> dict[str, Any]:
    message = (
        f"The profile says that this is the submission of {given}, but it lies in the folder of {organization}. "
        "Move it to the right folder, or mend the profile."
    )
    if not given:
        message = f"The profile does not say whose submission this is, and it lies in the folder of {organization}. Fill in the organization's code."
    return finding(
        "wrong_folder",
        "hold",
        message,
        table="profile",
        source_file=row["source_file"],
        sheet=row["sheet"],
        source_row=row["source_row"],
        column="organization",
        value=given,
        expected=organization,
    )
