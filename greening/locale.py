"""Words and numbers of a language: the catalogue of its messages and its way to write numbers."""

import gettext
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from greening.errors import CatalogueError

if TYPE_CHECKING:
    # Babel is loaded with the first catalogue: which languages there are is asked by runs that print nothing.
    from babel import Locale

_PLACE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Catalogue:
    """The messages and number formats of one language."""

    language: str
    locale: "Locale"
    messages: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]

    @property
    def direction(self) -> str:
        """`rtl` where the script runs from right to left, else `ltr`."""
        return self.locale.text_direction

    @property
    def symbols(self) -> tuple[str, str]:
        """The decimal and the grouping sign of numbers."""
        signs = self.locale.number_symbols["latn"]
        return str(signs["decimal"]), str(signs["group"])

    def has(self, key: str) -> bool:
        """Whether there is a message of that key."""
        return key in self.messages

    def template(self, key: str, number: int | None = None) -> str:
        """The message with its places still open; the plural form of a number where one is given.

        Raises CatalogueError where the catalogue has no such message.
        """
        if key not in self.messages:
            raise CatalogueError(f"the catalogue of {self.language} has no message {key}")
        forms = self.messages[key]
        return forms[0 if number is None or len(forms) == 1 else min(self.plural(number), len(forms) - 1)]

    def place_names(self, key: str) -> list[str]:
        """The names of the places of a message, in their order."""
        return [part for is_text, part in places(self.template(key)) if not is_text]

    def text(self, key: str, **words: str) -> str:
        """The message with its places filled by plain words.

        Raises CatalogueError where the message is unknown or a place has no word.
        """
        return "".join(part if is_text else _word(key, part, words) for is_text, part in places(self.template(key)))

    def counted(self, key: str, number: int) -> str:
        """The plural form of a message for a number, which fills its place `{count}`."""
        return "".join(part if is_text else self.count(number) for is_text, part in places(self.template(key, number)))

    def markup(self, key: str, fill: Callable[[str], Markup], number: int | None = None) -> Markup:
        """The message, escaped, with each place filled by what `fill` makes of its name."""
        parts = places(self.template(key, number))
        return Markup("").join(escape(part) if is_text else fill(part) for is_text, part in parts)

    def term(self, word: str) -> str:
        """The word that readers know for a code such as `air_travel`; the code itself, spaced, where there is none."""
        key = f"term.{word}"
        return self.template(key) if key in self.messages else word.replace("_", " ")

    def label(self, figure_id: str) -> str:
        """The name of a figure; made from the last part of its id where the catalogue has none."""
        parts = figure_id.split(".", 2)
        # Figures of goals, places and actions are the same for each of them, whose id is the second part of the name.
        of_goal = f"figure.{parts[0]}.{parts[2]}" if parts[0] in ("target", "projection", "location", "action") and len(parts) > 2 else ""
        for key in (f"figure.{figure_id}", of_goal):
            if key in self.messages:
                return self.template(key)
        spaced = self.term(figure_id.rpartition(".")[2])
        return spaced[:1].upper() + spaced[1:]

    def count(self, number: float) -> str:
        """A whole number, grouped."""
        return self.decimal(number, 0)

    @cached_property
    def _signs(self) -> Mapping[int, str]:
        """What stands in the language for each sign of a number as Python writes it."""
        from babel.numbers import get_minus_sign_symbol

        decimal, group = self.symbols
        return str.maketrans({".": decimal, ",": group, "-": get_minus_sign_symbol(self.locale).replace("-", "\u2212")})

    def decimal(self, number: float, decimals: int) -> str:
        """A number with that many decimals, grouped by thousands, halves rounded to the even digit: as Babel writes it, in a tenth of its time."""
        exact = Decimal(str(number or 0.0)).quantize(Decimal(1).scaleb(-decimals))
        return f"{exact:,f}".translate(self._signs)

    def percent(self, share: float, decimals: int = 0) -> str:
        """A share of 0 to 1 as a percentage."""
        from babel.numbers import format_percent

        pattern = self.template("format.percent")
        if decimals:
            pattern = pattern.replace("##0", "##0." + "0" * decimals)
        return str(format_percent(share, format=pattern, locale=self.locale)).replace("-", "\u2212")


@cache
def places(template: str) -> tuple[tuple[bool, str], ...]:
    """The parts of a message in order: (True, text) or (False, name of a place)."""
    return tuple((index % 2 == 0, part) for index, part in enumerate(_PLACE.split(template)) if part)


def languages() -> list[str]:
    """The languages that have a catalogue."""
    folders = files("greening").joinpath("locales").iterdir()
    return sorted(folder.name for folder in folders if folder.joinpath("LC_MESSAGES", "greening.po").is_file())


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language, from all its files; raises CatalogueError where there is none, or a message stands twice."""
    from babel import Locale, UnknownLocaleError
    from babel.messages.pofile import read_po

    if language not in languages():
        raise CatalogueError(f"no catalogue for the language {language}; there are: {', '.join(languages())}")
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError) as error:
        raise CatalogueError(f"{language} is not a language that numbers can be formatted for") from error
    folder = files("greening").joinpath("locales", language, "LC_MESSAGES")
    messages: dict[str, tuple[str, ...]] = {}
    plural = ""
    for path in sorted((path for path in folder.iterdir() if path.name.endswith(".po")), key=str):
        with path.open("rb") as file:
            read = read_po(file, locale=language)
        found = {_key(message.id): _forms(message.string) for message in read if message.id and message.string}
        if twice := sorted(found.keys() & messages.keys()):
            raise CatalogueError(f"the catalogue of {language} has more than one message {', '.join(twice)}")
        messages |= found
        plural = read.plural_expr
    return Catalogue(language, locale, messages, gettext.c2py(plural))


def _key(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _forms(string: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


def _word(key: str, place: str, words: Mapping[str, str]) -> str:
    if place not in words:
        raise CatalogueError(f"nothing fills {{{place}}} of the message {key}")
    return words[place]
