"""How does a run lie in memory? What kernels read (Fixed, Drawn, Weather), change (STATE) and write (Trace).

Sizes: S sites, I items (repairable forms included), A lanes, L lines, E cells (site and item), G legs, W wants,
Y ways, N agreements, Q pools (supplier and item), D demands, C dues (commitments, then promises), P pairs (nation and
serviceable item), H hazards, T days. Lists of lists are flat with offsets: the list of x is `flat[x_at[x]:x_at[x+1]]`.
Quantities are in the item's unit, mass in t, explosives in kg.
"""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

BALANCE = ("start", "made", "used", "served", "lost", "handed", "end")
"""Columns of `Trace.balance`: units at day 0 (goods under way included), made, taken by bills and repairs, served to
demands, destroyed, handed over out of the network, there at the end (goods under way included)."""


class Fixed(NamedTuple):
    """What is the same in every run."""

    days: int
    ranks: int
    stages: int
    # cells
    cell_site: Ints  # E
    cell_item: Ints  # E
    cell_pair: Ints  # E, -1 for repairable stock
    cell_at: Ints  # S+1: cells are ordered by site
    # items and sites
    mass: Floats  # I, t
    neq: Floats  # I, kg
    handling: Floats  # S, t/day
    storage: Floats  # S, t
    explosive: Floats  # S, kg
    limited: Flags  # S: handling, storage or explosives are limited
    # lanes
    lane_from: Ints  # A
    lane_to: Ints  # A
    # lines
    line_cell: Ints  # L, where output goes
    line_owner: Ints  # L, pool that output adds to, -1 for none
    bill_at: Ints  # L+1
    bill_cell: Ints
    bill_quantity: Floats
    line_on: Flags  # L, false where the host closes the site
    # stock at day 0
    hold_cell: Ints
    hold_reserve: Floats
    hold_pool: Ints
    # goods under way at day 0
    way_leg: Ints
    way_day: Ints
    # legs
    leg_lane: Ints  # G
    leg_item: Ints  # G
    leg_follows: Ints  # G, -1 at the end of a route
    leg_ends: Ints  # G, the cell where its route ends
    leg_pair: Ints  # G, pair of the lane's destination
    leg_from_pair: Ints  # G, pair of the lane's origin
    leg_stage: Ints  # G, lanes to go
    leg_due: Ints  # G, due that counts what arrives, -1
    leg_given: Ints  # G, due that is owed again what is lost, -1
    leg_gives: Ints  # G, pool that gains when it arrives (onward), -1
    leg_whole: Ints  # G, whole days
    leg_part: Floats  # G, part of a day
    leg_room: Ints  # G, length of its ring: a power of 2, so that no day has to be divided by it
    leg_ring: Ints  # G, start of its ring
    leg_way: Ints  # G, way where the leg passes between holders, -1
    legs_by_stage: Ints  # legs that go on from another, most stages first
    legs_out_at: Ints  # S+1: legs that leave a site
    legs_out: Ints
    legs_in_at: Ints  # S+1: legs that come to a site
    legs_in: Ints
    lane_legs_at: Ints  # A+1
    lane_legs: Ints
    # ways between holders
    way_pool: Ints  # Y
    way_frees: Flags  # Y
    way_due: Ints  # Y: the called promise that counts what goes this way, -1
    agree_at: Ints  # Y+1
    agree: Ints
    agree_begin: Floats  # N
    agree_end: Floats  # N
    # wants, by rank
    want_kind: Ints  # W
    want_rank_at: Ints  # ranks+1
    want_due: Ints  # W
    want_cell_at: Ints  # W+1
    want_cell: Ints
    want_ratio: Floats
    want_demand_at: Ints  # W+1
    want_demand: Ints
    want_target: Floats  # W,T: units to have on hand or on the way; for dues: share that may have been sent
    source_at: Ints  # W+1
    source_cell: Ints
    source_leg: Ints
    source_ratio: Floats
    source_way: Ints
    source_same_day: Floats  # share that is there on the day it leaves
    # demands, by rank
    demand_rank_at: Ints  # ranks+1
    demand_begin: Floats  # D
    demand_end: Floats
    demand_cv: Floats
    demand_key: NDArray[np.uint64]
    demand_pair: Ints  # D, -1 unless of the smallest tier of its pair
    demand_site: Ints
    use_at: Ints  # D+1
    use_cell: Ints
    use_ratio: Floats
    # dues that leave the network, by rank
    leaving_rank_at: Ints  # ranks+1
    leaving: Ints  # numbers of dues
    leaving_way: Ints
    leaving_at: Ints
    leaving_cell: Ints
    due_share: Floats  # C,T: share fallen due by the end of the day
    # hazards
    hazard_kind: Ints  # H
    hazard_target: Ints
    hazard_begin: Ints
    hazard_end: Ints
    hazard_outage: Ints
    hazard_group: Ints
    group_key: NDArray[np.uint64]
    pairs: int
    pools: int


