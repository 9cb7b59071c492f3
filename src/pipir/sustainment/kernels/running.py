"""A whole run, day by day in the order of the contract, and step 6: stock is read."""

from __future__ import annotations

from pipir.sustainment.compiled import kernel, part
from pipir.sustainment.kernels.arriving import arrive
from pipir.sustainment.kernels.making import finish, make
from pipir.sustainment.kernels.ordering import order
from pipir.sustainment.kernels.serving import draw_needs, serve
from pipir.sustainment.kernels.shipping import forward, lift_today
from pipir.sustainment.kernels.striking import draw_strikes, strike
from pipir.sustainment.layout import Floats, Ints, Model, Trace

SHORT = 1e-6
"""Share of what is owed, or of the day-0 holding, below which a shortage or a rest does not count."""


@kernel
def run_block(m: Model, figures: Floats, trace: Trace, runs: Ints, expected: bool) -> None:
    """Run each of the runs with these numbers; `figures` has a row for each of them, or one for all.

    With `expected` the weather is given (means of hazards) and demands are their means; else both are drawn.
    """
    for row in range(runs.shape[0]):
        own = figures[row if figures.shape[0] > 1 else 0]
        for k in range(own.shape[0]):
            m.r[k] = own[k]
        begin(m, trace, row)
        if not expected:
            draw_strikes(m, runs[row])
        for t in range(m.days):
            day(m, runs[row], t, expected)
            read(m, trace, row, t)
        finish_run(m, trace, row)


@part
def day(m: Model, run: int, t: int, expected: bool) -> None:
    """One day: losses, arrivals and output, making, serving, shipping; what came at once can still serve today."""
    strike(m, t)
    arrive(m, t)
    finish(m, t)
    make(m, t)
    draw_needs(m, run, t, expected)
    lift_today(m, t)
    serve(m, t, True)
    forward(m, t)
    if order(m, t):
        forward(m, t)
    serve(m, t, False)


@part
def begin(m: Model, trace: Trace, row: int) -> None:
    """Set a run back to day 0."""
    m.s[:] = 0.0
    m.q[m.until : m.until + m.legs] = -1
    for k in range(m.holds):
        cell = m.n[m.hold_cell + k]
        m.s[m.stock + cell] += m.r[m.hold + k]
        m.s[m.start + m.n[m.cell_item + cell]] += m.r[m.hold + k]
        if m.n[m.hold_pool + k] >= 0:
            free = max(0.0, m.r[m.hold + k] - m.x[m.hold_reserve + k])
            m.s[m.pool + m.n[m.hold_pool + k]] += free
    for k in range(m.under_way):
        leg = m.n[m.way_leg + k]
        m.s[m.ring + m.n[m.leg_ring + leg] + m.n[m.way_day + k]] += m.r[m.way + k]
        m.q[m.until + leg] = m.n[m.way_day + k]
        m.s[m.coming + m.n[m.leg_ends + leg]] += m.r[m.way + k]
        m.s[m.start + m.n[m.leg_item + leg]] += m.r[m.way + k]
        if m.n[m.leg_pair + leg] >= 0:
            m.s[m.afloat + m.n[m.leg_pair + leg]] += m.r[m.way + k]
    _limits(m)
    for pair in range(m.pairs):
        m.s[m.first + pair] = m.s[m.afloat + pair]
        trace.short[row, pair] = -1
        trace.short_site[row, pair] = -1
        trace.out[row, pair] = -1
    for cell in range(m.cells):
        pair = m.n[m.cell_pair + cell]
        if pair >= 0:
            m.s[m.first + pair] += m.s[m.stock + cell]
    trace.owed[row] = 0.0
    trace.unmet[row] = 0.0


@part
def _limits(m: Model) -> None:
    """What each site may hold: its storage, or its mass on day 0 where that is more already."""
    for site in range(m.sites):
        tonnes, explosive = 0.0, 0.0
        for cell in range(m.n[m.cell_at + site], m.n[m.cell_at + site + 1]):
            tonnes += m.s[m.stock + cell] * m.x[m.mass + m.n[m.cell_item + cell]]
            explosive += m.s[m.stock + cell] * m.x[m.neq + m.n[m.cell_item + cell]]
        m.s[m.limit_t + site] = max(m.x[m.storage + site], tonnes)
        m.s[m.limit_kg + site] = max(m.x[m.explosive + site], explosive)


