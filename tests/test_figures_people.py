"""People and per-head figures."""

import json

import pandas as pd
import pytest
from figure_frames import activities, figures, footprint, indicators, inputs, inventory, published, values

from greening import notes
from greening.locale import catalogue


def person(headcount, **columns):
    return {"table": "personnel", "headcount": headcount, "covers": "all"} | columns


def test_counts_on_several_dates_are_averaged_and_others_added():
    january, july = pd.Timestamp(2022, 1, 1), pd.Timestamp(2022, 7, 1)
    staff = {"location_id": "A", "category": "staff", "basis": "headcount"}
    rows = [
        person(100.0, as_of_date=january, **staff),
        person(120.0, as_of_date=july, **staff),
        person(5.0, as_of_date=july, **staff | {"category": "intern"}),
        person(7.0, **staff | {"basis": "fte"}),
        person(1.0, **staff | {"location_id": "B"}),
    ]
    assert values(inputs(rows))["personnel.total"] == 110 + 5 + 7 + 1


def test_a_topic_divides_by_the_people_of_its_locations():
    rows = [person(10.0, location_id="A"), person(90.0, location_id="B")]
    given = inputs(rows, footprint=footprint([{"emissions_tco2e": 50.0, "location_id": "A"}]))
    found = values(given)
    assert (found["personnel.total"], found["personnel.covered.ghg"], found["ghg.per_capita"]) == (100, 10, 5)


@pytest.mark.parametrize(
    ("row_location", "person_location"), [(None, "A"), ("A", None)], ids=["a row has no location", "no personnel row has a location"]
)
def test_without_locations_all_covered_people_count(row_location, person_location):
    rows = [person(10.0, location_id=person_location), person(30.0, location_id=person_location and "B")]
    given = inputs(rows, footprint=footprint([{"emissions_tco2e": 80.0, "location_id": row_location}]))
    assert values(given)["ghg.per_capita"] == 2


def test_covers_says_which_topics_count_a_person():
    rows = [person(10.0), person(30.0, covers="waste water"), person(5.0, covers=None)]
    quantities = indicators([{"indicator_id": "waste.total", "value": 90.0, "category": "mixed", "treatment": "landfill"}])
    given = inputs(rows, indicators=quantities, footprint=footprint([{"emissions_tco2e": 30.0}]))
    found = values(given)
    assert (found["personnel.covered.ghg"], found["personnel.covered.waste"]) == (15, 45)
    assert (found["ghg.per_capita"], found["waste.per_capita"]) == (2, 2)
    assert "personnel.covered.water" not in found


def test_nobody_means_no_figure_per_head():
    given = inputs([person(0.0)], footprint=footprint([{"emissions_tco2e": 30.0}]))
    assert "ghg.per_capita" not in values(given)


def test_published_personnel_is_divided_by_where_none_is_submitted():
    rows = [inventory(1_700_000.0, "rounded"), published("personnel.total", 230_000.0, "nearly")]
    assert values(inputs(rows))["ghg.per_capita"] == pytest.approx(1_700_000 / 230_000)


def test_what_rests_on_published_personnel_gives_way_to_a_published_figure():
    rows = [inventory(2_000_000.0, "rounded"), published("personnel.total", 290_000.0, "approx"), published("ghg.per_capita", 7.0)]
    assert values(inputs(rows))["ghg.per_capita"] == 7


def test_more_than_so_many_people_cannot_be_divided_by():
    rows = [inventory(2_000_000.0, "rounded"), published("personnel.total", 290_000.0, "more_than")]
    assert "ghg.per_capita" not in values(inputs(rows))


def test_a_group_divides_the_members_that_have_both_by_their_people():
    people = activities([person(10.0, organization="A"), person(40.0, organization="B", location_id="B/1"), person(5.0, organization="C")])
    emissions = footprint(
        [
            {"organization": "A", "emissions_tco2e": 30.0},
            {"organization": "B", "emissions_tco2e": 20.0, "location_id": "B/1"},
            {"organization": "D", "emissions_tco2e": 999.0},
        ]
    )
    found = values(inputs(organization="GROUP", activities=people, footprint=emissions.assign(table="optional")))
    assert (found["ghg.total"], found["personnel.covered.ghg"], found["ghg.per_capita"]) == (1049, 50, 1)


def test_what_places_without_people_report_is_left_out_of_the_figure_per_head_and_named():
    rows = [person(10.0, location_id="A"), {"table": "locations", "location_id": "B", "name": "Nairobi"}]
    lines = footprint([{"emissions_tco2e": 50.0, "location_id": "A"}, {"emissions_tco2e": 600.0, "location_id": "B"}])
    given = inputs(rows, footprint=lines)
    row = figures(given).loc["ghg.per_capita"]
    assert (row["value"], notes.told(catalogue("en"), row["note"])) == (5, "without places of which no people are reported: Nairobi")
    made = json.loads(row["derivation"])
    assert made["parts"][0]["filter"]["location_id"] == ["A"]
    assert "note" not in figures(inputs(rows, footprint=lines[lines["location_id"] == "A"])).loc["ghg.per_capita"].dropna()


def test_in_a_group_each_member_counts_the_places_with_people():
    rows = [person(10.0, location_id="X/A", organization="X"), person(20.0, organization="Y")]
    lines = [("X", "X/A", 50.0), ("X", "X/B", 600.0), ("Y", "Y/A", 40.0)]
    made = footprint([{"organization": code, "location_id": place, "emissions_tco2e": tonnes} for code, place, tonnes in lines])
    assert figures(inputs(rows, footprint=made)).loc["ghg.per_capita", "value"] == (50 + 40) / 30
