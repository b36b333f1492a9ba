"""Groups: who rolls up to them, from which year, and their members' rows one under the other."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from upath import UPath

from greening import gsd, paths, reference, shared_premises, tables

#: Tables whose rows say what the members did, had, used and answered; goals, texts and published figures stay the member's own.
STACKED_TABLES = (
    *tables.activity_tables(),
    "locations",
    "personnel",
    "offsets",
    "offset_decisions",
    "events",
    "recommendations",
    "agreements",
    "practices",
)
#: Between a member's code and its location, so that two members' places never meet under one name.
QUALIFIER = "/"
#: The figures that a group lists its members with.
LISTED_FIGURES = ("ghg.total", "ghg.per_capita", "ghg.published.share", "personnel.total")


def members(data: str | UPath, year: int, given: Sequence[str]) -> pd.DataFrame:
    """Each member of a group with where its figures are from, in the columns of the product `members`.

    `given` holds "CODE@YEAR" for a member with figures and "CODE" for one without; a year before `year` is carried forward.
    """
    known = [(code, int(data_year) if data_year else None) for code, _, data_year in (member.partition("@") for member in given)]
    figures = _figures(data, [(code, data_year) for code, data_year in known if data_year])
    names = _registered_names()
    rows = []
    for code, data_year in known:
        reason = "" if data_year == year else _reason(paths.processed(data, year, code))
        row = {"member": code, "name": _name(names, code, paths.processed(data, data_year or year, code)), "status": "missing", "reason": reason}
        rows.append(row | _of_figures(figures[code], data_year, year) if data_year else row)
    return tables.stack("members", [pd.DataFrame(rows)])


def _figures(data: str | UPath, members_known: Sequence[tuple[str, int]]) -> dict[str, dict[str, dict[str, Any]]]:
    """Value and precision of the figures that members are listed with, by member and figure."""
    folders = [paths.processed(data, year, code) for code, year in members_known]
    made, counts = tables.read_all("figures", folders, ["figure_id", "value", "precision"])
    listed = made.assign(member=np.repeat([code for code, _ in members_known], counts))[made["figure_id"].isin(LISTED_FIGURES)]
    found: dict[str, dict[str, dict[str, Any]]] = {code: {} for code, _ in members_known}
    for code, figure_id, value, precision in listed[["member", "figure_id", "value", "precision"]].itertuples(index=False, name=None):
        found[code][figure_id] = {"value": value, "precision": precision}
    return found


def _of_figures(figures: Mapping[str, Mapping[str, Any]], data_year: int, year: int) -> dict[str, object]:
    """What a member's own figures say of it; None where it has no such figure."""
    value = {figure_id: row["value"] for figure_id, row in figures.items()}
    total = value.get("ghg.total")
    return {
        "status": "updated" if data_year == year else "carried_forward",
        "data_year": data_year,
        "emissions_tco2e": total,
        "published_tco2e": None if total is None else total * value.get("ghg.published.share", 0.0),
        "personnel": value.get("personnel.total"),
        "per_capita_tco2e": value.get("ghg.per_capita"),
        "precision": figures["ghg.total"]["precision"] if "ghg.total" in figures else None,
    }


def _name(registered: Mapping[str, str], code: str, folder: UPath) -> str:
    """The registered name of a member; of one that is not registered the name that it gave itself, as its state says, else its code."""
    path = folder / "state.json"
    if code in registered or not path.exists():
        return registered.get(code, code)
    return str(json.loads(path.read_text(encoding="utf-8")).get("name") or code)


def _reason(folder: UPath) -> str:
    """Why a member has no figures of this year, as its state says."""
    path = folder / "state.json"
    if not path.exists():
        return "nothing was submitted"
    kept = json.loads(path.read_text(encoding="utf-8"))
    return f"{kept['outcome']}: {kept['why']}" if kept["outcome"] != "ok" else "nothing was submitted"


def _registered_names() -> dict[str, str]:
    """The name of each registered organization by its code."""
    registered = reference.load("organizations")
    return dict(zip(registered["code"].astype("str"), registered["name_en"].astype("str"), strict=True))


def registered_profile(organization: str, year: int, data: str | UPath = "", given: Sequence[str] = ()) -> pd.DataFrame:
    """Activities with one profile row for a group that submits nothing itself, from the register of organizations.

    `given` names the members as for `members`; the group is illustrative where one of them with figures is.
    """
    profile = {
        "organization": organization,
        "data_year": year,
        "table": "profile",
        "source_file": "organizations.csv",
        "row_id": f"organizations.csv:{organization}",
        "name": _registered_names().get(organization, organization),
        "scope2_basis": "location",
        "refrigerant_rule": "all",
        "illustrative": any(_is_illustrative(data, *member.partition("@")[::2]) for member in given),
    }
    return tables.stack("activities", [pd.DataFrame([profile])])


