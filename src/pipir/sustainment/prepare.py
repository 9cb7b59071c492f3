"""How do a network and what a policy moves become the arrays of the kernels?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pipir.network.claims import due_share
from pipir.network.network import Dues, Network
from pipir.sustainment.layout import Fixed, Floats, Ints
from pipir.sustainment.moves import HAND_OVER, Leg, Moves, Want
from pipir.sustainment.streams import streams


@dataclass(frozen=True)
class Prepared:
    """The fixed arrays with the labels that results are reported under.

    `pairs` are (nation, item) indices; `demand_order` gives the network's demand of each row of the arrays;
    `agreements` are ids in the order of `Drawn.ceiling`.
    """

    net: Network
    fixed: Fixed
    pairs: tuple[tuple[int, int], ...]
    demand_order: Ints
    agreements: tuple[str, ...]
    ceilings: Floats


def flat(lists: Iterable[Sequence[Any]], kind: type = np.int64) -> tuple[Ints, Any]:
    """Offsets and values of a list of lists."""
    held = [list(x) for x in lists]
    at = np.concatenate([[0], np.cumsum([len(x) for x in held])]).astype(np.int64)
    return at, np.array([value for x in held for value in x], dtype=kind)


def grouped(groups: Sequence[int], count: int) -> tuple[Ints, Ints]:
    """Offsets and members of groups 0..count-1, given the group of each member."""
    members = np.argsort(np.asarray(groups, dtype=np.int64), kind="stable").astype(np.int64)
    ordered = np.asarray(groups, dtype=np.int64)[members]
    return np.searchsorted(ordered, np.arange(count + 1)).astype(np.int64), members


def ints(values: Iterable[int]) -> Ints:
    """An array of whole numbers, also when there are none."""
    return np.array(list(values), dtype=np.int64)


def by_rank(ranks: Sequence[int], last: int) -> Ints:
    """Offsets of ranks 0..last in a list that is ordered by rank."""
    return np.searchsorted(np.asarray(ranks, dtype=np.int64), np.arange(last + 1)).astype(np.int64)


class _Labels:
    """Numbers of cells (ordered by site), of pairs of nation and item, and of pools of supplier and item."""

    def __init__(self, net: Network, moves: Moves) -> None:
        self.net = net
        places = moves.cells.places()
        order = sorted(range(len(places)), key=lambda k: places[k])
        self.cells = [places[k] for k in order]
        self.renumber = {old: new for new, old in enumerate(order)}
        base = len(net.case["items"])
        owned = {self.of(s, i) for s, i in self.cells if i < base}
        for dues in (net.commitments, net.promises):
            for sites, covers in zip(dues.sites, dues.covers, strict=True):
                owned |= {self.of(s, i) for s in sites for i in covers}
        self.pairs = tuple(sorted(owned))
        self._pair = {pair: k for k, pair in enumerate(self.pairs)}
        self.pools: dict[tuple[int, int], int] = {}

    def of(self, site: int, item: int) -> tuple[int, int]:
        return int(self.net.sites.holder[site]), item

    def pair(self, site: int, item: int) -> int:
        return self._pair.get(self.of(site, item), -1)

    def pool(self, supplier: int, item: int) -> int:
        return self.pools.setdefault((supplier, item), len(self.pools))


def prepare(net: Network, moves: Moves, cover: float, seed: int) -> Prepared:
    """Arrays for the kernels. `cover` is in days; `seed` keys the streams of demands and hazards."""
    legs = [*moves.legs, *_under_way(net, moves)]
    moves = replace(moves, legs=legs, wants=sorted(moves.wants, key=lambda w: w.rank))
    labels = _Labels(net, moves)
    last = net.last_rank + 2
    for way in moves.ways:
        labels.pool(way.supplier, way.item)
    for k in range(len(net.commitments.ids)):
        if not net.commitments.sites[k]:
            labels.pool(int(net.commitments.supplier[k]), int(net.commitments.item[k]))
    demand_order = np.argsort(net.demands.rank, kind="stable").astype(np.int64)
    agreements = sorted({a.agreement: a for w in moves.ways for a in w.agreements}.values(), key=lambda a: a.agreement)
    parts: dict[str, Any] = {"days": net.days, "ranks": last, "stages": max((g.stages for g in legs), default=0)}
    parts |= _things(net, labels)
    parts |= _lines(net, labels)
    parts |= _legs(net, labels, moves, len(moves.legs) - len(net.transits.lane))
    parts |= _ways(net, labels, moves, agreements)
    parts |= _wants(net, labels, moves, cover, last, demand_order)
    parts |= _demands(net, labels, seed, last, demand_order)
    parts |= _leaving(net, labels, moves, last, parts)
    parts |= _hazards(net, seed)
    parts |= {"pairs": len(labels.pairs), "pools": len(labels.pools)}
    return Prepared(
        net=net,
        fixed=Fixed(**parts),
        pairs=labels.pairs,
        demand_order=demand_order,
        agreements=tuple(a.agreement for a in agreements),
        ceilings=np.array([a.ceiling_per_year for a in agreements], dtype=np.float64),
    )


def _under_way(net: Network, moves: Moves) -> list[Leg]:
    """One leg for each row of goods under way at day 0: it ends at the lane's destination."""
    return [
        Leg(int(lane), int(item), -1, moves.cells(int(net.lanes.destination[lane]), int(item)), 1, -1, -1, False)
        for lane, item in zip(net.transits.lane, net.transits.item, strict=True)
    ]


