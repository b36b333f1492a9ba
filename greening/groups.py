"""Groups: who rolls up to them, from which year, and their members' rows one under the other."""

import json
from collections.abc import Sequence

import pandas as pd
from upath import UPath

from greening import paths, reference, tables

#: Tables whose rows say what the members did, had and used; goals, texts and published figures stay the member's own.
STACKED_TABLES = (*tables.activity_tables(), "locations", "personnel", "offsets", "events")
#: Between a member's code and its location, so that two members' places never meet under one name.
QUALIFIER = "/"


def members(data: str | UPath, year: int, given: Sequence[str]) -> pd.DataFrame:
    """Each member of a group with where its figures are from, in the columns of the product `members`.

    `given` holds "CODE@YEAR" for a member with figures and "CODE" for one without; a year before `year` is carried forward.
    """
    return tables.stack("members", [pd.DataFrame([_member(data, year, *member.partition("@")[::2]) for member in given])])


def _member(data: str | UPath, year: int, code: str, data_year: str) -> dict[str, object]:
    reason = _reason(paths.processed(data, year, code))
    row: dict[str, object] = {"member": code, "name": _registered_name(code), "status": "missing", "reason": reason}
    if data_year:
        made = tables.read("figures", paths.processed(data, int(data_year), code)).set_index("figure_id")
        figures = made["value"]
        total = figures.get("ghg.total")
        row |= {
            "status": "updated" if int(data_year) == year else "carried_forward",
            "reason": "" if int(data_year) == year else reason,
            "data_year": int(data_year),
            "emissions_tco2e": total,
            "published_tco2e": None if total is None else total * figures.get("ghg.published.share", 0.0),
            "personnel": figures.get("personnel.total"),
            "per_capita_tco2e": figures.get("ghg.per_capita"),
            "precision": made["precision"].get("ghg.total"),
        }
    return row


def _reason(folder: UPath) -> str:
    """Why a member has no figures of this year, as its state says."""
    path = folder / "state.json"
    if not path.exists():
        return "nothing was submitted"
    kept = json.loads(path.read_text(encoding="utf-8"))
    return f"{kept['outcome']}: {kept['why']}" if kept["outcome"] != "ok" else "nothing was submitted"


def _registered_name(code: str) -> str:
    registered = reference.load("organizations").set_index("code")["name_en"]
    return str(registered.get(code, code))


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
        "name": _registered_name(organization),
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


def stack(product: str, own: pd.DataFrame, members_counted: pd.DataFrame, data: str | UPath) -> pd.DataFrame:
    """A product's own rows with its counted members' rows under them; a member's location becomes CODE/location.

    Rows of a member whose scope 2 basis is not the group's keep the member's choice: what the member counts gets the empty basis,
    which always counts, and its other basis is outside the total, so that the group's total is the sum of its members' totals.
    """
    known = members_counted[["member", "data_year", "status"]].to_dict("records")
    frames = [_member_rows(product, str(row["member"]), int(row["data_year"]), str(row["status"]), data) for row in known]
    return tables.stack(product, [own, *frames])


def _member_rows(product: str, code: str, data_year: int, status: str, data: str | UPath) -> pd.DataFrame:
    folder = paths.processed(data, data_year, code)
    # What stays behind of a member's activities need not be read: with many members, reading is most of the work.
    rows = tables.read(product, folder, tables.columns_of(STACKED_TABLES) if product == "activities" else ())
    if product == "activities":
        rows = rows[rows["table"].isin(STACKED_TABLES)]
    # A member that is itself a group has qualified its own members' places already.
    own = (rows["organization"] == code) & rows["location_id"].notna()
    rows = rows.assign(location_id=rows["location_id"].where(~own, code + QUALIFIER + rows["location_id"].astype("str")))
    if status == "carried_forward" and "quality" in rows.columns:
        rows = rows.assign(quality="carried_forward")
    return _on_group_basis(rows, tables.read("activities", folder, ["table", "scope2_basis"])) if product == "footprint" else rows


def _on_group_basis(footprint: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    chosen = activities.loc[activities["table"] == "profile", "scope2_basis"]
    if chosen.empty or chosen.iloc[0] != "market":
        return footprint
    market = footprint["basis"] == "market"
    location = footprint["basis"] == "location"
    return footprint.assign(
        basis=footprint["basis"].mask(market, ""),
        in_total=footprint["in_total"] & ~location,
        outside_reason=footprint["outside_reason"].mask(location, "member_counts_market"),
    )
