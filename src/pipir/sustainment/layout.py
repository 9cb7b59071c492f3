"""How does a run lie in memory? The arrays that the kernels read (Fixed, Drawn) and change (State), and write (Trace).

Sizes: S sites, I items (repairable forms included), A lanes, L lines, E cells (site and item), G legs, W wants,
Y ways, N agreements, Q pools (supplier and item), D demands, C dues (commitments, then promises), P pairs (nation and
serviceable item), H hazards, T days. Lists of lists are flat with offsets: the list of x is `flat[x_at[x]:x_at[x+1]]`.
Quantities are in the item's unit, mass in t, explosives in kg.
"""

from __future__ import annotations

from typing import NamedTuple

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
    leg_due: Ints  # G, -1
    leg_gives: Ints  # G, pool that gains when it arrives (onward), -1
    leg_whole: Ints  # G, whole days
    leg_part: Floats  # G, part of a day
    leg_room: Ints  # G, length of its ring
    leg_ring: Ints  # G, start of its ring
    leg_way: Ints  # G, way where the leg passes between holders, -1
    legs_by_stage: Ints  # legs that are sent along, most stages first
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


class State(NamedTuple):
    """What changes during a run, and room to work in."""

    stock: Floats  # E
    coming: Floats  # E: on the way to the cell
    waiting: Floats  # G: at the leg's origin, to go on
    door: Floats  # G: arrived, not yet taken in
    ring: Floats  # arrivals by day, one ring per leg
    afloat: Floats  # P: on lanes to the nation
    pool: Floats  # Q: what the supplier may still send
    sent: Floats  # N: units under the agreement
    given: Floats  # C: sent or handed over
    counted: Floats  # C: arrived or handed over
    started: Floats  # L, T
    lift_left: Floats  # A
    need: Floats  # D: owed today
    left: Floats  # D: still unmet today
    limit_t: Floats  # S
    limit_kg: Floats  # S
    ask: Floats  # E, room for totals
    avail: Floats  # E
    hope: Floats  # E: `coming` not yet counted for a want
    keep: Floats  # E
    lane_ask: Floats  # A
    pool_ask: Floats  # Q
    agree_ask: Floats  # N
    site_in: Floats  # S
    want_need: Floats  # W
    want_keep: Floats  # wants' cells
    request: Floats  # sources
    chosen: Ints  # sources: agreement that carries the request, -1 none
    first: Floats  # P: whole holding at day 0
    pair_owed: Floats  # P
    pair_unmet: Floats  # P
    pair_worst: Floats  # P: largest shortage of one demand today
    pair_site: Ints  # P: and its site


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
