import pandas as pd
import pytest
from worked.frames import activities

from greening.footprint import flights
from greening.footprint.compute import footprint


def lines(*cells: dict[str, object], method: str = "icao_style", gwp_set: str = "AR5") -> pd.DataFrame:
    base = {"purpose": "staff_mission", "cabin": "economy"}
    return footprint(activities(air_travel=[{**base, **cell} for cell in cells]), gwp_set, method)


ROUTE = {"origin": "GVA", "destination": "NBO"}


def test_flights_are_scope_three_air_travel_with_route_purpose_and_cabin() -> None:
    found = lines(ROUTE).iloc[0]
    assert (found["scope"], found["bucket"], found["source"]) == (3, "air_travel", "flight")
    assert (found["purpose"], found["cabin"]) == ("staff_mission", "economy")
    assert found["distance_km"] == pytest.approx(6087.4, abs=0.5)


@pytest.mark.parametrize("method", ["icao_style", "desnz"])
def test_trips_multiply_and_a_return_has_two_legs(method: str) -> None:
    found = lines(ROUTE, {**ROUTE, "return_trip": True}, {**ROUTE, "trips": 2.0}, {**ROUTE, "trips": 3.0, "return_trip": True}, method=method)
    once = found["emissions_tco2e"].iloc[0]
    assert (found["emissions_tco2e"] / once).to_list() == pytest.approx([1, 2, 2, 6])
    assert (found["activity_value"] / found["distance_km"]).to_list() == pytest.approx([1, 2, 2, 6])


def test_the_distance_is_one_leg_without_correction_and_of_one_way_where_given() -> None:
    found = lines({"distance_km": 5000.0, "return_trip": True}).iloc[0]
    assert found["distance_km"] == 5000.0
    assert found["activity_value"] == 10000.0


def test_own_results_are_of_all_trips_and_win() -> None:
    found = lines({**ROUTE, "trips": 4.0, "return_trip": True, "own_co2_kg": 900.0}, {"trips": 2.0, "own_co2_kg": 500.0})
    assert found["emissions_tco2e"].to_list() == pytest.approx([0.9, 0.5])
    assert found["co2_kg"].to_list() == pytest.approx([900.0, 500.0])
    assert set(found["factor_rung"]) == {"own"}
    assert (found["activity_value"] * found["factor_value"]).to_list() == pytest.approx([900.0, 500.0])


def test_rows_of_trips_alone_have_the_mean_of_the_own_priced_trips() -> None:
    found = lines({"own_co2_kg": 900.0, "trips": 3.0}, {"own_co2_kg": 100.0}, {"trips": 2.0}).iloc[2]
    assert found["emissions_tco2e"] == pytest.approx(2 * 1.0 / 4)
    assert (found["method"], found["quality"], found["factor_rung"]) == ("mean of own trips", "proxy", "proxy")
    assert found["parents"].startswith("2 rows, sha256 ")


@pytest.mark.parametrize("method", ["icao_style", "desnz"])
def test_trips_alone_are_no_kilometres_by_either_method(method: str) -> None:
    found = lines(ROUTE, {"trips": 2.0}, method=method)
    assert found["emissions_tco2e"].iloc[1] == pytest.approx(2 * found["emissions_tco2e"].iloc[0])
    assert (found["method"].iloc[1], found["activity_unit"].iloc[1]) == ("mean of own trips", "trips")
    assert pd.isna(lines({"trips": 2.0}, method=method)["emissions_tco2e"].iloc[0])


@pytest.mark.parametrize("method", ["icao_style", "desnz"])
def test_a_distance_of_zero_emits_nothing(method: str) -> None:
    found = lines(ROUTE, {"distance_km": 0.0, "trips": 2.0}, method=method)
    assert (found["emissions_tco2e"].iloc[1], found["activity_value"].iloc[1], found["activity_unit"].iloc[1]) == (0, 0, "passenger-km")
    own = lines({"distance_km": 0.0, "trips": 2.0, "own_co2_kg": 500.0}).iloc[0]
    assert (own["emissions_tco2e"], own["activity_value"] * own["factor_value"]) == (0.5, 500)


def test_without_any_priced_trip_emissions_are_missing_and_not_zero() -> None:
    found = lines({"trips": 2.0}).iloc[0]
    assert pd.isna(found["emissions_tco2e"])
    assert found["method"] == "no flight can be priced"


def test_travel_that_a_third_party_paid_is_outside_the_total() -> None:
    found = lines({**ROUTE, "paid_by": "third_party"}, ROUTE)
    assert found["in_total"].to_list() == [False, True]
    assert found["outside_reason"].to_list() == ["third_party", ""]


@pytest.mark.parametrize(("distance", "corrected"), [(549.9, 599.9), (550.0, 650.0), (5500.0, 5600.0), (5500.1, 5625.1)])
def test_the_correction_changes_at_550_and_above_5500_km(distance: float, corrected: float) -> None:
    assert flights.corrected_km(pd.Series([distance])).to_list() == pytest.approx([corrected])


def test_premium_cabins_weigh_more_only_above_three_thousand_km() -> None:
    short, long = (lines(*({"distance_km": km, "cabin": cabin} for cabin in ("economy", "business", "first"))) for km in (3000.0, 3000.1))
    assert len(set(short["emissions_tco2e"])) == 1
    assert (long["emissions_tco2e"] / long["emissions_tco2e"].iloc[0]).to_list() == pytest.approx([1, 2, 2])


def test_an_unknown_cabin_counts_as_economy_in_the_icao_style_and_as_average_in_the_uk_method() -> None:
    economy, unknown = (lines({**ROUTE, "cabin": cabin}) for cabin in ("economy", "unknown"))
    assert economy["emissions_tco2e"].to_list() == unknown["emissions_tco2e"].to_list()
    assert lines({**ROUTE, "cabin": "unknown"}, method="desnz")["factor_id"].to_list() == ["desnz_2023.flight.international.average"]


@pytest.mark.parametrize(
    ("origin", "destination", "cabin", "key"),
    [
        ("LHR", "EDI", "business", "domestic.average"),
        ("LHR", "GVA", "business", "short_haul.business"),
        ("GVA", "LHR", "first", "short_haul.business"),
        ("LHR", "JFK", "premium_economy", "long_haul.premium_economy"),
        ("GVA", "NBO", "first", "international.first"),
    ],
)
def test_uk_bands_by_country_and_distance(origin: str, destination: str, cabin: str, key: str) -> None:
    found = lines({"origin": origin, "destination": destination, "cabin": cabin}, method="desnz")
    assert found["factor_id"].to_list() == [f"desnz_2023.flight.{key}"]


def test_the_uk_edition_is_the_nearest_and_its_set_is_its_own() -> None:
    found = footprint(activities(2010, air_travel=[{**ROUTE, "purpose": "other", "cabin": "economy"}]), "AR6", "desnz").iloc[0]
    assert (found["factor_year"], found["factor_rung"], found["gwp_set"]) == (2022, "later", "AR4")


def test_longer_flights_emit_more_beyond_the_end_of_the_curve() -> None:
    kg = lines(*({"distance_km": float(km)} for km in range(200, 20001, 200)))["emissions_tco2e"]
    steps = kg.diff().dropna()
    # Load and freight change with the group at 3,700 km.
    assert (steps > 0).sum() >= len(steps) - 1
