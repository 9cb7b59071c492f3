"""How far is it by sea? Along a network of shipping routes that comes with `searoute` and needs no outside network."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

from pipir.case.geography import Place, great_circle_km

COAST_KM = 120.0
"""A place farther than this from the network of routes is not on a coast: goods cannot go from there by sea."""


class SeaRoutes:
    """Distances by sea between places on coasts, each pair looked up once."""

    def __init__(self) -> None:
        self.distance_km = cache(self._distance_km)

    def _distance_km(self, origin: Place, destination: Place) -> float | None:
        """The distance by sea [km], None where a place is not on a coast or no route joins the two.

        Straight legs join each place to the network. On small islands the result may be too long by a third.
        """
        path = _path(origin, destination)
        if len(path) < 3:
            return None
        ends = (great_circle_km(path[0], path[1]), great_circle_km(path[-1], path[-2]))
        if max(ends) > COAST_KM:
            return None
        return sum(great_circle_km(one, other) for one, other in pairwise(path))


def _path(origin: Place, destination: Place) -> list[Place]:
    import searoute

    route: Any = searoute.searoute(list(origin[::-1]), list(destination[::-1]), units="km")
    between = [(latitude, longitude) for longitude, latitude in route["geometry"]["coordinates"]]
    return [origin, *between, destination]
