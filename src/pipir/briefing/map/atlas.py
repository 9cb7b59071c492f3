"""Where is land? Rings of Natural Earth's countries, longitudes from 30 W to 330 E so that the Pacific is whole."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

Ring = tuple[tuple[float, float], ...]
EDGE = -30.0
"""Longitudes west of this stand 360 degrees further east."""


@cache
def rings() -> tuple[Ring, ...]:
    """Every ring as (longitude, latitude) pairs in degrees; inner rings too, for filling by the even-odd rule."""
    text = (files("pipir.briefing") / "assets" / "atlas.json").read_text(encoding="utf-8")
    return tuple(_ring(flat) for country in json.loads(text)["countries"] for flat in country["rings"])


def unrolled(longitude: float) -> float:
    """The longitude as the atlas counts it: Hawaii, 157.9 W, is 202.1."""
    return longitude + 360.0 if longitude < EDGE else longitude


def _ring(flat: list[int]) -> Ring:
    x = y = 0
    points = []
    for index in range(0, len(flat), 2):
        x, y = x + flat[index], y + flat[index + 1]
        points.append((x / 100, y / 100))
    return tuple(points)
