"""By which lanes does an item come to a site? Shortest permitted routes to it from every holder's sites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush

from pipir.network.network import Network

AIR = "air"


@dataclass(frozen=True)
class Tree:
    """The way to one destination: per site the next lane and the days still to go."""

    destination: int
    next_lane: dict[int, int]
    days: dict[int, float]

    def lanes(self, net: Network, site: int) -> tuple[int, ...]:
        """Lanes from a site to the destination, in order."""
        found = []
        while site != self.destination:
            lane = self.next_lane[site]
            found.append(lane)
            site = int(net.lanes.destination[lane])
        return tuple(found)


class Routing:
    """Finds trees in a network. A route changes holder at most once, from a supplier to the destination's holder."""

    def __init__(self, net: Network) -> None:
        self.net = net
        self._into: list[list[int]] = [[] for _ in net.sites.ids]
        order = sorted(range(len(net.lanes.ids)), key=lambda k: (net.lanes.days[k], -net.lanes.lift_t[k], k))
        for lane in order:
            self._into[int(net.lanes.destination[lane])].append(lane)
        self._works: dict[tuple[int, int], bool] = {}
        self._closed: dict[tuple[int, int], bool] = {}

    def tree(self, destination: int, item: int, suppliers: Iterable[int], surface: bool = False) -> Tree:
        """Shortest routes for an item to a destination; by `surface` no lane flies.

        `suppliers` are holders (indices of nations) that may send to the destination's holder.
        """
        net = self.net
        own = int(net.sites.holder[destination])
        senders = {own, *suppliers}
        days = {destination: 0.0}
        hops = {destination: 0}
        next_lane: dict[int, int] = {}
        heap = [(0.0, 0, destination)] if self._active(destination, item) else []
        while heap:
            so_far, many, site = heappop(heap)
            if (so_far, many) > (days[site], hops[site]):
                continue
            receiver = int(net.sites.holder[site])
            for lane in self._into[site]:
                origin = int(net.lanes.origin[lane])
                sender = int(net.sites.holder[origin])
                if sender not in senders or receiver not in (sender, own) or (surface and net.lanes.mode[lane] == AIR):
                    continue
                if not self._active(origin, item) or self._barred(lane, item):
                    continue
                new = (so_far + float(net.lanes.days[lane]), many + 1)
                if origin not in days or new < (days[origin], hops[origin]):
                    days[origin], hops[origin] = new
                    next_lane[origin] = lane
                    heappush(heap, (*new, origin))
        return Tree(destination, next_lane, days)

    def _active(self, site: int, item: int) -> bool:
        if (site, item) not in self._works:
            self._works[site, item] = self.net.works(site, item)
        return self._works[site, item]

    def _barred(self, lane: int, item: int) -> bool:
        if (lane, item) not in self._closed:
            net = self.net
            receiver = net.nations[net.sites.holder[net.lanes.destination[lane]]]
            why = net.permissions.transit_obstacle(list(net.lanes.via[lane]), receiver, net.item_name(item))
            self._closed[lane, item] = why is not None
        return self._closed[lane, item]
