"""What limits each rank? What one unit more of a resource is worth to it, in words, dearest first.

Worth is read off the prices of the first solve of a rank, which brings down its pooled share short: exact for a small
step, and never less than what a whole unit brings to the first rank.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl

from pipir.case.words import counted, listing
from pipir.network.capacity import YEAR
from pipir.network.network import Floats, Network
from pipir.planning.ranks import WORSE, Served
from pipir.planning.solved import Solved
from pipir.planning.words import Names
from pipir.program.blocks.exporting import pools
from pipir.program.build import Built
from pipir.program.claims import COMMITMENT, DEMAND, KINDS
from pipir.program.columns import capacity

MONTH = YEAR / 12
"""Days in a month."""
SMALL = 1e-9
"""Worth, over that of the dearest resource of the rank, that is a rest of rounding."""
MOST = 12
"""Resources that are told of each rank."""
PART = 0.05
"""Part of what a resource is worth below which an item's is not told."""
LACKS = 1e-6
"""Share short above which a claim lacks something."""
MOST_ITEMS, MOST_NATIONS = 3, 3
"""Items and nations that are named where several gain."""


@dataclass(frozen=True)
class Resource:
    """One resource: its key, what one unit more is, the same with the place in words, and what it is worth.

    `stock` is the item where it is stock of one, `lies` how much of it there is on day 0, `item` the one in its words.
    """

    key: str
    unit: str
    words: str
    value: float
    stock: str | None = None
    lies: float = 0.0
    item: str | None = None


def binding(plan: Solved) -> pl.DataFrame:
    """See `capability.BINDING`: a resource stands at the first rank to which it is worth something."""
    rows: list[dict[str, object]] = []
    known: set[str] = set()
    for served in plan.order.served:
        if served.pooled <= WORSE:
            continue
        prices = _Prices(plan, served.row_prices, served.column_prices[plan.built.programme.columns["starts"].all])
        worth = [r for r in _resources(prices) if r.value > 0.0]
        least = SMALL * max((r.value for r in worth), default=0.0)
        new = [r for r in worth if r.value > least and r.key not in known]
        known.update(r.key for r in new)
        told = _told(new)[:MOST]
        gains = Gains(plan, served, {r.key for r in told})
        rows += [_row(plan.built, served.rank, k, r, gains.words(r)) for k, r in enumerate(told, 1)]
    return pl.DataFrame(rows, infer_schema_length=None)


def _told(resources: list[Resource]) -> list[Resource]:
    """Of each item the stock where more of it is worth most, and everything else; dearest first."""
    dearest: dict[str, str] = {}
    ordered = sorted(resources, key=lambda r: (-float(f"{r.value:.9g}"), -r.lies, r.key))
    return [r for r in ordered if r.stock is None or dearest.setdefault(r.stock, r.key) == r.key]


class Gains:
    """Which items gain by one unit more of some resources, and which nations lack them in the plan."""

    def __init__(self, plan: Solved, served: Served, keys: Collection[str]) -> None:
        self._plan, self._rank, self._names = plan, served.rank, Names(plan.built.net)
        self._values: dict[str, dict[str, float]] = {}
        for item, rows in served.by_item.items():
            for resource in _resources(_Prices(plan, rows, of_starts(plan.built, rows), part=True)):
                if resource.key in keys:
                    self._values.setdefault(resource.key, {})[item] = resource.value

    def items(self, resource: Resource) -> list[str]:
        """Items that gain, the most first; those whose part is small beside the whole are left out."""
        values = self._values.get(resource.key, {})
        found = [item for item, value in values.items() if value > PART * resource.value]
        return sorted(found, key=lambda item: (-values[item], item))

    def words(self, resource: Resource) -> str:
        """Those items, and who lacks the first of them: ` for SM-6, which Japan and the United States lack`."""
        items = self.items(resource)
        if not items:
            return ""
        built, claims = self._plan.built, self._plan.built.claims
        named = listing(["it" if i == resource.item else self._names.stated(i) for i in items], MOST_ITEMS)
        lacking = sorted(
            {
                receiver(built, c)
                for c in np.flatnonzero((claims.rank == self._rank) & (self._plan.shares > LACKS)).tolist()
                if claims.group[c] in items
            }
        )
        if not lacking:
            return f" for {named}"
        verb = "lacks" if len(lacking) == 1 else "lack"
        who = listing([self._names.nation(nation) for nation in lacking], MOST_NATIONS)
        return f" for {named}, which {who} {verb}"


