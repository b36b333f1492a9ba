"""Catalogues: every message that the code asks for is there, and says what it is asked for."""

import re
from pathlib import Path

import pytest
from babel.numbers import format_decimal
from hypothesis import given, strategies as st
from markupsafe import Markup

from greening import formats, locale
from greening.errors import CatalogueError
from greening.narrative import methodology, neutrality, targets
from greening.paths import HOME

EN = locale.catalogue("en")
ROOMS = ("narrative", "publish", "documents")
SOURCES = [*(path for room in ROOMS for path in (HOME / "greening" / room).glob("*.py")), HOME / "greening" / "site.py"]
_ASKED = re.compile(r'\b(?:say|text|template|counted)\(\s*"([^"{}]+)"')


def asked() -> set[str]:
    """The keys that the code asks for by a literal."""
    return {key for path in SOURCES for key in _ASKED.findall(path.read_text(encoding="utf-8"))}


def test_every_message_that_the_code_names_is_in_every_catalogue():
    keys = asked()
    assert len(keys) > 80
    missing = {language: sorted(key for key in keys if not locale.catalogue(language).has(key)) for language in locale.languages()}
    assert not any(missing.values()), missing


def test_the_columns_of_every_listing_have_a_head():
    assert all(EN.has(f"head.{column}") for column in neutrality._OFFSETS)
    assert all(EN.has(f"figure.rows.{name}") for name in methodology._ROWS)


def test_every_status_of_a_goal_has_a_sentence():
    statuses = ("met", "missed", "on_path", "behind", "inconclusive", "no_baseline", "not_adopted", "unknown")
    assert all(EN.has(f"targets.status.{status}") for status in statuses)
    assert targets.targets.__doc__


def test_every_place_with_a_style_names_a_style_that_there_is():
    styled = [part for forms in EN.messages.values() for form in forms for is_text, part in locale.places(form) if not is_text and "|" in part]
    assert styled
    assert {place.partition("|")[2] for place in styled} <= set(formats.STYLES)


def test_plural_forms_follow_the_number():
    assert EN.counted("page.organizations", 1) == "1 organization"
    assert EN.counted("page.organizations", 1200) == "1,200 organizations"


def test_an_unknown_language_names_those_that_there_are():
    with pytest.raises(CatalogueError, match=r"no catalogue for the language xx; there are: .*en"):
        locale.catalogue("xx")


def test_an_unknown_message_and_an_unfilled_place_are_errors():
    with pytest.raises(CatalogueError, match=r"no message nothing\.of\.this"):
        EN.text("nothing.of.this")
    with pytest.raises(CatalogueError, match="value"):
        EN.text("precision.approx")


@given(st.text())
def test_words_in_a_sentence_are_escaped(word: str):
    made = EN.markup("precision.approx", lambda _: Markup.escape(word))
    assert "<" not in made.replace("&lt;", "")


@given(st.one_of(st.floats(-1e15, 1e15), st.integers(-(10**15), 10**15)), st.integers(0, 6))
def test_numbers_are_written_as_babel_writes_them(number: float, decimals: int):
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    for language in locale.languages():
        words = locale.catalogue(language)
        expected = format_decimal(number or 0.0, format=pattern, locale=words.locale).replace("-", "\u2212")
        assert words.decimal(number, decimals) == expected


def test_figures_beside_others_have_names_of_their_own():
    assert all(EN.has(f"figure.{name}") for name in ("quality.grade.unknown.share", "energy.renewable.own.share", "personnel.break"))
    assert EN.label("target.G1.budget_years") == "Years counted in the overshoot"


def test_a_name_without_a_message_is_made_readable():
    assert EN.label("training.trained_by_day") == "Trained by day"
    assert EN.term("a_new_code") == "a new code"


def test_numbers_are_written_as_the_language_does():
    assert EN.decimal(-1234.5, 1) == "\u22121,234.5"
    assert EN.decimal(-0.0, 0) == "0"
    assert EN.percent(0.384) == "38 %"
    assert EN.percent(0.384, 1) == "38.4 %"


def test_the_catalogue_is_utf8_without_machine_paths():
    for path in (HOME / "greening" / "locales").rglob("*.po"):
        assert not re.search(r"/(work|tmp|home)/", Path(path).read_text(encoding="utf-8"))
