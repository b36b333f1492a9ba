"""What holds of every footprint, whatever is handed in: parts add up, doubling doubles, order and splitting change nothing, no row is lost."""

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from worked.frames import activities

from greening import tables
from greening.footprint.compute import footprint
from greening.indicators import indicators

DECLARED = tables.submission_tables()
PLACES = [{"location_id": "A", "country": "KEN"}, {"location_id": "B", "country": "AND"}]
QUANTITIES = {
    "electricity": "electricity_kwh",
    "heat": "heat_kwh",
    "fuels": "quantity",
    "refrigerants": "quantity_kg",
    "ground_travel": "distance_km",
    "waste": "waste_kg",
    "water": "water_m3",
    "wastewater": "wastewater_m3",
}
#: What else of a row grows with its quantity.
BESIDE = {"electricity": ["certificate_kwh"]}
GASES = ["R-410A", "R-134a", "R-22", "R-1234yf", "SF6", "R-290", "R-717"]


def choices(table: str, column: str) -> st.SearchStrategy[str]:
    return st.sampled_from(DECLARED[table].columns[column].choices)


ROWS = {
    "electricity": st.fixed_dictionaries(
        {"supply": choices("electricity", "supply")},
        optional={"certificate_kwh": st.floats(0, 1e5), "supplier_factor_kgco2e_per_kwh": st.floats(0, 1)},
    ),
    "heat": st.fixed_dictionaries({"carrier": choices("heat", "carrier")}),
    "fuels": st.fixed_dictionaries(
        {"use": choices("fuels", "use"), "fuel": choices("fuels", "fuel"), "unit": choices("fuels", "unit")}
        | {"calorific_basis": choices("fuels", "calorific_basis")},
        optional={"bio_share_pct": st.floats(0, 100)},
    ),
    "refrigerants": st.fixed_dictionaries({"refrigerant": st.sampled_from(GASES), "basis": choices("refrigerants", "basis")}),
    "ground_travel": st.fixed_dictionaries(
        {"mode": choices("ground_travel", "mode"), "distance_basis": choices("ground_travel", "distance_basis"), "passengers": st.floats(1, 9)}
    ),
    "waste": st.fixed_dictionaries({"stream": choices("waste", "stream"), "treatment": choices("waste", "treatment")}),
    "water": st.fixed_dictionaries({"source": choices("water", "source")}),
    "wastewater": st.fixed_dictionaries({"treatment": choices("wastewater", "treatment")}),
}


@st.composite
def submissions(draw: st.DrawFn) -> dict[str, list[dict[str, object]]]:
    """Rows of some tables, each with a place, a quantity and a name."""
    found: dict[str, list[dict[str, object]]] = {}
    for table in draw(st.lists(st.sampled_from(sorted(ROWS)), min_size=1, max_size=4, unique=True)):
        rows = draw(st.lists(ROWS[table], min_size=1, max_size=4))
        shared = {"location_id": "A"}
        found[table] = [
            {**shared, **row, QUANTITIES[table]: draw(st.floats(1, 1e6)), "row_id": f"{table}-{number}"} for number, row in enumerate(rows)
        ]
    return found


def scaled(rows: dict[str, list[dict[str, object]]], by: float) -> dict[str, list[dict[str, object]]]:
    return {
        table: [{name: cell * by if name in [QUANTITIES[table], *BESIDE.get(table, [])] else cell for name, cell in row.items()} for row in submitted]
        for table, submitted in rows.items()
    }


def computed(rows: dict[str, list[dict[str, object]]], gwp_set: str = "AR5") -> pd.DataFrame:
    return footprint(activities(locations=PLACES, **rows), gwp_set, "icao_style")


def by_basis(made: pd.DataFrame) -> dict[str, float]:
    return made.assign(basis=made["basis"].fillna("")).groupby("basis")["emissions_tco2e"].sum().to_dict()


