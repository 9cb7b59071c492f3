"""Step 5 of a day, orders: what each want asks for, from the nearest source that can give, rank by rank.

Within a rank and a round every limit (stock at the source, lift of the lane, what the supplier may send, the ceiling of
an agreement) is shared in proportion to what is asked, so that no order depends on the place of its row in a table.
"""

from __future__ import annotations

from pipir.network.capacity import YEAR
from pipir.sustainment.compiled import part
from pipir.sustainment.kernels.shipping import TINY, passable, send
from pipir.sustainment.layout import Model
from pipir.sustainment.moves import HAND_OVER


@part
def order(m: Model, t: int) -> bool:
    """Place and send today's orders. True when something arrived at once."""
    for cell in range(m.cells):
        m.s[m.avail + cell] = m.s[m.stock + cell]
        m.s[m.hope + cell] = max(m.s[m.coming + cell], 0.0)
    arrived = False
    for rank in range(m.ranks):
        first, last = m.n[m.want_rank_at + rank], m.n[m.want_rank_at + rank + 1]
        lacking = _state_needs(m, t, first, last)
        turn = 0
        while lacking > 0:
            asked, lacking = _ask(m, t, lacking, turn)
            arrived = _grant(m, t, asked) or arrived
            turn += 1
        for c in range(m.n[m.want_cell_at + first], m.n[m.want_cell_at + last]):
            cell = m.n[m.want_cell + c]
            m.s[m.avail + cell] = max(0.0, m.s[m.avail + cell] - m.s[m.want_keep + c])
            m.s[m.keep + cell] = 0.0
    return arrived


@part
def _state_needs(m: Model, t: int, first: int, last: int) -> int:
    """What each want of a rank lacks once goods on the way and stock at its own site are counted; how many lack some.

    The own item of every want is counted before any substitute, so that no want counts what another needs more.
    """
    for i in range(first, last):
        m.s[m.want_need + i] = owed(m, t, i)
    for i in range(first, last):
        if m.n[m.want_cell_at + i] < m.n[m.want_cell_at + i + 1]:
            _count(m, i, m.n[m.want_cell_at + i])
    lacking = 0
    for i in range(first, last):
        for c in range(m.n[m.want_cell_at + i] + 1, m.n[m.want_cell_at + i + 1]):
            _count(m, i, c)
        if m.s[m.want_need + i] > TINY:
            m.q[m.lacking + lacking] = i
            lacking += 1
    return lacking


@part
def _count(m: Model, i: int, c: int) -> None:
    """Count what is on the way to a cell of a want, then what the cell holds, against what the want still lacks."""
    cell, ratio = m.n[m.want_cell + c], m.x[m.want_ratio + c]
    need = m.s[m.want_need + i] * ratio
    counted = max(0.0, min(m.s[m.hope + cell], need))
    m.s[m.hope + cell] -= counted
    kept = max(0.0, min(m.s[m.avail + cell] - m.s[m.keep + cell], need - counted))
    m.s[m.want_keep + c] = kept
    m.s[m.keep + cell] += kept
    m.s[m.want_need + i] -= (counted + kept) / ratio


@part
def owed(m: Model, t: int, i: int) -> float:
    """What a want should have on hand or on the way, or should have sent; what is unmet today if it can still help."""
    target = m.x[m.want_target + t * m.wants + i]
    if m.n[m.want_kind + i] == HAND_OVER:
        due = m.n[m.want_due + i]
        return m.r[m.due + due] * target - m.s[m.given + due]  # type: ignore[no-any-return]
    nearest = m.n[m.source_at + i]
    if nearest < m.n[m.source_at + i + 1] and m.x[m.source_same_day + nearest] > 0.0:
        for k in range(m.n[m.want_demand_at + i], m.n[m.want_demand_at + i + 1]):
            target += m.s[m.left + m.n[m.want_demand + k]]
    return target  # type: ignore[no-any-return]


@part
def _span(m: Model, i: int, turn: int) -> tuple[int, int]:
    """The sources that a want asks in a round: one by one, nearest first; dues ask all at once."""
    begin, end = m.n[m.source_at + i], m.n[m.source_at + i + 1]
    if m.n[m.want_kind + i] == HAND_OVER:
        return (begin, end) if turn == 0 else (end, end)
    begin = min(begin + turn, end)
    return begin, min(begin + 1, end)


@part
def _ask(m: Model, t: int, lacking: int, turn: int) -> tuple[int, int]:
    """Ask the sources of this round. Number of requests, and of wants that still lack and had a source to ask."""
    asked, still = 0, 0
    for j in range(lacking):
        i = m.q[m.lacking + j]
        begin, end = _span(m, i, turn)
        if begin == end or m.s[m.want_need + i] <= TINY:
            continue
        m.q[m.lacking + still] = i
        still += 1
        held = 0.0
        for k in range(begin, end):
            m.s[m.request + k] = m.s[m.avail + m.n[m.source_cell + k]] if usable(m, t, k) else 0.0
            held += m.s[m.request + k]
        for k in range(begin, end):
            if m.s[m.request + k] > TINY:
                m.s[m.request + k] = m.s[m.want_need + i] * m.x[m.source_ratio + k] * m.s[m.request + k] / held
                m.q[m.asked + asked] = k
                m.q[m.asker + asked] = i
                asked += 1
    return asked, still


