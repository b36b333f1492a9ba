"""A language that no one speaks: every message and every shipped text in accented letters, so that what stays plain is English by construction."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from typing import Any

from greening import filling, locale, reference, tables, texts
from greening.locale import Catalogue
from greening.narrative.report import Report
from greening.publish import svg

LANGUAGE = "qps"
_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "àƀçđéƒğĥïĵķļɱñøþɋřšţüṽŵẋýžÀßÇÐÉƑĞĤÏĴĶĻṀÑØÞɊŘŠŢÜṼŴẊÝŽ"
_SIGNS = str.maketrans(_PLAIN, _ACCENTED)
_VOWEL = re.compile(r"([aeiouAEIOU])")
#: Attributes that are read out or shown.
_READ = ("title", "alt", "aria-label", "placeholder")
_EMPTY = ("meta", "link", "br", "img", "input", "hr", "wbr", "source", "col")
#: Elements whose content is no text of the language: codes, styles, scripts; and what is the organization's own words.
_NO_TEXT, _OWN = ("code", "style", "script"), "story"
#: What is no word of a language: names of files, codes with signs in them, addresses, formulas of gases.
_CODES = re.compile(r"\S*(?:://|[/_@=]|\w\.\w|\w:\w)\S*|\S*\d\S*")
_LETTERS = re.compile(r"(?<!\w)[A-Za-z]{2,}(?!\w)")
#: Units and shares are the same in every language.
_SYMBOLS = re.compile(r"\S*GJ net|(?<!\w)(?:English|qps|CC0?|BY|CO2e?|GJ|kWh|MWh|kg|km|CHF|USD|EUR|SHA|AR[456]|CSV|JSON)(?!\w)")


def accented(text: str) -> str:
    """The text in accented letters and a third longer; places `{name}` stay as they are."""
    return "".join(_VOWEL.sub(r"\1\1", part).translate(_SIGNS) if is_text else f"{{{part}}}" for is_text, part in filling.places(text))


#: A sheet of a workbook is named by its table.
_SHEET = re.compile(accented("sheet") + r" \w+")


@dataclass(frozen=True)
class Pseudo(Catalogue):
    """A catalogue whose names of months and countries are accented too."""

    def date(self, day, form="long"):
        return accented(super().date(day, form))

    def country(self, code):
        return accented(locale.catalogue("en").country(code))

    def joined(self, texts):
        return " àñđ ".join(texts)


@cache
def catalogue() -> Catalogue:
    """The English catalogue in accented letters."""
    english = locale.catalogue("en")
    messages = {key: forms if key.startswith("format.") else tuple(map(accented, forms)) for key, forms in english.messages.items()}
    names = reference.load("organizations")["name_en"]
    made = Pseudo(LANGUAGE, messages, english.plural, {text: accented(text) for text in (*texts.shipped(), *texts.of_rules(), *names)})
    made.__dict__["locale"] = english.locale
    return made


class _Reader(HTMLParser):
    """The runs of text of a page, and the attributes that are read out; what is marked as another language is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[str] = []
        self._open = [False]

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        is_other = given.get("lang") not in (None, LANGUAGE) or tag in _NO_TEXT or _OWN in (given.get("class") or "").split()
        is_silent = self._open[-1] or is_other
        if not is_silent:
            self.runs += [str(given[name]) for name in _READ if given.get(name)]
        if tag not in _EMPTY:
            self._open.append(is_silent)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY:
            self._open.pop()

    def handle_endtag(self, tag):
        if tag not in _EMPTY:
            self._open.pop()

    def handle_data(self, data):
        if not self._open[-1] and data.strip():
            self.runs.append(" ".join(data.split()))


def runs(html: str) -> list[str]:
    """Every run of text that a reader sees or hears."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.runs


def drawn(spec: dict[str, Any]) -> list[str]:
    """Every text of a chart as it is drawn."""
    return re.findall(r"<(?:text|tspan)[^>]*>([^<]+)<", svg.draw({name: part for name, part in spec.items() if name != "description"}))


def plain(found: Iterable[str], submitted: re.Pattern[str]) -> Iterator[str]:
    """The runs in which words are left that are neither accented nor submitted, codes or units."""
    for run in dict.fromkeys(found):
        if _LETTERS.search(run):
            # A code may hold a submitted word, and a submitted text a code.
            left = (
                _CODES.sub(" ", _SYMBOLS.sub(" ", _SHEET.sub(" ", submitted.sub(" ", run)))),
                _SYMBOLS.sub(" ", submitted.sub(" ", _CODES.sub(" ", _SHEET.sub(" ", run)))),
            )
            if all(_LETTERS.search(text) for text in left):
                yield run


def submitted(*reports: Report) -> re.Pattern[str]:
    """What reports may show as it was submitted."""
    cells = {cell for report in reports for cell in _free(report)} | _cited()
    listed = sorted((" ".join(cell.split()) for cell in cells if re.search("[A-Za-z]{2}", cell)), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(cell)}(?!\w)" for cell in listed) or "(?!)")


def _free(report: Report) -> set[str]:
    """What a report may show as it was submitted: texts in free words, names and codes of things; never a choice of a list that the program has."""
    cells: set[str] = set(report.activities["organization"].dropna()) | set(report.members["member"].dropna())
    for name, table in tables.submission_tables().items():
        rows = report.activities[report.activities["table"] == name]
        free = [column for column, about in table.columns.items() if about.type != "boolean" and not about.choices and column in rows]
        cells |= {str(cell) for column in free for cell in rows[column].dropna().unique()}
    cells |= {told.strip(" *#>-_.") for text in report.activities["text"].dropna() for told in re.split(r"\n+|\[|\]\([^)]*\)|\*+|(?<=\.) ", text)}
    cells |= {str(note) for note in report.figures.loc[report.figures["figure_id"].str.contains(":"), "note"].dropna() if not note.startswith("[")}
    cells |= _cities({str(code) for column in ("origin", "destination") for code in report.activities[column].dropna().unique()})
    # What an earlier year's submission said comes back with its figures.
    earlier = report.figures[report.figures["figure_id"].str.contains("@")]
    cells |= {
        str(text)
        for column in ("note", "text")
        for text in earlier[column].dropna()
        if not text.startswith("[") and (" " in text or column == "note")
    }
    spaced = {told for cell in cells for told in (cell.replace("_", " ").capitalize(), cell[:1].upper() + cell[1:])}
    return cells | spaced


def _cities(codes: set[str]) -> set[str]:
    """The cities that journeys name by a code: names of places, of which no table has the other languages."""
    airports, cities = reference.load("airports"), reference.load("airport_cities")
    found = {*airports.loc[airports["iata"].isin(codes), "municipality"].dropna(), *cities.loc[cities["city_code"].isin(codes), "city_name"].dropna()}
    return {part for name in found for part in (name, name.partition(" (")[0], name.partition(",")[0])}


@cache
def _cited() -> frozenset[str]:
    """Where shipped texts were read, as it is cited; the same in every language."""
    found = [reference.load(table)["reference"].dropna() for table in ("mandates", "recommendations", "set_up_steps")]
    return frozenset(str(text) for column in found for text in column)
