"""Places that do not report what others do, and of which nothing says why."""

import pandas as pd

from greening.views.rows import Known

#: What every place of work has: the topic, and what places without people need not have.
TOPICS = {"electricity": False, "water": True, "waste": True}
#: At most so many places are named.
PLACES_NAMED = 5
#: Statuses of a topic as a whole that also speak for the places without rows.
_SAID_OF_ALL = ("not_reported", "not_occurring", "included_elsewhere", "confidential", "excluded", "carried_forward")
_COLUMNS = {"topic": "str", "places_missing": "float64", "places_in_words": "str"}


def unreported_places(known: Known) -> pd.DataFrame:
    """One row a topic that some places report and others do not: electricity, water, waste.

    Columns: topic, places_missing (places in use of which there are no rows, of which coverage says nothing and that no other body reports; of water
    and waste only those where people work), places_in_words. A place whose meters of last year are gone has its own finding and is left out.
    """
    facts = [_of_topic(topic, needs_people=needs_people, known=known) for topic, needs_people in TOPICS.items()]
    return known.about_all(pd.DataFrame([fact for fact in facts if fact]), _COLUMNS)


def _of_topic(topic: str, *, needs_people: bool, known: Known) -> dict[str, object]:
    reporting = set(known.table(topic)["location_id"].dropna())
    said = _said(topic, known)
    if not reporting or "" in said:
        return {}
    left = _in_use(known) - reporting - said - _told_of_meters(topic, known) - known.rejected_places
    if needs_people:
        left &= _peopled(known)
    named = sorted(left)[:PLACES_NAMED]
    words = ", ".join(named) + (f" and {len(left) - len(named)} more" if len(left) > len(named) else "")
    return {"table": topic, "topic": topic, "places_missing": float(len(left)), "places_in_words": words}


def _said(topic: str, known: Known) -> set[str]:
    """The places of which coverage speaks; the empty text where it speaks for all."""
    rows = known.table("coverage")
    rows = rows[rows["topic"].str.strip().str.casefold().eq(topic)]
    of_all = rows["location_id"].isna() & rows["status"].isin(_SAID_OF_ALL)
    return set(rows["location_id"].dropna()) | ({""} if of_all.any() else set())


def _in_use(known: Known) -> set[str]:
    """The places that were in use in the year and whose premises no other body reports."""
    places = known.table("locations").dropna(subset=["location_id"]).drop_duplicates("location_id")
    years = {name: places[name].dt.year for name in ("opened_date", "closed_date")}
    in_use = ~(years["closed_date"] < known.year) & ~(years["opened_date"] > known.year)
    own = places["reported_by"].isna() | places["reported_by"].eq(known.organization)
    return set(places.loc[in_use & own, "location_id"])


def _peopled(known: Known) -> set[str]:
    people = known.table("personnel")
    return set(people.loc[people["headcount"] > 0, "location_id"].dropna())


def _told_of_meters(topic: str, known: Known) -> set[str]:
    before = known.last_year.get(topic)
    return set(before.loc[before["meter_id"].notna(), "location_id"]) if before is not None and "meter_id" in before else set()
