"""Reading codes that reference data know: countries, airports and cities, refrigerants."""

import re
from collections.abc import Mapping
from functools import cache

import pandas as pd

from greening import reference
from greening.spelling import nearest, plain
from greening.structure.cells import Reader
from greening.tables import Column

#: Languages that the reference data name countries in.
LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")


def countries(_: Column) -> Reader:
    """ISO 3166 alpha-3 codes, from alpha-2, alpha-3 or the exact name in a language of the United Nations."""
    known = _countries()
    # The names in six languages are put together only where a cell is no code.
    return Reader(
        lambda cell: known.get(cell.upper()) or _country_names().get(plain(cell)), "an ISO 3166 country code such as KE or KEN", _country_hint
    )


def airports(_: Column) -> Reader:
    """IATA codes of airports and cities, in capitals."""
    known = _airports()
    return Reader(lambda cell: known.get(cell.upper()), "an IATA airport or city code such as NBO", _airport_hint)


def refrigerants(_: Column) -> Reader:
    """Refrigerants by ASHRAE number, or by the name of the gas where it has none; R-134a, R134a and HFC-134a are the same."""
    known = _refrigerants()
    return Reader(lambda cell: known.get(_compact(cell)), "an ASHRAE number or gas name such as R-410A", _refrigerant_hint)


@cache
def _countries() -> Mapping[str, str]:
    table = reference.load("countries").dropna(subset=["iso3"])
    by_iso2 = dict(zip(table["iso2"], table["iso3"], strict=True))
    return by_iso2 | {code: code for code in table["iso3"]}


@cache
def _airports() -> Mapping[str, str]:
    codes = [*reference.load("airports")["iata"], *reference.load("airport_cities")["city_code"]]
    return {code: code for code in codes}


@cache
def _refrigerants() -> Mapping[str, str]:
    gases = reference.load("gwp")
    names = gases["refrigerant"].fillna(gases["species"])
    blends = reference.load("refrigerant_blends")["refrigerant"].unique()
    return (
        {_compact(blend): blend for blend in blends}
        | {_compact(species): name for species, name in zip(gases["species"], names, strict=True)}
        | {_compact(name): name for name in names}
    )


@cache
def _country_names() -> Mapping[str, str]:
    """The codes by name, with and without an article behind it, as in `Kenya (le)`; a name of two countries is no name of either."""
    table = reference.load("countries").dropna(subset=["iso3"])
    named = table.melt("iso3", [f"name_{language}" for language in LANGUAGES], value_name="name").dropna(subset=["name"])[["name", "iso3"]]
    bare = named.assign(name=named["name"].str.replace(r"\s+\(.*\)$", "", regex=True))
    both = pd.concat([named, bare]).assign(name=lambda rows: rows["name"].map(plain)).drop_duplicates()
    clear = both[~both.duplicated("name", keep=False) & both["name"].ne("")]
    return dict(zip(clear["name"], clear["iso3"], strict=True))


@cache
def _airport_places() -> Mapping[str, tuple[str, ...]]:
    cities = reference.load("airport_cities")[["city_name", "city_code"]].set_axis(["place", "code"], axis=1)
    towns = reference.load("airports")[["municipality", "iata"]].set_axis(["place", "code"], axis=1)
    places = pd.concat([cities, towns]).dropna().drop_duplicates()
    codes = places.groupby(places["place"].map(plain), sort=True)["code"].agg(tuple)
    return {str(place): found for place, found in codes.items()}


def _compact(name: str) -> str:
    return re.sub(r"[^0-9a-z]", "", name.casefold())


def _country_hint(cell: str) -> str:
    names = _country_names()
    found = names.get(plain(cell)) or names.get(nearest(cell, names)) or nearest(cell, _countries())
    return f" Did you mean {found}?" if found else ""


def _airport_hint(cell: str) -> str:
    codes = _airport_places().get(plain(cell), ())[:3]
    # Thousands of codes of three letters are alike: only those that begin alike are offered.
    found = " or ".join(codes) or nearest(cell, [code for code in _airports() if cell and code[0] == cell[0].upper()])
    return f" Did you mean {found}?" if found else ""


def _refrigerant_hint(cell: str) -> str:
    known = _refrigerants()
    # R-134b is more likely R-134a than R-134: a letter is mistaken sooner than left out.
    same_length = [name for name in known if len(name) == len(_compact(cell))]
    found = nearest(_compact(cell), same_length) or nearest(_compact(cell), known)
    return f" Did you mean {known[found]}?" if found else ""
