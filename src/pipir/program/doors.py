"""Where can arrivals stand, not yet taken in, and from when? The doors of limited sites."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipir.network.network import Flags, Ints, Network
from pipir.program.flows import Flows
from pipir.program.grid import Grid
from pipir.program.spans import Spans, spans
from pipir.program.useful import Windows


@dataclass(frozen=True)
class Doors:
    """Where arrivals can stand, not yet taken in: a flow, or goods under way at day 0 (flow -1), at a limited site."""

    flow: Ints
    transit: Ints
    cell: Ints


def doors(net: Network, flows: Flows, number: Ints, limited: Flags) -> Doors:
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


def waits(net: Network, grid: Grid, found: Doors, flows: Flows, window: Windows) -> Spans:
    """From the first period in which something can stand at the door to the end."""
    lane = flows.lane[found.flow[found.flow >= 0]]
    leaves = window.earliest[net.lanes.origin[lane], flows.item[found.flow[found.flow >= 0]]]
    comes = np.concatenate([leaves + net.lanes.days[lane], net.transits.day[found.transit[found.transit >= 0]]])
    return spans(grid.from_period(comes), np.full(len(found.cell), grid.count))
