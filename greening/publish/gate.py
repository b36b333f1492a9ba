"""The gate: what is printed is what the figures are, digit by digit."""

import csv
import io
import json
import re
from collections.abc import Mapping
from html import unescape

import pandas as pd

from greening import formats
from greening.errors import CatalogueError, GateError
from greening.formats import Fact
from greening.locale import Catalogue

#: Signs that a spreadsheet would take for a formula; a text that begins so is written behind an apostrophe.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


#: A figure on a page, and the attributes of its element. Texts and attributes are escaped, so that no angle bracket stands inside them.
_DATA = re.compile(r"<data\b([^<>]*)>(.*?)</data\s*>", re.DOTALL)
_BEGUN = re.compile(r"<data\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_TAG = re.compile(r"<[^<>]*>")


def printed(page: str) -> list[tuple[dict[str, str], str]]:
    """Every `<data>` element of a page in order: its attributes and its visible text."""
    return [(_attributes(tag), _visible(inner)) for tag, inner in _DATA.findall(page)]


def _visible(inner: str) -> str:
    """The text of an element as a reader sees it."""
    return unescape(_TAG.sub("", inner))


def _attributes(tag: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag)}


def differences(html: str, figures: pd.DataFrame, catalogue: Catalogue) -> list[str]:
    """What the page prints otherwise than the figures are, one line each; empty where it agrees.

    A `<data>` element must name a known figure, hold its value to the last digit, and show what the catalogue makes of it in its format.
    """
    return unlike(html, formats.facts(figures), catalogue)


def unlike(html: str, known: Mapping[str, Fact], catalogue: Catalogue) -> list[str]:
    """The differences of a page where the figures were read before, as for many pages of one report."""
    found = _DATA.findall(html)
    begun = len(_BEGUN.findall(html))
    # What is not an element as it is written here is not read over: a figure could hide in it.
    unread = [f"{begun - len(found)} of {begun} elements of figures are not whole"] if begun != len(found) else []
    # In documents of a group the same figure stands in many tables: each element is looked at once.
    looked_at = ((_attributes(tag), _visible(inner)) for tag, inner in dict.fromkeys(found))
    return [*unread, *(line for attributes, text in looked_at if (line := _difference(attributes, text, known, catalogue)))]


def file_differences(table: str, document: str, figures: pd.DataFrame) -> list[str]:
    """What figures.csv (`table`) and report.json (`document`) hold otherwise than the figures are, one line each."""
    known = {figure_id: fact.raw for figure_id, fact in formats.facts(figures).items()}
    rows = {row["figure_id"]: _unguarded(row["value"]) for row in csv.DictReader(io.StringIO(table))}
    listed = {entry["figure_id"]: _raw(entry) for entry in json.loads(document)["figures"]}
    return [*_unlike("figures.csv", rows, known), *_unlike("report.json", listed, known)]


def check(lines: list[str], place: str) -> None:
    """Raises GateError with every difference where there is one."""
    if lines:
        raise GateError(f"{place} disagrees with the figures:\n" + "\n".join(lines))


def _difference(attributes: Mapping[str, str], text: str, known: Mapping[str, Fact], catalogue: Catalogue) -> str:
    figure_id = attributes.get("data-figure", "")
    if figure_id not in known:
        return f"{figure_id or 'an element without a figure'}: no such figure, printed as {text}"
    fact = known[figure_id]
    if attributes.get("value") != fact.raw:
        return f"{figure_id}: the page has the value {attributes.get('value')}, the figures {fact.raw}"
    try:
        expected = formats.figure(catalogue, fact, attributes.get("data-format", ""))
    except CatalogueError as error:
        return f"{figure_id}: {error}"
    return "" if text == expected else f"{figure_id}: the page shows {text}, the figures give {expected}"


def _unlike(place: str, written: Mapping[str, str], known: Mapping[str, str]) -> list[str]:
    missing = [f"{place}: {figure_id} is missing" for figure_id in known if figure_id not in written]
    extra = [f"{place}: {figure_id} is no figure" for figure_id in written if figure_id not in known]
    other = [
        f"{place}: {figure_id} is {value}, the figures have {known[figure_id]}"
        for figure_id, value in written.items()
        if figure_id in known and value != known[figure_id]
    ]
    return [*missing, *extra, *other]


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_SIGNS) else cell


def _raw(entry: Mapping[str, object]) -> str:
    return repr(entry["value"]) if "value" in entry else str(entry["text"])
