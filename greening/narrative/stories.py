"""The organization's own texts: Markdown, cleaned before it is shown."""

import nh3
import pandas as pd
from markdown_it import MarkdownIt
from markupsafe import Markup
from pandas.api.typing import NAType

from greening.narrative import elements, placement
from greening.narrative.report import Report

#: What may stand in a submitted text; a heading would break into the report's own.
_TAGS = {"p", "em", "strong", "ul", "ol", "li", "a", "blockquote", "br", "code", "table", "thead", "tbody", "tr", "th", "td", "h4", "h5", "h6"}
_SCHEMES = {"http", "https", "mailto"}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def clean(markdown: str) -> Markup:
    """The text as safe HTML: no raw HTML, no images, links to web pages and mail only."""
    # nosec B704 and S704 would speak of unescaped text: nh3 has just cleaned it.
    return Markup(nh3.clean(_MARKDOWN.render(markdown), tags=_TAGS, attributes={"a": {"href"}}, url_schemes=_SCHEMES, link_rel="noopener noreferrer"))


def written(report: Report) -> pd.DataFrame:
    """The stories in the report's language or in none; all of them where the language has none."""
    every = report.rows("stories")
    fits = every["language"].isna() | (every["language"] == report.language)
    return every[fits] if fits.any() else every


def placed(every: pd.DataFrame) -> pd.Series:
    """The section of the report that each story belongs to."""
    return every["section"].str.lower().replace(dict(placement.STORIES))


def stories(report: Report, section: str) -> Markup:
    """Every story of a section, one article each; nothing where there is none."""
    every = written(report)
    own = every[placed(every) == section]
    return elements.joined(story(report, *row) for row in zip(own["title"], own["text"], own["effort_year"], strict=True))


def story(report: Report, title: str, text: str, effort_year: int | NAType) -> Markup:
    """One story: its title, its text, and the year that it speaks of."""
    head = "" if pd.isna(title) else elements.heading(title)
    year = "" if pd.isna(effort_year) else elements.paragraph(report.text("stories.year", year=str(effort_year)), "detail")
    return Markup('<article class="story">{}{}{}</article>').format(head, year, clean(text))
