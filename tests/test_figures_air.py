"""Flights by distance, purpose and cabin."""

import pandas as pd
import pytest
from figure_frames import activities, figures, footprint, inputs

from greening import notes
from greening.locale import catalogue

TRIPS = [
    {"table": "air_travel", "trips": 30.0, "return_trip": True},
    {"table": "air_travel", "trips": 20.0, "return_trip": False},
    {"table": "air_travel", "trips": 40.0, "return_trip": False},
]
FLIGHT = {"table": "air_travel", "source": "flight", "bucket": "air_travel", "scope": 3}
LINES = [
    FLIGHT | {"emissions_tco2e": 6.0, "distance_km": 1000.0, "purpose": "staff_mission", "cabin": "business"},
    FLIGHT | {"emissions_tco2e": 2.0, "distance_km": 500.0, "purpose": "home_leave", "cabin": "economy"},
    FLIGHT | {"emissions_tco2e": 2.0, "purpose": "staff_mission", "cabin": "economy"},
]


def made(lines=LINES):
    return figures(inputs(activities=activities(TRIPS), footprint=footprint(lines)))


def test_distance_is_trips_times_legs_times_great_circle_and_says_what_is_unknown():
    row = made().loc["ghg.air.distance"]
    assert row["value"] == 30 * 2 * 1000 + 20 * 500
    assert notes.told(catalogue("en"), row["note"]) == "without 1 row of unknown distance"


def test_a_return_trip_is_one_trip():
    assert made().loc["ghg.air.trips", "value"] == 90


def test_legs_of_one_trip_are_one_trip():
    legs = [row | {"trip_id": "T1", "trips": 8.0} for row in TRIPS[:2]]
    row = figures(inputs(activities=activities([*legs, TRIPS[2]]), footprint=footprint(LINES)))["value"]
    assert row["ghg.air.trips"] == 8 + 40
    assert row["ghg.air.distance"] == 8 * 2 * 1000 + 8 * 500


def test_five_legs_of_one_journey_are_no_group_of_five():
    legs = [{"table": "air_travel", "trip_id": "T1", "trips": 1.0, "return_trip": False}] * 5
    lines = [FLIGHT | {"emissions_tco2e": 0.1, "purpose": "medical_evacuation", "cabin": "first"}] * 5
    found = figures(inputs(activities=activities([*TRIPS, *legs]), footprint=footprint([*LINES, *lines])))["value"]
    assert "ghg.air.purpose.medical_evacuation" not in found and "ghg.air.cabin.first.share" not in found


def test_purposes_and_cabins_are_shares_of_all_flights():
    found = made()["value"]
    assert (found["ghg.air.purpose.staff_mission"], found["ghg.air.purpose.staff_mission.share"]) == (8, 0.8)
    assert (found["ghg.air.cabin.business.share"], found["ghg.air.cabin.economy.share"]) == (0.6, 0.4)


def test_flights_that_others_paid_for_are_left_out():
    outside = LINES[0] | {"in_total": False, "outside_reason": "third_party"}
    found = made([outside, *LINES[1:]])["value"]
    assert (found["ghg.air.trips"], found["ghg.air.purpose.staff_mission"]) == (60, 2)
    assert pd.isna(found.get("ghg.air.cabin.business.share"))


def test_groups_of_fewer_than_five_trips_are_under_other():
    lines = [*LINES, FLIGHT | {"emissions_tco2e": 0.5, "purpose": "medical_evacuation", "cabin": "first"}]
    trips = [*TRIPS, {"table": "air_travel", "trips": 1.0, "return_trip": False}]
    found = figures(inputs(activities=activities(trips), footprint=footprint(lines)))["value"]
    assert "ghg.air.purpose.medical_evacuation" not in found and "ghg.air.cabin.first.share" not in found
    # One trip alone would still be told apart, so the next smallest group joins it.
    assert found["ghg.air.purpose.other"] == 2.5 and found["ghg.air.purpose.staff_mission"] == 8
    assert found["ghg.air.cabin.other.share"] + found["ghg.air.cabin.economy.share"] == 1


def body(organization, purposes):
    """Trips and flights of one organization, of one tonne a trip: how many trips for each purpose."""
    trips = [{"organization": organization, "table": "air_travel", "trips": float(count), "row_id": purpose} for purpose, count in purposes.items()]
    lines = [
        FLIGHT | {"organization": organization, "row_id": purpose, "purpose": purpose, "emissions_tco2e": float(count), "source_row": number}
        for number, (purpose, count) in enumerate(purposes.items(), start=2)
    ]
    return trips, lines