def _is_illustrative(data: str | UPath, code: str, data_year: str) -> bool:
    """Whether a member's own profile says that its data are invented; a member without figures adds none."""
    if not data_year:
        return False
    folder = paths.processed(data, int(data_year), code)
    known = tables.read("activities", folder, ["organization", "table", "illustrative"])
    profile = known[(known["organization"] == code) & (known["table"] == "profile")]
    return bool(profile["illustrative"].fillna(False).any())


def own_rows(activities: pd.DataFrame, organization: str) -> pd.DataFrame:
    """The rows that the organization submitted itself, without those of its members."""
    return activities[activities["organization"] == organization].reset_index(drop=True)


def counted(rolled_up: pd.DataFrame, activities: pd.DataFrame, organization: str) -> pd.DataFrame:
    """The members whose rows make up the group's totals.

    None, where the group submitted inventory or published figures: those are its totals, and its members only explain them.
    """
    if rolled_up.empty:
        return rolled_up
    own_totals = own_rows(activities, organization)["table"].isin(["inventory", "published"]).any()
    return rolled_up[rolled_up["data_year"].notna() & (not own_totals)].reset_index(drop=True)


def stack(product: str, own: pd.DataFrame, members_counted: pd.DataFrame, data: str | UPath, activities: pd.DataFrame | None = None) -> pd.DataFrame:
    """A product's own rows with its counted members' rows under them; a member's location becomes CODE/location.

    Rows of a member whose scope 2 basis is not the group's keep the member's choice: what the member counts gets the empty basis,
    which always counts, and its other basis is outside the total, so that the group's total is the sum of its members' totals.
    With the `activities` of the group and its members, premises that a member says another one reports are in the total once, as
    shared_premises has it.
    """
    if members_counted.empty:
        return tables.stack(product, [own])
    rows = _members_rows(product, members_counted, data)
    return tables.stack(product, [own, rows if activities is None else shared_premises.once(rows, activities)])


def _members_rows(product: str, members_counted: pd.DataFrame, data: str | UPath) -> pd.DataFrame:
    years = members_counted["data_year"].astype("int64").to_list()
    codes = members_counted["member"].to_list()
    folders = [paths.processed(data, year, code) for code, year in zip(codes, years, strict=True)]
    # What stays behind of a member's activities need not be read: with many members, reading is most of the work.
    rows, counts = tables.read_all(product, folders, tables.columns_of(STACKED_TABLES) if product == "activities" else ())
    code = pd.Series(codes, dtype="str").repeat(counts).reset_index(drop=True)
    # A member that is itself a group has qualified its own members' places already.
    own = (rows["organization"] == code) & rows["location_id"].notna()
    rows = rows.assign(location_id=rows["location_id"].where(~own, code + QUALIFIER + rows["location_id"]))
    is_carried = (members_counted["status"] == "carried_forward").to_numpy().repeat(counts)
    if "quality" in rows.columns and is_carried.any():
        rows = rows.assign(quality=rows["quality"].mask(is_carried, "carried_forward"))
        rows = _with_errors(rows, is_carried) if product == "footprint" else rows
    if product == "footprint":
        return _on_group_basis(rows, np.repeat(_count_market(folders), counts))
    return rows[rows["table"].isin(STACKED_TABLES)] if product == "activities" else rows


def _with_errors(footprint: pd.DataFrame, is_carried: "np.ndarray[Any, Any]") -> pd.DataFrame:
    """The rows in which those carried forward are as uncertain as figures of another year are."""
    again = gsd.errors({str(name): cells for name, cells in footprint.items()})
    return footprint.assign(**{name: footprint[name].mask(is_carried, cells) for name, cells in again.items()})


def _count_market(folders: Sequence[UPath]) -> list[bool]:
    """Of each member, whether its own total counts electricity by its contracts, as its first profile row says."""
    activities, counts = tables.read_all("activities", folders, ["table", "scope2_basis"])
    place = np.repeat(np.arange(len(counts)), counts)
    profiles = activities.assign(place=place)[activities["table"] == "profile"].drop_duplicates("place")
    market = set(profiles.loc[profiles["scope2_basis"] == "market", "place"])
    return [number in market for number in range(len(counts))]


def _on_group_basis(footprint: pd.DataFrame, counts_market: "np.ndarray[Any, Any]") -> pd.DataFrame:
    """The rows as they count in the group; `counts_market` tells which are of a member that counts the market basis."""
    market = counts_market & (footprint["basis"] == "market")
    location = counts_market & (footprint["basis"] == "location")
    return footprint.assign(
        basis=footprint["basis"].mask(market, ""),
        in_total=footprint["in_total"] & ~location,
        outside_reason=footprint["outside_reason"].mask(location, "member_counts_market"),
    )
