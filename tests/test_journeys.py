"""Rows that are legs of one trip."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from greening import journeys
from greening.views.years import TOPICS, _totals

NAMES = st.lists(st.tuples(st.sampled_from(["A", "B"]), st.sampled_from(["T1", "T2", "T3", None])), max_size=12)


def rows(*names: tuple[str, str | None], **columns: list[object]) -> pd.DataFrame:
    frame = pd.DataFrame(names, columns=["organization", "trip_id"]).astype("str")
    return frame.assign(**columns)


def test_legs_are_parts_of_their_trip_and_rows_without_a_name_are_trips() -> None:
    found = journeys.trip_share(rows(("A", "T1"), ("A", None), ("A", "T1"), ("A", "T2"), ("A", None)))
    assert found.tolist() == [0.5, 1.0, 0.5, 1.0, 1.0]


def test_a_name_that_two_organizations_use_is_two_trips() -> None:
    assert journeys.trip_share(rows(("A", "T1"), ("B", "T1"))).tolist() == [1.0, 1.0]


@given(NAMES)
def test_the_parts_of_each_trip_add_up_to_one(names: list[tuple[str, str | None]]) -> None:
    found = journeys.trip_share(rows(*names))
    trips = len({name for name in names if name[1]}) + sum(name[1] is None for name in names)
    assert found.sum() == pytest.approx(trips)


def test_what_is_not_said_to_return_does_not() -> None:
    told = rows(("A", None), ("A", None), ("A", None), return_trip=pd.array([True, None, False], dtype="boolean"))
    assert journeys.is_return(told).tolist() == [True, False, False]


def test_a_year_is_compared_with_the_last_by_trips_and_not_by_legs() -> None:
    legs = rows(("A", "T1"), ("A", "T1"), ("A", None), trips=[4.0, 4.0, np.nan])
    assert _totals(legs, TOPICS["air_travel"]) == {"": 4.0}
