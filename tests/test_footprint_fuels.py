import pandas as pd
import pytest
from hypothesis import given, strategies as st
from worked.frames import activities

from greening import tables
from greening.footprint.calorific import energy_gj
from greening.footprint.compute import footprint
from greening.footprint.fuels import GASES, masses

COLUMNS = tables.submission_tables()["fuels"].columns


def lines(*cells: dict[str, object], gwp_set: str = "AR5") -> pd.DataFrame:
    base = {"use": "vehicle", "fuel": "diesel", "quantity": 100.0, "unit": "l"}
    return footprint(activities(fuels=[{**base, **cell} for cell in cells]), gwp_set, "icao_style")


@pytest.mark.parametrize(
    ("use", "bucket", "source"),
    [
        ("heating", "facilities", "heating_fuel"),
        ("generator", "facilities", "generator_fuel"),
        ("cooking", "facilities", "cooking_fuel"),
        ("vehicle", "other_travel", "vehicle_fuel"),
        ("vessel", "other_travel", "vessel_fuel"),
        ("aircraft", "air_travel", "aircraft_fuel"),
    ],
)
def test_where_each_use_goes(use: str, bucket: str, source: str) -> None:
    found = lines({"use": use}).iloc[0]
    assert (found["scope"], found["bucket"], found["source"]) == (1, bucket, source)


def test_every_fuel_in_every_use_and_unit_has_emissions() -> None:
    cells = [
        {"use": use, "fuel": fuel, "unit": unit}
        for use in COLUMNS["use"].choices
        for fuel in COLUMNS["fuel"].choices
        for unit in COLUMNS["unit"].choices
    ]
    found = lines(*cells)
    assert len(found) == len(cells)
    assert found["emissions_tco2e"].gt(0).all()


def test_the_same_energy_in_any_unit_gives_the_same_emissions() -> None:
    found = lines(
        {"quantity": 1000.0, "unit": "l"},
        {"quantity": 1.0, "unit": "m3"},
        {"quantity": 840.0, "unit": "kg"},
        {"quantity": 0.84, "unit": "t"},
        {"quantity": 36.12, "unit": "gj"},
        {"quantity": 36120 / 3.6, "unit": "kwh"},
        {"quantity": 36.12 / 0.95, "unit": "gj", "calorific_basis": "gross"},
    )
    assert found["emissions_tco2e"].to_list() == pytest.approx([found["emissions_tco2e"].iloc[0]] * 7)


def test_gross_gas_is_a_tenth_less_and_gross_oil_a_twentieth() -> None:
    gas, oil = ({"fuel": fuel, "unit": "kwh", "calorific_basis": "gross", "quantity": 1000.0} for fuel in ("natural_gas", "diesel"))
    assert lines(gas, oil)["activity_value"].to_list() == pytest.approx([3.6 * 0.9, 3.6 * 0.95])


def test_the_biofuel_of_a_blend_is_biogenic_and_its_other_gases_stay() -> None:
    plain, blend, pure = (lines({"bio_share_pct": share}).iloc[0] for share in (0.0, 20.0, 100.0))
    assert blend["co2_kg"] == pytest.approx(plain["co2_kg"] * 0.8)
    assert blend["biogenic_co2_kg"] == pytest.approx(pure["biogenic_co2_kg"] * 0.2)
    assert pure["co2_kg"] == 0
    assert pure["emissions_tco2e"] > 0


def test_methane_and_nitrous_oxide_follow_the_set() -> None:
    totals = {
        gwp_set: lines({"fuel": "wood", "use": "cooking", "unit": "t", "quantity": 1.0}, gwp_set=gwp_set).iloc[0] for gwp_set in ("AR4", "AR5", "AR6")
    }
    for gwp_set, ch4, n2o in (("AR4", 25, 298), ("AR5", 28, 265), ("AR6", 27.0, 273)):
        row = totals[gwp_set]
        assert row["emissions_tco2e"] == pytest.approx((row["ch4_kg"] * ch4 + row["n2o_kg"] * n2o) / 1000)
        assert row["gwp_set"] == gwp_set


def test_a_fuel_that_the_category_lacks_is_a_proxy() -> None:
    assert lines({"use": "vessel", "fuel": "coal"}).iloc[0]["factor_rung"] == "proxy"
    assert lines({"use": "vessel", "fuel": "diesel"}).iloc[0]["factor_rung"] == "world"


@given(st.floats(0.1, 1e6), st.sampled_from(COLUMNS["fuel"].choices), st.sampled_from(COLUMNS["unit"].choices))
def test_doubling_the_quantity_doubles_every_gas(quantity: float, fuel: str, unit: str) -> None:
    fuel_column, unit_column, basis = (pd.Series([text] * 2) for text in (fuel, unit, "net"))
    energy = energy_gj(pd.Series([quantity, 2 * quantity]), fuel_column, unit_column, basis)
    gases = masses(fuel_column, pd.Series(["road"] * 2), energy)[list(GASES)]
    assert gases.iloc[1].to_list() == pytest.approx((2 * gases.iloc[0]).to_list())
    assert gases.iloc[0].sum() > 0


def test_nothing_burnt_is_zero_and_keeps_its_factor() -> None:
    found = lines({"quantity": 0.0}).iloc[0]
    assert found["emissions_tco2e"] == 0
    assert found["factor_value"] == pytest.approx(75.2427, rel=1e-5)


def test_a_biofuel_is_one_whatever_share_is_given() -> None:
    plain, diluted = lines({"fuel": "biodiesel"}, {"fuel": "biodiesel", "bio_share_pct": 20.0})[
        ["biogenic_co2_kg", "emissions_tco2e", "factor_id"]
    ].itertuples(index=False)
    assert plain == diluted


def test_coal_is_blended_with_wood() -> None:
    found = lines({"use": "heating", "fuel": "coal", "unit": "t", "bio_share_pct": 10.0}).iloc[0]
    assert found["biogenic_co2_kg"] == pytest.approx(10 * 15.6 * 112)
    assert found["factor_id"].endswith("+wood@10.0")
