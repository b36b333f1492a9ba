"""What a page carries inside, so that it can be mailed as one file: its styles and scripts, and the policy that allows these and no others."""

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from greening.publish import documents

_STYLES = ("greening.css", "derivations.css", "charts.css")
#: What the page of how figures were made has besides.
_OF_HOW_PAGE = ("how_page.css",)
_SCRIPTS = ("page.js", "derivations.js", "charts.js")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
#: Where a style sheet needs no space: between a rule's parts, and in lists. Never before a colon or a bracket, where it says "inside of".
_LOOSE = re.compile(r"\s*([{};,>])\s*|(?<=[\w-]):\s+")
#: Lines of a script that only say something, and the space that lines begin with.
_NEEDLESS = re.compile(r"^\s*(?://.*\n\s*)*", re.MULTILINE)
#: The number of a sheet, of how many.
_PAGE = 'counter(page) " / " counter(pages)'
#: Letters and digits of ASCII stand as they are in a text of a style sheet; everything else by its number.
_UNSAFE = re.compile(r"[^A-Za-z0-9]")


@cache
def style() -> str:
    """The styles of a report's page, without comments and needless spaces."""
    return minified("\n".join(_texts(_STYLES)))


@cache
def review_style() -> str:
    """The styles of comments and of the page for reviewers, which a final report does not carry."""
    return minified("\n".join(_texts(("review.css",))))


@cache
def style_of_how_page() -> str:
    """The styles of the page of how figures were made."""
    return minified("\n".join(_texts((*_STYLES, *_OF_HOW_PAGE))))


@cache
def script() -> str:
    """The scripts of a report's page; none of them is needed to read it."""
    return "\n".join(_NEEDLESS.sub("", text).strip() for text in _texts(_SCRIPTS))


def _texts(names: Iterable[str]) -> list[str]:
    places = (documents.TEMPLATES / documents.NAME / "static" / name for name in names)
    return [place.read_text(encoding="utf-8") for place in places if Path(place).is_file()]


def minified(css: str) -> str:
    """A style sheet without comments and needless spaces, where its texts in quotation marks have none of the signs that spaces are dropped at."""
    spaced = _SPACE.sub(" ", _COMMENT.sub("", css))
    return _LOOSE.sub(lambda found: found[1] or ":", spaced).replace(";}", "}").strip()


def running(start: str, end: str, foot: str, direction: str) -> str:
    """The rules that print running heads on the page's sheets: a text at the start of the line, one at its end, one at the foot, and the page."""
    left, right = ("left", "right") if direction == "ltr" else ("right", "left")
    boxes = {f"top-{left}": quoted(start), f"top-{right}": quoted(end), f"bottom-{left}": quoted(foot), f"bottom-{right}": _PAGE}
    return "@page{" + "".join(f"@{box}{{content:{text}}}" for box, text in boxes.items()) + "}"


def quoted(text: str) -> str:
    """A text as a style sheet has it; nothing in it can end the text or begin anything else."""
    return '"' + _UNSAFE.sub(lambda sign: f"\\{ord(sign[0]):06x}", text) + '"'


def policy(styles: Iterable[str], scripts: Iterable[str]) -> str:
    """The content security policy of a page: these styles and scripts, the shared bundle of the site, and nothing else from anywhere."""
    allowed = {"style-src": [hashed(text) for text in styles], "script-src": [*(hashed(text) for text in scripts), "'self'"]}
    told = "; ".join(f"{kind} {' '.join(sources)}" for kind, sources in allowed.items())
    return f"default-src 'none'; {told}; img-src data:; base-uri 'none'; form-action 'none'"


@cache
def hashed(text: str) -> str:
    """What a policy calls a style or a script by: its hash."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
