"""Which arrays say what may move? Legs, ways between holders, wants with their sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pipir.network.claims import due_share
from pipir.network.network import Dues, Network
from pipir.sustainment.flatten import by_rank, flat, grouped, ints
from pipir.sustainment.labels import Labels
from pipir.sustainment.layout import Floats, Ints
from pipir.sustainment.moves import HAND_OVER, Leg, Moves, Want


def under_way(net: Network, moves: Moves) -> list[Leg]:
    """One leg for each row of goods under way at day 0: it ends at the lane's destination."""
    return [
        Leg(int(lane), int(item), -1, moves.cells(int(net.lanes.destination[lane]), int(item)), 1, -1, -1, False)
        for lane, item in zip(net.transits.lane, net.transits.item, strict=True)
    ]


def legs(net: Network, labels: Labels, moves: Moves, under_way: int) -> dict[str, Any]:
    """Legs, with their rings and what counts what they bring; from number `under_way` on those of day 0."""
    legs = moves.legs
    days = np.array([net.lanes.days[g.lane] for g in legs], dtype=np.float64)
    whole = np.floor(days + 1e-12).astype(np.int64)
    room = np.minimum(whole, net.days) + 2
    way_day = _arrival_days(net)
    room[under_way:] = way_day + 2
    room = 2 ** np.ceil(np.log2(room)).astype(np.int64)
    ring = np.concatenate([[0], np.cumsum(room)]).astype(np.int64)
    ends = [(int(net.lanes.origin[g.lane]), int(net.lanes.destination[g.lane])) for g in legs]
    gains = [
        labels.pools.get((int(net.sites.holder[to]), g.item), -1)
        if g.crosses and g.way >= 0 and moves.ways[g.way].onward
        else -1
        for g, (_, to) in zip(legs, ends, strict=True)
    ]
    lane_legs_at, lane_legs = grouped([g.lane for g in legs], len(net.lanes.ids))
    legs_out_at, legs_out = grouped([origin for origin, _ in ends], len(net.sites.ids))
    legs_in_at, legs_in = grouped([to for _, to in ends], len(net.sites.ids))
    return {
        "way_leg": ints(range(under_way, len(legs))),
        "way_day": way_day,
        "leg_lane": ints(g.lane for g in legs),
        "leg_item": ints(g.item for g in legs),
        "leg_follows": ints(g.follows for g in legs),
        "leg_ends": ints(labels.renumber[g.ends] for g in legs),
        "leg_pair": ints(labels.pair(to, g.item) for g, (_, to) in zip(legs, ends, strict=True)),
        "leg_from_pair": ints(labels.pair(origin, g.item) for g, (origin, _) in zip(legs, ends, strict=True)),
        "leg_stage": ints(g.stages for g in legs),
        "leg_due": ints(_due_of(net, moves, g) for g in legs),
        "leg_given": ints(_given_by(net, moves, g) for g in legs),
        "leg_gives": ints(gains),
        "leg_whole": whole,
        "leg_part": np.maximum(days - whole, 0.0),
        "leg_room": room,
        "leg_ring": ring[:-1],
        "leg_way": ints(g.way if g.crosses else -1 for g in legs),
        "legs_out_at": legs_out_at,
        "legs_out": legs_out,
        "legs_in_at": legs_in_at,
        "legs_in": legs_in,
        "legs_by_stage": ints(sorted({g.follows for g in legs} - {-1}, key=lambda k: (-legs[k].stages, k))),
        "lane_legs_at": lane_legs_at,
        "lane_legs": lane_legs,
    }


def _arrival_days(net: Network) -> Ints:
    """Days on which goods under way at day 0 arrive; what a host keeps out stays on its lane to the end."""
    to = net.lanes.destination[net.transits.lane]
    enters = np.array([net.works(int(s), int(i)) for s, i in zip(to, net.transits.item, strict=True)], dtype=bool)
    return np.where(enters, net.transits.day, np.maximum(net.transits.day, net.days))


def _due_of(net: Network, moves: Moves, leg: Leg) -> int:
    """The due that counts what the leg brings: a commitment's at the end of its route, a promise's at the border."""
    if 0 <= leg.due < len(net.commitments.ids):
        return leg.due if leg.follows < 0 else -1
    if leg.way < 0 or not leg.crosses:
        return -1
    if leg.due >= 0:
        return leg.due
    return _promise_of(net, moves, leg.way)


def _given_by(net: Network, moves: Moves, leg: Leg) -> int:
    """The due that is owed again what is lost on the leg, as it has not counted it yet; -1 for none."""
    if leg.way < 0:
        return -1
    if 0 <= leg.due < len(net.commitments.ids):
        return leg.due
    before = int(net.sites.holder[net.lanes.origin[leg.lane]]) == moves.ways[leg.way].supplier
    return (leg.due if leg.due >= 0 else _promise_of(net, moves, leg.way)) if before else -1


def _promise_of(net: Network, moves: Moves, way: int) -> int:
    """The called promise that counts what goes this way, -1 for none."""
    promised = {name: k for k, name in enumerate(net.promises.ids)}
    first = next((a.agreement for a in moves.ways[way].agreements if a.agreement in promised), None)
    return -1 if first is None else len(net.commitments.ids) + promised[first]


