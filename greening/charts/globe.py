"""The round earth on a flat map: Equal Earth, great circles, and land cut to what is shown."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

#: Longitude and latitude (degrees), or a place on the map (the globe's radius is 1), x to the east and y to the south.
Point = tuple[float, float]
#: Left, top, right and bottom of a part of the map.
Window = tuple[float, float, float, float]

#: The parameters of the projection. Source: Savric, Patterson and Jenny 2018, the Equal Earth map projection.
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = math.sqrt(3) / 2
#: The meridian in the middle: the edge of the map runs through the Bering Strait (degrees).
_MIDDLE = 11.0
#: A great circle has a point at least every so many degrees.
_STEP = 7.0
#: Half the width of the world.
_HALF = 2.7066


def flat(point: Point) -> Point:
    """Where a place on the globe lies on the map, in Equal Earth: areas keep their proportion."""
    lon, lat = math.radians(point[0] - _MIDDLE), math.radians(point[1])
    angle = math.asin(_M * math.sin(lat))
    square = angle * angle
    sixth = square**3
    stretch = _A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square)
    return lon * math.cos(angle) / (_M * stretch), -angle * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))


def great_circle(start: Point, end: Point) -> list[list[Point]]:
    """The shortest way between two places (degrees) on the map, in two pieces where it crosses the map's edge; empty where they are one."""
    one, other = _vector(start), _vector(end)
    angle = math.acos(max(-1.0, min(1.0, sum(a * b for a, b in zip(one, other, strict=True)))))
    if angle < 1e-9:
        return []
    steps = max(2, math.ceil(math.degrees(angle) / _STEP))
    on_globe = [_between(one, other, angle, place / steps) for place in range(steps + 1)]
    points = [flat((_around(lon), lat)) for lon, lat in on_globe]
    pieces: list[list[Point]] = [[points[0]]]
    for before, point in pairwise(points):
        if abs(point[0] - before[0]) > _HALF:
            pieces.append([])
        pieces[-1].append(point)
    return [piece for piece in pieces if len(piece) > 1]


def _around(lon: float) -> float:
    """The longitude on the map, whose edges lie opposite to its middle."""
    return (lon - _MIDDLE + 180) % 360 - 180 + _MIDDLE


def _vector(point: Point) -> tuple[float, float, float]:
    lon, lat = math.radians(point[0]), math.radians(point[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _between(one: Sequence[float], other: Sequence[float], angle: float, part: float) -> Point:
    first, second = math.sin((1 - part) * angle) / math.sin(angle), math.sin(part * angle) / math.sin(angle)
    x, y, z = (first * a + second * b for a, b in zip(one, other, strict=True))
    return math.degrees(math.atan2(y, x)), math.degrees(math.asin(max(-1.0, min(1.0, z))))


def place(point: Point) -> Point:
    """Where a place (degrees) lies on the map."""
    return flat((_around(point[0]), point[1]))


def window(points: Iterable[Point], shape: tuple[float, float], least: float, margin: float) -> Window:
    """The part of the map that holds the points with a margin around (a part of their width), not narrower than `least`.

    `shape` is the least and the most of its height, as a part of its width.
    """
    across, down = zip(*points, strict=True)
    middle, centre = (min(across) + max(across)) / 2, (min(down) + max(down)) / 2
    width = max((max(across) - min(across)) * (1 + 2 * margin), least)
    height = max((max(down) - min(down)) * (1 + 2 * margin), shape[0] * width)
    width = max(width, height / shape[1])
    return middle - width / 2, centre - height / 2, middle + width / 2, centre + height / 2


def cut(ring: Sequence[Point], shown: Window) -> list[Point]:
    """A ring cut to a window (Sutherland and Hodgman 1974); empty where none of it is inside."""
    left, top, right, bottom = shown
    inside = list(ring)
    for axis, bound, sign in ((0, left, 1), (1, top, 1), (0, right, -1), (1, bottom, -1)):
        inside = _half(inside, axis, bound, sign)
    return inside


def _half(ring: Sequence[Point], axis: int, bound: float, sign: int) -> list[Point]:
    """The part of a ring on one side of a line."""
    found: list[Point] = []
    for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        was_in, is_in = sign * (before[axis] - bound) >= 0, sign * (point[axis] - bound) >= 0
        if was_in != is_in:
            part = (bound - before[axis]) / (point[axis] - before[axis])
            found.append((before[0] + part * (point[0] - before[0]), before[1] + part * (point[1] - before[1])))
        if is_in:
            found.append(point)
    return found
