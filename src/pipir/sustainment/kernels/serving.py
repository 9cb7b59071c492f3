"""Step 4 of a day: claims are served from what lies at their site, commitments that leave are handed over."""

from __future__ import annotations

import numpy as np

from pipir.sustainment.compiled import part
from pipir.sustainment.kernels.arriving import note_stock
from pipir.sustainment.layout import Model
from pipir.sustainment.streams import gamma


@part
def draw_needs(m: Model, run: int, t: int, expected: bool) -> None:
    """What each demand owes today: its rate over the part of the day in its window, times a gamma of mean 1."""
    for k in range(m.demands):
        part = min(m.x[m.demand_end + k], t + 1.0) - max(m.x[m.demand_begin + k], float(t))
        need = 0.0
        if part > 0.0:
            need = m.r[m.demand + k] * part
            if not expected:
                need *= gamma(np.uint64(m.n[m.demand_key + k]), run, t, m.x[m.demand_cv + k])
        m.s[m.need + k] = need
        m.s[m.left + k] = need


@part
def serve(m: Model, t: int, leaving: bool) -> None:
    """Serve rank by rank; within a rank in proportion to what is owed, own item before substitutes.

    `leaving` also hands over commitments to recipients without sites, spread over the supplier's sites by what they
    hold, as far as the supplier's pool allows.
    """
    for rank in range(m.ranks):
        first, last = m.n[m.demand_rank_at + rank], m.n[m.demand_rank_at + rank + 1]
        go, stop = m.n[m.leaving_rank_at + rank], m.n[m.leaving_rank_at + rank + 1]
        use = 0
        while True:
            m.s[m.ask : m.ask + m.cells] = 0.0
            asked = False
            for k in range(first, last):
                if m.s[m.left + k] > 0.0 and m.n[m.use_at + k] + use < m.n[m.use_at + k + 1]:
                    u = m.n[m.use_at + k] + use
                    if m.s[m.stock + m.n[m.use_cell + u]] > 0.0:
                        m.s[m.ask + m.n[m.use_cell + u]] += m.s[m.left + k] * m.x[m.use_ratio + u]
                    asked = True
            if use == 0 and leaving:
                for k in range(go, stop):
                    m.s[m.request + k] = _due_today(m, t, k)
                    asked = asked or m.s[m.request + k] > 0.0
                    _spread(m, k)
            if not asked:
                break
            note_stock(m)
            for k in range(first, last):
                if m.s[m.left + k] > 0.0 and m.n[m.use_at + k] + use < m.n[m.use_at + k + 1]:
                    _serve_one(m, k, m.n[m.use_at + k] + use)
            if use == 0 and leaving:
                for k in range(go, stop):
                    _hand_over(m, k)
            use += 1


@part
def _serve_one(m: Model, k: int, u: int) -> None:
    cell = m.n[m.use_cell + u]
    if m.s[m.ask + cell] <= 0.0:
        return
    taken = m.s[m.left + k] * m.x[m.use_ratio + u] * min(1.0, m.s[m.avail + cell] / m.s[m.ask + cell])
    taken = min(taken, m.s[m.stock + cell])
    m.s[m.stock + cell] -= taken
    m.s[m.left + k] = max(0.0, m.s[m.left + k] - taken / m.x[m.use_ratio + u])
    m.s[m.served + m.n[m.cell_item + cell]] += taken


@part
def _due_today(m: Model, t: int, k: int) -> float:
    """What has fallen due of a commitment that leaves and may go: never early, never from the reserve."""
    due = m.n[m.leaving + k]
    open_due = m.r[m.due + due] * m.x[m.due_share + due * m.days + t] - m.s[m.given + due]
    way = m.n[m.leaving_way + k]
    if not m.n[m.way_frees + way]:
        pool = m.n[m.way_pool + way]
        others = 0.0
        for j in range(m.leavings):
            if m.n[m.way_pool + m.n[m.leaving_way + j]] == pool and not m.n[m.way_frees + m.n[m.leaving_way + j]] and _same_rank(m, j, k):
                others += max(0.0, m.r[m.due + m.n[m.leaving + j]] * m.x[m.due_share + m.n[m.leaving + j] * m.days + t] - m.s[m.given + m.n[m.leaving + j]])
        if others > m.s[m.pool + pool]:
            open_due *= max(0.0, m.s[m.pool + pool]) / others
    return max(0.0, open_due)


@part
def _same_rank(m: Model, j: int, k: int) -> bool:
    for rank in range(m.ranks):
        if m.n[m.leaving_rank_at + rank] <= k < m.n[m.leaving_rank_at + rank + 1]:
            return m.n[m.leaving_rank_at + rank] <= j < m.n[m.leaving_rank_at + rank + 1]  # type: ignore[no-any-return]
    return False


@part
def _spread(m: Model, k: int) -> None:
    held = 0.0
    for c in range(m.n[m.leaving_at + k], m.n[m.leaving_at + k + 1]):
        held += m.s[m.stock + m.n[m.leaving_cell + c]]
    if held > 0.0:
        for c in range(m.n[m.leaving_at + k], m.n[m.leaving_at + k + 1]):
            m.s[m.ask + m.n[m.leaving_cell + c]] += m.s[m.request + k] * m.s[m.stock + m.n[m.leaving_cell + c]] / held


@part
def _hand_over(m: Model, k: int) -> None:
    held = 0.0
    for c in range(m.n[m.leaving_at + k], m.n[m.leaving_at + k + 1]):
        held += m.s[m.avail + m.n[m.leaving_cell + c]]
    if held <= 0.0 or m.s[m.request + k] <= 0.0:
        return
    due, way = m.n[m.leaving + k], m.n[m.leaving_way + k]
    for c in range(m.n[m.leaving_at + k], m.n[m.leaving_at + k + 1]):
        cell = m.n[m.leaving_cell + c]
        if m.s[m.avail + cell] <= 0.0:
            continue
        taken = m.s[m.request + k] * m.s[m.avail + cell] / held * min(1.0, m.s[m.avail + cell] / m.s[m.ask + cell])
        taken = min(taken, m.s[m.stock + cell])
        m.s[m.stock + cell] -= taken
        m.s[m.given + due] += taken
        m.s[m.counted + due] += taken
        m.s[m.handed + m.n[m.cell_item + cell]] += taken
        if not m.n[m.way_frees + way]:
            m.s[m.pool + m.n[m.way_pool + way]] -= taken
