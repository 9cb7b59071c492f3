"""What do the others' claims lack more without a partner? Units and days of supply, by rank and item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipir.network.network import Demands, Dues, Flags, Floats
from pipir.program.claims import COMMITMENT, DEMAND, PROMISE
from pipir.sharing.leaving import Left, World

NOTHING = 1e-6
"""Share of what is owed below which a difference is none."""


def lacks(world: World, found: Left) -> Iterator[dict[str, Any]]:
    """Rows of the table `lacks`: of each nation, what changes of the claims of others."""
    claims = world.built.claims
    windows, receives, groups = _windows(world), receivers(world), np.array(claims.group)
    for k, nation in enumerate(world.players.names):
        others = receives != nation
        keys = sorted({(int(claims.rank[c]), claims.group[c]) for c in np.flatnonzero(others)})
        for rank, item in keys:
            of_it: Flags = others & (claims.rank == rank) & (groups == item)
            owed = claims.owed[of_it]
            before, after = (float((owed * found.shares[who][of_it]).sum()) for who in (-1, k))
            if abs(after - before) <= NOTHING * float(owed.sum()):
                continue
            days = _days(windows[of_it])
            yield {
                "scenario": world.built.net.scenario,
                "nation": nation,
                "rank": rank,
                "item": item,
                "owed": float(owed.sum()),
                "short_with": before,
                "short_without": after,
                "short_more": after - before,
                "days_of_supply": (after - before) / float(owed.sum()) * days if days > 0 else None,
            }


def receivers(world: World) -> NDArray[np.str_]:
    """Who claims: the nation of a demand, the recipient of a commitment or a promise; shape (claims,)."""
    net, claims = world.built.net, world.built.claims
    found = np.zeros(len(claims.kind), dtype=np.int64)
    by_kind = {DEMAND: net.demands.nation, COMMITMENT: net.commitments.recipient, PROMISE: net.promises.recipient}
    for kind, nation in by_kind.items():
        found[claims.of(kind)] = nation[claims.number[claims.of(kind)]]
    return np.array(net.nations)[found]


def _windows(world: World) -> Floats:
    """Days from and until which each claim falls due within the scenario: shape (claims, 2)."""
    net, claims = world.built.net, world.built.claims
    found = np.zeros((len(claims.kind), 2))
    by_kind: dict[int, Demands | Dues] = {DEMAND: net.demands, COMMITMENT: net.commitments, PROMISE: net.promises}
    for kind, dues in by_kind.items():
        which = claims.of(kind)
        number = claims.number[which]
        found[which] = np.column_stack([dues.begin[number], np.minimum(dues.end[number], net.days)])
    return found


def _days(windows: Floats) -> float:
    """Days that lie in any of the windows: 0 where all falls due at once."""
    total, reached = 0.0, -np.inf
    for begin, end in sorted(map(tuple, windows.tolist())):
        total += max(end - max(begin, reached), 0.0)
        reached = max(reached, end)
    return float(total)