class Drawn(NamedTuple):
    """Figures of the runs of a block; a first axis of length 1 serves every run alike."""

    hold: Floats  # B, holdings
    way: Floats  # B, goods under way
    demand: Floats  # B, D: units a day
    due: Floats  # B, C: units
    starts: Floats  # B, L, T: units that can be started
    hand: Floats  # B, L, T: units out of work in hand
    lead_whole: Ints  # B, L
    lead_part: Floats  # B, L
    lift: Floats  # B, A: t/day
    ceiling: Floats  # B, N: units a year
    probability: Floats  # B, H
    loss: Floats  # B, H


class Weather(NamedTuple):
    """What hazards do on each day of one run: shares that survive, shares that are open."""

    site_survives: Floats  # T, S
    lane_survives: Floats  # T, A: of what is on the lane
    ship_survives: Floats  # T, A: of what leaves that day (expected losses only)
    site_open: Floats  # T, S
    lane_open: Floats  # T, A
    line_open: Floats  # T, L


STATE: dict[str, tuple[str, ...]] = {
    "stock": ("cells",),
    "coming": ("cells",),  # on the way to the cell
    "waiting": ("legs",),  # at the leg's origin, to go on
    "door": ("legs",),  # arrived, not yet taken in
    "ring": ("slots",),  # arrivals by day, one ring per leg
    "afloat": ("pairs",),  # on lanes to the nation
    "pool": ("pools",),  # what the supplier may still send
    "sent": ("agreements",),  # units under the agreement
    "given": ("dues",),  # sent or handed over
    "counted": ("dues",),  # arrived or handed over
    "started": ("days", "lines"),
    "lift_left": ("lanes",),  # t that can still leave today
    "lane_share": ("lanes",),  # share of the lane and its ends that is open today
    "lane_load": ("lanes",),  # t that want to go on: 0 between stages
    "lane_cut": ("lanes",),  # share of it that does
    "need": ("demands",),  # owed today
    "left": ("demands",),  # still unmet today
    "limit_t": ("sites",),
    "limit_kg": ("sites",),
    "first": ("pairs",),  # whole holding at day 0
    "start": ("items",),  # the balance of each item, see BALANCE
    "made": ("items",),
    "used": ("items",),
    "served": ("items",),
    "lost": ("items",),
    "handed": ("items",),
    # room to work in
    "wanted": ("lines",),  # starts that capacity still allows today
    "claimed": ("cells",),  # asked of a cell by claims or lines, and what it held then
    "held": ("cells",),
    "aside": ("cells",),  # kept today for what goes by lane to claims of a smaller rank
    "ask": ("cells",),  # asked of a cell by orders: 0 between rounds
    "avail": ("cells",),  # what lower ranks may still order
    "hope": ("cells",),  # `coming` not yet counted for a want
    "keep": ("cells",),
    "lane_ask": ("lanes",),
    "pool_ask": ("pools",),
    "agree_ask": ("agreements",),
    "site_in": ("sites",),  # t at the door, then taken in today
    "want_need": ("wants",),
    "want_keep": ("want_cells",),
    "request": ("requests",),
    "grant": ("requests",),
    "pair_owed": ("pairs",),
    "pair_unmet": ("pairs",),
    "pair_worst": ("pairs",),  # largest shortage of one demand today
}
"""What changes during a run, by name, with its sizes: all in one block of memory, `Model.s`."""

