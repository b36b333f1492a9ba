"""Two years side by side as pages, and as plain text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from upath import UPath

from greening import formats, locale, manifest, paths, site
from greening.chain.status import as_text
from greening.compare.cycles import Edition, Pair
from greening.formats import Fact
from greening.locale import Catalogue
from greening.narrative import elements
from greening.narrative.report import anchor
from greening.publish import documents, gate
from greening.site.sides import telling
from greening.site.years_page import COMPARISONS

#: The figures of the page of all organizations.
_SHOWN = ("ghg.total", "ghg.per_capita")
#: The parts of a page: figures whose names begin so; all others come last.
_PARTS = ("ghg", "energy", "water", "wastewater", "waste", "personnel", "target", "offsets", "coverage", "location")
_ELEMENT = Markup('<data value="%s" data-figure="%s" data-organization="%s" data-year="%s" data-format="%s">%s</data>')


class Sides:
    """Shows the figures of a pair, and keeps what it showed of each year for the gate."""

    def __init__(self, pair: Pair, words: Catalogue, published: Mapping[int, Mapping[str, str]]) -> None:
        """`published` has the files of each of the years that are published, by their path below the year's folder."""
        self._pair, self._words, self._published = pair, words, published
        self._shown: dict[int, list[str]] = {edition.year: [] for edition in pair.editions}

    def both(self, figure_id: str) -> tuple[Markup, Markup]:
        """A figure of both years, in digits enough to tell them apart."""
        first, second = self._pair.editions
        style = telling(self._words, first.facts.get(figure_id), second.facts.get(figure_id)).style
        return self.show(figure_id, first, style), self.show(figure_id, second, style)

    def show(self, figure_id: str, edition: Edition, style: str = "unit") -> Markup:
        """A figure of one year, which leads to how it was made where that is published."""
        fact = edition.facts.get(figure_id)
        if fact is None:
            return Markup('<span class="absent">%s</span>') % self._words.text("absent")
        element = _ELEMENT % (fact.raw, figure_id, self._pair.code, edition.year, style, formats.figure(self._words, fact, style))
        self._shown[edition.year].append(element)
        way = self._way(edition)
        return Markup('<a href="%s#%s">%s</a>') % (way, anchor(figure_id), element) if way else element

    def _way(self, edition: Edition) -> str:
        files = self._published.get(edition.year, {})
        names = (f"{self._pair.code}/how.{language}.html" for language in (self._words.language, locale.SOURCE))
        found = next((name for name in names if name in files), "")
        return f"../../{edition.year}/{quote(found)}" if found else ""

    def differences(self) -> list[gate.Difference]:
        """What was shown otherwise than the figures of its year are."""
        return [line for edition in self._pair.editions for line in gate.unlike("".join(self._shown[edition.year]), edition.facts, self._words)]


def write(pairs: Sequence[Pair], reports: str | UPath, languages: Sequence[str]) -> list[UPath]:
    """Write compare/<first>-<second>/ below the root of the site, and the pages of all years, which lead there; gives the paths.

    Raises GateError, and writes nothing, where a page would print anything else than the figures are.
    """
    root = paths.root(reports)
    years = [edition.year for edition in pairs[0].editions]
    folder = root / COMPARISONS / f"{years[0]}-{years[1]}"
    published = {year: manifest.files(root / str(year)) for year in years}
    pages = {name: page for language in languages for name, page in _pages(pairs, locale.catalogue(language), languages, published, root).items()}
    for name, page in pages.items():
        paths.write_text(folder / name, page)
    return [*(folder / name for name in pages), *site.write_assets(root), *site.write_years(root)]


def _pages(
    pairs: Sequence[Pair], words: Catalogue, languages: Sequence[str], published: Mapping[int, Mapping[str, str]], root: UPath
) -> dict[str, str]:
    sides = {pair.code: Sides(pair, words, published) for pair in pairs}
    pages = {manifest.index(words.language): _index(pairs, sides, words, languages, root)}
    pages |= {f"{pair.code}.{words.language}.html": _page(pair, sides[pair.code], words, languages, root) for pair in pairs}
    for pair in pairs:
        gate.check(sides[pair.code].differences(), f"{pair.code} {pair.first.year} and {pair.second.year}, {words.language}")
    return pages


def _frame(title: str, words: Catalogue, named: Sequence[tuple[str, str]], root: UPath, *, is_index: bool) -> dict[str, Any]:
    home = manifest.index(words.language)
    there = (root / home).is_file()
    links = [(f"../../{home if there else manifest.index(locale.SOURCE)}", words.text("page.years"))]
    links += [] if is_index else [(home, words.text("compare.all"))]
    return {
        "page": documents.frame(words, title, "../../", links),
        "languages": [(language, place, locale.own_name(language)) for language, place in named] if len(named) > 1 else [],
        "languages_title": words.text("page.languages"),
        "about": words.text("compare.about"),
    }


