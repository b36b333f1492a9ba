"""The typed rows of one submission table, with helper columns that rules may speak of.

A helper is missing where the cells that it rests on could not be read, and rules pass over what is missing: no cell is
judged twice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

import pandas as pd
from pandas.api.types import pandas_dtype

from greening import reference
from greening.spelling import offer
from greening.tables import Column, submission_tables
from greening.views import batches, metrics, registers
from greening.views.periods import days_in_year


@dataclass(frozen=True)
class Known:
    """What the rows of one table are held against.

    tables: the typed rows of all tables; rejected_places: places whose own row was rejected; last_year: last year's rows by table;
    is_whole: every file could be read, so that what is not there was not handed in; handed_in: rows of each table before any was rejected;
    rejected_people: places of which a row in personnel was rejected; neighbours: codes of all that handed in this year.
    """

    tables: Mapping[str, pd.DataFrame]
    rejected_places: frozenset[str] = field(default_factory=frozenset)
    last_year: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    organization: str = ""
    year: int = 0
    is_whole: bool = True
    handed_in: Mapping[str, int] = field(default_factory=dict)
    rejected_people: frozenset[str] = field(default_factory=frozenset)
    neighbours: frozenset[str] = field(default_factory=frozenset)

    def table(self, name: str) -> pd.DataFrame:
        """The rows of one table; without rows where it was not handed in."""
        return self.tables[name] if name in self.tables else typed_without_rows(name)

    def about_all(self, rows: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
        """Rows about the whole submission, to which no file or row number belongs, with these columns and dtypes.

        Each row keeps `table`, the table that a finding on it is about.
        """
        own = {name: rows.get(name, pd.Series(index=rows.index)).astype(pandas_dtype(dtype)) for name, dtype in columns.items()}
        given = pd.DataFrame(own, index=rows.index)
        table = rows["table"].astype("str") if "table" in rows else pd.Series(index=rows.index, dtype="str")
        nowhere = typed_without_rows("profile")[["source_file", "sheet", "source_row"]].reindex(rows.index)
        return given.assign(organization=self.organization, data_year=self.year, table=table).join(nowhere)


def with_helpers(name: str, known: Known) -> pd.DataFrame:
    """The rows of a submission table and their helper columns, as expectations/README.md lists them."""
    rows = known.table(name)
    helpers: dict[str, pd.Series] = {}
    if name != "locations" and "location_id" in rows:
        helpers |= _place(rows, known)
    if "end_date" in rows and "start_date" in rows and submission_tables()[name].kind == "activity":
        helpers["days_in_year"] = days_in_year(rows, rows["start_date"], rows["end_date"])
    for day in ("departure_date", "date"):
        if day in rows and name in ("air_travel", "ground_travel", "events"):
            helpers["days_in_year"] = days_in_year(rows, rows[day], rows[day])
    return rows.assign(**helpers, **_OWN.get(name, _none)(name, rows, known))


def typed_without_rows(name: str) -> pd.DataFrame:
    """The typed rows of a submission table of which there are none; the caller may change the frame: the kept one stays as it is."""
    return _without_rows(name).copy(deep=False)


@cache
def _without_rows(name: str) -> pd.DataFrame:
    shared = {"organization": "text", "data_year": "integer", "table": "text", "source_file": "text", "sheet": "text", "source_row": "integer"}
    declared = {column: Column("", type=kind) for column, kind in (shared | {"row_id": "text"}).items()}
    columns = declared | dict(submission_tables()[name].columns) | {"faulty": Column(""), "defaulted": Column("")}
    return pd.DataFrame({column: pd.Series(dtype=one.dtype) for column, one in columns.items()})


def _place(rows: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    places = known.table("locations").drop_duplicates("location_id").set_index("location_id")
    given = rows["location_id"]
    usable = [place for place in places.index if place not in known.rejected_places]
    faults = {place: _place_fault(place, usable, known.rejected_places) for place in given.dropna().unique()}
    people = known.table("personnel")
    resident = people.loc[people["resident_24h"].fillna(False).astype("bool"), "location_id"].dropna()
    unsure = given.isna() | (~given.isin([*usable, *known.rejected_places]) & (not known.is_whole))
    return {
        "location_is_known": given.isin(usable).astype("boolean").mask(unsure),
        "location_fault": given.map(faults).astype("str"),
        "location_kind": given.map(places["kind"]).astype("str"),
        "location_climate": given.map(climates(places["climate"])).astype("str"),
        "location_is_resident": given.isin(resident),
    }


def climates(given: pd.Series) -> pd.Series:
    """hot, temperate or cold where the climate is given in one of these words, else unknown."""
    return given.str.casefold().where(given.str.casefold().isin(["hot", "temperate", "cold"]), "unknown")


def _place_fault(place: str, usable: list[str], rejected: frozenset[str]) -> str:
    if place in usable:
        return ""
    if place in rejected:
        return "is a location whose own row in locations is rejected; mend that row."
    if not usable:
        return "is not known, since there is no usable row in locations."
    return f"is not in locations.{offer(place, usable)}"


def _profile(_name: str, rows: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    registered = reference.load("organizations")["code"]
    codes = pd.Series(sorted({*registered, *known.neighbours, *rows["organization"].dropna()}), dtype="str")
    parents = rows["parent"]
    hints = {parent: offer(parent, codes) for parent in parents[~parents.isin(codes)].dropna().unique()}
    return {
        "rolls_up_to_itself": parents == rows["organization"],
        "parent_is_known": registers.is_known(parents, codes),
        "parent_hint": parents.map(hints).astype("str").fillna(""),
    }


def _locations(_name: str, rows: pd.DataFrame, _known: Known) -> dict[str, pd.Series]:
    return {"is_repeat": rows["location_id"].notna() & rows.duplicated("location_id")}


def _utility(name: str, rows: pd.DataFrame, _known: Known) -> dict[str, pd.Series]:
    return batches.repeats(name, rows) | batches.equal_months(name, rows)


def _fuels(name: str, rows: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    charters = known.table("chartered_transport")
    flown = charters.loc[(charters["mode"] == "air") & charters["fuel_l"].notna(), "location_id"]
    same_place = rows["location_id"].isin(flown.dropna()) | rows["location_id"].isna() | bool(flown.isna().any())
    also_chartered = (rows["use"] == "aircraft") & same_place & (not flown.empty)
    return _utility(name, rows, known) | {"is_beside_chartered_air": also_chartered}


def _air_travel(_name: str, rows: pd.DataFrame, _known: Known) -> dict[str, pd.Series]:
    return {
        "flies_to_itself": rows["origin"].notna() & (rows["origin"] == rows["destination"]),
        "has_half_a_route": (rows["origin"].isna() != rows["destination"].isna()) & ~rows["faulty"].str.contains("origin|destination"),
    }


def _goals(_name: str, rows: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    given = rows[["change_pct", "target_value"]].notna().sum(axis="columns").astype("float64")
    unread = rows["faulty"].str.contains("change_pct|target_value")
    own = pd.concat([known.table("published")["figure"], known.table("indicators")["indicator_id"]])
    return {"terms_given": given.mask(unread)} | registers.goal_clashes(rows) | metrics.helpers(rows["metric"], own)


def _published(_name: str, rows: pd.DataFrame, _known: Known) -> dict[str, pd.Series]:
    return metrics.units(rows["figure"], rows["unit"])


def _actions(_name: str, rows: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    return {"goal_is_known": registers.is_known(rows["goal_id"], known.table("goals")["goal_id"])}


def _action_parts(_name: str, rows: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    return {"action_is_known": registers.is_known(rows["action_id"], known.table("actions")["action_id"])}


def _offsets(_name: str, rows: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    return {"overlapping_row": registers.overlapping_serials(rows, known.last_year.get("offsets"))}


def _none(_name: str, _rows: pd.DataFrame, _known: Known) -> dict[str, pd.Series]:
    return {}


_Helper = Callable[[str, pd.DataFrame, Known], dict[str, pd.Series]]

#: Helper columns that only some tables have.
_OWN: Mapping[str, _Helper] = {
    "profile": _profile,
    "locations": _locations,
    "electricity": _utility,
    "heat": _utility,
    "fuels": _fuels,
    "waste": _utility,
    "water": _utility,
    "wastewater": _utility,
    "air_travel": _air_travel,
    "chartered_transport": _air_travel,
    "goals": _goals,
    "published": _published,
    "actions": _actions,
    "exemptions": _actions,
    "milestones": _action_parts,
    "spending": _action_parts,
    "offsets": _offsets,
}
