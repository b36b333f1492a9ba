"""The gate: what is printed is what the figures are, digit by digit."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape

import pandas as pd

from greening import formats
from greening.errors import CatalogueError, GateError
from greening.formats import Fact
from greening.guarded_cells import without_guard
from greening.locale import Catalogue

#: A figure on a page, and the attributes of its element. Texts and attributes are escaped, so that no angle bracket stands inside them.
_DATA = re.compile(r"<data\b([^<>]*)>(.*?)</data\s*>", re.DOTALL)
_NAMED = re.compile(r'<data\b[^<>]*\bdata-figure="([^"]*)"')
_BEGUN = re.compile(r"<data\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class Difference:
    """A figure that a file would print otherwise than it is: both values, and the fault in words."""

    figure: str
    found: str
    expected: str
    told: str
    file: str = ""

    def __str__(self) -> str:
        return f"{self.file}: {self.told}" if self.file else self.told


def printed(page: str) -> list[tuple[dict[str, str], str]]:
    """Every `<data>` element of a page in order: its attributes and its visible text."""
    return [(_attributes(tag), _visible(inner)) for tag, inner in _DATA.findall(page)]


def names(html: str) -> list[str]:
    """The figures that some HTML prints, each once, in order."""
    return [unescape(name) for name in dict.fromkeys(_NAMED.findall(html))]


def _visible(inner: str) -> str:
    """The text of an element as a reader sees it."""
    return unescape(_TAG.sub("", inner))


def _attributes(tag: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag)}


def differences(html: str, figures: pd.DataFrame, catalogue: Catalogue) -> list[Difference]:
    """What the page prints otherwise than the figures are; empty where it agrees.

    A `<data>` element must name a known figure, hold its value to the last digit, and show what the catalogue makes of it in its format;
    without one, in the plain one.
    """
    return unlike(html, formats.facts(figures), catalogue)


def unlike(html: str, known: Mapping[str, Fact], catalogue: Catalogue) -> list[Difference]:
    """The differences of a page where the figures were read before, as for many pages of one report."""
    found = _DATA.findall(html)
    # In documents of a group the same figure stands in many tables: each element is looked at once.
    looked_at = ((_attributes(tag), _visible(inner)) for tag, inner in dict.fromkeys(found))
    return [*_unread(html, len(found)), *(line for attributes, text in looked_at if (line := _difference(attributes, text, known, catalogue)))]


def _unread(html: str, found: int) -> list[Difference]:
    """What is not an element as it is written here is not read over: a figure could hide in it."""
    begun = len(_BEGUN.findall(html))
    return [] if begun == found else [Difference("", str(found), str(begun), f"{begun - found} of {begun} elements of figures are not whole")]


def elements(html: str) -> set[tuple[str, str]]:
    """The elements of figures of some HTML, each once: its attributes and what stands in it, both as they are written."""
    return set(_DATA.findall(html))


def values(html: str) -> set[tuple[str, str]]:
    """Every figure that some HTML prints, with its value."""
    attributes = (_attributes(tag) for tag, _ in elements(html))
    return {(one.get("data-figure", ""), one.get("value", "")) for one in attributes}


def file_differences(table: str, document: str, figures: pd.DataFrame) -> list[Difference]:
    """What figures.csv (`table`) and report.json (`document`) hold otherwise than the figures are."""
    known = {figure_id: fact.raw for figure_id, fact in formats.facts(figures).items()}
    rows = [(row["figure_id"], without_guard(row["value"])) for row in csv.DictReader(io.StringIO(table))]
    listed = [(entry["figure_id"], _raw(entry)) for entry in json.loads(document)["figures"]]
    return [*against("figures.csv", rows, known), *against("report.json", listed, known)]


def against(place: str, written: Sequence[tuple[str, str]], known: Mapping[str, str]) -> list[Difference]:
    """What a file holds otherwise than the figures are: a figure that is missing, twice there, not known, or another value."""
    held = dict(written)
    missing = [Difference(name, "", value, f"{name} is missing", place) for name, value in known.items() if name not in held]
    extra = [Difference(name, value, "", f"{name} is no figure", place) for name, value in held.items() if name not in known]
    other = [
        Difference(name, value, known[name], f"{name} is {value}, the figures have {known[name]}", place)
        for name, value in dict.fromkeys(written)
        if name in known and value != known[name]
    ]
    twice = [Difference("", str(len(written)), str(len(held)), "a figure stands there twice", place)] if len(written) != len(held) else []
    return [*missing, *extra, *other, *twice]


def check(found: Iterable[Difference], place: str) -> None:
    """Raises GateError with every difference where there is one; `place` says whose report, and which file where they do not."""
    listed = list(found)
    if listed:
        raise GateError(
            f"{place} disagrees with the figures:\n" + "\n".join(map(str, listed)), [replace(line, file=line.file or place) for line in listed]
        )


def _difference(attributes: Mapping[str, str], text: str, known: Mapping[str, Fact], catalogue: Catalogue) -> Difference | None:
    figure_id = attributes.get("data-figure", "")
    if figure_id not in known:
        return Difference(figure_id, text, "", f"{figure_id or 'an element without a figure'}: no such figure, printed as {text}")
    fact, value = known[figure_id], attributes.get("value", "")
    if value != fact.raw:
        return Difference(figure_id, value, fact.raw, f"{figure_id}: the page has the value {value}, the figures {fact.raw}")
    try:
        expected = formats.figure(catalogue, fact, attributes.get("data-format", "plain"))
    except CatalogueError as error:
        return Difference(figure_id, text, fact.raw, f"{figure_id}: {error}")
    return None if text == expected else Difference(figure_id, text, expected, f"{figure_id}: the page shows {text}, the figures give {expected}")


def _raw(entry: Mapping[str, object]) -> str:
    return repr(entry["value"]) if "value" in entry else str(entry["text"])
