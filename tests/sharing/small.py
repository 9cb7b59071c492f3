"""Which small cases have shares that are known? The linear game of methods d.14, as nations that pool components."""

from __future__ import annotations

from itertools import permutations
from typing import Any

from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.network.network import Network
from pipir.network.network import Terms as On
from pipir.planning.worth import costs
from pipir.program.build import Built, build
from pipir.program.grid import grid_of
from pipir.sharing.owners import Owners, owners
from pipir.sharing.pieces import Piece, pieces
from pipir.sharing.players import Players, holders
from planning.reading import Asked
from sustainment.world import agreement, demand, lane, line, stock, world

PARTS = {"usa": (100, 10, 60), "jpn": (20, 120, 60), "kor": (0, 0, 200)}
"""Units of three components that A, B and C hold: methods d.14."""
VALUES = {"USA": 40, "JPN": 140, "KOR": 0, "USA JPN": 360, "USA KOR": 40, "JPN KOR": 480, "USA JPN KOR": 520}
"""What coalitions are worth in the units of d.14."""
UNIT = 0.25 / 3600
"""One of those units as a value: rank 2; 3 x 400 shells and 3 x 300 darts are owed, so that a dart counts 4 to 3."""


def pooling(order: tuple[str, ...] = ("usa", "jpn", "kor"), **more: Any) -> Case:
    """A shell takes one of each component, a dart one of the second and two of the third; all may send all to all."""
    sites = [f"{nation}-a" for nation in order]
    bills = [("shell", "c1", 1), ("shell", "c2", 1), ("shell", "c3", 1), ("dart", "c2", 1), ("dart", "c3", 2)]
    pairs = list(permutations(order, 2))
    return world(
        10,
        stocks=[
            stock(f"{nation}-a", held, f"c{k}")
            for nation in order
            for k, held in enumerate(PARTS[nation], start=1)
            if held
        ],
        lines=[line(site, 1000, item) for site in sites for item in ("shell", "dart")],
        bills=[{"item": item, "component": part, "quantity": number} for item, part, number in bills],
        lanes=[lane(f"{a}-a", f"{b}-a", 1) for a, b in pairs],
        agreements=[agreement(a.upper(), b.upper()) for a, b in pairs],
        demands=[
            demand(site, owed / 5, item, (5, 10)) for site in sites for item, owed in (("shell", 400), ("dart", 300))
        ],
        **more,
    )


def network(case: Case, how: Asked = Asked()) -> Network:  # noqa: B008 - frozen
    return compile_network(case, None, On(unknown=how.unknown, call_promises=how.call_promises))


def everybody(net: Network) -> Players:
    """Every holder of a site plays."""
    names = holders(net)
    return Players(tuple(names), tuple((name,) for name in names))


def taken_apart(net: Network, who: Players, how: Asked = Asked()) -> tuple[Built, Owners, list[Piece]]:  # noqa: B008
    built = build(net, grid_of(net, how.daily))
    own = owners(built, who.bits(net))
    return built, own, pieces(built, own, costs(built), who.count)
