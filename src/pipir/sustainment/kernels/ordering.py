"""Step 5 of a day, orders: what each want asks for, from the nearest source that can give, rank by rank.

Within a rank and a round every limit (stock at the source, lift of the lane, what the supplier may send, the ceiling of
an agreement) is shared in proportion to what is asked, so that no order depends on the place of its row in a table.
"""

from __future__ import annotations


from pipir.sustainment.compiled import part
from pipir.sustainment.kernels.arriving import note_stock
from pipir.sustainment.kernels.shipping import TINY, YEAR, passable, send
from pipir.sustainment.layout import Model
from pipir.sustainment.moves import HAND_OVER


@part
def order(m: Model, t: int) -> bool:
    """Place and send today's orders. True when something arrived at once."""
    note_stock(m)
    for cell in range(m.cells):
        m.s[m.hope + cell] = max(m.s[m.coming + cell], 0.0)
    arrived = False
    for rank in range(m.ranks):
        first, last = m.n[m.want_rank_at + rank], m.n[m.want_rank_at + rank + 1]
        if first == last or not _state_needs(m, t, first, last):
            continue
        turn = 0
        while _ask(m, t, (first, last, turn)):
            _cut(m, t, (first, last, turn))
            arrived = _fill(m, t, (first, last, turn)) or arrived
            turn += 1
        for i in range(first, last):
            for c in range(m.n[m.want_cell_at + i], m.n[m.want_cell_at + i + 1]):
                m.s[m.avail + m.n[m.want_cell + c]] = max(0.0, m.s[m.avail + m.n[m.want_cell + c]] - m.s[m.want_keep + c])
    return arrived


@part
def _state_needs(m: Model, t: int, first: int, last: int) -> bool:
    """What each want of a rank still lacks once goods on the way and stock at its own site are counted."""
    m.s[m.keep : m.keep + m.cells] = 0.0
    lacking = False
    for i in range(first, last):
        need = m.x[m.want_target + i * m.days + t]
        if m.n[m.want_kind + i] == HAND_OVER:
            need = m.r[m.due + m.n[m.want_due + i]] * need - m.s[m.given + m.n[m.want_due + i]]
        elif m.n[m.source_at + i] < m.n[m.source_at + i + 1] and m.x[m.source_same_day + m.n[m.source_at + i]] > 0.0:
            for k in range(m.n[m.want_demand_at + i], m.n[m.want_demand_at + i + 1]):
                need += m.s[m.left + m.n[m.want_demand + k]]
        for c in range(m.n[m.want_cell_at + i], m.n[m.want_cell_at + i + 1]):
            cell, ratio = m.n[m.want_cell + c], m.x[m.want_ratio + c]
            counted = max(0.0, min(m.s[m.hope + cell], need * ratio))
            m.s[m.hope + cell] -= counted
            need -= counted / ratio
            m.s[m.want_keep + c] = max(0.0, min(m.s[m.avail + cell], need * ratio))
            m.s[m.keep + cell] += m.s[m.want_keep + c]
            need -= m.s[m.want_keep + c] / ratio
        m.s[m.want_need + i] = need if need > TINY else 0.0
        lacking = lacking or need > TINY
    return lacking


@part
def _span(m: Model, i: int, turn: int) -> tuple[int, int]:
    """The sources that a want asks in a round: one by one, nearest first; dues ask all at once."""
    begin, end = m.n[m.source_at + i], m.n[m.source_at + i + 1]
    if m.n[m.want_kind + i] == HAND_OVER:
        return (begin, end) if turn == 0 else (end, end)
    begin = min(begin + turn, end)
    return begin, min(begin + 1, end)


