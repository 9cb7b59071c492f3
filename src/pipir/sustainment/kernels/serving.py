"""Step 4 of a day: claims are served from what lies at their site, commitments that leave are handed over."""

from __future__ import annotations

from pipir.sustainment.compiled import part
from pipir.sustainment.kernels.arriving import note
from pipir.sustainment.kernels.ordering import owed, usable
from pipir.sustainment.layout import Model
from pipir.sustainment.moves import HAND_OVER
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
                need *= gamma(m.k[m.demand_key + k], run, t, m.x[m.demand_cv + k])
        m.s[m.need + k] = need
        m.s[m.left + k] = need


@part
def serve(m: Model, t: int, leaving: bool) -> None:
    """Serve rank by rank; within a rank in proportion to what is owed, own item before substitutes.

    `leaving` also hands over commitments to recipients without sites, spread over the supplier's sites by what they
    hold, as far as the supplier's pool allows; and it sets aside from later ranks what is to leave by lane today.
    """
    m.s[m.aside : m.aside + m.cells] = 0.0
    for rank in range(m.ranks):
        serve_rank(m, t, rank, leaving)


@part
def serve_rank(m: Model, t: int, rank: int, leaving: bool) -> None:
    """Serve the claims of a rank from what is not set aside, as `serve` says."""
    use = 0
    while _ask(m, t, rank, use, leaving and use == 0):
        for k in range(m.n[m.demand_rank_at + rank], m.n[m.demand_rank_at + rank + 1]):
            if _uses(m, k, use):
                _serve_one(m, k, m.n[m.use_at + k] + use)
        if leaving and use == 0:
            for k in range(m.n[m.leaving_rank_at + rank], m.n[m.leaving_rank_at + rank + 1]):
                _hand_over(m, k)
            for i in range(m.n[m.want_rank_at + rank], m.n[m.want_rank_at + rank + 1]):
                _set_aside(m, t, i, True)
        use += 1


@part
def _uses(m: Model, k: int, use: int) -> bool:
    """Is a demand still unmet, and has it so many things to be served from?"""
    return m.s[m.left + k] > 0.0 and m.n[m.use_at + k] + use < m.n[m.use_at + k + 1]  # type: ignore[no-any-return]


@part
def _ask(m: Model, t: int, rank: int, use: int, leaving: bool) -> bool:
    """Add up what is asked of each cell and note what it holds. False when nobody asks."""
    first, last = m.n[m.demand_rank_at + rank], m.n[m.demand_rank_at + rank + 1]
    asked = False
    for k in range(first, last):
        if _uses(m, k, use):
            asked = True
            note(m, m.n[m.use_cell + m.n[m.use_at + k] + use])
    if leaving:
        _note_dues(m, t, rank)
    for k in range(first, last):
        if _uses(m, k, use):
            u = m.n[m.use_at + k] + use
            m.s[m.claimed + m.n[m.use_cell + u]] += m.s[m.left + k] * m.x[m.use_ratio + u]
    return (leaving and _ask_for_dues(m, t, rank)) or asked


@part
def _note_dues(m: Model, t: int, rank: int) -> None:
    """Note what the cells hold that commitments and promises of a rank take from."""
    for k in range(m.n[m.leaving_rank_at + rank], m.n[m.leaving_rank_at + rank + 1]):
        for c in range(m.n[m.leaving_at + k], m.n[m.leaving_at + k + 1]):
            note(m, m.n[m.leaving_cell + c])
    for i in range(m.n[m.want_rank_at + rank], m.n[m.want_rank_at + rank + 1]):
        if _leaves_by_lane(m, t, i) > 0.0:
            for k in range(m.n[m.source_at + i], m.n[m.source_at + i + 1]):
                note(m, m.n[m.source_cell + k])


@part
def _ask_for_dues(m: Model, t: int, rank: int) -> bool:
    """Ask for what leaves the network and what is to leave by lane. False when nothing is due."""
    asked = False
    for k in range(m.n[m.leaving_rank_at + rank], m.n[m.leaving_rank_at + rank + 1]):
        m.s[m.request + k] = _due_today(m, t, rank, k)
        asked = asked or m.s[m.request + k] > 0.0
        _spread(m, k)
    for i in range(m.n[m.want_rank_at + rank], m.n[m.want_rank_at + rank + 1]):
        asked = _set_aside(m, t, i, False) or asked
    return asked


@part
def _leaves_by_lane(m: Model, t: int, i: int) -> float:
    """What a commitment or promise that goes by lane still has to send today, as far as its supplier's pool allows."""
    first = m.n[m.source_at + i]
    if m.n[m.want_kind + i] != HAND_OVER or first == m.n[m.source_at + i + 1]:
        return 0.0
    way = m.n[m.source_way + first]
    due = owed(m, t, i)
    return max(0.0, due if m.n[m.way_frees + way] else min(due, m.s[m.pool + m.n[m.way_pool + way]]))


