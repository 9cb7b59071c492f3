"""What is every coalition worth? Few are solved: the rest follow from pieces, groups, and plans that still hold.

Coalitions are gone through from all players down, each from the plan of a larger one by the dual simplex method. What
is worth something only together with somebody who is out is a sum of groups, and not solved either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from pipir.network.network import Floats
from pipir.runs.work import blocks
from pipir.sharing.pieces import Piece
from pipir.sharing.plans import Known, Plans

TOGETHER = 4
"""Players of a piece whose coalitions are gone through as one block of work: the others are in or out of it."""
MOST = 6
"""Players at most by whose presence a piece is cut into blocks."""


@dataclass(frozen=True)
class Values:
    """The value of every coalition, by its number, and how it came about.

    `given` is what limits and claims of each owner add to the value of all together, at the prices of their plan: by
    bits of the owners. `solves` programmes were solved for it, in so many `pieces`.
    """

    value: Floats
    given: dict[int, float]
    solves: int
    pieces: int


@dataclass(frozen=True)
class Found:
    """What a block of work finds: values of coalitions of a piece, what owners give, solves made."""

    piece: int
    value: dict[int, float]
    given: dict[int, float]
    solves: int


def values(parts: Sequence[Piece], count: int, workers: int = 1) -> Values:
    """The value of all coalitions of so many players: the same whatever the number of processes. Raises SolverFault."""
    tasks = tuple((k, here) for k, piece in enumerate(parts) for here in _presences(piece))
    found: list[dict[int, float]] = [{} for _ in parts]
    given: dict[int, float] = {}
    solves = 0
    for answer in blocks(Valuing(tuple(parts), tasks), len(tasks), workers, what="valuing coalitions"):
        found[answer.piece] |= answer.value
        solves += answer.solves
        for bits, amount in answer.given.items():
            given[bits] = given.get(bits, 0.0) + amount
    total = np.zeros(1 << count)
    for piece, value in zip(parts, found, strict=True):
        total += _spread(piece, value, count)
    return Values(total, given, solves, len(parts))


def owned(given: dict[int, float], count: int) -> Floats:
    """What each player is given at the prices: what several own together counts to each in equal parts."""
    found = np.zeros(count)
    for bits, amount in given.items():
        several = [k for k in range(count) if bits >> k & 1]
        for k in several:
            found[k] += amount / len(several)
    return found


@dataclass(frozen=True)
class Valuing:
    """One block after another: a piece, with some of its first players in and the others of them out."""

    parts: tuple[Piece, ...]
    tasks: tuple[tuple[int, int], ...]

    def __call__(self, block: int) -> Found:
        """Values of the coalitions of a block."""
        number, here = self.tasks[block]
        piece = self.parts[number]
        first, free = _split(piece)
        walk = _Walk(Plans(piece.without(_coalition(first) & ~here)))
        walk.down(here | _coalition(free), free)
        return Found(number, walk.value, walk.given if here == _coalition(first) else {}, walk.plans.solves)


def _split(piece: Piece) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Players of a piece by whose presence it is cut into blocks, and the others."""
    cut = min(max(0, len(piece.players) - TOGETHER), MOST)
    return piece.players[:cut], piece.players[cut:]


def _presences(piece: Piece) -> list[int]:
    """Which of the first players are in, everybody first: a block of work each."""
    found = [0]
    for k in _split(piece)[0]:
        found += [here | 1 << k for here in found]
    return found[::-1]


def _coalition(players: Sequence[int]) -> int:
    return sum(1 << k for k in players)


@dataclass
class _Walk:
    """Goes through coalitions from one down. `given` is for that one."""

    plans: Plans
    value: dict[int, float] = field(default_factory=dict)
    given: dict[int, float] = field(default_factory=dict)

    def down(self, members: int, free: tuple[int, ...]) -> None:
        """Value every coalition that lacks some of these, the others in."""
        known = self.plans.all_in()
        self.given = self.plans.given()
        self._visit(members, known, free)

    def _visit(self, members: int, known: Known, free: tuple[int, ...]) -> None:
        piece = self.plans.piece
        joined = next(piece.groups(members), 0) == members
        if joined and piece.most(members) <= 0.0:
            self.value[members] = 0.0
        elif joined:
            known = self.plans.without(members, known)
            self.value[members] = known.value
        for place, k in enumerate(free):
            self._visit(members & ~(1 << k), known, free[place + 1 :])


def _spread(piece: Piece, value: dict[int, float], count: int) -> Floats:
    """The value of a piece to every coalition: that of its groups, added up."""
    players = sorted(piece.players)
    every = np.arange(1 << count)
    local = np.zeros(1 << count, dtype=np.int64)
    for place, k in enumerate(players):
        local |= (every >> k & 1) << place
    found = np.zeros(1 << len(players))
    for number in range(len(found)):
        coalition = _coalition([k for place, k in enumerate(players) if number >> place & 1])
        found[number] = sum(value[group] for group in piece.groups(coalition))
    spread: Floats = found[local]
    return spread
