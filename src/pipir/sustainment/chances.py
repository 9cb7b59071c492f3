"""Which figures does each run use? The case's own, or draws from their ranges; and what hazards do on average."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np

from pipir.network.capacity import Ramps
from pipir.network.network import Network
from pipir.sustainment.layout import Drawn, Floats, Ints, Weather
from pipir.sustainment.prepare import Prepared

LOSS, CLOSED = 0, 1


def figures(prepared: Prepared) -> Drawn:
    """The case's own figures, the same for every run."""
    net = prepared.net
    whole = np.floor(net.making.ramps.lead + 1e-12)
    starts, hand = output_by_day(net.making.ramps, net.days)
    return Drawn(
        hold=net.holdings.quantity[None, :],
        way=net.transits.quantity[None, :],
        demand=net.demands.per_day[prepared.demand_order][None, :],
        due=np.concatenate([net.commitments.quantity, net.promises.quantity])[None, :],
        starts=starts[None],
        hand=hand[None],
        lead_whole=whole.astype(np.int64)[None, :],
        lead_part=np.maximum(net.making.ramps.lead - whole, 0.0)[None, :],
        lift=net.lanes.lift_t[None, :],
        ceiling=prepared.ceilings[None, :],
        probability=net.hazards.probability[None, :],
        loss=net.hazards.loss[None, :],
    )


def output_by_day(ramps: Ramps, days: int) -> tuple[Floats, Floats]:
    """Units that each line can start on each day, and units that work in hand puts out: shape (lines, days) each."""
    edges = np.arange(days + 1.0)[:, None]
    starts = np.diff(ramps.started(edges), axis=0).T
    hand = np.diff(ramps.in_hand * np.clip(edges, 0.0, ramps.lead), axis=0).T
    return np.ascontiguousarray(np.maximum(starts, 0.0)), np.ascontiguousarray(hand)


@dataclass(frozen=True)
class _Blow:
    """Hazards of one group on one target: chance a day, share lost at a strike, days closed, window."""

    kind: int
    target: int
    chance: float
    loss: float
    outage: int
    begin: int
    end: int


def _blows(net: Network) -> list[_Blow]:
    h = net.hazards
    joint: dict[tuple[int, int, int], list[int]] = {}
    for k in range(len(h.ids)):
        joint.setdefault((int(h.group[k]), int(h.kind[k]), int(h.target[k])), []).append(k)
    return [
        _Blow(
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


def calm(net: Network) -> Weather:
    """Weather in which nothing is struck: also the room that drawn strikes are written to."""
    days, sites, lanes, lines = net.days, len(net.sites.ids), len(net.lanes.ids), len(net.making.ids)
    return Weather(
        site_survives=np.ones((days, sites)),
        lane_survives=np.ones((days, lanes)),
        ship_survives=np.ones((days, lanes)),
        site_open=np.ones((days, sites)),
        lane_open=np.ones((days, lanes)),
        line_open=np.ones((days, lines)),
    )


def mean_weather(net: Network) -> Weather:
    """What hazards do on average. Source: design, "Losing", with days as periods."""
    weather = calm(net)
    middle: Floats = np.arange(net.days, dtype=np.float64) + 0.5
    for blow in _blows(net):
        window = slice(blow.begin, blow.end)
        mean = 1.0 - blow.chance * blow.loss
        if blow.kind == 0:
            weather.site_survives[window, blow.target] *= mean
        elif blow.kind == 1:
            over = _overlap(middle, middle + net.lanes.days[blow.target], blow)
            weather.ship_survives[:, blow.target] *= mean**over
        share = (weather.site_open, weather.lane_open, weather.line_open)[blow.kind]
        share[:, blow.target] *= (1.0 - blow.chance) ** _recent(net.days, blow)
    return weather


def under_way_survives(net: Network) -> Floats:
    """Mean share of goods under way at day 0 that arrive: they are on their lane from day 0 to the middle of a day."""
    share = np.ones(len(net.transits.lane))
    for blow in _blows(net):
        if blow.kind == 1:
            on = net.transits.lane == blow.target
            over = _overlap(np.zeros(len(share)), net.transits.day.astype(np.float64) + 0.5, blow)
            share = np.where(on, share * (1.0 - blow.chance * blow.loss) ** over, share)
    return share


def _overlap(begin: Floats, end: Floats, blow: _Blow) -> Floats:
    over: Floats = np.maximum(0.0, np.minimum(end, blow.end) - np.maximum(begin, blow.begin))
    return over


def _recent(days: int, blow: _Blow) -> Ints:
    """Hazard days among the last `outage` days up to each day."""
    on = np.zeros(days + 1, dtype=np.int64)
    on[1:][blow.begin : blow.end] = 1
    total = np.cumsum(on)
    day = np.arange(days)
    return total[day + 1] - total[np.maximum(day + 1 - blow.outage, 0)]
