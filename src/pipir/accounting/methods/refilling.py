"""How long until a gap is closed, and what must be held until supply catches up?"""

from __future__ import annotations

import math

from pipir.accounting.methods.numbers import not_negative


class NoRate(ValueError):
    """No rate is left to close the gap: it never closes."""


def reconstitution_time(gap: float, rate: float, lag: float = 0.0, ramp: float = 0.0) -> float:
    """Time until output has filled a gap, with a lag and a linear ramp to the full rate [the rate's time unit].

    T = L + R/2 + G/p where the ramp alone does not fill it (G >= p R/2), else L + sqrt(2 G R / p). 0 without a gap.

    Parameters
    ----------
    gap
        Units that are missing, G.
    rate
        Full rate p, net of use and of senior orders.
    lag
        Time until the first output, L.
    ramp
        Time from the first output to the full rate, R.

    Raises
    ------
    NoRate
        Where there is a gap and the rate is not above 0.
    ValueError
        Where a quantity other than the rate is negative.

    Source: integral of a linear ramp.
    """
    not_negative(gap, lag, ramp)
    if gap == 0.0:
        return 0.0
    if not rate > 0.0:
        raise NoRate(f"a rate of {rate} fills no gap of {gap}")
    if gap >= rate * ramp / 2.0:
        return lag + ramp / 2.0 + gap / rate
    return lag + math.sqrt(2.0 * gap * ramp / rate)


def years_to_meet(requirement: float, inventory: float, rate: float, annual_use: float = 0.0) -> float:
    """Years to meet a requirement at a steady rate [year]; 0 where the inventory already meets it.

    Y = (requirement - inventory) / (rate - annual use), rate and use in units a year.

    Raises
    ------
    NoRate
        Where it is not met and annual use is not below the rate.
    ValueError
        Where a quantity is negative.

    Source: 10 USC 222c.
    """
    not_negative(requirement, inventory, rate, annual_use)
    if inventory >= requirement:
        return 0.0
    if not rate > annual_use:
        raise NoRate(f"a rate of {rate} a year does not exceed the use of {annual_use} a year")
    return (requirement - inventory) / (rate - annual_use)


def provisioning_reserve(
    demand_per_day: float,
    warning: float,
    duration: float,
    lead_time: float,
    supply_before: float,
    supply_after: float,
) -> float:
    """Reserve that carries a contingency until the vendor supplies at its rate [item's unit].

    R = max over t of d min(max(t - W, 0), H) - s0 min(t, L) - s1 max(t - L, 0), never below 0. With s1 above d the peak
    is at t = L: d (L - W) - s0 L.

    Parameters
    ----------
    demand_per_day
        Contingency demand d, from the end of the warning.
    warning
        Days from the order to the contingency, W.
    duration
        Days that the contingency lasts, H.
    lead_time
        Contingency provisioning lead time: days from the order until the vendor supplies at the new rate, L.
    supply_before
        Supply a day until then, s0.
    supply_after
        Supply a day from then on, s1.

    Raises
    ------
    ValueError
        Where a quantity is negative.

    Source: idea of the contingency provisioning lead time of Australia's Defence Science and Technology Group; the
    algebra is this project's.
    """
    not_negative(demand_per_day, warning, duration, lead_time, supply_before, supply_after)

    def short(day: float) -> float:
        needed = demand_per_day * min(max(day - warning, 0.0), duration)
        return needed - supply_before * min(day, lead_time) - supply_after * max(day - lead_time, 0.0)

    # Piecewise linear: the largest value is at a bend.
    return max(0.0, *(short(day) for day in (warning, lead_time, warning + duration)))
