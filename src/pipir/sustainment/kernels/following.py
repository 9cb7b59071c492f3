"""A day that follows a script: what was decided before is done, as far as the day allows.

Within a day nothing has an order: what comes in can be used, and what is made can leave, on the same day. The steps are
therefore gone through again until nothing more happens. Where something does not suffice for all it is shared in
proportion to what is to happen, rank by rank for claims.
"""

from __future__ import annotations

from pipir.sustainment.compiled import kernel, part
from pipir.sustainment.kernels.arriving import land, note, take_in
from pipir.sustainment.kernels.leaving import leave
from pipir.sustainment.kernels.making import begin_work, claim_bills, finish, share_of_bill
from pipir.sustainment.kernels.running import begin, finish_run, read
from pipir.sustainment.kernels.serving import draw_needs, open_due, serve_rank
from pipir.sustainment.kernels.shipping import TINY, lift_today
from pipir.sustainment.kernels.storing import put_back
from pipir.sustainment.kernels.striking import draw_strikes, strike
from pipir.sustainment.layout import Floats, Model, Orders, Trace

ROUNDS = 200
"""Times that a day is gone through at most: goods that go round in a circle within it take longest."""


@kernel
def follow(m: Model, o: Orders, figures: Floats, trace: Trace, place: tuple, expected: bool) -> None:  # type: ignore[type-arg]
    """Go through days [first, last) of a run by its script; `place` is (row of the trace, run, first, last).

    A run begins with its first day and is closed after its last, so that it can be stopped between two days.
    """
    row, run, first, last = place
    if first == 0:
        own = figures[row if figures.shape[0] > 1 else 0]
        for k in range(own.shape[0]):
            m.r[k] = own[k]
        begin(m, trace, row)
        if not expected:
            draw_strikes(m, run)
    for t in range(first, last):
        follow_day(m, o, run, t, expected)
        read(m, trace, row, t)
    if last == m.days:
        finish_run(m, trace, row)


@part
def follow_day(m: Model, o: Orders, run: int, t: int, expected: bool) -> None:
    """One day: losses, arrivals and output; then all that is to happen, until nothing more does."""
    strike(m, t)
    for leg in range(m.legs):
        land(m, t, leg)
    finish(m, t)
    draw_needs(m, run, t, expected)
    lift_today(m, t)
    _open_day(m, o, t)
    for _ in range(ROUNDS):
        moved = _enter(m, o, t)
        moved = _begin(m, o, t) or moved
        moved = _fill(m, o) or moved
        moved = _hand_over(m, o, t) or moved
        moved = leave(m, o, t) or moved
        if not moved:
            break
    _discard(m, o, t)
    _serve_rest(m, o, t)
    put_back(m, o)


@part
def _open_day(m: Model, o: Orders, t: int) -> None:
    """Add what the day is to bring to what could not happen before."""
    for leg in range(m.legs):
        o.s[o.to_send + leg] += o.p[o.send + t * o.legs + leg]
        o.s[o.entered + leg] = 0.0
    for line in range(m.lines):
        o.s[o.to_start + line] += o.p[o.start + t * o.lines + line]
    for k in range(o.handings):
        o.s[o.to_hand + k] += o.p[o.hand + t * o.handings + k]
    for u in range(o.uses):
        o.s[o.to_fill + u] = o.p[o.fill + t * o.uses + u]
    m.s[m.site_in : m.site_in + m.sites] = 0.0
    m.s[m.aside : m.aside + m.cells] = 0.0


