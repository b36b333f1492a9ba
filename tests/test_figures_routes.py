"""Routes of flights: those that are told, and that no journey can be told apart."""

import pytest
from figure_frames import activities, figures, footprint, inputs
from hypothesis import given, settings, strategies as st

from greening.figures.derivation import recompute
from greening.figures.routes import LARGEST

FLIGHT = {"table": "air_travel", "source": "flight", "bucket": "air_travel", "scope": 3, "emissions_tco2e": 1.0, "purpose": "staff_mission"}


def found(legs, organizations=("BODY",), **columns):
    """The figures of trips: origin, destination and number of each row, in turn of the organizations."""
    rows = [
        {"organization": code, "table": "air_travel",
         "origin": origin, "destination": destination, "trips": float(trips), "row_id": f"{code}{number}",
         "paid_by": "organization", **columns}
        for code in organizations
        for number, (origin, destination, trips) in enumerate(legs[code] if isinstance(legs, dict) else legs)
    ]  # fmt: skip
    lines = [
        FLIGHT | {"organization": row["organization"], "row_id": row["row_id"], "source_row": number} for number, row in enumerate(rows, start=2)
    ]
    given = inputs(activities=activities(rows), footprint=footprint(lines))
    return figures(given), given


def routes(made) -> dict[str, float]:
    return {name.split(".")[3]: value for name, value in made["value"].items() if name.startswith("ghg.air.route.")}


def test_both_ways_are_added_up_and_the_rest_is_told_as_a_share():
    made, _ = found([("GVA", "NBO", 12), ("NBO", "GVA", 8), ("GVA", "NYC", 6), ("GVA", "VIE", 4), (None, None, 10)])
    assert routes(made) == {"GVA-NBO": 20, "GVA-NYC": 6}
    assert made.loc["ghg.air.routes.trips", "value"] == 26
    assert made.loc["ghg.air.routes.share", "value"] == 26 / 40


def test_a_route_of_fewer_than_five_trips_is_never_told():
    made, _ = found([("GVA", "NBO", 30), ("GVA", "NYC", 4), ("GVA", "VIE", 4)])
    assert routes(made) == {"GVA-NBO": 30}


def test_where_the_others_are_too_few_together_the_next_smallest_joins_them():
    # All less the routes told would else be the two trips to Vienna.
    made, _ = found([("GVA", "NBO", 30), ("GVA", "NYC", 6), ("GVA", "VIE", 2)])
    assert routes(made) == {"GVA-NBO": 30}


def test_legs_of_one_journey_are_no_five_trips():
    made, _ = found([("GVA", "NBO", 1)] * 5 + [("GVA", "VIE", 50)] * 1, trip_id=None)
    assert routes(made)["GVA-NBO"] == 5
    rows = [
        {
            "table": "air_travel",
            "origin": "GVA",
            "destination": "NBO",
            "trips": 1.0,
            "trip_id": "T1",
            "row_id": str(number),
            "paid_by": "organization",
        }
        for number in range(5)
    ]
    lines = [FLIGHT | {"row_id": str(number), "source_row": number + 2} for number in range(5)]
    assert routes(figures(inputs(activities=activities(rows), footprint=footprint(lines)))) == {}


def test_what_a_member_does_not_tell_its_group_does_not_tell_either():
    made, _ = found({"A": [("GVA", "NBO", 30), ("GVA", "NYC", 3), ("GVA", "VIE", 3)], "B": [("GVA", "NBO", 9), ("GVA", "NYC", 8)]}, ("A", "B"))
    # Three trips of A to New York are under its others, and so they are in the group.
    assert routes(made) == {"GVA-NBO": 39, "GVA-NYC": 8}


def test_no_more_routes_are_told_than_have_room():
    cities = ["NBO", "NYC", "VIE", "BKK", "ADD", "LON", "PAR", "ROM", "DEL", "JNB", "LUN", "MNL", "JKT", "BRU", "SCL", "DXB", "SYD", "CAI"]
    made, _ = found([("GVA", city, 10 + number) for number, city in enumerate(cities)])
    assert len(routes(made)) == LARGEST and "GVA-NBO" not in routes(made) and routes(made)["CAI-GVA"] == 27


def test_trips_that_others_paid_for_are_no_part_of_it():
    made, _ = found([("GVA", "NBO", 30), ("GVA", "NYC", 8)], paid_by="third_party")
    assert routes(made) == {}


def test_each_number_can_be_made_again():
    made, given = found({"A": [("GVA", "NBO", 30), ("GVA", "NYC", 3), ("GVA", "VIE", 3)], "B": [("GVA", "NBO", 9), ("GVA", "NYC", 8)]}, ("A", "B"))
    for name in ("ghg.air.route.GVA-NBO.trips", "ghg.air.route.GVA-NYC.trips", "ghg.air.routes.trips"):
        assert recompute(made.loc[name, "derivation"], given.products) == pytest.approx(made.loc[name, "value"])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["NBO", "NYC", "VIE", "BKK", "ADD"]), st.integers(1, 9)), min_size=1, max_size=8))
def test_neither_a_route_nor_the_rest_of_all_trips_is_smaller_than_five(legs):
    made, _ = found([("GVA", city, trips) for city, trips in legs])
    told, whole = routes(made), sum(trips for _, trips in legs)
    assert all(trips >= 5 for trips in told.values())
    assert whole - sum(told.values()) == 0 or whole - sum(told.values()) >= 5 or not told
