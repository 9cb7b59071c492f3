"""What of the goods under way at day 0 does a plan leave at the door? It says only what comes to lie at a site."""

from __future__ import annotations

import numpy as np

from pipir.network.means import Means, means, under_way_survives
from pipir.network.network import Floats, Network
from pipir.program.decisions import Decisions
from pipir.program.grid import Grid


def under_way_waits(decisions: Decisions) -> Floats:
    """Units of each row of goods under way at day 0 that stand at the door at the end of each period.

    Shape (transits, periods). Where a site takes in at the plan's choice, what of them came in follows from the balance
    of the stock; of several rows to one cell what came first is taken in first. Elsewhere none wait.
    """
    net, grid = decisions.net, decisions.grid
    transits, sites = net.transits, net.sites
    came = _came(net, grid)
    waits = np.zeros(came.shape)
    mean = means(net, grid.edges)
    limits = sites.handling_t, sites.storage_t, sites.explosive_kg
    chosen = np.any([np.isfinite(limit) for limit in limits], axis=0) | (mean.site_open <= 0.0).any(axis=0)
    site = net.lanes.destination[transits.lane]
    held = {(int(s), int(i)): e for e, (s, i) in enumerate(zip(decisions.cell_site, decisions.cell_item, strict=True))}
    rest: Floats | None = None
    for place in sorted({(int(s), int(i)) for s, i in zip(site, transits.item, strict=True) if chosen[s]}):
        if not net.works(*place):
            continue
        rows = np.flatnonzero((site == place[0]) & (transits.item == place[1]))
        rows = rows[np.argsort(transits.day[rows], kind="stable")]
        arrived = np.cumsum(came[rows], axis=1)
        rest = _unexplained(decisions, mean) if rest is None else rest
        taken = np.cumsum(rest[held[place]])
        waits[rows] = np.clip(np.cumsum(arrived, axis=0) - taken, 0.0, arrived)
    return waits


def _came(net: Network, grid: Grid) -> Floats:
    """Units of each row that arrive in each period, mean losses apart."""
    table = np.zeros((len(net.transits.lane), grid.count))
    arrives = net.transits.quantity * under_way_survives(net)
    for k, day in enumerate(net.transits.day):
        if day < grid.edges[-1]:
            table[k, grid.holding(float(day))] = arrives[k]
    return table


def _unexplained(decisions: Decisions, mean: Means) -> Floats:
    """What came into each cell that neither its flows nor its lines brought: shape (cells, periods)."""
    net, grid = decisions.net, decisions.grid
    number = np.full((len(net.sites.ids), len(net.items.ids)), -1)
    number[decisions.cell_site, decisions.cell_item] = np.arange(len(decisions.cell_site))
    opening = np.zeros(len(decisions.cell_site))
    np.add.at(opening, number[net.holdings.site, net.holdings.item], net.holdings.quantity)
    before = np.concatenate([opening[:, None], decisions.stock[:, :-1]], axis=1)
    found = decisions.stock - before * mean.site_survives.T[decisions.cell_site] + decisions.discards
    lanes, lane, item = net.lanes, decisions.flow_lane, decisions.flow_item
    np.add.at(found, number[lanes.origin[lane], item], decisions.sent)
    np.subtract.at(found, number[lanes.destination[lane], item], _taken(decisions, mean))
    np.add.at(found, number[net.demands.site[decisions.use_demand], decisions.use_item], decisions.fills)
    np.add.at(found, number[decisions.hand_site, net.commitments.item[decisions.hand_commitment]], decisions.hands)
    making = net.making
    line = np.repeat(np.arange(len(making.ids)), np.diff(making.bill))
    used, real = number[making.site[line], making.component], decisions.starts[line].any(axis=1)
    np.add.at(found, used[real], decisions.starts[line[real]] * making.quantity[real, None])
    np.subtract.at(found, number[making.site, making.item], _finished(decisions))
    if net.past is not None:
        for k in np.flatnonzero(net.past.due < grid.edges[-1]):
            found[number[net.past.site[k], net.past.item[k]], grid.holding(float(net.past.due[k]))] -= (
                net.past.quantity[k]
            )
    return found


def _taken(decisions: Decisions, mean: Means) -> Floats:
    """Units of each flow taken in in each period."""
    net, grid = decisions.net, decisions.grid
    arrived = np.zeros(decisions.sent.shape)
    leaves = decisions.sent * mean.ship_survives.T[decisions.flow_lane]
    for delay in np.unique(net.lanes.days[decisions.flow_lane]):
        flows = np.flatnonzero(net.lanes.days[decisions.flow_lane] == delay)
        left, came, share = grid.arriving(float(delay))
        for a, b, part in zip(left, came, share, strict=True):
            arrived[flows, b] += leaves[flows, a] * part
    return arrived - np.diff(decisions.waits, axis=1, prepend=0.0)


def _finished(decisions: Decisions) -> Floats:
    """Units that come out of each line in each period, work in hand included."""
    net, grid = decisions.net, decisions.grid
    making = net.making
    works = [net.works(int(site), int(item)) for site, item in zip(making.site, making.item, strict=True)]
    rate = np.where(np.array(works, dtype=bool), making.ramps.in_hand, 0.0)
    out = rate[:, None] * grid.overlap(np.zeros(len(rate)), making.ramps.lead)
    for line, delay in enumerate(making.ramps.lead):
        left, came, share = grid.arriving(float(delay))
        np.add.at(out[line], came, decisions.starts[line, left] * share)
    return out
