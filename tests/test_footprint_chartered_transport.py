import pandas as pd
import pytest
from worked.frames import activities

from greening.footprint.compute import footprint


def lines(*cells: dict[str, object]) -> pd.DataFrame:
    base = {"mode": "air", "control": "long_term", "payload": "passenger"}
    return footprint(activities(chartered_transport=[{**base, **cell} for cell in cells]), "AR5", "icao_style")


@pytest.mark.parametrize(("control", "scope"), [("owned", 1), ("long_term", 1), ("ad_hoc", 3)])
def test_scope_follows_control(control: str, scope: int) -> None:
    assert lines({"control": control, "fuel_l": 10.0})["scope"].to_list() == [scope]


@pytest.mark.parametrize(
    ("mode", "payload", "bucket"),
    [
        ("air", "passenger", "air_travel"),
        ("air", "mixed", "air_travel"),
        ("air", "cargo", "air_travel"),
        ("sea", "passenger", "other_travel"),
        ("road", "mixed", "other_travel"),
    ],
)
def test_aircraft_are_air_travel_whatever_they_carry(mode: str, payload: str, bucket: str) -> None:
    found = lines({"mode": mode, "payload": payload, "fuel_l": 10.0}).iloc[0]
    assert (found["bucket"], found["source"]) == (bucket, f"chartered_{mode}")


def test_fuel_goes_before_route_and_route_before_hours() -> None:
    route = {"aircraft_type": "A320", "origin": "GVA", "destination": "NBO"}
    found = lines(
        {"fuel_l": 1000.0, "flight_hours": 2.0, **route},
        {"flight_hours": 2.0, **route},
        {"flight_hours": 2.0},
        {"fuel_l": 900.0, "flight_hours": 3.0},
    )
    assert [text.partition(";")[0] for text in found["method"]] == [
        "fuel as given",
        "fuel of the aircraft type on the great circle, one flight one way",
        "own litres an hour",
        "fuel as given",
    ]


def test_hours_are_priced_by_the_own_litres_an_hour_of_the_type_else_of_the_mode() -> None:
    found = lines(
        {"aircraft_type": "DH8D", "fuel_l": 1000.0, "flight_hours": 1.0},
        {"aircraft_type": "B738", "fuel_l": 9000.0, "flight_hours": 3.0},
        {"aircraft_type": "DH8D", "flight_hours": 2.0},
        {"flight_hours": 2.0},
    )
    ratio = found["emissions_tco2e"] / found["emissions_tco2e"].iloc[0]
    assert ratio.to_list() == pytest.approx([1, 9, 2, 2 * 10 / 4])
    assert found["quality"].to_list()[2:] == ["proxy", "proxy"]
    assert found["parents"].to_list()[2].startswith("2 rows")


def test_a_row_without_any_way_to_its_fuel_stays_without_emissions() -> None:
    found = lines({"mode": "sea", "flight_hours": 2.0}).iloc[0]
    assert pd.isna(found["emissions_tco2e"])
    assert found["method"].startswith("not priced")


def test_cargo_counts_whoever_controls_the_aircraft() -> None:
    found = lines({"payload": "cargo", "fuel_l": 10.0}, {"payload": "cargo", "control": "ad_hoc", "fuel_l": 10.0})
    assert found["in_total"].to_list() == [True, True]
    assert found["scope"].to_list() == [1, 3]


def test_marine_and_road_fuel_have_the_methane_of_their_category() -> None:
    sea, road = lines({"mode": "sea", "fuel_l": 1000.0}, {"mode": "road", "fuel_l": 1000.0})["ch4_kg"]
    assert (sea, road) == pytest.approx((0.03612 * 7, 0.03612 * 3.9))
