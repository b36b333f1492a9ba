"""Electricity on both bases against published numbers."""

import pandas as pd
import pytest
from worked.frames import activities

from greening.footprint.compute import footprint


def lines(year: int = 2023, country: str = "CHE", **cells: object) -> pd.DataFrame:
    row = {"location_id": "A", "electricity_kwh": 1000.0, **cells}
    made = footprint(activities(year, locations=[{"location_id": "A", "country": country}], electricity=[row]), "AR5", "icao_style")
    return made.set_index("basis")


def test_certificates_and_a_residual_mix_on_both_bases() -> None:
    """gera.services, Scope 2 market- against location-based (after the GHG Protocol's Scope 2 Guidance): 1,000,000 kWh on a grid of 0.20 are 200 t;
    with certificates for 600,000 kWh and a residual mix of 0.45 they are 180 t."""
    told = {"grid_factor_kgco2e_per_kwh": 0.20, "supplier_factor_kgco2e_per_kwh": 0.45, "certificate_kwh": 600_000.0}
    assert lines(electricity_kwh=1_000_000.0, **told)["emissions_tco2e"].to_dict() == pytest.approx({"location": 200.0, "market": 180.0})


@pytest.mark.parametrize(
    ("country", "year", "rung", "kg"),
    [
        ("KEN", 2023, "exact", 0.09695),
        ("CHE", 2023, "exact", 0.0292),
        ("KEN", 2035, "earlier", None),
        ("KEN", 1999, "later", None),
        ("AND", 2020, "region", None),
    ],
)
def test_each_rung_is_named_in_the_row_and_in_words(country: str, year: int, rung: str, kg: float | None) -> None:
    """Our World in Data from Ember and the Energy Institute; Andorra is not in the data."""
    found = lines(year, country)
    assert set(found["factor_rung"]) == {rung}
    words = {"exact": "country and year", "earlier": "earlier year", "later": "later year", "region": "of the region"}
    assert words[rung] in found.loc["location", "method"]
    assert found.loc["market", "method"] == "no residual mix is published: " + found.loc["location", "method"]
    assert kg is None or found["factor_value"].to_list() == pytest.approx([kg, kg])


@pytest.mark.parametrize(("year", "kg"), [(2022, 0.19338), (2023, 0.207074), (2024, 0.20705), (2025, 0.177)])
def test_a_national_factor_is_taken_as_it_is_published(year: int, kg: float) -> None:
    """UK Government GHG Conversion Factors, electricity generated, each edition."""
    found = lines(year, "GBR", grid_factor_kgco2e_per_kwh=kg)
    assert found["emissions_tco2e"].to_list() == pytest.approx([kg, kg])
    assert found["factor_boundary"].isna().all() or found["factor_boundary"].eq("").all()


@pytest.mark.parametrize(("year", "kg"), [(2022, 0.17073), (2023, 0.17964657), (2024, 0.17965), (2025, 0.17529)])
def test_district_heat_of_each_uk_edition(year: int, kg: float) -> None:
    """UK Government GHG Conversion Factors, district heat and steam."""
    row = {"location_id": "A", "heat_kwh": 1000.0}
    made = footprint(activities(year, locations=[{"location_id": "A", "country": "GBR"}], heat=[row]), "AR5", "icao_style")
    assert made["emissions_tco2e"].to_list() == pytest.approx([kg], rel=1e-6)