def _things(net: Network, labels: _Labels) -> dict[str, Any]:
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


def _pooled(net: Network, labels: _Labels, site: int, item: int) -> bool:
    return (int(net.sites.holder[site]), int(item)) in labels.pools


def _lines(net: Network, labels: _Labels) -> dict[str, Any]:
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


def _legs(net: Network, labels: _Labels, moves: Moves, under_way: int) -> dict[str, Any]:
    legs = moves.legs
    days = np.array([net.lanes.days[g.lane] for g in legs], dtype=np.float64)
    whole = np.floor(days + 1e-12).astype(np.int64)
    room = np.minimum(whole, net.days) + 2
    way_day = _arrival_days(net)
    room[under_way:] = way_day + 2
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
        "legs_by_stage": ints(sorted(range(under_way), key=lambda k: (-legs[k].stages, k))),
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


def _ways(net: Network, labels: _Labels, moves: Moves, agreements: Sequence[Any]) -> dict[str, Any]:
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


def _wants(net: Network, labels: _Labels, moves: Moves, cover: float, last: int, demand_order: Ints) -> dict[str, Any]:
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
        "want_target": np.array([_target(net, moves.legs, w, cover) for w in wants]).reshape(len(wants), net.days),
        "source_at": source_at,
        "source_cell": source_cell,
        "source_leg": ints(s.leg for s in sources),
        "source_ratio": np.array([s.ratio for s in sources], dtype=np.float64),
        "source_way": ints(s.way for s in sources),
        "source_same_day": np.array([max(0.0, 1.0 - s.days) for s in sources], dtype=np.float64),
    }


def _target(net: Network, legs: Sequence[Leg], want: Want, cover: float) -> Floats:
    """What a want should have on hand or on the way at the end of each day: shape (days,).

    Stock: expected use from the next day on, over the days of the nearest source and `cover` days more. Dues: the
    share fallen due by the time that what leaves today would arrive, so that nothing comes early.
    """
    now = np.arange(1.0, net.days + 1.0)
    if want.kind == HAND_OVER:
        dues, k = _due(net, want.due)
        ahead = now + min((_soonest(net, legs, s.leg) for s in want.sources), default=0)
        return np.array([due_share(dues.begin[k : k + 1], dues.end[k : k + 1], day)[0] for day in ahead])
    until = now + min((s.days for s in want.sources), default=0.0) + cover
    total = np.zeros(net.days)
    for d in want.demands:
        begin, end = net.demands.begin[d], net.demands.end[d]
        total += net.demands.per_day[d] * (np.clip(until, begin, end) - np.clip(now, begin, end))
    for line, quantity in want.uses:
        ramps = net.making.ramps.of(ints([line]))
        total += quantity * (ramps.started(until[:, None]) - ramps.started(now[:, None]))[:, 0]
    return total


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


def _demands(net: Network, labels: _Labels, seed: int, last: int, order: Ints) -> dict[str, Any]:
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


def _leaving(net: Network, labels: _Labels, moves: Moves, last: int, parts: dict[str, Any]) -> dict[str, Any]:
    """Commitments to recipients without sites, and what has fallen due of every due by the end of each day."""
    owed = net.commitments
    which = [k for k in range(len(owed.ids)) if not owed.sites[k] and owed.against[k] is None and owed.quantity[k] > 0]
    which.sort(key=lambda k: (owed.rank[k], k))
    at, cells = flat([_handing(net, labels, k) for k in which])
    now = np.arange(1.0, net.days + 1.0)
    shares = [
        [due_share(dues.begin[k : k + 1], dues.end[k : k + 1], day)[0] for day in now]
        for dues in (net.commitments, net.promises)
        for k in range(len(dues.ids))
    ]
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
        "due_share": np.array(shares, dtype=np.float64).reshape(len(shares), net.days),
    }


def _handing(net: Network, labels: _Labels, k: int) -> list[int]:
    supplier, item = int(net.commitments.supplier[k]), int(net.commitments.item[k])
    return [
        number
        for number, (site, held) in enumerate(labels.cells)
        if held == item and int(net.sites.holder[site]) == supplier and net.works(site, item)
    ]


def _hazards(net: Network, seed: int) -> dict[str, Any]:
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
