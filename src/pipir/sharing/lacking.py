"""What do the others' claims lack more without a partner? Units and days of supply, by rank and item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipir.network.network import Floats
from pipir.planning.tables import days_short
from pipir.program.claims import COMMITMENT, DEMAND, PROMISE
from pipir.sharing.leaving import Left, World

NOTHING = 1e-6
"""Share of what is owed below which a difference is none."""


def lacks(world: World, found: Left) -> Iterator[dict[str, Any]]:
    """Rows of the table `lacks`: of each nation, what changes of the claims of others."""
    claims = world.built.claims
    rates, receives = _rates(world), receivers(world)
    for k, nation in enumerate(world.players.names):
        others = receives != nation
        keys = sorted({(int(claims.rank[c]), claims.group[c]) for c in np.flatnonzero(others)})
        for rank, item in keys:
            of_it = others & (claims.rank == rank) & np.array([group == item for group in claims.group], dtype=bool)
            owed = claims.owed[of_it]
            before, after = (float((owed * found.shares[who][of_it]).sum()) for who in (-1, k))
            if abs(after - before) <= NOTHING * float(owed.sum()):
                continue
            per_day = float(rates[of_it].sum())
            yield {
                "scenario": world.built.net.scenario,
                "nation": nation,
                "rank": rank,
                "item": item,
                "owed": float(owed.sum()),
                "short_with": before,
                "short_without": after,
                "short_more": after - before,
                "days_of_supply": (after - before) / per_day if per_day > 0 else None,
            }


def receivers(world: World) -> NDArray[np.str_]:
    """Who claims: the nation of a demand, the recipient of a commitment or a promise; shape (claims,)."""
    net, claims = world.built.net, world.built.claims
    found = np.zeros(len(claims.kind), dtype=np.int64)
    by_kind = {DEMAND: net.demands.nation, COMMITMENT: net.commitments.recipient, PROMISE: net.promises.recipient}
    for kind, nation in by_kind.items():
        found[claims.of(kind)] = nation[claims.number[claims.of(kind)]]
    return np.array(net.nations)[found]


def _rates(world: World) -> Floats:
    """Units a day that each claim is owed; 0 where all of it falls due at once."""
    net, claims = world.built.net, world.built.claims
    days = [days_short(net, int(kind), int(k), 1.0) for kind, k in zip(claims.kind, claims.number, strict=True)]
    return np.array([1.0 / day if day else 0.0 for day in days], dtype=np.float64)