@part
def _enter(m: Model, o: Orders, t: int) -> bool:
    """Take in what stands at doors and is not held back there, as far as the handling of the day allows."""
    moved = False
    for site in range(m.sites):
        share_open = m.w[m.site_open + t * m.sites + site]
        if share_open <= 0.0:
            continue
        tonnes = 0.0
        for k in range(m.n[m.legs_in_at + site], m.n[m.legs_in_at + site + 1]):
            leg = m.n[m.legs_in + k]
            tonnes += _at_door(m, o, t, leg) * m.x[m.mass + m.n[m.leg_item + leg]]
        room = max(0.0, m.x[m.handling + site] * share_open - m.s[m.site_in + site])
        share = 1.0 if tonnes <= room else room / tonnes
        for k in range(m.n[m.legs_in_at + site], m.n[m.legs_in_at + site + 1]):
            leg = m.n[m.legs_in + k]
            mass = m.x[m.mass + m.n[m.leg_item + leg]]
            quantity = _at_door(m, o, t, leg) * (share if mass > 0.0 else 1.0)
            if quantity > 0.0:
                m.s[m.door + leg] -= quantity
                m.s[m.site_in + site] += quantity * mass
                o.s[o.entered + leg] += quantity
                take_in(m, leg, quantity)
                moved = moved or quantity > TINY
    return moved


@part
def _at_door(m: Model, o: Orders, t: int, leg: int) -> float:
    """What stands at the door of a leg's end beyond what the script holds back."""
    return max(0.0, m.s[m.door + leg] - o.p[o.hold + t * o.legs + leg])  # type: ignore[no-any-return]


@part
def _begin(m: Model, o: Orders, t: int) -> bool:
    """Begin what is to be begun, as far as capacity of the day and components allow."""
    for line in range(m.lines):
        wanted = 0.0
        if m.n[m.line_on + line]:
            could = m.r[m.starts + t * m.lines + line] * m.w[m.line_open + t * m.lines + line]
            wanted = max(0.0, min(o.s[o.to_start + line], could - m.s[m.started + t * m.lines + line]))
        m.s[m.wanted + line] = wanted
    claim_bills(m)
    moved = False
    for line in range(m.lines):
        begun = m.s[m.wanted + line] * share_of_bill(m, line)
        if begun > 0.0:
            o.s[o.to_start + line] -= begun
            begin_work(m, t, line, begun)
            moved = moved or begun > TINY
    return moved


@part
def _fill(m: Model, o: Orders) -> bool:
    """Serve what is to be served, as far as it is needed today and lies there, rank by rank."""
    moved = False
    for rank in range(m.ranks):
        first, last = m.n[m.demand_rank_at + rank], m.n[m.demand_rank_at + rank + 1]
        for d in range(first, last):
            for u in range(m.n[m.use_at + d], m.n[m.use_at + d + 1]):
                note(m, m.n[m.use_cell + u])
        for d in range(first, last):
            for u in range(m.n[m.use_at + d], m.n[m.use_at + d + 1]):
                m.s[m.claimed + m.n[m.use_cell + u]] += _to_fill(m, o, d, u)
        for d in range(first, last):
            for u in range(m.n[m.use_at + d], m.n[m.use_at + d + 1]):
                cell, wanted = m.n[m.use_cell + u], _to_fill(m, o, d, u)
                if wanted <= 0.0 or m.s[m.claimed + cell] <= 0.0:
                    continue
                taken = min(wanted * min(1.0, m.s[m.held + cell] / m.s[m.claimed + cell]), m.s[m.stock + cell])
                o.s[o.to_fill + u] -= taken
                m.s[m.stock + cell] -= taken
                m.s[m.left + d] = max(0.0, m.s[m.left + d] - taken / m.x[m.use_ratio + u])
                m.s[m.served + m.n[m.cell_item + cell]] += taken
                moved = moved or taken > TINY
    return moved


@part
def _to_fill(m: Model, o: Orders, d: int, u: int) -> float:
    """What is still to be served today of a use, as far as its demand needs it."""
    return max(0.0, min(o.s[o.to_fill + u], m.s[m.left + d] * m.x[m.use_ratio + u]))  # type: ignore[no-any-return]


