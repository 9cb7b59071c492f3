"""Where does the brief's map come from? This cuts Natural Earth's countries to the region and makes them small.

Use: python tools/atlas.py countries-50m.json
The file is in version 2 of the npm package `world-atlas` (Natural Earth 4.1, public domain). The result lies in the
package as `briefing/assets/atlas.json` and is read by `pipir.briefing.map.atlas`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

Point = tuple[float, float]

TARGET = Path(__file__).parent.parent / "src/pipir/briefing/assets/atlas.json"
WEST, SOUTH, NORTH = -30.0, -56.0, 84.0
TOLERANCE = 0.04
"""Degrees by which a simplified coast may differ from the original."""


def main(path: str) -> None:
    """Read the topology, simplify shared borders once, shift every ring to longitudes from 30 W to 330 E."""
    topology = json.loads(Path(path).read_text())
    arcs = [simplify(arc, TOLERANCE) for arc in decode(topology)]
    countries = []
    for country in topology["objects"]["countries"]["geometries"]:
        rings = [shift(ring) for ring in rings_of(country, arcs)]
        kept = [flatten(ring) for ring in rings if inside(ring)]
        if kept:
            countries.append({"name": country["properties"]["name"], "rings": kept})
    countries.sort(key=lambda one: one["name"])
    note = "Natural Earth 4.1, 1:50m countries (public domain), by npm world-atlas 2; simplified to 0.04 degrees"
    atlas = {"source": note, "unit": "0.01 degree, then differences", "countries": countries}
    text = json.dumps(atlas, separators=(",", ":"))
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(countries)} countries, {len(text) / 1000:.0f} kB")


def decode(topology: dict[str, Any]) -> list[list[Point]]:
    """Arcs of the topology in degrees."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    out = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * kx + dx, y * ky + dy))
        out.append(points)
    return out


def simplify(points: list[Point], tolerance: float) -> list[Point]:
    """Douglas and Peucker's simplification: no dropped point lies further than the tolerance from the line kept."""
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        worst, where = 0.0, -1
        for index in range(first + 1, last):
            away = distance(points[index], points[first], points[last])
            if away > worst:
                worst, where = away, index
        if worst > tolerance:
            keep.add(where)
            spans += [(first, where), (where, last)]
    return [points[index] for index in sorted(keep)]


def distance(point: Point, start: Point, end: Point) -> float:
    """Distance of a point from a segment, in degrees."""
    (px, py), (ax, ay), (bx, by) = point, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = 0.0 if length == 0 else max(0.0, min(1.0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length))
    return float(((ax + along * (bx - ax) - px) ** 2 + (ay + along * (by - ay) - py) ** 2) ** 0.5)


def rings_of(geometry: dict[str, Any], arcs: list[list[Point]]) -> list[list[Point]]:
    """Every ring of a country, outer and inner alike (drawn by the even-odd rule)."""
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs", [])
    rings = []
    for polygon in polygons:
        for indices in polygon:
            ring: list[Point] = []
            for index in indices:
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                ring += arc if not ring else arc[1:]
            rings.append(ring)
    return rings


def shift(ring: list[Point]) -> list[Point]:
    """The ring without jumps at 180 degrees, its middle between 30 W and 330 E: no stripe across the map."""
    out = [ring[0]]
    for x, y in ring[1:]:
        before = out[-1][0]
        out.append((x - 360 * round((x - before) / 360), y))
    middle = (min(x for x, _ in out) + max(x for x, _ in out)) / 2
    turn = 360.0 if middle < WEST else 0.0
    return [(x + turn, y) for x, y in out]


def inside(ring: list[Point]) -> bool:
    """Is the ring worth keeping: not a sliver, not in the polar south?"""
    high = max(y for _, y in ring)
    return len(set(ring)) >= 3 and high > SOUTH


def flatten(ring: list[Point]) -> list[int]:
    """Whole hundredths of a degree: the first point, then differences; latitudes cut to the map."""
    out: list[int] = []
    before = (0, 0)
    for x, y in ring:
        point = (round(x * 100), round(max(SOUTH, min(NORTH, y)) * 100))
        if out and point == before:
            continue
        out += [point[0] - before[0], point[1] - before[1]]
        before = point
    return out


if __name__ == "__main__":
    main(sys.argv[1])
