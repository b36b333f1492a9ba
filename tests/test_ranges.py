"""Intervals as they are printed: worked by hand."""

import pytest

from greening import locale, ranges
from greening.units import PERCENT

EN = locale.catalogue("en")


@pytest.mark.parametrize(
    ("unit", "low", "high", "scale", "shown"),
    [
        # Rounded outwards, never inwards.
        ("t", 1736.14, 2234.63, 1.0, "1,730 to 2,240 t"),
        # So near to each other that three digits would not tell them apart.
        ("t", 1736.14, 1737.9, 1.0, "1,736.1 to 1,737.9 t"),
        ("%", -0.171, 0.068, PERCENT, "−18 % to +7 %"),
        ("t", 0.0, 5.0, 1.0, "0 to 5.00 t"),
        ("t", None, 12.34, 1.0, "less than 12.4 t"),
        ("t", 12.34, None, 1.0, "more than 12.3 t"),
        ("t", None, None, 1.0, "not known"),
    ],
)
def test_an_interval_is_printed(unit, low, high, scale, shown):
    assert ranges.between(EN, unit, low, high, scale) == shown
