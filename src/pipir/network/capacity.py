"""How much can a line start and put out by a day? Closed forms for ramps, restarts and work in hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class Lines:
    """Figures of lines as a case gives them, one array per figure, all of shape (lines,).

    Rates in units a year, times in days, `status` as in `lines.status`. `available_day` is the day of
    `available_from` counted from day 0, NaN where it is unknown.
    """

    status: NDArray[np.str_]
    rate_per_year: Floats
    max_rate_per_year: Floats
    ramp_days: Floats
    lead_days: Floats
    restart_days: Floats
    available_day: Floats


@dataclass(frozen=True)
class Pace:
    """How each line's starts rise: from `level` to `top` over `ramp` days beginning on day `begin`; shape (lines,).

    `level`, `top` and `in_hand` in units a day; `begin`, `ramp` and `lead` in days, `begin` infinite where nothing
    rises. `in_hand` is what work begun before day 0 still puts out on each day of [0, lead).
    """

    level: Floats
    top: Floats
    begin: Floats
    ramp: Floats
    lead: Floats
    in_hand: Floats

    def starts_per_day(self, day: ArrayLike) -> Floats:
        """Capacity of starts at a moment [unit/day]; `day` is one number or of shape (lines,)."""
        since = np.asarray(day, dtype=np.float64) - self.begin
        with np.errstate(invalid="ignore", divide="ignore"):
            risen = np.where(self.ramp > 0.0, np.clip(since / self.ramp, 0.0, 1.0), since >= 0.0)
        return self.level + (self.top - self.level) * np.nan_to_num(risen)

    def cumulative_starts(self, day: ArrayLike) -> Floats:
        """Units that can be started on [0, day); 0 where the day is not after day 0."""
        until = np.maximum(np.asarray(day, dtype=np.float64), 0.0)
        risen = self._risen(until) - self._risen(np.zeros_like(until))
        return self.level * until + (self.top - self.level) * risen

    def cumulative_output(self, day: ArrayLike) -> Floats:
        """Units that come out on [0, day) when every start is made: work in hand, then starts of `lead` days ago."""
        return self.out_of_hand(day) + self.cumulative_starts(np.asarray(day, dtype=np.float64) - self.lead)

    def out_of_hand(self, day: ArrayLike) -> Floats:
        """Units that work begun before day 0 puts out on [0, day)."""
        return self.in_hand * np.clip(np.asarray(day, dtype=np.float64), 0.0, self.lead)

    def _risen(self, day: Floats) -> Floats:
        """Integral up to a day of the share of the rise that has been climbed [day]."""
        since = np.maximum(day - self.begin, 0.0)
        on_ramp = np.minimum(since, self.ramp)
        climbed = np.divide(on_ramp * on_ramp, 2.0 * self.ramp, out=np.zeros_like(since), where=self.ramp > 0.0)
        return climbed + (since - on_ramp)


def pace(lines: Lines, surge_day: float | None = 0.0) -> Pace:
    """How starts rise after a surge order on `surge_day`; without an order (None) only dated restarts rise.

    Active: the present rate, rising to the maximum over the ramp from the order. Closing: the present rate. Warm:
    nothing until `restart_days` after the order, then from nothing to the maximum over the ramp. Cold and planned: as
    a warm line restarted on its `available_from`, whether or not there is an order; nothing where that is unknown.
    Only active and closing lines have work in hand.
    """
    order = np.inf if surge_day is None else surge_day
    running = np.isin(lines.status, ["active", "closing"])
    dated = np.isin(lines.status, ["cold", "planned"]) & ~np.isnan(lines.available_day)
    begin = np.full(lines.rate_per_year.shape, np.inf)
    begin = np.where(lines.status == "active", order, begin)
    begin = np.where(lines.status == "warm", order + lines.restart_days, begin)
    begin = np.where(dated, lines.available_day + lines.restart_days, begin)
    rate = lines.rate_per_year / DAYS_PER_YEAR
    level = np.where(running, rate, 0.0)
    return Pace(
        level=level,
        top=np.maximum(lines.max_rate_per_year / DAYS_PER_YEAR, level),
        begin=begin,
        ramp=lines.ramp_days,
        lead=lines.lead_days,
        in_hand=level,
    )
