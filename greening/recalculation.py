"""Earlier years computed again by today's methods, where they were made by others: what a base year's recalculation starts from."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from upath import UPath

from greening import paths, tables
from greening.footprint.compute import footprint


def footprints(data: str | UPath, organization: str, year: int, earlier_years: Sequence[int], gwp_set: str, flight_method: str) -> pd.DataFrame:
    """The footprint rows of earlier years by today's methods and factors, in the columns of `footprint`, one year under the other.

    A year that was made by the same program, set of potentials and flight method as this year is not computed again, and a group's years are not:
    their members' are. Rows that a year's gaps were filled with are not among these; they stay as they were.
    """
    folders = {earlier: paths.processed(data, earlier, organization) for earlier in earlier_years}
    today = _made_by(paths.processed(data, year, organization), gwp_set, flight_method)
    others = [folder for folder in folders.values() if _made_by(folder, *_asked(folder)) != today]
    return tables.stack("footprint", [again(tables.read("activities", folder), organization, gwp_set, flight_method) for folder in others])


def again(activities: pd.DataFrame, organization: str, gwp_set: str, flight_method: str) -> pd.DataFrame:
    """The footprint of an earlier year's activities by today's methods and factors; nothing for a group of members' rows, or where nothing emits."""
    is_own = activities["organization"].eq(organization).all()
    is_detailed = activities["table"].isin(set(tables.activity_tables()) - {"inventory"}).any()
    return footprint(activities, gwp_set, flight_method) if is_own and is_detailed else tables.empty("footprint")


def _asked(folder: UPath) -> tuple[str, str]:
    """The set of potentials and the flight method that a footprint was made with; empty where that was not kept."""
    asked = _kept(folder).get("parameters", {})
    return asked.get("gwp_set", ""), asked.get("flight_method", "")


def _made_by(folder: UPath, gwp_set: str, flight_method: str) -> tuple[str, str, str]:
    """What makes a footprint what it is beside its rows: the program with its reference data, the potentials and the flight method."""
    return _kept(folder).get("code", ""), gwp_set, flight_method


def _kept(folder: UPath) -> Mapping[str, Any]:
    """What is kept of the inputs of a footprint; nothing where it was made outside the chain."""
    try:
        kept: Mapping[str, Any] = json.loads((folder / "keys" / "footprints.json").read_text(encoding="utf-8"))["inputs"]
    except (FileNotFoundError, ValueError, KeyError):
        return {}
    return kept