def of_starts(built: Built, rows: Floats) -> Floats:
    """Prices of starts, which cost nothing themselves, that belong to prices of rows."""
    p, starts = built.programme, built.programme.columns["starts"]
    begin, end = int(p.starts[starts.start]), int(p.starts[starts.start + starts.size])
    column = np.repeat(np.arange(starts.size), np.diff(p.starts[starts.start : starts.start + starts.size + 1]))
    scaled = p.value[begin:end] * p.row_scale[p.index[begin:end]] * rows[p.index[begin:end]]
    found: Floats = -np.bincount(column, scaled, minlength=starts.size) / p.column_scale[starts.all]
    return found


def receiver(built: Built, claim: int) -> str:
    """The nation that a claim is for."""
    net, kind, k = built.net, int(built.claims.kind[claim]), int(built.claims.number[claim])
    of = net.demands.nation if kind == DEMAND else (net.commitments if kind == COMMITMENT else net.promises).recipient
    return str(net.nations[of[k]])


def _row(built: Built, rank: int, place: int, resource: Resource, gains: str) -> dict[str, object]:
    days = resource.value * span(built, rank)
    worth = f"{counted(_plain(days), 'day')} of supply"
    return {
        "rank": rank,
        "place": place,
        "resource": resource.key,
        "value": resource.value,
        "unit": resource.unit,
        "days": days,
        "sentence": f"{resource.words} is worth {worth} to {whom(built, rank)}{gains}.",
    }


def _plain(days: float) -> str:
    """Three figures, without a power of ten."""
    return np.format_float_positional(float(f"{days:.3g}"), trim="-")


def span(built: Built, rank: int) -> float:
    """Days in which a claim of the rank falls due within the scenario: the mean over its claims by what they weigh.

    A share of what claims are owed in so many days is the same share of the days, in days of supply. What all falls
    due at once is owed for the whole scenario.
    """
    net, claims = built.net, built.claims
    members = np.flatnonzero((claims.rank == rank) & (claims.share > 0))
    days = []
    for c in members:
        kind, k = int(claims.kind[c]), int(claims.number[c])
        window = net.demands if kind == DEMAND else net.commitments if kind == COMMITMENT else net.promises
        length = min(float(window.end[k]), float(net.days)) - max(float(window.begin[k]), 0.0)
        days.append(length if length > 0.0 else float(net.days))
    return float(np.average(days, weights=claims.share[members]))


def whom(built: Built, rank: int) -> str:
    """The claims of a rank in words."""
    net, claims = built.net, built.claims
    members = np.flatnonzero((claims.rank == rank) & (claims.share > 0))
    kinds = {KINDS[claims.kind[c]] for c in members}
    if kinds == {KINDS[DEMAND]}:
        tiers = {int(net.demands.tier[claims.number[c]]) for c in members}
        if len(tiers) == 1:
            return f"tier {tiers.pop()} demands"
    return f"{' and '.join(f'{kind}s' for kind in sorted(kinds))} of rank {rank}"


@dataclass(frozen=True)
class _Prices:
    """Prices of a rank as what more is worth to it: what its pooled share falls by, per unit of each bound."""

    plan: Solved
    row_prices: Floats
    starts: Floats
    """Prices of the columns `starts`."""
    part: bool = False
    """Are they those of one item alone? Another item may then lose by what it gains."""

    @property
    def built(self) -> Built:
        return self.plan.built

    @property
    def net(self) -> Network:
        return self.built.net

    def rows(self, name: str) -> Floats:
        """What one unit more on the right side of each row of a family is worth."""
        return -self.row_prices[self.built.programme.rows[name].all]

    def summed(self, name: str, weight: Floats) -> dict[int, float]:
        """Worth of so much more in every period, by entity of a family of rows: weights are by row."""
        entity = self.built.programme.rows[name].spans.entity
        return _summed(entity.tolist(), self.rows(name) * weight)

    @cached_property
    def names(self) -> Names:
        return Names(self.net)


def _summed(entities: list[int], worth: Floats) -> dict[int, float]:
    found: dict[int, float] = {}
    for entity, value in zip(entities, worth.tolist(), strict=True):
        found[entity] = found.get(entity, 0.0) + value
    return found


def _resources(p: _Prices) -> Iterator[Resource]:
    for kind in (_stocks, _lines, _lifts, _sites, _ceilings, _releases):
        yield from kind(p)


def _released(p: _Prices) -> dict[tuple[int, int], float]:
    """What it is worth that one unit more may go to others from day 0 on, by holder and item."""
    pairs = pools(p.built.writing)[1]
    first = p.built.programme.rows["pool"].spans.period == 0
    return {(int(n), int(i)): float(v) for (n, i), v in zip(pairs, p.rows("pool")[first], strict=True)}