@part
def _hand_over(m: Model, o: Orders, t: int) -> bool:
    """Hand over commitments that leave the network: what has fallen due, of what lies there, reserves apart."""
    moved = False
    for rank in range(m.ranks):
        first, last = m.n[m.leaving_rank_at + rank], m.n[m.leaving_rank_at + rank + 1]
        for k in range(first, last):
            for c in range(m.n[m.leaving_at + k], m.n[m.leaving_at + k + 1]):
                note(m, m.n[m.leaving_cell + c])
        for k in range(first, last):
            due = open_due(m, t, k)
            asked = 0.0
            for c in range(m.n[m.leaving_at + k], m.n[m.leaving_at + k + 1]):
                asked += o.s[o.to_hand + c]
            m.s[m.request + k] = 1.0 if asked <= due else due / asked
            for c in range(m.n[m.leaving_at + k], m.n[m.leaving_at + k + 1]):
                wanted = o.s[o.to_hand + c] * m.s[m.request + k]
                m.s[m.claimed + m.n[m.leaving_cell + c]] += wanted
                if not m.n[m.way_frees + m.n[m.leaving_way + k]]:
                    m.s[m.pool_ask + m.n[m.way_pool + m.n[m.leaving_way + k]]] += wanted
        for k in range(first, last):
            m.s[m.grant + k] = _of_pool(m, m.n[m.leaving_way + k])
        for k in range(first, last):
            m.s[m.pool_ask + m.n[m.way_pool + m.n[m.leaving_way + k]]] = 0.0
            moved = _hand_one(m, o, k, m.s[m.request + k] * m.s[m.grant + k]) or moved
    return moved


@part
def _of_pool(m: Model, way: int) -> float:
    """The share of what is asked of a supplier's pool that it can give."""
    if m.n[m.way_frees + way]:
        return 1.0
    pool = m.n[m.way_pool + way]
    asked, free = m.s[m.pool_ask + pool], max(0.0, m.s[m.pool + pool])
    return 1.0 if asked <= free else free / asked


@part
def _hand_one(m: Model, o: Orders, k: int, share: float) -> bool:
    """Hand over this share of what is to leave under a commitment, of what lies at each site."""
    due, way, moved = m.n[m.leaving + k], m.n[m.leaving_way + k], False
    for c in range(m.n[m.leaving_at + k], m.n[m.leaving_at + k + 1]):
        cell = m.n[m.leaving_cell + c]
        if o.s[o.to_hand + c] <= 0.0 or m.s[m.claimed + cell] <= 0.0:
            continue
        taken = o.s[o.to_hand + c] * share * min(1.0, m.s[m.held + cell] / m.s[m.claimed + cell])
        taken = min(taken, m.s[m.stock + cell])
        o.s[o.to_hand + c] -= taken
        m.s[m.stock + cell] -= taken
        m.s[m.given + due] += taken
        m.s[m.counted + due] += taken
        m.s[m.handed + m.n[m.cell_item + cell]] += taken
        if not m.n[m.way_frees + way]:
            m.s[m.pool + m.n[m.way_pool + way]] -= taken
        moved = moved or taken > TINY
    return moved


@part
def _discard(m: Model, o: Orders, t: int) -> None:
    """Throw away what is to be thrown away: it counts as lost."""
    for cell in range(m.cells):
        gone = min(o.p[o.discard + t * o.cells + cell], m.s[m.stock + cell])
        if gone > 0.0:
            m.s[m.stock + cell] -= gone
            m.s[m.lost + m.n[m.cell_item + cell]] += gone


@part
def _serve_rest(m: Model, o: Orders, t: int) -> None:
    """Serve what demands still lack from what lies above what the script keeps and what has still to leave."""
    m.s[m.hope : m.hope + m.cells] = 0.0
    for leg in range(m.legs):
        if o.n[o.origin + leg] >= 0:
            m.s[m.hope + o.n[o.origin + leg]] += o.s[o.to_send + leg]
    for c in range(o.handings):
        m.s[m.hope + m.n[m.leaving_cell + c]] += o.s[o.to_hand + c]
    for rank in range(m.ranks):
        first, last = m.n[m.demand_rank_at + rank], m.n[m.demand_rank_at + rank + 1]
        for u in range(m.n[m.use_at + first], m.n[m.use_at + last]):
            cell = m.n[m.use_cell + u]
            m.s[m.aside + cell] = m.s[m.hope + cell] + o.p[o.keep + t * o.uses + u]
        serve_rank(m, t, rank, False)
