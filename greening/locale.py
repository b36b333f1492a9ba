"""Words and numbers of a language: the catalogue of its messages, and its way to write numbers, dates and lists."""

import gettext
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from greening import official_names, pofile
from greening.errors import CatalogueError
from greening.figure_names import FigureNames
from greening.filling import Filled, Piece, places

if TYPE_CHECKING:
    # Babel is loaded where a number is written: which languages there are is asked by runs that print nothing.
    from babel import Locale

#: The language that texts of the program and of its reference tables are written in.
SOURCE = "en"
#: The files of translated texts, those of reports and those of rules: their keys are the English texts themselves, not names of messages.
TEXTS = ("texts.po", "rules.po")
_OWN_NAMES = {"ar": "العربية", "en": "English", "es": "Español", "fr": "Français", "ru": "Русский", "zh": "中文"}
_REGIONS = {SOURCE: "en_GB"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Catalogue:
    """The messages and number formats of one language."""

    language: str
    messages: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]
    #: Texts of the program and of its reference tables by their English words.
    texts: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def locale(self) -> "Locale":
        """What Unicode's CLDR knows of the language; raises CatalogueError where it knows none of that name."""
        from babel import Locale, UnknownLocaleError

        try:
            return Locale.parse(self.language)
        except (UnknownLocaleError, ValueError) as error:
            raise CatalogueError(f"{self.language} is not a language that numbers can be formatted for") from error

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

    def word(self, text: str) -> str:
        """A code by the word that readers know for it, else a text as it is said; where it is neither, the text itself."""
        return self.template(f"term.{text}") if f"term.{text}" in self.messages else self.said(text)

    def said(self, text: str) -> str:
        """A text of the program or of its reference tables in this language; the text itself where no one has translated it."""
        return self.texts.get(text, text)

    def speaks(self, text: str) -> bool:
        """Whether a text of the program or of its reference tables can be said in this language."""
        return self.language == SOURCE or text in self.texts

    def filled(self, text: str) -> str:
        """A text that the program made by filling places of one of its texts, in this language; the text itself where it knows none such."""
        if self.language == SOURCE or text in self.texts:
            return self.said(text)
        return "".join(self._of_place(piece) for piece in self._filled.pieces(text)) or text

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """As `filled`, by its parts: which of them were filled in; none where the text cannot be said in this language."""
        return (Piece(text),) if self.language == SOURCE else self._filled.pieces(text)

    @cached_property
    def _filled(self) -> Filled:
        return Filled(self.texts)

    def _of_place(self, piece: Piece) -> str:
        """A part of a filled text: a code that was filled in by its word, else as it is."""
        return self.term(piece.text) if piece.is_filled_in and self.has(f"term.{piece.text}") else piece.text

    @cached_property
    def _region(self) -> "Locale":
        """The language as the United Nations write it where its regions differ in dates and lists: English as in Great Britain."""
        from babel import Locale

        return Locale.parse(_REGIONS[self.language]) if self.language in _REGIONS else self.locale

    def joined(self, texts: Sequence[str]) -> str:
        """A list as a sentence has it: `one, two and three` in English."""
        from babel.lists import format_list

        return str(format_list(list(texts), locale=self._region)) if len(texts) > 1 else "".join(texts)

    def listed(self, texts: Iterable[str]) -> str:
        """The texts as a list without a last "and": `one, two, three` in English."""
        return self._between("list").join(texts)

    def in_parts(self, texts: Iterable[str]) -> str:
        """The texts, each of which may be a list: `one, two; three` in English."""
        return self._between("parts").join(texts)

    def shown(self, texts: Iterable[str]) -> Markup:
        """As `listed`, of what may be HTML; plain texts are escaped."""
        return escape(self._between("list")).join(texts)

    def shown_in_parts(self, texts: Iterable[str]) -> Markup:
        """As `in_parts`, of what may be HTML; plain texts are escaped."""
        return escape(self._between("parts")).join(texts)

    def named(self, name: str, text: str) -> str:
        """A name and what is said of it: `name: text` in English."""
        return self.text("join.named", a=name, b=text)

    def bracketed(self, text: str, remark: str) -> str:
        """A text with a remark: `text (remark)` in English."""
        return self.text("join.bracket", a=text, b=remark)

    def shown_bracketed(self, text: str, remark: str) -> Markup:
        """As `bracketed`, of what may be HTML; plain texts are escaped."""
        return self.markup("join.bracket", lambda place: escape(text if place == "a" else remark))

    def _between(self, kind: str) -> str:
        return self.text(f"join.{kind}", a="", b="")

    def date(self, day: date, form: str = "long") -> str:
        """A day as the language writes it: `31 December 2024`; `form` is one of Babel's: short, medium, long, full."""
        if form == "long" and self.has("format.date"):
            number = self.text("format.first_day") if day.day == 1 and self.has("format.first_day") else str(day.day)
            return self.text("format.date", day=number, month=self.template(f"month.{day.month}"), year=str(day.year))
        from babel.dates import format_date

        return str(format_date(day, form, locale=self._region))

    def day(self, written: str) -> str:
        """A day that is written as 2024-12-31, as the language writes it; what is no such day stays as it is."""
        try:
            return self.date(date.fromisoformat(written)) if _DAY.fullmatch(written) else written
        except ValueError:
            return written

    def country(self, code: str) -> str:
        """The name of a country by its ISO 3166 code, as the United Nations have it; the code where they have none."""
        return official_names.country(self.language, code)

    def label(self, figure_id: str) -> str:
        """The name of a figure; made from the last part of its id where the catalogue has none."""
        return self._names.label(figure_id)

    @cached_property
    def _names(self) -> FigureNames:
        return FigureNames(self)

    def count(self, number: float) -> str:
        """A whole number, grouped."""
        return self.decimal(number, 0)

    @cached_property
    def _signs(self) -> Mapping[int, str]:
        """What stands in the language for each sign of a number as Python writes it."""
        from babel.numbers import get_minus_sign_symbol, get_plus_sign_symbol

        decimal, group = self.symbols
        # In Arabic both have a mark before them, without which they would be seen behind their number.
        minus = get_minus_sign_symbol(self.locale).replace("-", "\u2212")
        return str.maketrans({".": decimal, ",": group, "-": minus, "+": get_plus_sign_symbol(self.locale)})

    def decimal(self, number: float, decimals: int) -> str:
        """A number with that many decimals, grouped by thousands, halves rounded to the even digit: as Babel writes it, in a tenth of its time."""
        exact = Decimal(str(number or 0.0)).quantize(Decimal(1).scaleb(-decimals))
        return self.signed(f"{exact:,f}")

    def signed(self, written: str) -> str:
        """A number as Python writes it, grouped by commas, with the signs of the language."""
        return written.translate(self._signs)

    def percent(self, share: float, decimals: int = 0) -> str:
        """A share of 0 to 1 as a percentage."""
        from babel.numbers import format_percent

        pattern = self.template("format.percent")
        if decimals:
            pattern = pattern.replace("##0", "##0." + "0" * decimals)
        return str(format_percent(share, format=pattern, locale=self.locale)).replace("-", self.signed("-"))


