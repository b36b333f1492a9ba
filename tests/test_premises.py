import pytest
from worked.frames import activities

from greening import premises
from greening.footprint.compute import footprint

LOCATIONS = [
    {"location_id": "SHARED", "country": "KEN", "quantity_covers": "whole_premises", "allocation_pct": 25.0},
    {"location_id": "OWN", "country": "KEN", "quantity_covers": "own_share", "allocation_pct": 25.0},
]


def test_whole_premises_are_scaled_once_and_own_shares_never() -> None:
    given = activities(
        locations=LOCATIONS,
        electricity=[{"location_id": place, "electricity_kwh": 1000.0} for place in ("SHARED", "OWN")],
    )
    found = footprint(given, "AR5", "icao_style").query("basis == 'location'").set_index("location_id")
    assert found["allocation_share"].to_dict() == {"SHARED": 0.25, "OWN": 1.0}
    assert found["activity_value"].to_dict() == {"SHARED": 250.0, "OWN": 1000.0}
    assert found["reported_value"].to_dict() == {"SHARED": 1000.0, "OWN": 1000.0}


def test_travel_and_vehicles_of_a_shared_place_are_not_scaled() -> None:
    given = activities(
        locations=LOCATIONS,
        fuels=[{"location_id": "SHARED", "use": use, "fuel": "diesel", "quantity": 1.0, "unit": "l"} for use in ("vehicle", "generator")],
        air_travel=[{"location_id": "SHARED", "distance_km": 500.0, "purpose": "other"}],
    )
    found = footprint(given, "AR5", "icao_style").set_index("source")["allocation_share"]
    assert found.to_dict() == {"vehicle_fuel": 1.0, "generator_fuel": 0.25, "flight": 1.0}


def test_a_row_without_a_place_has_the_country_of_the_headquarters() -> None:
    given = activities(profile={"country": "FRA"}, locations=LOCATIONS, heat=[{"heat_kwh": 1.0}, {"location_id": "OWN", "heat_kwh": 1.0}])
    rows = premises.placed(given).query("table == 'heat'")
    assert rows["place_country"].to_list() == ["FRA", "KEN"]


def test_activities_stay_as_they_were() -> None:
    given = activities(locations=LOCATIONS)
    before = list(given.columns)
    premises.placed(given)
    assert list(given.columns) == before


@pytest.mark.parametrize("percent", [0.0, 50.0, 100.0])
def test_the_allocation_is_a_percentage(percent: float) -> None:
    place = {**LOCATIONS[0], "allocation_pct": percent}
    assert premises.locations(activities(locations=[place]))["share"].iloc[0] == percent / 100
