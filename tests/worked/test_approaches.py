"""Approach 1 and Approach 2 against published numbers.

The rows of the United Kingdom are those of carbon dioxide from fuels in IPCC (2000), Good Practice Guidance and Uncertainty Management in National
Greenhouse Gas Inventories, table 6.3 (Gg CO2 of 1990 and 1997, uncertainties in % of activity data and emission factors, combined, and as % of the
total of all gases), entered from knowledge of the table. The equations are those of IPCC (2006), volume 1, chapter 3 (3.1, 3.2 and table 3.2). The
asymmetric intervals are the Monte Carlo results for agriculture in Poland in 2011 of E. Wojcik-Gront and A. Gront, Outlook on Agriculture 43 (2014).
"""

import math

import numpy as np
import pandas as pd
import pytest

from greening import monte_carlo, propagation, uncertainty
from greening.propagation import Errors

#: Fuel: emissions of 1990 and 1997 (Gg), uncertainty of activity and of factor (%), both together (%), and as % of the national total of 1997.
UK = {
    "coal": (238_218.0, 142_266.0, 1.2, 6.0, 6.1, 1.2),
    "oil": (208_684.0, 196_161.0, 1.0, 2.0, 2.2, 0.6),
    "natural gas": (111_052.0, 181_691.0, 1.4, 1.0, 1.7, 0.4),
}
#: All gases of 1997, Gg CO2 equivalent.
UK_TOTAL = 722_000.0


def gsd(*percent: float) -> float:
    """The geometric standard deviation of independent errors, each with half a 95 % interval of so many percent of the mean."""
    return math.exp(math.sqrt(sum(math.log1p((part / 100 / uncertainty.Z_97_5) ** 2) for part in percent)))


def rows(year: int, names=tuple(UK)) -> pd.DataFrame:
    """The fuels of 1990 or 1997 as footprint rows."""
    cells = [
        {
            "emissions_tco2e": UK[name][0 if year == 1990 else 1],
            "uncertainty_gsd": gsd(UK[name][2], UK[name][3]),
            "factor_gsd": gsd(UK[name][3]),
            "error_group": name,
        }
        for name in names
    ]
    return pd.DataFrame(cells).assign(gas="CO2e", precision="", factor_id="", method="")


def half_width(variance: float) -> float:
    """Half of the 95 % interval by error propagation."""
    return uncertainty.Z_97_5 * math.sqrt(variance)


@pytest.mark.parametrize("fuel", UK)
def test_activity_and_factor_combine_as_published(fuel):
    """Equation 3.1: the root of the sum of squares."""
    errors = Errors.of(rows(1997, [fuel]))
    half = half_width(errors.variance(np.arange(1)))
    assert round(100 * half / UK[fuel][1], 1) == UK[fuel][4]
    assert round(100 * half / UK_TOTAL, 1) == UK[fuel][5]


def test_sources_combine_as_published():
    """Equation 3.2: 1.2, 0.6 and 0.4 % of the total come to the root of the sum of their squares."""
    errors = Errors.of(rows(1997))
    assert 100 * half_width(errors.variance(np.arange(3))) / UK_TOTAL == pytest.approx(math.sqrt(1.2**2 + 0.6**2 + 0.4**2), abs=0.05)


def test_the_trend_is_that_of_table_3_2():
    """Columns I to M: factors fully correlated between the years (type A), activity data independent (type B).

    The table takes activity data of both years to err as much as those of the latest year; here each year errs by its own emissions.
    """
    base, now = sum(cells[0] for cells in UK.values()), sum(cells[1] for cells in UK.values())
    squares = 0.0
    for first, latest, activity, factor, *_ in UK.values():
        type_a = 100 * ((now + latest / 100) / (base + first / 100) - now / base)
        type_b = latest / base
        squares += (type_a * factor) ** 2 + (type_b * activity * math.sqrt(2)) ** 2
    of_1990, of_1997 = Errors.of(rows(1990)), Errors.of(rows(1997))
    found = propagation.ratio(of_1997, np.arange(3), of_1990, np.arange(3))
    assert (found.high - found.low) / 2 * 100 == pytest.approx(math.sqrt(squares), rel=0.1)


def test_both_approaches_agree_where_errors_are_small():
    """IPCC 2006, 3.2.3: the approaches give the same where relative standard deviations are below 0.3."""
    errors = Errors.of(rows(1997))
    one, two = errors.statistical(np.arange(3)), monte_carlo.interval(errors, np.arange(3))
    assert (two.low, two.high) == (pytest.approx(one.low, rel=0.002), pytest.approx(one.high, rel=0.002))


@pytest.mark.parametrize(("gas", "mean", "low", "high"), [("CH4", 576.8, -21.7, 25.8), ("N2O", 73.5, -50.0, 79.9)])
def test_asymmetric_bounds_are_those_of_a_published_monte_carlo_analysis(gas, mean, low, high):
    """The width of the published interval fixes the spread; where both bounds lie about the mean follows from the distribution."""
    sigma = (math.log(1 + high / 100) - math.log(1 + low / 100)) / (2 * uncertainty.Z_97_5)
    frame = pd.DataFrame({"emissions_tco2e": [mean], "uncertainty_gsd": math.exp(sigma), "factor_gsd": math.exp(sigma), "error_group": gas})
    errors = Errors.of(frame.assign(gas="CO2e", precision="", factor_id="", method=""))
    one, two = errors.statistical(np.arange(1)), monte_carlo.interval(errors, np.arange(1))
    assert (round(100 * (one.low / mean - 1), 1), round(100 * (one.high / mean - 1), 1)) == (
        pytest.approx(low, abs=0.11),
        pytest.approx(high, abs=0.11),
    )
    assert (100 * (two.low / mean - 1), 100 * (two.high / mean - 1)) == (pytest.approx(low, abs=0.8), pytest.approx(high, abs=3))
