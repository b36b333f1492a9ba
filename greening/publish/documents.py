"""Pages from templates: the frame that the report, the validation page and the site share."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import jinja2

from greening.locale import Catalogue

#: The folder of templates that nbconvert knows by the name annual_report.
TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
NAME = "annual_report"
#: Nothing is loaded but the style sheet beside the reports.
POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"

#: Signs that turn the direction of all text after them; a page's title cannot isolate a name.
TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


class Beside(NamedTuple):
    """A document beside a page: its title, the places of its files by their format as seen from the page, and the figures that it prints."""

    title: str
    files: Mapping[str, str]
    printed: Sequence[str]


def stylesheet() -> bytes:
    """The style sheet of the site."""
    return (TEMPLATES / NAME / "static" / "greening.css").read_bytes()


def static(name: str) -> bytes:
    """A style sheet or script that pages of the site share."""
    return (TEMPLATES / NAME / "static" / name).read_bytes()


def bundle() -> bytes:
    """The script that charts of all reports share; pages are whole without it."""
    return (TEMPLATES / NAME / "static" / "interactive.js").read_bytes()


def frame(
    words: Catalogue, title: str, root: str, links: Sequence[tuple[str, str]], policy: str = POLICY, skip: str = "page.skip.content", state: str = ""
) -> Mapping[str, Any]:
    """What the frame of every page needs: language, title, the way to the root of the site, the links above, and the review's `state`.

    The title is without signs that turn its direction.
    """
    return {
        "language": words.language,
        "direction": words.direction,
        "title": title.translate(TURNING),
        "root": root,
        "links": links,
        "policy": policy,
        "skip": words.text(skip),
        "links_title": words.text("page.links"),
        "review": words.text("review.state", state=words.text(f"cover.status.{state}")) if state else "",
    }


def render(template: str, values: Mapping[str, Any]) -> str:
    """A page of the site; every value is escaped, except Markup."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(TEMPLATES / NAME)
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
