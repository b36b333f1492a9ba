"""Vega-Lite specifications as SVG that stands inside a page."""

import json
import os
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from html import unescape
from pathlib import Path
from types import ModuleType
from typing import Any, cast
from urllib.parse import quote
from xml.etree import ElementTree as Tree

from greening.charts.specification import is_mirrored
from greening.publish.compact import TO_FIGURE, UNPLACED, compact

#: The fonts that charts are measured with, so that they are the same on every machine.
FONTS = Path(__file__).with_name("fonts.conf")
_FONTCONFIG = "FONTCONFIG_FILE"
#: The least that is measured: an axis with a word.
_WORD = {
    "width": 10,
    "height": 10,
    "scales": [{"name": "x", "type": "band", "domain": ["a"], "range": "width"}],
    "axes": [{"orient": "left", "scale": "x", "title": "a"}],
}
#: A tag of a drawing that ends without a slash, which would belong to what stands before it; and what in it needs no quotation marks.
_TAG = re.compile(r"<[a-z]+ [^<>]*[^/]>")
_PLAIN = re.compile(r'(?<!aria-label)(?<!data-t)="([\w.-]+)"')
_LINK = re.compile(re.escape(TO_FIGURE) + '([^"]*)"')


def draw(spec: Mapping[str, Any]) -> str:
    """The drawing alone, which `placed` gives its ids, its names and the way of its links (see `compact.compact`)."""
    tables = spec.get("datasets", {})
    bare = json.dumps({**spec, "datasets": {name: [] for name in tables}}, sort_keys=True)
    drawn = Tree.fromstring(_drawer().vega_to_svg(_with_tables(_compiled(bare), tables), allowed_base_urls=[]))
    return compact(drawn, is_mirrored=is_mirrored(spec))


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
    # Read when the first text is drawn; to look through the fonts of a machine for every word is also a third of what a drawing costs.
    before = os.environ.get(_FONTCONFIG)
    os.environ[_FONTCONFIG] = str(FONTS)
    import vl_convert

    vl_convert.vega_to_svg(_WORD, allowed_base_urls=[])
    # A browser that this process starts later has the fonts of the machine again: without any it cannot show a page.
    if before is None:
        del os.environ[_FONTCONFIG]
    else:
        os.environ[_FONTCONFIG] = before
    return vl_convert


def placed(drawing: str, prefix: str, *, named: str, described: str, how: str) -> str:
    """The drawing as one SVG element of a page, named and described by the elements of those ids.

    It is one image to a screen reader, or a group of links where labels lead to figures, each to its place in the document `how`. Its ids begin
    with the prefix, so that several stand on one page.
    """
    box, _, marks = drawing.replace(UNPLACED, prefix).partition("\n")
    linked = _LINK.sub(lambda found: f'href="{how}#{quote(unescape(found[1]), safe=":@.-_~/")}"', marks)
    role = "img" if linked == marks else "group"
    return f'<svg viewBox="{box}" role="{role}" aria-labelledby="{named}" aria-describedby="{described}">{linked}</svg>'


def bare(element: str) -> str:
    """An element of a page without the quotation marks that HTML does not need."""
    return _TAG.sub(lambda found: _PLAIN.sub(r"=\1", found[0]), element)


def width(drawing: str) -> float:
    """How wide a drawing is, in pixels of its own."""
    return float(drawing.partition("\n")[0].split()[2])
