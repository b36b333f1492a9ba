import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from greening.footprint.routes import great_circle_km, routes, stations

LATITUDE, LONGITUDE = st.floats(-90, 90), st.floats(-180, 180)


def test_a_known_great_circle() -> None:
    """London Heathrow to New York JFK is 5,540 km (great circle of the two aerodrome reference points)."""
    found = routes(pd.DataFrame({"origin": ["LHR"], "destination": ["JFK"]})).iloc[0]
    assert found["distance_km"] == pytest.approx(5540, abs=8)
    assert (found["origin_iso2"], found["destination_iso2"]) == ("GB", "US")


def test_a_code_of_an_airport_goes_before_the_city_of_that_name() -> None:
    known = stations()
    assert known.index.is_unique
    assert tuple(known.loc["ROM", ["lat", "lon"]]) == pytest.approx(tuple(known.loc[["CIA", "FCO"], ["lat", "lon"]].mean()))


def test_an_unknown_code_has_no_distance_and_rows_keep_their_order() -> None:
    rows = pd.DataFrame({"origin": ["GVA", "???", None], "destination": ["NBO", "GVA", "GVA"]}, index=[4, 2, 9])
    assert routes(rows)["distance_km"].notna().to_dict() == {4: True, 2: False, 9: False}


@given(LATITUDE, LONGITUDE, LATITUDE, LONGITUDE)
def test_there_and_back_are_the_same_and_within_half_the_earth(lat1: float, lon1: float, lat2: float, lon2: float) -> None:
    there = great_circle_km(*(np.array([value]) for value in (lat1, lon1, lat2, lon2)))
    back = great_circle_km(*(np.array([value]) for value in (lat2, lon2, lat1, lon1)))
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there[0] <= 20016
