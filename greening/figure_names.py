"""The names of figures in a language: one of its own, or one that it shares with the figures that are like it."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from greening.filling import places

if TYPE_CHECKING:
    from greening.locale import Catalogue

#: Figures of goals, places and actions are the same for each of them, whose id is the second part of the name.
_OF_EACH = ("target", "projection", "location", "action")
_PARTS = re.compile(r"(<\w+>)")


class FigureNames:
    """What figures are called by a catalogue."""

    def __init__(self, words: "Catalogue") -> None:
        self._words = words

    def label(self, figure_id: str) -> str:
        """The name of a figure; made from the last part of its id where the catalogue has none."""
        parts = figure_id.split(".", 2)
        of_each = f"figure.{parts[0]}.{parts[2]}" if parts[0] in _OF_EACH and len(parts) > 2 else ""
        for key in (f"figure.{figure_id}", of_each):
            if self._words.has(key):
                return self._words.template(key)
        return self._named(figure_id) or _capital(self._words.term(figure_id.rpartition(".")[2]))

    def _named(self, figure_id: str) -> str:
        """The name of one of many like figures, such as `ghg.source.<source>`; empty where the catalogue has no message for them."""
        for names, key in self._patterns.get(figure_id.partition(".")[0], ()):
            if found := names.fullmatch(figure_id):
                words = found.groupdict()
                return "".join(part if is_text else self._part(part, words) for is_text, part in places(self._words.template(key)))
        return ""

    @cached_property
    def _patterns(self) -> Mapping[str, list[tuple[re.Pattern[str], str]]]:
        """The names of figures that stand for many, by the first word of those figures; the most literal first."""
        found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        for key in sorted((key for key in self._words.messages if key.startswith("figure.") and "<" in key), key=lambda key: key.count("<")):
            name = key.removeprefix("figure.")
            found.setdefault(name.partition(".")[0], []).append((_pattern(name), key))
        return found

    def _part(self, place: str, words: Mapping[str, str]) -> str:
        """A part of a figure's name as its place asks: as it is, `{name|term}` by its word, `{name|term.kind_}` by that of its kind.

        `{name|text.start.}` is the message whose key begins so.
        """
        name, _, style = place.partition("|")
        word, (way, _, start) = words[name], style.partition(".")
        if not way:
            return self._words.day(word)
        key = f"term.{start}{word}" if way == "term" else f"{start}{word}"
        return self._words.template(key) if self._words.has(key) else self._words.term(word)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _pattern(name: str) -> re.Pattern[str]:
    """What the names of figures look like for which `name` stands: each `<word>` is a part without a point."""
    return re.compile("".join(f"(?P<{part[1:-1]}>[^@:.]+)" if part.startswith("<") else re.escape(part) for part in _PARTS.split(name)))
