"""Shipments of a script: what is to leave by each leg, as far as stock, lift, pool and allowance let it."""

from __future__ import annotations

from pipir.sustainment.compiled import part
from pipir.sustainment.kernels.ordering import allowance
from pipir.sustainment.kernels.shipping import TINY, depart, passable
from pipir.sustainment.layout import Model, Orders


@part
def leave(m: Model, o: Orders, t: int) -> bool:
    """Send what is to leave. Each limit is shared in proportion to what is asked of it. True when something left."""
    asked = 0
    for leg in range(m.legs):
        if o.s[o.to_send + leg] > 0.0 and _open_to(m, o, t, leg):
            o.q[o.going + asked] = leg
            asked += 1
            _book(m, o, leg, o.s[o.to_send + leg], 1.0)
    for j in range(asked):
        o.s[o.grant + j] = o.s[o.to_send + o.q[o.going + j]] * _share(m, o, t, o.q[o.going + j])
    for j in range(asked):
        _book(m, o, o.q[o.going + j], 0.0, 0.0)
    moved = False
    for j in range(asked):
        leg = o.q[o.going + j]
        quantity = min(o.s[o.grant + j], m.s[m.stock + o.n[o.origin + leg]])
        if quantity > 0.0:
            _dispatch(m, o, t, leg, quantity)
            moved = moved or quantity > TINY
    return moved


@part
def _open_to(m: Model, o: Orders, t: int, leg: int) -> bool:
    """Can anything leave by the leg now?"""
    if m.s[m.stock + o.n[o.origin + leg]] <= 0.0 or not passable(m, leg):
        return False
    if m.x[m.mass + m.n[m.leg_item + leg]] > 0.0 and m.s[m.lift_left + m.n[m.leg_lane + leg]] <= 0.0:
        return False
    way = m.n[m.leg_way + leg]
    if way < 0:
        return True
    if not m.n[m.way_frees + way] and m.s[m.pool + m.n[m.way_pool + way]] <= 0.0:
        return False
    agreement = _agreement(m, way)
    return agreement < 0 or allowance(m, t, agreement) > 0.0


@part
def _agreement(m: Model, way: int) -> int:
    """The agreement of a way; -1 where a commitment carries it."""
    return m.n[m.agree + m.n[m.agree_at + way]] if m.n[m.agree_at + way] < m.n[m.agree_at + way + 1] else -1


@part
def _book(m: Model, o: Orders, leg: int, quantity: float, sign: float) -> None:
    """Add to what is asked of cell, lane, pool and agreement (sign 1), or clear what is asked (sign 0)."""
    way = m.n[m.leg_way + leg]
    cell, lane = m.ask + o.n[o.origin + leg], m.lane_ask + m.n[m.leg_lane + leg]
    m.s[cell] = (m.s[cell] + quantity) * sign
    m.s[lane] = (m.s[lane] + quantity * m.x[m.mass + m.n[m.leg_item + leg]]) * sign
    if way < 0:
        return
    pool = m.pool_ask + m.n[m.way_pool + way]
    if not m.n[m.way_frees + way]:
        m.s[pool] = (m.s[pool] + quantity) * sign
    if _agreement(m, way) >= 0:
        agreement = m.agree_ask + _agreement(m, way)
        m.s[agreement] = (m.s[agreement] + quantity) * sign


@part
def _share(m: Model, o: Orders, t: int, leg: int) -> float:
    """The share of what is to leave that the scarcest of cell, lane, pool and agreement grants."""
    way, cell, lane = m.n[m.leg_way + leg], o.n[o.origin + leg], m.n[m.leg_lane + leg]
    share = _part(m.s[m.ask + cell], m.s[m.stock + cell])
    if m.x[m.mass + m.n[m.leg_item + leg]] > 0.0:
        share = min(share, _part(m.s[m.lane_ask + lane], m.s[m.lift_left + lane]))
    if way < 0:
        return share
    if not m.n[m.way_frees + way]:
        pool = m.n[m.way_pool + way]
        share = min(share, _part(m.s[m.pool_ask + pool], m.s[m.pool + pool]))
    agreement = _agreement(m, way)
    if agreement >= 0:
        share = min(share, _part(m.s[m.agree_ask + agreement], allowance(m, t, agreement)))
    return share


@part
def _part(asked: float, there: float) -> float:
    """The share of what is asked that is there."""
    return 1.0 if asked <= there else max(0.0, there) / asked


@part
def _dispatch(m: Model, o: Orders, t: int, leg: int, quantity: float) -> None:
    """Take it from its cell, charge what carries it, and put it on its lane."""
    way, due = m.n[m.leg_way + leg], m.n[m.leg_due + leg]
    o.s[o.to_send + leg] -= quantity
    m.s[m.stock + o.n[o.origin + leg]] -= quantity
    m.s[m.coming + m.n[m.leg_ends + leg]] += quantity
    if way >= 0:
        if not m.n[m.way_frees + way]:
            m.s[m.pool + m.n[m.way_pool + way]] -= quantity
        if _agreement(m, way) >= 0:
            m.s[m.sent + _agreement(m, way)] += quantity
        if due >= 0:
            m.s[m.given + due] += quantity
    depart(m, t, leg, quantity)
