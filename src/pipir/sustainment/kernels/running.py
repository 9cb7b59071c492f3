"""A whole run, day by day in the order of the contract, and step 6: stock is read."""

from __future__ import annotations

from pipir.sustainment.compiled import kernel, part
from pipir.sustainment.kernels.arriving import arrive
from pipir.sustainment.kernels.making import finish, make
from pipir.sustainment.kernels.ordering import order
from pipir.sustainment.kernels.serving import draw_needs, serve
from pipir.sustainment.kernels.shipping import forward, lift_today
from pipir.sustainment.kernels.striking import draw_strikes, strike
from pipir.sustainment.layout import Drawn, Fixed, Ints, State, Trace, Weather

SHORT = 1e-6
"""Share of what is owed, or of the day-0 holding, below which a shortage or a rest does not count."""


@kernel
def run_block(f: Fixed, d: Drawn, s: State, w: Weather, trace: Trace, runs: Ints, expected: bool) -> None:
    """Run each of the runs with these numbers.

    With `expected` the weather is given (means of hazards) and demands are their means; else both are drawn.
    """
    for row in range(runs.shape[0]):
        run = runs[row]
        begin(f, d, row, s, trace)
        if not expected:
            draw_strikes(f, d, row, run, w)
        for t in range(f.days):
            day(f, d, row, s, w, trace, t, run, expected)
        finish_run(f, d, row, s, trace)


@part
def day(  # noqa: PLR0913 - a kernel takes its arrays one by one
    f: Fixed, d: Drawn, row: int, s: State, w: Weather, trace: Trace, t: int, run: int, expected: bool
) -> None:
    """One day: losses, arrivals and output, making, serving, shipping, reading."""
    made, used, served = trace.balance[row, :, 1], trace.balance[row, :, 2], trace.balance[row, :, 3]
    lost, handed = trace.balance[row, :, 4], trace.balance[row, :, 5]
    strike(f, s, w, t, lost)
    arrive(f, s, w, t)
    finish(f, d, row, s, t, made)
    make(f, d, row, s, w, t, made, used)
    draw_needs(f, d, row, s, run, t, expected)
    serve(f, d, row, s, t, True, served, handed)
    lift_today(f, d, row, s, w, t)
    forward(f, s, w, t, lost)
    if order(f, d, row, s, w, t, lost):
        forward(f, s, w, t, lost)
    serve(f, d, row, s, t, False, served, handed)
    read(f, s, trace, row, t)


@part
def begin(f: Fixed, d: Drawn, row: int, s: State, trace: Trace) -> None:
    """Set a run back to day 0."""
    for array in (s.stock, s.coming, s.waiting, s.door, s.ring, s.afloat, s.pool, s.sent, s.given, s.counted, s.first):
        array[:] = 0.0
    s.started[:] = 0.0
    trace.balance[row] = 0.0
    start = trace.balance[row, :, 0]
    h = row if d.hold.shape[0] > 1 else 0
    for k in range(f.hold_cell.shape[0]):
        cell = f.hold_cell[k]
        s.stock[cell] += d.hold[h, k]
        start[f.cell_item[cell]] += d.hold[h, k]
        if f.hold_pool[k] >= 0:
            s.pool[f.hold_pool[k]] += max(0.0, d.hold[h, k] - f.hold_reserve[k])
    u = row if d.way.shape[0] > 1 else 0
    for k in range(f.way_leg.shape[0]):
        leg = f.way_leg[k]
        s.ring[f.leg_ring[leg] + f.way_day[k]] += d.way[u, k]
        s.coming[f.leg_ends[leg]] += d.way[u, k]
        start[f.leg_item[leg]] += d.way[u, k]
        if f.leg_pair[leg] >= 0:
            s.afloat[f.leg_pair[leg]] += d.way[u, k]
    _limits(f, s)
    for pair in range(f.pairs):
        s.first[pair] = s.afloat[pair]
        trace.short[row, pair] = -1
        trace.short_site[row, pair] = -1
        trace.out[row, pair] = -1
    for cell in range(f.cell_site.shape[0]):
        if f.cell_pair[cell] >= 0:
            s.first[f.cell_pair[cell]] += s.stock[cell]
    trace.owed[row] = 0.0
    trace.unmet[row] = 0.0


