"""What sections of the report say, for documents that say it again: the same sentences with the same figures, without charts and tables."""

import re
from collections.abc import Sequence

from markupsafe import Markup

from greening.documents.document import Heading, Items, Paragraph, content
from greening.narrative.report import Report
from greening.narrative.sections import SECTIONS

#: What of a section is for its own page only: what opens on request, tables, tiles, and the organization's own stories.
_LEFT_OUT = re.compile(r"<(details|table|dl|article)\b.*?</\1>", re.DOTALL)
#: A heading inside a section, a paragraph, a list or a remark, and what it is for.
_TEXT = re.compile(r'<(h3|p|ul|div)(?: class="([^"]*)")?>(.*?)</\1>', re.DOTALL)
_ENTRY = re.compile(r"<li>(.*?)</li>", re.DOTALL)
#: Paragraphs and lists that go with tables and charts, or are no sentences; and remarks that stand beside the text and belong to it.
_REMARKS, _BESIDE = {"detail", "notes", "sources", "facts", "citation", "files"}, {"note", "caution"}
Said = Heading | Paragraph | Items


def of_section(report: Report, *names: str, numbered: bool = True) -> list[Said]:
    """The headings, paragraphs and lists of the sections of these names, in the order given; a section that the report does not have says nothing.

    What the executed notebook said is said again; without it, the section is made here, which takes as long as it did there.
    """
    bodies = [report.said.get(name, "") for name in names] if report.said else [_made(report, name) for name in names]
    return [part for body in bodies for part in told(body, numbered=numbered)]


def _made(report: Report, name: str) -> str:
    return "".join([show(report).body for show in SECTIONS if show.__name__ == name])


def told(html: str, *, numbered: bool = True) -> list[Said]:
    """The headings, paragraphs and lists of some text of a section, as parts of a document."""
    found = ((kind, set(style.split()), Markup(text)) for kind, style, text in _TEXT.findall(_LEFT_OUT.sub("", html)))
    parts = [_part(kind, text, numbered=numbered) for kind, styles, text in found if (styles & _BESIDE if kind == "div" else not styles & _REMARKS)]
    return [part for part in content(parts) if isinstance(part, Heading | Paragraph | Items)]


def _part(kind: str, text: Markup, *, numbered: bool) -> Said:
    if kind == "h3":
        return Heading(text, 3)
    return Items(_entries(text)) if kind == "ul" else Paragraph(text, numbered)


def once(parts: Sequence[Said], seen: set[str]) -> list[Said]:
    """The headings, and the parts that say something not seen before; what they say is seen from now on."""
    kept: list[Said] = []
    for part in parts:
        text = "\n".join(part.texts) if isinstance(part, Items) else part.text
        if isinstance(part, Heading) or (text and text not in seen):
            kept.append(part)
            seen.add(text)
    return kept


def _entries(text: str) -> list[Markup]:
    return [Markup(entry) for entry in _ENTRY.findall(text)]
