"""What of an earlier year's submission still holds, and so stands in the new workbook already.

Whole rows are those that are true until somebody says otherwise. Set-up rows name what is reported each year (a meter, a waste stream, a
question) and leave open what only the new year can say.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pandas as pd
from upath import UPath

from greening import paths, tables
from greening.structure import casting
from greening.submission import loading
from greening.tables import Table, submission_tables

#: So many years back are looked at where there is nothing of the year before.
YEARS_BACK = 5
#: Statuses of a topic that last; the others are said anew each year.
_LASTING = ("not_occurring", "included_elsewhere", "confidential", "excluded")
_CLOSED_RECOMMENDATIONS = ("implemented", "already_in_place", "not_applicable")

#: The columns that say what is reported each year, by table; the row is offered without its quantity or answer.
SET_UP: Mapping[str, tuple[str, ...]] = {
    "personnel": ("location_id", "category", "basis", "definition", "resident_24h", "covers"),
    "electricity": ("location_id", "meter_id", "supply"),
    "heat": ("location_id", "meter_id", "carrier"),
    "fuels": ("location_id", "use", "fuel", "unit", "calorific_basis"),
    "refrigerants": ("location_id", "refrigerant", "basis", "equipment"),
    "waste": ("location_id", "stream", "treatment", "collection"),
    "water": ("location_id", "source", "source_protected", "over_5pct_of_source"),
    "wastewater": ("location_id", "treatment"),
    "management": ("question_id", "location_id"),
    "recommendations": ("recommendation_id", "acceptance", "reason"),
}


@dataclass(frozen=True)
class Earlier:
    """The rows of an organization in the latest year before the new one that it handed in; without rows and year 0 where it never did."""

    year: int
    rows: Mapping[str, pd.DataFrame]

    def of(self, table: str) -> pd.DataFrame:
        """The rows of a table, with its columns."""
        columns = list(submission_tables()[table].columns)
        return self.rows[table][columns] if table in self.rows else pd.DataFrame(columns=columns)


NOTHING = Earlier(0, {})


def earlier(year: int, organization: str, data: str | UPath) -> Earlier:
    """What the organization handed in last before the year: its files, or, where they are no longer there, the rows that a run kept of them."""
    for before in range(year - 1, year - 1 - YEARS_BACK, -1):
        found = _handed_in(before, organization, data) or _validated(before, organization, data)
        if found:
            return Earlier(before, found)
    return NOTHING


def of_activities(year: int, organization: str, activities: pd.DataFrame) -> Earlier:
    """The same from a frame of activities; rows of members, which a group's frame holds too, are no rows of its own."""
    own = activities[activities["organization"].fillna(organization) == organization]
    return Earlier(year, {name: tables.rows(own, name) for name in dict.fromkeys(own["table"])})


def whole(table: Table, before: Earlier, year: int) -> pd.DataFrame:
    """The rows of a table that still hold in the year, in the order in which they were handed in."""
    keep = _KEPT.get(table.name)
    rows = before.of(table.name)
    if keep is None or rows.empty:
        return rows.iloc[:0]
    return _at_open_places(rows[keep(rows, before, year).fillna(False).astype("bool")], table, before, year).reset_index(drop=True)


def set_up(table: Table, before: Earlier, year: int) -> pd.DataFrame:
    """What is reported each year, once each, in the columns that say so; the other columns are left out."""
    named = list(SET_UP.get(table.name, ()))
    rows = before.of(table.name)
    if not named or rows.empty:
        return pd.DataFrame(columns=named)
    still = _at_open_places(rows, table, before, year)
    if table.name == "recommendations":
        still = still[~still["status"].isin(_CLOSED_RECOMMENDATIONS)]
    return still[named].drop_duplicates().reset_index(drop=True)


def _validated(year: int, organization: str, data: str | UPath) -> Mapping[str, pd.DataFrame]:
    folder = paths.processed(data, year, organization)
    if not (folder / "activities.parquet").is_file():
        return {}
    return of_activities(year, organization, tables.read("activities", folder)).rows


def _handed_in(year: int, organization: str, data: str | UPath) -> Mapping[str, pd.DataFrame]:
    if not paths.raw(data, year, organization).is_dir():
        return {}
    found = loading.load(year, organization, data)
    # Journeys and the like are many, and none is carried over.
    wanted = {name: rows for name, rows in found.tables.items() if name in _KEPT or name in SET_UP}
    read = casting.cast(replace(found, tables=wanted)).tables
    return {name: rows[rows["faulty"] == ""] for name, rows in read.items()}


def _at_open_places(rows: pd.DataFrame, table: Table, before: Earlier, year: int) -> pd.DataFrame:
    """Without those of places that are closed or no longer named."""
    if "location_id" not in table.columns or table.name == "locations":
        return rows
    places = before.of("locations")
    known = places.loc[_is_open(places, before, year), "location_id"]
    return rows[rows["location_id"].isna() | rows["location_id"].isin(known)]


def _all(rows: pd.DataFrame, _before: Earlier, _year: int) -> pd.Series:
    return pd.Series(True, index=rows.index)


def _is_open(rows: pd.DataFrame, _before: Earlier, year: int) -> pd.Series:
    return _not_before(rows["closed_date"], year)


def _not_before(days: pd.Series, year: int) -> pd.Series:
    """Whether each day is missing, or not before the year."""
    given = pd.to_datetime(days)
    return given.isna() | (given.dt.year >= year)


def _still_aimed_at(rows: pd.DataFrame, _before: Earlier, year: int) -> pd.Series:
    return rows["target_year"].groupby(rows["goal_id"]).transform("max") >= year


def _open_actions(rows: pd.DataFrame, _before: Earlier, _year: int) -> pd.Series:
    return rows["status"].isin(["planned", "under_way"])


def _of_open_actions(rows: pd.DataFrame, before: Earlier, year: int) -> pd.Series:
    actions = before.of("actions")
    return rows["action_id"].isin(actions.loc[_open_actions(actions, before, year), "action_id"])


def _lasting(rows: pd.DataFrame, _before: Earlier, _year: int) -> pd.Series:
    return rows["status"].isin(_LASTING)


def _running(rows: pd.DataFrame, _before: Earlier, year: int) -> pd.Series:
    return _not_before(rows["end_date"], year)


def _undone(rows: pd.DataFrame, _before: Earlier, _year: int) -> pd.Series:
    return rows["done_date"].isna()


def _in_force(rows: pd.DataFrame, _before: Earlier, _year: int) -> pd.Series:
    return rows["status"] != "superseded"


def _closed(rows: pd.DataFrame, _before: Earlier, _year: int) -> pd.Series:
    return rows["status"].isin(_CLOSED_RECOMMENDATIONS)


#: Which whole rows of a table still hold; a table that is not here says something of its own year alone.
_KEPT: Mapping[str, Callable[[pd.DataFrame, Earlier, int], pd.Series]] = {
    "profile": _all,
    "boundary": _all,
    "locations": _is_open,
    "coverage": _lasting,
    "goals": _still_aimed_at,
    "adoptions": _all,
    "aspects": _all,
    "actions": _open_actions,
    "milestones": _of_open_actions,
    "travel_measures": _all,
    "recommendations": _closed,
    "mandates": _in_force,
    "agreements": _all,
    "groups": _running,
    "decisions": _undone,
    "review_questions": _undone,
}
