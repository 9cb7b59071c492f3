"""What may move along which lane, and what carries it between holders? Every item on every lane that is permitted."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import timedelta
from math import inf

import numpy as np

from pipir.network.network import Flags, Floats, Ints, Network
from pipir.network.permissions import Agreement
from pipir.program.decisions import OWN


@dataclass(frozen=True)
class Flows:
    """One entry per lane, item and carrier: shape (flows,) each.

    `carrier` is OWN within one holder, k for an agreement, len(agreements) + c for commitment c. `opens` and `closes`
    are the days between which it may leave, `frees` is true where the supplier lets its reserve go to the recipient,
    `onward` where what is received may be sent on.
    """

    agreements: tuple[Agreement, ...]
    lane: Ints
    item: Ints
    carrier: Ints
    opens: Floats
    closes: Floats
    frees: Flags
    onward: Flags

    def of(self, which: Ints) -> Flows:
        """These flows alone, by number or by flag."""
        arrays = {f.name: getattr(self, f.name)[which] for f in fields(self) if f.name != "agreements"}
        return replace(self, **arrays)

    @property
    def commitment(self) -> Ints:
        """The commitment that carries each flow, -1 for none."""
        return np.where(self.carrier >= len(self.agreements), self.carrier - len(self.agreements), -1)

    @property
    def agreement(self) -> Ints:
        """The agreement that carries each flow, -1 for none."""
        return np.where((self.carrier >= 0) & (self.carrier < len(self.agreements)), self.carrier, -1)


def permitted(net: Network) -> Flows:
    """Every flow that stances, hosts, transit nations and agreements or commitments let happen."""
    return _Permitted(net).flows()


class _Permitted:
    """Goes through lanes and items; what a pair of holders may do is asked once."""

    def __init__(self, net: Network) -> None:
        self.net = net
        self._working: dict[tuple[int, int], Flags] = {}
        self._passing: dict[tuple[tuple[str, ...], int], Flags] = {}
        self._between: dict[tuple[int, int], list[tuple[int, Agreement]]] = {}
        self._committed: dict[tuple[int, int], list[int]] = {}
        self._all: dict[str, Agreement] = {}
        self._promised = set(net.promises.ids)
        for c in np.flatnonzero(net.commitments.owed > net.commitments.met):
            if net.commitments.against[c] is None:
                pair = int(net.commitments.supplier[c]), int(net.commitments.recipient[c])
                self._committed.setdefault(pair, []).append(int(c))

    def flows(self) -> Flows:
        """All of them, by lane, item and carrier."""
        net = self.net
        own: list[tuple[Ints, Ints]] = []
        carried: list[tuple[int, int, str | int]] = []
        for lane in range(len(net.lanes.ids)):
            origin, destination = int(net.lanes.origin[lane]), int(net.lanes.destination[lane])
            sender, receiver = int(net.sites.holder[origin]), int(net.sites.holder[destination])
            open_to = self._works(origin) & self._works(destination) & self._passes(lane, receiver)
            if sender == receiver:
                items = np.flatnonzero(open_to)
                own.append((np.full(len(items), lane), items))
                continue
            carried += [(lane, i, a.agreement) for i, a in self._agreed(sender, receiver) if open_to[i]]
            for c in self._committed.get((sender, receiver), ()):
                if destination in net.commitments.sites[c] and open_to[net.commitments.item[c]]:
                    carried.append((lane, int(net.commitments.item[c]), c))
        return self._arrays(own, carried)

    def _arrays(self, own: list[tuple[Ints, Ints]], carried: list[tuple[int, int, str | int]]) -> Flows:
        net = self.net
        used = sorted({name for _, _, name in carried if isinstance(name, str)})
        agreements = tuple(self._all[name] for name in used)
        number = {name: k for k, name in enumerate(used)}
        carriers = [number[n] if isinstance(n, str) else len(used) + n for _, _, n in carried]
        own_lane = np.concatenate([lane for lane, _ in own]) if own else np.zeros(0, dtype=np.int64)
        own_item = np.concatenate([item for _, item in own]) if own else np.zeros(0, dtype=np.int64)
        lane = np.concatenate([own_lane, np.array([x for x, _, _ in carried], dtype=np.int64)])
        item = np.concatenate([own_item, np.array([i for _, i, _ in carried], dtype=np.int64)])
        carrier = np.concatenate([np.full(len(own_lane), OWN), np.array(carriers, dtype=np.int64)])
        opens, closes, onward = (np.array(values) for values in _terms(net, agreements))
        under = np.where((carrier >= 0) & (carrier < len(used)), carrier, len(used))
        flows = Flows(
            agreements=agreements,
            lane=lane,
            item=item,
            carrier=carrier,
            opens=opens[under],
            closes=closes[under],
            frees=self._frees(lane, item, carrier),
            onward=onward[under],
        )
        return flows.of(np.lexsort((carrier, item, lane)))

    def _frees(self, lane: Ints, item: Ints, carrier: Ints) -> Flags:
        net = self.net
        found = np.zeros(len(lane), dtype=bool)
        asked: dict[tuple[int, int, int], bool] = {}
        for k in np.flatnonzero(carrier != OWN):
            sender = int(net.sites.holder[net.lanes.origin[lane[k]]])
            receiver = int(net.sites.holder[net.lanes.destination[lane[k]]])
            key = sender, receiver, int(item[k])
            if key not in asked:
                names = net.nations[sender], net.nations[receiver], net.item_name(key[2])
                asked[key] = net.permissions.releases_reserve(*names)
            found[k] = asked[key]
        return found

    def _works(self, site: int) -> Flags:
        """Items that may be sent, received, served or made at a site: shape (items,)."""
        net = self.net
        key = int(net.sites.holder[site]), int(net.sites.host[site])
        if key not in self._working:
            self._working[key] = np.array([net.works(site, i) for i in range(len(net.items.ids))], dtype=bool)
        return self._working[key]

    def _passes(self, lane: int, receiver: int) -> Flags:
        net = self.net
        key = net.lanes.via[lane], receiver
        if key not in self._passing:
            via, to = list(key[0]), net.nations[receiver]
            items = range(len(net.items.ids))
            against = [net.permissions.transit_obstacle(via, to, net.item_name(i)) for i in items] if via else [None]
            self._passing[key] = np.array([why is None for why in against], dtype=bool)
        return self._passing[key]

    def _agreed(self, sender: int, receiver: int) -> list[tuple[int, Agreement]]:
        """Items with the agreements that open the way for them, those left out that another one makes needless."""
        net = self.net
        key = sender, receiver
        if key not in self._between:
            after = net.start + timedelta(days=net.days)
            found: list[tuple[int, Agreement]] = []
            for item in range(len(net.items.ids)):
                names = net.nations[sender], net.nations[receiver], net.item_name(item)
                found += [(item, a) for a in self._needed(net.permissions.ways(*names, net.start, after))]
            self._between[key] = found
            self._all |= {a.agreement: a for _, a in found}
        return self._between[key]

    def _needed(self, ways: list[Agreement]) -> list[Agreement]:
        """Without those that can do nothing which another one without a ceiling cannot do as well."""
        if len(ways) < 2:
            return ways
        kept: list[Agreement] = []
        for a in sorted(ways, key=lambda a: (a.ceiling_per_year != inf, not a.onward, a.agreement)):
            if a.agreement in self._promised or not any(_covers(other, a) for other in kept):
                kept.append(a)
        return kept


def _covers(one: Agreement, other: Agreement) -> bool:
    """Can everything that goes under the other go under this one, with no limit and no less freedom after?"""
    earlier = one.start is None or (other.start is not None and one.start <= other.start)
    longer = one.end is None or (other.end is not None and one.end >= other.end)
    return one.ceiling_per_year == inf and one.onward >= other.onward and earlier and longer


def _terms(net: Network, agreements: tuple[Agreement, ...]) -> tuple[list[float], list[float], list[bool]]:
    """First day, day after the last, and onward right of each agreement; then those of what needs none."""
    opens = [-inf if a.start is None else float((a.start - net.start).days) for a in agreements]
    closes = [inf if a.end is None else float((a.end - net.start).days) for a in agreements]
    return [*opens, -inf], [*closes, inf], [*(a.onward for a in agreements), False]
