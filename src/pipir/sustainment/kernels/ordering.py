"""Step 5 of a day, orders: what each want asks for, from the nearest source that can give, rank by rank.

Within a rank and a round every limit (stock at the source, lift of the lane, what the supplier may send, the ceiling of
an agreement) is shared in proportion to what is asked, so that no order depends on the place of its row in a table.
"""

from __future__ import annotations


from pipir.sustainment.compiled import part
from pipir.sustainment.kernels.arriving import note_stock
from pipir.sustainment.kernels.shipping import TINY, YEAR, passable, send
from pipir.sustainment.layout import Drawn, Fixed, Floats, State, Weather
from pipir.sustainment.moves import HAND_OVER


@part
def order(f: Fixed, d: Drawn, row: int, s: State, w: Weather, t: int, lost: Floats) -> bool:
    """Place and send today's orders. True when something arrived at once."""
    note_stock(s)
    for cell in range(s.hope.shape[0]):
        s.hope[cell] = max(s.coming[cell], 0.0)
    arrived = False
    for rank in range(f.ranks):
        first, last = f.want_rank_at[rank], f.want_rank_at[rank + 1]
        if first == last or not _state_needs(f, d, row, s, t, first, last):
            continue
        turn = 0
        while _ask(f, d, row, s, w, t, (first, last, turn)):
            _cut(f, d, row, s, t, (first, last, turn))
            arrived = _fill(f, s, w, t, (first, last, turn), lost) or arrived
            turn += 1
        for i in range(first, last):
            for c in range(f.want_cell_at[i], f.want_cell_at[i + 1]):
                s.avail[f.want_cell[c]] = max(0.0, s.avail[f.want_cell[c]] - s.want_keep[c])
    return arrived


@part
def _state_needs(f: Fixed, d: Drawn, row: int, s: State, t: int, first: int, last: int) -> bool:
    """What each want of a rank still lacks once goods on the way and stock at its own site are counted."""
    r = row if d.due.shape[0] > 1 else 0
    s.keep[:] = 0.0
    lacking = False
    for i in range(first, last):
        need = f.want_target[i, t]
        if f.want_kind[i] == HAND_OVER:
            need = d.due[r, f.want_due[i]] * need - s.given[f.want_due[i]]
        elif f.source_at[i] < f.source_at[i + 1] and f.source_same_day[f.source_at[i]] > 0.0:
            for k in range(f.want_demand_at[i], f.want_demand_at[i + 1]):
                need += s.left[f.want_demand[k]]
        for c in range(f.want_cell_at[i], f.want_cell_at[i + 1]):
            cell, ratio = f.want_cell[c], f.want_ratio[c]
            counted = max(0.0, min(s.hope[cell], need * ratio))
            s.hope[cell] -= counted
            need -= counted / ratio
            s.want_keep[c] = max(0.0, min(s.avail[cell], need * ratio))
            s.keep[cell] += s.want_keep[c]
            need -= s.want_keep[c] / ratio
        s.want_need[i] = need if need > TINY else 0.0
        lacking = lacking or need > TINY
    return lacking


@part
def _span(f: Fixed, i: int, turn: int) -> tuple[int, int]:
    """The sources that a want asks in a round: one by one, nearest first; dues ask all at once."""
    begin, end = f.source_at[i], f.source_at[i + 1]
    if f.want_kind[i] == HAND_OVER:
        return (begin, end) if turn == 0 else (end, end)
    begin = min(begin + turn, end)
    return begin, min(begin + 1, end)


@part
def _ask(f: Fixed, d: Drawn, row: int, s: State, w: Weather, t: int, part: tuple[int, int, int]) -> bool:
    """Ask the sources of this round and add up what is asked of each limit. False when nobody is left to ask."""
    s.ask[:] = 0.0
    s.lane_ask[:] = 0.0
    s.pool_ask[:] = 0.0
    s.agree_ask[:] = 0.0
    more = False
    for i in range(part[0], part[1]):
        begin, end = _span(f, i, part[2])
        if begin == end or s.want_need[i] <= TINY:
            continue
        more = True
        held = 0.0
        for k in range(begin, end):
            s.request[k] = s.avail[f.source_cell[k]] if _usable(f, d, row, s, w, t, k) else 0.0
            held += s.request[k]
        for k in range(begin, end):
            if s.request[k] <= 0.0:
                continue
            s.request[k] = s.want_need[i] * f.source_ratio[k] * s.request[k] / held
            leg, way = f.source_leg[k], f.source_way[k]
            s.ask[f.source_cell[k]] += s.request[k]
            s.lane_ask[f.leg_lane[leg]] += s.request[k] * f.mass[f.leg_item[leg]]
            if way >= 0 and not f.way_frees[way]:
                s.pool_ask[f.way_pool[way]] += s.request[k]
            if s.chosen[k] >= 0:
                s.agree_ask[s.chosen[k]] += s.request[k]
    return more


