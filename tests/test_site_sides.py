"""Two figures beside each other are printed so that they can be told apart, as plainly as that allows."""

import pytest

from greening import locale
from greening.formats import Fact
from greening.site import sides

EN = locale.catalogue("en")


@pytest.mark.parametrize(
    ("first", "second", "unit", "told"),
    [
        (0.34, 0.26, "share", ("unit", "34 %", "26 %")),
        (0.443, 0.435, "share", ("finer", "44.3 %", "43.5 %")),
        (0.048982699026, 0.048798972091, "share", ("finest", "4.90 %", "4.88 %")),
        (0.0489827, 0.0489826, "share", ("exact", "0.0489827", "0.0489826")),
        (1234.5, 1234.5, "t CO2e", ("unit", "1,234 t", "1,234 t")),
    ],
)
def test_no_more_digits_than_tell_them_apart(first, second, unit, told):
    assert sides.telling(EN, Fact("a", first, unit=unit), Fact("b", second, unit=unit)) == told


def test_a_figure_that_stands_alone_is_printed_plainly():
    assert sides.telling(EN, None, Fact("b", 0.5, unit="share")) == ("unit", "", "50 %")
