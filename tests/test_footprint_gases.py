import pandas as pd
import pytest

from greening.errors import ReferenceDataError
from greening.footprint.gases import combustion_tco2e, methane, potentials


@pytest.mark.parametrize(
    ("gwp_set", "is_fossil", "ch4", "n2o"),
    [
        ("AR4", True, 25.0, 298.0),
        ("AR4", False, 25.0, 298.0),
        ("AR5", True, 28.0, 265.0),
        ("AR5", False, 28.0, 265.0),
        ("AR6", True, 29.8, 273.0),
        ("AR6", False, 27.0, 273.0),
    ],
)
def test_combustion_takes_the_sets_potentials_and_methane_that_of_its_origin(gwp_set: str, is_fossil: bool, ch4: float, n2o: float) -> None:
    one, none = pd.Series([1000.0]), pd.Series([0.0])
    assert combustion_tco2e(one, none, none, gwp_set, is_fossil=is_fossil).to_list() == [1.0]
    assert combustion_tco2e(none, one, none, gwp_set, is_fossil=is_fossil).to_list() == [ch4]
    assert combustion_tco2e(none, none, one, gwp_set, is_fossil=is_fossil).to_list() == [n2o]


def test_methane_of_an_origin_that_no_set_has_is_told() -> None:
    with pytest.raises(ReferenceDataError, match="gwp_methane"):
        methane("AR7", is_fossil=True)


def test_a_gap_in_a_set_is_filled_by_the_newest_and_named() -> None:
    gas = potentials("AR4").loc["HFO1234yf"]
    assert (gas["gwp"], gas["gwp_set"]) == (0.501, "AR6")