def purposes_of(*bodies):
    trips, lines = [row for given, _ in bodies for row in given], [row for _, given in bodies for row in given]
    numbered = activities(trips).assign(source_row=[row["source_row"] for row in lines])
    found = figures(inputs(activities=numbered, footprint=footprint(lines)))["value"]
    start = "ghg.air.purpose."
    return {name.removeprefix(start): value for name, value in found.items() if name.startswith(start) and not name.endswith(".share")}


def test_what_a_member_merges_is_merged_in_the_group_too():
    """Else the one medical evacuation of A were the difference of the group and B."""
    a = body("A", {"staff_mission": 30, "interpreter": 9, "medical_evacuation": 1})
    b = body("B", {"staff_mission": 20, "medical_evacuation": 8})
    assert purposes_of(a) == {"staff_mission": 30, "other": 10}
    assert purposes_of(b) == {"staff_mission": 20, "medical_evacuation": 8}
    assert purposes_of(a, b) == {"staff_mission": 50, "medical_evacuation": 8, "other": 10}


def test_a_group_of_few_trips_is_other_in_a_group_of_members_and_the_next_smallest_joins_it():
    a, b = body("A", {"medical_evacuation": 2}), body("B", {"staff_mission": 20, "home_leave": 6})
    assert purposes_of(a, b) == {"staff_mission": 20, "other": 8}


def itu_like(extra=()):
    """A made-up body with the proportions of the ITU document: 1000 t, of which 700 t of flights, 200 t of home leave, 350 t of missions."""
    by_purpose = {"staff_mission": 250.0, "consultant": 100.0, "home_leave": 200.0, "interpreter": 90.0, "councillor": 60.0, **dict(extra)}
    trips = [{"table": "air_travel", "trips": 30.0, "return_trip": False, "purpose": purpose} for purpose in by_purpose]
    lines = [FLIGHT | {"emissions_tco2e": tonnes, "purpose": purpose} for purpose, tonnes in by_purpose.items()]
    rest = {"table": "electricity", "source": "electricity", "bucket": "facilities", "scope": 2, "emissions_tco2e": 300.0}
    return trips, [*lines, rest]


def test_missions_of_staff_and_consultants_are_70_percent_of_flights_without_home_leave_and_35_percent_of_all():
    trips, lines = itu_like()
    found = figures(inputs(activities=activities(trips), footprint=footprint(lines)))["value"]
    assert (found["ghg.air.staff_and_consultant"], found["ghg.air.without_home_leave"], found["ghg.total"]) == (350, 500, 1000)
    assert found["ghg.air.staff_and_consultant.share_of_flights_without_home_leave"] == pytest.approx(0.70)
    assert found["ghg.air.staff_and_consultant.share_of_total"] == pytest.approx(0.35)
    assert found["ghg.bucket.air_travel.share"] == pytest.approx(0.70)


@pytest.mark.parametrize(("purpose", "missing"), [("consultant", "staff_and_consultant"), ("home_leave", "without_home_leave")])
def test_a_group_too_small_to_be_told_is_not_told_by_a_difference(purpose, missing):
    trips, lines = itu_like()
    few = [row | {"trips": 2.0} if row["purpose"] == purpose else row for row in trips]
    found = figures(inputs(activities=activities(few), footprint=footprint(lines)))["value"]
    assert f"ghg.air.{missing}" not in found
    assert "ghg.air.staff_and_consultant.share_of_flights_without_home_leave" not in found


def test_flights_of_unknown_purpose_leave_both_open():
    trips, lines = itu_like({None: 10.0})
    found = figures(inputs(activities=activities(trips), footprint=footprint(lines)))["value"]
    assert "ghg.air.staff_and_consultant" not in found and "ghg.air.without_home_leave" not in found


def test_without_home_leave_all_flights_are_the_denominator():
    trips, lines = [TRIPS[0], TRIPS[2]], [LINES[0], LINES[2]]
    found = figures(inputs(activities=activities(trips), footprint=footprint(lines)))["value"]
    assert (found["ghg.air.without_home_leave"], found["ghg.air.staff_and_consultant"]) == (8, 8)


def test_commercial_flights_by_head_leave_out_other_air_travel():
    people = {"table": "personnel", "headcount": 4.0, "covers": "all", "category": "staff"}
    own = FLIGHT | {"table": "fuels", "source": "aircraft_fuel", "emissions_tco2e": 90.0, "scope": 1}
    found = figures(inputs(activities=activities([*TRIPS, people]), footprint=footprint([*LINES, own])))["value"]
    assert found["ghg.air.commercial.per_capita"] == 10 / 4
    assert found["ghg.bucket.air_travel.per_capita"] == 100 / 4
