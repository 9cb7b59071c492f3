"""How far apart are two places on the globe?"""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""

Place = tuple[float, float]
"""Latitude and longitude [degree], north and east positive."""


def great_circle_km(one: Place, other: Place) -> float:
    """The shortest distance over the globe [km], by the haversine formula."""
    latitude, longitude, latitude_2, longitude_2 = map(radians, (*one, *other))
    chord = sin((latitude_2 - latitude) / 2) ** 2
    chord += cos(latitude) * cos(latitude_2) * sin((longitude_2 - longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, chord)))
