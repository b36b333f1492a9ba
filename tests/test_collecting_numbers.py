"""Numbers of exports are settled by the whole column, and what was written comes back or is refused, never another number."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from greening.collecting import numbers
from greening.errors import CallError


@pytest.mark.parametrize(
    ("cells", "way", "values"),
    [
        (["1234.5", "12"], "point", ["1234.5", "12"]),
        (["1.234,5", "12"], "comma", ["1234.5", "12"]),
        (["1,234.50", "7"], "point", ["1234.50", "7"]),
        (["1.234.567", "1"], "comma", ["1234567", "1"]),
        (["1 234,5", "1\u00a0000,25"], "comma", ["1234.5", "1000.25"]),
        (["1'234.5"], "point", ["1234.5"]),
        (["-12,5", "(12,5)", "12,5-"], "comma", ["-12.5"] * 3),
        (["1,234", "0,5"], "comma", ["1.234", "0.5"]),
        (["1,234", "0.5"], "point", ["1234", "0.5"]),
        (["12", "", "words"], "point", ["12", None, None]),
    ],
)
def test_a_column_says_how_its_numbers_are_written(cells, way, values):
    assert numbers.reading(cells, "auto", "Quantity") == way
    assert [numbers.number(cell, way) for cell in cells] == [
        None if value is None else Decimal(value) for value in [*values, *[None] * (len(cells) - len(values))]
    ]


@pytest.mark.parametrize("cells", [["1,234"], ["1.234", "22.500"], ["1.234,5", "1,234.5"], ["2,5", "2.5"]])
def test_a_column_that_leaves_two_readings_is_refused_with_a_cell_and_the_remedy(cells):
    with pytest.raises(CallError, match=r"Quantity: .*decimals: point.* or .*decimals: comma"):
        numbers.reading(cells, "auto", "Quantity")


def test_cells_that_are_not_written_alike_are_both_named():
    with pytest.raises(CallError, match=r"12\.345,6 is a number with a decimal comma alone, 1E99 with a decimal point alone; write"):
        numbers.reading(["7", "11.111", "12.345,6", "1E99"], "auto", "Quantity")


@pytest.mark.parametrize(
    "cell", ["", "12 kWh", "1,2,3", "12.345.6", "1.2345,6", "NaN", "inf", "1e5,2", ".", ",", "-", "()", "0x10", "１２", "1e999999"]
)
def test_what_is_no_number_is_none(cell):
    assert numbers.number(cell, "comma") is None
    assert numbers.number(cell, "point") is None


def test_a_number_of_a_workbook_keeps_its_point_and_a_text_that_could_be_either_is_none():
    assert numbers.number("1234.5", "comma", is_workbook=True) == Decimal("1234.5")
    assert numbers.number("1.234", "comma", is_workbook=True) is None


NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@given(
    st.lists(NUMBERS, min_size=1, max_size=8), st.sampled_from([("point", ",", "."), ("comma", ".", ","), ("comma", " ", ","), ("point", "'", ".")])
)
def test_numbers_written_in_any_of_these_ways_come_back_or_are_refused(values, style):
    way, group, sign = style
    cells = [f"{value:,.2f}".replace(",", "G").replace(".", "S").replace("G", group).replace("S", sign) for value in values]
    assert numbers.reading(cells, "auto", "Q") == way
    assert [numbers.number(cell, way) for cell in cells] == values


@given(NUMBERS)
def test_written_numbers_are_plain_and_equal(value):
    text = numbers.written(value)
    assert Decimal(text) == value
    assert "E" not in text
