"""What do hazards do to a run? Nothing yet, or what they do on average; drawn strikes are written over the first."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np

from pipir.network.network import Network
from pipir.sustainment.layout import Floats, Ints, Weather


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
