"""The page of all years, and the comparisons of two of them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from upath import UPath

from greening import manifest
from greening.locale import Catalogue
from greening.publish import documents
from greening.site.year_page import switcher

#: Where the comparisons of two years lie, below the root of the site.
COMPARISONS = "compare"
_PAIR = re.compile(r"\d{4}-\d{4}")


def page(
    root: UPath, years: Mapping[int, tuple[int, int]], words: Catalogue, languages: Sequence[str], compared: Sequence[UPath] | None = None
) -> str:
    """Every year with its organizations and how many of them are invented, the latest first, and the comparisons of two years.

    `languages` are all languages that the page is made in, `compared` the folders of the comparisons, all that there are where none are given.
    """
    listed = [
        {
            "place": f"{number}/{_index(root / str(number), words)}",
            "label": words.text("site.year", year=str(number)),
            "count": _counted(*shown, words),
        }
        for number, shown in sorted(years.items(), reverse=True)
    ]
    values: dict[str, Any] = {
        "page": documents.frame(words, words.text("site.title"), "", []),
        "languages": switcher(languages),
        "languages_title": words.text("page.languages"),
        "about": words.text("site.about"),
        "banner": words.text("site.examples") if any(invented for _, invented in years.values()) else "",
        "years_title": words.text("site.years"),
        "years": listed,
        "comparisons": _comparisons(pairs(root) if compared is None else compared, words),
        "comparisons_title": words.text("site.comparisons"),
    }
    return documents.render("years.html.j2", values)


def known(root: UPath) -> dict[int, tuple[int, int]]:
    """The years that have a manifest: how many organizations each lists, and how many of them are invented."""
    folders = root.iterdir() if root.is_dir() else ()
    years = [place for place in folders if place.name.isdigit()]
    return {int(place.name): _organizations(kept) for place in years if (kept := manifest.read(place))}


def languages(root: UPath, years: Sequence[int]) -> set[str]:
    """The languages that a page of one of the years is published in."""
    names = {name for year in years for name in manifest.files(root / str(year)) if "/" not in name}
    return {
        language for name in names if (language := name.removeprefix("index").removesuffix(".html").strip(".")) and name == manifest.index(language)
    }


def pairs(root: UPath) -> list[UPath]:
    """The folders of the comparisons of two years, in order."""
    folder = root / COMPARISONS
    found = (place for place in folder.iterdir() if _PAIR.fullmatch(place.name)) if folder.is_dir() else ()
    return sorted(found, key=lambda place: place.name)


def _comparisons(found: Sequence[UPath], words: Catalogue) -> list[tuple[str, str]]:
    """The way to each comparison, in the language where it is made in that, and its name."""
    return [
        (f"{COMPARISONS}/{pair.name}/{_index(pair, words)}", words.text("compare.years", first=first, second=second))
        for pair in found
        for first, second in [pair.name.split("-")]
    ]


def _index(folder: UPath, words: Catalogue) -> str:
    """The page of a folder in the language; the English one where there is none."""
    name = manifest.index(words.language)
    return name if (folder / name).is_file() else manifest.index("en")


def _organizations(listed: Mapping[str, Any]) -> tuple[int, int]:
    codes = {name.split("/")[0] for name in listed["files"] if "/" in name}
    return len(codes), len(codes & set(listed.get("illustrative", [])))


def _counted(count: int, invented: int, words: Catalogue) -> str:
    if invented and invented == count:
        return words.counted("site.invented", count)
    every = words.counted("page.organizations", count)
    return f"{every} ({words.counted('site.of_them_invented', invented)})" if invented else every
