"""What is the best plan of a coalition in a piece? Each from the plan of more players, where that holds no longer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipir.network.network import Floats
from pipir.program.solver import Solve, Solver, State
from pipir.sharing.pieces import Piece

NOTHING = 1e-9
"""What is used of a column, in the solver's units, that is no use: the solver's own tolerance."""


@dataclass(frozen=True)
class Known:
    """The best plan of a coalition: its value, the share short of each claim, whom it uses, where the solver stood.

    `steps` of the simplex method led to it from the plan that it was found from.
    """

    value: float
    shares: Floats
    used: int
    state: State
    steps: int


class Plans:
    """Plans of a piece with one solver.

    What is answered depends on the order of the questions only where several plans are equally good.
    """

    def __init__(self, piece: Piece) -> None:
        self.piece, self.solver = piece, Solver(piece.programme)
        self.solves = 0
        self._stands: Known | None = None

    def all_in(self) -> Known:
        """The best plan when nobody is out. Raises SolverFault."""
        return self._told(self.solver.minimise(self.piece.short, self.piece.costs))

    def without(self, members: int, known: Known) -> Known:
        """The best plan of some members of a coalition whose plan is known.

        A plan that uses nothing of those who leave is theirs too, without a solve. Raises SolverFault.
        """
        if not known.used & ~members:
            return known
        if self._stands is not known:
            self.solver.resume(known.state)
        shut = np.flatnonzero((self.piece.needs & ~members) != 0)
        self.solver.bound_columns(shut, np.zeros(len(shut)), np.zeros(len(shut)))
        return self._told(self.solver.minimise_dually(self.piece.short, self.piece.costs))

    def given(self) -> dict[int, float]:
        """What limits and claims of each owner add to the value of the last plan, at its prices: by bits of the owners.

        The value is what all claims are worth, less every price times its limit; each of these has its owners.
        Source: methods d.14.
        """
        piece, solver, p = self.piece, self.solver, self.piece.programme
        column_price, row_price = solver.prices()
        amounts = [
            piece.costs,
            -_at_limit(row_price * p.row_scale, solver.row_lower, solver.row_upper),
            -_at_limit(column_price * p.column_scale, solver.lower, solver.upper),
        ]
        bits = np.concatenate([piece.claims, piece.row_owners, piece.column_owners])
        found, place = np.unique(bits, return_inverse=True)
        added = np.bincount(place, np.concatenate(amounts), minlength=len(found))
        return {int(owners): float(amount) for owners, amount in zip(found, added, strict=True) if amount}

    def _told(self, solve: Solve) -> Known:
        self.solves += 1
        values = self.solver.values()
        used = np.abs(values / self.piece.programme.column_scale) > NOTHING
        needed = int(np.bitwise_or.reduce(self.piece.needs[used], initial=0))
        value = max(float(self.piece.costs.sum()) - solve.objective, 0.0)
        self._stands = Known(value, values[self.piece.short], needed, self.solver.state(), solve.iterations)
        return self._stands


def _at_limit(price: Floats, lower: Floats, upper: Floats) -> Floats:
    """Price times the limit that it belongs to; a limit that is infinite has none."""
    at = np.where(price > 0.0, lower, upper)
    found: Floats = np.where(np.isfinite(at), price, 0.0) * np.where(np.isfinite(at), at, 0.0)
    return found
