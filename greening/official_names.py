"""Names that the United Nations have for organizations and countries in their languages."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

#: The language of the tables' own names.
_SOURCE = "en"
#: The article that the United Nations' list of countries puts after a name.
_ARTICLE = re.compile(r"\s*\((?:the|la|le|les|l['\u2019]|el|los|las)\)$")


def organizations(language: str) -> Iterator[tuple[str, str]]:
    """The English name of each organization whose name in another language is known, with that name."""
    folder = files("greening").joinpath("reference", "tables")
    place = folder.joinpath("organization_names.csv")
    if language == _SOURCE or not place.is_file():
        return
    told = {row["code"]: row["name"] for row in _rows(place) if row["language"] == language}
    yield from ((row["name_en"], told[row["code"]]) for row in _rows(folder.joinpath("organizations.csv")) if row["code"] in told)


def _rows(place: "Traversable") -> list[dict[str, str]]:
    """The rows of a small table as texts; read so since a catalogue is loaded where pandas is not."""
    return list(csv.DictReader(io.StringIO(place.read_text(encoding="utf-8"))))


def country(language: str, code: str) -> str:
    """The name of a country by its ISO 3166 code, without its article; the code where there is none."""
    return _ARTICLE.sub("", _countries(language).get(code.upper(), code))


@cache
def _countries(language: str) -> Mapping[str, str]:
    """The names of countries by their codes of two and of three letters; those of the source language where there are no others."""
    from greening import reference

    table = reference.load("countries")
    column = f"name_{language}" if f"name_{language}" in table.columns else f"name_{_SOURCE}"
    names = table[column].fillna(table[f"name_{_SOURCE}"]).tolist()
    return {code: name for letters in ("iso2", "iso3") for code, name in zip(table[letters].tolist(), names, strict=True)}
