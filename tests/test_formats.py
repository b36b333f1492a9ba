"""How figures are printed: digits, units, words for how sharp they are."""

import pytest
from hypothesis import given, strategies as st
from made_report import figures, quantity, word

from greening import formats, locale
from greening.errors import CatalogueError
from greening.formats import Fact

EN = locale.catalogue("en")


def fact(value: float, unit: str = "t CO2e", precision: str = "", **more: object) -> Fact:
    return Fact("f", value, unit=unit, precision=precision, **more)


@pytest.mark.parametrize(
    ("made", "style", "printed"),
    [
        (fact(1_400_000.0, precision="rounded"), "short", "1.4 Mt"),
        (fact(1_400_000.0, precision="rounded"), "about", "about 1.4 Mt"),
        (fact(1_400_000.0, precision="rounded"), "mega", "1.4"),
        (fact(1_400_000.0, precision="rounded"), "table", "about 1,400,000"),
        (fact(2_000_000.0, precision="more_than"), "about", "more than 2 Mt"),
        (fact(230_000.0, "persons", "nearly"), "about", "nearly 230,000"),
        (fact(1_751_534.0, precision="exact"), "short", "1.75 Mt"),
        (fact(1_751_534.0, precision="exact"), "table", "1,751,534"),
        (fact(12_345.6), "short", "12,300 t"),
        (fact(12_345.6), "plain", "12,346"),
        (fact(0.0), "plain", "0"),
        (fact(4.6, "t/person", "rounded"), "unit", "4.6 t per person"),
        (fact(7.18, "t/person", "rounded"), "plain", "7.18"),
        (fact(2.8437, "t/person"), "plain", "2.8"),
        (fact(0.012, "t/person"), "plain", "0.012"),
        (fact(155.92, "kg/person"), "plain", "156"),
        (fact(0.38, "share", "rounded"), "plain", "38 %"),
        (fact(0.955, "share", "rounded"), "plain", "95.5 %"),
        (fact(0.9549, "share"), "plain", "95 %"),
        (fact(0.0031, "share"), "plain", "0.3 %"),
        (fact(2010.0, "year"), "plain", "2010"),
        (fact(-0.45, "share"), "signed", "\u221245 %"),
        (fact(0.12, "share"), "signed", "+12 %"),
        (fact(-58_125.0), "signed", "\u221258,100 t"),
        (fact(1234.5, "CHF"), "unit", "1,234 CHF"),
    ],
)
def test_a_figure_is_printed_so(made: Fact, style: str, printed: str):
    assert formats.figure(EN, made, style) == printed


def test_the_change_of_two_rounded_totals():
    change = fact(1.4 / 1.7 - 1, "share", low=1.35 / 1.75 - 1, high=1.45 / 1.65 - 1, interval_kind="rounding")
    assert formats.figure(EN, change, "size") == "about 18 %"
    assert formats.figure(EN, change, "size_range") == "12 to 23 %"


def test_a_change_that_may_be_none_keeps_its_signs():
    assert formats.figure(EN, fact(-0.05, "share", low=-0.17, high=0.07), "size_range") == "\u221217 % to +7 %"


def test_bounds_that_a_whole_percentage_does_not_tell_apart_have_a_decimal():
    assert formats.figure(EN, fact(0.12, "share", low=0.115, high=0.125), "size_range") == "11.5 to 12.5 %"


def test_intervals_print_the_unit_once_and_say_where_they_are_open():
    assert formats.figure(EN, fact(1_400_000.0, low=1_350_000.0, high=1_450_000.0), "range") == "1.35 to 1.45 Mt"
    assert formats.figure(EN, fact(2_000_000.0, low=2_000_000.0), "range") == "more than 2.00 Mt"
    assert formats.figure(EN, fact(5.0), "range") == "not known"


def test_a_text_is_printed_by_its_term():
    assert formats.figure(EN, Fact("s", text="no_baseline"), "plain") == "no baseline"
    assert formats.figure(EN, Fact("s", text="Field data improved"), "plain") == "Field data improved"


def test_an_unknown_style_is_an_error():
    with pytest.raises(CatalogueError, match="no style loud"):
        formats.figure(EN, fact(1.0), "loud")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_exact_style_has_all_digits_but_the_noise_of_a_binary_fraction(value: float):
    shown = formats.figure(EN, fact(value), "exact").replace(",", "").replace("\u2212", "-")
    assert float(shown) == pytest.approx(value, rel=1e-11)
    assert formats.figure(EN, fact(0.35000000000000003), "exact") == "0.35"
    assert formats.figure(EN, fact(2010.0, "year"), "exact") == "2010"


@pytest.mark.parametrize(
    ("value", "unit", "low", "high", "shown"),
    [
        (1_860_000.0, "t CO2e", 1_855_000.0, 1_865_000.0, "1.855 to 1.865 Mt"),
        (396.0, "kg/person", 395.5, 396.5, "395.5 to 396.5 kg per person"),
        (1850.4, "t CO2e", 1734.2, 1972.3, "1,730 to 1,980 t"),
        (0.174, "t/person", 0.152, 0.196, "0.152 to 0.196 t per person"),
    ],
)
def test_both_bounds_are_told_apart_and_rounded_outwards(value: float, unit: str, low: float, high: float, shown: str):
    assert formats.figure(EN, fact(value, unit, low=low, high=high), "range") == shown


def test_a_value_below_one_has_two_digits_and_lies_in_its_own_range():
    assert formats.figure(EN, fact(0.174, "t/person", low=0.152, high=0.196), "plain") == "0.17"
    assert formats.figure(EN, fact(12.4, "t CO2e", low=12.3, high=12.45), "plain") == "12.4"


def test_shares_change_by_percentage_points():
    assert formats.figure(EN, fact(0.0234, "share"), "points") == "+2.3 percentage points"


def test_a_figure_in_a_text_has_its_name():
    text = formats.Fact("ghg.break", text="personnel.total of 2023 restated")
    assert formats.figure(EN, text, "plain") == "personnel of 2023 restated"


@given(st.floats(min_value=1e-6, max_value=1.0))
def test_a_share_that_is_there_is_never_printed_as_none(share: float):
    assert formats.figure(EN, fact(share, "share")) != "0 %"


@given(
    st.floats(min_value=-1e12, max_value=1e12),
    st.sampled_from(["t CO2e", "t/person", "share", "kg", "persons"]),
    st.sampled_from(list(formats.STYLES)),
)
def test_every_number_is_printed_in_every_style(value: float, unit: str, style: str):
    assert formats.figure(EN, fact(value, unit, low=value - 1, high=value + 1), style)


def test_facts_read_empty_cells_as_nothing():
    made = formats.facts(figures(quantity("a", 1.5), word("b", "yes")))
    assert (made["a"].value, made["a"].low, made["a"].note) == (1.5, None, "")
    assert (made["b"].value, made["b"].raw) == (None, "yes")
    assert made["a"].raw == "1.5"
