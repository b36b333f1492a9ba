"""Waste, water and wastewater: quantities, per head, by stream, source and treatment."""

from collections.abc import Mapping

from greening.figures import rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names
from greening.figures.figure import Quantity
from greening.figures.people import FIELD_MISSIONS, TOPIC_INDICATORS, elsewhere, per_head
from greening.figures.selection import Filter

#: Treatments that keep material or its nutrients in use.
RECOVERED = ["recycling", "reuse", "composting", "anaerobic_digestion"]

_WASTE = rules.all_rows(**TOPIC_INDICATORS["waste"])
_WATER = rules.all_rows(**TOPIC_INDICATORS["water"])
_WASTEWATER: Filter = {"indicator_id": "wastewater.total", "in_total": True}


def _recovered_by_stream(book: Book) -> Mapping[Names, Quantity]:
    """The recovered part of each stream; 0 where none of it was."""
    found: dict[Names, Quantity] = {}
    for stream in book.rows("indicators", TOPIC_INDICATORS["waste"]).distinct("category"):
        wanted = {**TOPIC_INDICATORS["waste"], "category": stream, "treatment": RECOVERED}
        made = rules.share_or_none(book, "indicators", wanted, "value", f"waste.stream.{stream}")
        found |= {(stream,): made} if made else {}
    return found


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
        elsewhere("indicators", "value", _WASTE, "waste", FIELD_MISSIONS),
    ),
    Definition("waste.stream.<stream>", "kg", "sum of waste by stream", rules.split("indicators", "value", _WASTE, ["category"])),
    Definition("waste.treatment.<treatment>", "kg", "sum of waste by treatment", rules.split("indicators", "value", _WASTE, ["treatment"])),
    Definition(
        "waste.route.<stream>.<treatment>",
        "kg",
        "sum of waste by stream and treatment",
        rules.split("indicators", "value", _WASTE, ["category", "treatment"]),
    ),
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
    Definition(
        "waste.stream.<stream>.recovered.share",
        "share",
        "waste of a stream recycled, reused, composted or digested divided by all of that stream",
        _recovered_by_stream,
    ),
    Definition("water.total", "m3", "sum of water used, without recycled water", rules.total("indicators", "value", _WATER)),
    Definition(
        "water.per_capita",
        "m3/person",
        "water divided by the people at the locations that report it",
        per_head("indicators", "value", _WATER, "water", "water.total"),
    ),
    Definition(
        "water.per_capita.excluding_field_missions",
        "m3/person",
        "water elsewhere than at field and special political missions divided by the people there",
        elsewhere("indicators", "value", _WATER, "water", FIELD_MISSIONS),
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
