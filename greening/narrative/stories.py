"""The organization's own texts: Markdown, cleaned before it is shown."""

from collections.abc import Sequence

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

from greening.formats import is_missing
from greening.narrative import elements, placement
from greening.narrative.report import Report, Row

#: What may stand in a submitted text; a heading would break into the report's own.
_TAGS = {"p", "em", "strong", "ul", "ol", "li", "a", "blockquote", "br", "code", "table", "thead", "tbody", "tr", "th", "td", "h4", "h5", "h6"}
_SCHEMES = {"http", "https", "mailto"}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def clean(markdown: str) -> Markup:
    """The text as safe HTML: no raw HTML, no images, links to web pages and mail only."""
    # nosec B704 and S704 would speak of unescaped text: nh3 has just cleaned it.
    return Markup(nh3.clean(_MARKDOWN.render(markdown), tags=_TAGS, attributes={"a": {"href"}}, url_schemes=_SCHEMES, link_rel="noopener noreferrer"))


def written(report: Report) -> Sequence[Row]:
    """The stories in the report's language or in none; all of them where the language has none."""
    every = report.rows("stories")
    return [row for row in every if is_missing(row["language"]) or row["language"] == report.language] or every


def placed(row: Row) -> str:
    """The section of the report that a story belongs to."""
    name = "" if is_missing(row["section"]) else str(row["section"]).lower()
    return placement.STORIES.get(name, name)


def stories(report: Report, section: str) -> Markup:
    """Every story of a section, one article each; nothing where there is none."""
    return elements.joined(story(report, row) for row in written(report) if placed(row) == section)


def story(report: Report, row: Row) -> Markup:
    """One story: its title, whose words it is and of what year, and its text, in the direction of its own script."""
    # The language is told to readers that speak the page; a body that tells none writes in whatever it likes.
    spoken = Markup("") if is_missing(row["language"]) else Markup(' lang="%s"') % row["language"]
    head = "" if is_missing(row["title"]) else Markup('<h3 dir="auto"%s>%s</h3>') % (spoken, row["title"])
    year = "" if is_missing(row["effort_year"]) else report.text("stories.year", year=str(row["effort_year"]))
    whose = elements.paragraph(" · ".join(part for part in (report.text("stories.own"), year) if part), "detail")
    return Markup('<article class="story">%s%s<div dir="auto"%s>%s</div></article>') % (head, whose, spoken, clean(row["text"]))
