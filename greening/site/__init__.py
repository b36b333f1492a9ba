"""The site around the reports: the years, a year's organizations, the style sheets, and the manifest that comes last."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from upath import UPath

from greening import locale, manifest, paths
from greening.publish import documents, files
from greening.site import bodies, rules_page, year_page, years_page
from greening.site.hashes import sha256

#: The endings of what is published.
_KINDS = (".html", ".csv", ".json", ".docx", ".xlsx", ".pdf")


def write(
    reports: str | UPath,
    year: int,
    states: Sequence[Mapping[str, Any]],
    languages: Sequence[str] = (locale.SOURCE,),
    hashes: Mapping[str, str] | None = None,
    missing: Sequence[year_page.Missing] = (),
    rules: rules_page.Told | None = None,
) -> list[UPath]:
    """Write assets/, the pages of the year, the pages of all years, and last the year's manifest; gives their paths.

    `states` has one entry an organization of the year: organization, name, outcome (ok, held, failed), why, illustrative, is_group, parent, and
    where they are known its `kind` and the `review` of its report. `missing` are members of groups that handed in nothing. The pages are made in
    English, in the `languages` asked for, and in those that a report of the year is published in.
    `rules` are those of the year, for a page of their own; without them there is none.
    `hashes` has the SHA-256 of published files, by their path below the year's folder, as far as they are known already.
    A held or failed organization keeps the entries of its last published files.
    """
    root, folder = paths.root(reports), paths.report(reports, year)
    invented = sorted(str(state["organization"]) for state in states if state["illustrative"])
    listed = {**_kept(manifest.files(folder), folder, states), **_published(folder, states, hashes or {})}
    made_in = _languages(languages, listed)
    told = bodies.read(folder, year, states, listed)
    pages: dict[str, bytes] = {}
    for words in map(locale.catalogue, made_in):
        made = year_page.pages(year, told, missing, words, made_in, has_rules=rules is not None)
        made |= {rules_page.name(words.language): rules_page.page(year, rules, words, made_in)} if rules is not None else {}
        pages |= {name: content.encode() for name, content in made.items()}
    for name, content in pages.items():
        _put(folder / name, content)
    _remove_others(folder, pages)
    around = [*write_assets(root), *write_years(root, year, (len(states), len(invented)), made_in)]
    manifest.write(folder, {**listed, **{name: sha256(content) for name, content in pages.items()}}, invented)
    return [*(folder / name for name in pages), *around, folder / manifest.NAME]


def write_years(root: UPath, year: int | None = None, count: tuple[int, int] = (0, 0), languages: Iterable[str] = ()) -> list[UPath]:
    """Write the pages of all years; `year` is one that is now being written, with its organizations and how many of them are invented."""
    years = years_page.known(root) | ({year: count} if year is not None else {})
    others = years_page.languages(root, [other for other in years if other != year])
    made_in = list(dict.fromkeys((*languages, locale.SOURCE, *sorted(others & set(locale.languages())))))
    pages = {manifest.index(language): years_page.page(root, years, locale.catalogue(language), made_in).encode() for language in made_in}
    for name, content in pages.items():
        _put(root / name, content)
    _remove_others(root, pages)
    return [root / name for name in pages]


def write_assets(root: UPath) -> list[UPath]:
    """Write what the pages of the site share."""
    contents = {
        "greening.css": documents.stylesheet(),
        "site.css": documents.static("site.css"),
        "interactive.js": documents.bundle(),
        files.SCHEMA: files.schema(),
    }
    for name, content in contents.items():
        _put(root / "assets" / name, content)
    return [root / "assets" / name for name in contents]


def _languages(asked: Iterable[str], listed: Iterable[str]) -> list[str]:
    """The languages of a year's pages: English, those asked for, and those that a report is published in."""
    published = {
        name.rpartition("/")[2].removesuffix(".html") for name in listed if name.count("/") == 1 and manifest.is_report(name.rpartition("/")[2])
    }
    # In the order asked for, as in the reports: a list of languages that changes from page to page is not found again.
    return list(dict.fromkeys((*asked, locale.SOURCE, *sorted(published & set(locale.languages())))))


def _remove_others(folder: UPath, pages: Mapping[str, bytes]) -> None:
    """Take away pages of earlier runs: in a language that is no more, or of organizations that now stand on fewer pages."""
    for pattern in ("index*.html", "names.*.js", "rules*.html"):
        for place in folder.glob(pattern):
            if place.name not in pages:
                place.unlink()


def _put(place: UPath, content: bytes) -> None:
    """Write a file unless it stands as it is."""
    if not place.is_file() or place.read_bytes() != content:
        paths.write_bytes(place, content)


def _kept(before: Mapping[str, str], folder: UPath, states: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The earlier entries of organizations that were not published now, as far as their files are still there."""
    replaced = {str(state["organization"]) for state in states if state["outcome"] == "ok"}
    return {name: value for name, value in before.items() if "/" in name and name.split("/")[0] not in replaced and (folder / name).exists()}


def _published(folder: UPath, states: Sequence[Mapping[str, Any]], hashes: Mapping[str, str]) -> dict[str, str]:
    """What was written now: every file of a published organization, the validation page of every other."""
    codes = ((str(state["organization"]), state["outcome"] == "ok") for state in states)
    named = ((f"{code}/{name}", place) for code, is_published in codes for name, place in _written(folder / code, is_published=is_published))
    return {name: hashes.get(name) or sha256(place.read_bytes()) for name, place in named}


def _written(folder: UPath, *, is_published: bool) -> Iterator[tuple[str, UPath]]:
    """What is published of a folder, by its place there: reports, documents and tables, or the page of findings alone."""
    return ((name, place) for name, place in paths.below(folder) if place.suffix in _KINDS and (is_published or name.startswith("validation.")))
