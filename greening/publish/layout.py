"""The sections of a page laid out: headings and tables that can be linked to, long tables folded, what was not reported gathered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from greening.locale import Catalogue
from greening.narrative.chapters import CHAPTERS

#: So many rows of a table stand open; the others open on request.
OPEN_ROWS = 50
_HEADING = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>', re.DOTALL)
#: A table as `elements.table` writes it; texts are escaped, so that no tag of a table stands inside its cells.
_TABLE = re.compile(
    r"(?P<wrapper><div class=\"table[^>]*)><table><caption>(?P<caption>.*?)</caption>(?P<head><thead>.*?</thead>)"
    r"<tbody>(?P<rows>.*?)</tbody></table></div>",
    re.DOTALL,
)
_ROW_END = "</tr>"
#: Ends that HTML does not need inside a table: a page has thousands of cells.
_NEEDLESS = re.compile(r"</(?:t[dhr]|thead|tbody|caption)>")
_LABEL = re.compile(r' aria-label="[^"]*"')


@dataclass(frozen=True)
class Part:
    """A section as the page shows it: its id, its title, its pieces of HTML, and whether it only says that nothing was reported."""

    id: str
    title: str
    pieces: Sequence[str]
    is_absent: bool = False


class Chapter(NamedTuple):
    """Sections of the contents under one name, and the id of the place where they begin."""

    id: str
    name: str
    sections: Sequence[Part]


def linkable(part_id: str, html: str, words: Catalogue) -> str:
    """A section's text whose heading and tables have addresses of their own, and lead to themselves; long tables fold."""
    numbers = iter(range(1, html.count("<table>") + 1))

    def table(found: re.Match[str]) -> str:
        return _table(f"{part_id}-{next(numbers)}", found, words)

    headed = _HEADING.sub(lambda found: f'<h2 id="{found[1]}"><a href="#{found[1]}">{found[2]}</a></h2>', html, count=1)
    return _TABLE.sub(table, headed)


def _table(name: str, found: re.Match[str], words: Catalogue) -> str:
    wrapper, caption, head = found["wrapper"], found["caption"], found["head"]
    rows = found["rows"].split(_ROW_END)[:-1]
    linked = caption if "<a " in caption else f'<a href="#{name}">{caption}</a>'
    # Its caption names the table, and is said once.
    named = _LABEL.sub(f' aria-labelledby="{name}"', wrapper)
    first = _wrapped(named, f'<caption id="{name}">{linked}', head, rows[:OPEN_ROWS])
    rest = rows[OPEN_ROWS:]
    if not rest:
        return first
    more = words.counted("page.rows.more", len(rest))
    others = _wrapped(wrapper, f"<caption>{caption}: {more}", head, rest)
    return f"{first}<details><summary>{more}</summary>{others}</details>"


def _wrapped(wrapper: str, caption: str, head: str, rows: Sequence[str]) -> str:
    table = "".join(["<table>", caption, head, "<tbody>", *rows, "</table>"])
    return f"{wrapper}>{bare(table)}</div>"


def bare(table: str) -> str:
    """A table without the ends and quotation marks that HTML does not need; texts in it are escaped, so that none holds what looks like one."""
    return _NEEDLESS.sub("", table).replace(' scope="col"', " scope=col").replace(' scope="row"', " scope=row")


def gathered(parts: Sequence[Part], words: Catalogue) -> list[Part]:
    """The sections in their order, and before the last chapter one that lists those on which nothing was reported."""
    told = [part for part in parts if not part.is_absent]
    # That one organization has no members is nothing that it did not report.
    silent = [part for part in parts if part.is_absent and part.id != "entities"]
    if not silent:
        return told
    reasons: dict[str, list[Part]] = {}
    for part in silent:
        reasons.setdefault(_HEADING.sub("", part.pieces[0], count=1), []).append(part)
    entries = Markup("").join(_silent(same, reason) for reason, same in reasons.items())
    title, about = words.text("section.absent"), words.text("absent.about")
    html = Markup('<h2 id="not-reported"><a href="#not-reported">%s</a></h2><p>%s</p><dl class="absent-topics">%s</dl>') % (title, about, entries)
    at = _end_of_topics(told)
    return [*told[:at], Part("not-reported", title, [html]), *told[at:]]


def _end_of_topics(parts: Sequence[Part]) -> int:
    """The place of the first section of the last chapter."""
    return next((place for place, part in enumerate(parts) if part.id in CHAPTERS["about"]), len(parts))


def _silent(parts: Sequence[Part], reason: str) -> Markup:
    """The topics on which nothing was reported for the same reason, and the reason."""
    names = Markup("").join(Markup('<dt id="%s"><a href="#%s">%s</a></dt>') % (part.id, part.id, part.title) for part in parts)
    return Markup("<div>%s<dd>%s</dd></div>") % (names, Markup(reason))


def chapters(parts: Sequence[Part], words: Catalogue) -> list[Chapter]:
    """The sections by chapter, in their order; a section of no chapter joins the one before, what was not reported the last one."""
    named = {section: chapter for chapter, sections in CHAPTERS.items() for section in sections} | {"not-reported": "about"}
    found: dict[str, list[Part]] = {}
    current = next(iter(CHAPTERS))
    for part in parts:
        current = named.get(part.id, current)
        found.setdefault(current, []).append(part)
    return [Chapter(f"chapter-{name}", words.text(f"chapter.{name}"), sections) for name, sections in found.items()]
