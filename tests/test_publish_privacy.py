"""Published footprints tell no person's journeys apart, and still add up."""

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from greening import tables
from greening.publish import privacy

PURPOSES = ["staff_mission", "fellowship", "home_leave", "medical_evacuation"]


def journeys(*groups: tuple[str, str, int, float], in_total: bool = True) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A footprint and activities with one row a journey: purpose, cabin, number of journeys, tonnes of each."""
    listed = [(purpose, cabin, tonnes) for purpose, cabin, number, tonnes in groups for _ in range(number)]
    shared = [
        {"organization": "BODY", "table": "air_travel", "source_file": "a.csv", "source_row": row, "row_id": f"r{row}"} for row in range(len(listed))
    ]
    footprint = [
        {
            **place,
            "year": 2022,
            "bucket": "air_travel",
            "source": "flight",
            "scope": 3,
            "in_total": in_total,
            "location_id": "GVA",
            "distance_km": 5000.0,
        }
        | {"purpose": purpose, "cabin": cabin, "emissions_tco2e": tonnes, "co2_kg": tonnes * 900}
        for place, (purpose, cabin, tonnes) in zip(shared, listed, strict=True)
    ]
    rows = tables.stack("footprint", [pd.DataFrame(footprint)])
    return rows, tables.stack("activities", [pd.DataFrame([{**place, "trips": 1.0} for place in shared])])


def test_small_groups_are_merged_and_nothing_else_is_told():
    public = privacy.public(*journeys(("staff_mission", "economy", 20, 1.0), ("home_leave", "business", 3, 2.0), ("fellowship", "economy", 4, 1.0)))
    seen = public.set_index(["purpose", "cabin"])[["activity_value", "emissions_tco2e"]]
    assert seen.to_dict("index") == {
        ("other", "other"): {"activity_value": 7.0, "emissions_tco2e": 10.0},
        ("staff_mission", "economy"): {"activity_value": 20.0, "emissions_tco2e": 20.0},
    }
    assert public[["location_id", "row_id", "source_file", "distance_km", "source_row"]].isna().all(axis=None)


def test_where_other_is_itself_too_small_the_next_group_joins_it():
    public = privacy.public(*journeys(("staff_mission", "economy", 20, 1.0), ("home_leave", "business", 2, 2.0), ("fellowship", "economy", 6, 1.0)))
    assert dict(zip(public["purpose"], public["activity_value"], strict=True)) == {"staff_mission": 20.0, "other": 8.0}


def test_one_row_of_many_trips_counts_them_all():
    footprint, activities = journeys(("staff_mission", "economy", 1, 30.0))
    public = privacy.public(footprint, activities.assign(trips=40.0))
    assert public["purpose"].tolist() == ["staff_mission"]
    assert public["activity_value"].tolist() == [40.0]


def test_the_legs_of_one_journey_are_one_journey():
    footprint, activities = journeys(("staff_mission", "economy", 20, 1.0), ("medical_evacuation", "first", 6, 2.0))
    public = privacy.public(footprint, activities.assign(trip_id=[*(f"T{row}" for row in range(20)), *["EVAC"] * 6]))
    assert public["purpose"].tolist() == ["other"]
    assert public["activity_value"].tolist() == pytest.approx([21.0])


def test_other_rows_are_kept_as_they_are():
    electricity = tables.stack(
        "footprint", [pd.DataFrame([{"organization": "BODY", "table": "electricity", "row_id": "e1", "emissions_tco2e": 4.0}])]
    )
    public = privacy.public(electricity, tables.empty("activities"))
    pd.testing.assert_frame_equal(public, electricity)


def test_an_empty_footprint_stays_empty():
    assert privacy.public(tables.empty("footprint"), tables.empty("activities")).empty


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(PURPOSES), st.sampled_from(["economy", "business"]), st.integers(1, 9), st.floats(0.01, 9)), min_size=1, max_size=7
    )
)
def test_totals_stay_and_no_group_is_small_unless_all_are_together(groups: list[tuple[str, str, int, float]]):
    footprint, activities = journeys(*groups)
    public = privacy.public(footprint, activities)
    assert public["emissions_tco2e"].sum() == pytest.approx(footprint["emissions_tco2e"].sum())
    assert public["co2_kg"].sum() == pytest.approx(footprint["co2_kg"].sum())
    assert len(public) == 1 or (public["activity_value"] >= privacy.SMALLEST_GROUP).all()


def test_what_is_in_the_total_stays_apart_from_what_is_not():
    inside, first = journeys(("staff_mission", "economy", 9, 1.0))
    outside, second = journeys(("participant", "economy", 2, 5.0), in_total=False)
    outside = outside.assign(source_file="b.csv")
    public = privacy.public(
        pd.concat([inside, outside], ignore_index=True), pd.concat([first, second.assign(source_file="b.csv")], ignore_index=True)
    )
    assert public.groupby("in_total")["emissions_tco2e"].sum().to_dict() == {False: 10.0, True: 9.0}


def test_the_journeys_of_a_member_are_merged_in_a_group_as_in_its_own_footprint():
    a, _ = journeys(("staff_mission", "economy", 20, 1.0), ("fellowship", "economy", 7, 1.0), ("medical_evacuation", "economy", 1, 9.0))
    b, _ = journeys(("staff_mission", "economy", 10, 1.0), ("medical_evacuation", "economy", 8, 1.0))
    rows = pd.concat([a.assign(organization="A"), b.assign(organization="B")], ignore_index=True).assign(journeys=1.0)
    told = privacy.merged(rows, ["table"])
    purposes = {code: own["purpose"].value_counts().to_dict() for code, own in told.groupby("organization")}
    assert purposes == {"A": {"staff_mission": 20, "other": 8}, "B": {"staff_mission": 10, "medical_evacuation": 8}}


CELLS = st.tuples(st.sampled_from(["B", "A", "", None]), st.sampled_from([2.0, 1.0, None]), st.sampled_from([True, False]))


@settings(deadline=None, max_examples=60)
@given(st.lists(CELLS, max_size=12))
def test_codes_number_rows_by_their_cells_in_order_the_missing_last(rows):
    frame = pd.DataFrame(rows, columns=["word", "number", "flag"]).astype({"word": "str", "number": "float64"})
    in_order = frame.groupby(list(frame.columns), dropna=False, sort=True).ngroup().tolist()
    assert privacy.codes(frame, list(frame.columns)).tolist() == in_order
    apart = privacy.codes(frame, ["word"])
    assert privacy.codes(frame, ["number", "flag"], apart).tolist() == in_order
