"""How much can a line start, and what comes out, by any day? Closed forms over arrays of lines."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

YEAR = 365.25
"""Days in a year: rates are per year, time is in days."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ramps:
    """How the starts of each line run over time: shape (lines,) each.

    The rate is `low` before day `begin`, then rises linearly over `ramp` days to `high` (at once where ramp is 0).
    `in_hand` is the rate at which work begun before day 0 comes out on [0, lead). Rates are units a day.
    """

    low: Floats
    high: Floats
    begin: Floats
    ramp: Floats
    lead: Floats
    in_hand: Floats

    def of(self, lines: NDArray[np.int64]) -> Ramps:
        """The ramps of these lines, by number and in that order; a line may come more than once."""
        return Ramps(*(getattr(self, field.name)[lines] for field in fields(self)))

    def started(self, day: ArrayLike) -> Floats:
        """Units whose making can start in [0, day), per line: shape (lines,), or (days, lines) for days (days, 1)."""
        return _integral(self, np.asarray(day, dtype=float)) - _integral(self, np.zeros(1))

    def finished(self, day: ArrayLike) -> Floats:
        """Units that come out in [0, day) when every start is made, work in hand included."""
        t = np.asarray(day, dtype=float)
        from_hand = self.in_hand * np.clip(t, 0.0, self.lead)
        finished: Floats = from_hand + self.started(np.maximum(t - self.lead, 0.0))
        return finished


def _integral(ramps: Ramps, t: Floats) -> Floats:
    """Integral of the rate from day `begin` to day t (negative before it)."""
    since = t - ramps.begin
    before = ramps.low * np.minimum(since, 0.0)
    rising = np.clip(since, 0.0, ramps.ramp)
    full = np.maximum(since - ramps.ramp, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.where(ramps.ramp > 0, (ramps.high - ramps.low) / np.where(ramps.ramp > 0, ramps.ramp, 1.0), 0.0)
    return before + ramps.low * rising + 0.5 * slope * rising**2 + ramps.high * full


def ramps(lines: pl.DataFrame, start: date, surge_day: float | None, surges: NDArray[np.bool_] | None = None) -> Ramps:
    """The ramps of filled `lines` rows (see `Case.filled`) with day 0 at `start`.

    `surge_day` is the day of the surge order; None means that nobody orders a surge. `surges` is false for lines
    whose nation does not surge in the situation: a line that opens on a date does so all the same.
    Source: design, "Making".
    """
    rate = lines["rate_per_year"].to_numpy() / YEAR
    surging = np.ones(len(rate), dtype=bool) if surges is None else surges
    status = lines["status"].to_numpy()
    dated = (status == "cold") | (status == "planned")
    top = np.where(surging | dated, lines["max_rate_per_year"].to_numpy() / YEAR, rate)
    active, closing, warm = status == "active", status == "closing", status == "warm"
    running = active | closing
    restart = np.where(active, 0.0, lines["restart_days"].to_numpy())
    order = np.inf if surge_day is None else float(surge_day)
    opens = np.array([np.inf if day is None else float((day - start).days) for day in lines["available_from"]])
    begin = np.where(active, order, np.where(warm, np.where(surging, order, np.inf), opens) + restart)
    begin = np.where(closing, np.inf, begin)
    never = np.isinf(begin)
    low = np.where(running, rate, 0.0)
    return Ramps(
        low=low,
        high=np.where(never, low, top),
        begin=np.where(never, 0.0, begin),
        ramp=np.where(never, 0.0, lines["ramp_days"].to_numpy()),
        lead=lines["lead_days"].to_numpy().astype(float),
        in_hand=np.where(running, rate, 0.0),
    )
