"""The few pieces of HTML that sections are made of; every text that comes in is escaped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

#: Tables of so many columns, one less where they hold words, may be wider than a narrow page.
_WIDE = 5


@dataclass(frozen=True)
class Tile:
    """One headline figure: its name, the number with unit, and what is to be known about it."""

    label: str
    number: Markup
    detail: str = ""
    is_marked: bool = False


def joined(parts: Iterable[str]) -> Markup:
    """The parts one after the other."""
    return Markup("").join(escape(part) for part in parts if part)


def isolated(name: str) -> Markup:
    """A name whose direction of writing does not reach the text around it."""
    return Markup("<bdi>{}</bdi>").format(name)


def paragraph(text: str, style: str = "") -> Markup:
    """A paragraph; nothing where the text is empty."""
    return _element("p", text, style) if text else Markup("")


def paragraphs(texts: Iterable[str]) -> Markup:
    """One paragraph a text; empty texts are left out."""
    return joined(paragraph(text) for text in texts)


def sentences(texts: Iterable[Markup]) -> Markup:
    """The sentences that there are, one after the other."""
    return Markup(" ").join(text for text in texts if text)


def heading(text: str, level: int = 3) -> Markup:
    """A heading inside a section."""
    return _element(f"h{level}", text)


def bullets(texts: Iterable[str], style: str = "") -> Markup:
    """A list; nothing where it has no entries."""
    entries = joined(_element("li", text) for text in texts if text)
    return _element("ul", entries, style) if entries else Markup("")


def aside(text: str, style: str = "note") -> Markup:
    """A remark beside the text: a caution, a banner, an absence."""
    return _element("div", text, style) if text else Markup("")


def tiles(entries: Iterable[Tile]) -> Markup:
    """The tiles as a description list; nothing where there are none."""
    drawn = [
        Markup('<div class="{}"><dt>{}</dt><dd><span class="number">{}</span>{}</dd></div>').format(
            "tile marked" if tile.is_marked else "tile", tile.label, tile.number, _element("span", tile.detail, "detail") if tile.detail else ""
        )
        for tile in entries
    ]
    return _element("dl", joined(drawn), "tiles") if drawn else Markup("")


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, numeric: bool = True, style: str = "") -> Markup:
    """A table whose first column names the row; nothing where it has no rows.

    `numeric` sets every further column as numbers.
    """
    if not rows:
        return Markup("")
    cell = Markup('<td class="number">{}</td>') if numeric else Markup("<td>{}</td>")
    top = joined(Markup('<th scope="col">{}</th>').format(name) for name in head)
    body = joined(Markup('<tr><th scope="row">{}</th>{}</tr>').format(row[0], joined(cell.format(text) for text in row[1:])) for row in rows)
    drawn = Markup("<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(caption, top, body)
    if len(head) < (_WIDE if numeric else _WIDE - 1):
        return Markup('<div class="{}">{}</div>').format(f"table {style}".strip(), drawn)
    # A table wider than the page scrolls, and the keyboard has to reach it.
    return Markup('<div class="{}" role="group" aria-label="{}" tabindex="0">{}</div>').format(f"table wide {style}".strip(), caption, drawn)


def without_empty(head: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """Head and rows without the columns that hold nothing."""
    kept = [place for place in range(len(head)) if any(row[place] for row in rows)]
    return [head[place] for place in kept], [[row[place] for place in kept] for row in rows]


def details(summary: str, content: str) -> Markup:
    """Content that opens on request; nothing where it is empty."""
    return Markup("<details><summary>{}</summary>{}</details>").format(summary, content) if content else Markup("")


def _element(name: str, content: str, style: str = "") -> Markup:
    attribute = Markup(' class="{}"').format(style) if style else Markup("")
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), attribute, content)