@part
def _limits(f: Fixed, s: State) -> None:
    """What each site may hold: its storage, or its mass on day 0 where that is more already."""
    for site in range(f.storage.shape[0]):
        tonnes, explosive = 0.0, 0.0
        for cell in range(f.cell_at[site], f.cell_at[site + 1]):
            tonnes += s.stock[cell] * f.mass[f.cell_item[cell]]
            explosive += s.stock[cell] * f.neq[f.cell_item[cell]]
        s.limit_t[site] = max(f.storage[site], tonnes)
        s.limit_kg[site] = max(f.explosive[site], explosive)


@part
def read(f: Fixed, s: State, trace: Trace, row: int, t: int) -> None:
    """Stock of each nation and item at the end of the day, and who is short or out for the first time."""
    stock = trace.stock[row, t]
    stock[:] = 0.0
    for cell in range(f.cell_site.shape[0]):
        if f.cell_pair[cell] >= 0:
            stock[f.cell_pair[cell]] += s.stock[cell]
    for leg in range(f.leg_lane.shape[0]):
        if s.waiting[leg] > 0.0 and f.leg_from_pair[leg] >= 0:
            stock[f.leg_from_pair[leg]] += s.waiting[leg]
    for pair in range(f.pairs):
        held = stock[pair] + s.afloat[pair]
        if trace.out[row, pair] < 0 and held < SHORT * s.first[pair]:
            trace.out[row, pair] = t
    _read_claims(f, s, trace, row, t)


@part
def _read_claims(f: Fixed, s: State, trace: Trace, row: int, t: int) -> None:
    s.pair_owed[:] = 0.0
    s.pair_unmet[:] = 0.0
    s.pair_worst[:] = 0.0
    for k in range(f.demand_begin.shape[0]):
        trace.owed[row, k] += s.need[k]
        trace.unmet[row, k] += s.left[k]
        pair = f.demand_pair[k]
        if pair >= 0:
            s.pair_owed[pair] += s.need[k]
            s.pair_unmet[pair] += s.left[k]
            if s.left[k] > s.pair_worst[pair]:
                s.pair_worst[pair] = s.left[k]
                s.pair_site[pair] = f.demand_site[k]
    for pair in range(f.pairs):
        if trace.short[row, pair] < 0 and s.pair_unmet[pair] > SHORT * s.pair_owed[pair]:
            trace.short[row, pair] = t
            trace.short_site[row, pair] = s.pair_site[pair]


@part
def finish_run(f: Fixed, d: Drawn, row: int, s: State, trace: Trace) -> None:
    """What a run leaves: dues unmet, goods under way, starts, and the balance of every item."""
    demands, last = f.demand_begin.shape[0], f.days - 1
    r = row if d.due.shape[0] > 1 else 0
    for due in range(f.due_share.shape[0]):
        owed = d.due[r, due] * f.due_share[due, last]
        trace.owed[row, demands + due] = owed
        trace.unmet[row, demands + due] = max(0.0, owed - s.counted[due])
    for pair in range(f.pairs):
        trace.afloat[row, pair] = s.afloat[pair]
    c = row if d.starts.shape[0] > 1 else 0
    for line in range(f.line_cell.shape[0]):
        trace.started[row, line] = 0.0
        trace.could[row, line] = 0.0
        for t in range(f.days):
            trace.started[row, line] += s.started[line, t]
            trace.could[row, line] += d.starts[c, line, t]
    end = trace.balance[row, :, 6]
    for cell in range(f.cell_site.shape[0]):
        end[f.cell_item[cell]] += s.stock[cell]
    for leg in range(f.leg_lane.shape[0]):
        under_way = s.waiting[leg] + s.door[leg]
        for slot in range(f.leg_ring[leg], f.leg_ring[leg] + f.leg_room[leg]):
            under_way += s.ring[slot]
        end[f.leg_item[leg]] += under_way
