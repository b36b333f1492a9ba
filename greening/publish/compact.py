"""A drawing of Vega as the few elements that show it: places in whole, colours by class, nothing twice."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import groupby
from xml.etree import ElementTree as Tree

from greening.charts import theme

_TRANSLATED = re.compile(r"translate\(\s*(-?[\d.e+-]+)[\s,]+(-?[\d.e+-]+)\s*\)")
_TURNED = re.compile(r"rotate\(\s*(-?[\d.]+)\s*\)")
_CLIPPED = re.compile(r"url\(#([^)]+)\)")
_COMMAND = re.compile(r"([MLHVAQCZmlhvaqcz])([^MLHVAQCZmlhvaqcz]*)")
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e[-+]?\d+)?")
#: A point: a circle of two arcs around its place.
_CIRCLE = re.compile(r"M(-?[\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0Z?$")
#: How many numbers a command of a path takes.
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "A": 7, "Q": 4, "C": 6, "Z": 0}
#: Attributes that draw, besides those of places; a style sheet has the font and the size of ordinary texts.
_OF_MARKS = ("fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "fill-opacity", "stroke-opacity")
_STYLES = (*_OF_MARKS, "text-anchor", "font-size", "font-weight")
#: What needs not be said.
_USUAL = {"opacity": "1", "fill-opacity": "1", "stroke-opacity": "1", "stroke-width": "1", "text-anchor": "start", "font-weight": "normal"}
#: What the elements of a group do not take from it.
_OWN = ("opacity",)
#: The ids of a drawing begin so until it has its place.
UNPLACED = "id-of-this-drawing"
#: Where a figure's label leads, until the drawing has its place: to the figure in whichever language.
TO_FIGURE = 'href="#'


@dataclass(frozen=True)
class _Mark:
    """One thing that is drawn: its element without styles, its styles, and what it tells."""

    tag: str
    places: Mapping[str, str]
    styles: Mapping[str, str]
    text: str = ""
    told: str = ""

    @property
    def is_link(self) -> bool:
        """Whether it leads to a figure."""
        return self.tag == "text" and bool(self.told)

    @property
    def is_seen(self) -> bool:
        """Whether it shows anything: a text its words, a shape a colour."""
        return bool(self.text.strip()) if self.tag == "text" else bool({"fill", "stroke"} & self.styles.keys())


@dataclass
class _Canvas:
    """What a drawing is put on: its width where it is mirrored, and the areas that clip marks."""

    mirrored: float | None
    areas: Mapping[str, Tree.Element]
    clips: dict[str, str] = field(default_factory=dict)

    def x(self, at: float) -> float:
        """Where a place from the left is, counted from the right where the drawing is mirrored."""
        return at if self.mirrored is None else self.mirrored - at

    def way(self, length: float) -> float:
        """A length to the right, to the left where the drawing is mirrored."""
        return length if self.mirrored is None else -length

    def box(self, area: Tree.Element, x: float, y: float) -> str:
        """A rectangle as a path, moved to its place."""
        left, top, width, height = (float(area.get(name, "0")) for name in ("x", "y", "width", "height"))
        way = self.way(width)
        return f"M{number(self.x(x + left))},{number(y + top)}h{number(way)}v{number(height)}h{number(-way)}Z"


def compact(drawn: Tree.Element, *, is_mirrored: bool = False) -> str:
    """The drawing as the inside of an SVG element, after its `viewBox` in the first line.

    Colours of the theme are classes (`f-blue`, `s-grey`), so that a page in the dark has its own. A mark that told something (`aria-label`) keeps it
    as `data-t`, or there `#` and the number of the link that says the same; a text that did, `figure_id what it is`, is a link to the figure.
    Mirrored, all stands as far from the right as it did from the left; texts keep their anchor, since the start of a text is on the right in
    languages that are written from there.
    """
    width, height = (number(float(drawn.get(name, "0"))) for name in ("width", "height"))
    areas = {element.get("id", ""): element for element in drawn.iter() if _name(element) == "clipPath"}
    canvas = _Canvas(float(width) if is_mirrored else None, areas)
    groups = _said_once(list(_groups(drawn, canvas, 0.0, 0.0, "")))
    body = _body([(any(mark.is_link for mark in marks), _written(marks, clip)) for marks, clip in groups])
    clips = "".join(f'<clipPath id="{name}"><path d="{area}"/></clipPath>' for area, name in canvas.clips.items())
    return f"0 0 {width} {height}\n{clips}{body}"


def _said_once(groups: Sequence[tuple[list[_Mark], str]]) -> list[tuple[list[_Mark], str]]:
    """The marks; one that tells what a link says has the number of the link in its place."""
    links = [mark.told.partition(" ")[2] for marks, _ in groups for mark in marks if mark.is_link]
    numbers = {words: f"#{number}" for number, words in reversed(list(enumerate(links)))}
    return [([mark if mark.is_link else replace(mark, told=numbers.get(mark.told, mark.told)) for mark in marks], clip) for marks, clip in groups]


def _body(written: Sequence[tuple[bool, str]]) -> str:
    """What is drawn, each part with whether it has links; where any has, a screen reader is told of those alone."""
    if not any(has_links for has_links, _ in written):
        return "".join(text for _, text in written)
    runs = groupby(written, key=lambda part: part[0])
    parts = ((has_links, "".join(text for _, text in run)) for has_links, run in runs)
    return "".join(text if has_links else f'<g aria-hidden="true">{text}</g>' for has_links, text in parts)


def number(value: float) -> str:
    """A number to a tenth, as short as it can be written."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text in ("-0", "0") else text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _groups(element: Tree.Element, canvas: _Canvas, x: float, y: float, clip: str) -> Iterator[tuple[list[_Mark], str]]:
    """The marks of a drawing in their order, those that Vega made together at a time, with the area that clips them."""
    dx, dy = _offset(element)
    x, y = x + dx, y + dy
    if found := _CLIPPED.search(element.get("clip-path", "")):
        clip = canvas.clips.setdefault(canvas.box(canvas.areas[found[1]][0], x, y), f"{UNPLACED}-{len(canvas.clips)}")
    is_result = "role-mark" in element.get("class", "")
    marks = [mark for child in element if (mark := _mark(child, canvas, x, y, is_result=is_result))]
    if marks:
        yield _joined(marks), clip
    for child in element:
        if _name(child) == "g":
            yield from _groups(child, canvas, x, y, clip)


