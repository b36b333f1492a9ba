import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from greening.footprint.routes import great_circle_km, routes, stations
from greening.units import EARTH_RADIUS_KM

LATITUDE, LONGITUDE = st.floats(-90, 90), st.floats(-180, 180)
CODES = st.sampled_from(sorted(stations().index))


def between(*pairs: tuple[str | None, str | None]):
    return routes(pd.DataFrame(pairs, columns=["origin", "destination"], dtype="str"))


def km(first: tuple[float, float], second: tuple[float, float]) -> float:
    return float(great_circle_km(*(np.array([value]) for value in (*first, *second)))[0])


def test_a_known_great_circle() -> None:
    """London Heathrow to New York JFK is 5,540 km (great circle of the two aerodrome reference points)."""
    found = between(("LHR", "JFK"))
    assert found.distance_km[0] == pytest.approx(5540, abs=8)
    assert [one.tolist() for one in found.touches("GB")] == [[True], [False]]


@pytest.mark.parametrize(
    ("first", "second", "published_km", "digits"),
    [
        ((36.12, -86.67), (33.94, -118.40), 2886.444442837984, 12),
        ((50.0898689, 14.4000936), (48.8940964, 13.8241719), 139.317, 3),
        ((0.0, 0.0), (1.0, 0.0), 111.194, 3),
    ],
)
def test_published_great_circles(first: tuple[float, float], second: tuple[float, float], published_km: float, digits: int) -> None:
    """Rosetta Code, haversine formula, Nashville-Los Angeles; actionapps.org, distance (whole metres, cut off). Both on a sphere of 6,371.0 km."""
    found = km(first, second) * 6371.0 / EARTH_RADIUS_KM
    assert found == pytest.approx(published_km, abs=1e-9 if digits > 9 else 0.001)


def test_a_quarter_and_a_half_of_the_earth() -> None:
    assert km((0, 0), (0, 90)) == pytest.approx(np.pi / 2 * EARTH_RADIUS_KM)
    assert km((90, 0), (-90, 0)) == pytest.approx(np.pi * EARTH_RADIUS_KM)


def test_a_code_of_an_airport_goes_before_the_city_of_that_name() -> None:
    known = stations()
    assert known.index.is_unique
    assert tuple(known.loc["ROM", ["lat", "lon"]]) == pytest.approx(tuple(known.loc[["CIA", "FCO"], ["lat", "lon"]].mean()))
    assert (known.loc["ROM", "is_city"], known.loc["ANK", "is_city"], known.loc["FCO", "is_city"]) == (True, False, False)


def test_a_city_at_either_end_is_told() -> None:
    assert between(("NYC", "GVA"), ("GVA", "PAR"), ("GVA", "NBO")).has_city.tolist() == [True, True, False]


def test_an_unknown_code_has_no_distance_and_rows_keep_their_order() -> None:
    found = between(("GVA", "NBO"), ("???", "GVA"), (None, "GVA"), ("GVA", None), ("NBO", "GVA"))
    assert np.isfinite(found.distance_km).tolist() == [True, False, False, False, True]
    assert not found.has_city.any()
    assert found.distance_km[0] == found.distance_km[4]


def test_no_rows_are_no_legs() -> None:
    assert len(between().distance_km) == 0


@given(LATITUDE, LONGITUDE, LATITUDE, LONGITUDE)
def test_there_and_back_are_the_same_and_within_half_the_earth(lat1: float, lon1: float, lat2: float, lon2: float) -> None:
    there, back = km((lat1, lon1), (lat2, lon2)), km((lat2, lon2), (lat1, lon1))
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 20016


@given(CODES, CODES)
def test_a_route_is_the_great_circle_between_its_ends(origin: str, destination: str) -> None:
    ends = [tuple(stations().loc[code, ["lat", "lon"]]) for code in (origin, destination)]
    assert between((origin, destination)).distance_km[0] == pytest.approx(km(*ends), rel=1e-6, abs=1e-5)
