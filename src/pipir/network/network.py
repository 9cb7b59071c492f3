"""What do all engines share? One case compiled for one scenario: labels, index arrays, permissions, capacities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipir.case.case import Case
from pipir.network.capacity import Ramps
from pipir.network.permissions import Permissions

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Sites:
    """Sites by id; `holder` and `host` index `Network.nations`; limits are infinite where there is none."""

    ids: tuple[str, ...]
    holder: Ints
    host: Ints
    storage_t: Floats
    handling_t: Floats
    explosive_kg: Floats


def repairable(item: str) -> str:
    """Id of the repairable form of an item: no id of a case holds a colon."""
    return f"{item}:repairable"


@dataclass(frozen=True)
class Items:
    """Items by id, then the repairable form of those that have one.

    `base` is the index of the serviceable form, `mass_t` is t/unit, `neq_kg` is kg/unit (0 where unknown).
    """

    ids: tuple[str, ...]
    base: Ints
    mass_t: Floats
    neq_kg: Floats


@dataclass(frozen=True)
class Lanes:
    """Lanes by id; `origin`/`destination` index sites, `days` door to door, `lift_t` t/day, `cost` USD/t."""

    ids: tuple[str, ...]
    origin: Ints
    destination: Ints
    mode: tuple[str, ...]
    days: Floats
    lift_t: Floats
    cost: Floats
    via: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Making:
    """Lines in the order of their making (components first): site, item that comes out, ramps of starts.

    The bill of line l is `component[bill[l]:bill[l+1]]` with `quantity`: units taken from the site's stock a start.
    A component that has neither stock nor line anywhere does not limit and is left out (`unlimited` names it).
    `rows` are the filled rows of `lines` in the same order, `surges` is false where the nation does not surge.
    """

    ids: tuple[str, ...]
    site: Ints
    item: Ints
    ramps: Ramps
    bill: Ints
    component: Ints
    quantity: Floats
    unlimited: tuple[str, ...]
    rows: pl.DataFrame
    surges: Flags


@dataclass(frozen=True)
class Holdings:
    """Stock at day 0: one entry per row of `stocks`; `quantity` and `reserve` in units, `key` the row's key."""

    site: Ints
    item: Ints
    quantity: Floats
    reserve: Floats
    key: tuple[str, ...]


@dataclass(frozen=True)
class Transits:
    """Goods on lanes at day 0 and the day each arrives (0 where its date lies before the start)."""

    lane: Ints
    item: Ints
    day: Ints
    quantity: Floats


@dataclass(frozen=True)
class Demands:
    """Crisis demands of the scenario, windows [begin, end) in days and cut to it, `per_day` in units.

    `uses` lists what each can be served from, as item and units of it that do the work of one: own item first.
    """

    ids: tuple[str, ...]
    nation: Ints
    site: Ints
    item: Ints
    begin: Floats
    end: Floats
    per_day: Floats
    tier: Ints
    weight: Floats
    cv: Floats
    rank: Ints
    uses: tuple[tuple[tuple[int, float], ...], ...]


@dataclass(frozen=True)
class Dues:
    """Commitments or called promises: `quantity` falls due evenly over [begin, end), all on `begin` where end <= begin.

    `sites` are the recipient's sites that it may go to; none where it leaves the network. `against` says in words
    why it cannot be moved at all (a stance, a consent), None where it can. `item` is -1 where a promise covers several
    items (`covers` lists them, those included that a stance keeps back). `owed` is what falls due within the scenario.
    `met` is delivered, or on its way, before day 0: zero but in a network that is taken up in mid-scenario.
    """

    ids: tuple[str, ...]
    supplier: Ints
    recipient: Ints
    item: Ints
    covers: tuple[tuple[int, ...], ...]
    begin: Floats
    end: Floats
    quantity: Floats
    rank: Ints
    sites: tuple[tuple[int, ...], ...]
    against: tuple[str | None, ...]
    owed: Floats
    met: Floats


