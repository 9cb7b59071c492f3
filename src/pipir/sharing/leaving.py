"""What is lost without one partner, and without two? Pieces of several scenarios, each planned without its players."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from pipir.network.network import Floats
from pipir.planning.owed import claimants
from pipir.program.build import Built
from pipir.runs.work import blocks
from pipir.sharing.owners import Owners
from pipir.sharing.pieces import Piece
from pipir.sharing.plans import Plans
from pipir.sharing.players import Players


@dataclass(frozen=True)
class World:
    """A scenario's programme, its pieces, and whose everything is."""

    built: Built
    players: Players
    own: Owners
    costs: Floats
    pieces: tuple[Piece, ...]


@dataclass
class Left:
    """What a scenario is worth with everybody, and what goes with one player and with two, by their numbers.

    `shares` are those short of each claim with everybody (under -1) and without each player.
    """

    value: float
    one: dict[int, float]
    two: dict[tuple[int, int], float]
    shares: dict[int, Floats]

    def synergies(self) -> dict[tuple[int, int], float]:
        """What two are worth together beyond what each is worth: above 0 where one stands in for the other."""
        return {(one, other): both - self.one[one] - self.one[other] for (one, other), both in self.two.items()}


def met(world: World, found: Left) -> dict[str, float]:
    """The value that each claimant's own claims get with everybody, by nation."""
    got, claims = world.costs * (1.0 - found.shares[-1]), claimants(world.built.net, world.built.claims)
    return {str(nation): float(got[claims == nation].sum()) for nation in np.unique(claims)}


def left(worlds: Sequence[World], asked: frozenset[int] | None, workers: int = 1) -> list[Left]:
    """What goes with each player of each world; pairs only with one of those `asked`, where some are."""
    tasks = tuple((w, p) for w, world in enumerate(worlds) for p in range(len(world.pieces)))
    found = [_nothing(world) for world in worlds]
    work = Leaving(tuple(worlds[w].pieces[p] for w, p in tasks), asked)
    for (w, p), answer in zip(tasks, blocks(work, len(tasks), workers, what="planning without partners"), strict=True):
        _add(found[w], worlds[w].pieces[p], answer)
    return found


def _nothing(world: World) -> Left:
    every = range(world.players.count)
    shares = {k: np.ones(len(world.costs)) for k in (-1, *every)}
    return Left(0.0, dict.fromkeys(every, 0.0), dict.fromkeys(combinations(every, 2), 0.0), shares)


@dataclass(frozen=True)
class Without:
    """A piece with everybody, without one, without two: value of the first, losses of the others, shares short."""

    value: float
    one: dict[int, float] = field(default_factory=dict)
    two: dict[tuple[int, int], float] = field(default_factory=dict)
    shares: dict[int, Floats] = field(default_factory=dict)


@dataclass(frozen=True)
class Leaving:
    """One piece after another, planned without each of its players and each pair of them."""

    pieces: tuple[Piece, ...]
    asked: frozenset[int] | None

    def __call__(self, block: int) -> Without:
        """The plans of a piece."""
        piece = self.pieces[block]
        plans, everybody = Plans(piece), -1
        base = plans.all_in()
        found = Without(base.value, shares={everybody: base.shares})
        alone = {k: plans.without(everybody & ~(1 << k), base) for k in piece.players}
        for k, known in alone.items():
            found.one[k] = base.value - known.value
            found.shares[k] = known.shares
        steps = {k: 0 if known is base else known.steps for k, known in alone.items()}
        for pair in combinations(sorted(piece.players, key=lambda k: -steps[k]), 2):
            if self.asked is None or self.asked & set(pair):
                k, other = pair  # without whom it took more to plan is gone already: little is left to do
                both = plans.without(everybody & ~(1 << k) & ~(1 << other), alone[k])
                found.two[min(pair), max(pair)] = base.value - both.value
        return found


def _add(total: Left, piece: Piece, answer: Without) -> None:
    """Add what goes in a piece; who is no player of it takes nothing there."""
    total.value += answer.value
    for k in total.one:
        total.one[k] += answer.one.get(k, 0.0)
        total.shares[k][piece.numbers] = answer.shares.get(k, answer.shares[-1])
    total.shares[-1][piece.numbers] = answer.shares[-1]
    for one, other in total.two:
        alone = answer.one.get(one, 0.0) + answer.one.get(other, 0.0)
        total.two[one, other] += answer.two.get((one, other), alone)
