"""Figures that are texts, and numbers with their units, as a language says them."""

import pytest
from markupsafe import Markup

from greening import locale, wording

EN = locale.catalogue("en")
#: Forms of Russian and of Arabic: one; few; many; in Arabic none, one, two, few, many, other.
RUSSIAN = locale.Catalogue(
    "ru",
    {"unit.years": ("{value} год", "{value} года", "{value} лет"), "format.fraction": ("1",)},
    lambda n: 0 if n % 10 == 1 and n % 100 != 11 else 1 if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else 2,
)
ARABIC = locale.Catalogue(
    "ar",
    {
        "join.list": ("{a}، {b}",),
        "join.parts": ("{a}؛ {b}",),
        "join.named": ("{a}: {b}",),
        "join.bracket": ("{a} ({b})",),
        "format.date": ("{day} {month} {year}",),
        "month.12": ("كانون الأول/ديسمبر",),
    },
    lambda n: 0,
)


@pytest.mark.parametrize(("number", "told"), [("1", "1 year"), ("2", "2 years"), ("1.5", "1.5 years"), ("0", "0 years"), ("1,001", "1,001 years")])
def test_years_and_a_year(number, told):
    assert wording.with_unit(EN, "years", number) == told


@pytest.mark.parametrize(("number", "told"), [("21", "21 год"), ("3", "3 года"), ("11", "11 лет"), ("2,5", "2,5 года")])
def test_the_printed_number_chooses_the_form(number, told):
    assert wording.with_unit(RUSSIAN, "years", number) == told


@pytest.mark.parametrize(("number", "told"), [("1", "1 an"), ("1,5", "1,5 an"), ("0,4", "0,4 an"), ("2,5", "2,5 ans"), ("2", "2 ans")])
def test_in_french_the_whole_part_chooses_the_form_of_a_fraction(number, told):
    assert wording.with_unit(locale.catalogue("fr"), "years", number).replace("\u00a0", " ") == told


def test_a_unit_without_a_message_stands_behind_its_number():
    assert wording.with_unit(EN, "CHF", "12") == "12 CHF"
    assert wording.with_unit(EN, "share", "12 %") == "12 %"


def test_a_day_is_said_and_what_only_looks_like_one_is_not():
    assert wording.said(EN, "2024-12-31") == "31 December 2024"
    assert wording.said(EN, "2024-02-30") == "2024-02-30"
    assert wording.said(ARABIC, "2024-12-31") == "31 كانون الأول/ديسمبر 2024"


def test_parts_stand_side_by_side_as_the_language_has_them():
    assert wording.said(EN, "one; two") == "one; two"
    assert wording.said(ARABIC, "one; two") == "one؛ two"
    assert (ARABIC.listed(["1", "2", "3"]), EN.listed(["1", "2"]), EN.listed([])) == ("1، 2، 3", "1, 2", "")
    assert (EN.named("a", "b"), EN.bracketed("a", "b")) == ("a: b", "a (b)")


def test_what_is_shown_is_escaped_once():
    assert EN.shown(["<a>", Markup("<b>")]) == "&lt;a&gt;, <b>"
    assert EN.shown_in_parts(["<a>", Markup("<b>")]) == "&lt;a&gt;; <b>"
    assert EN.shown_bracketed(Markup("<b>"), "<a>") == "<b> (&lt;a&gt;)"


def test_every_month_has_a_name():
    assert [EN.day(f"2024-{month:02}-01") for month in (1, 5, 12)] == ["1 January 2024", "1 May 2024", "1 December 2024"]
    assert all(EN.has(f"month.{month}") for month in range(1, 13))
