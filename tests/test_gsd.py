import math

import pandas as pd
import pytest

from greening.gsd import uncertainty_gsd


def gsd(source: str = "electricity", quality: str | None = "metered", rung: str = "exact") -> float:
    return float(uncertainty_gsd(pd.DataFrame({"source": [source], "quality": pd.Series([quality], dtype="str"), "factor_rung": [rung]})).iloc[0])


def test_ratios_combine_by_the_squares_of_their_logarithms() -> None:
    ratios = (1.05, 1.2, 1.1)
    assert gsd(quality="estimated", rung="earlier") == pytest.approx(math.exp(math.sqrt(sum(math.log(ratio) ** 2 for ratio in ratios)) / 2))


def test_a_worse_quality_and_a_farther_factor_are_less_certain() -> None:
    assert gsd(quality="metered") < gsd(quality="estimated") < gsd(quality="proxy")
    assert gsd(rung="exact") < gsd(rung="earlier") < gsd(rung="region") < gsd(rung="proxy")


def test_a_missing_quality_is_taken_as_fair() -> None:
    assert gsd(quality=None) == gsd(quality="estimated")


def test_a_default_that_holds_everywhere_is_as_sure_for_fuels_as_an_exact_one() -> None:
    assert gsd("heating_fuel", rung="world") == gsd("heating_fuel", rung="exact")
    assert gsd("electricity", rung="world") > gsd("electricity", rung="exact")
    assert 1.1 < gsd("flight", rung="world") < gsd("flight", rung="proxy")
