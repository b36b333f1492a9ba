"""Vega-Lite specifications as SVG that stands inside a page."""

import json
import os
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from types import ModuleType
from typing import Any, cast
from xml.etree import ElementTree as Tree

_SVG = "http://www.w3.org/2000/svg"
_KEPT = {"svg", "g", "path", "rect", "line", "text", "tspan", "circle", "defs", "clipPath", "linearGradient", "stop", "title", "desc"}
_LINK = re.compile(r"url\(#([^)]+)\)")
#: The fonts that charts are measured with, so that they are the same on every machine.
FONTS = Path(__file__).with_name("fonts.conf")
#: What the ids of a drawing begin with until it has its place.
_UNPLACED = "id-of-this-drawing"

Tree.register_namespace("", _SVG)


def render(spec: Mapping[str, Any], description: str, prefix: str) -> str:
    """The chart as one SVG element that a screen reader takes as one image with its description; its title is the caption beside it.

    Its ids begin with the prefix, so that several stand on one page; what is no drawing is left out; nothing is loaded from elsewhere.
    """
    return placed(draw(spec), description, prefix)


def draw(spec: Mapping[str, Any]) -> str:
    """The drawing alone, which `placed` gives its ids and its description."""
    tables = spec.get("datasets", {})
    bare = json.dumps({**spec, "datasets": {name: [] for name in tables}}, sort_keys=True)
    drawn = Tree.fromstring(_drawer().vega_to_svg(_with_tables(_compiled(bare), tables), allowed_base_urls=[]))
    _number(drawn)
    _clean(drawn, _UNPLACED)
    return Tree.tostring(drawn, encoding="unicode")


@lru_cache(maxsize=200)
def _compiled(bare: str) -> Mapping[str, Any]:
    """The Vega that a specification stands for, whose tables are empty: half of what a drawing costs, and the same for most bodies and years."""
    return cast("Mapping[str, Any]", _drawer().vegalite_to_vega(bare))


def _with_tables(compiled: Mapping[str, Any], tables: Mapping[str, Any]) -> dict[str, Any]:
    filled = [{**entry, "values": tables[entry["name"]]} if entry["name"] in tables else entry for entry in compiled["data"]]
    return {**compiled, "data": filled}


@cache
def _drawer() -> ModuleType:
    """vl-convert, which takes most of a second to load and to draw its first chart: a run whose drawings are all known does without."""
    # Read when the first chart is drawn; to look through the fonts of a machine for every word is also a third of what a drawing costs.
    os.environ["FONTCONFIG_FILE"] = str(FONTS)
    import vl_convert

    return vl_convert


def placed(drawing: str, description: str, prefix: str) -> str:
    """The drawing as one image of a page: described, its ids begun with the prefix."""
    head, _, marks = drawing.replace(_UNPLACED, prefix).partition(">")
    return f'{head} role="img" aria-labelledby="{prefix}-desc"><desc id="{prefix}-desc">{escape(description, quote=False)}</desc>{marks}'


def _number(drawing: Tree.Element) -> None:
    """Count the ids through the drawing: vl-convert counts them through the life of a process, and the same chart would not be the same bytes."""
    ids = {element.attrib["id"]: str(number) for number, element in enumerate(drawing.iter(), 1) if "id" in element.attrib}
    for element in drawing.iter():
        element.attrib = {name: _LINK.sub(lambda found: f"url(#{ids.get(found[1], found[1])})", value) for name, value in element.attrib.items()}
        if "id" in element.attrib:
            element.set("id", ids[element.attrib["id"]])


def _clean(parent: Tree.Element, prefix: str) -> None:
    parent.attrib = {name: _LINK.sub(rf"url(#{prefix}-\1)", value) for name, value in parent.attrib.items() if _is_drawing(name)}
    if "id" in parent.attrib:
        parent.set("id", f"{prefix}-{parent.get('id')}")
    if "stroke" in parent.attrib and parent.tag == f"{{{_SVG}}}text":
        # The edge of a text lies under its signs.
        parent.set("paint-order", "stroke")
    for child in list(parent):
        if child.tag.removeprefix(f"{{{_SVG}}}") in _KEPT:
            _clean(child, prefix)
        else:
            parent.remove(child)


def _is_drawing(attribute: str) -> bool:
    """Whether an attribute draws; the roles of single marks would only repeat the data table."""
    return not attribute.startswith(("aria-", "on", "{")) and attribute not in ("role", "class", "style", "href")
