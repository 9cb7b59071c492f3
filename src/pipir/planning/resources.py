"""What limits a rank? Everything of which more would move a bound that has a price: the bounds, and the words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pipir.network.capacity import YEAR
from pipir.network.network import Floats, Network
from pipir.planning.ranks import Served
from pipir.planning.trials import Step
from pipir.planning.words import NetworkNames
from pipir.program.blocks.exporting import first_rows
from pipir.program.build import Built
from pipir.program.columns import capacity

MONTH = YEAR / 12
"""Days in a month."""


@dataclass(frozen=True)
class Resource:
    """One resource: its key, what one unit more is, the same with the place in words, its price, what more moves.

    The price is what a small step brings for each unit, the most that a whole one can bring. `stock` is the item where
    it is stock of one, `lies` how much of it there is on day 0, `item` the one in its words.
    """

    key: str
    unit: str
    words: str
    price: float
    step: Step
    stock: str | None = None
    lies: float = 0.0
    item: str | None = None


def resources(built: Built, served: Served) -> Iterator[Resource]:
    """Resources with a price in a rank."""
    prices = _Prices(built, served)
    for kind in (_stocks, _lines, _lifts, _sites, _ceilings, _releases):
        yield from kind(prices)


@dataclass(frozen=True)
class _Prices:
    """Prices of a rank as what more is worth to it: what its pooled share falls by, per unit of each bound."""

    built: Built
    served: Served

    @property
    def net(self) -> Network:
        return self.built.net

    def rows(self, name: str) -> Floats:
        """What one unit more on the right side of each row of a family is worth."""
        return -self.served.row_prices[self.built.programme.rows[name].all]

    @cached_property
    def names(self) -> NetworkNames:
        return NetworkNames(self.net)

    def limits(self, name: str, weight: Floats) -> Iterator[tuple[int, float, Step]]:
        """Entities of a family of rows for which so much more in every period (weights by row) has a price."""
        family = self.built.programme.rows[name]
        entity = family.spans.entity
        worth = np.bincount(entity, self.rows(name) * weight, minlength=len(family.spans.count))
        for k in np.flatnonzero(worth > 0.0):
            here = np.flatnonzero(entity == k)
            yield int(k), float(worth[k]), Step(here + family.start, weight[here])

    @cached_property
    def released(self) -> dict[tuple[int, int], tuple[int, float]]:
        """By holder and item the row of what may go to others on day 0, and what one unit more of it is worth."""
        worth = -self.served.row_prices
        return {pair: (row, float(worth[row])) for pair, row in first_rows(self.built.writing).items()}


def _stocks(p: _Prices) -> Iterator[Resource]:
    """One unit more on day 0, of which mean losses leave a share until the first period that matters.

    None of it is kept in reserve, so one unit more may go to others too.
    """
    scope, net = p.built.scope, p.net
    left = np.cumprod(scope.means.site_survives, axis=0)
    balance, worth = p.built.programme.rows["balance"], p.rows("balance")
    for cell in np.flatnonzero(scope.stocks.count):
        site, item = int(scope.cell_site[cell]), int(scope.cell_item[cell])
        at, kept = int(scope.stocks.at[cell]), float(left[scope.stocks.first[cell], site])
        if worth[at] * kept <= 0.0:
            continue
        rows, by, price = [balance.start + at], [kept], float(worth[at] * kept)
        if (int(net.sites.holder[site]), item) in p.released:
            row, free = p.released[int(net.sites.holder[site]), item]
            rows, by, price = [*rows, row], [*by, 1.0], price + free
        if price > 0.0:
            yield Resource(
                f"stock {net.items.ids[item]} at {net.sites.ids[site]}",
                f"{p.names.unit(item)} on day 0",
                f"One more {p.names.unit(item)} of {p.names.item(item)} at {p.names.site(site)} on day 0",
                price,
                Step(np.array(rows), np.array(by)),
                net.items.ids[item],
                float(net.lying[site, item]),
                net.items.ids[item],
            )


def _lines(p: _Prices) -> Iterator[Resource]:
    """One unit a month more begun from day 0 on, as much of it as the ramp and hazards leave.

    A line that runs on day 0 runs so much faster throughout; one that opens later comes so much higher. What is in hand
    on day 0 stays as it is.
    """
    built, net, scope = p.built, p.net, p.built.scope
    starts, most, ramps = built.programme.columns["starts"], capacity(built.writing), net.making.ramps
    # A start that an earlier rank keeps at zero has a price too: that is no want of capacity.
    upper = p.served.best.upper[starts.all] * built.programme.column_scale[starts.all]
    full = (most > 0.0) & (upper >= most * (1.0 - 1e-6))
    line, period = scope.starts.entity, scope.starts.period
    faster = replace(ramps, low=(ramps.low > 0.0) / MONTH, high=np.full(len(ramps.high), 1.0 / MONTH))
    begun = np.diff(faster.started(scope.grid.edges[:, None]), axis=0) * scope.means.line_open
    more = np.where(full, begun[period, line], 0.0)
    worth = np.bincount(line, -p.served.column_prices[starts.all] * more, minlength=len(net.making.ids))
    for k in np.flatnonzero(worth > 0.0):
        item, here = int(net.making.item[k]), np.flatnonzero((line == k) & full)
        unit = p.names.unit(item)
        rising = ", once it is in full swing" if ramps.low[k] <= 0.0 < ramps.ramp[k] else ""
        yield Resource(
            f"line {net.making.ids[k]}",
            f"{unit} begun a month",
            f"One more {unit} of {p.names.item(item)} begun a month at {p.names.line(int(k))}{rising}"
            f"{',' if rising else ''}",
            float(worth[k]),
            Step(columns=starts.start + here, above=more[here]),
            item=net.items.ids[item],
        )


def _lifts(p: _Prices) -> Iterator[Resource]:
    """One tonne a day more on every day on which the lane and its ends are open."""
    scope, net = p.built.scope, p.net
    spans = p.built.programme.rows["lift"].spans
    days = scope.means.way_open[spans.period, spans.entity] * scope.grid.length[spans.period]
    for k, price, step in p.limits("lift", days):
        name = net.lanes.ids[k]
        origin, destination = p.names.site(int(net.lanes.origin[k])), p.names.site(int(net.lanes.destination[k]))
        words = f"One more tonne a day on the lane from {origin} to {destination}"
        yield Resource(f"lift of {name}", "t a day", words, price, step)


def _sites(p: _Prices) -> Iterator[Resource]:
    """One tonne a day more taken in, and room for one tonne or kilogram more."""
    scope, net = p.built.scope, p.net
    for name, unit, words in (
        ("handling", "t a day", "One more tonne a day handled at {}"),
        ("storage", "t", "Storage for one more tonne at {}"),
        ("explosives", "kg", "Storage for one more kg of explosives at {}"),
    ):
        spans = p.built.programme.rows[name].spans
        days = scope.means.site_open[spans.period, spans.entity] * scope.grid.length[spans.period]
        for k, price, step in p.limits(name, days if name == "handling" else np.ones(spans.size)):
            yield Resource(f"{name} at {net.sites.ids[k]}", unit, words.format(p.names.site(k)), price, step)


def _ceilings(p: _Prices) -> Iterator[Resource]:
    """One unit a year more, from the start of the agreement on."""
    net, grid, agreements = p.net, p.built.scope.grid, p.built.scope.flows.agreements
    spans = p.built.programme.rows["ceiling"].spans
    begins = np.array([0.0 if a.start is None else max(0.0, float((a.start - net.start).days)) for a in agreements])
    days = grid.overlap(begins, np.full(len(begins), np.inf)) if len(begins) else np.zeros((0, grid.count))
    for k, price, step in p.limits("ceiling", days[spans.entity, spans.period] / YEAR):
        a = agreements[k]
        words = f"One more unit a year under the ceiling of {p.names.agreement(a)}"
        yield Resource(f"ceiling of {a.agreement}", "unit a year", words, price, step)


def _releases(p: _Prices) -> Iterator[Resource]:
    """One unit more of what a holder has that it may send to others."""
    for (nation, item), (row, price) in p.released.items():
        if price > 0.0:
            name, unit = p.net.nations[nation], p.names.unit(item)
            yield Resource(
                f"release of {p.net.items.ids[item]} by {name}",
                unit,
                f"One more {unit} of {p.names.item(item)} that {p.names.nation(name)} may send to others, "
                "such as from its reserve,",
                price,
                Step(np.array([row]), np.ones(1)),
                item=p.net.items.ids[item],
            )
