"""A document as its parts: what it says, without how it is drawn; the same parts become HTML and DOCX."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from greening.errors import DeclarationError
from greening.file_names import code_name as code_name

#: What a name may be: letters, digits and hyphens, in at most one folder.
_NAME = re.compile(r"(?:[A-Za-z0-9-]+/)?[A-Za-z0-9-]+")
#: The forms in which a document can be written.
FORMATS = ("html", "docx")


@dataclass(frozen=True)
class Heading:
    """A heading; level 2 is the first below the title."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `numbered` ones are counted through the whole document, as in documents of councils."""

    text: str
    numbered: bool = False


@dataclass(frozen=True)
class Items:
    """A list."""

    texts: Sequence[str]


@dataclass(frozen=True)
class Grid:
    """A table: its caption, the heads of its columns, and its rows, whose first cell names the row.

    `numeric` sets every further column as numbers. Raises DeclarationError where a row has more or fewer cells than there are columns.
    """

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: bool = False

    def __post_init__(self) -> None:
        if any(len(row) != len(self.head) for row in self.rows):
            raise DeclarationError(f"the table {self.caption} has a row that does not fit its {len(self.head)} columns")


@dataclass(frozen=True)
class Box:
    """A framed part with a title: summary, action required, references."""

    title: str
    parts: Sequence["Part"]


Part = Heading | Paragraph | Items | Grid | Box


@dataclass(frozen=True)
class Document:
    """A document of one organization and year.

    `name` is the file's name without its ending (`governing-body`; `locations/GVA`, see code_name); `symbol` the
    line above the title by which a body cites its documents; `formats` some of FORMATS, html always among them. Texts are what Report.say and
    Report.show make (their figures stay elements in HTML and become text in DOCX), or plain words of the catalogue; their links lead from the
    report's page, as in its sections (`validation.html`, `documents/locations/GVA.en.html`).
    Raises DeclarationError where the name or a format cannot be.
    """

    name: str
    title: str
    parts: Sequence[Part]
    subtitle: str = ""
    symbol: str = ""
    formats: tuple[str, ...] = ("html",)

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise DeclarationError(f"a document cannot be named {self.name}: letters, digits and hyphens, in at most one folder")
        if "html" not in self.formats or not set(self.formats) <= set(FORMATS):
            raise DeclarationError(f"document {self.name}: its formats are html, and where wanted docx; not {', '.join(self.formats)}")

    @cached_property
    def content(self) -> tuple[Part, ...]:
        """The parts that say something: nothing empty, and no heading with nothing below it."""
        return content(self.parts)

    @property
    def depth(self) -> int:
        """How many folders lie between the document and the folder of documents."""
        return self.name.count("/")


def content(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Of some parts those that say something: nothing empty, and no heading with nothing below it."""
    kept: list[Part] = []
    for part in reversed([full for part in parts if (full := _filled(part)) is not None]):
        # Read from the end, a heading is followed by what was kept last.
        if not (isinstance(part, Heading) and (not kept or _is_beside(part, kept[-1]))):
            kept.append(part)
    return tuple(reversed(kept))


def _is_beside(heading: Heading, following: Part) -> bool:
    """Whether what follows a heading is a heading that does not belong under it."""
    return isinstance(following, Heading) and following.level <= heading.level


def _filled(part: Part) -> Part | None:
    """The part without what is empty in it; None where nothing is left."""
    if isinstance(part, Items):
        texts = tuple(text for text in part.texts if text)
        return Items(texts) if texts else None
    if isinstance(part, Box):
        parts = content(part.parts)
        return replace(part, parts=parts) if parts else None
    is_full = bool(part.rows) if isinstance(part, Grid) else bool(part.text)
    return part if is_full else None