@part
def read(m: Model, trace: Trace, row: int, t: int) -> None:
    """Stock of each nation and item at the end of the day, and who is short or out for the first time."""
    stock = trace.stock[row, t]
    stock[:] = 0.0
    for cell in range(m.cells):
        if m.n[m.cell_pair + cell] >= 0:
            stock[m.n[m.cell_pair + cell]] += m.s[m.stock + cell]
    for k in range(m.sent_along):
        leg = m.n[m.legs_by_stage + k]
        if m.s[m.waiting + leg] > 0.0 and m.n[m.leg_from_pair + leg] >= 0:
            stock[m.n[m.leg_from_pair + leg]] += m.s[m.waiting + leg]
    for pair in range(m.pairs):
        held = stock[pair] + m.s[m.afloat + pair]
        if trace.out[row, pair] < 0 and m.s[m.first + pair] > 0.0 and held < SHORT * m.s[m.first + pair]:
            trace.out[row, pair] = t
    _read_claims(m, trace, row, t)


@part
def _read_claims(m: Model, trace: Trace, row: int, t: int) -> None:
    m.s[m.pair_owed : m.pair_owed + m.pairs] = 0.0
    m.s[m.pair_unmet : m.pair_unmet + m.pairs] = 0.0
    m.s[m.pair_worst : m.pair_worst + m.pairs] = 0.0
    for k in range(m.demands):
        if m.s[m.need + k] <= 0.0:
            continue
        trace.owed[row, k] += m.s[m.need + k]
        trace.unmet[row, k] += m.s[m.left + k]
        pair = m.n[m.demand_pair + k]
        if pair >= 0:
            m.s[m.pair_owed + pair] += m.s[m.need + k]
            m.s[m.pair_unmet + pair] += m.s[m.left + k]
            if m.s[m.left + k] > m.s[m.pair_worst + pair]:
                m.s[m.pair_worst + pair] = m.s[m.left + k]
                m.q[m.pair_site + pair] = m.n[m.demand_site + k]
    for pair in range(m.pairs):
        if trace.short[row, pair] < 0 and m.s[m.pair_unmet + pair] > SHORT * m.s[m.pair_owed + pair]:
            trace.short[row, pair] = t
            trace.short_site[row, pair] = m.q[m.pair_site + pair]


@part
def finish_run(m: Model, trace: Trace, row: int) -> None:
    """What a run leaves: dues unmet, goods under way, starts, and the balance of every item."""
    demands, last = m.demands, m.days - 1
    for due in range(m.dues):
        owed = m.r[m.due + due] * m.x[m.due_share + last * m.dues + due]
        trace.owed[row, demands + due] = owed
        trace.unmet[row, demands + due] = max(0.0, owed - m.s[m.counted + due])
    for pair in range(m.pairs):
        trace.afloat[row, pair] = m.s[m.afloat + pair]
    for line in range(m.lines):
        trace.started[row, line] = 0.0
        trace.could[row, line] = 0.0
        for t in range(m.days):
            trace.started[row, line] += m.s[m.started + t * m.lines + line]
            trace.could[row, line] += m.r[m.starts + t * m.lines + line] * m.w[m.line_open + t * m.lines + line]
    for item in range(m.items):
        trace.balance[row, item, 0] = m.s[m.start + item]
        trace.balance[row, item, 1] = m.s[m.made + item]
        trace.balance[row, item, 2] = m.s[m.used + item]
        trace.balance[row, item, 3] = m.s[m.served + item]
        trace.balance[row, item, 4] = m.s[m.lost + item]
        trace.balance[row, item, 5] = m.s[m.handed + item]
        trace.balance[row, item, 6] = 0.0
    for cell in range(m.cells):
        trace.balance[row, m.n[m.cell_item + cell], 6] += m.s[m.stock + cell]
    for leg in range(m.legs):
        under_way = m.s[m.waiting + leg] + m.s[m.door + leg]
        ring = m.ring + m.n[m.leg_ring + leg]
        for slot in range(ring, ring + m.n[m.leg_room + leg]):
            under_way += m.s[slot]
        trace.balance[row, m.n[m.leg_item + leg], 6] += under_way