@settings(max_examples=25, deadline=None)
@given(submissions(), st.sampled_from(["AR4", "AR5", "AR6"]))
def test_parts_add_up_to_totals(rows: dict[str, list[dict[str, object]]], gwp_set: str) -> None:
    made = computed(rows, gwp_set)
    priced = made[made["emissions_tco2e"].notna()]
    assert (priced["activity_value"] * priced["factor_value"] / 1000).to_list() == pytest.approx(priced["emissions_tco2e"].to_list())
    apart = [computed({table: submitted}, gwp_set) for table, submitted in rows.items()]
    assert by_basis(made) == pytest.approx(by_basis(pd.concat(apart)))
    for by in ("source", "scope", "bucket", "gas"):
        assert made.groupby(by)["emissions_tco2e"].sum().sum() == pytest.approx(made["emissions_tco2e"].sum())


@settings(max_examples=25, deadline=None)
@given(submissions())
def test_doubling_the_activity_doubles_the_emissions_and_every_gas(rows: dict[str, list[dict[str, object]]]) -> None:
    once, twice = computed(rows), computed(scaled(rows, 2))
    for column in ("activity_value", "emissions_tco2e", "co2_kg", "ch4_kg", "n2o_kg", "other_gas_kg", "biogenic_co2_kg"):
        assert twice[column].fillna(0).to_list() == pytest.approx((2 * once[column].fillna(0)).to_list())
    assert twice["factor_value"].fillna(0).to_list() == pytest.approx(once["factor_value"].fillna(0).to_list())


@settings(max_examples=25, deadline=None)
@given(submissions(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_line(rows: dict[str, list[dict[str, object]]], random: object) -> None:
    shuffled = {table: random.sample(submitted, len(submitted)) for table, submitted in rows.items()}  # type: ignore[attr-defined]
    key = ["table", "row_id", "basis", "gas"]
    ordered = [made.drop(columns="source_row").sort_values(key, ignore_index=True) for made in (computed(rows), computed(shuffled))]
    pd.testing.assert_frame_equal(*ordered)


@settings(max_examples=25, deadline=None)
@given(submissions(), st.floats(0.01, 0.99))
def test_splitting_rows_changes_nothing(rows: dict[str, list[dict[str, object]]], share: float) -> None:
    parts = scaled(rows, share), scaled(rows, 1 - share)
    split = {table: [*parts[0][table], *({**row, "row_id": f"{row['row_id']}b"} for row in parts[1][table])] for table in rows}
    assert by_basis(computed(split)) == pytest.approx(by_basis(computed(rows)), rel=1e-9, abs=1e-12)
    whole, pieces = (indicators(activities(locations=PLACES, **given_)) for given_ in (rows, split))
    kinds = ["indicator_id", "category", "treatment"]
    sums = [made.groupby(kinds, dropna=False, sort=True)["value"].sum().to_dict() for made in (whole, pieces)]
    assert sums[1] == pytest.approx(sums[0])


@settings(max_examples=25, deadline=None)
@given(submissions())
def test_every_row_that_is_handed_in_is_accounted_for(rows: dict[str, list[dict[str, object]]]) -> None:
    made = computed(rows)
    handed_in = {(table, row["row_id"]) for table, submitted in rows.items() for row in submitted}
    assert set(zip(made["table"], made["row_id"], strict=True)) == handed_in
    assert made[made["emissions_tco2e"].isna()].empty


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(DECLARED["fuels"].columns["fuel"].choices), st.sampled_from(["kg", "l", "m3", "kwh"]), st.floats(0.01, 1e6))
def test_units_convert_there_and_back(fuel: str, unit: str, quantity: float) -> None:
    row = {"use": "heating", "fuel": fuel, "quantity": quantity, "unit": unit, "calorific_basis": "net"}
    there = computed({"fuels": [row]}).iloc[0]
    back = computed({"fuels": [{**row, "quantity": there["activity_value"], "unit": "gj"}]}).iloc[0]
    assert back["emissions_tco2e"] == pytest.approx(there["emissions_tco2e"])
    # A litre of compressed gas is measured in the tank, a cubic metre at normal pressure.
    if unit == "l" and fuel != "cng":
        cubic = computed({"fuels": [{**row, "quantity": quantity / 1000, "unit": "m3"}]}).iloc[0]
        assert cubic["emissions_tco2e"] == pytest.approx(there["emissions_tco2e"])
