"""Texts with places `{name}`: their parts, and what a filled one says in another language."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

_PLACE = re.compile(r"\{([^{}]+)\}")
_SENTENCE = re.compile(r"(?<=[.?!]) ")


@cache
def places(template: str) -> tuple[tuple[bool, str], ...]:
    """The parts of a message in order: (True, text) or (False, name of a place)."""
    return tuple((index % 2 == 0, part) for index, part in enumerate(_PLACE.split(template)) if part)


class Piece(NamedTuple):
    """A part of a filled text: words of the language, or what was filled in, as it is."""

    text: str
    is_filled_in: bool = False


class _Template(NamedTuple):
    """A text with places: what it looks like when they are filled, the words around them, and their names."""

    english: str
    made: re.Pattern[str]
    words: Sequence[str]
    names: Sequence[str]


class Filled:
    """Texts of the program whose places were filled, said in a language: each is told by the words that it has around its places."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """`texts` are translations by their English words."""
        self._texts, self._known = texts, dict[str, tuple[Piece, ...]]()

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """The text in the language, by its parts; none where it is none of the texts, nor several of them one after the other."""
        if text not in self._known:
            self._known[text] = self._best(text)
        return self._known[text]

    def _best(self, text: str) -> tuple[Piece, ...]:
        """As one text or as several, whichever leaves less of it as it is: a text that is little but places fits almost any sentences."""
        one = self._one(text)
        if not any(piece.is_filled_in for piece in one):
            return one or self._several(text)
        several = self._several(text)
        return min((one, several), key=_left) if several else one

    def _one(self, text: str) -> tuple[Piece, ...]:
        """One of the texts, filled or as it is."""
        if text in self._texts:
            return (Piece(self._texts[text]),)
        made = (self._refilled(text, template) for template in self._templates if all(part in text for part in template.words))
        return next(filter(None, made), ())

    def _several(self, text: str) -> tuple[Piece, ...]:
        """Several texts that stand one after the other, each a sentence or more."""
        for end in _SENTENCE.finditer(text):
            first = self._one(text[: end.start()])
            if first and (rest := self.pieces(text[end.end() :])):
                return (*first, Piece(" "), *rest)
        return ()

    @cached_property
    def _templates(self) -> list[_Template]:
        """The texts with places: those with the most words of their own first."""
        open_texts = sorted((english for english in self._texts if "{" in english), key=lambda english: -len(_PLACE.sub("", english)))
        return [_template(english) for english in open_texts]

    def _refilled(self, text: str, template: _Template) -> tuple[Piece, ...]:
        found = template.made.fullmatch(text)
        if found is None:
            return ()
        words = {name: self._part(word) for name, word in zip(template.names, found.groups(), strict=True)}
        parts = ((Piece(part),) if is_text else words[part] for is_text, part in places(self._texts[template.english]))
        return tuple(piece for pieces in parts for piece in pieces)

    def _part(self, word: str) -> tuple[Piece, ...]:
        """What was filled in, said in the language where it is one of the texts itself; the blanks around it stay."""
        text = word.strip()
        said = self.pieces(text) if text else ()
        before, after = word[: len(word) - len(word.lstrip())], word[len(word.rstrip()) :]
        return (Piece(before), *said, Piece(after)) if said else (Piece(word, is_filled_in=True),)


def _left(pieces: Sequence[Piece]) -> int:
    """How many signs of a text stay as they were filled in."""
    return sum(len(piece.text) for piece in pieces if piece.is_filled_in)


def _template(english: str) -> _Template:
    parts = places(english)
    # A place may have been filled with nothing.
    made = "".join(re.escape(part) if is_text else "(.*?)" for is_text, part in parts)
    words, names = ([part for is_text, part in parts if is_text is wanted] for wanted in (True, False))
    return _Template(english, re.compile(made, re.DOTALL), words, names)
