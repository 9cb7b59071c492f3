"""Step 5 of a day: goods leave, those under way go on first, then orders rank by rank."""

from __future__ import annotations

from pipir.sustainment.compiled import part
from pipir.sustainment.kernels.arriving import room_of, take_in
from pipir.sustainment.layout import Model

TINY = 1e-9
"""Orders below this many units are not placed."""


@part
def lift_today(m: Model, t: int) -> None:
    """What each lane can carry today: nothing where it, or a site at its end, is closed."""
    for lane in range(m.lanes):
        begins = m.w[m.site_open + t * m.sites + m.n[m.lane_from + lane]]
        ends = m.w[m.site_open + t * m.sites + m.n[m.lane_to + lane]]
        share = m.w[m.lane_open + t * m.lanes + lane] * begins * ends
        m.s[m.lane_share + lane] = share
        m.s[m.lift_left + lane] = m.r[m.lift + lane] * share if share > 0.0 else 0.0


@part
def send(m: Model, t: int, leg: int, quantity: float) -> bool:
    """Put goods on the lane of a leg and take in what is there at once. True when some of them are."""
    return depart(m, t, leg, quantity) and _at_once(m, t, leg)


@part
def depart(m: Model, t: int, leg: int, quantity: float) -> bool:
    """Put goods on the lane of a leg. True when part of them stand at the door of its end at once.

    They arrive evenly over the day that begins `days` later: parts on two days where that is not a whole number.
    """
    lane = m.n[m.leg_lane + leg]
    m.s[m.lift_left + lane] = max(0.0, m.s[m.lift_left + lane] - quantity * m.x[m.mass + m.n[m.leg_item + leg]])
    survives = m.w[m.ship_survives + t * m.lanes + lane]
    if survives < 1.0:
        gone = quantity * (1.0 - survives)
        m.s[m.coming + m.n[m.leg_ends + leg]] -= gone
        m.s[m.lost + m.n[m.leg_item + leg]] += gone
        owe_again(m, leg, gone)
        quantity -= gone
    if m.n[m.leg_pair + leg] >= 0:
        m.s[m.afloat + m.n[m.leg_pair + leg]] += quantity
    whole, part = m.n[m.leg_whole + leg], m.x[m.leg_part + leg]
    m.q[m.until + leg] = t + whole + 1
    ring, last = m.ring + m.n[m.leg_ring + leg], m.n[m.leg_room + leg] - 1
    if whole > m.days:
        m.s[ring + m.days] += quantity
        return False
    m.s[ring + ((t + whole + 1) & last)] += quantity * part
    if whole > 0:
        m.s[ring + ((t + whole) & last)] += quantity * (1.0 - part)
        return False
    m.s[m.door + leg] += quantity * (1.0 - part)
    return True


@part
def owe_again(m: Model, leg: int, gone: float) -> None:
    """What is lost under way is still owed by the commitment or promise that it was sent for."""
    if m.n[m.leg_given + leg] >= 0:
        m.s[m.given + m.n[m.leg_given + leg]] -= gone


@part
def _at_once(m: Model, t: int, leg: int) -> bool:
    """Take in what has arrived on the day it left, as far as the site still allows today."""
    site, item = m.n[m.lane_to + m.n[m.leg_lane + leg]], m.n[m.leg_item + leg]
    quantity = m.s[m.door + leg]
    if m.w[m.site_open + t * m.sites + site] <= 0.0 or quantity <= 0.0:
        return False
    if m.n[m.limited + site]:
        tonnes, explosive = room_of(m, site)
        tonnes = min(tonnes, m.x[m.handling + site] * m.w[m.site_open + t * m.sites + site] - m.s[m.site_in + site])
        if m.x[m.mass + item] > 0.0:
            quantity = min(quantity, max(0.0, tonnes) / m.x[m.mass + item])
        if m.x[m.neq + item] > 0.0:
            quantity = min(quantity, explosive / m.x[m.neq + item])
        m.s[m.site_in + site] += quantity * m.x[m.mass + item]
    m.s[m.door + leg] -= quantity
    take_in(m, leg, quantity)
    return quantity > 0.0  # type: ignore[no-any-return]


@part
def in_force(m: Model, way: int, t: int) -> bool:
    """Does an agreement of the way let goods leave today? A commitment's way needs none."""
    if way < 0 or m.n[m.agree_at + way] == m.n[m.agree_at + way + 1]:
        return True
    for k in range(m.n[m.agree_at + way], m.n[m.agree_at + way + 1]):
        if m.x[m.agree_begin + m.n[m.agree + k]] <= t < m.x[m.agree_end + m.n[m.agree + k]]:
            return True
    return False


@part
def forward(m: Model, t: int) -> bool:
    """Goods that wait between two lanes go on, farthest from their end first. True when some arrived at once."""
    arrived = False
    begin = 0
    while begin < m.sent_along:
        stage = m.n[m.leg_stage + m.n[m.legs_by_stage + begin]]
        going = 0
        while begin < m.sent_along and m.n[m.leg_stage + m.n[m.legs_by_stage + begin]] == stage:
            leg = m.n[m.legs_by_stage + begin]
            if m.s[m.waiting + leg] > 0.0 and _goes_on(m, t, leg):
                m.q[m.going + going] = leg
                going += 1
            begin += 1
        arrived = _forward_stage(m, t, going) or arrived
    return arrived


@part
def _forward_stage(m: Model, t: int, going: int) -> bool:
    """Goods with equally many lanes to go; where a lane cannot carry all, each is cut in the same proportion."""
    for j in range(going):
        leg = m.q[m.going + j]
        m.s[m.lane_load + m.n[m.leg_lane + leg]] += m.s[m.waiting + leg] * m.x[m.mass + m.n[m.leg_item + leg]]
    for j in range(going):
        lane = m.n[m.leg_lane + m.q[m.going + j]]
        load, lift = m.s[m.lane_load + lane], m.s[m.lift_left + lane]
        m.s[m.lane_cut + lane] = 1.0 if load <= lift else lift / load
    arrived = False
    for j in range(going):
        leg = m.q[m.going + j]
        lane = m.n[m.leg_lane + leg]
        m.s[m.lane_load + lane] = 0.0
        quantity = m.s[m.waiting + leg] * m.s[m.lane_cut + lane]
        if quantity > 0.0:
            m.s[m.waiting + leg] -= quantity
            arrived = send(m, t, leg, quantity) or arrived
    return arrived


@part
def _goes_on(m: Model, t: int, leg: int) -> bool:
    """May goods go on by the leg today?"""
    return passable(m, leg) and in_force(m, m.n[m.leg_way + leg], t)


@part
def passable(m: Model, leg: int) -> bool:
    """Are the lane of a leg and both its ends open today, at least in part?"""
    return m.s[m.lane_share + m.n[m.leg_lane + leg]] > 0.0  # type: ignore[no-any-return]