def _index(pairs: Sequence[Pair], sides: Mapping[str, Sides], words: Catalogue, languages: Sequence[str], root: UPath) -> str:
    first, second = (str(edition.year) for edition in pairs[0].editions)
    title = words.text("compare.title", first=first, second=second)
    head = [words.text("site.head.organization")]
    for name in ("total", "per_capita"):
        head += [words.text("compare.head", figure=words.text(f"site.head.{name}"), year=year) for year in (first, second)] + [
            words.text("compare.head.verdict")
        ]
    rows = [_organization(pair, sides[pair.code], words) for pair in pairs]
    table = elements.table(title, head, rows, style="sides pairs")
    values = {**_frame(title, words, [(language, manifest.index(language)) for language in languages], root, is_index=True), "heading": title}
    banner = words.text("site.examples") if all(pair.is_illustrative for pair in pairs) else ""
    return documents.render(
        "compare.html.j2", {**values, "banner": banner, "lead": "", "parts": [("organizations", words.text("site.organizations"), table)]}
    )


def _organization(pair: Pair, sides: Sides, words: Catalogue) -> list[Markup]:
    name = Markup('<a href="%s">%s</a> <span class="code">%s</span>')
    shown = [
        cell
        for figure_id in _SHOWN
        for cell in (*(sides.show(figure_id, edition, "table") for edition in pair.editions), _verdict(pair, figure_id, words))
    ]
    return [name % (f"{quote(pair.code)}.{words.language}.html", elements.isolated(words.said(pair.name)), pair.code), *shown]


def _verdict(pair: Pair, figure_id: str, words: Catalogue) -> Markup:
    found = pair.verdict(figure_id)
    return Markup('<span class="verdict %s">%s</span>') % (found, words.text(f"compare.verdict.{found}")) if found else Markup("")


def _page(pair: Pair, sides: Sides, words: Catalogue, languages: Sequence[str], root: UPath) -> str:
    told = {"name": words.said(pair.name), "first": str(pair.first.year), "second": str(pair.second.year)}
    title = words.text("compare.title.organization", **told)
    names = {name: Markup.escape(text) for name, text in told.items()} | {"name": elements.isolated(words.said(pair.name))}
    values = {
        **_frame(title, words, [(language, f"{pair.code}.{language}.html") for language in languages], root, is_index=False),
        "heading": words.markup("compare.title.organization", names.__getitem__),
        "banner": words.text("cover.illustrative") if pair.is_illustrative else "",
        "lead": words.text("compare.one_year") if not pair.shared else "",
        "parts": list(_parts(pair, sides, words)),
    }
    return documents.render("compare.html.j2", values)


def _parts(pair: Pair, sides: Sides, words: Catalogue) -> Iterator[tuple[str, str, Markup]]:
    """The figures of both years by topic, those that the later report gives otherwise for the earlier year, and those of one year alone."""
    yield from _by_topic(pair, sides, words)
    if pair.restated:
        yield "restated", words.text("compare.restated"), _restated(pair, sides, words)
    for edition in pair.editions:
        if names := pair.only(edition):
            title = words.text("compare.only", year=str(edition.year))
            rows = [[_named(name, words), sides.show(name, edition)] for name in names]
            table = elements.table(title, [words.text("changes.head.figure"), str(edition.year)], rows)
            yield f"only-{edition.year}", title, elements.details(words.counted("compare.figures", len(names)), table)


def _by_topic(pair: Pair, sides: Sides, words: Catalogue) -> Iterator[tuple[str, str, Markup]]:
    head = [words.text("changes.head.figure"), *(str(edition.year) for edition in pair.editions), words.text("compare.head.verdict")]
    for part in (*_PARTS, ""):
        names = sorted((name for name in pair.shared if _part(name) == part), key=_rank)
        rows = [[_named(name, words), *sides.both(name), _verdict(pair, name, words)] for name in names]
        if rows:
            title = words.text(f"compare.part.{part or 'other'}")
            yield part or "other", title, elements.table(title, head, rows, style="sides")


def _restated(pair: Pair, sides: Sides, words: Catalogue) -> Markup:
    """The figures of the first year as each of the two reports gives them."""
    year = pair.first.year
    head = [words.text("changes.head.figure"), *(words.text("compare.in_report", year=str(edition.year)) for edition in pair.editions)]
    rows = [[_named(name, words), sides.show(name, pair.first), sides.show(f"{name}@{year}", pair.second)] for name in pair.restated]
    return elements.table(words.text("compare.restated"), head, rows)


def _rank(figure_id: str) -> tuple[int, str]:
    return (_SHOWN.index(figure_id) if figure_id in _SHOWN else len(_SHOWN)), figure_id


def _part(figure_id: str) -> str:
    start = figure_id.partition(".")[0]
    return start if start in _PARTS else ""


def _named(figure_id: str, words: Catalogue) -> Markup:
    return Markup('%s <span class="code">%s</span>') % (words.label(figure_id), figure_id)


def as_table(pairs: Sequence[Pair], words: Catalogue) -> str:
    """The organizations with their emissions in both years and what may be said of them, as plain text."""
    first, second = (str(edition.year) for edition in pairs[0].editions)
    heads = ("organization", f"t CO2e {first}", second, "", f"t per person {first}", second, "")
    rows = [(pair.code, *(cell for figure_id in _SHOWN for cell in _told(pair, figure_id, words))) for pair in pairs]
    return as_text(heads, rows)


def _told(pair: Pair, figure_id: str, words: Catalogue) -> tuple[str, str, str]:
    shown = [_plain(edition.facts.get(figure_id), words) for edition in pair.editions]
    found = pair.verdict(figure_id)
    return shown[0], shown[1], words.text(f"compare.verdict.{found}") if found else ""


def _plain(fact: Fact | None, words: Catalogue) -> str:
    return "" if fact is None else formats.figure(words, fact, "table")
