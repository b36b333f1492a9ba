"""Rates of exchange: only those in force on a day, and only those that were given."""

from datetime import date, datetime

import pytest
from hypothesis import given, strategies as st

from greening.money import exchange

#: UN operational rates as an organization enters them (units for one dollar).
ROWS = [
    {"currency": "CHF", "date": datetime(2024, 1, 1), "units_per_usd": 0.86},
    {"currency": "CHF", "date": datetime(2024, 7, 1), "units_per_usd": 0.90},
    {"currency": "EUR", "date": datetime(2023, 12, 1), "units_per_usd": 0.92},
]
RATES = exchange.rates(ROWS)


def test_the_rate_in_force_on_the_day_is_used():
    assert RATES.between("CHF", "USD", date(2024, 6, 30)).factor == pytest.approx(1 / 0.86)
    assert RATES.between("CHF", "USD", date(2024, 7, 1)).factor == pytest.approx(1 / 0.90)
    assert RATES.between("USD", "CHF", date(2024, 12, 31)).factor == pytest.approx(0.90)
    assert 90 * RATES.between("CHF", "EUR", date(2024, 12, 31)).factor == pytest.approx(92)


def test_without_a_rate_on_or_before_the_day_there_is_none():
    assert RATES.between("CHF", "USD", date(2023, 12, 31)) is None
    assert RATES.between("KES", "USD", date(2024, 12, 31)) is None
    assert RATES.between("KES", "KES", date(2024, 12, 31)).factor == 1.0


def test_a_rate_of_more_than_a_year_ago_is_called_old():
    assert not RATES.between("EUR", "USD", date(2024, 11, 30)).is_old
    assert RATES.between("EUR", "USD", date(2024, 12, 31)).is_old


@pytest.mark.parametrize(
    "row",
    [
        {"currency": "KES", "date": datetime(2024, 1, 1), "units_per_usd": 0.0},
        {"currency": "KES", "date": datetime(2024, 1, 1), "units_per_usd": -129.0},
        {"currency": "kes", "date": datetime(2024, 1, 1), "units_per_usd": 129.0},
        {"currency": "KES", "date": None, "units_per_usd": 129.0},
    ],
)
def test_what_is_no_rate_converts_nothing(row):
    assert exchange.rates([row]).between("KES", "USD", date(2024, 12, 31)) is None


def test_two_different_rates_of_one_day_are_none_and_the_same_one_twice_is_one():
    twice = [{**ROWS[2], "units_per_usd": units} for units in (0.92, 0.95)]
    assert exchange.rates(twice).between("EUR", "USD", date(2024, 1, 1)) is None
    assert exchange.rates([ROWS[2], ROWS[2]]).between("EUR", "USD", date(2024, 1, 1)).factor == pytest.approx(1 / 0.92)


def test_a_dollar_is_a_dollar_whatever_is_given():
    given_ = [{"currency": "USD", "date": datetime(2024, 1, 1), "units_per_usd": 0.5}, ROWS[0]]
    assert exchange.rates(given_).between("CHF", "USD", date(2024, 2, 1)).factor == pytest.approx(1 / 0.86)


def test_sums_are_in_the_currency_of_most_amounts_and_among_equals_in_dollars():
    assert exchange.reporting_currency(["CHF", "CHF", "USD"]) == "CHF"
    assert exchange.reporting_currency(["CHF", "USD"]) == "USD"
    assert exchange.reporting_currency(["EUR", "CHF"]) == "CHF"
    assert exchange.reporting_currency([]) == ""


@pytest.mark.parametrize(("cell", "is_code"), [("USD", True), ("usd", False), ("US$", False), ("", False), (None, False), ("EURO", False)])
def test_a_currency_code_has_three_capitals(cell, is_code):
    assert exchange.is_code(cell) == is_code


@given(st.floats(0.01, 1000), st.floats(0.01, 1000), st.floats(0, 1e9))
def test_there_and_back_is_the_same_amount(one, other, amount):
    rows = [{"currency": code, "date": datetime(2024, 1, 1), "units_per_usd": units} for code, units in (("AAA", one), ("BBB", other))]
    rates = exchange.rates(rows)
    day = date(2024, 5, 5)
    assert amount * rates.between("AAA", "BBB", day).factor * rates.between("BBB", "AAA", day).factor == pytest.approx(amount)