def ways(net: Network, labels: Labels, moves: Moves, agreements: Sequence[Any]) -> dict[str, Any]:
    """Ways between holders and their agreements."""
    number = {a.agreement: k for k, a in enumerate(agreements)}
    at, which = flat([[number[a.agreement] for a in way.agreements] for way in moves.ways])
    begin = [0.0 if a.start is None else float((a.start - net.start).days) for a in agreements]
    end = [np.inf if a.end is None else float((a.end - net.start).days) for a in agreements]
    return {
        "way_pool": ints(labels.pool(way.supplier, way.item) for way in moves.ways),
        "way_frees": np.array([way.frees for way in moves.ways], dtype=bool),
        "way_due": ints(_promise_of(net, moves, k) for k in range(len(moves.ways))),
        "agree_at": at,
        "agree": which,
        "agree_begin": np.array(begin, dtype=np.float64),
        "agree_end": np.array(end, dtype=np.float64),
    }


def wants(net: Network, labels: Labels, moves: Moves, cover: float, last: int, demand_order: Ints) -> dict[str, Any]:
    """Wants by rank with their targets and sources; `cover` in days, `last` the number of ranks."""
    wants = moves.wants
    row_of = {int(d): k for k, d in enumerate(demand_order)}
    cell_at, cells = flat([[labels.renumber[c] for c in w.cells] for w in wants])
    demand_at, demand = flat([[row_of[d] for d in w.demands] for w in wants])
    source_at, source_cell = flat([[labels.renumber[s.cell] for s in w.sources] for w in wants])
    sources = [s for w in wants for s in w.sources]
    return {
        "want_kind": ints(w.kind for w in wants),
        "want_rank_at": by_rank([w.rank for w in wants], last),
        "want_due": ints(w.due for w in wants),
        "want_cell_at": cell_at,
        "want_cell": cells,
        "want_ratio": flat([w.ratios for w in wants], np.float64)[1],
        "want_demand_at": demand_at,
        "want_demand": demand,
        "want_target": np.array([_target(net, moves, w, cover) for w in wants]).reshape(len(wants), net.days),
        "source_at": source_at,
        "source_cell": source_cell,
        "source_leg": ints(s.leg for s in sources),
        "source_ratio": np.array([s.ratio for s in sources], dtype=np.float64),
        "source_way": ints(s.way for s in sources),
        "source_same_day": np.array([max(0.0, 1.0 - s.days) for s in sources], dtype=np.float64),
    }


def _target(net: Network, moves: Moves, want: Want, cover: float) -> Floats:
    """What a want should have on hand or on the way at the end of each day: shape (days,).

    Stock: expected use from the next day on, over the days until help comes (see `_until_help`) and `cover` days more.
    Where a demand ends before that, as much of the cover is kept as chance may ask: twice the standard deviation of
    what is left of it. Dues: the share fallen due by the time that what leaves today would arrive, so that nothing
    comes early.
    """
    now = np.arange(1.0, net.days + 1.0)
    if want.kind == HAND_OVER:
        dues, k = _due(net, want.due)
        ahead = now + min((_soonest(net, moves.legs, s.leg) for s in want.sources), default=0)
        return due_share(dues.begin[k : k + 1], dues.end[k : k + 1], ahead)
    until = now + _until_help(net, moves, want) + cover
    total = np.zeros(net.days)
    for d in want.demands:
        begin, end, per_day = net.demands.begin[d], net.demands.end[d], net.demands.per_day[d]
        days = np.clip(until, begin, end) - np.clip(now, begin, end)
        cut = np.where(now < end, np.maximum(until - end, 0.0), 0.0)
        total += per_day * (days + np.minimum(cut, 2.0 * net.demands.cv[d] * np.sqrt(days)))
    for line, quantity in want.uses:
        ramps = net.making.ramps.of(ints([line]))
        total += quantity * (ramps.started(until[:, None]) - ramps.started(now[:, None]))[:, 0]
    return total


def _until_help(net: Network, moves: Moves, want: Want) -> float:
    """Days of the source by which, nearer ones counted, there is enough for all of the want; of the last where not.

    A source counts for its stock at day 0 and what its lines can start in the scenario. An order that looked ahead
    only over the days of a nearest source that is soon empty would come too late from all others.
    """
    need = sum(net.demands.per_day[d] * (net.demands.end[d] - net.demands.begin[d]) for d in want.demands)
    need += sum(quantity * _can_start(net, line) for line, quantity in want.uses)
    places, found, days = moves.cells.places(), 0.0, 0.0
    counted: set[int] = set()
    for source in want.sources:
        if found >= need:
            break
        days = max(days, source.days)
        if source.cell not in counted:
            counted.add(source.cell)
            found += _supply(net, *places[source.cell]) / source.ratio
    return days


def _supply(net: Network, site: int, item: int) -> float:
    """Stock at day 0 of a site, and what its lines can start in the scenario."""
    held = net.holdings.quantity[(net.holdings.site == site) & (net.holdings.item == item)].sum()
    lines = np.flatnonzero((net.making.site == site) & (net.making.item == item))
    return float(held) + sum(_can_start(net, int(line)) for line in lines)


def _can_start(net: Network, line: int) -> float:
    """Units that a line can start in the scenario."""
    return float(net.making.ramps.of(ints([line])).started(np.array([net.days]))[0])


def _soonest(net: Network, legs: Sequence[Leg], leg: int) -> int:
    """Whole days after which the first of what goes by a route can be there: part of a day counts for nothing."""
    days = 0
    while leg >= 0:
        days += int(np.floor(net.lanes.days[legs[leg].lane] + 1e-12))
        leg = legs[leg].follows
    return days


def _due(net: Network, due: int) -> tuple[Dues, int]:
    first = len(net.commitments.ids)
    return (net.commitments, due) if due < first else (net.promises, due - first)
