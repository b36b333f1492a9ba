"""Flights by distance, purpose and cabin."""

import pandas as pd
from figure_frames import activities, figures, footprint, inputs

TRIPS = [
    {"table": "air_travel", "trips": 3.0, "return_trip": True},
    {"table": "air_travel", "trips": 2.0, "return_trip": False},
    {"table": "air_travel", "trips": 4.0, "return_trip": False},
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
    assert row["value"] == 3 * 2 * 1000 + 2 * 500
    assert row["note"] == "without 1 rows of unknown distance"


def test_a_return_trip_is_one_trip():
    assert made().loc["ghg.air.trips", "value"] == 9


def test_purposes_and_cabins_are_shares_of_all_flights():
    found = made()["value"]
    assert (found["ghg.air.purpose.staff_mission"], found["ghg.air.purpose.staff_mission.share"]) == (8, 0.8)
    assert (found["ghg.air.cabin.business.share"], found["ghg.air.cabin.economy.share"]) == (0.6, 0.4)


def test_flights_that_others_paid_for_are_left_out():
    outside = LINES[0] | {"in_total": False, "outside_reason": "third_party"}
    found = made([outside, *LINES[1:]])["value"]
    assert (found["ghg.air.trips"], found["ghg.air.purpose.staff_mission"]) == (6, 2)
    assert pd.isna(found.get("ghg.air.cabin.business.share"))
