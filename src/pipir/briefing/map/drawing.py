"""How is a map drawn? Land, lanes by mode, sites by what they hold, and marks for what is struck or runs short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import cos, radians, sqrt

from pipir.briefing.charts.style import BLUE, FONT, INK, SKY, VERMILLION
from pipir.briefing.map.atlas import rings
from pipir.briefing.map.labels import Label, placed

LAND, COAST, SEA = "#e0dcd2", "#ffffff", "#f4f8fb"
DASHES = {"sea": "", "air": "5 3", "land": "1 2.5"}
COLOURS = {"sea": BLUE, "air": "#7a4a00", "land": "#333333"}


@dataclass(frozen=True)
class Mark:
    """A site: where it lies, how much it holds (0 to 1, drawn as area), what befalls it, and whether to name it."""

    name: str
    longitude: float
    latitude: float
    size: float
    struck: bool = False
    short: bool = False
    weight: float = 0.0


@dataclass(frozen=True)
class Way:
    """A lane between two points, by mode; `widths` [pixel] are those of a map that moves, the whole time first."""

    start: tuple[float, float]
    end: tuple[float, float]
    mode: str
    struck: bool = False
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Extent:
    """The window of the map in degrees."""

    west: float
    east: float
    south: float
    north: float

    def holds(self, longitude: float, latitude: float) -> bool:
        """Does the point lie in the window?"""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


@dataclass(frozen=True)
class Sheet:
    """The window laid out in pixels, true to scale at its middle latitude."""

    extent: Extent
    width: int

    @property
    def _scale(self) -> float:
        return self.width / (self.extent.east - self.extent.west)

    @property
    def _stretch(self) -> float:
        middle = (self.extent.south + self.extent.north) / 2
        return 1 / cos(radians(min(40.0, abs(middle))))

    @property
    def height(self) -> int:
        """Height in pixels."""
        return round((self.extent.north - self.extent.south) * self._scale * self._stretch)

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Pixel of a point."""
        x = (longitude - self.extent.west) * self._scale
        y = (self.extent.north - latitude) * self._scale * self._stretch
        return round(x, 1), round(y, 1)


def drawn(
    extent: Extent, marks: Sequence[Mark], ways: Sequence[Way], width: int, names: int, inline: bool = False
) -> str:
    """The map as SVG, `width` pixels wide, with at most so many names, the weightiest sites first.

    Laid `inline` into a page it has no clip path, whose name would be the page's too; a browser cuts it at its edge.
    """
    sheet = Sheet(extent, width)
    inside = [mark for mark in marks if extent.holds(mark.longitude, mark.latitude)]
    inside.sort(key=lambda mark: (-mark.size, mark.name))
    body = [
        f'<rect width="{width}" height="{sheet.height}" fill="{SEA}"/>',
        f'<path d="{_land(sheet)}" fill="{LAND}" stroke="{COAST}" stroke-width="0.6" fill-rule="evenodd"/>',
        *[_way(sheet, way) for way in ways if extent.holds(*way.start) or extent.holds(*way.end)],
        *[_mark(sheet, mark) for mark in inside],
        *[_name(label) for label in placed(_labels(sheet, inside, names), width, sheet.height)],
    ]
    size = f'width="{width}" height="{sheet.height}" viewBox="0 0 {width} {sheet.height}"'
    if inline:
        return f'<svg {size} font-family="{FONT}" aria-hidden="true">{"".join(body)}</svg>'
    clip = f'<clipPath id="window"><rect width="{width}" height="{sheet.height}"/></clipPath>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}">'
        f'<defs>{clip}</defs><g clip-path="url(#window)">{"".join(body)}</g></svg>'
    )


def radius(size: float) -> float:
    """Radius of a site's disc in pixels: its area follows what the site holds."""
    return 2.2 + 12 * sqrt(max(0.0, size))


def _land(sheet: Sheet) -> str:
    window = sheet.extent
    parts = []
    for ring in rings():
        west, east = min(x for x, _ in ring), max(x for x, _ in ring)
        south, north = min(y for _, y in ring), max(y for _, y in ring)
        if east < window.west or west > window.east or north < window.south or south > window.north:
            continue
        parts.append(_path([sheet.at(x, y) for x, y in ring]))
    return "".join(parts)


def _path(points: Sequence[tuple[float, float]]) -> str:
    """A closed path in tenths of a pixel, without the points that lie within a pixel of the one before.

    A ring that shrinks to less than a triangle is left out.
    """
    kept = [points[0]]
    for x, y in points[1:]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= 1.0:
            kept.append((x, y))
    if len(kept) < 3:
        return ""
    steps = (f"{x - a:.1f} {y - b:.1f}" for (a, b), (x, y) in pairwise(kept))
    return f"M{kept[0][0]:g} {kept[0][1]:g}l{' '.join(steps)}z"


def _way(sheet: Sheet, way: Way) -> str:
    """A lane as a shallow arc, so that lanes along one line stay apart."""
    (ax, ay), (bx, by) = sheet.at(*way.start), sheet.at(*way.end)
    bend = 0.0 if way.mode == "land" else 0.10 if way.mode == "sea" else -0.14
    mx, my = (ax + bx) / 2 - (by - ay) * bend, (ay + by) / 2 + (bx - ax) * bend
    colour = VERMILLION if way.struck else COLOURS[way.mode]
    dash = f' stroke-dasharray="{DASHES[way.mode]}"' if DASHES[way.mode] else ""
    thick = way.widths[0] if way.widths else 2.0 if way.struck else 0.9
    moves = f' data-widths="{" ".join(f"{width:g}" for width in way.widths)}"' if way.widths else ""
    return (
        f'<path d="M{ax:g} {ay:g}Q{mx:.1f} {my:.1f} {bx:g} {by:g}" fill="none" stroke="{colour}" '
        f'stroke-width="{thick}" stroke-opacity="0.55"{dash}{moves}/>'
    )


def _mark(sheet: Sheet, mark: Mark) -> str:
    x, y = sheet.at(mark.longitude, mark.latitude)
    r = radius(mark.size)
    disc = f'<circle cx="{x:g}" cy="{y:g}" r="{r:.1f}" fill="{SKY}" fill-opacity="0.75"'
    parts = [f'{disc} stroke="{INK}" stroke-width="0.8"/>']
    if mark.struck:
        parts.append(
            f'<circle cx="{x:g}" cy="{y:g}" r="{r + 3.2:.1f}" fill="none" stroke="{VERMILLION}" stroke-width="2" '
            'stroke-dasharray="4 2"/>'
        )
    if mark.short:
        parts.append(
            f'<path d="M{x - 4.5:.1f} {y + 3.6:.1f}h9l-4.5 -8Z" fill="{INK}" stroke="#fff" stroke-width="0.8"/>'
        )
    return "".join(parts)


def _labels(sheet: Sheet, marks: Sequence[Mark], names: int) -> list[Label]:
    chosen = sorted((mark for mark in marks if mark.weight > 0), key=lambda mark: (-mark.weight, mark.name))[:names]
    out = []
    for mark in chosen:
        x, y = sheet.at(mark.longitude, mark.latitude)
        out.append(Label(mark.name, x, y, radius(mark.size) + (4.5 if mark.struck else 1.5)))
    return out


def _name(label: Label) -> str:
    return (
        f'<text x="{label.x:.1f}" y="{label.y:.1f}" font-size="11" fill="{INK}" stroke="#ffffff" stroke-width="3" '
        f'stroke-linejoin="round" paint-order="stroke">{escape(label.text)}</text>'
    )
