"""The typed rows of one submission table, with helper columns that rules may speak of.

A helper is missing where the cells that it rests on could not be read, and rules pass over what is missing: no cell is
judged twice.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

import pandas as pd

from greening import reference
from greening.premises import FUEL_USES_OF_PREMISES, OF_PREMISES
from greening.spelling import offer
from greening.tables import Column, submission_tables
from greening.tables.frames import array, dtype
from greening.views import answers, batches, management, metrics, registers, shared, substances
from greening.views.periods import days_in_year

#: The helper columns about a row's place, in the order that _about_place tells them.
_PLACE_COLUMNS = {
    "location_is_known": "boolean", "location_fault": "str", "location_kind": "str", "location_climate": "str", "location_is_resident": "bool",
}  # fmt: skip


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

    def has_rows(self, name: str) -> bool:
        """Whether the table has rows."""
        return bool(len(self.tables.get(name, ())))

    @cached_property
    def places(self) -> Mapping[str, tuple[str | None, str]]:
        """Kind and climate of each place, from its first row in locations; a place without location_id is the empty text."""
        rows = self.table("locations")
        told = zip(rows["location_id"].fillna(""), rows["kind"], climates(rows["climate"]), strict=True)
        found: dict[str, tuple[str | None, str]] = {}
        for place, kind, climate in told:
            found.setdefault(place, (kind, climate))
        return found

    @cached_property
    def residents(self) -> frozenset[str]:
        """The places where somebody lives who works there."""
        people = self.table("personnel")
        return frozenset(people.loc[people["resident_24h"].fillna(False).to_numpy(dtype="bool"), "location_id"].dropna())

    def about_all(self, rows: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
        """Rows about the whole submission, to which no file or row number belongs, with these columns and dtypes.

        Each row keeps `table`, the table that a finding on it is about.
        """
        count = len(rows)
        own = {name: rows[name].astype(dtype(kind)) if name in rows else array([None] * count, kind) for name, kind in columns.items()}
        shared = {
            "organization": array([self.organization] * count, "str"),
            "data_year": array([self.year] * count, "int64"),
            "table": rows["table"].astype(dtype("str")) if "table" in rows else array([None] * count, "str"),
        }
        nowhere = {"source_file": array([None] * count, "str"), "sheet": array([None] * count, "str"), "source_row": array([None] * count, "Int64")}
        return pd.DataFrame(own | shared | nowhere, index=rows.index)


def with_helpers(name: str, known: Known) -> pd.DataFrame:
    """The rows of a submission table and their helper columns, as expectations/README.md lists them."""
    rows = known.table(name)
    helpers: dict[str, pd.Series] = {}
    if name != "locations" and "location_id" in rows:
        helpers |= _place(rows, known)
    if "end_date" in rows and "start_date" in rows and submission_tables()[name].kind == "activity":
        helpers["days_in_year"] = days_in_year(rows, rows["start_date"], rows["end_date"])
    for day in ("departure_date", "date"):
        if day in rows and name in ("air_travel", "ground_travel", "events", "spending"):
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
    return pd.DataFrame({column: array([], one.dtype) for column, one in columns.items()})


def _place(rows: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    given = rows["location_id"].fillna("").to_list()
    about = {place: _about_place(place, known) for place in dict.fromkeys(given)}
    return {
        name: pd.Series(array([about[place][fact] for place in given], kind), index=rows.index)
        for fact, (name, kind) in enumerate(_PLACE_COLUMNS.items())
    }


def _about_place(place: str, known: Known) -> tuple[bool | None, str | None, str | None, str | None, bool]:
    """Whether the place is known, what is wrong with it, its kind and climate, and whether people live there; no name is the empty text."""
    kind, climate = known.places.get(place, (None, None))
    is_usable = place in known.places and place not in known.rejected_places
    is_unsure = not place or not (is_usable or place in known.rejected_places or known.is_whole)
    fault = _place_fault(place, is_usable, known) if place else None
    return None if is_unsure else is_usable, fault, kind, climate, place in known.residents


def climates(given: pd.Series) -> pd.Series:
    """hot, temperate or cold where the climate is given in one of these words, else unknown."""
    return given.str.casefold().where(given.str.casefold().isin(["hot", "temperate", "cold"]), "unknown")


def _place_fault(place: str, is_usable: bool, known: Known) -> str:
    if is_usable:
        return ""
    if place in known.rejected_places:
        return "is a location whose own row in locations is rejected; mend that row."
    usable = [one for one in known.places if one not in known.rejected_places]
    if not usable:
        return "is not known, since there is no usable row in locations."
    return f"is not in locations.{offer(place, usable)}"


def _profile(_name: str, rows: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    codes = {*reference.load("organizations")["code"], *known.neighbours, *rows["organization"].dropna()}
    parents = rows["parent"]
    is_known = parents.isin(codes)
    hints = {parent: offer(parent, sorted(codes)) for parent in parents[~is_known].dropna().unique()}
    return {
        "rolls_up_to_itself": parents == rows["organization"],
        "parent_is_known": is_known.astype("boolean").mask(parents.isna()),
        "parent_hint": parents.map(hints).astype("str").fillna(""),
    }


def _locations(_name: str, rows: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    return {"is_repeat": rows["location_id"].notna() & rows.duplicated("location_id")} | management.reporters(rows, _uses_of_premises(known))


def _uses_of_premises(known: Known) -> Iterator[pd.DataFrame]:
    """The rows of everything that a building uses and throws away."""
    yield from (known.table(name) for name in OF_PREMISES)
    burnt = known.table("fuels")
    yield burnt[burnt["use"].isin(FUEL_USES_OF_PREMISES)]


def _utility(name: str, rows: pd.DataFrame, _known: Known) -> dict[str, pd.Series]:
    return batches.repeats(name, rows) | batches.equal_months(name, rows)


def _fuels(name: str, rows: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    charters = known.table("chartered_transport")
    flown = charters.loc[(charters["mode"] == "air") & charters["fuel_l"].notna(), "location_id"]
    same_place = rows["location_id"].isin(flown.dropna()) | rows["location_id"].isna() | bool(flown.isna().any())
    also_chartered = (rows["use"] == "aircraft") & same_place & (not flown.empty)
    of_fuel = substances.undeclared_basis(rows) | substances.diluted_biofuel(rows) | substances.energy(rows)
    return _utility(name, rows, known) | {"is_beside_chartered_air": also_chartered} | of_fuel


def _refrigerants(_name: str, rows: pd.DataFrame, _known: Known) -> dict[str, pd.Series]:
    return substances.without_potential(rows)


def _flights(name: str, rows: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    return _air_travel(name, rows, known) | {"own_kg_per_trip": rows["own_co2_kg"] / rows["trips"].where(rows["trips"] > 0)}


def _air_travel(_name: str, rows: pd.DataFrame, _known: Known) -> dict[str, pd.Series]:
    return {
        "flies_to_itself": rows["origin"].notna() & (rows["origin"] == rows["destination"]),
        "has_half_a_route": (rows["origin"].isna() != rows["destination"].isna()) & ~rows["faulty"].str.contains("origin|destination"),
    }


def _goals(_name: str, rows: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    given = rows[["change_pct", "target_value"]].notna().sum(axis="columns").astype("float64")
    unread = rows["faulty"].str.contains("change_pct|target_value")
    own = pd.concat([known.table("published")["figure"], known.table("indicators")["indicator_id"]])
    return {"terms_given": given.mask(unread)} | registers.goal_clashes(rows) | metrics.helpers(rows["metric"], own, is_measured=True)


def _adoptions(_name: str, rows: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    return shared.helpers(rows, known.table("goals")["goal_id"])


def _published(_name: str, rows: pd.DataFrame, _known: Known) -> dict[str, pd.Series]:
    return metrics.units(rows["figure"], rows["unit"])


def _actions(_name: str, rows: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    goals = shared.known_ids(known.table("goals")["goal_id"], known.table("adoptions")["goal_id"])
    return {"goal_is_known": registers.is_known(rows["goal_id"], goals)}


def _measures(name: str, rows: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    return _actions(name, rows, known) | management.of_actions(rows, known.table("locations")["location_id"])


def _action_parts(_name: str, rows: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    return {"action_is_known": registers.is_known(rows["action_id"], known.table("actions")["action_id"])}


def _offsets(_name: str, rows: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    retired = rows["retired_date"].dt.year.astype("float64")
    return {
        "overlapping_row": registers.overlapping_serials(rows, known.last_year.get("offsets")),
        "block_fault": registers.block_faults(rows),
        "retired_year": retired,
        "retired_years_later": retired - rows["claimed_year"].astype("float64"),
    }


def _recommendations(_name: str, rows: pd.DataFrame, _known: Known) -> dict[str, pd.Series]:
    return answers.recommendations(rows)


def _agreements(_name: str, rows: pd.DataFrame, _known: Known) -> dict[str, pd.Series]:
    return answers.agreements(rows)


def _management(_name: str, rows: pd.DataFrame, _known: Known) -> dict[str, pd.Series]:
    return answers.management(rows)


def _review_questions(_name: str, rows: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    own = pd.concat([known.table("published")["figure"], known.table("indicators")["indicator_id"]])
    return answers.review_questions(rows, own)


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
    "refrigerants": _refrigerants,
    "waste": _utility,
    "water": _utility,
    "wastewater": _utility,
    "air_travel": _flights,
    "chartered_transport": _air_travel,
    "goals": _goals,
    "adoptions": _adoptions,
    "published": _published,
    "actions": _measures,
    "exemptions": _actions,
    "milestones": _action_parts,
    "spending": _action_parts,
    "offsets": _offsets,
    "recommendations": _recommendations,
    "agreements": _agreements,
    "management": _management,
    "practices": _action_parts,
    "review_questions": _review_questions,
}
