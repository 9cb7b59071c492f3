"""What does a plan decide? Every quantity unrounded, in the item's unit, by period, with its labels."""

from __future__ import annotations

from dataclasses import dataclass

from pipir.network.network import Floats, Ints, Network
from pipir.network.permissions import Agreement
from pipir.program.grid import Grid

OWN = -1
"""Carrier of what moves within one holder."""


@dataclass(frozen=True)
class Decisions:
    """Everything that a plan decides.

    Sizes: F flows, G rows of goods under way at day 0, L lines, U uses, H handings, E cells, T periods. A flow is an
    item on a lane under a carrier: OWN within one holder, else k < len(agreements) for an agreement or
    len(agreements) + c for commitment c of the network. `sent` leaves evenly over the period; `waits` stands at the
    door of the destination, not taken in, at the end of it, and so does `under_way_waits`. `starts` are units begun by
    each line of the network. A use is what a demand of the network may be served from: `fills` are units of
    `use_item`. A handing is a commitment that leaves the network at a site. `stock` stands at the end of the period,
    after `discards`.
    """

    net: Network
    grid: Grid
    agreements: tuple[Agreement, ...]
    flow_lane: Ints  # F
    flow_item: Ints  # F
    flow_carrier: Ints  # F
    sent: Floats  # F, T
    waits: Floats  # F, T
    under_way_waits: Floats  # G, T
    starts: Floats  # L, T
    use_demand: Ints  # U
    use_item: Ints  # U
    use_ratio: Floats  # U
    fills: Floats  # U, T
    hand_commitment: Ints  # H
    hand_site: Ints  # H
    hands: Floats  # H, T
    cell_site: Ints  # E
    cell_item: Ints  # E
    stock: Floats  # E, T
    discards: Floats  # E, T
