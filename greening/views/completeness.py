"""What a submission as a whole should hold: the topics that are missing, and published shares that should add up."""

import pandas as pd

from greening.views.rows import Known

#: A topic, the tables that report it, the beginnings of published figures that cover it, and what to hand in.
_TOPICS = (
    ("personnel", ("personnel",), ("personnel", "ghg.per_capita"), "the number of people (table personnel)"),
    ("ghg", (), ("ghg.",), "any source of emissions (such as electricity, fuels and air_travel), inventory or a published total"),
    ("electricity", ("electricity", "inventory"), ("ghg.", "energy."), "purchased electricity (table electricity)"),
    ("air_travel", ("air_travel", "inventory"), ("ghg.",), "flights (table air_travel)"),
    ("waste", ("waste",), ("waste.",), "waste (table waste)"),
    ("water", ("water",), ("water.",), "water (table water)"),
    ("imp", (), ("management.imp",), "an inventory management plan (table management, question imp)"),
)

#: The table that a finding on a topic is about, where it is neither named like the topic nor the first that reports it.
_ABOUT = {"ghg": "inventory", "imp": "management"}

#: Tables of which any row reports emissions.
_EMISSIONS = (
    "electricity", "heat", "fuels", "refrigerants", "air_travel", "chartered_transport", "ground_travel", "inventory",
)  # fmt: skip

#: Statuses of coverage that say why a topic is not there.
_ACCOUNTS = ("not_occurring", "included_elsewhere", "confidential", "excluded", "carried_forward")

#: Answers that say that there is none.
_NO = ("no", "none", "false", "0", "not_started", "absent")


_TOPIC_COLUMNS = {
    "topic": "str", "what": "str", "is_covered": "bool", "rows_lost": "float64", "rows_lost_in_words": "str",
    "is_zero_at_headquarters": "bool", "is_nobody_with_emissions": "bool",
}  # fmt: skip

_SHARE_COLUMNS = {"shares_sum": "float64", "shares_are_complete": "bool"}


def completeness(known: Known) -> pd.DataFrame:
    """One row a topic that a submission should cover.

    Columns: topic, what (to hand in, in words), is_covered (by rows, by a published figure, or by a row of coverage that says why
    not), rows_lost (rows that were handed in for it, where none of them could be used; else 0), rows_lost_in_words,
    is_zero_at_headquarters (flights are reported as zero though there is a headquarters), is_nobody_with_emissions (the people of
    all places are reported as zero though there are emissions).
    """
    published = tuple(known.table("published")["figure"].dropna())
    accounted_for = _accounted_for(known)
    facts = []
    for topic, reporting, figures, what in _TOPICS:
        is_covered = _has_rows(topic, reporting, known) or topic in accounted_for or any(figure.startswith(figures) for figure in published)
        lost = 0 if is_covered else _rows_lost(reporting or (topic,), known)
        facts.append(
            {
                "table": _ABOUT.get(topic, (reporting or (topic,))[0]),
                "topic": topic,
                "what": what,
                "is_covered": is_covered,
                "rows_lost": lost,
                "rows_lost_in_words": _in_words(lost),
                "is_zero_at_headquarters": topic == "air_travel" and _headquarters_without_flights(known),
                "is_nobody_with_emissions": topic == "personnel" and _nobody_with_emissions(known),
            }
        )
    return known.about_all(pd.DataFrame(facts), _TOPIC_COLUMNS)


def published_shares(known: Known) -> pd.DataFrame:
    """One row where all three shares of the buckets are published: their sum. Columns: shares_sum, shares_are_complete."""
    if not known.has_rows("published"):
        return known.about_all(pd.DataFrame(), _SHARE_COLUMNS)
    rows = known.table("published")
    shares = rows[rows["figure"].str.fullmatch(r"ghg\.bucket\.[a-z_]+\.share")].drop_duplicates("figure")
    if shares.empty:
        return known.about_all(pd.DataFrame(), _SHARE_COLUMNS)
    whole = {f"ghg.bucket.{bucket}.share" for bucket in ("air_travel", "facilities", "other_travel")} <= set(shares["figure"])
    # Sums of decimals are off by the last bit, which is no fault of the submission.
    total = round(float(shares["value"].sum()), 9)
    summed = pd.DataFrame({"table": ["published"], "shares_sum": [total], "shares_are_complete": [whole]})
    return known.about_all(summed, _SHARE_COLUMNS)


def _in_words(count: int) -> str:
    return "1 row was handed in, but it could not be used" if count == 1 else f"{count} rows were handed in, but none could be used"


def _has_rows(topic: str, reporting: tuple[str, ...], known: Known) -> bool:
    if topic == "imp":
        answers = known.table("management")
        asked = answers["question_id"].str.casefold().str.fullmatch(r"imp(\..*)?")
        return bool((asked & ~answers["answer"].str.casefold().isin(_NO)).any())
    return any(known.has_rows(table) for table in reporting or _EMISSIONS)


def _rows_lost(reporting: tuple[str, ...], known: Known) -> int:
    """Rows handed in for a topic, where none is left; a plan (imp) is asked for in management, and emissions in any table."""
    wider: dict[tuple[str, ...], tuple[str, ...]] = {("ghg",): _EMISSIONS, ("imp",): ("management",)}
    tables = wider.get(reporting, reporting)
    return sum(known.handed_in.get(table, 0) for table in tables) if not any(known.has_rows(table) for table in tables) else 0


def _accounted_for(known: Known) -> set[str]:
    """The topics of which coverage says why they are not there, for the whole organization."""
    if not known.has_rows("coverage"):
        return set()
    rows = known.table("coverage")[["status", "note", "topic", "location_id"]]
    return {
        topic.casefold()
        for status, note, topic, _ in rows[rows["topic"].notna() & rows["location_id"].isna()].itertuples(index=False)
        if status in _ACCOUNTS or (status == "not_reported" and pd.notna(note))
    }


def _headquarters_without_flights(known: Known) -> bool:
    if not known.has_rows("locations") or not (known.table("locations")["kind"] == "headquarters").any():
        return False
    flights, inventory, published = known.table("air_travel"), known.table("inventory"), known.table("published")
    flown = inventory.loc[inventory["bucket"] == "air_travel", "emissions_tco2e"]
    share = published.loc[published["figure"] == "ghg.bucket.air_travel.share", "value"]
    reported = pd.concat([flights["trips"].where(flights["own_co2_kg"] != 0, 0.0), flown, share])
    return bool(len(reported) and (reported == 0).all())


def _nobody_with_emissions(known: Known) -> bool:
    heads = known.table("personnel")["headcount"]
    return bool(len(heads) and (heads == 0).all() and _has_rows("ghg", (), known))
