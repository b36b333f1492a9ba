"""Waste, water and wastewater: quantities, per head, by stream, source and treatment."""

from collections.abc import Mapping

from greening.figures import rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names
from greening.figures.figure import Quantity
from greening.figures.people import TOPIC_INDICATORS, covered, headcount, per_head, where_people_are
from greening.figures.selection import Filter

#: Treatments that keep material or its nutrients in use.
RECOVERED = ["recycling", "reuse", "composting", "anaerobic_digestion"]
#: Kinds of location where people live in camps, so that waste per head is of another order.
FIELD_MISSIONS = ("field_mission", "special_political_mission")

_WASTE = rules.all_rows(**TOPIC_INDICATORS["waste"])
_WATER = rules.all_rows(**TOPIC_INDICATORS["water"])
_WASTEWATER: Filter = {"indicator_id": "wastewater.total", "in_total": True}


def _without_field_missions(book: Book) -> Mapping[Names, Quantity]:
    """Waste per head elsewhere than at field missions; only where both are reported and every row has a location."""
    waste = book.rows("indicators", TOPIC_INDICATORS["waste"])
    missions = set(book.rows("activities", {"table": "locations", "kind": list(FIELD_MISSIONS)}).distinct("location_id"))
    reporting = set(waste.distinct("location_id"))
    elsewhere = sorted(reporting - missions)
    if waste.is_missing("location_id").any() or not elsewhere or not missions & reporting:
        return {}
    wanted = {**TOPIC_INDICATORS["waste"], "location_id": elsewhere}
    filters = covered(book, book.rows("indicators", wanted), "waste")
    people = headcount(book, filters)
    mass = book.measure("indicators", {**wanted, **where_people_are(filters)}, "value") if filters else None
    divided = rules.divide(book, mass, people) if mass and people else None
    return {(): divided} if divided else {}


DEFINITIONS = (
    Definition("waste.total", "kg", "sum of waste", rules.total("indicators", "value", _WASTE)),
    Definition(
        "waste.per_capita",
        "kg/person",
        "waste divided by the people at the locations that report it",
        per_head("indicators", "value", _WASTE, "waste", "waste.total"),
    ),
    Definition(
        "waste.per_capita.excluding_field_missions",
        "kg/person",
        "waste elsewhere than at field and special political missions divided by the people there",
        _without_field_missions,
    ),
    Definition("waste.stream.<stream>", "kg", "sum of waste by stream", rules.split("indicators", "value", _WASTE, ["category"])),
    Definition("waste.treatment.<treatment>", "kg", "sum of waste by treatment", rules.split("indicators", "value", _WASTE, ["treatment"])),
    Definition(
        "waste.treatment.<treatment>.share",
        "share",
        "waste by treatment divided by all waste",
        rules.each_share("waste.treatment.<treatment>", "waste.total"),
    ),
    Definition(
        "waste.recovered.share",
        "share",
        "waste recycled, reused, composted or digested divided by all waste",
        rules.row_share("indicators", "value", rules.all_rows(**TOPIC_INDICATORS["waste"], treatment=RECOVERED), "waste.total"),
    ),
    Definition("water.total", "m3", "sum of water used, without recycled water", rules.total("indicators", "value", _WATER)),
    Definition(
        "water.per_capita",
        "m3/person",
        "water divided by the people at the locations that report it",
        per_head("indicators", "value", _WATER, "water", "water.total"),
    ),
    Definition("water.source.<source>", "m3", "sum of water by source", rules.split("indicators", "value", _WATER, ["category"])),
    Definition(
        "water.recycled",
        "m3",
        "sum of recycled water, not part of the total",
        rules.total("indicators", "value", rules.all_rows(indicator_id="water.total", category="recycled")),
    ),
    Definition("wastewater.total", "m3", "sum of wastewater", rules.total("indicators", "value", rules.all_rows(**_WASTEWATER))),
    Definition(
        "wastewater.treatment.<treatment>.share",
        "share",
        "wastewater by treatment divided by all wastewater",
        rules.split_share("indicators", "value", rules.all_rows(**_WASTEWATER), "treatment"),
    ),
)
