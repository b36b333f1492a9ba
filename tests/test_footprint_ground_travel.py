import pandas as pd
import pytest
from worked.frames import activities

from greening import tables
from greening.footprint.compute import footprint

MODES = tables.submission_tables()["ground_travel"].columns["mode"].choices


def lines(*cells: dict[str, object], country: str = "GBR") -> pd.DataFrame:
    return footprint(activities(profile={"country": country}, ground_travel=[{"distance_km": 100.0, **cell} for cell in cells]), "AR5", "icao_style")


def test_every_mode_on_both_bases_is_scope_three_other_travel() -> None:
    found = lines(*({"mode": mode, "distance_basis": basis} for mode in MODES for basis in ("passenger", "vehicle")))
    assert found["emissions_tco2e"].gt(0).all()
    assert set(found["scope"]) == {3}
    assert set(found["bucket"]) == {"other_travel"}
    assert set(found["source"]) == set(MODES)


def test_passengers_multiply_their_own_distance_and_not_the_vehicles() -> None:
    found = lines({"mode": "taxi", "passengers": 3.0}, {"mode": "taxi", "passengers": 3.0, "distance_basis": "vehicle"})
    assert found["activity_value"].to_list() == [300.0, 100.0]
    assert found["activity_unit"].to_list() == ["passenger-km", "km"]


def test_a_train_is_priced_by_passenger_on_either_basis() -> None:
    found = lines({"mode": "rail", "passengers": 3.0}, {"mode": "rail", "passengers": 3.0, "distance_basis": "vehicle"})
    assert len(set(found["emissions_tco2e"])) == 1


def test_own_results_win_and_third_party_travel_is_outside() -> None:
    found = lines({"mode": "rail", "own_co2_kg": 7.0, "paid_by": "third_party"}).iloc[0]
    assert found["emissions_tco2e"] == pytest.approx(0.007)
    assert (found["factor_rung"], found["in_total"], found["outside_reason"]) == ("own", False, "third_party")


def test_uk_factors_are_proxies_elsewhere() -> None:
    assert lines({"mode": "rail"}, country="KEN")["factor_rung"].to_list() == ["proxy"]
    assert lines({"mode": "rail"})["factor_rung"].to_list() == ["exact"]