@dataclass(frozen=True)
class Hazards:
    """Hazards of the scenario: `kind` 0 site, 1 lane, 2 line; `target` indexes those.

    Windows [begin, end) and `outage` are whole days, `probability` is per day of the window, `loss` the share lost at a
    strike. Hazards of one `group` strike together; `group_keys` name the streams that its strikes are drawn from.
    """

    ids: tuple[str, ...]
    kind: Ints
    target: Ints
    begin: Ints
    end: Ints
    probability: Floats
    loss: Floats
    outage: Ints
    group: Ints
    group_keys: tuple[str, ...]


@dataclass(frozen=True)
class Past:
    """What happened before day 0 of a network that is taken up in mid-scenario.

    `day` is the number of days that are over. `sent` are units under each agreement by id, `free` units that a holder
    may still send of an item by (nation, item) index (its reserve apart). `site`, `item`, `due` and `quantity` are what
    lines will put out of starts that are made, on which day from now. `closed` are targets shut by strikes that have
    happened: (kind, target, days from now until they open again), kinds as in `Hazards`. `thinned` says that means take
    the place of draws: what is on lanes then lacks already what will be lost of it on average.
    """

    day: int
    sent: Mapping[str, float]
    free: Mapping[tuple[int, int], float]
    site: Ints
    item: Ints
    due: Ints
    quantity: Floats
    closed: tuple[tuple[int, int, int], ...]
    thinned: bool = False


@dataclass(frozen=True)
class Terms:
    """On what terms a case is compiled.

    `drawn` decides unknown stances one by one (true for yes), `unknown` decides the rest; `surge_day` is the day of the
    surge order, None for none; `sequence` names the policy that ranks claims; promises are claims only when called.
    """

    unknown: str = "no"
    drawn: Mapping[tuple[str, str], bool] | None = None
    surge_day: float | None = 0.0
    sequence: str | None = None
    call_promises: bool = False

    @classmethod
    def of(cls, options: Stated) -> Terms:
        """Those that options state."""
        return cls(unknown=options.unknown, sequence=options.sequence, call_promises=options.call_promises)


class Stated(Protocol):
    """Options that state terms, whatever they are options of."""

    @property
    def unknown(self) -> str:
        """How unknown stances are decided."""

    @property
    def sequence(self) -> str | None:
        """The policy that ranks claims."""

    @property
    def call_promises(self) -> bool:
        """Are promises claims?"""


@dataclass(frozen=True)
class Frame:
    """Everything of a network but what is owed and what strikes. Day 0 is `start`; `days` is its length."""

    case: Case
    scenario: str
    situation: str | None
    start: date
    days: int
    nations: tuple[str, ...]
    sites: Sites
    items: Items
    lanes: Lanes
    making: Making
    holdings: Holdings
    transits: Transits
    permissions: Permissions

    def works(self, site: int, item: int) -> bool:
        """May anything be sent, received, served or made at the site (its host consents)?"""
        holder, host = self.nations[self.sites.holder[site]], self.nations[self.sites.host[site]]
        return self.permissions.site_obstacle(holder, host, self.item_name(item)) is None

    @cached_property
    def lying(self) -> Floats:
        """Units of each item that lie at each site at day 0, its reserve too: shape (sites, items)."""
        table = np.zeros((len(self.sites.ids), len(self.items.ids)))
        np.add.at(table, (self.holdings.site, self.holdings.item), self.holdings.quantity)
        return table

    def item_name(self, item: int) -> str:
        """Id of the item in the case, whatever its condition."""
        return self.items.ids[int(self.items.base[item])]


@dataclass(frozen=True)
class Network(Frame):
    """A case compiled for a scenario: all arrays follow the order of the labels.

    `ranks` are the numbers that a claim may have, in order; the last is that of what no rule names. `past` is None for
    a scenario from its start.
    """

    demands: Demands
    commitments: Dues
    promises: Dues
    hazards: Hazards
    ranks: tuple[int, ...]
    past: Past | None = None
