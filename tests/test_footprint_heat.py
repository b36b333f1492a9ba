import pandas as pd
import pytest
from worked.frames import activities

from greening.footprint.compute import footprint


def line(country: str = "CHE", **cells: object) -> pd.Series:
    given = activities(profile={"country": country}, heat=[{"heat_kwh": 1000.0, **cells}])
    found = footprint(given, "AR5", "icao_style")
    assert len(found) == 1
    return found.iloc[0]


def test_heat_has_one_line_that_counts_on_both_bases() -> None:
    assert line()["basis"] == ""
    assert line()["scope"] == 2
    assert line()["bucket"] == "facilities"


def test_the_uk_factor_is_exact_in_the_uk_and_a_proxy_elsewhere() -> None:
    assert line("GBR")["factor_rung"] == "exact"
    assert line("CHE")["factor_rung"] == "proxy"


def test_the_suppliers_factor_wins() -> None:
    found = line(supplier_factor_kgco2e_per_kwh=0.1)
    assert found["emissions_tco2e"] == pytest.approx(0.1)
    assert found["factor_rung"] == "own"


def test_cooling_is_the_grid_over_the_performance_of_a_chiller() -> None:
    found = line("KEN", carrier="cooling")
    assert found["factor_value"] == pytest.approx(0.09695 / 4.2)
    assert (found["factor_rung"], found["factor_boundary"]) == ("proxy", "lifecycle")
