"""The products that figures are made from, and the submitted rows behind them."""

import numpy as np
from figure_frames import activities, footprint, inputs

TRIPS = [{"table": "air_travel", "trips": 3.0, "return_trip": True}, {"table": "air_travel", "trips": 2.0, "return_trip": False}]
FLIGHTS = [{"table": "air_travel", "source_row": row, "row_id": f"air_travel.csv:{row}"} for row in (3, 2, 2)]


def products(lines, rows=TRIPS):
    return inputs(activities=activities(rows), footprint=footprint(lines)).products


def test_a_row_made_from_a_submitted_row_has_its_number_and_one_made_from_none_a_number_of_its_own():
    made = products([*FLIGHTS, {"table": "fuels"}])
    first, second = made.origins(made["activities"].rows)
    *flights, fuel = made.origins(made["footprint"].rows).tolist()
    assert flights == [second, first, first]
    assert fuel not in (first, second)


def test_trips_and_flights_are_those_of_the_submitted_row():
    made = products([*FLIGHTS, {"table": "fuels"}])
    rows = made["footprint"].rows
    np.testing.assert_array_equal(made.trips(rows), [2.0, 3.0, 3.0, np.nan])
    np.testing.assert_array_equal(made.flights(rows), [2.0, 6.0, 6.0, np.nan])


def test_legs_of_one_trip_are_parts_of_one_trip():
    legs = [row | {"trip_id": trip} for row, trip in zip([*TRIPS, TRIPS[1]], ["T", "T", None], strict=True)]
    made = products([FLIGHTS[1], FLIGHTS[0], FLIGHTS[0] | {"source_row": 4, "row_id": "air_travel.csv:4"}], legs)
    rows = made["footprint"].rows
    assert made.trips(rows).tolist() == [1.5, 1.0, 2.0]
    assert made.flights(rows).tolist() == [6.0, 2.0, 2.0]


def test_of_two_submitted_rows_of_one_name_the_first_counts():
    place = {"source_file": "air_travel.csv", "source_row": 2, "row_id": "same"}
    twice = activities([row | {"row_id": "same"} for row in TRIPS]).assign(source_row=2)
    made = inputs(activities=twice, footprint=footprint([{"table": "air_travel", **place}]).assign(**place)).products
    assert made.trips(made["footprint"].rows).tolist() == [3.0]


def test_rows_of_a_submission_table_are_those_that_a_filter_on_all_activities_gives():
    made = products([], [*TRIPS, {"table": "fuels", "fuel": "diesel"}])
    fuels = made.rows("activities", {"table": "fuels", "fuel": "diesel"})
    assert fuels.values("row_id") == ["fuels.csv:4"]
    assert made.rows("activities", {"table": ["fuels"]}).values("row_id") == ["fuels.csv:4"]
    assert made.origins(fuels).tolist() == made.origins(made["activities"].rows).tolist()[-1:]
