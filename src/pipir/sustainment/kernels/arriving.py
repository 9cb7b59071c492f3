"""Step 2 of a day, by lanes: what arrives, as far as the site takes it in."""

from __future__ import annotations

import numpy as np

from pipir.sustainment.compiled import part
from pipir.sustainment.layout import Fixed, State, Weather


@part
def note_stock(s: State) -> None:
    """Note what each cell holds now, for shares that are taken from it."""
    for cell in range(s.stock.shape[0]):
        s.avail[cell] = s.stock[cell]


@part
def room_of(f: Fixed, s: State, site: int) -> tuple:  # type: ignore[type-arg]
    """What still fits into a site: t, and kg of net explosives (infinite where there is no limit)."""
    tonnes, explosive = s.limit_t[site], s.limit_kg[site]
    if np.isinf(tonnes) and np.isinf(explosive):
        return tonnes, explosive
    for cell in range(f.cell_at[site], f.cell_at[site + 1]):
        tonnes -= s.stock[cell] * f.mass[f.cell_item[cell]]
        explosive -= s.stock[cell] * f.neq[f.cell_item[cell]]
    for k in range(f.legs_out_at[site], f.legs_out_at[site + 1]):
        leg = f.legs_out[k]
        if s.waiting[leg] > 0.0:
            tonnes -= s.waiting[leg] * f.mass[f.leg_item[leg]]
            explosive -= s.waiting[leg] * f.neq[f.leg_item[leg]]
    return max(tonnes, 0.0), max(explosive, 0.0)


@part
def take_in(f: Fixed, s: State, leg: int, quantity: float) -> None:
    """Goods that a leg brings become stock of its end, or wait there for the next lane."""
    if f.leg_pair[leg] >= 0:
        s.afloat[f.leg_pair[leg]] -= quantity
    if f.leg_gives[leg] >= 0:
        s.pool[f.leg_gives[leg]] += quantity
    if f.leg_due[leg] >= 0:
        s.counted[f.leg_due[leg]] += quantity
    if f.leg_follows[leg] >= 0:
        s.waiting[f.leg_follows[leg]] += quantity
    else:
        s.stock[f.leg_ends[leg]] += quantity
        s.coming[f.leg_ends[leg]] -= quantity


@part
def arrive(f: Fixed, s: State, w: Weather, t: int) -> None:
    """What is due by lane today, with what waits at the door, is taken in as far as the site allows.

    A closed site takes nothing in. Where handling, storage or the explosive limit do not allow all, every arrival is
    cut in the same proportion and the rest waits on its lane.
    """
    for leg in range(f.leg_lane.shape[0]):
        slot = f.leg_ring[leg] + t % f.leg_room[leg]
        if s.ring[slot] > 0.0:
            s.door[leg] += s.ring[slot]
            s.ring[slot] = 0.0
    for site in range(f.handling.shape[0]):
        s.site_in[site] = 0.0
    busy = False
    for leg in range(f.leg_lane.shape[0]):
        if s.door[leg] > 0.0:
            site = f.lane_to[f.leg_lane[leg]]
            if f.limited[site]:
                busy = True
                s.site_in[site] += s.door[leg] * f.mass[f.leg_item[leg]]
            elif w.site_open[t, site] > 0.0:
                take_in(f, s, leg, s.door[leg])
                s.door[leg] = 0.0
    if busy:
        _take_in_limited(f, s, w, t)


@part
def _take_in_limited(f: Fixed, s: State, w: Weather, t: int) -> None:
    for site in range(f.handling.shape[0]):
        if s.site_in[site] <= 0.0:
            continue
        share = share_taken(f, s, w, t, site)
        if share <= 0.0:
            continue
        for k in range(f.legs_in_at[site], f.legs_in_at[site + 1]):
            leg = f.legs_in[k]
            if s.door[leg] > 0.0:
                taken = s.door[leg] * share
                s.door[leg] -= taken
                take_in(f, s, leg, taken)
        s.site_in[site] *= share


@part
def share_taken(f: Fixed, s: State, w: Weather, t: int, site: int) -> float:
    """The share of what stands at the door of a site that it takes in today."""
    if w.site_open[t, site] <= 0.0:
        return 0.0
    share = 1.0
    if np.isfinite(f.handling[site]):
        share = min(share, f.handling[site] * w.site_open[t, site] / s.site_in[site])
    tonnes, explosive = room_of(f, s, site)
    if np.isfinite(tonnes):
        share = min(share, tonnes / s.site_in[site])
    if np.isfinite(explosive):
        net = 0.0
        for k in range(f.legs_in_at[site], f.legs_in_at[site + 1]):
            leg = f.legs_in[k]
            if s.door[leg] > 0.0:
                net += s.door[leg] * f.neq[f.leg_item[leg]]
        if net > explosive:
            share = min(share, explosive / net)
    return share
