"""By which legs does a run follow a plan? One lane each, for every flow that may carry something."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pipir.network.network import Ints, Network
from pipir.network.permissions import Agreement
from pipir.program.decisions import OWN, Decisions
from pipir.program.flows import Flows
from pipir.sustainment.moves import Leg, Moves, Way, standing_cells

Key = tuple[int, int, int | str]
"""Lane, item and carrier: OWN, the id of an agreement, or the number of a commitment."""


@dataclass(frozen=True)
class Layout:
    """The legs of flows, by lane, item and carrier, in moves without wants.

    After them stand those of goods under way at day 0: `others` of them.
    """

    moves: Moves
    number: dict[Key, int]
    others: int

    @property
    def under_way(self) -> Ints:
        """The legs of goods under way at day 0."""
        return len(self.moves.legs) + np.arange(self.others)

    def legs(self, decisions: Decisions) -> Ints:
        """The leg of each flow of a plan. Raises KeyError for a flow that was not laid out."""
        return np.array([self.number[key] for key in keys(decisions)], dtype=np.int64)


def used(plan: Decisions) -> Decisions:
    """The plan without flows, uses and handings of which nothing comes, and without cells in which nothing lies."""
    kept = {
        "flow_lane flow_item flow_carrier sent waits": plan.sent,
        "use_demand use_item use_ratio fills": plan.fills,
        "hand_commitment hand_site hands": plan.hands,
        "cell_site cell_item stock discards": np.concatenate([plan.stock, plan.discards], axis=1),
    }
    changes: dict[str, Any] = {}
    for names, quantity in kept.items():
        which = np.flatnonzero((quantity > 0.0).any(axis=1))
        changes |= {name: getattr(plan, name)[which] for name in names.split()}
    return replace(plan, **changes)


def keys(of: Decisions | Flows) -> list[Key]:
    """Lane, item and carrier of every flow of a plan, or of all that are permitted."""
    agreements = of.agreements
    arrays = (of.lane, of.item, of.carrier) if isinstance(of, Flows) else (of.flow_lane, of.flow_item, of.flow_carrier)
    found: list[Key] = []
    for lane, item, carrier in zip(*(array.tolist() for array in arrays), strict=True):
        if carrier == OWN:
            found.append((lane, item, OWN))
        elif carrier < len(agreements):
            found.append((lane, item, agreements[carrier].agreement))
        else:
            found.append((lane, item, carrier - len(agreements)))
    return found


def laid_out(net: Network, flows: list[Key], agreements: tuple[Agreement, ...]) -> Layout:
    """Legs for these flows of a network."""
    moves = Moves(standing_cells(net))
    by_name = {a.agreement: a for a in agreements}
    ways: dict[tuple[int, int | str], int] = {}
    number: dict[Key, int] = {}
    for lane, item, carrier in flows:
        origin, destination = int(net.lanes.origin[lane]), int(net.lanes.destination[lane])
        moves.cells(origin, item)
        way, due = -1, -1
        if carrier != OWN:
            due = carrier if isinstance(carrier, int) else -1
            if (item, carrier) not in ways:
                under = (by_name[carrier],) if isinstance(carrier, str) else ()
                moves.ways.append(_way(net, (lane, item), under))
                ways[item, carrier] = len(moves.ways) - 1
            way = ways[item, carrier]
        number[lane, item, carrier] = len(moves.legs)
        moves.legs.append(Leg(lane, item, -1, moves.cells(destination, item), 1, due, way, way >= 0))
    return Layout(moves, number, len(net.transits.lane))


def _way(net: Network, flow: tuple[int, int], agreements: tuple[Agreement, ...]) -> Way:
    lane, item = flow
    supplier = int(net.sites.holder[net.lanes.origin[lane]])
    recipient = int(net.sites.holder[net.lanes.destination[lane]])
    frees = net.permissions.releases_reserve(net.nations[supplier], net.nations[recipient], net.item_name(item))
    return Way(supplier, item, agreements, frees, bool(agreements) and agreements[0].onward)
