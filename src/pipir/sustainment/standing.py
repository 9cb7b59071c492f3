"""Which arrays stand whatever the policy? Things, lines, demands, commitments that leave, hazards."""

from __future__ import annotations

from typing import Any

import numpy as np

from pipir.network.claims import due_share
from pipir.network.network import Network
from pipir.sustainment.flatten import by_rank, flat, ints
from pipir.sustainment.labels import Labels
from pipir.sustainment.layout import Ints
from pipir.sustainment.moves import Moves
from pipir.sustainment.streams import streams


def things(net: Network, labels: Labels) -> dict[str, Any]:
    """Cells, items, sites, lanes and stock at day 0."""
    sites = net.sites
    cell_site = ints(s for s, _ in labels.cells)
    pools = [
        labels.pool(int(sites.holder[s]), int(i)) if _pooled(net, labels, s, i) else -1
        for s, i in zip(net.holdings.site, net.holdings.item, strict=True)
    ]
    number = {place: k for k, place in enumerate(labels.cells)}
    return {
        "cell_site": cell_site,
        "cell_item": ints(i for _, i in labels.cells),
        "cell_pair": ints(labels.pair(s, i) for s, i in labels.cells),
        "cell_at": np.searchsorted(cell_site, np.arange(len(sites.ids) + 1)).astype(np.int64),
        "mass": net.items.mass_t,
        "neq": net.items.neq_kg,
        "handling": sites.handling_t,
        "storage": sites.storage_t,
        "explosive": sites.explosive_kg,
        "limited": np.isfinite(sites.handling_t) | np.isfinite(sites.storage_t) | np.isfinite(sites.explosive_kg),
        "lane_from": net.lanes.origin,
        "lane_to": net.lanes.destination,
        "hold_cell": ints(number[int(s), int(i)] for s, i in zip(net.holdings.site, net.holdings.item, strict=True)),
        "hold_reserve": net.holdings.reserve,
        "hold_pool": ints(pools),
    }


def _pooled(net: Network, labels: Labels, site: int, item: int) -> bool:
    return (int(net.sites.holder[site]), int(item)) in labels.pools


def lines(net: Network, labels: Labels) -> dict[str, Any]:
    """Lines with their bills as cells of their site."""
    making = net.making
    number = {place: k for k, place in enumerate(labels.cells)}
    line_of = np.repeat(np.arange(len(making.ids)), np.diff(making.bill))
    owners = [(int(net.sites.holder[s]), int(i)) for s, i in zip(making.site, making.item, strict=True)]
    return {
        "line_cell": ints(number[int(s), int(i)] for s, i in zip(making.site, making.item, strict=True)),
        "line_owner": ints(labels.pools.get(owner, -1) for owner in owners),
        "bill_at": making.bill,
        "bill_cell": ints(number[int(making.site[k]), int(c)] for k, c in zip(line_of, making.component, strict=True)),
        "bill_quantity": making.quantity,
        "line_on": np.array([net.works(int(s), int(i)) for s, i in zip(making.site, making.item, strict=True)], bool),
    }


def demands(net: Network, labels: Labels, seed: int, last: int, order: Ints) -> dict[str, Any]:
    """Demands by rank, with what each can be served from; `last` is the number of ranks."""
    demands = net.demands
    number = {place: k for k, place in enumerate(labels.cells)}
    smallest: dict[tuple[int, int], int] = {}
    for d in range(len(demands.ids)):
        pair = int(demands.nation[d]), int(demands.item[d])
        smallest[pair] = min(smallest.get(pair, 1 << 60), int(demands.tier[d]))
    pairs = {pair: k for k, pair in enumerate(labels.pairs)}

    def pair_of(d: int) -> int:
        pair = int(demands.nation[d]), int(demands.item[d])
        return pairs[pair] if demands.tier[d] == smallest[pair] else -1

    usable = [
        [(number[int(demands.site[d]), i], r) for i, r in demands.uses[d] if net.works(int(demands.site[d]), i)]
        for d in order
    ]
    use_at, use_cell = flat([[cell for cell, _ in uses] for uses in usable])
    return {
        "demand_rank_at": by_rank([int(demands.rank[d]) for d in order], last),
        "demand_begin": demands.begin[order],
        "demand_end": demands.end[order],
        "demand_cv": demands.cv[order],
        "demand_key": streams(seed, "demand", tuple(f"{net.scenario}/{demands.ids[d]}" for d in order)),
        "demand_pair": ints(pair_of(int(d)) for d in order),
        "demand_site": demands.site[order],
        "use_at": use_at,
        "use_cell": use_cell,
        "use_ratio": flat([[ratio for _, ratio in uses] for uses in usable], np.float64)[1],
    }


def leaving(net: Network, labels: Labels, moves: Moves, last: int, parts: dict[str, Any]) -> dict[str, Any]:
    """Commitments to recipients without sites, and what has fallen due of every due by the end of each day."""
    owed = net.commitments
    which = [k for k in range(len(owed.ids)) if not owed.sites[k] and owed.against[k] is None and owed.quantity[k] > 0]
    which.sort(key=lambda k: (owed.rank[k], k))
    at, cells = flat([_handing(net, labels, k) for k in which])
    now = np.arange(1.0, net.days + 1.0)
    shares = [due_share(dues.begin[:, None], dues.end[:, None], now) for dues in (net.commitments, net.promises)]
    frees = [
        net.permissions.releases_reserve(
            net.nations[owed.supplier[k]], net.nations[owed.recipient[k]], net.item_name(int(owed.item[k]))
        )
        for k in which
    ]
    pools = [labels.pool(int(owed.supplier[k]), int(owed.item[k])) for k in which]
    parts["way_pool"] = np.concatenate([parts["way_pool"], ints(pools)])
    parts["way_frees"] = np.concatenate([parts["way_frees"], np.array(frees, dtype=bool)])
    parts["way_due"] = np.concatenate([parts["way_due"], np.full(len(which), -1, dtype=np.int64)])
    parts["agree_at"] = np.concatenate([parts["agree_at"], np.repeat(parts["agree_at"][-1:], len(which))])
    return {
        "leaving_rank_at": by_rank([int(owed.rank[k]) for k in which], last),
        "leaving": ints(which),
        "leaving_way": ints(range(len(moves.ways), len(moves.ways) + len(which))),
        "leaving_at": at,
        "leaving_cell": cells,
        "due_share": np.concatenate(shares),
    }


def _handing(net: Network, labels: Labels, k: int) -> list[int]:
    supplier, item = int(net.commitments.supplier[k]), int(net.commitments.item[k])
    return [
        number
        for number, (site, held) in enumerate(labels.cells)
        if held == item and int(net.sites.holder[site]) == supplier and net.works(site, item)
    ]


def hazards(net: Network, seed: int) -> dict[str, Any]:
    """Hazards with the streams of their groups."""
    hazards = net.hazards
    return {
        "hazard_kind": hazards.kind,
        "hazard_target": hazards.target,
        "hazard_begin": hazards.begin,
        "hazard_end": hazards.end,
        "hazard_outage": hazards.outage,
        "hazard_group": hazards.group,
        "group_key": streams(seed, "hazard", hazards.group_keys),
    }
