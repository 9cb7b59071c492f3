"""Steps 2 and 3 of a day, by lines: what is finished comes in, what can be started takes its bill."""

from __future__ import annotations

import numpy as np

from pipir.sustainment.compiled import part
from pipir.sustainment.kernels.arriving import note_stock, room_of
from pipir.sustainment.layout import Drawn, Fixed, Floats, State, Weather

PASSES = 12
"""Rounds of sharing a component between lines; each gives on what a line could not use."""


@part
def _row(array: object, row: int) -> int:
    return row if array.shape[0] > 1 else 0  # type: ignore[attr-defined,no-any-return]


@part
def _comes_out(f: Fixed, s: State, line: int, quantity: float, made: Floats) -> None:
    if quantity > 0.0:
        s.stock[f.line_cell[line]] += quantity
        made[f.cell_item[f.line_cell[line]]] += quantity
        if f.line_owner[line] >= 0:
            s.pool[f.line_owner[line]] += quantity


@part
def finish(f: Fixed, d: Drawn, row: int, s: State, t: int, made: Floats) -> None:
    """Output of starts before today, spread over two days where the lead is not a whole number, and of work in hand."""
    r = _row(d.lead_whole, row)
    h = _row(d.hand, row)
    for line in range(f.line_cell.shape[0]):
        if not f.line_on[line]:
            continue
        whole, part = d.lead_whole[r, line], d.lead_part[r, line]
        out = d.hand[h, line, t]
        if whole >= 1 and t - whole >= 0:
            out += s.started[line, t - whole] * (1.0 - part)
        if t - whole - 1 >= 0:
            out += s.started[line, t - whole - 1] * part
        _comes_out(f, s, line, out, made)


@part
def make(f: Fixed, d: Drawn, row: int, s: State, w: Weather, t: int, made: Floats, used: Floats) -> None:
    """Start all that capacity and components allow; lines that want one component share it by what each would use.

    A line with a lead below one day puts out part of its starts at once, for lines after it to use. A site without
    room starts nothing.
    """
    c = _row(d.starts, row)
    r = _row(d.lead_whole, row)
    lines = f.line_cell.shape[0]
    for _ in range(PASSES):
        s.ask[:] = 0.0
        for line in range(lines):
            for k in range(f.bill_at[line], f.bill_at[line + 1]):
                s.ask[f.bill_cell[k]] += _still(f, d, c, s, w, t, line) * f.bill_quantity[k]
        note_stock(s)
        moved = False
        for line in range(lines):
            wanted = _still(f, d, c, s, w, t, line)
            if wanted <= 0.0:
                continue
            share = 1.0
            for k in range(f.bill_at[line], f.bill_at[line + 1]):
                cell = f.bill_cell[k]
                if s.ask[cell] > s.avail[cell]:
                    share = min(share, s.avail[cell] / s.ask[cell])
            begun = wanted * share
            if begun <= 1e-12 * wanted:
                continue
            moved = True
            s.started[line, t] += begun
            for k in range(f.bill_at[line], f.bill_at[line + 1]):
                cell = f.bill_cell[k]
                taken = min(begun * f.bill_quantity[k], s.stock[cell])
                s.stock[cell] -= taken
                used[f.cell_item[cell]] += taken
            if d.lead_whole[r, line] == 0:
                _comes_out(f, s, line, begun * (1.0 - d.lead_part[r, line]), made)
        if not moved:
            break


@part
def _still(f: Fixed, d: Drawn, c: int, s: State, w: Weather, t: int, line: int) -> float:
    """Units that the line could still start today."""
    if not f.line_on[line]:
        return 0.0
    most = d.starts[c, line, t] * w.line_open[t, line]
    left = most - s.started[line, t]
    if left <= 1e-12 * most:
        return 0.0
    site = f.cell_site[f.line_cell[line]]
    if np.isfinite(s.limit_t[site]) or np.isfinite(s.limit_kg[site]):
        tonnes, explosive = room_of(f, s, site)
        if tonnes <= 0.0 or explosive <= 0.0:
            return 0.0
    return left  # type: ignore[no-any-return]
