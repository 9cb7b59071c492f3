"""Step 4 of a day: claims are served from what lies at their site, commitments that leave are handed over."""

from __future__ import annotations

from pipir.sustainment.compiled import part
from pipir.sustainment.kernels.arriving import note_stock
from pipir.sustainment.layout import Drawn, Fixed, Floats, State
from pipir.sustainment.streams import gamma


@part
def draw_needs(f: Fixed, d: Drawn, row: int, s: State, run: int, t: int, expected: bool) -> None:
    """What each demand owes today: its rate over the part of the day in its window, times a gamma of mean 1."""
    r = row if d.demand.shape[0] > 1 else 0
    for k in range(f.demand_begin.shape[0]):
        part = min(f.demand_end[k], t + 1.0) - max(f.demand_begin[k], float(t))
        need = 0.0
        if part > 0.0:
            need = d.demand[r, k] * part
            if not expected:
                need *= gamma(f.demand_key[k], run, t, f.demand_cv[k])
        s.need[k] = need
        s.left[k] = need


@part
def serve(f: Fixed, d: Drawn, row: int, s: State, t: int, leaving: bool, served: Floats, handed: Floats) -> None:
    """Serve rank by rank; within a rank in proportion to what is owed, own item before substitutes.

    `leaving` also hands over commitments to recipients without sites, spread over the supplier's sites by what they
    hold, as far as the supplier's pool allows.
    """
    for rank in range(f.ranks):
        first, last = f.demand_rank_at[rank], f.demand_rank_at[rank + 1]
        go, stop = f.leaving_rank_at[rank], f.leaving_rank_at[rank + 1]
        use = 0
        while True:
            s.ask[:] = 0.0
            asked = False
            for k in range(first, last):
                if s.left[k] > 0.0 and f.use_at[k] + use < f.use_at[k + 1]:
                    u = f.use_at[k] + use
                    if s.stock[f.use_cell[u]] > 0.0:
                        s.ask[f.use_cell[u]] += s.left[k] * f.use_ratio[u]
                    asked = True
            if use == 0 and leaving:
                for k in range(go, stop):
                    s.request[k] = _due_today(f, d, row, s, t, k)
                    asked = asked or s.request[k] > 0.0
                    _spread(f, s, k)
            if not asked:
                break
            note_stock(s)
            for k in range(first, last):
                if s.left[k] > 0.0 and f.use_at[k] + use < f.use_at[k + 1]:
                    _serve_one(f, s, k, f.use_at[k] + use, served)
            if use == 0 and leaving:
                for k in range(go, stop):
                    _hand_over(f, s, k, handed)
            use += 1


@part
def _serve_one(f: Fixed, s: State, k: int, u: int, served: Floats) -> None:
    cell = f.use_cell[u]
    if s.ask[cell] <= 0.0:
        return
    taken = s.left[k] * f.use_ratio[u] * min(1.0, s.avail[cell] / s.ask[cell])
    taken = min(taken, s.stock[cell])
    s.stock[cell] -= taken
    s.left[k] = max(0.0, s.left[k] - taken / f.use_ratio[u])
    served[f.cell_item[cell]] += taken


@part
def _due_today(f: Fixed, d: Drawn, row: int, s: State, t: int, k: int) -> float:
    """What has fallen due of a commitment that leaves and may go: never early, never from the reserve."""
    due = f.leaving[k]
    r = row if d.due.shape[0] > 1 else 0
    open_due = d.due[r, due] * f.due_share[due, t] - s.given[due]
    way = f.leaving_way[k]
    if not f.way_frees[way]:
        pool = f.way_pool[way]
        others = 0.0
        for j in range(f.leaving.shape[0]):
            if f.way_pool[f.leaving_way[j]] == pool and not f.way_frees[f.leaving_way[j]] and _same_rank(f, j, k):
                others += max(0.0, d.due[r, f.leaving[j]] * f.due_share[f.leaving[j], t] - s.given[f.leaving[j]])
        if others > s.pool[pool]:
            open_due *= max(0.0, s.pool[pool]) / others
    return max(0.0, open_due)


@part
def _same_rank(f: Fixed, j: int, k: int) -> bool:
    for rank in range(f.ranks):
        if f.leaving_rank_at[rank] <= k < f.leaving_rank_at[rank + 1]:
            return f.leaving_rank_at[rank] <= j < f.leaving_rank_at[rank + 1]  # type: ignore[no-any-return]
    return False


@part
def _spread(f: Fixed, s: State, k: int) -> None:
    held = 0.0
    for c in range(f.leaving_at[k], f.leaving_at[k + 1]):
        held += s.stock[f.leaving_cell[c]]
    if held > 0.0:
        for c in range(f.leaving_at[k], f.leaving_at[k + 1]):
            s.ask[f.leaving_cell[c]] += s.request[k] * s.stock[f.leaving_cell[c]] / held


@part
def _hand_over(f: Fixed, s: State, k: int, handed: Floats) -> None:
    held = 0.0
    for c in range(f.leaving_at[k], f.leaving_at[k + 1]):
        held += s.avail[f.leaving_cell[c]]
    if held <= 0.0 or s.request[k] <= 0.0:
        return
    due, way = f.leaving[k], f.leaving_way[k]
    for c in range(f.leaving_at[k], f.leaving_at[k + 1]):
        cell = f.leaving_cell[c]
        if s.avail[cell] <= 0.0:
            continue
        taken = s.request[k] * s.avail[cell] / held * min(1.0, s.avail[cell] / s.ask[cell])
        taken = min(taken, s.stock[cell])
        s.stock[cell] -= taken
        s.given[due] += taken
        s.counted[due] += taken
        handed[f.cell_item[cell]] += taken
        if not f.way_frees[way]:
            s.pool[f.way_pool[way]] -= taken
