"""What are nations' answers worth in a scenario?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.network.network import Floats, Network, Terms
from pipir.planning.gaining import Gain, Owed
from pipir.planning.owed import claimants
from pipir.planning.weights import NEXT_RANK, REST
from pipir.planning.worth import costs
from pipir.program.build import build
from pipir.program.grid import grid_of
from pipir.sharing.answering import Asked, Said, Turned, said
from pipir.sharing.assurances import answering
from pipir.sharing.partners import MOST
from pipir.sharing.players import holders


@dataclass(frozen=True)
class Ends:
    """What other answers to an act (`*`: to all) change: `lost` by a no to everybody, `won` by a yes.

    In the weighted shares of `planning.worth`; `lost_by` and `won_by` tell it by whose claims it is.
    """

    act: str
    lost: float
    won: float
    lost_by: Mapping[str, float]
    won_by: Mapping[str, float]


@dataclass(frozen=True)
class Word:
    """What a nation's answers are worth, all at once and act by act; what changes by a no, and by a yes, to all."""

    nation: str
    every: Ends
    single: tuple[Ends, ...]
    by_no: tuple[Gain, ...]
    by_yes: tuple[Gain, ...]


def words_given(case: Case, scenario: str) -> tuple[Word, ...]:
    """What each nation's answers are worth in a scenario, those that change nothing left out."""
    net = compile_network(case, scenario)
    if len(holders(net)) > MOST:
        return ()
    nations = answering(net)
    found = said(case, Terms(), NEXT_RANK, [Asked(scenario, nation, single=True) for nation in nations])
    telling = _Telling(net)
    return tuple(telling.word(n, one) for n, one in zip(nations, found, strict=True) if _matters(one))


def _matters(one: Said) -> bool:
    return one.every.yes.value - one.every.no.value > REST


class _Telling:
    """Tells values and units apart by whose claims they are."""

    def __init__(self, net: Network) -> None:
        built = build(net, grid_of(net))
        self._owed, self._costs = Owed(net, built.claims), costs(built)
        self._claimants = claimants(net, built.claims)

    def word(self, nation: str, one: Said) -> Word:
        """A nation's answers."""
        stated, no, yes = (best.shares for best in (one.stated, one.every.no, one.every.yes))
        return Word(
            nation=nation,
            every=self._ends(one, one.every),
            single=tuple(self._ends(one, turned) for turned in one.single),
            by_no=tuple(gain for gain in self._owed.by_nation(stated, no) if gain.told),
            by_yes=tuple(gain for gain in self._owed.by_nation(stated, yes) if gain.told),
        )

    def _ends(self, one: Said, turned: Turned) -> Ends:
        stated = one.stated
        return Ends(
            act=turned.act,
            lost=stated.value - turned.no.value,
            won=turned.yes.value - stated.value,
            lost_by=self._by(turned.no.shares - stated.shares),
            won_by=self._by(stated.shares - turned.yes.shares),
        )

    def _by(self, shares: Floats) -> dict[str, float]:
        return {
            str(name): float((self._costs * shares)[self._claimants == name].sum())
            for name in np.unique(self._claimants)
        }
