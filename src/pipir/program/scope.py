"""What is in a programme? Flows, cells, lines, uses and handings that can matter, each with its periods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipir.network.means import Means, means, under_way_survives
from pipir.network.network import Flags, Floats, Ints, Network
from pipir.program.flows import Flows, permitted
from pipir.program.grid import Grid
from pipir.program.spans import Spans, spans
from pipir.program.useful import Ends, Windows, windows


@dataclass(frozen=True)
class Uses:
    """What demands may be served from: demand, item, units of it that do the work of one, the cell it lies in."""

    demand: Ints
    item: Ints
    ratio: Floats
    cell: Ints


@dataclass(frozen=True)
class Handings:
    """Commitments that leave the network at a site of the supplier: commitment, cell, whether its reserve may go."""

    commitment: Ints
    cell: Ints
    frees: Flags


@dataclass(frozen=True)
class Doors:
    """Where arrivals can stand, not yet taken in: a flow, or goods under way at day 0 (flow -1), at a limited site."""

    flow: Ints
    transit: Ints
    cell: Ints


@dataclass(frozen=True)
class Scope:
    """Everything that has columns, and in which periods. `cell_of` numbers cells, -1 where one cannot matter.

    `limited` sites take in at the plan's choice, `stored` ones have a limit on what lies there. `transit_share` is the
    mean share of goods under way at day 0 that arrives, `pooled` the pairs (holder, item) whose exports are counted.
    """

    net: Network
    grid: Grid
    means: Means
    flows: Flows
    sends: Spans
    cell_site: Ints
    cell_item: Ints
    cell_of: Ints
    stocks: Spans
    running: Flags
    starts: Spans
    uses: Uses
    fills: Spans
    handings: Handings
    hands: Spans
    doors: Doors
    waits: Spans
    limited: Flags
    stored: Flags
    pooled: Flags
    transit_share: Floats
    reckoned: int
    """Columns that there would be if nothing were left out."""

    @property
    def holder(self) -> Ints:
        """Holder of each cell."""
        return self.net.sites.holder[self.cell_site]

    @property
    def crosses(self) -> Flags:
        """Flows that lead from one holder to another."""
        return self.flows.carrier >= 0


def scope(net: Network, grid: Grid, prune: bool = True) -> Scope:
    """What matters in a network; without `prune` everything that is permitted, in every period."""
    mean = means(net, grid.edges)
    flows = permitted(net)
    running = _running(net)
    uses, handings = _wants(net)
    stored = np.isfinite(net.sites.storage_t) | np.isfinite(net.sites.explosive_kg)
    limited = stored | np.isfinite(net.sites.handling_t) | (mean.site_open <= 0.0).any(axis=0)
    pooled = _pooled(net, flows, handings)
    ends = _ends(net, flows, (uses, handings), pooled)
    window = windows(net, grid, flows, ends, running) if prune else _open(net, grid)
    useful = (window.earliest < window.latest) | _lying(net, stored, limited)
    counted = np.flatnonzero(ends.arriving & limited[net.lanes.destination[flows.lane]])
    useful[net.lanes.destination[flows.lane[counted]], flows.item[counted]] = True
    kept = _useful_flows(net, flows, window, ends.arriving)
    reckoned = _reckoned(net, grid, flows, uses, handings)
    flows, arriving = flows.of(kept), ends.arriving[kept]
    site, item = np.nonzero(useful)
    number = np.full(useful.shape, -1)
    number[site, item] = np.arange(len(site))
    uses, handings = _uses_of(number, uses), _handings_of(net, number, handings)
    doors = _doors(net, flows, number, limited)
    last = np.full(len(site), grid.count)
    first = np.where(stored[site] | limited[site], 0, _holding(grid, window.earliest[site, item]))
    return Scope(
        net=net,
        grid=grid,
        means=mean,
        flows=flows,
        sends=_sends(net, grid, flows, window, arriving),
        cell_site=site,
        cell_item=item,
        cell_of=number,
        stocks=spans(first, np.where(stored[site] | limited[site], last, _before(grid, window.latest[site, item]))),
        running=running,
        starts=spans(_holding(grid, window.line_from), np.where(running, _before(grid, window.line_until), 0)),
        uses=uses,
        fills=_fills(net, grid, uses, first),
        handings=handings,
        hands=spans(first[handings.cell], np.full(len(handings.cell), grid.count)),
        doors=doors,
        waits=_waits(net, grid, doors, flows, window),
        limited=limited,
        stored=stored,
        pooled=pooled,
        transit_share=under_way_survives(net),
        reckoned=reckoned,
    )


def _running(net: Network) -> Flags:
    """Lines that may work: the host of their site lets them."""
    places = zip(net.making.site, net.making.item, strict=True)
    return np.array([net.works(int(site), int(item)) for site, item in places], dtype=bool)


def _wants(net: Network) -> tuple[Uses, Handings]:
    """What demands may be served from and where commitments may leave; `cell` holds the site until cells are known."""
    owing = net.demands.per_day * (net.demands.end - net.demands.begin) > 0
    uses = [
        (d, item, ratio)
        for d in np.flatnonzero(owing).tolist()
        for item, ratio in net.demands.uses[d]
        if net.works(int(net.demands.site[d]), item)
    ]
    owed = net.commitments
    handings: list[tuple[int, int, bool]] = []
    for c in np.flatnonzero(owed.owed > owed.met):
        if owed.sites[c] or owed.against[c] is not None:
            continue
        supplier, recipient, item = int(owed.supplier[c]), int(owed.recipient[c]), int(owed.item[c])
        frees = net.permissions.releases_reserve(net.nations[supplier], net.nations[recipient], net.item_name(item))
        own = np.flatnonzero(net.sites.holder == supplier)
        handings += [(int(c), int(site), frees) for site in own if net.works(int(site), item)]
    return (
        Uses(
            demand=np.array([d for d, _, _ in uses], dtype=np.int64),
            item=np.array([i for _, i, _ in uses], dtype=np.int64),
            ratio=np.array([r for _, _, r in uses], dtype=np.float64),
            cell=np.array([net.demands.site[d] for d, _, _ in uses], dtype=np.int64),
        ),
        Handings(
            commitment=np.array([c for c, _, _ in handings], dtype=np.int64),
            cell=np.array([s for _, s, _ in handings], dtype=np.int64),
            frees=np.array([f for _, _, f in handings], dtype=bool),
        ),
    )


def _pooled(net: Network, flows: Flows, handings: Handings) -> Flags:
    """Pairs of holder and item whose exports have to be counted: shape (nations, items).

    Something can leave, and not all that lies there may: some of it is reserve, or came from another holder.
    """
    shape = (len(net.nations), len(net.items.ids))
    leaves, held_back = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    sender, receiver = (net.sites.holder[ends[flows.lane]] for ends in (net.lanes.origin, net.lanes.destination))
    crosses = flows.carrier >= 0
    counted = crosses & ~flows.frees
    leaves[sender[counted], flows.item[counted]] = True
    counted = ~handings.frees
    leaves[net.sites.holder[handings.cell[counted]], net.commitments.item[handings.commitment[counted]]] = True
    kept = (net.holdings.reserve > 0) & (net.holdings.quantity > 0)
    held_back[net.sites.holder[net.holdings.site[kept]], net.holdings.item[kept]] = True
    counted = crosses & ~flows.onward
    held_back[receiver[counted], flows.item[counted]] = True
    held_back[net.sites.holder[net.lanes.destination[net.transits.lane]], net.transits.item] = True
    return leaves & (held_back | (net.past is not None))


def _ends(net: Network, flows: Flows, wants: tuple[Uses, Handings], pooled: Flags) -> Ends:
    """Demands until they end, handings until the end; arrivals of commitments and called promises.

    What a holder makes, or receives with the right to send on, frees as much of what lies elsewhere for export: so
    output and such arrivals are of use by themselves where exports are counted.
    """
    uses, handings = wants
    owner = net.sites.holder[net.making.site]
    frees = np.flatnonzero(pooled[owner, net.making.item])
    receiver = net.sites.holder[net.lanes.destination[flows.lane]]
    called = {name for name, against in zip(net.promises.ids, net.promises.against, strict=True) if against is None}
    counts = np.array([a.agreement in called for a in flows.agreements] + [False], dtype=bool)
    return Ends(
        site=np.concatenate([uses.cell, handings.cell, net.making.site[frees]]),
        item=np.concatenate([uses.item, net.commitments.item[handings.commitment], net.making.item[frees]]),
        until=np.concatenate([net.demands.end[uses.demand], np.full(len(handings.cell) + len(frees), float(net.days))]),
        arriving=(flows.commitment >= 0) | counts[flows.agreement] | (flows.onward & pooled[receiver, flows.item]),
    )


def _open(net: Network, grid: Grid) -> Windows:
    """Windows that leave nothing out."""
    shape, lines = (len(net.sites.ids), len(net.items.ids)), len(net.making.ids)
    end = float(grid.edges[-1])
    return Windows(np.zeros(shape), np.full(shape, end), np.zeros(lines), np.full(lines, end))


def _lying(net: Network, stored: Flags, limited: Flags) -> Flags:
    """Cells of limited sites that something lies in or comes to whatever is decided: it takes up room there."""
    found = np.zeros((len(net.sites.ids), len(net.items.ids)), dtype=bool)
    found[net.holdings.site, net.holdings.item] |= net.holdings.quantity > 0
    found[net.making.site, net.making.item] |= (net.making.ramps.in_hand > 0) & (net.making.ramps.lead > 0)
    if net.past is not None:
        found[net.past.site, net.past.item] = True
    found &= stored[:, None]
    destination = net.lanes.destination[net.transits.lane]
    found[destination, net.transits.item] |= limited[destination]
    return found


def _useful_flows(net: Network, flows: Flows, window: Windows, arriving: Flags) -> Ints:
    """Flows that something can leave by, and that bring it where it is still of use."""
    origin, destination = net.lanes.origin[flows.lane], net.lanes.destination[flows.lane]
    leaves = np.maximum(window.earliest[origin, flows.item], flows.opens)
    until = np.where(arriving, float(net.days), window.latest[destination, flows.item])
    useful = (leaves < until - net.lanes.days[flows.lane]) & (leaves < flows.closes)
    return np.flatnonzero(useful)


def _sends(net: Network, grid: Grid, flows: Flows, window: Windows, arriving: Flags) -> Spans:
    origin, destination = net.lanes.origin[flows.lane], net.lanes.destination[flows.lane]
    until = np.where(arriving, float(net.days), window.latest[destination, flows.item])
    first = np.maximum(
        _holding(grid, window.earliest[origin, flows.item]),
        np.searchsorted(grid.begin, flows.opens - 1e-9, side="left"),
    )
    in_force = np.searchsorted(grid.end, flows.closes + 1e-9, side="right")
    return spans(first, np.minimum(_before(grid, until - net.lanes.days[flows.lane]), in_force))


def _fills(net: Network, grid: Grid, uses: Uses, first: Ints) -> Spans:
    begin = np.maximum(first[uses.cell], _holding(grid, net.demands.begin[uses.demand]))
    return spans(begin, _before(grid, net.demands.end[uses.demand]))


def _doors(net: Network, flows: Flows, number: Ints, limited: Flags) -> Doors:
    """Flows into limited sites, then goods under way to them."""
    destination = net.lanes.destination[flows.lane]
    flow = np.flatnonzero(limited[destination])
    ends = net.lanes.destination[net.transits.lane]
    enters = [net.works(int(s), int(i)) for s, i in zip(ends, net.transits.item, strict=True)]
    transit = np.flatnonzero(limited[ends] & np.array(enters, dtype=bool))
    none = np.full(len(transit), -1)
    return Doors(
        flow=np.concatenate([flow, none]),
        transit=np.concatenate([np.full(len(flow), -1), transit]),
        cell=np.concatenate(
            [number[destination[flow], flows.item[flow]], number[ends[transit], net.transits.item[transit]]]
        ),
    )


def _waits(net: Network, grid: Grid, doors: Doors, flows: Flows, window: Windows) -> Spans:
    """From the first period in which something can stand at the door to the end."""
    lane = flows.lane[doors.flow[doors.flow >= 0]]
    leaves = window.earliest[net.lanes.origin[lane], flows.item[doors.flow[doors.flow >= 0]]]
    comes = np.concatenate([leaves + net.lanes.days[lane], net.transits.day[doors.transit[doors.transit >= 0]]])
    return spans(_holding(grid, comes), np.full(len(doors.cell), grid.count))


def _uses_of(number: Ints, uses: Uses) -> Uses:
    """Uses whose cell can hold something in time, with the number of the cell in place of its site."""
    cell = number[uses.cell, uses.item]
    kept = cell >= 0
    return Uses(uses.demand[kept], uses.item[kept], uses.ratio[kept], cell[kept])


def _handings_of(net: Network, number: Ints, handings: Handings) -> Handings:
    """Handings at cells that can hold something, with the number of the cell in place of its site."""
    cell = number[handings.cell, net.commitments.item[handings.commitment]]
    kept = cell >= 0
    return Handings(handings.commitment[kept], cell[kept], handings.frees[kept])


def _reckoned(net: Network, grid: Grid, flows: Flows, uses: Uses, handings: Handings) -> int:
    """Columns of the programme if nothing were left out."""
    cells = len(net.sites.ids) * len(net.items.ids)
    series = len(flows.lane) + cells + len(net.making.ids) + len(uses.demand) + len(handings.cell)
    return series * grid.count


def _holding(grid: Grid, day: Floats) -> Ints:
    """The period that holds each day: the number of periods for one beyond the end."""
    found: Ints = np.clip(np.searchsorted(grid.edges, day + 1e-9, side="right") - 1, 0, grid.count)
    return found


def _before(grid: Grid, day: Floats) -> Ints:
    """How many periods begin before each day."""
    found: Ints = np.searchsorted(grid.begin, day - 1e-9, side="left")
    return found
