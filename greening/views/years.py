"""This year's rows beside last year's: places and meters that are gone, and quantities that changed."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from greening.journeys import trip_share
from greening.units import PERCENT
from greening.views.rows import Known

#: Tables whose rows carry a meter.
_METERED = ("electricity", "heat")


_CHANGE_COLUMNS = {
    "topic": "str", "item": "str", "this_year": "float64", "last_year": "float64", "change_pct": "float64", "is_explained": "bool",
}  # fmt: skip

_GONE_COLUMNS = {"what": "str", "item": "str", "is_accounted_for": "bool"}


@dataclass(frozen=True)
class Topic:
    """What is compared from year to year: the table's quantity, by which columns, and the figures that a restatement would name."""

    table: str
    quantity: str
    figures: tuple[str, ...]
    by: tuple[str, ...] = ()


#: The topics of which a change is explained by a story of that section, or by a restatement of one of its figures.
TOPICS: Mapping[str, Topic] = {
    "personnel": Topic("personnel", "headcount", ("personnel",)),
    "electricity": Topic("electricity", "electricity_kwh", ("energy.electricity", "ghg.source.electricity")),
    "heat": Topic("heat", "heat_kwh", ("energy.heat", "ghg.source.heat")),
    "fuels": Topic("fuels", "quantity", ("energy.fuel", "ghg.source."), ("use", "fuel", "unit")),
    "refrigerants": Topic("refrigerants", "quantity_kg", ("ghg.source.refrigerant",)),
    "air_travel": Topic("air_travel", "trips", ("ghg.bucket.air_travel", "ghg.source.flight")),
    "chartered_transport": Topic("chartered_transport", "fuel_l", ("ghg.source.chartered",), ("mode",)),
    "ground_travel": Topic("ground_travel", "distance_km", ("ghg.bucket.other_travel",)),
    "waste": Topic("waste", "waste_kg", ("waste.",)),
    "water": Topic("water", "water_m3", ("water.",)),
    "wastewater": Topic("wastewater", "wastewater_m3", ("wastewater.",)),
    "ghg": Topic("inventory", "emissions_tco2e", ("ghg.",), ("bucket",)),
}


def year_on_year(known: Known) -> pd.DataFrame:
    """One row a topic (and kind of it) that both years report: what changed, and whether the submission explains it.

    Columns: topic, item, this_year, last_year, change_pct (of last year), is_explained.
    """
    changes = [change for name, topic in TOPICS.items() for change in _changes(name, topic, known)]
    return known.about_all(pd.DataFrame(changes), _CHANGE_COLUMNS)


def continuity(known: Known) -> pd.DataFrame:
    """One row a place or meter of last year, of tables that this year has too: whether it is still there or was closed.

    Columns: what (location or meter), item, is_accounted_for.
    """
    gone = [_places(known), *(_meters(table, known) for table in _METERED)]
    return known.about_all(_stack(gone), _GONE_COLUMNS)


def _changes(name: str, topic: Topic, known: Known) -> list[dict[str, object]]:
    now, before = known.tables.get(topic.table), known.last_year.get(topic.table)
    if now is None or before is None or now.empty or before.empty:
        return []
    totals = _totals(before, topic)
    both = {item: (total, totals[item]) for item, total in _totals(now, topic).items() if totals.get(item, 0.0) > 0}
    is_explained = bool(both) and _is_explained(name, topic, known)
    return [
        {
            "table": topic.table,
            "topic": name,
            "item": item,
            "this_year": this_year,
            "last_year": last_year,
            "change_pct": (this_year / last_year - 1) * PERCENT,
            "is_explained": is_explained,
        }
        for item, (this_year, last_year) in both.items()
    ]


def _totals(rows: pd.DataFrame, topic: Topic) -> dict[str, float]:
    """The sum of the topic's quantity by what it is told apart by; without those that no row gives a quantity of. Legs of one trip are one trip."""
    keys = [rows[column] for column in topic.by] or [pd.Series("", index=rows.index)]
    quantity = rows[topic.quantity] * trip_share(rows) if topic.quantity == "trips" else rows[topic.quantity]
    summed = quantity.groupby(keys, sort=True).sum(min_count=1).dropna()
    return {" ".join(key).strip() if isinstance(key, tuple) else str(key): total for key, total in summed.items()}


def _is_explained(name: str, topic: Topic, known: Known) -> bool:
    stories, restated = known.table("stories"), known.table("restatements")
    told = stories["section"].str.casefold().eq(name).any()
    last_year = restated[restated["year"] == restated["data_year"] - 1]
    return bool(told or last_year["figure"].str.startswith(topic.figures).any())


def _places(known: Known) -> pd.DataFrame:
    before, now = known.last_year.get("locations"), known.table("locations")
    if before is None or now.empty:
        return pd.DataFrame()
    open_then = before[before["closed_date"].isna()]
    here = open_then["location_id"].isin(now["location_id"])
    return pd.DataFrame({"table": "locations", "what": "location", "item": open_then["location_id"], "is_accounted_for": here})


def _meters(table: str, known: Known) -> pd.DataFrame:
    before, now = known.last_year.get(table), known.table(table)
    if before is None or now.empty:
        return pd.DataFrame()
    meters = before.dropna(subset=["meter_id"]).drop_duplicates(["location_id", "meter_id"])
    places = known.table("locations")
    closed = set(places.loc[places["closed_date"].notna(), "location_id"])
    # A place that is gone or closed takes its meters with it, and has its own finding.
    still = meters["location_id"].isin(set(places["location_id"]) - closed)
    here = meters.set_index(["location_id", "meter_id"]).index.isin(now.set_index(["location_id", "meter_id"]).index)
    item = meters["location_id"] + " " + meters["meter_id"]
    return pd.DataFrame({"table": table, "what": "meter", "item": item, "is_accounted_for": here | ~still})


def _stack(frames: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [frame for frame in frames if not frame.empty]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame()