def _name(element: Tree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _offset(element: Tree.Element) -> tuple[float, float]:
    found = _TRANSLATED.search(element.get("transform", ""))
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)


def _mark(element: Tree.Element, canvas: _Canvas, x: float, y: float, *, is_result: bool) -> _Mark | None:
    """The mark of an element; None where it is none, or draws nothing."""
    drawn = _SHAPES.get(_name(element))
    if drawn is None or element.get("display") == "none" or element.get("class") in ("background", "foreground"):
        return None
    dx, dy = _offset(element)
    tag, places = drawn(element, canvas, x + dx, y + dy)
    text = "".join(element.itertext()) if tag == "text" else ""
    mark = _Mark(tag, places, _styles(element), text, element.get("aria-label", "") if is_result else "")
    return mark if places and mark.is_seen else None


def _styles(element: Tree.Element) -> dict[str, str]:
    styles = {name: value for name in _STYLES if (value := element.get(name)) and _USUAL.get(name) != value and value not in ("none", "transparent")}
    return _text_styles(styles) if _name(element) == "text" else styles


def _text_styles(styles: Mapping[str, str]) -> dict[str, str]:
    """The styles of a text, but what the style sheet has for every text; its edge is that of every text with an edge, so that a class says it."""
    sized = {**styles, "font-size": styles.get("font-size", "").removesuffix("px")}
    usual = {"fill": theme.INK, "font-size": str(theme.LABEL_SIZE)}
    own = {name: value for name, value in sized.items() if value and usual.get(name) != value and not name.startswith("stroke")}
    return own | ({"class": "halo"} if "stroke" in styles else {})


def _path(element: Tree.Element, canvas: _Canvas, x: float, y: float) -> tuple[str, dict[str, str]]:
    d = element.get("d", "")
    if found := _CIRCLE.match(d):
        return "circle", {"cx": number(canvas.x(x)), "cy": number(y), "r": number(abs(float(found[1])))}
    moved_to = moved(d, canvas, x, y)
    return "path", {"d": moved_to} if moved_to else {}


def _line(element: Tree.Element, canvas: _Canvas, x: float, y: float) -> tuple[str, dict[str, str]]:
    across, down = (float(element.get(name, "0")) for name in ("x2", "y2"))
    way = number(canvas.way(across))
    step = f"v{number(down)}" if not across else f"h{way}" if not down else f"l{way},{number(down)}"
    return "path", {"d": f"M{number(canvas.x(x))},{number(y)}{step}"} if across or down else {}


def _rect(element: Tree.Element, canvas: _Canvas, x: float, y: float) -> tuple[str, dict[str, str]]:
    return "path", {"d": canvas.box(element, x, y)} if {"width", "height"} <= set(element.keys()) else {}


