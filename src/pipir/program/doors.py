"""Where can arrivals stand, not yet taken in, and from when? Doors of sites that are limited, or closed at times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipir.network.means import Means
from pipir.network.network import Flags, Floats, Ints, Network
from pipir.program.flows import Flows
from pipir.program.grid import Grid
from pipir.program.spans import Spans, spans
from pipir.program.useful import Windows


@dataclass(frozen=True)
class Limits:
    """What makes goods wait: `cell` a limit that says something of the item (sites, items), `shut` a closed site.

    `stored` are the sites where what lies there is limited.
    """

    cell: Flags
    shut: Flags
    stored: Flags

    @property
    def site(self) -> Flags:
        """Sites with a limit, or closed all through some period."""
        found: Flags = self.cell.any(axis=1) | self.shut | self.stored
        return found


@dataclass(frozen=True)
class Doors:
    """Where arrivals can stand, not yet taken in: a flow, or goods under way at day 0 (flow -1), into a cell.

    They wait while the site is closed; where it is `free`, because a limit may keep them out, as the plan chooses.
    """

    flow: Ints
    transit: Ints
    cell: Ints
    free: Flags


def limits(net: Network, grid: Grid, mean: Means) -> Limits:
    """Limits that can be reached. One beyond all that there is and could be made of all items together is none."""
    sites, items = net.sites, net.items
    most = _everything(net)
    tonnes, explosive = float(most @ items.mass_t), float(most @ items.neq_kg)
    open_days = mean.site_open * grid.length[:, None]
    least = np.where(open_days > 0.0, open_days, 1.0).min(axis=0)
    full_t, full_kg = sites.storage_t < tonnes, sites.explosive_kg < explosive
    by_mass = (full_t | (sites.handling_t * least < tonnes))[:, None] & (items.mass_t > 0.0)
    shut = np.asarray((mean.site_open <= 0.0).any(axis=0))
    return Limits(by_mass | (full_kg[:, None] & (items.neq_kg > 0.0)), shut, full_t | full_kg)


def _everything(net: Network) -> Floats:
    """Units of each item that there are, and that its lines could ever put out."""
    found = np.zeros(len(net.items.ids))
    np.add.at(found, net.holdings.item, net.holdings.quantity)
    np.add.at(found, net.transits.item, net.transits.quantity)
    np.add.at(found, net.making.item, net.making.ramps.finished(net.days))
    if net.past is not None:
        np.add.at(found, net.past.item, net.past.quantity)
    return found


def doors(net: Network, flows: Flows, number: Ints, limited: Limits) -> Doors:
    """Flows into cells where goods may have to wait, then goods under way to them."""
    lands, ends = net.lanes.destination[flows.lane], net.lanes.destination[net.transits.lane]
    kept = limited.cell | limited.shut[:, None]
    enters = [net.works(int(s), int(i)) for s, i in zip(ends, net.transits.item, strict=True)]
    flow = np.flatnonzero(kept[lands, flows.item])
    transit = np.flatnonzero(kept[ends, net.transits.item] & np.array(enters, dtype=bool))
    site = np.concatenate([lands[flow], ends[transit]])
    item = np.concatenate([flows.item[flow], net.transits.item[transit]])
    return Doors(
        flow=np.concatenate([flow, np.full(len(transit), -1)]),
        transit=np.concatenate([np.full(len(flow), -1), transit]),
        cell=number[site, item],
        free=limited.cell[site, item],
    )


def waits(net: Network, grid: Grid, found: Doors, flows: Flows, window: Windows) -> Spans:
    """From the first period in which something can stand at the door to the end."""
    lane = flows.lane[found.flow[found.flow >= 0]]
    leaves = window.earliest[net.lanes.origin[lane], flows.item[found.flow[found.flow >= 0]]]
    comes = np.concatenate([leaves + net.lanes.days[lane], net.transits.day[found.transit[found.transit >= 0]]])
    return spans(grid.from_period(comes), np.full(len(found.cell), grid.count))
