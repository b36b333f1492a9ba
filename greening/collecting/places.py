"""Airports and cities of an export as the codes of a submission."""

import re
from collections.abc import Mapping
from functools import cache

from greening import reference
from greening.spelling import plain

_CODE_IN_TEXT = re.compile(r"\(([A-Z]{3})\)|^([A-Z]{3})\s*[-–/]|[-–/]\s*([A-Z]{3})$")


def code(cell: str) -> tuple[str, str]:
    """The IATA code that a cell means, and, where it means none, what is wrong with it as the end of a sentence.

    A code is itself; `Geneva (GVA)`, `GVA - Geneva` and `Geneva/GVA` are GVA; the name of a city is its code where it has one for all its
    airports, else that of its only airport.
    """
    named = _cities().get(plain(cell)) or _towns().get(plain(cell), ())
    # Leh is a town in India, LEH the airport of Le Havre, and leh may be either.
    if cell in _codes() or (cell.upper() in _codes() and not named):
        return cell.upper(), ""
    if cell.islower() and cell.upper() in _codes():
        named = (cell.upper(), *named)
    found = tuple(_inside(cell)[:1]) or named
    if not found:
        return "", "is neither an airport nor a city that is known; say its code under `values`"
    return (found[0], "") if len(found) == 1 else ("", f"is the name of several places: {' or '.join(found[:4])}; say which under `values`")


def _inside(cell: str) -> list[str]:
    """The codes that stand beside a name."""
    return [code for groups in _CODE_IN_TEXT.findall(cell) for code in groups if code in _codes()]


@cache
def _codes() -> frozenset[str]:
    return frozenset([*reference.load("airports")["iata"], *reference.load("airport_cities")["city_code"]])


@cache
def _cities() -> Mapping[str, tuple[str, ...]]:
    return _by_name("airport_cities", "city_name", "city_code")


@cache
def _towns() -> Mapping[str, tuple[str, ...]]:
    return _by_name("airports", "municipality", "iata")


def _by_name(table: str, name: str, code_column: str) -> Mapping[str, tuple[str, ...]]:
    rows = reference.load(table)[[name, code_column]].dropna().drop_duplicates()
    found: dict[str, list[str]] = {}
    for place, iata in zip(rows[name], rows[code_column], strict=True):
        found.setdefault(plain(place), []).append(iata)
    return {place: tuple(sorted(codes)) for place, codes in found.items()}
