"""How long does a stock last, and how much of it can be given away?"""

from __future__ import annotations

import math

from pipir.accounting.methods.numbers import not_negative


def days_of_supply(stock: float, use_per_day: float) -> float:
    """Days that a stock covers at a daily expenditure, gross of inflow [day]; infinite where nothing is used.

    Raises
    ------
    ValueError
        Where stock or use is negative.

    Source: the field's definition, stock over daily expenditure.
    """
    not_negative(stock, use_per_day)
    return stock / use_per_day if use_per_day > 0.0 else math.inf


def time_to_exhaustion(
    stock: float, use_per_day: float, inflow_per_day: float = 0.0, inflow_growth: float = 0.0
) -> float:
    """Days until a stock first meets zero, net of an inflow that grows linearly [day]; infinite where it never does.

    The smaller root of g t^2/2 - (d - p) t + S = 0. It never comes where S >= (d - p)^2 / (2 g).

    Parameters
    ----------
    stock
        Units on hand, S.
    use_per_day
        Units used in a day, d.
    inflow_per_day
        Units that come in on the first day, p.
    inflow_growth
        Units a day by which the inflow grows each day, g.

    Raises
    ------
    ValueError
        Where a quantity is negative.

    Source: the stock balance with constant use and a linear ramp of output.
    """
    not_negative(stock, use_per_day, inflow_per_day, inflow_growth)
    net = use_per_day - inflow_per_day
    inside = net * net - 2.0 * inflow_growth * stock
    if net <= 0.0 or (inflow_growth > 0.0 and inside <= 0.0):
        return math.inf
    # The root written without a difference of near numbers; it is S / (d - p) where the inflow does not grow.
    return 2.0 * stock / (net + math.sqrt(inside))


def exportable_surplus(releasable_stock: float, capacity: float, own_requirement: float, committed: float) -> float:
    """What a nation can still give of an item within a window, never negative [item's unit].

    E = max(0, releasable stock + output in the window - own requirement - commitments that fall due in it). All four
    for the same nation, item and window.

    Raises
    ------
    ValueError
        Where a quantity is negative.
    """
    not_negative(releasable_stock, capacity, own_requirement, committed)
    return max(0.0, releasable_stock + capacity - own_requirement - committed)
