"""Texts of the entries on figures: escaped, with the signs of units, and filters as conditions."""

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from greening.figures.selection import ANY_OF
from greening.narrative.report import Report

_UNSAFE = re.compile("[&<>\"']")
#: Signs of units as they are printed.
_SIGNS = (("CO2", "CO₂"), ("m3", "m³"), ("m2", "m²"))


def rounded(amount: float) -> float:
    """A sum without the noise of adding."""
    return float(f"{amount:.9g}")


def conditions(report: Report, wanted: Mapping[str, Any]) -> str:
    """A filter as conditions on columns, by the names that the files have."""

    def word(value: Any) -> str:
        if isinstance(value, list):
            return ", ".join(map(word, value))
        return report.text("how.empty") if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    texts = [f"{column} = {word(value)}" for column, value in wanted.items() if column != ANY_OF]
    either = [f"({conditions(report, each)})" for each in wanted.get(ANY_OF, [])]
    return "; ".join([*texts, *([f" {report.text('how.or')} ".join(either)] if either else [])])


def escaped(text: str) -> str:
    """A text as HTML has it."""
    # Hardly any text has a sign to escape, and to look for one takes a third of the time.
    return escape(text) if _UNSAFE.search(text) else text


def signed(unit: str) -> str:
    """A unit with the signs that it is printed with: CO₂, m³."""
    for plain, sign in _SIGNS:
        unit = unit.replace(plain, sign)
    return unit


def upper(text: str) -> str:
    """A text that begins with a capital, where its script has such."""
    return text[:1].upper() + text[1:]
