import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from worked.frames import activities

from greening import tables
from greening.errors import CallError
from greening.footprint.compute import footprint
from greening.indicators import indicators

ID = ["table", "row_id"]
ROUTES = {"origin": "GVA", "destination": "NBO"}


def drawn_rows(table: str) -> st.SearchStrategy[dict[str, object]]:
    """Rows of an activity table with every choice and any quantity, as validation would let them through."""
    cells: dict[str, st.SearchStrategy[object]] = {}
    for name, column in tables.submission_tables()[table].columns.items():
        if column.choices and column.type == "text":
            cells[name] = st.sampled_from(column.choices)
        elif column.required and column.type == "number":
            cells[name] = st.floats(0, 1e6)
    if table == "refrigerants":
        cells["refrigerant"] = st.sampled_from(["R-410A", "R-22", "SF6"])
    if table == "air_travel":
        return st.fixed_dictionaries(cells).map(lambda row: {**ROUTES, **row})
    return st.fixed_dictionaries(cells).map(lambda row: {"location_id": "NBO", "reference": "x", **row})


@st.composite
def submissions(draw: st.DrawFn) -> pd.DataFrame:
    rows = {table: draw(st.lists(drawn_rows(table), max_size=2)) for table in tables.activity_tables()}
    return activities(2023, locations=[{"location_id": "NBO", "country": "KEN"}], **{table: cells for table, cells in rows.items() if cells})


@settings(max_examples=15, deadline=None)
@given(submissions(), st.sampled_from(["icao_style", "desnz"]))
def test_every_activity_row_has_a_line_of_the_footprint_or_an_indicator(given: pd.DataFrame, method: str) -> None:
    lines = pd.concat([footprint(given, "AR5", method)[ID], indicators(given)[ID]])
    wanted = given.loc[given["table"].isin(tables.activity_tables()), ID]
    assert set(wanted.itertuples(index=False, name=None)) <= set(lines.itertuples(index=False, name=None))


@settings(max_examples=8, deadline=None)
@given(submissions())
def test_the_key_of_a_line_is_its_own_and_its_derivation_can_be_recomputed(given: pd.DataFrame) -> None:
    found = footprint(given, "AR5", "icao_style")
    assert not found.duplicated(list(tables.products()["footprint"].key)).any()
    again = found["activity_value"] * found["factor_value"] / 1000
    priced = found["emissions_tco2e"].notna()
    assert again[priced].to_list() == pytest.approx(found.loc[priced, "emissions_tco2e"].to_list(), rel=1e-9, abs=1e-12)


@settings(max_examples=8, deadline=None)
@given(submissions(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(given: pd.DataFrame, random) -> None:
    order = list(given.index)
    random.shuffle(order)
    columns = [*ID, "basis", "gas"]
    plain, mixed = (footprint(frame, "AR5", "icao_style").sort_values(columns, ignore_index=True) for frame in (given, given.loc[order]))
    pd.testing.assert_frame_equal(plain, mixed)


@settings(max_examples=4, deadline=None)
@given(submissions())
def test_the_argument_stays_as_it_was(given: pd.DataFrame) -> None:
    before = given.copy(deep=True)
    footprint(given, "AR5", "icao_style")
    indicators(given)
    pd.testing.assert_frame_equal(given, before)


def test_the_columns_are_those_of_the_product_also_without_rows() -> None:
    empty = footprint(activities(), "AR5", "icao_style")
    assert list(empty.columns) == list(tables.products()["footprint"].columns)
    assert empty.empty


def test_sources_add_up_to_the_total_of_a_basis() -> None:
    given = activities(
        locations=[{"location_id": "NBO", "country": "KEN"}],
        electricity=[{"location_id": "NBO", "electricity_kwh": 1000.0, "supplier_factor_kgco2e_per_kwh": 0.5}],
        fuels=[{"use": "vehicle", "fuel": "diesel", "quantity": 100.0, "unit": "l"}],
        air_travel=[{**ROUTES, "purpose": "other", "paid_by": "third_party"}],
        optional=[{"activity": "hotel", "emissions_tco2e": 99.0}],
    )
    found = footprint(given, "AR5", "icao_style")
    totals = {basis: found.loc[found["in_total"] & found["basis"].isin(["", basis]), "emissions_tco2e"].sum() for basis in ("location", "market")}
    assert totals == pytest.approx({"location": 0.09695 + 0.2717766, "market": 0.5 + 0.2717766}, rel=1e-5)


def test_a_period_over_the_years_end_counts_by_days() -> None:
    row = {"use": "heating", "fuel": "diesel", "quantity": 62.0, "unit": "l", "start_date": "2022-12-01", "end_date": "2023-01-31"}
    found = footprint(activities(fuels=[row]), "AR5", "icao_style").iloc[0]
    assert (found["year_share"], found["reported_value"]) == (0.5, 62.0)
    assert found["activity_value"] == pytest.approx(31 * 0.03612)


@pytest.mark.parametrize(("gwp_set", "method"), [("AR3", "icao_style"), ("AR5", "guess")])
def test_an_unknown_set_or_method_is_a_wrong_call(gwp_set: str, method: str) -> None:
    with pytest.raises(CallError):
        footprint(activities(), gwp_set, method)


def test_numbers_have_a_standard_deviation_and_a_source() -> None:
    from greening import reference

    given = activities(air_travel=[{**ROUTES, "purpose": "other"}], heat=[{"heat_kwh": 1.0, "supplier_factor_kgco2e_per_kwh": 0.1}])
    found = footprint(given, "AR5", "icao_style")
    assert found["uncertainty_gsd"].gt(1).all()
    assert set(found["factor_source_id"]) <= set(reference.sources())
