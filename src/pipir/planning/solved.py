"""What is a plan before it is put into tables? A programme, all ranks served, and what that decides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipir.network.network import Floats, Network
from pipir.planning.ranks import Order, serve
from pipir.program.build import Built, build
from pipir.program.decisions import Decisions
from pipir.program.grid import Grid
from pipir.program.reading import decisions, finished, taken_in
from pipir.program.solver import Solver


@dataclass(frozen=True)
class Solved:
    """A plan: the programme, and the order in which it was solved."""

    built: Built
    order: Order

    @cached_property
    def decisions(self) -> Decisions:
        """Everything that is decided, unrounded."""
        return decisions(self.built, self.order.values)

    @cached_property
    def taken(self) -> Floats:
        """Units taken in of each flow, then at each door, by period."""
        return taken_in(self.built, self.order.values)

    @cached_property
    def finished(self) -> Floats:
        """Units that come out of each line, by period."""
        return finished(self.built, self.order.values)

    @property
    def shares(self) -> Floats:
        """Share short of each claim of the programme."""
        found: Floats = np.clip(self.order.values[self.built.programme.columns["short"].all], 0.0, 1.0)
        return found + 0.0  # no zero is negative

    @property
    def left(self) -> list[int]:
        """Ranks that were not served to the end."""
        served = [served.rank for served in self.order.served]
        return [int(rank) for rank in np.setdiff1d(self.built.claims.rank, served)]

    @property
    def status(self) -> str:
        """How the solver ended."""
        return "optimal" if self.order.stopped is None else self.order.stopped.status.value


def solved(net: Network, grid: Grid, time_limit: float | None = None) -> Solved:
    """The plan of a network; after `time_limit` seconds what has been found by then."""
    built = build(net, grid)
    return Solved(built, serve(built, Solver(built.programme, time_limit)))
