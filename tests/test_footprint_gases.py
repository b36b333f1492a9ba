import pandas as pd
import pytest

from greening.footprint.gases import combustion_tco2e, potentials


@pytest.mark.parametrize(("gwp_set", "ch4", "n2o"), [("AR4", 25.0, 298.0), ("AR5", 28.0, 265.0), ("AR6", 27.0, 273.0)])
def test_combustion_takes_the_sets_potentials(gwp_set: str, ch4: float, n2o: float) -> None:
    one, none = pd.Series([1000.0]), pd.Series([0.0])
    assert combustion_tco2e(one, none, none, gwp_set).to_list() == [1.0]
    assert combustion_tco2e(none, one, none, gwp_set).to_list() == [ch4]
    assert combustion_tco2e(none, none, one, gwp_set).to_list() == [n2o]


def test_fossil_methane_of_leaks_is_kept_apart() -> None:
    assert potentials("AR6")["gwp"][["CH4_fossil", "CH4_nonfossil"]].to_list() == [29.8, 27.0]


def test_a_gap_in_a_set_is_filled_by_the_newest_and_named() -> None:
    gas = potentials("AR4").loc["HFC41"]
    assert (gas["gwp"], gas["gwp_set"]) == (135.0, "AR6")
