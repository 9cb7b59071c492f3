"""Which sharings does nobody object to, and which is objected to least? Small linear programmes over coalitions.

A programme begins with the single players; coalitions that object to what it finds come in until none does. Values are
counted in those of the largest one, so that the same tolerance fits every game.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipir.network.network import Floats, Ints
from pipir.program.columns import once
from pipir.program.draft import Draft
from pipir.program.solver import Solver
from pipir.sharing.game import alone, given, memberships, players_of

CLOSE = 1e-8
"""Objection, in values of the largest coalition, that is none."""
PRICED = 1e-7
"""Price of a coalition above which it objects as much in every best sharing."""
FAR = 1e3
"""Beyond any share or objection, in values of the largest coalition."""
AT_ONCE = 500
"""Coalitions that come into a programme at once."""
SAME = 1e-7
"""Part of the value of the largest coalition by which values may be off: they come from programmes."""


@dataclass(frozen=True)
class Settled:
    """A sharing by player, and the largest objection that it leaves.

    `priced` coalitions object as much, and `floored` players get as little, in every sharing that is as good.
    """

    shares: Floats
    excess: float
    priced: tuple[int, ...]
    floored: tuple[int, ...]


@dataclass(frozen=True)
class Rule:
    """What a programme asks: weights of players and of the largest objection in what is made small.

    `least` is the least share of each player, `excess` the bounds of the objection. `held` are coalitions that get
    exactly so much.
    """

    players: Floats
    objection: float
    least: Floats
    excess: tuple[float, float]
    held: dict[int, float]


def least_core(value: Floats) -> Settled:
    """A sharing in which the largest objection of any coalition is as small as can be.

    Its size is below 0 where all are better off than alone, and above 0 where the core is empty. Source: methods d.14.
    """
    count = players_of(value)
    size = _size(value)
    everybody = len(value) - 1
    rule = Rule(np.zeros(count), 1.0, np.full(count, -FAR), (-FAR, FAR), {everybody: float(value[-1]) / size})
    return _back(_settle(value / size, rule, np.arange(1, everybody)), size)


def subsidy(value: Floats) -> float:
    """What must be added to the value of all together so that nobody would rather leave: 0 where the core has a point.

    Source: methods d.14.
    """
    count = players_of(value)
    size = _size(value)
    rule = Rule(np.ones(count), 0.0, alone(value) / size, (0.0, 0.0), {})
    found = _settle(value / size, rule, np.arange(1, len(value)))
    lacking = float(found.shares.sum()) - float(value[-1]) / size
    return lacking * size if lacking > CLOSE else 0.0


def limits(value: Floats) -> tuple[Floats, Floats]:
    """The least and the most that each player gets in any sharing of the core; of the least core where it is empty."""
    count, size = players_of(value), _size(value)
    scaled = value / size
    everybody = {len(value) - 1: float(scaled[-1])}
    objection = max(0.0, least_core(scaled).excess)
    floor = alone(scaled) - objection
    ends = np.zeros((2, count))
    for k in range(count):
        for end, sign in enumerate((1.0, -1.0)):
            weights = np.where(np.arange(count) == k, sign, 0.0)
            rule = Rule(weights, 0.0, floor, (objection, objection), everybody)
            ends[end, k] = _settle(scaled, rule, np.arange(1, len(value) - 1)).shares[k] * size
    return ends[0], ends[1]


def nucleolus(value: Floats) -> Floats:
    """The sharing whose largest objection is smallest, then the next largest, and so on; nobody gets less than alone.

    Raises ValueError where all together are worth less than the players one by one: there is no such sharing.
    Source: methods d.14.
    """
    count, size = players_of(value), _size(value)
    scaled = value / size
    single = alone(scaled)
    lacking = max(0.0, float(single.sum() - scaled[-1]))
    if lacking > SAME:
        raise ValueError("all together are worth less than the players one by one")
    single = single - lacking / count
    members = memberships(count).astype(np.float64)
    held = {len(value) - 1: float(scaled[-1])}
    while len(held) < count:
        rule = Rule(np.zeros(count), 1.0, single, (-FAR, FAR), held)
        found = _settle(scaled, rule, _unsettled(members, list(held)))
        fixed = {1 << k: float(single[k]) for k in found.floored}
        fixed |= {coalition: float(scaled[coalition]) - found.excess for coalition in found.priced}
        held = dict(held)
        for coalition, amount in fixed.items():
            if coalition in _unsettled(members, list(held)):
                held[coalition] = amount
    shares: Floats = np.linalg.solve(members[list(held)], np.array(list(held.values()))) * size
    return shares


def _unsettled(members: Floats, held: list[int]) -> Ints:
    """Coalitions whose share does not follow from what those that are held get."""
    basis = np.linalg.qr(members[held].T)[0]
    rest = members - (members @ basis) @ basis.T
    found: Ints = np.flatnonzero((np.abs(rest) > 1e-6).any(axis=1))
    return found


def _settle(value: Floats, rule: Rule, free: Ints) -> Settled:
    """The best sharing for a rule that no free coalition objects to by more than it says. Raises SolverFault."""
    count = players_of(value)
    single = [1 << k for k in range(count)]
    kept = np.intersect1d(free, [*single, *(len(value) - 1 - bit for bit in single)])
    while True:
        found = _solved(value, rule, kept)
        excess = value[free] - given(found.shares)[free] - found.excess
        excess[np.isin(free, kept)] = 0.0
        if excess.max(initial=0.0) <= CLOSE:
            return found
        worst = free[np.argsort(-excess, kind="stable")[:AT_ONCE]]
        kept = np.union1d(kept, worst[excess[np.searchsorted(free, worst)] > CLOSE])


def _solved(value: Floats, rule: Rule, kept: Ints) -> Settled:
    """The best sharing when these coalitions alone may object."""
    count = players_of(value)
    members = memberships(count)
    draft = Draft()
    pay = draft.add_columns("pay", once(count), 1.0, lower=rule.least)
    objection = draft.add_columns("objection", once(1), 1.0, lower=rule.excess[0], upper=rule.excess[1])
    amounts = np.array(list(rule.held.values()))
    same = draft.add_rows("held", once(len(amounts)), 1.0, amounts, amounts)
    least = draft.add_rows("kept", once(len(kept)), 1.0, value[kept])
    for rows, coalitions in ((same, np.array(list(rule.held), dtype=np.int64)), (least, kept)):
        row, player = np.nonzero(members[coalitions])
        draft.add_terms(rows.start + row, pay.start + player, 1.0)
    draft.add_terms(least.all, np.broadcast_to(objection.all, (len(kept),)), 1.0)
    solver = Solver(draft.programme())
    solver.minimise(np.concatenate([pay.all, objection.all]), np.append(rule.players, rule.objection))
    values, (columns, rows_) = solver.values(), solver.prices()
    return Settled(
        shares=values[pay.all],
        excess=float(values[objection.all][0]),
        priced=tuple(int(c) for c in kept[rows_[least.all] > PRICED]),
        floored=tuple(int(k) for k in np.flatnonzero(columns[pay.all] > PRICED)),
    )


def _size(value: Floats) -> float:
    return float(np.abs(value).max()) or 1.0


def _back(found: Settled, size: float) -> Settled:
    """In the units of the values."""
    return Settled(found.shares * size, found.excess * size, found.priced, found.floored)
