"""What does a plan keep of each promise, and what is the best plan worth when answers turn? One programme for both.

Where more is permitted columns have other bounds, and little else changes. So a window has one programme, in which all
that is unknown is a yes, and bounds say what is assumed: the solver goes on from one question to the next.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np

from pipir.assurance.assuring.audit import KEPT, same
from pipir.assurance.assuring.joining import Decided, decided
from pipir.assurance.assuring.windows import Window
from pipir.case.case import Case
from pipir.network.network import Network
from pipir.planning.alone import Name, names
from pipir.planning.ranks import ROUNDS, SAME, Served, serve
from pipir.planning.solved import Solved, solved
from pipir.planning.worth import Best, Worth, costs
from pipir.program.build import Built, build
from pipir.program.claims import DEMAND
from pipir.program.draft import Programme
from pipir.program.grid import grid_of
from pipir.program.solver import Solver, State
from pipir.program.within import within

NEAR = 1e-9
"""Share by which a plan may leave what lies between two others."""
Kept = dict[Name, float]
"""Share kept of each promise under the sequence."""


class Turning:
    """The plan of a window as unknown answers are assumed, and the best plan when some of them are the other way.

    `most` is the case in which all that is unknown is a yes, or None where nothing is. A case for which more than
    bounds differs has a programme of its own.
    """

    def __init__(self, window: Window, most: Case | None) -> None:
        self.window, self.net = window, window.network(window.crisis)
        self._grid = grid_of(self.net, window.options.daily)
        wide = None if most is None else window.built(most)
        fits = None if wide is None else within(wide, self.net, self._grid)
        self.built: Built = build(self.net, self._grid) if fits is None else fits
        self._wide = self.built if wide is None or fits is None else wide
        self._solver = Solver(self.built.programme)
        self._costs = costs(self.built)
        self._short = self.built.programme.columns["short"].all

    @cached_property
    def kept(self) -> Kept:
        """The share kept of each promise in the plan: demands, hazards, claims served in order."""
        found, claims = Solved(self.built, serve(self.built, self._solver, moving=False)), self.built.claims
        ranks = claims.rank[claims.kind != DEMAND]
        if not all(_settled(served) for served in found.order.served if served.rank in ranks):
            found = solved(self.net, self._grid)  # then it is for the rest of a plan to say
        shares = np.where(found.shares <= KEPT, 0.0, found.shares)
        named = zip(names(self.net, claims), shares.tolist(), strict=True)
        return {name: 1.0 - share for name, share in named if name[0] != "demand"}

    @cached_property
    def best(self) -> Best:
        """The best plan as unknown answers are assumed."""
        return self._base[0]

    def turned(self, net: Network) -> Best | None:
        """The best plan with the answers of another network of the window; None where they come to those assumed."""
        fits = within(self._wide, net, self._grid)
        if fits is None:
            return self._anew(net)
        now, was = fits.programme, self.built.programme
        if same(now, was):
            return None
        self._solver.resume(self._base[1])
        self._solver.move(now)
        return self._nearest(self._minimised(dually=_tighter(was, now)))

    def _nearest(self, found: Best) -> Best:
        """Of plans of the same worth one that goes less far from the plan at hand: what is moved for nothing is not.

        No share leaves what lies between the two plans, and claims that lose lose least.
        """
        before, shares = self.best.shares, found.shares
        worse = np.flatnonzero(shares > before + KEPT)
        if not len(worse):
            return found
        nothing, solver = np.zeros(0, dtype=np.int64), self._solver
        solver.settle(nothing, nothing)
        scale = self.built.programme.column_scale[self._short]
        lower = np.maximum(solver.lower[self._short] * scale, np.minimum(before, shares) - NEAR)
        upper = np.minimum(solver.upper[self._short] * scale, np.maximum(before, shares) + NEAR)
        solver.bound_columns(self._short, np.minimum(lower, upper), upper)
        solver.minimise(self._short[worse], self._costs[worse])
        return replace(found, shares=solver.values()[self._short])

    @property
    def widest(self) -> Network:
        """The network in which all that is unknown is a yes."""
        return self._wide.net

    def carried(self, net: Network) -> float:
        """What all claims lack when answers are those of another network, and the best plan as assumed is carried out.

        What is no longer permitted is not done, and nothing else is sent, handed over or begun more than planned.
        """
        other = build(net, self._grid)
        p, decided_now = other.programme, list(decided(other))
        which = np.array([column for _, column in decided_now], dtype=np.int64)
        most = np.array([self._planned.get(name, 0.0) for name, _ in decided_now], dtype=np.float64)
        upper = p.upper.copy()
        upper[which] = np.minimum(upper[which], most / p.column_scale[which])
        solver = Solver(replace(p, upper=upper))
        return max(solver.minimise(p.columns["short"].all, costs(other)).objective, 0.0)

    @cached_property
    def _planned(self) -> dict[Decided, float]:
        """What the best plan as assumed sends, hands over and begins."""
        self._solver.resume(self._base[1])
        self._minimised()
        values = np.maximum(self._solver.values(), 0.0)
        return {name: float(values[column]) for name, column in decided(self.built)}

    @cached_property
    def _base(self) -> tuple[Best, State]:
        """The best plan, and where the solver stood at it. It is looked for from the plan in order, which is near."""
        _ = self.kept
        p = self.built.programme
        self._solver.resume(State(p.lower, p.upper, p.row_lower, p.row_upper, self._solver.state().basis))
        return self._minimised(), self._solver.state()

    def _minimised(self, dually: bool = False) -> Best:
        minimise = self._solver.minimise_dually if dually else self._solver.minimise
        missing = max(minimise(self._short, self._costs).objective, 0.0)
        return Best(float(self._costs.sum()) - missing, missing, self._solver.values()[self._short])

    def _anew(self, net: Network) -> Best:
        other = build(net, self._grid)
        if names(net, other.claims) != names(self.net, self.built.claims):
            raise ValueError("an answer changed what is claimed")
        return Worth(other).best()


def _settled(served: Served) -> bool:
    """Is every share short of a rank one number, whatever is chosen after it? Else levelling ended before it was."""
    return len(served.levels) < ROUNDS or served.levels[-1] <= SAME


def _tighter(was: Programme, now: Programme) -> bool:
    """Is anything bound closer? Then the plan at hand may not hold any more."""
    columns = (now.lower > was.lower).any() or (now.upper < was.upper).any()
    return bool(columns or (now.row_lower > was.row_lower).any() or (now.row_upper < was.row_upper).any())
