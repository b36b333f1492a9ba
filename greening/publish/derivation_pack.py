"""The entries on figures packed into the page: small enough to be mailed with it, opened by a script where the browser can."""

import base64
import json
import zlib
from collections import Counter
from collections.abc import Mapping
from html import escape
from itertools import chain

from markupsafe import Markup

from greening.narrative.report import Report

_LEVEL = 9
#: Deflate without a head, as DecompressionStream reads it under the name deflate-raw.
_RAW = -15
#: Signs of base 85 that mean something in a page, and what stands for them.
_SAFE = str.maketrans("<&", ",.")
_USUAL = str.maketrans(",.", "<&")


def element(report: Report, entries: Mapping[str, str]) -> Markup:
    """The block of data that the script of the page reads, with the words of the panel; nothing in it is run or shown."""
    words = {name: escape(report.text(f"how.panel.{name}")) for name in ("close", "back", "all")}
    named = " ".join(f'data-{name}="{text}"' for name, text in words.items())
    return Markup(f'<script type="text/plain" id="derivations" {named}>{packed(entries)}</script>')


def packed(entries: Mapping[str, str]) -> str:
    """The entries as base 85 of deflated JSON: `lines`, each once that several entries have, `entries`, and the sign `own`.

    An entry is a list of its lines, each a text or the place of one in `lines`; the sign stands in it for the figure's own id.
    """
    own = _own(entries)
    # Markup's own methods would escape, and mark each line again.
    split = {figure_id: str.replace(entry, figure_id, own).split("\n") for figure_id, entry in entries.items()}
    counted = Counter(chain.from_iterable(split.values()))
    # What begins alike stands together, and takes less room.
    shared = {line: place for place, line in enumerate(sorted(line for line, count in counted.items() if count > 1))}
    told = {
        "own": own,
        "lines": list(shared),
        "entries": {figure_id: [shared.get(line, line) for line in lines] for figure_id, lines in split.items()},
    }
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW)
    content = deflate.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()) + deflate.flush()
    return base64.b85encode(content).decode("ascii").translate(_SAFE)


def unpacked(text: str) -> dict[str, str]:
    """The entries of a packed text, as the script of the page reads them."""
    told = json.loads(zlib.decompress(base64.b85decode(text.translate(_USUAL)), _RAW))
    lines = told["lines"]
    joined = {figure_id: "\n".join(line if isinstance(line, str) else lines[line] for line in entry) for figure_id, entry in told["entries"].items()}
    return {figure_id: entry.replace(told["own"], figure_id) for figure_id, entry in joined.items()}


def _own(entries: Mapping[str, str]) -> str:
    """A sign that no entry has."""
    return next(sign for sign in map(chr, range(1, 0x10000)) if not any(sign in entry for entry in entries.values()))
