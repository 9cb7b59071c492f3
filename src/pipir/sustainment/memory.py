"""How much room does a block of runs need? Fresh arrays for state and trace."""

from __future__ import annotations

import numpy as np

from pipir.sustainment.layout import BALANCE, Fixed, State, Trace


def state(f: Fixed) -> State:
    """Room for the state of one run."""
    cells, legs = len(f.cell_site), len(f.leg_lane)
    sites, lanes, lines = len(f.handling), len(f.lane_from), len(f.line_cell)
    ring = int((f.leg_ring[-1] + f.leg_room[-1]) if legs else 0)
    requests = max(len(f.source_cell), len(f.leaving))
    sizes = {
        "stock": cells, "coming": cells, "waiting": legs, "door": legs, "ring": ring, "afloat": f.pairs,
        "pool": f.pools, "sent": len(f.agree_begin), "given": len(f.due_share), "counted": len(f.due_share),
        "lift_left": lanes, "need": len(f.demand_begin), "left": len(f.demand_begin), "limit_t": sites,
        "limit_kg": sites, "ask": cells, "avail": cells, "hope": cells, "keep": cells, "lane_ask": lanes,
        "pool_ask": f.pools, "agree_ask": len(f.agree_begin), "site_in": sites, "want_need": len(f.want_kind),
        "want_keep": len(f.want_cell), "request": requests, "first": f.pairs, "pair_owed": f.pairs,
        "pair_unmet": f.pairs, "pair_worst": f.pairs,
    }  # fmt: skip
    return State(
        **{name: np.zeros(size) for name, size in sizes.items()},
        started=np.zeros((lines, f.days)),
        chosen=np.full(requests, -1, dtype=np.int64),
        pair_site=np.zeros(f.pairs, dtype=np.int64),
    )


def trace(f: Fixed, runs: int) -> Trace:
    """Room for what a block of runs leaves behind."""
    claims, lines = len(f.demand_begin) + len(f.due_share), len(f.line_cell)
    return Trace(
        stock=np.zeros((runs, f.days, f.pairs)),
        short=np.zeros((runs, f.pairs), dtype=np.int64),
        short_site=np.zeros((runs, f.pairs), dtype=np.int64),
        out=np.zeros((runs, f.pairs), dtype=np.int64),
        owed=np.zeros((runs, claims)),
        unmet=np.zeros((runs, claims)),
        afloat=np.zeros((runs, f.pairs)),
        started=np.zeros((runs, lines)),
        could=np.zeros((runs, lines)),
        balance=np.zeros((runs, len(f.mass), len(BALANCE))),
    )
