"""How are promises counted in words? So many, so much in a unit, and amounts that are surely enough."""

from __future__ import annotations

from math import floor, log10

from pipir.case.words import counted, figure


def measured(quantity: float, unit: str) -> str:
    """So much in a unit, which may be a unit a year or a day."""
    base, per, rest = unit.partition(" a ")
    return f"{counted(figure(quantity), base)}{per}{rest}"


def several(number: int, thing: str) -> str:
    """`1 promise`, `2 promises`, `no promise`."""
    return counted(str(number), thing) if number else f"no {thing}"


def rounded_up(quantity: float) -> float:
    """The quantity in three figures, never smaller but by a rest of rounding."""
    if quantity <= 0.0:
        return 0.0
    step = 10.0 ** (floor(log10(quantity)) - 2)
    steps = quantity / step
    near = round(steps)
    return float(f"{(near if near >= steps * (1.0 - 1e-9) else near + 1) * step:.3g}")
