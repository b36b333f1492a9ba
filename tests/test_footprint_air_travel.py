import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from worked.frames import activities

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


@pytest.mark.parametrize("method", ["icao_style", "desnz", "desnz_rf"])
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


@pytest.mark.parametrize("method", ["icao_style", "desnz", "desnz_rf"])
def test_trips_alone_are_no_kilometres_by_either_method(method: str) -> None:
    found = lines(ROUTE, {"trips": 2.0}, method=method)
    assert found["emissions_tco2e"].iloc[1] == pytest.approx(2 * found["emissions_tco2e"].iloc[0])
    assert (found["method"].iloc[1], found["activity_unit"].iloc[1]) == ("mean of own trips", "trips")
    assert pd.isna(lines({"trips": 2.0}, method=method)["emissions_tco2e"].iloc[0])


@pytest.mark.parametrize("method", ["icao_style", "desnz", "desnz_rf"])
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


def test_an_unknown_cabin_is_the_published_average() -> None:
    """UK factors of 2023 between other countries: 0.1038 kg a passenger-kilometre for the average passenger, 0.0795 in economy."""
    names = ("economy", "unknown", "business")
    economy, unknown, business = (lines({**ROUTE, "cabin": cabin})["emissions_tco2e"].item() for cabin in names)
    assert economy < unknown < business
    assert lines(ROUTE | {"cabin": None})["emissions_tco2e"].item() == unknown
    assert lines({**ROUTE, "cabin": "unknown"}, method="desnz")["factor_id"].to_list() == ["desnz_2023.flight.international.average"]


def test_a_row_tells_how_it_was_priced() -> None:
    found = lines(
        {**ROUTE, "own_co2_kg": 1.0},
        ROUTE,
        {**ROUTE, "cabin": "unknown"},
        {"origin": "GVA", "destination": "NYC"},
        {"distance_km": 800.0},
        {"trips": 2.0},
    )
    assert found["tier"].to_list() == ["own_result", "airport_pair_cabin", "airport_pair", "city_pair", "distance_only", "average_of_others"]
    assert lines({"trips": 2.0})["tier"].to_list() == [""]
    assert lines({"trips": 2.0, "own_co2_kg": 9.0})["tier"].to_list() == ["own_result"]


def test_legs_of_one_trip_are_one_trip_in_the_mean() -> None:
    legs = [{"trip_id": "T1", "own_co2_kg": 300.0}, {"trip_id": "T1", "own_co2_kg": 500.0}]
    found = lines(*legs, {"trip_id": "T2", "own_co2_kg": 200.0}, {"own_co2_kg": 400.0}, {"trips": 3.0})
    assert found["co2_kg"].iloc[4] == pytest.approx(3 * (800 + 200 + 400) / 3)


def test_a_trip_of_several_legs_is_priced_leg_by_leg() -> None:
    legs = lines({"trip_id": "T1", "origin": "GVA", "destination": "CDG"}, {"trip_id": "T1", "origin": "CDG", "destination": "NBO"})
    assert legs["emissions_tco2e"].sum() > lines(ROUTE)["emissions_tco2e"].sum()
    assert len(legs) == 2


def test_a_kilometre_more_or_less_changes_little_wherever_bands_were() -> None:
    for at in (550.0, 3000.0, 3700.0, 5500.0):
        before, after = lines({"distance_km": at - 0.5}, {"distance_km": at + 0.5})["emissions_tco2e"]
        assert after == pytest.approx(before, rel=0.002) and after > before


def test_ends_in_one_country_are_priced_as_ends_in_two() -> None:
    inland = lines({"origin": "LAX", "destination": "JFK"}).iloc[0]
    abroad = lines({"distance_km": float(inland["distance_km"])}).iloc[0]
    assert inland["emissions_tco2e"] == pytest.approx(abroad["emissions_tco2e"], rel=1e-12)


def test_the_uk_factors_are_also_there_with_radiative_forcing() -> None:
    """UK factors of 2023, international economy: 0.07947 without and 0.13464 with radiative forcing (1.694 times)."""
    without, forced = (lines(ROUTE, method=method).iloc[0] for method in ("desnz", "desnz_rf"))
    assert forced["factor_id"] == "desnz_2023.flight_rf.international.economy"
    assert forced["emissions_tco2e"] / without["emissions_tco2e"] == pytest.approx(1.694, abs=0.001)
    assert "with radiative forcing" in forced["method"] and "without" not in forced["method"]
    assert pd.isna(forced["co2_kg"])


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


def test_longer_flights_emit_more_beyond_the_longest_great_circle() -> None:
    kg = lines(*({"distance_km": float(km)} for km in range(200, 25001, 200)))["emissions_tco2e"]
    assert (kg.diff().dropna() > 0).all()


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(6)))
def test_rows_do_not_see_each_other(order: list[int]) -> None:
    cells = [
        ROUTE,
        {**ROUTE, "cabin": "first"},
        {"distance_km": 900.0},
        {"trips": 2.0},
        {**ROUTE, "own_co2_kg": 7.0},
        {"trip_id": "T", "distance_km": 80.0},
    ]
    plain, mixed = lines(*cells), lines(*(cells[place] for place in order))
    assert mixed["emissions_tco2e"].to_list() == pytest.approx(plain["emissions_tco2e"].iloc[list(order)].to_list(), rel=1e-12)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.01, 1000), st.floats(50, 15000), st.sampled_from(["icao_style", "desnz", "desnz_rf"]))
def test_splitting_a_row_changes_nothing(trips: float, km: float, method: str) -> None:
    whole = lines({"trips": trips, "distance_km": km}, method=method)["emissions_tco2e"].sum()
    parts = lines({"trips": trips / 3, "distance_km": km}, {"trips": 2 * trips / 3, "distance_km": km}, method=method)["emissions_tco2e"].sum()
    assert parts == pytest.approx(whole, rel=1e-12)
