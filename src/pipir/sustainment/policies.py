"""How are goods moved between sites? Policies: each has one method, which says what may move for what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import inf
from typing import Protocol

from pipir.network.network import Dues, Network
from pipir.network.permissions import Agreement
from pipir.sustainment.moves import (
    HAND_OVER,
    STOCK_UP,
    Leg,
    Moves,
    Source,
    Want,
    Way,
    by_item,
    standing_cells,
    supplying_cells,
)
from pipir.sustainment.routes import Routing, Tree

COMMITMENT, PROMISE = "commitment", "promise"


class Policy(Protocol):
    """Decides what moves. `sustain` knows nothing else of it."""

    def moves(self, net: Network) -> Moves:
        """What may move for what in this network."""


class Hold:
    """Nothing moves between sites, except components to plants of the same holder."""

    def moves(self, net: Network) -> Moves:
        """Wants of plants for components that their own holder has elsewhere."""
        builder = _Builder(net)
        builder.components(between_holders=False)
        return builder.moves


class Pull:
    """Each site with demand orders from the permitted origin nearest in days; commitments go out as they fall due."""

    def moves(self, net: Network) -> Moves:
        """Wants of demands, plants, commitments and called promises, each with its sources by days."""
        builder = _Builder(net)
        builder.demands()
        builder.components(between_holders=True)
        builder.dues(net.commitments, COMMITMENT, 0)
        builder.dues(net.promises, PROMISE, len(net.commitments.ids))
        return builder.moves


@dataclass(frozen=True)
class _Haul:
    """A source looked for: from where, to where, of what, what one unit of work takes, under which way and due."""

    origin: int
    site: int
    item: int
    ratio: float
    way: int
    due: int


class _Builder:
    """Collects wants, the legs of their routes and the ways between holders."""

    def __init__(self, net: Network) -> None:
        self.net = net
        self.moves = Moves(standing_cells(net))
        self._routing = Routing(net)
        self._sites_of = by_item(supplying_cells(net) | _destinations(net) | _sent_on(net))
        self._trees: dict[tuple[object, ...], Tree] = {}
        self._legs: dict[tuple[object, ...], int] = {}
        self._ways: dict[tuple[object, ...], int] = {}
        self._open: dict[tuple[int, int, int], tuple[int, ...]] = {}
        self._after = net.start + timedelta(days=net.days)
        held = zip(net.holdings.site, net.holdings.item, net.holdings.quantity, strict=True)
        self._held = {self.moves.cells(int(site), int(item)): float(quantity) for site, item, quantity in held}

    def demands(self) -> None:
        """One want per rank, site and item of demands."""
        demands = self.net.demands
        groups: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        for d in range(len(demands.ids)):
            groups[int(demands.rank[d]), int(demands.site[d]), int(demands.item[d])].append(d)
        for (rank, site, _), members in sorted(groups.items()):
            uses = demands.uses[members[0]]
            cells = tuple(self.moves.cells(site, item) for item, _ in uses)
            want = Want(STOCK_UP, rank, cells, tuple(ratio for _, ratio in uses), demands=tuple(members))
            for item, ratio in uses:
                want.sources += self._sources(site, item, ratio)
            self.moves.wants.append(want)

    def components(self, between_holders: bool) -> None:
        """One want per plant and component, after all claims."""
        making = self.net.making
        uses: dict[tuple[int, int], list[tuple[int, float]]] = defaultdict(list)
        for line in range(len(making.ids)):
            for k in range(making.bill[line], making.bill[line + 1]):
                place = int(making.site[line]), int(making.component[k])
                uses[place].append((line, float(making.quantity[k])))
        for (site, item), lines in sorted(uses.items()):
            want = Want(STOCK_UP, self.net.ranks[-1] + 1, (self.moves.cells(site, item),), (1.0,), uses=tuple(lines))
            want.sources += self._sources(site, item, 1.0, between_holders)
            self.moves.wants.append(want)

    def dues(self, dues: Dues, kind: str, first: int) -> None:
        """One want per commitment or promise that goes to a site of the recipient."""
        for k in range(len(dues.ids)):
            if dues.against[k] is not None or not dues.sites[k] or dues.quantity[k] <= 0:
                continue
            want = Want(HAND_OVER, int(dues.rank[k]), (), (), due=first + k)
            for item in dues.covers[k]:
                if kind == COMMITMENT or self._exports(dues, k, item):
                    want.sources += self._due_sources(dues, k, kind, first + k, item)
            if want.sources:
                self.moves.wants.append(want)

    def _exports(self, dues: Dues, k: int, item: int) -> bool:
        net = self.net
        names = net.nations[dues.supplier[k]], net.nations[dues.recipient[k]], net.item_name(item)
        return net.permissions.export_obstacle(*names) is None

    def _sources(self, site: int, item: int, ratio: float, between_holders: bool = True) -> list[Source]:
        """Sources of an item for a site, nearest in days first: the fastest route, then one by surface.

        Of sites equally near the one that holds most at day 0 comes first, whatever their names.
        """
        net = self.net
        own = int(net.sites.holder[site])
        holders = {int(net.sites.holder[s]) for s in self._sites_of.get(item, ())} - {own}
        open_ways = {h: self._ways_from(h, own, item) for h in sorted(holders)} if between_holders else {}
        suppliers = [h for h, ways in open_ways.items() if ways]
        found: list[Source] = []
        for origin in self._sites_of.get(item, ()):
            if origin == site:
                continue
            holder = int(net.sites.holder[origin])
            for way in (-1,) if holder == own else open_ways.get(holder, ()):
                found += self._by_routes(_Haul(origin, site, item, ratio, way, -1), suppliers)
        return sorted(found, key=lambda s: (s.days, -self._held.get(s.cell, 0.0), s.cell))

    def _due_sources(self, dues: Dues, k: int, kind: str, due: int, item: int) -> list[Source]:
        """One source per site of the supplier, by its fastest route to the nearest of the recipient's sites."""
        net = self.net
        supplier = int(dues.supplier[k])
        way = self._due_way(supplier, int(dues.recipient[k]), item, kind, due)
        found: dict[int, Source] = {}
        for site in dues.sites[k]:
            for origin in self._sites_of.get(item, ()):
                if int(net.sites.holder[origin]) != supplier:
                    continue
                for source in self._by_routes(_Haul(origin, site, item, 1.0, way, due), [supplier])[:1]:
                    if source.cell not in found or source.days < found[source.cell].days:
                        found[source.cell] = source
        return [found[cell] for cell in sorted(found)]

    def _by_routes(self, haul: _Haul, suppliers: Iterable[int]) -> list[Source]:
        """Sources by the fastest route and, where it is another one, by the fastest that does not fly."""
        net, origin, site, item = self.net, haul.origin, haul.site, haul.item
        found, seen = [], set()
        for surface in (False, True):
            key = (site, item, tuple(suppliers), surface)
            if key not in self._trees:
                self._trees[key] = self._routing.tree(site, item, suppliers, surface)
            tree = self._trees[key]
            lanes = tree.lanes(net, origin) if origin in tree.days else ()
            if not lanes or lanes in seen:
                continue
            seen.add(lanes)
            leg = self._leg(lanes, item, haul.way, haul.due)
            cell = self.moves.cells(origin, item)
            found.append(Source(cell, leg, haul.ratio, tree.days[origin], haul.way))
        return found

    def _leg(self, lanes: tuple[int, ...], item: int, way: int, due: int) -> int:
        """The first leg of a route; legs are shared by routes that go on alike."""
        net = self.net
        key = (lanes, item, way, due)
        if key in self._legs:
            return self._legs[key]
        last = int(net.lanes.destination[lanes[-1]])
        follows = self._leg(lanes[1:], item, way, due) if len(lanes) > 1 else -1
        lane = lanes[0]
        crosses = bool(net.sites.holder[net.lanes.origin[lane]] != net.sites.holder[net.lanes.destination[lane]])
        self.moves.legs.append(Leg(lane, item, follows, self.moves.cells(last, item), len(lanes), due, way, crosses))
        self._legs[key] = len(self.moves.legs) - 1
        return self._legs[key]

    def _ways_from(self, supplier: int, recipient: int, item: int) -> tuple[int, ...]:
        """One way for each agreement from one holder to another that is open in the scenario, in order of use.

        Called promises come first. What stands after an agreement that is always open and has no ceiling is never used.
        """
        net = self.net
        key = (supplier, recipient, item)
        if key not in self._open:
            names = net.nations[supplier], net.nations[recipient], net.item_name(item)
            agreements = net.permissions.ways(*names, net.start, self._after)
            promised = set(net.promises.ids)
            agreements.sort(key=lambda a: (a.agreement not in promised, a.agreement))
            enough = next((k for k, a in enumerate(agreements) if self._always(a)), len(agreements))
            self._open[key] = tuple(self._new_way(supplier, item, (a,), names) for a in agreements[: enough + 1])
        return self._open[key]

    def _always(self, agreement: Agreement) -> bool:
        return agreement.ceiling_per_year == inf and agreement.throughout(self.net.start, self._after)

    def _due_way(self, supplier: int, recipient: int, item: int, kind: str, due: int) -> int:
        """The way of a commitment (no agreement needed) or of the promise's own agreement."""
        net = self.net
        key = (kind, due, item)
        if key not in self._ways:
            names = net.nations[supplier], net.nations[recipient], net.item_name(item)
            agreements: tuple[Agreement, ...] = ()
            if kind == PROMISE:
                name = net.promises.ids[due - len(net.commitments.ids)]
                agreements = tuple(a for a in net.permissions.covering(*names) if a.agreement == name)
            self._ways[key] = self._new_way(supplier, item, agreements, names)
        return self._ways[key]

    def _new_way(self, supplier: int, item: int, agreements: tuple[Agreement, ...], names: tuple[str, str, str]) -> int:
        frees = self.net.permissions.releases_reserve(*names)
        onward = bool(agreements) and all(a.onward for a in agreements)
        self.moves.ways.append(Way(supplier, item, agreements, frees, onward))
        return len(self.moves.ways) - 1


def _destinations(net: Network) -> set[tuple[int, int]]:
    """Cells that commitments and promises fill: they can supply others in turn."""
    return {
        (site, item)
        for dues in (net.commitments, net.promises)
        for sites, covers in zip(dues.sites, dues.covers, strict=True)
        for site in sites
        for item in covers
    }


def _sent_on(net: Network) -> set[tuple[int, int]]:
    """Cells of demands whose holder may receive under an agreement that lets it send on: they too can supply others."""
    found = set()
    for site, uses in zip(net.demands.site, net.demands.uses, strict=True):
        holder = net.nations[net.sites.holder[site]]
        for item, _ in uses:
            names = [(supplier, holder, net.item_name(item)) for supplier in net.nations if supplier != holder]
            if any(a.onward and a.status == "in_force" for name in names for a in net.permissions.covering(*name)):
                found.add((int(site), item))
    return found
