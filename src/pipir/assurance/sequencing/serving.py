"""What does each claim get in an order, and what after a move? One programme, gone on with from the place of the move.

A move changes nothing of the places before it: they are served once, and every move begins where they were done.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pipir.assurance.sequencing.lateness import Lateness, Shares, write
from pipir.network.network import Floats, Ints, Network
from pipir.planning.ranks import SAME, WORSE
from pipir.program.blocks import BLOCKS
from pipir.program.build import Built
from pipir.program.claims import COMMITMENT, Claims, claims
from pipir.program.columns import decide
from pipir.program.draft import Draft
from pipir.program.grid import Grid
from pipir.program.scope import Scope, scope
from pipir.program.solver import Solver, State
from pipir.program.writing import Writing


@dataclass(frozen=True)
class Standing:
    """What each claim gets: share short, and mean days late of a unit owed [day, 0 but for commitments]."""

    short: Floats
    late: Floats


@dataclass(frozen=True)
class Move:
    """Claims of one place that are served before the place above, in the order that they have among themselves.

    Where there is no place above, before the others of their own.
    """

    place: int
    mover: str
    members: Ints


class Queue:
    """All claims in the order of a policy.

    `ranks` are those of the policy that owe something, `place` is the number of its rank among them, of each claim. In
    the programme place p has rank 2 p + 1: what moves up has a rank of its own before the place that it passes. Queues
    that are to be served one after another leave room for as many `places`.
    """

    def __init__(self, net: Network, grid: Grid, places: int = 0) -> None:
        self.claims: Claims = claims(net)
        ranks, place = np.unique(self.claims.rank, return_inverse=True)
        self.ranks = tuple(int(rank) for rank in ranks)
        self.place: Ints = place.astype(np.int64)
        self._orders = np.arange(2 * max(len(ranks), places) + 1)
        self._scope: Scope = scope(net, grid)

    def alike(self, other: Queue) -> int:
        """How many places from the first on hold the same claims in both, at the same weights."""
        same = (self.place == other.place) & (self.claims.share == other.claims.share)
        differing = np.concatenate([self.place[~same], other.place[~same]])
        return int(differing.min(initial=min(len(self.ranks), len(other.ranks))))

    def built(self, move: Move | None = None) -> Built:
        """The programme in this order, or after a move. What a claim weighs in its place stays as it was."""
        order = 2 * self.place + 1
        if move is not None:
            order[move.members] = 2 * max(move.place - 1, 0)
        writing = Writing(Draft(), self._scope, replace(self.claims, rank=order, ranks=self._orders))
        decide(writing)
        for block in BLOCKS:
            block.write(writing)
        write(writing)
        return Built(writing, writing.draft.programme())


class Served:
    """A queue that has been served: what each claim gets, where the solver stood after each place and at the end."""

    standing: Standing
    _done: list[State]
    _end: State

    def __init__(self, queue: Queue, before: Served | None = None) -> None:
        """Serve a queue; where another has been served before, from the place on where they part."""
        self.queue = queue
        alike = 0 if before is None else queue.alike(before.queue)
        if before is not None and alike == len(queue.ranks):
            self._done, self._end, self.standing = before._done, before._end, before.standing
            return
        built = queue.built()
        solver = Solver(built.programme)
        self._done = [solver.state()]
        if before is not None:
            self._done = before._done[: alike + 1]
            solver.resume(before._near(alike))
        stages = Shares(built, solver)
        for place in range(alike, len(queue.ranks)):
            stages.serve(2 * place + 1)
            self._done.append(solver.state())
        self.standing = _settled(built, solver)
        self._end = solver.state()

    def after(self, move: Move) -> Standing:
        """What each claim gets after a move."""
        built = self.queue.built(move)
        solver = Solver(built.programme)
        before = max(move.place - 1, 0)
        solver.resume(self._near(before))
        stages = Shares(built, solver)
        first, *rest = (int(rank) for rank in np.unique(built.claims.rank) if rank >= 2 * before)
        stages.serve(first)
        short = solver.values()[built.programme.columns["short"].all[move.members]]
        if (short >= self.standing.short[move.members] - SAME).all():
            return self._as_much(built, solver)
        for rank in rest:
            stages.serve(rank)
        return _settled(built, solver)

    def _as_much(self, built: Built, solver: Solver) -> Standing:
        """What each claim gets after a move by which those that move get no more: as much as before, maybe sooner.

        The plan as it was serves them as well as they can be, and those that they pass too: it serves both orders.
        """
        solver.resume(self._near(len(self._done) - 1))
        short = built.programme.columns["short"].all
        solver.bound_columns(short, np.zeros(len(short)), np.minimum(self.standing.short + WORSE, 1.0))
        return Standing(self.standing.short, _settled(built, solver).late)

    def _near(self, places: int) -> State:
        """So many places served, and what is free as it was at the end: what is served next is not far from there."""
        return replace(self._done[places], basis=self._end.basis)


def _settled(built: Built, solver: Solver) -> Standing:
    """Make small what is late, in order, once all shares short are settled."""
    stages, served = Lateness(built, solver), built.claims
    for rank in np.unique(served.rank[served.kind == COMMITMENT]):
        stages.serve(int(rank))
    values, columns = solver.values(), built.programme.columns
    days = float(built.writing.grid.edges[-1])
    short = np.clip(values[columns["short"].all], 0.0, 1.0)
    return Standing(short + 0.0, np.maximum(values[columns["late"].all], 0.0) * days + 0.0)
