"""Notes of figures say the same in every language, and what a submission wrote stays what it was."""

import pseudo
import pytest
from hypothesis import given, strategies as st

from greening import locale, notes

EN = locale.catalogue("en")


def test_a_note_is_a_message_with_its_words_in_the_plural_of_its_number():
    assert notes.told(EN, notes.message("note.unknown_distance", count=1)) == "without 1 row of unknown distance"
    assert notes.told(EN, notes.message("note.unknown_distance", count=1200)) == "without 1,200 rows of unknown distance"


def test_lists_dates_years_and_numbers_are_written_as_the_language_does():
    assert notes.told(EN, notes.message("note.unknown_years", years=[2011, 2014, 2021])) == "without 2011, 2014 and 2021, of which no figure is known"
    restated = notes.message("note.restated.dated", date="2022-03-01", old=1234.5, new=0.125, reason="A site was left out")
    assert notes.told(EN, restated) == "restated on 1 March 2022 from 1,234.5 to 0.125: A site was left out"


def test_several_notes_are_one_and_come_apart_again():
    both = notes.joined(["not distinguishable", "", notes.message("note.unknown_distance", count=2)])
    assert notes.told(EN, both) == "without 2 rows of unknown distance; not distinguishable"
    assert notes.joined(["not distinguishable", "of the members that reported"]) == "not distinguishable; of the members that reported"
    assert notes.joined(["", ""]) == ""


def test_texts_of_the_program_inside_a_note_are_said_in_the_language():
    note = notes.message("note.recalculated", year=2022, old=90.0, new=100.0, reasons=[notes.NO_REASON])
    assert pseudo.accented(notes.NO_REASON) in notes.told(pseudo.catalogue(), note)


@given(st.text())
def test_what_was_submitted_stays_as_it_is(text):
    assert notes.told(EN, text) == text


@pytest.mark.parametrize(
    "text",
    [
        '[["note.',
        '[["note.unknown", {}]]',
        '[["note.unknown_distance", {}]]',
        '[["note.unknown_distance", 3]]',
        '[["note.unknown_distance"]]',
        '[["note.restated.dated", {"date": "soon", "old": 1, "new": 2, "reason": "x"}]]',
        '[["note.unknown_distance", {"count": "many"}], 7]',
    ],
)
def test_a_submitted_text_that_looks_like_a_note_is_shown_and_breaks_nothing(text):
    assert notes.told(EN, text) == text
