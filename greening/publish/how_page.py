"""The page beside a report that says of every figure how it was made: what each printed number leads to, with or without a script."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple
from urllib.parse import quote

from markupsafe import Markup
from upath import UPath

from greening import locale, manifest
from greening.narrative import cover
from greening.narrative.report import Report, anchor
from greening.publish import documents, inline
from greening.publish.entries import Entries, looks
from greening.publish.kept import Kept, digest


class Printed(NamedTuple):
    """A section of the report: its id, its title, and the figures that it prints."""

    id: str
    title: str
    figures: Iterable[str]


class Topic(NamedTuple):
    """The entries of the figures that a section is the first to print."""

    id: str
    title: str
    entries: Sequence[Markup]


def name(language: str) -> str:
    """The name of the page, beside the report's."""
    return f"how.{language}.html"


def numbers(entries: Iterable[str]) -> dict[str, int]:
    """The place of each figure's entry among all, which the page leads to: a thousand ids would be a tenth of its size."""
    return {figure_id: number for number, figure_id in enumerate(entries)}


def numbered(html: str, language: str, entries: Iterable[str]) -> str:
    """A page of the report whose links lead to the numbers of entries in place of the ids of their figures."""
    places = {anchor(figure_id): number for figure_id, number in numbers(entries).items()}
    to = re.compile(f'href="{re.escape(name(language))}#([^"]*)"')
    start = f"href={name(language)}#"
    return to.sub(lambda found: f"{start}{places[found[1]]}" if found[1] in places else found[0], html)


def known(entries: Entries, sections: Sequence[Printed], languages: Sequence[str], state: str) -> str:
    """The name under which the hash of the page is kept: it covers all that decides the page, the review's `state` too.

    Empty where its entries cannot be kept.
    """
    told = [entries.key, [[section.id, section.title, list(section.figures)] for section in sections], list(languages), state, looks()]
    return f"{digest(json.dumps(told))}.how" if entries.key else ""


def is_current(place: UPath, kept_as: str, kept: Kept) -> bool:
    """Whether the page that stands there is the one that was made, and compared with the figures, before."""
    found = kept.read(kept_as) if kept_as else ""
    return bool(found) and place.is_file() and digest(place.read_bytes()) == found


def keep(made: Mapping[str, str], kept_as: str, kept: Kept) -> None:
    """Keep the hash of a page that was compared with the figures."""
    for content in made.values():
        if kept_as:
            kept.keep(kept_as, digest(content))


def page(report: Report, entries: Mapping[str, str], sections: Sequence[Printed], languages: Sequence[str] = ()) -> str:
    """All entries as a page: by the section that prints a figure first, then those that only documents print or other figures rest on."""
    words, home = report.catalogue, f"{report.language}.html"
    links = [
        (f"../../{manifest.index(report.language)}", words.text("page.years")),
        (f"../{manifest.index(report.language)}", words.text("page.year", year=str(report.year))),
        (home, words.text("documents.report")),
    ]
    styles, scripts = [inline.style_of_how_page()], [inline.script()]
    title = words.text("how.page_title", name=report.name, year=str(report.year))
    named = [(language, name(language), locale.own_name(language)) for language in languages or [report.language]]
    values: dict[str, Any] = {
        "page": documents.frame(words, title, "../../", links, inline.policy(styles, scripts), state=cover.status(report)),
        "styles": [Markup(style) for style in styles],
        "scripts": [Markup(script) for script in scripts],
        "languages": named if len(named) > 1 else [],
        "languages_title": words.text("page.languages"),
        "title": report.text("section.how"),
        "about": report.text("how.about"),
        "search": report.text("how.search"),
        "unfound": report.text("how.search.none"),
        "contents": words.text("page.contents"),
        "topics": _topics(report, entries, sections),
        "home": home,
        "home_title": report.text("documents.report"),
    }
    return documents.render("how.html.j2", values)


def _topics(report: Report, entries: Mapping[str, str], sections: Sequence[Printed]) -> list[Topic]:
    """The entries by topic, each figure once; its entry names every section that prints it."""
    places = _places(entries, sections)
    first: dict[str, list[str]] = {}
    for figure_id, printing in places.items():
        first.setdefault(printing[0].id, []).append(figure_id)
    rest = Printed("behind", report.text("how.topic.behind"), [figure_id for figure_id in entries if figure_id not in places])
    topics = [*(section._replace(figures=first.get(section.id, [])) for section in sections), rest]
    articles = _articles(report, entries, places)
    return [Topic(f"topic-{topic.id}", topic.title, [articles[figure_id] for figure_id in topic.figures]) for topic in topics if topic.figures]


def _places(entries: Mapping[str, str], sections: Sequence[Printed]) -> dict[str, list[Printed]]:
    """The sections that print each figure."""
    found: dict[str, list[Printed]] = {}
    for section in sections:
        for figure_id in dict.fromkeys(section.figures):
            if figure_id in entries:
                found.setdefault(figure_id, []).append(section)
    return found


def _articles(report: Report, entries: Mapping[str, str], places: Mapping[str, Sequence[Printed]]) -> dict[str, Markup]:
    """Each entry with links back to the sections that print its figure."""
    links = {one.id: _link(report, one) for printing in places.values() for one in printing}
    words, start = report.catalogue, escape(report.text("how.printed_in"))
    backs = {figure_id: f'<p class="back">{start} {words.listed(links[one.id] for one in printing)}</p>' for figure_id, printing in places.items()}
    numbered = numbers(entries)
    return {figure_id: _article(figure_id, numbered[figure_id], entry, backs.get(figure_id, "")) for figure_id, entry in entries.items()}


def _link(report: Report, section: Printed) -> str:
    return f'<a href="{report.language}.html#{quote(section.id)}">{escape(section.title)}</a>'


def _article(figure_id: str, number: int, entry: str, back: str) -> Markup:
    headed = str(entry).replace("<h3>", f'<h3 id="{number}">', 1)
    return Markup(f'<article class="how" id="{anchor(figure_id)}">\n{headed}\n{back}</article>')