@part
def _usable(f: Fixed, d: Drawn, row: int, s: State, w: Weather, t: int, k: int) -> bool:
    """Can something be sent from a source today? Also chooses the agreement that carries it."""
    s.chosen[k] = -1
    if s.avail[f.source_cell[k]] <= 0.0 or not passable(f, w, t, f.source_leg[k]):
        return False
    if s.lift_left[f.leg_lane[f.source_leg[k]]] <= 0.0:
        return False
    way = f.source_way[k]
    if way < 0:
        return True
    if not f.way_frees[way] and s.pool[f.way_pool[way]] <= TINY:
        return False
    if f.agree_at[way] == f.agree_at[way + 1]:
        return True
    for j in range(f.agree_at[way], f.agree_at[way + 1]):
        agreement = f.agree[j]
        if allowance(f, d, row, s, t, agreement) > TINY:
            s.chosen[k] = agreement
            return True
    return False


@part
def allowance(f: Fixed, d: Drawn, row: int, s: State, t: int, agreement: int) -> float:
    """Units that an agreement still lets go today: nothing when it is not in force."""
    begin = f.agree_begin[agreement]
    if t < begin or t >= f.agree_end[agreement]:
        return 0.0
    ceiling = d.ceiling[row if d.ceiling.shape[0] > 1 else 0, agreement]
    return ceiling * (t + 1.0 - max(0.0, begin)) / YEAR - s.sent[agreement]  # type: ignore[no-any-return]


@part
def _cut(f: Fixed, d: Drawn, row: int, s: State, t: int, part: tuple[int, int, int]) -> None:
    """Cut each request to its share of the scarcest limit that it needs."""
    for i in range(part[0], part[1]):
        begin, end = _span(f, i, part[2])
        if s.want_need[i] <= TINY:
            continue
        for k in range(begin, end):
            if s.request[k] <= 0.0:
                continue
            cell, leg, way = f.source_cell[k], f.source_leg[k], f.source_way[k]
            lane = f.leg_lane[leg]
            share = min(1.0, s.avail[cell] / (s.ask[cell] + s.keep[cell]))
            if s.lane_ask[lane] > s.lift_left[lane]:
                share = min(share, s.lift_left[lane] / s.lane_ask[lane])
            if way >= 0 and not f.way_frees[way] and s.pool_ask[f.way_pool[way]] > s.pool[f.way_pool[way]]:
                share = min(share, s.pool[f.way_pool[way]] / s.pool_ask[f.way_pool[way]])
            agreement = s.chosen[k]
            if agreement >= 0:
                most = allowance(f, d, row, s, t, agreement)
                if s.agree_ask[agreement] > most:
                    share = min(share, most / s.agree_ask[agreement])
            s.request[k] *= share


@part
def _fill(f: Fixed, s: State, w: Weather, t: int, part: tuple[int, int, int], lost: Floats) -> bool:
    """Take what was granted from stock and send it."""
    arrived = False
    for i in range(part[0], part[1]):
        begin, end = _span(f, i, part[2])
        if s.want_need[i] <= TINY:
            continue
        granted = 0.0
        for k in range(begin, end):
            quantity = min(s.request[k], s.stock[f.source_cell[k]])
            if quantity <= 0.0:
                continue
            cell, leg, way = f.source_cell[k], f.source_leg[k], f.source_way[k]
            s.stock[cell] -= quantity
            s.avail[cell] = max(0.0, s.avail[cell] - quantity)
            s.coming[f.leg_ends[leg]] += quantity
            granted += quantity / f.source_ratio[k]
            if way >= 0:
                _charge(f, s, way, s.chosen[k], quantity, f.want_due[i])
            arrived = send(f, s, w, t, leg, quantity, lost) or arrived
        s.want_need[i] -= granted
    return arrived


@part
def _charge(f: Fixed, s: State, way: int, agreement: int, quantity: float, due: int) -> None:
    """Book an export: on the supplier's pool, on the agreement, on the due that it meets."""
    if not f.way_frees[way]:
        s.pool[f.way_pool[way]] -= quantity
    if agreement >= 0:
        s.sent[agreement] += quantity
    if due >= 0:
        s.given[due] += quantity
    elif f.way_due[way] >= 0:
        s.given[f.way_due[way]] += quantity
