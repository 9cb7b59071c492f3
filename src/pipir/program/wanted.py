"""What are goods wanted for? Uses of demands, commitments that leave, exports that are counted, and until when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipir.network.network import Flags, Floats, Ints, Network
from pipir.program.flows import Flows
from pipir.program.useful import Ends


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


def wants(net: Network) -> tuple[Uses, Handings]:
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


def pooled(net: Network, flows: Flows, handings: Handings) -> Flags:
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


def wanted_until(net: Network, flows: Flows, asked: tuple[Uses, Handings], counted: Flags) -> Ends:
    """Demands until they end, handings until the end; arrivals of commitments and called promises.

    What a holder makes, or receives with the right to send on, frees as much of what lies elsewhere for export: so
    output and such arrivals are of use by themselves where exports are counted.
    """
    uses, handings = asked
    owner = net.sites.holder[net.making.site]
    frees = np.flatnonzero(counted[owner, net.making.item])
    receiver = net.sites.holder[net.lanes.destination[flows.lane]]
    called = {name for name, against in zip(net.promises.ids, net.promises.against, strict=True) if against is None}
    by_itself = np.array([a.agreement in called for a in flows.agreements] + [False], dtype=bool)
    return Ends(
        site=np.concatenate([uses.cell, handings.cell, net.making.site[frees]]),
        item=np.concatenate([uses.item, net.commitments.item[handings.commitment], net.making.item[frees]]),
        until=np.concatenate([net.demands.end[uses.demand], np.full(len(handings.cell) + len(frees), float(net.days))]),
        arriving=(flows.commitment >= 0) | by_itself[flows.agreement] | (flows.onward & counted[receiver, flows.item]),
    )


def uses_of(number: Ints, uses: Uses) -> Uses:
    """Uses whose cell can hold something in time, with the number of the cell in place of its site."""
    cell = number[uses.cell, uses.item]
    kept = cell >= 0
    return Uses(uses.demand[kept], uses.item[kept], uses.ratio[kept], cell[kept])


def handings_of(net: Network, number: Ints, handings: Handings) -> Handings:
    """Handings at cells that can hold something, with the number of the cell in place of its site."""
    cell = number[handings.cell, net.commitments.item[handings.commitment]]
    kept = cell >= 0
    return Handings(handings.commitment[kept], cell[kept], handings.frees[kept])