@part
def usable(m: Model, t: int, k: int) -> bool:
    """Could something be sent from a source today? Also chooses the agreement that carries it."""
    m.q[m.chosen + k] = -1
    if not passable(m, m.n[m.source_leg + k]):
        return False
    if m.s[m.lift_left + m.n[m.leg_lane + m.n[m.source_leg + k]]] <= TINY:
        return False
    way = m.n[m.source_way + k]
    if way < 0:
        return True
    if not m.n[m.way_frees + way] and m.s[m.pool + m.n[m.way_pool + way]] <= TINY:
        return False
    if m.n[m.agree_at + way] == m.n[m.agree_at + way + 1]:
        return True
    for j in range(m.n[m.agree_at + way], m.n[m.agree_at + way + 1]):
        agreement = m.n[m.agree + j]
        if allowance(m, t, agreement) > TINY:
            m.q[m.chosen + k] = agreement
            return True
    return False


@part
def allowance(m: Model, t: int, agreement: int) -> float:
    """Units that an agreement still lets go today: nothing when it is not in force."""
    begin = m.x[m.agree_begin + agreement]
    if t < begin or t >= m.x[m.agree_end + agreement]:
        return 0.0
    ceiling = m.r[m.ceiling + agreement]
    return ceiling * (t + 1.0 - max(0.0, begin)) / YEAR - m.s[m.sent + agreement]  # type: ignore[no-any-return]


@part
def _grant(m: Model, t: int, asked: int) -> bool:
    """Cut each request to its share of its source, then to its share of the scarcest other limit, and send it."""
    for j in range(asked):
        k = m.q[m.asked + j]
        m.s[m.ask + m.n[m.source_cell + k]] += m.s[m.request + k]
    for j in range(asked):
        k = m.q[m.asked + j]
        cell = m.n[m.source_cell + k]
        wanted = m.s[m.ask + cell] + m.s[m.keep + cell]
        m.s[m.grant + j] = m.s[m.request + k] * min(1.0, m.s[m.avail + cell] / wanted)
        _book(m, k, m.s[m.grant + j], 1.0)
    for j in range(asked):
        m.s[m.grant + j] *= _share(m, t, m.q[m.asked + j])
    for j in range(asked):
        k = m.q[m.asked + j]
        m.s[m.ask + m.n[m.source_cell + k]] = 0.0
        _book(m, k, 0.0, 0.0)
    arrived = False
    for j in range(asked):
        arrived = _dispatch(m, t, m.q[m.asked + j], m.q[m.asker + j], m.s[m.grant + j]) or arrived
    return arrived


@part
def _dispatch(m: Model, t: int, k: int, i: int, granted: float) -> bool:
    """Take from a source what was granted to a want, and send it. True when part of it arrived at once."""
    cell, leg, way = m.n[m.source_cell + k], m.n[m.source_leg + k], m.n[m.source_way + k]
    quantity = min(granted, m.s[m.stock + cell])
    if quantity <= 0.0:
        return False
    m.s[m.stock + cell] -= quantity
    m.s[m.avail + cell] = max(0.0, m.s[m.avail + cell] - quantity)
    m.s[m.coming + m.n[m.leg_ends + leg]] += quantity
    m.s[m.want_need + i] -= quantity / m.x[m.source_ratio + k]
    if way >= 0:
        _charge(m, way, m.q[m.chosen + k], quantity, m.n[m.want_due + i])
    return send(m, t, leg, quantity)


@part
def _book(m: Model, k: int, quantity: float, sign: float) -> None:
    """Add a request to what is asked of its lane, pool and agreement (sign 1), or clear what is asked (sign 0)."""
    leg, way = m.n[m.source_leg + k], m.n[m.source_way + k]
    lane = m.lane_ask + m.n[m.leg_lane + leg]
    m.s[lane] = (m.s[lane] + quantity * m.x[m.mass + m.n[m.leg_item + leg]]) * sign
    if way >= 0 and not m.n[m.way_frees + way]:
        pool = m.pool_ask + m.n[m.way_pool + way]
        m.s[pool] = (m.s[pool] + quantity) * sign
    if m.q[m.chosen + k] >= 0:
        agreement = m.agree_ask + m.q[m.chosen + k]
        m.s[agreement] = (m.s[agreement] + quantity) * sign


@part
def _share(m: Model, t: int, k: int) -> float:
    """The share of a request that the scarcest of lane, pool and agreement grants."""
    leg, way = m.n[m.source_leg + k], m.n[m.source_way + k]
    lane, agreement = m.n[m.leg_lane + leg], m.q[m.chosen + k]
    share = 1.0
    if m.s[m.lane_ask + lane] > m.s[m.lift_left + lane]:
        share = m.s[m.lift_left + lane] / m.s[m.lane_ask + lane]
    if way >= 0 and not m.n[m.way_frees + way]:
        pool = m.n[m.way_pool + way]
        if m.s[m.pool_ask + pool] > m.s[m.pool + pool]:
            share = min(share, m.s[m.pool + pool] / m.s[m.pool_ask + pool])
    if agreement >= 0:
        most = allowance(m, t, agreement)
        if m.s[m.agree_ask + agreement] > most:
            share = min(share, most / m.s[m.agree_ask + agreement])
    return share


@part
def _charge(m: Model, way: int, agreement: int, quantity: float, due: int) -> None:
    """Book an export: on the supplier's pool, on the agreement, on the due that it meets."""
    if not m.n[m.way_frees + way]:
        m.s[m.pool + m.n[m.way_pool + way]] -= quantity
    if agreement >= 0:
        m.s[m.sent + agreement] += quantity
    if due >= 0:
        m.s[m.given + due] += quantity
    elif m.n[m.way_due + way] >= 0:
        m.s[m.given + m.n[m.way_due + way]] += quantity
