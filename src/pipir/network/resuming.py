"""How is a network taken up in mid-scenario? What is left of it, from the day on which a run was stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from pipir.network.network import Demands, Dues, Floats, Hazards, Holdings, Ints, Making, Network, Past, Transits

TINY = 1e-9
"""Units below which a rest is none: a plan is not made for the dust that sums of shares leave behind."""


@dataclass(frozen=True)
class UnderWay:
    """Goods on lanes: `day` counts from the pause, 0 for what stands at the door of the lane's destination.

    `leg` is whatever number the one who paused knows them by.
    """

    lane: Ints
    item: Ints
    day: Ints
    quantity: Floats
    leg: Ints


@dataclass(frozen=True)
class Output:
    """What lines will put out of work that is begun, days counted from the pause."""

    site: Ints
    item: Ints
    day: Ints
    quantity: Floats


@dataclass(frozen=True)
class Pause:
    """How a run stands when `day` days are over: everything that a plan for the rest has to know.

    `stock` is by (site, item) and `free`, what a holder may still send to others, by (nation, item); `sent` is by
    agreement. `met` and `called` are units of each commitment and promise that have arrived or are on their way.
    `closed` are (kind, target, days until it opens again), `room_t` and `room_kg` what each site may hold. Where means
    take the place of draws, nothing is known to be closed, and goods were `thinned` by their mean losses as they left.
    """

    day: int
    stock: Mapping[tuple[int, int], float]
    free: Mapping[tuple[int, int], float]
    sent: Mapping[str, float]
    met: Floats
    called: Floats
    under_way: UnderWay
    output: Output
    closed: tuple[tuple[int, int, int], ...]
    room_t: Floats
    room_kg: Floats
    thinned: bool = False


def resumed(net: Network, pause: Pause) -> Network:
    """The rest of a scenario: day 0 is the first one after the pause, labels and their order stay.

    Demands, dues, hazards and lines are shifted; a demand that is over owes nothing. Reserves have done their work:
    what may still be sent is stated in `past`. Strikes to come stay at their chance; those that were are told by what
    they closed, or stay at their chance too where nothing was drawn.
    """
    day, under_way, output = pause.day, pause.under_way, pause.output
    places = sorted(place for place, quantity in pause.stock.items() if quantity > TINY)
    on_lanes, to_come = np.where(under_way.quantity > TINY, under_way.quantity, 0.0), output.quantity > TINY
    return replace(
        net,
        start=net.start + timedelta(days=day),
        days=net.days - day,
        sites=replace(net.sites, storage_t=pause.room_t, explosive_kg=pause.room_kg),
        making=_making(net.making, day),
        holdings=Holdings(
            site=np.array([site for site, _ in places], dtype=np.int64),
            item=np.array([item for _, item in places], dtype=np.int64),
            quantity=np.array([pause.stock[place] for place in places], dtype=np.float64),
            reserve=np.zeros(len(places)),
            key=tuple(f"{net.sites.ids[site]}/{net.items.ids[item]}" for site, item in places),
        ),
        transits=Transits(under_way.lane, under_way.item, under_way.day, on_lanes),
        demands=_demands(net.demands, day),
        commitments=_dues(net.commitments, day, pause.met),
        promises=_dues(net.promises, day, pause.called),
        hazards=_hazards(net.hazards, day, pause.thinned),
        past=Past(
            day=day,
            sent=pause.sent,
            free=pause.free,
            site=output.site[to_come],
            item=output.item[to_come],
            due=output.day[to_come],
            quantity=output.quantity[to_come],
            closed=pause.closed,
            thinned=pause.thinned,
        ),
    )


def _making(making: Making, day: int) -> Making:
    """Rates go on as they do; what work in hand at day 0 still puts out is stated as output to come."""
    ramps = replace(making.ramps, begin=making.ramps.begin - day, in_hand=np.zeros(len(making.ids)))
    return replace(making, ramps=ramps)


def _demands(demands: Demands, day: int) -> Demands:
    begin = np.maximum(demands.begin - day, 0.0)
    return replace(demands, begin=begin, end=np.maximum(demands.end - day, begin))


def _dues(dues: Dues, day: int, met: Floats) -> Dues:
    met = np.where(dues.owed - met > TINY, met, np.maximum(met, dues.owed))
    return replace(dues, begin=dues.begin - day, end=dues.end - day, met=met)


def _hazards(hazards: Hazards, day: int, past_too: bool) -> Hazards:
    begin = hazards.begin - day if past_too else np.maximum(hazards.begin - day, 0)
    return replace(hazards, begin=begin, end=np.maximum(hazards.end - day, begin))