def own_name(language: str) -> str:
    """What speakers of a language call it, which they find in any page's list of languages; its code where it is none of the six of the UN."""
    return _OWN_NAMES.get(language, language)


def languages() -> list[str]:
    """The languages that have a catalogue."""
    folders = files("greening").joinpath("locales").iterdir()
    return sorted(folder.name for folder in folders if folder.joinpath("LC_MESSAGES", "greening.po").is_file())


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language, from all its files; raises CatalogueError where there is none, or a message stands twice."""
    if language not in languages():
        raise CatalogueError(f"no catalogue for the language {language}; there are: {', '.join(languages())}")
    messages: dict[str, tuple[str, ...]] = {}
    texts = dict(official_names.organizations(language))
    plural = ""
    for name, read in _files(language):
        if name in TEXTS:
            texts |= {english: forms[0] for english, forms in read.messages.items()}
            continue
        if twice := sorted(read.messages.keys() & messages.keys()):
            raise CatalogueError(f"the catalogue of {language} has more than one message {', '.join(twice)}")
        messages |= read.messages
        plural = read.plural or plural
    return Catalogue(language, messages, gettext.c2py(plural or "0"), texts)


def _files(language: str) -> Iterator[tuple[str, pofile.Read]]:
    """The files of a catalogue by their names; the texts of the source language are their own keys."""
    folder = files("greening").joinpath("locales", language, "LC_MESSAGES")
    for path in sorted((path for path in folder.iterdir() if path.name.endswith(".po")), key=str):
        if not (path.name in TEXTS and language == SOURCE):
            yield path.name, pofile.read(path.read_text(encoding="utf-8"), f"{language}/{path.name}")


def _word(key: str, place: str, words: Mapping[str, str]) -> str:
    if place not in words:
        raise CatalogueError(f"nothing fills {{{place}}} of the message {key}")
    return words[place]
