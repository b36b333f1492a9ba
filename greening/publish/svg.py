"""Vega-Lite specifications as SVG that stands inside a page."""

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as Tree

import vl_convert

_SVG = "http://www.w3.org/2000/svg"
_KEPT = {"svg", "g", "path", "rect", "line", "text", "tspan", "circle", "defs", "clipPath", "linearGradient", "stop", "title", "desc"}
_LINK = re.compile(r"url\(#([^)]+)\)")

Tree.register_namespace("", _SVG)


def render(spec: Mapping[str, Any], description: str, prefix: str) -> str:
    """The chart as one SVG element that a screen reader takes as one image with its description; its title is the caption beside it.

    Its ids begin with the prefix, so that several stand on one page; what is no drawing is left out; nothing is loaded from elsewhere.
    """
    drawn = Tree.fromstring(vl_convert.vegalite_to_svg(dict(spec), allowed_base_urls=[]))
    _clean(drawn, prefix)
    element = Tree.Element(f"{{{_SVG}}}desc", {"id": f"{prefix}-desc"})
    element.text = description
    drawn.insert(0, element)
    drawn.set("role", "img")
    drawn.set("aria-labelledby", f"{prefix}-desc")
    return Tree.tostring(drawn, encoding="unicode")


def _clean(parent: Tree.Element, prefix: str) -> None:
    parent.attrib = {name: _LINK.sub(rf"url(#{prefix}-\1)", value) for name, value in parent.attrib.items() if _is_drawing(name)}
    if "id" in parent.attrib:
        parent.set("id", f"{prefix}-{parent.get('id')}")
    for child in list(parent):
        if child.tag.removeprefix(f"{{{_SVG}}}") in _KEPT:
            _clean(child, prefix)
        else:
            parent.remove(child)


def _is_drawing(attribute: str) -> bool:
    """Whether an attribute draws; the roles of single marks would only repeat the data table."""
    return not attribute.startswith(("aria-", "on", "{")) and attribute not in ("role", "class", "style", "href")
