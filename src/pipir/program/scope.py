"""What is in a programme? Flows, cells, lines, uses and handings that can matter, each with its periods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipir.network.means import Means, means, under_way_survives
from pipir.network.network import Flags, Floats, Ints, Network
from pipir.program.doors import Doors, doors, limits, waits
from pipir.program.flows import Flows, permitted
from pipir.program.grid import Grid
from pipir.program.spans import Spans, spans
from pipir.program.useful import Windows, windows
from pipir.program.wanted import Handings, Uses, handings_of, pooled, uses_of, wanted_until, wants


@dataclass(frozen=True)
class Scope:
    """Everything that has columns, and in which periods. `cell_of` numbers cells, -1 where one cannot matter.

    `limited` sites have a limit that can be reached or are closed at times, `stored` ones a limit on what lies there.
    `transit_share` is the mean share of goods under way at day 0 that arrives, `pooled` the pairs (holder, item) whose
    exports are counted.
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
    uses, handings = wants(net)
    limit = limits(net, grid, mean)
    stored, limited = limit.stored, limit.site
    counted = pooled(net, flows, handings)
    ends = wanted_until(net, flows, (uses, handings), counted)
    window = windows(net, grid, flows, ends, running) if prune else _open(net, grid)
    useful = (window.earliest < window.latest) | _lying(net, stored, limited)
    arrives = np.flatnonzero(ends.arriving & limited[net.lanes.destination[flows.lane]])
    useful[net.lanes.destination[flows.lane[arrives]], flows.item[arrives]] = True
    kept = _useful_flows(net, flows, window, ends.arriving)
    reckoned = _reckoned(net, grid, flows, uses, handings)
    flows, arriving = flows.of(kept), ends.arriving[kept]
    site, item = np.nonzero(useful)
    number = np.full(useful.shape, -1)
    number[site, item] = np.arange(len(site))
    uses, handings = uses_of(number, uses), handings_of(net, number, handings)
    found = doors(net, flows, number, limit)
    last = np.full(len(site), grid.count)
    first = np.where(stored[site] | limited[site], 0, grid.from_period(window.earliest[site, item]))
    return Scope(
        net=net,
        grid=grid,
        means=mean,
        flows=flows,
        sends=_sends(net, grid, flows, window, arriving),
        cell_site=site,
        cell_item=item,
        cell_of=number,
        stocks=spans(first, np.where(stored[site] | limited[site], last, grid.before(window.latest[site, item]))),
        running=running,
        starts=spans(grid.from_period(window.line_from), np.where(running, grid.before(window.line_until), 0)),
        uses=uses,
        fills=_fills(net, grid, uses, first),
        handings=handings,
        hands=spans(first[handings.cell], np.full(len(handings.cell), grid.count)),
        doors=found,
        waits=waits(net, grid, found, flows, window),
        limited=limited,
        stored=stored,
        pooled=counted,
        transit_share=under_way_survives(net),
        reckoned=reckoned,
    )


def _running(net: Network) -> Flags:
    """Lines that may work: the host of their site lets them."""
    places = zip(net.making.site, net.making.item, strict=True)
    return np.array([net.works(int(site), int(item)) for site, item in places], dtype=bool)


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
        grid.from_period(window.earliest[origin, flows.item]),
        np.searchsorted(grid.begin, flows.opens - 1e-9, side="left"),
    )
    in_force = np.searchsorted(grid.end, flows.closes + 1e-9, side="right")
    return spans(first, np.minimum(grid.before(until - net.lanes.days[flows.lane]), in_force))


def _fills(net: Network, grid: Grid, uses: Uses, first: Ints) -> Spans:
    begin = np.maximum(first[uses.cell], grid.from_period(net.demands.begin[uses.demand]))
    return spans(begin, grid.before(net.demands.end[uses.demand]))


def _reckoned(net: Network, grid: Grid, flows: Flows, uses: Uses, handings: Handings) -> int:
    """Columns of the programme if nothing were left out."""
    cells = len(net.sites.ids) * len(net.items.ids)
    series = len(flows.lane) + cells + len(net.making.ids) + len(uses.demand) + len(handings.cell)
    return series * grid.count
