"""Filled texts of the program in another language: whole, one after the other, and with what was filled in."""

import time

from hypothesis import given, strategies as st

from greening import filling
from greening.filling import Filled, Piece

FRENCH = Filled(
    {
        '{name} is "{cell}", but {expected} is expected.{hint} {end}': "{name} contient « {cell} » au lieu de {expected}.{hint} {end}",
        "a whole number": "un nombre entier",
        "Did you mean {word}?": "Vouliez-vous dire {word} ?",
        "The row is left out.": "La ligne est écartée.",
    }
)


def told(text: str) -> str:
    return "".join(piece.text for piece in FRENCH.pieces(text))


def test_a_text_is_known_by_the_words_around_its_places():
    made = FRENCH.pieces('year is "20 24", but a whole number is expected. The row is left out.')
    assert "".join(piece.text for piece in made) == "year contient « 20 24 » au lieu de un nombre entier. La ligne est écartée."
    assert [piece.text for piece in made if piece.is_filled_in and piece.text] == ["year", "20 24"]


def test_a_place_filled_with_several_texts_says_each():
    assert told('unit is "kq", but a whole number is expected. Did you mean kg? The row is left out.') == (
        "unit contient « kq » au lieu de un nombre entier. Vouliez-vous dire kg ? La ligne est écartée."
    )


def test_texts_one_after_the_other_are_said_one_by_one():
    assert told("Did you mean water? The row is left out.") == "Vouliez-vous dire water ? La ligne est écartée."


def test_what_is_none_of_the_texts_has_no_pieces():
    assert FRENCH.pieces("Something else.") == ()
    assert FRENCH.pieces("The row is left out. Something else.") == ()
    assert Filled({}).pieces("The row is left out.") == ()


def test_the_blanks_around_what_was_filled_in_stay():
    words = Filled({"of{what}there": "de{what}là", "a place": "un lieu"})
    assert "".join(piece.text for piece in words.pieces("of a place there")) == "de un lieu là"


@given(st.text(alphabet='abc .?!":,{}', max_size=60))
def test_any_text_is_said_or_left(text: str):
    pieces = FRENCH.pieces(text)
    assert all(isinstance(piece, Piece) for piece in pieces)
    assert not pieces or text in ("a whole number", "The row is left out.") or "Did you mean" in text or "expected" in text


def test_a_long_text_of_a_submission_costs_little():
    templates = {f"{{a}} was {number} {{b}} of {{c}}, not {{d}}.": "{a} {b} {c} {d}" for number in range(300)}
    words, text = Filled(templates), " ".join(["of the place was, not as we thought. "] * 60)
    began = time.process_time()
    assert words.pieces(text) == ()
    assert time.process_time() - began < 1.0


def test_places_are_the_parts_in_braces():
    assert filling.places("{a} of {b|term}.") == ((False, "a"), (True, " of "), (False, "b|term"), (True, "."))


def test_a_text_that_is_little_but_places_does_not_swallow_sentences_that_are_known():
    loose = Filled(
        {
            "{location_id} {location_fault} The row is left out.": "{location_id} : {location_fault} La ligne est écartée.",
            "Leave the cell empty where nothing is known.": "Laisser la cellule vide lorsque rien n’est connu.",
            "The row is left out.": "La ligne est écartée.",
        }
    )
    made = loose.pieces("Leave the cell empty where nothing is known. The row is left out.")
    assert "".join(piece.text for piece in made) == "Laisser la cellule vide lorsque rien n’est connu. La ligne est écartée."
    assert "".join(piece.text for piece in loose.pieces("X is lost. The row is left out.")) == "X : is lost. La ligne est écartée."
