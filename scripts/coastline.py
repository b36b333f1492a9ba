"""Reduce Natural Earth's land to the few hundred points that a map of a few hundred pixels shows.

Reads `land-110m.json` of the npm package world-atlas (Natural Earth 4.1.0, public domain) and writes `greening/reference/tables/coastline.csv`:

    python -m scripts.coastline PATH/TO/land-110m.json
"""

import csv
import json
import sys
from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any

#: A corner that takes less than this away from its coast is left out, and so are islands that are smaller (square degrees).
_CORNER, _ISLAND = 4.0, 8.0
#: Land that lies wholly south of this is left out: no one flies there, and it would be as broad as the map (degrees).
_SOUTH = -60.0
#: A ring that is broader than this crosses the date line (degrees).
_ROUND = 300.0
#: In such a ring, what is west of this is beyond the date line (degrees).
_FAR_WEST = -100.0
_SOURCE = "natural_earth"
_TABLE = Path(__file__).parent.parent / "greening" / "reference" / "tables" / "coastline.csv"

Point = tuple[float, float]


def rings(topology: Mapping[str, Any]) -> list[list[Point]]:
    """The outer rings of a topology's land, in degrees of longitude and latitude, each closed."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [[(x * sx + tx, y * sy + ty) for x, y in accumulate(arc, lambda at, step: (at[0] + step[0], at[1] + step[1]))] for arc in topology["arcs"]]
    land = topology["objects"]["land"]
    shapes = land.get("geometries", [land])
    found = []
    for polygon in (polygon for shape in shapes for polygon in (shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]])):
        ring: list[Point] = []
        for arc in polygon[0]:
            points = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
            ring += points[1:] if ring else points
        found.append(unbroken(ring))
    return found


def unbroken(ring: list[Point]) -> list[Point]:
    """The ring with longitudes beyond 180 where it crosses the date line: the east of Siberia stays with the rest of Asia."""
    is_cut = max(lon for lon, _ in ring) - min(lon for lon, _ in ring) > _ROUND
    return [(lon + 360 if is_cut and lon < _FAR_WEST else lon, lat) for lon, lat in ring]


def area(ring: list[Point]) -> float:
    """The area inside a ring (square degrees)."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def simpler(ring: list[Point]) -> list[Point]:
    """The ring without the corners that take least away (Visvalingam and Whyatt 1993), as long as there are any of less than `_CORNER`."""
    kept = ring[:-1]
    while len(kept) > 4:
        sizes = [area([kept[place - 1], point, kept[(place + 1) % len(kept)]]) for place, point in enumerate(kept)]
        least = min(range(len(kept)), key=sizes.__getitem__)
        if sizes[least] > _CORNER:
            break
        del kept[least]
    return kept


def main(path: str) -> None:
    """Write the table."""
    found = [ring for ring in rings(json.loads(Path(path).read_text())) if area(ring) > _ISLAND and max(lat for _, lat in ring) > _SOUTH]
    kept = sorted((simpler(ring) for ring in found), key=area, reverse=True)
    with _TABLE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["ring", "points", "source_id"])
        for number, ring in enumerate(kept, start=1):
            writer.writerow([number, " ".join(f"{lon:.4g} {lat:.3g}" for lon, lat in ring), _SOURCE])


if __name__ == "__main__":
    main(sys.argv[1])
