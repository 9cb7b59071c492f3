"""What do the others' claims lack more without a partner? Units and days of supply, by rank and item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from pipir.network.network import Flags
from pipir.planning.owed import claimants, days_of_supply, days_owed, windows
from pipir.sharing.leaving import Left, World

NOTHING = 1e-6
"""Share of what is owed below which a difference is none."""


def lacks(world: World, found: Left) -> Iterator[dict[str, Any]]:
    """Rows of the table `lacks`: of each nation, what changes of the claims of others."""
    net, claims = world.built.net, world.built.claims
    spans, receives, groups = windows(net, claims), claimants(net, claims), np.array(claims.group)
    for k, nation in enumerate(world.players.names):
        others = receives != nation
        keys = sorted({(int(claims.rank[c]), claims.group[c]) for c in np.flatnonzero(others)})
        for rank, item in keys:
            of_it: Flags = others & (claims.rank == rank) & (groups == item)
            owed = claims.owed[of_it]
            before, after = (float((owed * found.shares[who][of_it]).sum()) for who in (-1, k))
            if abs(after - before) <= NOTHING * float(owed.sum()):
                continue
            yield {
                "scenario": world.built.net.scenario,
                "nation": nation,
                "rank": rank,
                "item": item,
                "owed": float(owed.sum()),
                "short_with": before,
                "short_without": after,
                "short_more": after - before,
                "days_of_supply": days_of_supply(after - before, float(owed.sum()), days_owed(spans[of_it])),
            }
