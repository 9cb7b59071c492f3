"""Step 2 of a day, by lanes: what arrives, as far as the site takes it in."""

from __future__ import annotations

import numpy as np

from pipir.sustainment.compiled import part
from pipir.sustainment.layout import Model


@part
def note(m: Model, cell: int) -> None:
    """Note what a cell holds now and has not set aside, before shares are asked of it and taken."""
    m.s[m.claimed + cell] = 0.0
    m.s[m.held + cell] = max(0.0, m.s[m.stock + cell] - m.s[m.aside + cell])


@part
def room_of(m: Model, site: int) -> tuple:  # type: ignore[type-arg]
    """What still fits into a site: t, and kg of net explosives (infinite where there is no limit)."""
    tonnes, explosive = m.s[m.limit_t + site], m.s[m.limit_kg + site]
    if np.isinf(tonnes) and np.isinf(explosive):
        return tonnes, explosive
    for cell in range(m.n[m.cell_at + site], m.n[m.cell_at + site + 1]):
        tonnes -= m.s[m.stock + cell] * m.x[m.mass + m.n[m.cell_item + cell]]
        explosive -= m.s[m.stock + cell] * m.x[m.neq + m.n[m.cell_item + cell]]
    for k in range(m.n[m.legs_out_at + site], m.n[m.legs_out_at + site + 1]):
        leg = m.n[m.legs_out + k]
        if m.s[m.waiting + leg] > 0.0:
            tonnes -= m.s[m.waiting + leg] * m.x[m.mass + m.n[m.leg_item + leg]]
            explosive -= m.s[m.waiting + leg] * m.x[m.neq + m.n[m.leg_item + leg]]
    return max(tonnes, 0.0), max(explosive, 0.0)


@part
def take_in(m: Model, leg: int, quantity: float) -> None:
    """Goods that a leg brings become stock of its end, or wait there for the next lane."""
    if m.n[m.leg_pair + leg] >= 0:
        m.s[m.afloat + m.n[m.leg_pair + leg]] -= quantity
    if m.n[m.leg_gives + leg] >= 0:
        m.s[m.pool + m.n[m.leg_gives + leg]] += quantity
    if m.n[m.leg_due + leg] >= 0:
        m.s[m.counted + m.n[m.leg_due + leg]] += quantity
    if m.n[m.leg_follows + leg] >= 0:
        m.s[m.waiting + m.n[m.leg_follows + leg]] += quantity
    else:
        m.s[m.stock + m.n[m.leg_ends + leg]] += quantity
        m.s[m.coming + m.n[m.leg_ends + leg]] -= quantity


@part
def land(m: Model, t: int, leg: int) -> None:
    """What is due today by a leg stands at the door of its end."""
    if m.q[m.until + leg] >= t:
        slot = m.ring + m.n[m.leg_ring + leg] + (t & (m.n[m.leg_room + leg] - 1))
        m.s[m.door + leg] += m.s[slot]
        m.s[slot] = 0.0


@part
def arrive(m: Model, t: int) -> None:
    """What is due by lane today, with what waits at the door, is taken in as far as the site allows.

    A closed site takes nothing in. Where handling, storage or the explosive limit do not allow all, every arrival is
    cut in the same proportion and the rest waits on its lane.
    """
    for site in range(m.sites):
        m.s[m.site_in + site] = 0.0
    busy = False
    for leg in range(m.legs):
        land(m, t, leg)
        if m.s[m.door + leg] > 0.0:
            site, item = m.n[m.lane_to + m.n[m.leg_lane + leg]], m.n[m.leg_item + leg]
            if m.n[m.limited + site] and m.x[m.mass + item] + m.x[m.neq + item] > 0.0:
                busy = True
                m.s[m.site_in + site] += m.s[m.door + leg] * m.x[m.mass + item]
            elif m.w[m.site_open + t * m.sites + site] > 0.0:
                take_in(m, leg, m.s[m.door + leg])
                m.s[m.door + leg] = 0.0
    if busy:
        _take_in_limited(m, t)


@part
def _take_in_limited(m: Model, t: int) -> None:
    for site in range(m.sites):
        if not m.n[m.limited + site]:
            continue
        share = share_taken(m, t, site)
        if share <= 0.0:
            continue
        for k in range(m.n[m.legs_in_at + site], m.n[m.legs_in_at + site + 1]):
            leg = m.n[m.legs_in + k]
            if m.s[m.door + leg] > 0.0:
                taken = m.s[m.door + leg] * share
                m.s[m.door + leg] -= taken
                take_in(m, leg, taken)
        m.s[m.site_in + site] *= share


@part
def share_taken(m: Model, t: int, site: int) -> float:
    """The share of what stands at the door of a site that it takes in today."""
    if m.w[m.site_open + t * m.sites + site] <= 0.0:
        return 0.0
    share = 1.0
    tonnes, explosive = room_of(m, site)
    tonnes = min(tonnes, m.x[m.handling + site] * m.w[m.site_open + t * m.sites + site])
    if m.s[m.site_in + site] > tonnes:
        share = tonnes / m.s[m.site_in + site]
    if np.isfinite(explosive):
        net = 0.0
        for k in range(m.n[m.legs_in_at + site], m.n[m.legs_in_at + site + 1]):
            leg = m.n[m.legs_in + k]
            if m.s[m.door + leg] > 0.0:
                net += m.s[m.door + leg] * m.x[m.neq + m.n[m.leg_item + leg]]
        if net > explosive:
            share = min(share, explosive / net)
    return share
