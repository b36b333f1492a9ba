"""The aircraft of a distance, and what a passenger on them emits."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, strategies as st

from greening import reference
from greening.footprint import fleet

#: Every kilometre for which flights must behave.
KM = np.arange(50.0, 17_001.0)
#: The correction as ICAO publishes it: kilometres below and from 550, and above 5,500 km of great circle (methodology 10 and 11, section 4.2).
STEPS = np.where(KM < 550, 50.0, np.where(KM <= 5500, 100.0, 125.0))
PREMIUM = [cabin for cabin in fleet.cabins() if cabin != "economy"]


def kg(cabin: str, distance_km: np.ndarray = KM) -> np.ndarray:
    return fleet.kg_per_km(distance_km, np.full(len(distance_km), fleet.cabins().index(cabin))) * distance_km


@pytest.mark.parametrize("cabin", fleet.cabins())
def test_a_longer_flight_emits_more_and_without_a_jump(cabin: str) -> None:
    steps = np.diff(kg(cabin))
    assert (steps > 0).all()
    # The first kilometres after take-off and the last of a wide body are of one size: no kilometre is ten times another.
    assert steps.max() < 10 * steps.min()


@pytest.mark.parametrize("cabin", fleet.cabins())
@given(at=st.floats(50, 17_000))
def test_a_metre_more_is_next_to_nothing_more(cabin: str, at: float) -> None:
    before, after = kg(cabin, np.array([at, at + 0.001]))
    assert 0 < after - before < 0.001


@pytest.mark.parametrize("cabin", PREMIUM)
def test_no_cabin_is_below_economy(cabin: str) -> None:
    assert (kg(cabin) >= kg("economy")).all()


def test_cabins_are_in_the_order_of_their_floor_area() -> None:
    ordered = [kg(cabin) for cabin in ("economy", "premium_economy", "business", "first")]
    assert all((larger >= smaller).all() for smaller, larger in pairwise(ordered))


def test_a_kilometre_falls_to_its_minimum_and_then_rises_by_the_fuel_carried_for_the_way() -> None:
    per_km = kg("economy") / KM
    lowest = per_km.argmin()
    assert (np.diff(per_km[: lowest + 1]) < 0).all() and (np.diff(per_km[lowest:]) > 0).all()
    assert 5_000 < KM[lowest] < 12_000
    assert 1.0 < per_km[-1] / per_km[lowest] <= 1.15


@pytest.mark.parametrize("cabin", PREMIUM)
def test_a_kilometre_of_the_other_cabins_falls_once_and_rises_once_as_cabins_widen(cabin: str) -> None:
    per_km = kg(cabin) / KM
    lowest = per_km.argmin()
    assert (np.diff(per_km[: lowest + 1]) < 0).all() and (np.diff(per_km[lowest:]) > 0).all()


@pytest.mark.parametrize(("cabin", "narrow", "wide"), [("premium_economy", 1.0, 1.5), ("business", 1.5, 4.0), ("first", 1.5, 5.0)])
def test_floor_areas_go_from_those_of_narrow_to_those_of_wide_bodies(cabin: str, narrow: float, wide: float) -> None:
    """Google Travel Impact Model 1.9.1 after IATA RP 1726."""
    ratio = kg(cabin) / kg("economy")
    assert (ratio[0], ratio[-1]) == pytest.approx((narrow, wide), rel=0.02)
    assert (np.diff(ratio[100:]) > -1e-9).all()


def test_all_seats_together_are_the_flight() -> None:
    """The unknown cabin is the mean of the others by their share of seats, at the ends where one body flies alone."""
    shares = reference.load("flight_cabins").set_index("cabin")
    for body, at in (("narrow", 0), ("wide", -1)):
        mean = sum(share * kg(cabin)[at] for cabin, share in shares[f"{body}_seats"].items())
        assert mean == pytest.approx(kg("unknown")[at], rel=0.02)
    assert shares[["narrow_seats", "wide_seats"]].sum().to_list() == pytest.approx([1, 1])


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025])
@pytest.mark.parametrize(("band", "body"), [("short_haul", "narrow"), ("long_haul", "wide"), ("international", "wide")])
def test_shares_of_seats_give_back_the_published_average(year: int, band: str, body: str) -> None:
    """UK conversion factors: the factors of the classes, by share of seats, are the factor of the average passenger."""
    table = reference.load("activity_factors")
    factor = table[table["year"].eq(year)].set_index("key")["value"]
    shares = reference.load("flight_cabins").set_index("cabin")[f"{body}_seats"]
    mean = sum(share * factor[f"flight.{band}.{cabin}"] for cabin, share in shares.items() if share)
    assert mean == pytest.approx(factor[f"flight.{band}.average"], rel=0.001)


def test_the_correction_is_the_published_one_but_for_ramps_at_its_steps() -> None:
    correction = fleet.corrected_km(KM) - KM
    on_ramp = ((KM > 400) & (KM < 700)) | ((KM > 5000) & (KM < 6000))
    assert correction[~on_ramp].tolist() == STEPS[~on_ramp].tolist()
    assert np.abs(correction - STEPS).max() <= 25
    # Over each ramp as much is added as taken.
    for start, end in ((400, 700), (5000, 6000)):
        within = (start <= KM) & (end >= KM)
        assert (correction - STEPS)[within].mean() == pytest.approx(0, abs=0.2)


def test_the_mix_shifts_smoothly_from_narrow_to_wide_bodies() -> None:
    seats = fleet.flights(KM) * reference.load("flight_fleet")["seats"].to_numpy()[:, None]
    wide = seats[reference.load("flight_fleet")["body"].eq("wide")].sum(axis=0) / seats.sum(axis=0)
    assert wide[0] < 0.01 and wide[-1] > 0.99
    assert np.abs(np.diff(wide)).max() < 0.001


def test_every_type_burns_at_its_mean_trip_what_carriers_reported() -> None:
    """US DOT Form 41, mean of the years: kg of fuel a seat-kilometre (A320 0.0258, B738 0.0231, B772 0.0325, B789 0.0257)."""
    types = reference.load("flight_fleet").set_index("aircraft_icao")
    fuel = fleet.fuel_kg(types["trip_km"].to_numpy())
    found = {code: fuel[place, place] / row["seats"] / row["trip_km"] for place, (code, row) in enumerate(types.iterrows())}
    assert [found[code] for code in ("A320", "B738", "B772", "B789")] == pytest.approx([0.0258, 0.0231, 0.0325, 0.0257], rel=0.01)


@pytest.mark.parametrize("cabin", fleet.cabins())
def test_curves_are_the_model_itself_between_their_nodes(cabin: str) -> None:
    at = np.array([51.3, 399.9, 702.4, 5555.5, 12_345.6, 19_999.0])
    assert kg(cabin, at) == pytest.approx(fleet.passenger_kg(at)[fleet.cabins().index(cabin)], rel=1e-5)


def test_no_length_emits_nothing_an_unknown_one_has_no_factor_and_beyond_the_earth_it_stays() -> None:
    found = fleet.kg_per_km(np.array([0.0, np.nan, fleet.LONGEST_KM, 40_000.0]), np.zeros(4, dtype=np.intp))
    assert found[0] == 0 and np.isnan(found[1]) and found[2] == found[3] > 0


def test_legs_in_many_chunks_are_those_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = kg("business")
    monkeypatch.setattr(fleet, "CHUNK", 1000)
    assert kg("business").tolist() == whole.tolist()
