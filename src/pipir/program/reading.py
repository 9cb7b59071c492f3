"""What does a solution decide? Columns of a programme read back as decisions, and the stock that follows from them."""

from __future__ import annotations

import numpy as np

from pipir.network.network import Floats, Ints
from pipir.program.build import Built
from pipir.program.decisions import Decisions
from pipir.program.solver import SolverFault

SLACK = 1e-6
"""Share of the largest stock of an item by which a stock may seem negative: what is smaller is a rest of rounding."""


def decisions(built: Built, values: Floats) -> Decisions:
    """Decisions of a solution in people's units. Raises SolverFault where a stock would be negative."""
    scope, writing = built.scope, built.writing
    count = writing.grid.count
    values = np.maximum(values, 0.0)

    def table(name: str) -> Floats:
        family = writing.columns(name)
        return family.spans.spread(values[family.all], count)

    stands, doors = table("waits"), scope.doors
    waits, under_way_waits = np.zeros((len(scope.flows.lane), count)), np.zeros((len(built.net.transits.lane), count))
    for into, entity in ((waits, doors.flow), (under_way_waits, doors.transit)):
        into[entity[entity >= 0]] = stands[entity >= 0]
    places = _places(built)
    discards = np.zeros((len(places), count))
    discards[: len(scope.cell_site)] = table("discards")
    return Decisions(
        net=built.net,
        grid=writing.grid,
        agreements=scope.flows.agreements,
        flow_lane=scope.flows.lane,
        flow_item=scope.flows.item,
        flow_carrier=scope.flows.carrier,
        sent=table("sent"),
        waits=waits,
        under_way_waits=under_way_waits,
        starts=table("starts"),
        use_demand=scope.uses.demand,
        use_item=scope.uses.item,
        use_ratio=scope.uses.ratio,
        fills=table("fills"),
        hand_commitment=scope.handings.commitment,
        hand_site=scope.cell_site[scope.handings.cell],
        hands=table("hands"),
        cell_site=places[:, 0],
        cell_item=places[:, 1],
        stock=_stock(built, values, places, discards),
        discards=discards,
    )


def taken_in(built: Built, values: Floats) -> Floats:
    """Units taken in of each flow, then at each door, in each period: shape (flows + doors, periods)."""
    writing = built.writing
    taken = writing.taken
    table = np.zeros((writing.carriers, writing.grid.count))
    np.add.at(table, (taken.entry, taken.period), taken.value * values[taken.column])
    doors = built.scope.doors
    standing = np.flatnonzero(doors.transit >= 0)
    table[len(built.scope.flows.lane) + standing] += writing.under_way[doors.transit[standing]]
    return table


def finished(built: Built, values: Floats) -> Floats:
    """Units that come out of each line in each period, work in hand included: shape (lines, periods)."""
    made = built.writing.output
    table = built.writing.in_hand.copy()
    np.add.at(table, (made.entry, made.period), made.value * values[made.column])
    return table


def _places(built: Built) -> Ints:
    """Site and item of every cell that ever holds something: those of the programme, then the others."""
    net, scope = built.net, built.scope
    holds = np.zeros(scope.cell_of.shape, dtype=bool)
    holds[net.holdings.site, net.holdings.item] = True
    holds[net.lanes.destination[net.transits.lane], net.transits.item] = True
    holds[net.making.site, net.making.item] = True
    holds[net.lanes.destination[scope.flows.lane], scope.flows.item] = True
    if net.past is not None:
        holds[net.past.site, net.past.item] = True
    others = np.argwhere(holds & (scope.cell_of < 0))
    return np.concatenate([np.stack([scope.cell_site, scope.cell_item], axis=1), others]).astype(np.int64)


def _stock(built: Built, values: Floats, places: Ints, discards: Floats) -> Floats:
    """Stock of each cell at the end of each period, by its balance: shape (cells, periods)."""
    net, scope, count = built.net, built.scope, built.writing.grid.count
    number = np.full(scope.cell_of.shape, -1)
    number[places[:, 0], places[:, 1]] = np.arange(len(places))
    change = _change(built, values, number, len(places)) - discards
    opening = net.lying[places[:, 0], places[:, 1]]
    stock, held = np.zeros((len(places), count)), opening
    for t in range(count):
        held = held * scope.means.site_survives[t, places[:, 0]] + change[:, t]
        stock[:, t] = held
    largest = np.zeros(len(net.items.ids))
    np.maximum.at(largest, places[:, 1], np.maximum(stock.max(axis=1, initial=0.0), opening))
    if (stock < -SLACK * np.maximum(1.0, largest[places[:, 1]])[:, None]).any():
        raise SolverFault("a plan would leave a negative stock")
    found: Floats = np.maximum(stock, 0.0)
    return found


def _change(built: Built, values: Floats, number: Ints, cells: int) -> Floats:
    """What comes in less what is taken, of each cell in each period, losses and discards apart."""
    net, scope, writing = built.net, built.scope, built.writing
    change = np.zeros((cells, writing.grid.count))
    site, item = net.lanes.destination[scope.flows.lane], scope.flows.item
    into = np.concatenate([number[site, item], scope.doors.cell])
    np.add.at(change, into, taken_in(built, values))
    ends, goods = net.lanes.destination[net.transits.lane], net.transits.item
    enters = np.array([net.works(int(s), int(i)) for s, i in zip(ends, goods, strict=True)], dtype=bool)
    direct = np.flatnonzero(enters & ~np.isin(np.arange(len(ends)), scope.doors.transit))
    np.add.at(change, number[ends, goods][direct], writing.under_way[direct])
    np.add.at(change, number[net.making.site, net.making.item], finished(built, values))
    if net.past is not None:
        for k in np.flatnonzero(net.past.due < writing.grid.edges[-1]):
            cell = number[net.past.site[k], net.past.item[k]]
            change[cell, writing.grid.holding(float(net.past.due[k]))] += net.past.quantity[k]

    def leaves(name: str, cell: Ints) -> None:
        family = writing.columns(name)
        np.subtract.at(change, (cell[family.spans.entity], family.spans.period), values[family.all])

    leaves("sent", number[net.lanes.origin[scope.flows.lane], item])
    leaves("fills", number[net.demands.site[scope.uses.demand], scope.uses.item])
    leaves("hands", scope.handings.cell)
    starts, making = writing.columns("starts"), net.making
    line = np.repeat(np.arange(len(making.ids)), np.diff(making.bill))
    begun = starts.spans.spread(values[starts.all], writing.grid.count)
    used = number[making.site[line], making.component]
    real = used >= 0
    np.subtract.at(change, used[real], begun[line[real]] * making.quantity[real, None])
    return change
