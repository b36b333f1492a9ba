"""The few pieces of HTML that sections are made of; every text that comes in is escaped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from greening.locale import SOURCE, Catalogue

#: Tables of so many columns, one less where they hold words, may be wider than a narrow page.
_WIDE = 5
#: The full stop of Chinese, as wide as a letter.
_WIDE_STOP = "。"


@dataclass(frozen=True)
class Tile:
    """One headline figure: its name, the number with unit, and what is to be known about it."""

    label: str
    number: Markup
    detail: str = ""
    is_marked: bool = False


def joined(parts: Iterable[str]) -> Markup:
    """The parts one after the other."""
    # Every page is made of thousands of pieces: a plain string that is marked once is ten times faster than Markup's own formatting.
    return Markup("".join([escape(part) for part in parts if part]))


def isolated(name: str) -> Markup:
    """A name whose direction of writing does not reach the text around it."""
    return Markup(f"<bdi>{escape(name)}</bdi>")


def paragraph(text: str, style: str = "") -> Markup:
    """A paragraph; nothing where the text is empty."""
    return _element("p", text, style) if text else Markup("")


def paragraphs(texts: Iterable[str]) -> Markup:
    """One paragraph a text; empty texts are left out."""
    return joined(paragraph(text) for text in texts)


def sentences(texts: Iterable[Markup]) -> Markup:
    """The sentences that there are, one after the other; a full stop as wide as a letter has its own space."""
    there = [text for text in texts if text]
    return joined([*(text if text.endswith(_WIDE_STOP) else text + " " for text in there[:-1]), *there[-1:]])


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
    drawn = [_tile(tile) for tile in entries]
    return _element("dl", joined(drawn), "tiles") if drawn else Markup("")


def _tile(tile: Tile) -> Markup:
    number = _element("span", tile.number, "number") + (_element("span", tile.detail, "detail") if tile.detail else "")
    return _element("div", _element("dt", tile.label) + _element("dd", number), "tile marked" if tile.is_marked else "tile")


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, numeric: bool = True, style: str = "") -> Markup:
    """A table whose first column names the row; nothing where it has no rows.

    `numeric` sets every further column as numbers, else as words.
    """
    if not rows:
        return Markup("")
    style = style if numeric else f"words {style}".strip()
    top = "".join([f'<th scope="col">{escape(name)}</th>' for name in head])
    body = "".join([f"<tr>{_head(row[0])}{_cells(row[1:])}</tr>" for row in rows])
    drawn = f"<table><caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    if len(head) < (_WIDE if numeric else _WIDE - 1):
        return Markup(f'<div class="{f"table {style}".strip()}">{drawn}</div>')
    # A table wider than the page scrolls, and the keyboard has to reach it.
    return Markup(f'<div class="{f"table wide {style}".strip()}" role="group" aria-label="{escape(caption)}" tabindex="0">{drawn}</div>')


def _head(text: str) -> str:
    """The cell that names a row; where nothing does, an ordinary empty one, which no one reads out as a name."""
    return f'<th scope="row">{escape(text)}</th>' if text else "<td></td>"


def _cells(texts: Sequence[str]) -> str:
    return "".join([f"<td>{escape(text)}</td>" for text in texts])


def without_empty(head: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """Head and rows without the columns that hold nothing."""
    kept = [place for place in range(len(head)) if any(row[place] for row in rows)]
    return [head[place] for place in kept], [[row[place] for place in kept] for row in rows]


def spoken(words: Catalogue, text: str) -> Markup:
    """A text of the program in the page's language; one that no one has translated is marked as English, for those who have it read out."""
    pieces = words.pieces(text)
    if text and not pieces:
        return Markup('<span lang="{}" dir="ltr">{}</span>').format(SOURCE, text)
    return joined(_code(piece.text) if piece.is_filled_in and _is_code(words, piece.text) else escape(piece.text) for piece in pieces)


def _is_code(words: Catalogue, text: str) -> bool:
    """Whether a word is a code that a submitter writes as it is, whatever readers call it."""
    return words.has(f"term.{text}") or ("_" in text and text.isidentifier())


def _code(text: str) -> Markup:
    return Markup("<code>%s</code>") % text


def details(summary: str, content: str) -> Markup:
    """Content that opens on request; nothing where it is empty."""
    return Markup(f"<details><summary>{escape(summary)}</summary>{escape(content)}</details>") if content else Markup("")


def _element(name: str, content: str, style: str = "") -> Markup:
    attribute = f' class="{escape(style)}"' if style else ""
    return Markup(f"<{name}{attribute}>{escape(content)}</{name}>")
