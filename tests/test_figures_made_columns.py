"""Columns that a filter may name though no product has them."""

import pandas as pd
import pytest

from greening import tables
from greening.figures import made_columns
from greening.figures.selection import Columns, select


def bands(*km: float | None) -> list[str]:
    return made_columns.distance_band(pd.DataFrame({"distance_km": pd.array(km, dtype="Float64")})).tolist()


def routes(*legs: tuple[str | None, str | None]) -> list[str]:
    frame = pd.DataFrame(legs, columns=["origin", "destination"], dtype="str")
    return ["" if pd.isna(name) else name for name in made_columns.route(frame).tolist()]


def test_a_band_begins_with_its_lower_bound():
    assert bands(0, 499.9, 500, 999, 1000, 8000, 20_000) == [
        "under_500_km", "under_500_km", "500_to_1000_km", "500_to_1000_km", "1000_to_2000_km", "over_8000_km", "over_8000_km",
    ]  # fmt: skip


def test_a_distance_that_is_not_known_is_a_band_of_its_own():
    assert bands(None, 1) == ["unknown_distance", "under_500_km"]


def test_both_ways_are_one_route_whichever_airport_of_a_city():
    # LHR and LGW are airports of London, JFK is one of New York's.
    assert routes(("GVA", "LHR"), ("LGW", "GVA"), ("GVA", "LON"), ("JFK", "GVA")) == ["GVA-LON", "GVA-LON", "GVA-LON", "GVA-NYC"]


@pytest.mark.parametrize("leg", [(None, "GVA"), ("GVA", None), (None, None), ("LHR", "LGW")])
def test_without_two_cities_there_is_no_route(leg):
    assert routes(leg, ("GVA", "NBO")) == ["", "GVA-NBO"]


def test_no_rows_have_no_routes():
    assert routes() == []


def test_a_filter_may_name_them():
    rows = tables.stack("footprint", [pd.DataFrame({"organization": ["BODY"] * 3, "distance_km": [100.0, 700.0, None]})])
    assert Columns("footprint", rows).where({"distance_band": ["under_500_km", "unknown_distance"]}).at.tolist() == [0, 2]
    assert select(rows, {"distance_band": "500_to_1000_km"})["distance_km"].tolist() == [700.0]


def test_a_column_that_a_product_has_is_its_own():
    rows = pd.DataFrame({"route": ["x"], "origin": ["GVA"], "destination": ["NBO"]})
    assert Columns("any", rows).column("route").values == ["x"]
