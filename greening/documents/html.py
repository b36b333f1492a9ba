"""A document as a page: the same frame, style and figures as the report it lies beside."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from markupsafe import Markup

from greening import locale, manifest
from greening.documents.document import Box, Document, Grid, Heading, Items, Paragraph, Part
from greening.narrative import cover, elements
from greening.narrative.report import Report
from greening.publish import documents

_COUNTED = Markup('<p class="counted" id="paragraph-%d"><span class="count">%d.</span> %s</p>')
_BOX = Markup('<section class="box"><h2>%s</h2>%s</section>')
#: A link of a text, which leads from the report's page: to a place on it, or to what lies beside it. Links to the web stay as they are.
_LINK = re.compile(r'href="(?!https?:|mailto:|#paragraph-)([^"]*)"')


def page(document: Document, report: Report, languages: Sequence[str], files: Mapping[str, str]) -> str:
    """The document as a whole page; `files` are the names of its other forms by format, beside it.

    Every figure leads to how it was made at the end of the report's page.
    """
    words, up = report.catalogue, "../" * (document.depth + 1)
    home = f"{up}{report.language}.html"
    links = [
        (f"{up}../../{manifest.index(report.language)}", words.text("page.years")),
        (f"{up}../{manifest.index(report.language)}", words.text("page.year", year=str(report.year))),
        (home, words.text("documents.report")),
    ]
    stem = document.name.rpartition("/")[2]
    named = [(language, f"{stem}.{language}.html", locale.own_name(language)) for language in languages]
    title = words.text("documents.page_title", title=document.title, name=report.name, year=str(report.year))
    values = {
        "page": documents.frame(words, title, f"{up}../../", links),
        "languages": named if len(named) > 1 else [],
        "languages_title": words.text("page.languages"),
        "document": document,
        "banners": banners(report),
        "state": reviewed(report),
        "files": [(place, words.text(f"documents.format.{form}")) for form, place in files.items()],
        "body": _led(_body(document.content, count(1)), up, home),
        "home": home,
        "home_title": report.say("documents.back", name=elements.isolated(report.name)),
    }
    return documents.render("document.html.j2", values)


def banners(report: Report) -> list[str]:
    """What has to be said before anything else: that the body is invented, or that all figures are quoted."""
    known = {"cover.illustrative": report.is_illustrative, "documents.quoted": report.is_quoted}
    return [report.text(key) for key, is_so in known.items() if is_so]


def reviewed(report: Report) -> str:
    """How far the review of the report is, in words: a document that is passed on alone says so, too."""
    return report.text("review.state", state=report.text(f"cover.status.{cover.status(report)}"))


def _led(body: Markup, up: str, home: str) -> Markup:
    """The body with the links of its texts leading from where the document lies."""
    # Attributes are escaped, so that no quotation mark stands inside them.
    return Markup(_LINK.sub(lambda found: f'href="{home if found[1].startswith("#") else up}{found[1]}"', body))


def _body(parts: Sequence[Part], numbers: Iterator[int]) -> Markup:
    return Markup("\n").join(_drawn(part, numbers) for part in parts)


def _drawn(part: Part, numbers: Iterator[int]) -> Markup:
    match part:
        case Heading():
            return elements.heading(part.text, part.level)
        case Paragraph(numbered=True):
            number = next(numbers)
            return _COUNTED % (number, number, part.text)
        case Paragraph():
            return elements.paragraph(part.text)
        case Items():
            return elements.bullets(part.texts)
        case Grid():
            return elements.table(part.caption, part.head, part.rows, numeric=part.numeric, style="" if part.numeric else "listing")
        case Box():
            return _BOX % (part.title, _body(part.parts, numbers))
