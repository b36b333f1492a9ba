"""All figures of an organization and year."""

import pandas as pd
import pytest
from figure_frames import footprint, inputs, inventory, published
from hypothesis import given, settings, strategies as st

from greening import tables
from greening.errors import GreeningError
from greening.figures.evaluate import evaluate

LINES = [
    {"emissions_tco2e": 10.0, "source": "heating_fuel", "factor_id": "a", "uncertainty_gsd": 1.1},
    {"emissions_tco2e": 70.0, "source": "flight", "scope": 3, "bucket": "air_travel", "factor_id": "b", "uncertainty_gsd": 1.3},
    {"emissions_tco2e": 3.0, "source": "hotel", "scope": 3, "in_total": False, "outside_reason": "optional"},
]
SUMS = ("t CO2e",)


def made(lines, rows=()):
    return evaluate(inputs(list(rows), footprint=footprint(lines).assign(table="x"))).set_index("figure_id")


def test_the_product_has_its_declared_columns_and_each_name_once():
    found = evaluate(inputs([inventory(5.0), published("ghg.total", 5.0), published("made.up", 1.0)]))
    assert list(found.columns) == list(tables.products()["figures"].columns)
    assert found["figure_id"].is_unique


def test_a_figure_has_a_value_or_a_text_and_its_interval_holds_the_value():
    found = made(LINES, [{"table": "profile", "scope2_basis": "location"}, {"table": "personnel", "headcount": 7.0}])
    assert (found["value"].notna() != found["text"].notna()).all()
    bounded = found[found["low"].notna()]
    assert (bounded["low"] <= bounded["value"]).all()
    assert (bounded["high"] >= bounded["value"]).all()
    assert found["unit"].notna().all()
    assert found["method"].notna().all()


@settings(max_examples=10, deadline=None)
@given(st.permutations(LINES))
def test_the_order_of_rows_does_not_matter(lines):
    pd.testing.assert_series_equal(made(lines)["value"].sort_index(), made(LINES)["value"].sort_index())


def test_doubling_activity_doubles_emissions_and_keeps_shares():
    single, double = made(LINES), made([line | {"emissions_tco2e": 2 * line["emissions_tco2e"]} for line in LINES])
    is_sum = single["unit"].isin(SUMS)
    assert double.loc[is_sum, "value"].tolist() == pytest.approx((2 * single.loc[is_sum, "value"]).tolist())
    assert double.loc[single["unit"] == "share", "value"].tolist() == pytest.approx(single.loc[single["unit"] == "share", "value"].tolist())


def test_nothing_submitted_makes_no_figure_of_zero_emissions():
    found = evaluate(inputs())
    assert not found["figure_id"].str.startswith(("ghg", "waste", "water", "energy", "personnel", "members")).any()


def test_the_same_inputs_give_the_same_figures():
    pd.testing.assert_frame_equal(made(LINES), made(LINES))


def test_rows_that_do_not_add_up_stop_the_stage():
    with pytest.raises(GreeningError, match="do not add up"):
        evaluate(inputs([{"table": "fuels"}]))