@part
def _set_aside(m: Model, t: int, i: int, settle: bool) -> bool:
    """Ask each source of such a claim for its part, by what it holds, or set its share aside. False: none is due."""
    due, held = _leaves_by_lane(m, t, i), 0.0
    if due <= 0.0:
        return False
    for k in range(m.n[m.source_at + i], m.n[m.source_at + i + 1]):
        if usable(m, t, k):
            held += m.s[m.held + m.n[m.source_cell + k]]
    for k in range(m.n[m.source_at + i], m.n[m.source_at + i + 1]):
        cell = m.n[m.source_cell + k]
        if m.s[m.held + cell] > 0.0 and usable(m, t, k):
            part = due * m.s[m.held + cell] / held
            if settle:
                m.s[m.aside + cell] += part * min(1.0, m.s[m.held + cell] / m.s[m.claimed + cell])
            else:
                m.s[m.claimed + cell] += part
    return held > 0.0


@part
def _serve_one(m: Model, k: int, u: int) -> None:
    cell = m.n[m.use_cell + u]
    if m.s[m.claimed + cell] <= 0.0:
        return
    taken = m.s[m.left + k] * m.x[m.use_ratio + u] * min(1.0, m.s[m.held + cell] / m.s[m.claimed + cell])
    taken = min(taken, m.s[m.stock + cell])
    m.s[m.stock + cell] -= taken
    m.s[m.left + k] = max(0.0, m.s[m.left + k] - taken / m.x[m.use_ratio + u])
    m.s[m.served + m.n[m.cell_item + cell]] += taken


@part
def open_due(m: Model, t: int, k: int) -> float:
    """What has fallen due of a commitment that leaves and is not yet handed over."""
    due = m.n[m.leaving + k]
    return max(0.0, m.r[m.due + due] * m.x[m.due_share + t * m.dues + due] - m.s[m.given + due])  # type: ignore[no-any-return]


@part
def _due_today(m: Model, t: int, rank: int, k: int) -> float:
    """What may go of it: never early, never from the reserve; claims of one rank share what the supplier may send."""
    way = m.n[m.leaving_way + k]
    if m.n[m.way_frees + way]:
        return open_due(m, t, k)
    pool = m.n[m.way_pool + way]
    asked = 0.0
    for j in range(m.n[m.leaving_rank_at + rank], m.n[m.leaving_rank_at + rank + 1]):
        other = m.n[m.leaving_way + j]
        if m.n[m.way_pool + other] == pool and not m.n[m.way_frees + other]:
            asked += open_due(m, t, j)
    share = 1.0
    if asked > m.s[m.pool + pool]:
        share = max(0.0, m.s[m.pool + pool]) / asked
    return open_due(m, t, k) * share


@part
def _spread(m: Model, k: int) -> None:
    held = 0.0
    for c in range(m.n[m.leaving_at + k], m.n[m.leaving_at + k + 1]):
        held += m.s[m.held + m.n[m.leaving_cell + c]]
    if held > 0.0:
        for c in range(m.n[m.leaving_at + k], m.n[m.leaving_at + k + 1]):
            cell = m.n[m.leaving_cell + c]
            m.s[m.claimed + cell] += m.s[m.request + k] * m.s[m.held + cell] / held


@part
def _hand_over(m: Model, k: int) -> None:
    held = 0.0
    for c in range(m.n[m.leaving_at + k], m.n[m.leaving_at + k + 1]):
        held += m.s[m.held + m.n[m.leaving_cell + c]]
    if held <= 0.0 or m.s[m.request + k] <= 0.0:
        return
    due, way = m.n[m.leaving + k], m.n[m.leaving_way + k]
    for c in range(m.n[m.leaving_at + k], m.n[m.leaving_at + k + 1]):
        cell = m.n[m.leaving_cell + c]
        if m.s[m.held + cell] <= 0.0:
            continue
        taken = m.s[m.request + k] * m.s[m.held + cell] / held * min(1.0, m.s[m.held + cell] / m.s[m.claimed + cell])
        taken = min(taken, m.s[m.stock + cell])
        m.s[m.stock + cell] -= taken
        m.s[m.given + due] += taken
        m.s[m.counted + due] += taken
        m.s[m.handed + m.n[m.cell_item + cell]] += taken
        if not m.n[m.way_frees + way]:
            m.s[m.pool + m.n[m.way_pool + way]] -= taken
