"""What do all the simulators leave behind, in one form? And what do they start from?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipir.network.means import under_way_survives
from pipir.network.network import Network
from pipir.sustainment.figures import stated
from pipir.sustainment.layout import Drawn, Fixed, Floats, Ints, Weather
from pipir.sustainment.prepare import Prepared
from pipir.sustainment.weather import mean_weather

SHORT = 1e-6
"""Share of what is owed, or of the day-0 holding, below which a shortage or a rest does not count."""
TINY = 1e-9
"""Orders below this many units are not placed."""
YEAR = 365.25
PASSES = 12
"""Rounds of sharing a component between lines."""


@dataclass(frozen=True)
class Task:
    """What to simulate: the arrays that pipir's own kernels read, so that nobody simulates something else.

    `mean` is the weather of an expected run; None where strikes and demands are drawn.
    """

    net: Network
    fixed: Fixed
    figures: Drawn
    mean: Weather | None

    @property
    def way(self) -> Floats:
        """Goods under way at day 0 that are not lost on average: shape (rows of in_transit,)."""
        own = self.figures.way[0]
        return own if self.mean is None else own * under_way_survives(self.net)


def task(prepared: Prepared, expected: bool) -> Task:
    """The task of one scenario, drawn or with means in place of draws."""
    net = prepared.net
    return Task(net, prepared.fixed, stated(prepared), mean_weather(net) if expected else None)


@dataclass(frozen=True)
class Outcome:
    """What runs leave: stock (runs, days, pairs), first day short and out (runs, pairs; -1 never), claims' totals."""

    stock: Floats
    short: Ints
    out: Ints
    owed: Floats
    unmet: Floats


def largest_difference(ours: Floats, theirs: Floats) -> float:
    """Largest difference of stock on any day, as a share of the largest stock of the pair (at least 1 unit)."""
    scale = np.maximum(1.0, np.abs(ours).max(axis=(0, 1)))
    return float((np.abs(ours - theirs) / scale).max())


def standard_errors(ours: Floats, theirs: Floats) -> Floats:
    """Difference of the means of two samples of runs, in standard errors: shape (...series), 0 where nothing varies."""
    error = np.sqrt(ours.var(axis=0, ddof=1) / len(ours) + theirs.var(axis=0, ddof=1) / len(theirs))
    apart = ours.mean(axis=0) - theirs.mean(axis=0)
    varies = error > 1e-9 * np.maximum(1.0, np.abs(ours).mean(axis=0))
    return np.divide(apart, error, out=np.zeros_like(apart), where=varies)
