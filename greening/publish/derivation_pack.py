"""The entries on figures packed into the page: small enough to be mailed with it, opened by a script where the browser can."""

import bz2
import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import chain, islice

from markupsafe import Markup

from greening.narrative.report import Report
from greening.publish import base85

_LEVEL = 9
#: The ends of what entries share: after these a new line begins.
_ENDS = ("</dd>", "</h3>")
#: What begins alike is packed together: a term of the list by its name, any other element by its tag.
_KIND = re.compile(r"<dt>[^<]*|<\w+|")
#: The first sign that stands for a kind of lines; the others follow. Lines of all kinds after these are packed together.
_FIRST, _KINDS = ord(":"), 60
_ORDER = re.compile(r"(\D)(\d*)")
#: A link to an entry.
_LINK = re.compile(r'<a href="(how\.[\w-]+\.html#)([^"]*)">')
#: Letters that are no ASCII, and have room in one byte with it; a language with more of them is packed as UTF-8.
_ASCII, _LETTERS = 128, 128
#: The last letter that UTF-16, which the script reads them by, has in one unit.
_WIDEST = "\uffff"
#: What Python's tables of letters have where there is none.
_NONE = "\ufffe"
#: Signs that may stand for something: control characters but the ends of lines, then those for private use.
_SIGNS = [*(chr(code) for code in range(1, 32) if chr(code) not in "\n\r"), *map(chr, range(0xE000, 0xF8FF))]


@dataclass(frozen=True)
class _Signs:
    """Signs that no entry has: between parts, between ids, for a figure's own id, around the id that a link leads to, or whose value it shows."""

    part: str
    end: str
    own: str
    link: str
    shown: str

    def values(self, entries: Mapping[str, str]) -> dict[str, str]:
        """The value that each entry shows first, outside of links."""
        first = re.compile(f'(?<!{self.link})<data value="([^"]*)"')
        found = ((figure_id, first.search(entry)) for figure_id, entry in entries.items())
        return {figure_id: value[1] for figure_id, value in found if value}


@dataclass
class _Columns:
    """The lines of all entries by their kind, each once, and the order in which entries have them."""

    lines: list[list[str]] = field(default_factory=list)
    _kinds: dict[str, int] = field(default_factory=dict)
    _of_line: dict[str, int] = field(default_factory=dict)
    #: How many lines of each kind were ordered, and at which of them each line was last.
    _ordered: list[int] = field(default_factory=list)
    _last: dict[str, int] = field(default_factory=dict)

    def order(self, entry: Iterable[str]) -> str:
        """The lines of an entry: the sign of the kind of each, and how many lines of that kind ago it stood, where it is none that is new."""
        return "".join(map(self._sign, entry))

    def _sign(self, line: str) -> str:
        kind = self._of_line.get(line)
        if kind is None:
            kind, ago = self._added(line), ""
        else:
            ago = str(self._ordered[kind] - self._last[line])
        self._last[line] = self._ordered[kind]
        self._ordered[kind] += 1
        return f"{chr(_FIRST + kind)}{ago}"

    def _added(self, line: str) -> int:
        begun = _KIND.match(line)
        kind = self._kinds.setdefault(begun[0] if begun else "", min(len(self._kinds), _KINDS))
        if kind == len(self.lines):
            self.lines.append([])
            self._ordered.append(0)
        self.lines[kind].append(line)
        self._of_line[line] = kind
        return kind


def element(report: Report, told: str) -> Markup:
    """The block of packed entries that the script of the page reads, with the words of the panel; nothing in it is run or shown."""
    words = {name: escape(report.text(f"how.panel.{name}")) for name in ("close", "back", "all")}
    named = " ".join(f'data-{name}="{text}"' for name, text in words.items())
    return Markup(f'<script type="text/plain" id="derivations" {named}>{told}</script>')


def lined(entry: str) -> str:
    """An entry as it is packed and opened: after what entries share, a line ends; no line is empty."""
    # Markup's own methods would escape, and mark each line again.
    text = str(entry)
    for end in _ENDS:
        text = text.replace(end, f"{end}\n")
    return "\n".join(filter(None, text.split("\n")))


