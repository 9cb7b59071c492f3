"""What do hazards do on average? Shares that survive, shares that are open, by period."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np

from pipir.network.network import Floats, Ints, Network

SITE, LANE, LINE = 0, 1, 2
"""Kinds of target, as in `Hazards.kind`."""


@dataclass(frozen=True)
class Means:
    """Means of every hazard by period: shape (periods, sites | lanes | lines).

    `site_survives` is the share of opening stock that is left after the period's strikes, `ship_survives` the share of
    what leaves in the period that arrives. `lane_open` is the lane's own share, `way_open` counts both its ends too.
    """

    site_survives: Floats
    ship_survives: Floats
    site_open: Floats
    lane_open: Floats
    line_open: Floats
    way_open: Floats


@dataclass(frozen=True)
class Blow:
    """Hazards of one group on one target: chance a day, share lost at a strike, days closed, window."""

    kind: int
    target: int
    chance: float
    loss: float
    outage: int
    begin: int
    end: int


def blows(net: Network) -> list[Blow]:
    """Hazards of the network, those of one group on one target combined. Source: design, "Losing"."""
    h = net.hazards
    joint: dict[tuple[int, int, int], list[int]] = {}
    for k in range(len(h.ids)):
        joint.setdefault((int(h.group[k]), int(h.kind[k]), int(h.target[k])), []).append(k)
    return [
        Blow(
            kind=kind,
            target=target,
            chance=float(h.probability[members[0]]),
            loss=1.0 - prod(1.0 - float(h.loss[k]) for k in members),
            outage=int(max(h.outage[k] for k in members)),
            begin=int(h.begin[members[0]]),
            end=int(h.end[members[0]]),
        )
        for (_, kind, target), members in sorted(joint.items())
    ]


def means(net: Network, edges: Floats) -> Means:
    """What hazards do on average in periods [edges[t], edges[t+1]) of whole days. Source: design, "Losing"."""
    begin, end = edges[:-1], edges[1:]
    count, days = len(begin), net.days
    sites, lanes, lines = len(net.sites.ids), len(net.lanes.ids), len(net.making.ids)
    site_survives, ship_survives = np.ones((count, sites)), np.ones((count, lanes))
    share = np.ones((days, sites)), np.ones((days, lanes)), np.ones((days, lines))
    middle = (begin + end) / 2.0
    for blow in blows(net):
        kept = 1.0 - blow.chance * blow.loss
        if blow.kind == SITE:
            site_survives[:, blow.target] *= kept ** _overlap(begin, end, blow)
        elif blow.kind == LANE:
            ship_survives[:, blow.target] *= kept ** _overlap(middle, middle + net.lanes.days[blow.target], blow)
        share[blow.kind][:, blow.target] *= (1.0 - blow.chance) ** _recent(days, blow)
    for kind, target, until in net.past.closed if net.past is not None else ():
        share[kind][:until, target] = 0.0
    ends = share[SITE][:, net.lanes.origin] * share[SITE][:, net.lanes.destination]
    return Means(
        site_survives=site_survives,
        ship_survives=ship_survives,
        site_open=_over_periods(share[SITE], edges),
        lane_open=_over_periods(share[LANE], edges),
        line_open=_over_periods(share[LINE], edges),
        way_open=_over_periods(share[LANE] * ends, edges),
    )


def under_way_survives(net: Network) -> Floats:
    """Mean share of goods under way at day 0 that arrive: they are on their lane from day 0 to the middle of a day.

    What was thinned by its mean losses as it left is not thinned again.
    """
    share = np.ones(len(net.transits.lane))
    if net.past is not None and net.past.thinned:
        return share
    for blow in blows(net):
        if blow.kind == LANE:
            on = net.transits.lane == blow.target
            over = _overlap(np.zeros(len(share)), net.transits.day.astype(np.float64) + 0.5, blow)
            share = np.where(on, share * (1.0 - blow.chance * blow.loss) ** over, share)
    return share


def _over_periods(daily: Floats, edges: Floats) -> Floats:
    """Means of daily shares over each period: shape (periods, targets)."""
    if len(edges) == len(daily) + 1:
        return daily
    first = edges[:-1].astype(np.int64)
    found: Floats = np.add.reduceat(daily, first, axis=0) / np.diff(edges)[:, None]
    return found


def _overlap(begin: Floats, end: Floats, blow: Blow) -> Floats:
    over: Floats = np.maximum(0.0, np.minimum(end, blow.end) - np.maximum(begin, blow.begin))
    return over


def _recent(days: int, blow: Blow) -> Ints:
    """Hazard days among the last `outage` days up to each day; those before day 0 count where the window has some."""
    before = max(0, -blow.begin)
    on = np.zeros(before + days + 1, dtype=np.int64)
    on[1:][before + blow.begin : before + blow.end] = 1
    total = np.cumsum(on)
    day = before + np.arange(days)
    found: Ints = total[day + 1] - total[np.maximum(day + 1 - blow.outage, 0)]
    return found