def _stocks(p: _Prices) -> Iterator[Resource]:
    """One unit more on day 0, of which mean losses leave a share until the first period that matters.

    None of it is kept in reserve, so one unit more may go to others too.
    """
    scope, net = p.built.scope, p.net
    left = np.cumprod(scope.means.site_survives, axis=0)
    spans, worth, may_go = scope.stocks, p.rows("balance"), _released(p)
    held = np.zeros(scope.cell_of.shape)
    np.add.at(held, (net.holdings.site, net.holdings.item), net.holdings.quantity)
    for cell in np.flatnonzero(spans.count):
        site, item = int(scope.cell_site[cell]), int(scope.cell_item[cell])
        price = float(worth[spans.at[cell]] * left[spans.first[cell], site])
        if price > 0.0 or (p.part and price):
            yield Resource(
                f"stock {net.items.ids[item]} at {net.sites.ids[site]}",
                f"{p.names.unit(item)} on day 0",
                f"One more {p.names.unit(item)} of {p.names.item(item)} at {p.names.site(site)} on day 0",
                price + may_go.get((int(net.sites.holder[site]), item), 0.0),
                net.items.ids[item],
                float(held[site, item]),
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
    full = (most > 0.0) & (p.plan.order.values[starts.all] >= most * (1.0 - 1e-6))
    line, period = scope.starts.entity, scope.starts.period
    faster = replace(ramps, low=(ramps.low > 0.0) / MONTH, high=np.full(len(ramps.high), 1.0 / MONTH))
    begun = np.diff(faster.started(scope.grid.edges[:, None]), axis=0) * scope.means.line_open
    worth = _summed(line.tolist(), -p.starts * np.where(full, begun[period, line], 0.0))
    for k, value in worth.items():
        item = int(net.making.item[k])
        unit = p.names.unit(item)
        rising = ", once it is in full swing," if ramps.low[k] <= 0.0 < ramps.ramp[k] else ""
        yield Resource(
            f"line {net.making.ids[k]}",
            f"{unit} a month",
            f"One more {unit} of {p.names.item(item)} a month from {p.names.line(k)}{rising}",
            value,
            item=net.items.ids[item],
        )


def _lifts(p: _Prices) -> Iterator[Resource]:
    """One tonne a day more on every day on which the lane and its ends are open."""
    scope, net = p.built.scope, p.net
    spans = p.built.programme.rows["lift"].spans
    days = scope.means.way_open[spans.period, spans.entity] * scope.grid.length[spans.period]
    for k, value in p.summed("lift", days).items():
        name = net.lanes.ids[k]
        origin, destination = p.names.site(int(net.lanes.origin[k])), p.names.site(int(net.lanes.destination[k]))
        yield Resource(
            f"lift of {name}", "t a day", f"One more tonne a day on the lane from {origin} to {destination}", value
        )


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
        for k, value in p.summed(name, days if name == "handling" else np.ones(spans.size)).items():
            yield Resource(f"{name} at {net.sites.ids[k]}", unit, words.format(p.names.site(k)), value)


def _ceilings(p: _Prices) -> Iterator[Resource]:
    """One unit a year more, from the start of the agreement on."""
    net, grid, agreements = p.net, p.built.scope.grid, p.built.scope.flows.agreements
    spans = p.built.programme.rows["ceiling"].spans
    begins = np.array([0.0 if a.start is None else max(0.0, float((a.start - net.start).days)) for a in agreements])
    days = grid.overlap(begins, np.full(len(begins), np.inf)) if len(begins) else np.zeros((0, grid.count))
    for k, value in p.summed("ceiling", days[spans.entity, spans.period] / YEAR).items():
        a = agreements[k]
        yield Resource(
            f"ceiling of {a.agreement}",
            "unit a year",
            f"One more unit a year under the ceiling of {p.names.agreement(a)}",
            value,
        )


def _releases(p: _Prices) -> Iterator[Resource]:
    """One unit more of what a holder has that it may send to others."""
    for (nation, item), value in _released(p).items():
        name, unit = p.net.nations[nation], p.names.unit(item)
        yield Resource(
            f"release of {p.net.items.ids[item]} by {name}",
            unit,
            f"One more {unit} of {p.names.item(item)} that {p.names.nation(name)} may send to others, "
            "such as from its reserve,",
            value,
            item=p.net.items.ids[item],
        )