def packed(entries: Mapping[str, str]) -> str:
    """The entries as base 85 of a text packed by bzip2.

    Its first line has the letters that stand for the bytes after ASCII in the rest, none where that is UTF-8. The rest begins with the sign between
    its parts: the other signs and where links lead, the ids of the figures, the order of lines, and the lines of each kind.
    """
    lines = {figure_id: lined(entry) for figure_id, entry in entries.items()}
    signs = _signs(chain(lines, lines.values()))
    way = next((found[1] for entry in lines.values() if (found := _LINK.search(entry))), "")
    columns = _Columns()
    order = [columns.order(entry.split("\n")) for entry in _shortened(lines, signs, way).values()]
    head = f"{signs.end}{signs.own}{signs.link}{signs.shown}{way}"
    parts = ["", head, signs.end.join(entries), "\n".join(order), *("\n".join(column) for column in columns.lines)]
    # What browsers unpack by themselves takes a quarter more room.
    return base85.encoded(bz2.compress(_bytes(signs.part.join(parts)), _LEVEL))


def unpacked(text: str) -> dict[str, str]:
    """The entries of a packed text, as the script of the page reads them: each as `lined` has it."""
    content = _text(bz2.decompress(base85.decoded(text)))
    _, head, ids, order, *columns = content.split(content[0])
    signs, way = _Signs(content[0], *head[:4]), head[4:]
    entries = dict(zip(ids.split(signs.end), _ordered(order, columns), strict=True)) if order else {}
    values = signs.values(entries)
    own = {figure_id: entry.replace(signs.own, figure_id) for figure_id, entry in entries.items()}
    shown = re.compile(f"{signs.shown}([^{signs.shown}]*){signs.shown}")
    valued = {
        figure_id: shown.sub(lambda found: f'{signs.link}{found[1]}{signs.link}<data value="{values[found[1]]}" data-figure="{found[1]}"', entry)
        for figure_id, entry in own.items()
    }
    linked = re.compile(f"{signs.link}([^{signs.link}]*){signs.link}")
    return {figure_id: linked.sub(lambda found: f'<a href="{way}{found[1]}">', entry) for figure_id, entry in valued.items()}


def _ordered(order: str, columns: Iterable[str]) -> Iterator[str]:
    """The entries of an order of lines."""
    left = [iter(column.split("\n")) for column in columns]
    seen: list[list[str]] = [[] for _ in left]
    for entry in order.split("\n"):
        lines = []
        for sign, ago in _ORDER.findall(entry):
            kind = ord(sign) - _FIRST
            lines.append(seen[kind][-int(ago)] if ago else next(left[kind]))
            seen[kind].append(lines[-1])
        yield "\n".join(lines)


def _shortened(entries: Mapping[str, str], signs: _Signs, way: str) -> dict[str, str]:
    """The entries with signs for their own figure and for links to others."""

    def link(found: re.Match[str]) -> str:
        return f"{signs.link}{found[2]}{signs.link}" if found[1] == way and found[2] in entries else found[0]

    def shown(found: re.Match[str]) -> str:
        return f"{signs.shown}{found[1]}{signs.shown}" if values.get(found[1]) == found[2] else found[0]

    linked = {figure_id: _LINK.sub(link, entry) for figure_id, entry in entries.items()}
    values = signs.values(linked)
    valued = re.compile(f'{signs.link}([^{signs.link}]*){signs.link}<data value="([^"]*)" data-figure="\\1"')
    return {figure_id: valued.sub(shown, entry).replace(figure_id, signs.own) for figure_id, entry in linked.items()}


def _signs(texts: Iterable[str]) -> _Signs:
    held = "".join(texts)
    return _Signs(*islice((sign for sign in _SIGNS if sign not in held), 5))


def _bytes(text: str) -> bytes:
    """A text with a byte for each letter, after the letters that are no ASCII; as UTF-8 after an empty line where these are too many."""
    letters = "".join(sorted(letter for letter in set(text) if ord(letter) >= _ASCII))
    if not letters or len(letters) > _LETTERS or letters[-1] > _WIDEST:
        return b"\n" + text.encode()
    table = _alphabet(letters).ljust(_ASCII + _LETTERS, _NONE)
    return f"{letters}\n".encode() + codecs.charmap_encode(text, "strict", codecs.charmap_build(table))[0]


def _text(content: bytes) -> str:
    letters, _, rest = content.partition(b"\n")
    return codecs.charmap_decode(rest, "strict", _alphabet(letters.decode()))[0] if letters else rest.decode()


def _alphabet(letters: str) -> str:
    return f"{''.join(map(chr, range(_ASCII)))}{letters}"
