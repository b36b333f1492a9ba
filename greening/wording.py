"""Figures that are texts, and numbers with their units, as a language says them."""

import re

from greening.locale import Catalogue

#: What may be the id of a figure inside a text.
_ID = re.compile(r"[a-z_]+(?:\.[a-z0-9_]+)+")
#: Units that stand in no text: their numbers say by themselves what they are.
_SILENT = ("share", "year", "text", "")


def said(words: Catalogue, text: str) -> str:
    """A figure that is a text: a code by its word, a day as it is written, else its parts, with the names of figures in place of their ids."""
    if words.has(f"term.{text}"):
        return words.term(text)
    if (day := words.day(text)) != text:
        return day
    parts = [_named(words, words.filled(part)) for part in text.split("; ")]
    return words.in_parts(parts) if len(parts) > 1 else parts[0]


def _named(words: Catalogue, text: str) -> str:
    return _ID.sub(lambda found: words.label(found[0]).lower() if words.has(f"figure.{found[0]}") else found[0], text)


def with_unit(words: Catalogue, unit: str, number: str) -> str:
    """A number as it is printed, with its unit in the form that goes with it: a year, two years."""
    if unit in _SILENT:
        return number
    key = f"unit.{unit}"
    if not words.has(key):
        return f"{number} {unit}"
    forms = words.messages[key]
    return (forms[0] if len(forms) == 1 else _form(words, key, number)).replace("{value}", number)


def _form(words: Catalogue, key: str, number: str) -> str:
    """The plural form of a unit for a number as it is printed.

    The message `format.fraction` says which goes with decimals, or that the whole part decides: 1.5 is singular in French.
    """
    whole, point, _ = number.partition(words.symbols[0])
    if point and (form := words.template("format.fraction")).isdigit():
        return words.messages[key][int(form)]
    return words.template(key, int("".join(filter(str.isdigit, whole)) or 0))
