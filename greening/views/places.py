"""Energy, water and waste of each place beside its floor area and people."""

from typing import Any

import pandas as pd

from greening.units import PERCENT
from greening.views.periods import year_share
from greening.views.rows import Known, climates

#: Kinds of place whose people live where they work.
CAMPS = ("field_mission", "special_political_mission")


def location_intensity(known: Known) -> pd.DataFrame:
    """One row a location, at its row in locations: what it uses a square metre and a person.

    Columns: location_id, kind, climate (hot, temperate, cold, unknown), is_camp, floor_area_m2, people, has_activity,
    is_without_people (there is activity, but nobody to divide it by), people_fault (why, in words), kwh_per_m2
    (electricity and purchased heat), m3_per_person (without recycled water), kg_per_person. Quantities count by the days of their period
    inside the year and by the body's share of the premises. Missing where quantity, area or people are not reported.
    """
    places = known.table("locations").drop_duplicates("location_id").set_index("location_id", drop=False)
    people = known.table("personnel")
    drunk = known.table("water")
    heat = _by_place(known.table("heat"), "heat_kwh")
    totals = (
        _by_place(known.table("electricity"), "electricity_kwh").add(heat, fill_value=0.0),
        _by_place(drunk[drunk["source"] != "recycled"], "water_m3"),
        _by_place(known.table("waste"), "waste_kg"),
    )
    kwh, m3, kg = (total.reindex(places.index) for total in totals)
    own = places["allocation_pct"].where(places["quantity_covers"] == "whole_premises", PERCENT) / PERCENT
    facts: dict[str, Any] = {
        "climate": climates(places["climate"]),
        "is_camp": places["kind"].isin(CAMPS) | places.index.isin(known.residents),
        "people": _people(people, "").reindex(places.index),
        "has_activity": places.index.isin(_places_with_activity(known)),
        "kwh_per_m2": kwh * own / places["floor_area_m2"].where(places["floor_area_m2"] > 0),
        "m3_per_person": m3 * own / _people(people, "water").reindex(places.index) if known.has_rows("water") else m3,
        "kg_per_person": kg * own / _people(people, "waste").reindex(places.index) if known.has_rows("waste") else kg,
    }
    return places.assign(**facts, **_without_people(places, facts["people"], facts["has_activity"], known)).reset_index(drop=True)


def _without_people(places: pd.DataFrame, people: pd.Series, has_activity: pd.Series, known: Known) -> dict[str, pd.Series]:
    handed_in = known.table("personnel")["location_id"]
    # Rows without a place may count everybody, and a body that hands in no people at all has its own finding.
    are_by_place = (bool(known.rejected_people) or not handed_in.empty) and not handed_in.isna().any()
    rejected = places.index.isin(known.rejected_people) & ~(people > 0)
    missing = people.isna() & are_by_place
    unsaid = pd.Series("", index=places.index, dtype="str").mask(missing, "no people are reported for it")
    fault = unsaid.mask(people == 0, "its people are reported as zero")
    return {
        "is_without_people": (has_activity & (missing | rejected | (people == 0))).astype("bool"),
        "people_fault": fault.mask(rejected, "its rows in personnel could not be used"),
    }


def _by_place(rows: pd.DataFrame, quantity: str) -> pd.Series:
    if rows.empty:
        return pd.Series(index=rows["location_id"].array, dtype="float64")
    inside = rows[quantity] * year_share(rows)
    return inside.groupby(rows["location_id"], sort=True).sum(min_count=1)


def _people(rows: pd.DataFrame, topic: str) -> pd.Series:
    """The people of each place whom the figures of a topic cover (all people where no topic is named); no people is missing for a topic."""
    covered = rows[rows["covers"].str.contains(rf"\ball\b|\b{topic}\b")] if topic else rows
    heads = covered["headcount"].groupby(covered["location_id"], sort=True).sum(min_count=1)
    return heads.where(heads > 0) if topic else heads


def _places_with_activity(known: Known) -> set[str]:
    tables = ("electricity", "heat", "fuels", "refrigerants", "waste", "water", "wastewater", "air_travel", "ground_travel")
    return {place for table in tables if known.has_rows(table) for place in known.table(table)["location_id"].dropna()}
