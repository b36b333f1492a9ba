"""Routes on a map: great circles between cities, broader the more was travelled, over the coasts that lie around them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from greening.charts import axes, globe, theme
from greening.charts.globe import Point, Window
from greening.charts.labels import room
from greening.charts.specification import Chart, specified
from greening.charts.structure import TABLE, Part, built, filled
from greening.locale import Catalogue

#: The least and most height of the map as a part of its width; the least part of the world that it shows; the room around what it shows.
_SHAPE, _LEAST, _MARGIN = (0.44, 0.75), 0.9, 0.09
#: The width of the least and of the most travelled route, in pixels.
_THIN, _BROAD = 0.8, 6.0
#: A name above or below its city, and the height that it takes.
_ABOVE, _BELOW, _TALL = -7, 16, 14
#: So many cities are named at most, the most travelled first.
_NAMED = 10
#: Symbols of this size are drawn as large as their path says (Vega scales them by half of its root).
_AS_IT_IS = 4
#: How much of the land's colour is seen.
_FAINT = 0.35
#: Corners of coasts nearer to each other than this are one (px).
_NEAR = 2.2


@dataclass(frozen=True)
class City:
    """A city by its name, longitude and latitude (degrees)."""

    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Route:
    """Two cities by their codes, how much was travelled between them, and what to say of it."""

    start: str
    end: str
    value: float
    tip: str


def routes(
    cities: Mapping[str, City], travelled: Sequence[Route], land: Iterable[Sequence[Point]], title: str, description: str, words: Catalogue
) -> Chart:
    """The map of the routes, those that are travelled most last and so on top; `land` are rings of longitudes and latitudes (degrees).

    A map has no side that could be changed: it is the same in languages that are written from the right.
    """
    at = {code: globe.place((city.lon, city.lat)) for code, city in cities.items()}
    ways = [(route, globe.great_circle(*((cities[code].lon, cities[code].lat) for code in (route.start, route.end)))) for route in travelled]
    shown = globe.window([*at.values(), *(point for _, pieces in ways for piece in pieces for point in piece)], _SHAPE, _LEAST, _MARGIN)
    paper = _Paper(shown)
    coasts = "".join(paper.ring(ring) for ring in land)
    drawn = [{"kind": "land", "path": coasts}, *_lines(ways, paper), *_cities(cities, at, travelled, paper)]
    view = {**filled(structure(), {}), "height": paper.height}
    return specified(view, pd.DataFrame(drawn), title, description, words, has_sides=False)


def _lines(ways: Sequence[tuple[Route, Sequence[Sequence[Point]]]], paper: "_Paper") -> list[dict[str, Any]]:
    """Each route with its pieces, the least travelled first."""
    most = max(route.value for route, _ in ways)
    return [
        {"kind": "route", "path": "".join(paper.line(piece) for piece in pieces), "wide": _wide(route.value / most), "tip": route.tip}
        for route, pieces in sorted(ways, key=lambda way: way[0].value)
    ]


def _wide(part: float) -> float:
    return round(_THIN + (_BROAD - _THIN) * part, 1)


@dataclass(frozen=True)
class _Paper:
    """The map as it is drawn, in pixels."""

    shown: Window

    @property
    def _scale(self) -> float:
        return theme.WIDTH / (self.shown[2] - self.shown[0])

    @property
    def height(self) -> int:
        return round((self.shown[3] - self.shown[1]) * self._scale)

    def at(self, point: Point) -> tuple[float, float]:
        return round((point[0] - self.shown[0]) * self._scale, 1), round((point[1] - self.shown[1]) * self._scale, 1)

    def line(self, points: Sequence[Point]) -> str:
        return "M" + "L".join(f"{x:g},{y:g}" for x, y in map(self.at, points))

    def ring(self, ring: Sequence[Point]) -> str:
        """The part of a ring of land that is shown; nothing where that is next to nothing."""
        points: list[tuple[float, float]] = []
        for point in globe.cut([globe.flat(corner) for corner in ring], self.shown):
            x, y = self.at(point)
            if not points or max(abs(x - points[-1][0]), abs(y - points[-1][1])) >= _NEAR:
                points.append((x, y))
        return "M" + "L".join(f"{x:.0f},{y:.0f}" for x, y in points) + "Z" if _is_seen(points) else ""


def _is_seen(points: Sequence[Point]) -> bool:
    """Whether a ring is more than a dot or a line."""
    return len(points) > 2 and all(max(along) - min(along) > _NEAR for along in zip(*points, strict=True))


def _cities(cities: Mapping[str, City], at: Mapping[str, Point], travelled: Sequence[Route], paper: _Paper) -> list[dict[str, Any]]:
    """Each city, and its name where there is room for it: the most travelled first."""
    weight = dict.fromkeys(cities, 0.0)
    for route in travelled:
        weight[route.start] += route.value
        weight[route.end] += route.value
    drawn: list[dict[str, Any]] = []
    taken: list[Window] = []
    for code in sorted(cities, key=lambda code: (-weight[code], code)):
        x, y = paper.at(at[code])
        drawn.append({"kind": "city", "x": x, "y": y})
        named = _name(cities[code].name, x, y, taken, paper) if len(taken) < _NAMED else None
        drawn += [named] if named else []
    return drawn


def _name(name: str, x: float, y: float, taken: list[Window], paper: _Paper) -> dict[str, Any] | None:
    """The name above its city, else below it, within the map; None where it would lie over another."""
    half = room([name]) * 0.42
    middle = min(max(x, half), theme.WIDTH - half)
    for offset in (_ABOVE, _BELOW):
        box = (middle - half, y + offset - _TALL, middle + half, y + offset)
        if box[1] >= 0 and box[3] <= paper.height and not any(_meet(box, other) for other in taken):
            taken.append(box)
            return {"kind": "name", "x": round(middle, 1), "y": y + offset - 3, "name": name}
    return None


def _meet(one: Window, other: Window) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@cache
def structure() -> Part:
    """Land, routes, cities and names; each path says itself where it goes."""
    base = alt.Chart(TABLE)
    path = alt.Shape("path:N", scale=None, legend=None)
    corner = {"x": alt.value(0), "y": alt.value(0)}
    place = {
        "x": alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, theme.WIDTH], range=[0, theme.WIDTH], nice=False)),
        "y": alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, 1], range=[0, 1], nice=False, clamp=False)),
    }
    land = base.transform_filter("datum.kind == 'land'").mark_point(filled=True, color=theme.AXIS, opacity=_FAINT, size=_AS_IT_IS)
    lines = base.transform_filter("datum.kind == 'route'").mark_point(filled=False, stroke=theme.BLUE, opacity=0.62, size=_AS_IT_IS, aria=True)
    wide = alt.StrokeWidth("wide:Q", scale=None, legend=None)
    cities = base.transform_filter("datum.kind == 'city'").mark_point(fill=theme.INK, stroke=theme.PAPER, strokeWidth=1, size=26, opacity=1)
    names = base.transform_filter("datum.kind == 'name'").mark_text(
        align="center", baseline="alphabetic", stroke=theme.PAPER, strokeWidth=4, strokeJoin="round"
    )
    drawn = [
        land.encode(shape=path, **corner),
        lines.encode(shape=path, strokeWidth=wide, description=axes.TIP, **corner),
        cities.encode(**place),
        names.encode(text="name:N", **place),
    ]
    return built(alt.layer(*drawn).properties(width=theme.WIDTH, height=theme.HEIGHT))
