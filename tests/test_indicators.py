import pandas as pd
import pytest
from worked.frames import activities

from greening.indicators import indicators

LOCATIONS = [
    {"location_id": "NBO", "country": "KEN"},
    {"location_id": "HALF", "country": "KEN", "quantity_covers": "whole_premises", "allocation_pct": 50.0},
]
KENYA_RENEWABLE = 0.8984


def rows(**submitted: list[dict[str, object]]) -> pd.DataFrame:
    return indicators(activities(locations=LOCATIONS, **submitted))


def test_waste_keeps_stream_treatment_and_kilograms() -> None:
    found = rows(waste=[{"location_id": "HALF", "stream": "paper", "treatment": "recycling", "waste_kg": 80.0}]).iloc[0]
    assert (found["topic"], found["indicator_id"], found["category"], found["treatment"], found["unit"]) == (
        "waste",
        "waste.total",
        "paper",
        "recycling",
        "kg",
    )
    assert (found["reported_value"], found["value"]) == (80.0, 40.0)


def test_recycled_water_is_shown_and_not_part_of_the_total() -> None:
    found = rows(water=[{"location_id": "NBO", "source": source, "water_m3": 10.0} for source in ("municipal", "recycled", "rain")])
    assert found.set_index("category")["in_total"].to_dict() == {"municipal": True, "recycled": False, "rain": True}


def test_wastewater_keeps_its_treatment() -> None:
    found = rows(wastewater=[{"location_id": "NBO", "treatment": "septic", "wastewater_m3": 5.0}]).iloc[0]
    assert (found["indicator_id"], found["treatment"], found["value"], found["unit"]) == ("wastewater.total", "septic", 5.0, "m3")


def renewable(**cells: object) -> dict[str, float]:
    found = rows(electricity=[{"location_id": "NBO", "electricity_kwh": 100.0, **cells}])
    part = found[found["indicator_id"].eq("energy.renewable_electricity")]
    return part.set_index("category")["value"].to_dict()


def test_renewable_electricity_is_on_site_then_certificates_then_the_grids_share() -> None:
    assert renewable() == pytest.approx({"grid_average": 100 * KENYA_RENEWABLE})
    assert renewable(certificate_kwh=40.0) == pytest.approx({"certificates": 40.0, "grid_average": 60 * KENYA_RENEWABLE})
    assert renewable(certificate_kwh=400.0) == pytest.approx({"certificates": 100.0})
    assert renewable(supply="onsite_renewable") == {"onsite_renewable": 100.0}
    assert renewable(supply="own_generator") == {}


def test_energy_has_its_supply_and_carrier() -> None:
    found = rows(
        electricity=[{"location_id": "NBO", "electricity_kwh": 7.0, "supply": "own_generator"}],
        heat=[{"location_id": "NBO", "heat_kwh": 3.0, "carrier": "steam"}],
    ).set_index("indicator_id")
    assert found["category"].to_dict() == {"energy.electricity": "own_generator", "energy.heat": "steam"}
    assert found["value"].to_dict() == {"energy.electricity": 7.0, "energy.heat": 3.0}


def test_submitted_indicators_are_as_they_are() -> None:
    found = rows(
        indicators=[{"indicator_id": "training.trained_share", "value": 0.8, "unit": "share"}, {"indicator_id": "waste.kitchen", "value": 3.0}]
    )
    assert found["topic"].to_list() == ["management", "waste"]
    assert found["value"].to_list() == [0.8, 3.0]
