"""Waste, water and wastewater."""

import pytest
from figure_frames import indicators, inputs, values


def waste(value, treatment, location=None, stream="mixed"):
    return {"indicator_id": "waste.total", "value": value, "treatment": treatment, "category": stream, "location_id": location}


def test_waste_by_stream_and_treatment():
    lines = indicators([waste(60.0, "landfill"), waste(30.0, "recycling", stream="paper"), waste(10.0, "composting", stream="food")])
    found = values(inputs(indicators=lines), "waste.")
    assert (found["waste.total"], found["waste.stream.paper"], found["waste.treatment.landfill.share"]) == (100, 30, 0.6)
    assert found["waste.recovered.share"] == 0.4
    recovered = {stream: found[f"waste.stream.{stream}.recovered.share"] for stream in ("mixed", "paper", "food")}
    assert recovered == {"mixed": 0, "paper": 1, "food": 1}


def test_recycled_water_is_shown_and_not_part_of_the_total():
    lines = [{"indicator_id": "water.total", "value": 80.0, "category": "municipal"}]
    lines += [{"indicator_id": "water.total", "value": 20.0, "category": "recycled", "in_total": False}]
    found = values(inputs([{"table": "personnel", "headcount": 4.0, "covers": "water"}], indicators=indicators(lines)), "water.")
    assert found == {"water.total": 80, "water.per_capita": 20, "water.source.municipal": 80, "water.recycled": 20}


def test_wastewater_by_treatment():
    lines = [{"indicator_id": "wastewater.total", "value": value, "treatment": name} for name, value in (("septic", 1.0), ("municipal", 3.0))]
    found = values(inputs(indicators=indicators(lines)), "wastewater.")
    assert found == {"wastewater.total": 4, "wastewater.treatment.septic.share": 0.25, "wastewater.treatment.municipal.share": 0.75}


PLACES = [
    {"table": "locations", "location_id": "HQ", "kind": "headquarters"},
    {"table": "locations", "location_id": "CAMP", "kind": "field_mission"},
    {"table": "personnel", "headcount": 10.0, "location_id": "HQ"},
    {"table": "personnel", "headcount": 10.0, "location_id": "CAMP"},
]


def test_waste_per_head_without_field_missions():
    """People live in camps all day: 567 kg a head with field missions, 228 without (UN system 2018)."""
    lines = indicators([waste(2000.0, "landfill", "HQ"), waste(9000.0, "landfill", "CAMP")])
    found = values(inputs(PLACES, indicators=lines), "waste.per_capita")
    assert found == {"waste.per_capita": 550, "waste.per_capita.excluding_field_missions": 200}


@pytest.mark.parametrize(
    "lines", [[waste(1.0, "landfill", "HQ")], [waste(1.0, "landfill", "CAMP")], [waste(1.0, "landfill", "CAMP"), waste(1.0, "landfill")]]
)
def test_field_missions_are_told_apart_only_where_both_kinds_of_place_are_known(lines):
    assert "waste.per_capita.excluding_field_missions" not in values(inputs(PLACES, indicators=indicators(lines)))
