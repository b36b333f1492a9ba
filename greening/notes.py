"""Notes of figures: messages of the catalogues with their words, kept in the products as compact JSON so that every language can say them."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from greening import digits, filling
from greening.errors import CatalogueError
from greening.locale import Catalogue

#: A note: the key of a message and its words by place, or a text as it was submitted or as the program has it.
Note = tuple[str, Mapping[str, Any]] | str
_START = '[["note.'
#: Notes without words of their own, which the products hold as they are.
NOT_DISTINGUISHABLE = "not distinguishable"
OF_MEMBERS = "of the members that reported"
HOLDS_IMPUTED = "holds amounts for people of whom nothing was reported"
BEYOND_CREDITS = "the interval of the total reaches beyond the credits"
NO_REASON = "computed from its rows, where a publication had another total"
TEXTS = (NOT_DISTINGUISHABLE, OF_MEMBERS, HOLDS_IMPUTED, BEYOND_CREDITS, NO_REASON)


def message(key: str, **words: Any) -> str:
    """A note that is a message with its words: numbers, texts, ISO dates and lists of them; `count` chooses the plural form."""
    return _written([(key, words)])


def joined(texts: Iterable[str]) -> str:
    """Several notes as one, those that are messages first; those that are empty are left out."""
    found = [note for text in texts for note in read(text)]
    if not any(isinstance(note, tuple) for note in found):
        return "; ".join(str(note) for note in found)
    return _written(sorted(found, key=lambda note: isinstance(note, str)))


def read(text: str) -> list[Note]:
    """The notes that a text holds; a text that is no list of messages is one note."""
    if not text.startswith(_START):
        return [text] if text else []
    try:
        return [note if isinstance(note, str) else (str(note[0]), dict(note[1])) for note in json.loads(text)]
    except (ValueError, TypeError, LookupError):
        return [text]


def told(words: Catalogue, text: str) -> str:
    """What a note says in a language; what only looks like a message, as a submission might, is shown as it is."""
    try:
        told = [words.said(note) if isinstance(note, str) else _message(words, *note) for note in read(text)]
        return words.in_parts(told) if len(told) > 1 else "".join(told)
    except (CatalogueError, ValueError, TypeError):
        return text


def _written(listed: Iterable[Note]) -> str:
    return json.dumps(list(listed), ensure_ascii=False, separators=(",", ":"))


def _message(words: Catalogue, key: str, given: Mapping[str, Any]) -> str:
    count = given.get("count")
    parts = filling.places(words.template(key, count if isinstance(count, int) else None))
    return "".join(part if is_text else _place(words, key, part, given) for is_text, part in parts)


def _place(words: Catalogue, key: str, place: str, given: Mapping[str, Any]) -> str:
    name, _, style = place.partition("|")
    if name not in given:
        raise CatalogueError(f"nothing fills {{{place}}} of the message {key}")
    word = given[name]
    return words.joined([_word(words, each, style) for each in word]) if isinstance(word, list) else _word(words, word, style)


def _word(words: Catalogue, word: Any, style: str) -> str:
    """A word in the style that its place asks for: a code by its term, a text of the program, a year, a date; else as it is, numbers in full."""
    if style == "date":
        return words.date(date.fromisoformat(word))
    if isinstance(word, str):
        return words.term(word) if style == "term" else words.filled(word) if style == "said" else word
    return str(word) if style == "year" else digits.full(words, word)