def _text(element: Tree.Element, canvas: _Canvas, x: float, y: float) -> tuple[str, dict[str, str]]:
    turned = _TURNED.search(element.get("transform", ""))
    if not turned:
        return "text", {"x": number(canvas.x(x)), "y": number(y)}
    # What is moved after the turn is moved along the turned axes, which the attributes of the text follow.
    after = _TRANSLATED.search(element.get("transform", "")[turned.end() :])
    angle = canvas.way(float(turned[1]))
    return "text", {
        "transform": f"translate({number(canvas.x(x))},{number(y)})rotate({number(angle)})",
        "y": number(float(after[2]) if after else 0.0),
    }


_SHAPES = {"path": _path, "line": _line, "rect": _rect, "text": _text}


def moved(d: str, canvas: _Canvas, x: float, y: float) -> str:
    """A path moved to its place, mirrored where the drawing is."""
    return "".join(_command(name, [float(found) for found in _NUMBER.findall(numbers)], canvas, x, y) for name, numbers in _COMMAND.findall(d))


def _command(name: str, numbers: Sequence[float], canvas: _Canvas, x: float, y: float) -> str:
    count = _TAKES[name.upper()]
    if not count:
        return name
    across = (lambda at: canvas.x(at + x)) if name.isupper() else canvas.way
    down = y if name.isupper() else 0.0
    steps = (numbers[place : place + count] for place in range(0, len(numbers), count))
    return name + " ".join(_step(name.upper(), step, across, down, canvas) for step in steps)


def _step(name: str, step: Sequence[float], across: Callable[[float], float], down: float, canvas: _Canvas) -> str:
    if name == "H":
        return number(across(step[0]))
    if name == "V":
        return number(step[0] + down)
    if name == "A":
        sweep = step[4] if canvas.mirrored is None else 1 - step[4]
        return ",".join([*map(number, step[:4]), number(sweep), number(across(step[5])), number(step[6] + down)])
    return ",".join(number(across(at) if place % 2 == 0 else at + down) for place, at in enumerate(step))


def _joined(marks: Sequence[_Mark]) -> list[_Mark]:
    """Marks of one look that tell nothing, such as the lines of a grid, as one path."""
    joined: list[_Mark] = []
    for mark in marks:
        last = joined[-1] if joined else None
        # What is half seen through would show where two lie over each other.
        if last and mark.tag == last.tag == "path" and mark.styles == last.styles and not (mark.told or last.told or "opacity" in mark.styles):
            joined[-1] = _Mark("path", {"d": last.places["d"] + mark.places["d"]}, mark.styles)
        else:
            joined.append(mark)
    return joined


def _written(marks: Sequence[_Mark], clip: str) -> str:
    """The marks as elements, in a group that has the styles that all of them share."""
    shared = _shared(marks) if len(marks) > 1 else dict(marks[0].styles)
    clipped = {"clip-path": f"url(#{clip})"} if clip else {}
    if len(marks) == 1:
        return _element(marks[0], {**shared, **clipped})
    inner = "".join(_element(mark, {name: value for name, value in mark.styles.items() if name not in shared}) for mark in marks)
    attributes = _attributes({**shared, **clipped})
    return f"<g{attributes}>{inner}</g>" if attributes else inner


def _shared(marks: Sequence[_Mark]) -> dict[str, str]:
    """The styles that all marks of a group have and take from it."""
    return {name: value for name, value in marks[0].styles.items() if name not in _OWN and all(mark.styles.get(name) == value for mark in marks)}


def _element(mark: _Mark, styles: Mapping[str, str]) -> str:
    if mark.tag != "text":
        told = f' data-t="{escape(mark.told)}"' if mark.told else ""
        return f"<{mark.tag}{_attributes({**mark.places, **styles})}{told}/>"
    text = f"<text{_attributes({**mark.places, **styles})}>{escape(mark.text, quote=False)}</text>"
    if not mark.told:
        return text
    figure_id, _, words = mark.told.partition(" ")
    return f'<a {TO_FIGURE}{escape(figure_id)}" aria-label="{escape(words)}">{text}</a>'


def _attributes(values: Mapping[str, str]) -> str:
    classes = [name for attribute in ("fill", "stroke") if (name := _class(attribute, values.get(attribute, "")))]
    classes += [values["class"]] if "class" in values else []
    named = f' class="{" ".join(classes)}"' if classes else ""
    rest = "".join(f' {name}="{escape(value)}"' for name, value in values.items() if name != "class" and not _class(name, value))
    return rest + named


def _class(attribute: str, value: str) -> str:
    """The class of a colour of the theme; empty for any other value."""
    name = theme.NAMES.get(value, "") if attribute in ("fill", "stroke") else ""
    return f"{attribute[0]}-{name}" if name else ""
