"""How much room do runs need, and where in it does each array begin? Blocks of memory for the kernels."""

from __future__ import annotations

from typing import Any

import numpy as np

from pipir.sustainment.compiled import block
from pipir.sustainment.layout import (
    BALANCE,
    BY_DAY,
    COUNTS,
    NUMBERS,
    OPEN,
    SHEETS,
    STATE,
    Drawn,
    Fixed,
    Floats,
    Ints,
    Model,
    Orders,
    Trace,
    Weather,
)

LAST = 2**30
"""The largest whole number that kernels are given."""


def counts(f: Fixed) -> dict[str, int]:
    """Numbers of things, by the names of `layout.COUNTS`."""
    legs = len(f.leg_lane)
    found = {
        "days": f.days,
        "ranks": f.ranks,
        "stages": f.stages,
        "cells": len(f.cell_site),
        "sites": len(f.handling),
        "items": len(f.mass),
        "lanes": len(f.lane_from),
        "lines": len(f.line_cell),
        "legs": legs,
        "sent_along": len(f.legs_by_stage),
        "slots": int(f.leg_ring[-1] + f.leg_room[-1]) if legs else 0,
        "holds": len(f.hold_cell),
        "under_way": len(f.way_leg),
        "wants": len(f.want_kind),
        "want_cells": len(f.want_cell),
        "requests": max(len(f.source_cell), len(f.leaving)),
        "agreements": len(f.agree_begin),
        "pools": f.pools,
        "demands": len(f.demand_begin),
        "dues": len(f.due_share),
        "leavings": len(f.leaving),
        "hazards": len(f.hazard_kind),
        "pairs": f.pairs,
    }
    assert tuple(found) == COUNTS
    return found


def model(f: Fixed, drawn: Drawn, weather: Weather) -> Model:
    """Fresh memory for runs one after another; `drawn` gives the sizes of figures, `weather` what hazards do."""
    size = counts(f)
    (n_at, n), (k_at, k), (x_at, x) = (_lay(arrays) for arrays in _split(f))
    r_at, r = _lay({name: np.zeros(array[0].size) for name, array in drawn._asdict().items()})
    w_at, w = _lay(weather._asdict())
    s_at, s = _lay({name: np.zeros([size[k] for k in sizes]) for name, sizes in STATE.items()})
    q_at, q = _lay({name: np.full([size[k] for k in sizes], -1, dtype=np.int32) for name, sizes in NUMBERS.items()})
    places = n_at | k_at | x_at | r_at | w_at | s_at | q_at
    blocks = {"n": n, "k": k, "x": x, "r": r, "s": s, "q": q, "w": w}
    return Model(**size, **places, **{name: block(array) for name, array in blocks.items()})


def orders(f: Fixed, origin: Ints) -> Orders:
    """Room for a script of all days, empty, and for what is open of it; `origin` is the cell each leg leaves from."""
    size = {
        "legs": len(f.leg_lane),
        "lines": len(f.line_cell),
        "uses": len(f.use_cell),
        "handings": len(f.leaving_cell),
        "cells": len(f.cell_site),
    }
    p_at, p = _lay({name: np.zeros((f.days, size[of])) for name, of in SHEETS.items()})
    s_at, s = _lay({name: np.zeros(size[of]) for name, of in OPEN.items()})
    n_at, n = _lay({"origin": origin.astype(np.int32)})
    q_at, q = _lay({"going": np.zeros(size["legs"], dtype=np.int32)})
    blocks = {"p": p, "s": s, "n": n, "q": q}
    sizes = {of: size[of] for of in SHEETS.values()}
    places = p_at | s_at | n_at | q_at
    return Orders(**sizes, **places, **{name: block(array) for name, array in blocks.items()})


def rows(drawn: Drawn) -> Floats:
    """The figures of each run as one row, in the order of `Drawn`: shape (runs or 1, figures)."""
    count = max(len(array) for array in drawn)
    own = [array.swapaxes(1, 2) if name in BY_DAY else array for name, array in drawn._asdict().items()]
    flat = [np.broadcast_to(array, (count, *array.shape[1:])).reshape(count, -1) for array in own]
    return np.ascontiguousarray(np.concatenate([array.astype(np.float64) for array in flat], axis=1))


def view(m: Model, name: str, size: int) -> Floats:
    """What the state holds under a name."""
    begin = getattr(m, name)
    found: Floats = m.s[begin : begin + size]
    return found


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


def _split(f: Fixed) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The fixed arrays of whole numbers (truths too), of keys, and of figures.

    Whole numbers take half the usual room, so that more of what a day needs stays near the processor; days that no
    scenario reaches are cut to the largest.
    """
    arrays = {name: array for name, array in f._asdict().items() if isinstance(array, np.ndarray)}
    arrays |= {name: arrays[name].T for name in BY_DAY if name in arrays}
    figures = {name: array for name, array in arrays.items() if array.dtype.kind == "f"}
    keys = {name: array for name, array in arrays.items() if array.dtype == np.uint64}
    rest = arrays.keys() - figures.keys() - keys.keys()
    whole = {name: np.minimum(array, LAST).astype(np.int32) for name, array in arrays.items() if name in rest}
    return whole, keys, figures


def _lay(arrays: dict[str, Any]) -> tuple[dict[str, int], Any]:
    """Where each array begins in one block, and the block."""
    sizes = [np.size(array) for array in arrays.values()]
    begins = np.concatenate([[0], np.cumsum(sizes)]).astype(int)
    block = np.concatenate([np.ravel(array) for array in arrays.values()]) if arrays else np.zeros(0)
    return {name: int(begin) for name, begin in zip(arrays, begins, strict=False)}, np.ascontiguousarray(block)
