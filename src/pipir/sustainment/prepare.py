"""How do a network and what a policy moves become the arrays of the kernels?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pipir.network.network import Network
from pipir.sustainment.labels import Labels
from pipir.sustainment.layout import Fixed, Floats, Ints
from pipir.sustainment.moves import Moves
from pipir.sustainment.moving import legs, under_way, wants, ways
from pipir.sustainment.standing import demands, hazards, leaving, lines, things


@dataclass(frozen=True)
class Prepared:
    """The fixed arrays with the labels that results are reported under.

    `pairs` are (nation, item) indices; `demand_order` gives the network's demand of each row of the arrays;
    `agreements` are ids in the order of `Drawn.ceiling`; `moves` are those of the policy, without goods under way.
    """

    net: Network
    fixed: Fixed
    pairs: tuple[tuple[int, int], ...]
    demand_order: Ints
    agreements: tuple[str, ...]
    ceilings: Floats
    moves: Moves
    labels: Labels


def prepare(net: Network, moves: Moves, cover: float, seed: int) -> Prepared:
    """Arrays for the kernels. `cover` is in days; `seed` keys the streams of demands and hazards."""
    own, every = moves, [*moves.legs, *under_way(net, moves)]
    moves = replace(moves, legs=every, wants=sorted(moves.wants, key=lambda w: w.rank))
    labels = Labels(net, moves)
    last = net.ranks[-1] + 2
    for way in moves.ways:
        labels.pool(way.supplier, way.item)
    for k in range(len(net.commitments.ids)):
        if not net.commitments.sites[k]:
            labels.pool(int(net.commitments.supplier[k]), int(net.commitments.item[k]))
    demand_order = np.argsort(net.demands.rank, kind="stable").astype(np.int64)
    agreements = sorted({a.agreement: a for w in moves.ways for a in w.agreements}.values(), key=lambda a: a.agreement)
    parts: dict[str, Any] = {"days": net.days, "ranks": last, "stages": max((g.stages for g in every), default=0)}
    parts |= things(net, labels)
    parts |= lines(net, labels)
    parts |= legs(net, labels, moves, len(moves.legs) - len(net.transits.lane))
    parts |= ways(net, labels, moves, agreements)
    parts |= wants(net, labels, moves, cover, last, demand_order)
    parts |= demands(net, labels, seed, last, demand_order)
    parts |= leaving(net, labels, moves, last, parts)
    parts |= hazards(net, seed)
    parts |= {"pairs": len(labels.pairs), "pools": len(labels.pools)}
    return Prepared(
        net=net,
        fixed=Fixed(**parts),
        pairs=labels.pairs,
        demand_order=demand_order,
        agreements=tuple(a.agreement for a in agreements),
        ceilings=np.array([a.ceiling_per_year for a in agreements], dtype=np.float64),
        moves=own,
        labels=labels,
    )