@part
def _ask(m: Model, t: int, part: tuple[int, int, int]) -> bool:
    """Ask the sources of this round and add up what is asked of each limit. False when nobody is left to ask."""
    m.s[m.ask : m.ask + m.cells] = 0.0
    m.s[m.lane_ask : m.lane_ask + m.lanes] = 0.0
    m.s[m.pool_ask : m.pool_ask + m.pools] = 0.0
    m.s[m.agree_ask : m.agree_ask + m.agreements] = 0.0
    more = False
    for i in range(part[0], part[1]):
        begin, end = _span(m, i, part[2])
        if begin == end or m.s[m.want_need + i] <= TINY:
            continue
        more = True
        held = 0.0
        for k in range(begin, end):
            m.s[m.request + k] = m.s[m.avail + m.n[m.source_cell + k]] if _usable(m, t, k) else 0.0
            held += m.s[m.request + k]
        for k in range(begin, end):
            if m.s[m.request + k] <= 0.0:
                continue
            m.s[m.request + k] = m.s[m.want_need + i] * m.x[m.source_ratio + k] * m.s[m.request + k] / held
            leg, way = m.n[m.source_leg + k], m.n[m.source_way + k]
            m.s[m.ask + m.n[m.source_cell + k]] += m.s[m.request + k]
            m.s[m.lane_ask + m.n[m.leg_lane + leg]] += m.s[m.request + k] * m.x[m.mass + m.n[m.leg_item + leg]]
            if way >= 0 and not m.n[m.way_frees + way]:
                m.s[m.pool_ask + m.n[m.way_pool + way]] += m.s[m.request + k]
            if m.q[m.chosen + k] >= 0:
                m.s[m.agree_ask + m.q[m.chosen + k]] += m.s[m.request + k]
    return more


@part
def _usable(m: Model, t: int, k: int) -> bool:
    """Can something be sent from a source today? Also chooses the agreement that carries it."""
    m.q[m.chosen + k] = -1
    if m.s[m.avail + m.n[m.source_cell + k]] <= 0.0 or not passable(m, t, m.n[m.source_leg + k]):
        return False
    if m.s[m.lift_left + m.n[m.leg_lane + m.n[m.source_leg + k]]] <= 0.0:
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
def _cut(m: Model, t: int, part: tuple[int, int, int]) -> None:
    """Cut each request to its share of the scarcest limit that it needs."""
    for i in range(part[0], part[1]):
        begin, end = _span(m, i, part[2])
        if m.s[m.want_need + i] <= TINY:
            continue
        for k in range(begin, end):
            if m.s[m.request + k] <= 0.0:
                continue
            cell, leg, way = m.n[m.source_cell + k], m.n[m.source_leg + k], m.n[m.source_way + k]
            lane = m.n[m.leg_lane + leg]
            share = min(1.0, m.s[m.avail + cell] / (m.s[m.ask + cell] + m.s[m.keep + cell]))
            if m.s[m.lane_ask + lane] > m.s[m.lift_left + lane]:
                share = min(share, m.s[m.lift_left + lane] / m.s[m.lane_ask + lane])
            if way >= 0 and not m.n[m.way_frees + way] and m.s[m.pool_ask + m.n[m.way_pool + way]] > m.s[m.pool + m.n[m.way_pool + way]]:
                share = min(share, m.s[m.pool + m.n[m.way_pool + way]] / m.s[m.pool_ask + m.n[m.way_pool + way]])
            agreement = m.q[m.chosen + k]
            if agreement >= 0:
                most = allowance(m, t, agreement)
                if m.s[m.agree_ask + agreement] > most:
                    share = min(share, most / m.s[m.agree_ask + agreement])
            m.s[m.request + k] *= share


@part
def _fill(m: Model, t: int, part: tuple[int, int, int]) -> bool:
    """Take what was granted from stock and send it."""
    arrived = False
    for i in range(part[0], part[1]):
        begin, end = _span(m, i, part[2])
        if m.s[m.want_need + i] <= TINY:
            continue
        granted = 0.0
        for k in range(begin, end):
            quantity = min(m.s[m.request + k], m.s[m.stock + m.n[m.source_cell + k]])
            if quantity <= 0.0:
                continue
            cell, leg, way = m.n[m.source_cell + k], m.n[m.source_leg + k], m.n[m.source_way + k]
            m.s[m.stock + cell] -= quantity
            m.s[m.avail + cell] = max(0.0, m.s[m.avail + cell] - quantity)
            m.s[m.coming + m.n[m.leg_ends + leg]] += quantity
            granted += quantity / m.x[m.source_ratio + k]
            if way >= 0:
                _charge(m, way, m.q[m.chosen + k], quantity, m.n[m.want_due + i])
            arrived = send(m, t, leg, quantity) or arrived
        m.s[m.want_need + i] -= granted
    return arrived


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
