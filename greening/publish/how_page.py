"""The page beside a report that says of every figure how it was made: what each printed number leads to, with or without a script."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from greening import locale, manifest
from greening.narrative.report import Report, anchor
from greening.publish import documents, inline


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


def page(report: Report, entries: Mapping[str, Markup], sections: Sequence[Printed], languages: Sequence[str] = ()) -> str:
    """All entries as a page: by the section that prints a figure first, then those that only documents print or other figures rest on."""
    words, home = report.catalogue, f"{report.language}.html"
    links = [
        (f"../../{manifest.index(report.language)}", words.text("page.years")),
        (f"../{manifest.index(report.language)}", words.text("page.year", year=str(report.year))),
        (home, words.text("documents.report")),
    ]
    styles, scripts = [inline.style()], [inline.script()]
    title = words.text("how.page_title", name=report.name, year=str(report.year))
    named = [(language, name(language), locale.own_name(language)) for language in languages or [report.language]]
    values: dict[str, Any] = {
        "page": documents.frame(words, title, "../../", links, inline.policy(styles, scripts)),
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


def _topics(report: Report, entries: Mapping[str, Markup], sections: Sequence[Printed]) -> list[Topic]:
    """The entries by topic, each figure once; its entry names every section that prints it."""
    places = _places(entries, sections)
    first: dict[str, list[str]] = {}
    for figure_id, printing in places.items():
        first.setdefault(printing[0].id, []).append(figure_id)
    rest = Printed("behind", report.text("how.topic.behind"), [figure_id for figure_id in entries if figure_id not in places])
    topics = [*(section._replace(figures=first.get(section.id, [])) for section in sections), rest]
    articles = _articles(report, entries, places)
    return [Topic(f"topic-{topic.id}", topic.title, [articles[figure_id] for figure_id in topic.figures]) for topic in topics if topic.figures]


def _places(entries: Mapping[str, Markup], sections: Sequence[Printed]) -> dict[str, list[Printed]]:
    """The sections that print each figure."""
    found: dict[str, list[Printed]] = {}
    for section in sections:
        for figure_id in dict.fromkeys(section.figures):
            if figure_id in entries:
                found.setdefault(figure_id, []).append(section)
    return found


def _articles(report: Report, entries: Mapping[str, Markup], places: Mapping[str, Sequence[Printed]]) -> dict[str, Markup]:
    """Each entry with links back to the sections that print its figure."""
    links = {one.id: _link(report, one) for printing in places.values() for one in printing}
    words, start = report.catalogue, escape(report.text("how.printed_in"))
    backs = {figure_id: f'<p class="back">{start} {words.listed(links[one.id] for one in printing)}</p>' for figure_id, printing in places.items()}
    return {figure_id: _article(figure_id, entry, backs.get(figure_id, "")) for figure_id, entry in entries.items()}


def _link(report: Report, section: Printed) -> str:
    return f'<a href="{report.language}.html#{quote(section.id)}">{escape(section.title)}</a>'


def _article(figure_id: str, entry: str, back: str) -> Markup:
    return Markup(f'<article class="how" id="{anchor(figure_id)}">\n{entry}\n{back}</article>')
