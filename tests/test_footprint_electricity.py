import pandas as pd
import pytest
from worked.frames import activities

from greening.footprint.compute import footprint

KENYA_2023 = 0.09695


def lines(**cells: object) -> pd.DataFrame:
    row = {"location_id": "NBO", "electricity_kwh": 1000.0, **cells}
    given = activities(locations=[{"location_id": "NBO", "country": "KEN"}], electricity=[row])
    return footprint(given, "AR5", "icao_style").set_index("basis")


def test_a_row_has_a_location_and_a_market_line_both_in_the_total_of_their_basis() -> None:
    found = lines()
    assert sorted(found.index) == ["location", "market"]
    assert found["in_total"].all()
    assert found["emissions_tco2e"].to_list() == pytest.approx([KENYA_2023, KENYA_2023])
    assert set(found["scope"]) == {2}
    assert set(found["bucket"]) == {"facilities"}


def test_the_suppliers_factor_is_of_the_market_basis_only() -> None:
    found = lines(supplier_factor_kgco2e_per_kwh=0.02, factor_reference="Annual statement of the supplier")
    assert found["emissions_tco2e"].to_dict() == pytest.approx({"location": KENYA_2023, "market": 0.02})
    assert found["factor_rung"].to_dict() == {"location": "exact", "market": "own"}
    assert found.loc["market", "reference"] == "Annual statement of the supplier"


def test_certificates_are_zero_on_the_market_basis_and_capped_at_the_use() -> None:
    assert lines(certificate_kwh=400.0)["emissions_tco2e"].to_dict() == pytest.approx({"location": KENYA_2023, "market": KENYA_2023 * 0.6})
    assert lines(certificate_kwh=4000.0).loc["market", "emissions_tco2e"] == 0
    assert "40.0 % covered" in lines(certificate_kwh=400.0).loc["market", "method"]


def test_a_national_factor_of_the_body_is_the_own_rung_on_the_location_basis() -> None:
    found = lines(grid_factor_kgco2e_per_kwh=0.5)
    assert found.loc["location", "factor_rung"] == "own"
    assert found.loc["location", "emissions_tco2e"] == pytest.approx(0.5)


@pytest.mark.parametrize("supply", ["onsite_renewable", "own_generator"])
def test_electricity_made_by_the_body_has_no_emissions_of_its_own(supply: str) -> None:
    found = lines(supply=supply, grid_factor_kgco2e_per_kwh=0.5, supplier_factor_kgco2e_per_kwh=0.5)
    assert found["emissions_tco2e"].to_list() == [0.0, 0.0]


def test_a_generator_of_another_never_has_the_grids_factor() -> None:
    found = lines(supply="third_party_generator", grid_factor_kgco2e_per_kwh=0.01)
    assert found["factor_value"].to_list() == [0.8, 0.8]
    assert set(found["factor_rung"]) == {"proxy"}
    assert lines(supply="third_party_generator", supplier_factor_kgco2e_per_kwh=0.7)["factor_value"].to_list() == [0.7, 0.7]


def test_no_electricity_is_zero_and_not_missing() -> None:
    assert lines(electricity_kwh=0.0, certificate_kwh=10.0)["emissions_tco2e"].to_list() == [0.0, 0.0]