NUMBERS: dict[str, tuple[str, ...]] = {
    "chosen": ("requests",),  # the agreement that carries a request, -1 for none
    "lacking": ("wants",),  # wants of a rank that lack something
    "going": ("sent_along",),  # legs of a stage whose goods go on
    "until": ("legs",),  # last day on which something that was sent arrives
    "asked": ("requests",),  # the source of each request of a round
    "asker": ("requests",),  # and its want
    "pair_site": ("pairs",),  # site of the largest shortage of one demand today
}
"""Whole numbers that change during a run, in `Model.q`."""

BY_DAY = ("want_target", "due_share", "starts", "hand")
"""Arrays whose last axis is the day: in their block it comes first, so that what a day reads lies together."""

COUNTS = (
    "days", "ranks", "stages", "cells", "sites", "items", "lanes", "lines", "legs", "sent_along", "slots", "holds",
    "under_way", "wants", "want_cells", "requests", "agreements", "pools", "demands", "dues", "leavings", "hazards",
    "pairs",
)  # fmt: skip
"""Numbers of things, plain fields of `Model`."""

if TYPE_CHECKING:
    Model = Any
else:
    _ARRAYS = [name for name in Fixed._fields if name not in ("days", "ranks", "stages", "pairs", "pools")]
    Model = namedtuple(
        "Model",
        [*COUNTS, *_ARRAYS, *Drawn._fields, *Weather._fields, *STATE, *NUMBERS, "n", "k", "x", "r", "s", "q", "w"],
    )
"""What the kernels take: blocks of memory, and the place at which each array begins in its block.

`m.s[m.stock + cell]` is the stock of a cell. Blocks: `n` whole numbers, `k` keys and `x` figures of Fixed, `r` figures
of the run (Drawn), `s` and `q` what changes (STATE, NUMBERS), `w` what hazards do (Weather). Arrays lie row by row.
Passing seven arrays and many small numbers, in place of 150 arrays, compiles in little more than half the time.
"""


SHEETS: dict[str, str] = {
    "send": "legs",
    "hold": "legs",
    "start": "lines",
    "fill": "uses",
    "hand": "handings",
    "keep": "uses",
    "discard": "cells",
}
"""What a script says of every day, and of what: see `scripts.Script`. The day comes first, in `Orders.p`."""

OPEN: dict[str, str] = {
    "to_send": "legs",  # what was to leave by now and has not
    "to_start": "lines",
    "to_hand": "handings",
    "to_fill": "uses",  # what is still to be served today
    "entered": "legs",  # taken in today
    "grant": "legs",  # room to work in
}
"""What a run that follows a script has open, in `Orders.s`."""

if TYPE_CHECKING:
    Orders = Any
else:
    Orders = namedtuple(
        "Orders", [*dict.fromkeys(SHEETS.values()), *SHEETS, *OPEN, "origin", "going", "p", "s", "n", "q"]
    )
"""What kernels that follow a script take beside Model: a block of sheets `p`, what is open `s`, and whole numbers: in
`n` the cell that each leg leaves from (`origin`, -1 for goods under way at day 0), in `q` the legs that are `going`."""


class Trace(NamedTuple):
    """What a block of runs leaves behind; the first axis is the run within the block."""

    stock: Floats  # B, T, P
    short: Ints  # B, P: first short day, -1 never
    short_site: Ints  # B, P
    out: Ints  # B, P: first day out, -1 never
    owed: Floats  # B, D+C
    unmet: Floats  # B, D+C
    afloat: Floats  # B, P at the end
    started: Floats  # B, L
    could: Floats  # B, L: what capacity alone would have started
    balance: Floats  # B, I, 7
