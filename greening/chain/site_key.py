"""Whether the pages around the reports are up to date: known without the templates that make them."""

from collections.abc import Mapping, Sequence
from typing import Any

from upath import UPath

from greening import locale, paths
from greening.chain import keys, rendering

#: What lies around the reports of a year, from the root of the site.
_OF_YEAR = ("assets/greening.css", "{year}/index.html", "{year}/manifest.json")


def published(data: str, year: int, states: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The SHA-256 of every file that was published for the organizations of these states, by its path below the year's folder."""
    found: dict[str, str] = {}
    for code in (str(state["organization"]) for state in states):
        folder = paths.processed(data, year, code)
        for page in ("validation", *(rendering.stage(language) for language in locale.languages())):
            made = keys.read(page, folder).get("made", {}).get("reports", {})
            found |= {f"{code}/{name}": sha256 for name, sha256 in made.items()}
    return found


def is_current(reports: UPath, year: int, states: Sequence[Mapping[str, Any]], data: str) -> bool:
    """Whether the pages around the reports of a year, and the page of all years, are as they would be written for these states."""
    read, kept = _content(year, states, data), paths.processed(data, year)
    return keys.is_current("site", read, kept, {"reports": reports}) and keys.is_current("years", {}, kept.parent, {"reports": reports})


def keep(reports: UPath, year: int, states: Sequence[Mapping[str, Any]], data: str) -> None:
    """Keep what the pages around the reports of a year were made from."""
    kept = paths.processed(data, year)
    keys.write("site", _content(year, states, data), {"reports": _sums(reports, [name.format(year=year) for name in _OF_YEAR])}, kept)
    keys.write("years", {}, {"reports": _sums(reports, ["index.html"])}, kept.parent)


def _content(year: int, states: Sequence[Mapping[str, Any]], data: str) -> dict[str, Any]:
    return {"year": year, "states": list(states), "published": published(data, year, states), "code": keys.of_code("narrative", "en")}


def _sums(reports: UPath, names: Sequence[str]) -> dict[str, str]:
    return {name: keys.digest((reports / name).read_bytes()) for name in names}
