"""Steps 2 and 3 of a day, by lines: what is finished comes in, what can be started takes its bill."""

from __future__ import annotations

import numpy as np

from pipir.sustainment.compiled import part
from pipir.sustainment.kernels.arriving import note, room_of
from pipir.sustainment.layout import Model

PASSES = 12
"""Rounds of sharing a component between lines; each gives on what a line could not use."""


@part
def _comes_out(m: Model, line: int, quantity: float) -> None:
    if quantity > 0.0:
        m.s[m.stock + m.n[m.line_cell + line]] += quantity
        m.s[m.made + m.n[m.cell_item + m.n[m.line_cell + line]]] += quantity
        if m.n[m.line_owner + line] >= 0:
            m.s[m.pool + m.n[m.line_owner + line]] += quantity


@part
def finish(m: Model, t: int) -> None:
    """Output of starts before today, spread over two days where the lead is not a whole number, and of work in hand."""
    for line in range(m.lines):
        if not m.n[m.line_on + line]:
            continue
        whole, part = int(m.r[m.lead_whole + line]), m.r[m.lead_part + line]
        out = m.r[m.hand + t * m.lines + line]
        if whole >= 1 and t - whole >= 0:
            out += m.s[m.started + (t - whole) * m.lines + line] * (1.0 - part)
        if t - whole - 1 >= 0:
            out += m.s[m.started + (t - whole - 1) * m.lines + line] * part
        _comes_out(m, line, out)


@part
def make(m: Model, t: int) -> None:
    """Start all that capacity and components allow; lines that want one component share it by what each would use.

    A line with a lead below one day puts out part of its starts at once, for lines after it to use. A site without
    room starts nothing that is heavier than what it takes.
    """
    for line in range(m.lines):
        m.s[m.wanted + line] = _could(m, t, line)
    for _ in range(PASSES):
        claim_bills(m)
        moved = False
        for line in range(m.lines):
            if m.s[m.wanted + line] > 0.0:
                moved = _start(m, t, line) or moved
        if not moved:
            break


@part
def claim_bills(m: Model) -> None:
    """Note what the cells of components hold, and what all lines together want of them."""
    for k in range(m.n[m.bill_at + m.lines]):
        note(m, m.n[m.bill_cell + k])
    for line in range(m.lines):
        for k in range(m.n[m.bill_at + line], m.n[m.bill_at + line + 1]):
            m.s[m.claimed + m.n[m.bill_cell + k]] += m.s[m.wanted + line] * m.x[m.bill_quantity + k]


@part
def _start(m: Model, t: int, line: int) -> bool:
    """Start what the line's share of each component allows. True when components stopped it and more may come."""
    share = share_of_bill(m, line)
    wanted = m.s[m.wanted + line]
    begun = wanted * share
    if m.r[m.lead_whole + line] == 0:
        begun = min(begun, _fits(m, line))
    if begun <= 1e-12 * wanted:
        return False
    m.s[m.wanted + line] = wanted - begun
    begin_work(m, t, line, begun)
    return True


@part
def share_of_bill(m: Model, line: int) -> float:
    """The share of what a line wants to start that the scarcest component grants."""
    share = 1.0
    for k in range(m.n[m.bill_at + line], m.n[m.bill_at + line + 1]):
        cell = m.n[m.bill_cell + k]
        if m.s[m.claimed + cell] > m.s[m.held + cell]:
            share = min(share, m.s[m.held + cell] / m.s[m.claimed + cell])
    return share


@part
def begin_work(m: Model, t: int, line: int, begun: float) -> None:
    """Take the bill of so many starts; what needs less than a day comes out in part at once."""
    m.s[m.started + t * m.lines + line] += begun
    for k in range(m.n[m.bill_at + line], m.n[m.bill_at + line + 1]):
        cell = m.n[m.bill_cell + k]
        taken = min(begun * m.x[m.bill_quantity + k], m.s[m.stock + cell])
        m.s[m.stock + cell] -= taken
        m.s[m.used + m.n[m.cell_item + cell]] += taken
    if m.r[m.lead_whole + line] == 0:
        _comes_out(m, line, begun * (1.0 - m.r[m.lead_part + line]))


@part
def _could(m: Model, t: int, line: int) -> float:
    """Units that capacity, hazards and room let the line start today."""
    if not m.n[m.line_on + line] or _fits(m, line) <= 0.0:
        return 0.0
    return m.r[m.starts + t * m.lines + line] * m.w[m.line_open + t * m.lines + line]  # type: ignore[no-any-return]


@part
def _fits(m: Model, line: int) -> float:
    """Units that the site has room for, once what they are made of is gone from it: infinite where nothing grows."""
    site, item = m.n[m.cell_site + m.n[m.line_cell + line]], m.n[m.cell_item + m.n[m.line_cell + line]]
    if np.isinf(m.s[m.limit_t + site]) and np.isinf(m.s[m.limit_kg + site]):
        return np.inf
    mass, net = m.x[m.mass + item], m.x[m.neq + item]
    for k in range(m.n[m.bill_at + line], m.n[m.bill_at + line + 1]):
        used = m.n[m.cell_item + m.n[m.bill_cell + k]]
        mass -= m.x[m.mass + used] * m.x[m.bill_quantity + k]
        net -= m.x[m.neq + used] * m.x[m.bill_quantity + k]
    tonnes, explosive = room_of(m, site)
    most = np.inf
    if mass > 0.0:
        most = min(most, tonnes / mass)
    if net > 0.0:
        most = min(most, explosive / net)
    return most
