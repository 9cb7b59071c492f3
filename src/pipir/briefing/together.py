"""What do promises, closed gates and partners come to in one scenario? Each reckoned for itself, in any process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pipir.assurance.assuring.chances import words
from pipir.assurance.assuring.declared import AssureOptions
from pipir.assurance.assuring.judging import Judged, judged
from pipir.assurance.assuring.recording import Record, records
from pipir.assurance.assuring.windows import NO_SITUATION, Window
from pipir.briefing.answers import Word, words_given
from pipir.case.case import Case
from pipir.network.compile import compile_network, scenario_row
from pipir.planning.capability import PlanOptions
from pipir.planning.gaining import Gain, Owed
from pipir.planning.owed import claimants
from pipir.planning.plan import PlanResult, plan
from pipir.planning.weights import NEXT_RANK, REST, tidy
from pipir.runs.progress import Silent, telling
from pipir.sharing.leaving import Left, World, left, met
from pipir.sharing.partners import MOST, world_of
from pipir.sharing.players import holders
from pipir.standardisation.capability import StandardiseOptions
from pipir.standardisation.standardise import StandardiseResult, standardise


@dataclass(frozen=True)
class Promises:
    """The audit of the promises that fall due within the scenario, and suppliers' records."""

    judged: Judged
    records: tuple[Record, ...]


@dataclass(frozen=True)
class Partner:
    """What goes with a nation, and what others lack more without it (`before` with it, `after` without).

    `value` is in the weighted shares of `planning.worth`, `by_claimant` what each other nation's claims lose of it.
    """

    nation: str
    value: float
    to_others: float
    lacks: tuple[Gain, ...]
    by_claimant: Mapping[str, float]


@dataclass(frozen=True)
class Partners:
    """What all together reach, what each nation's claims get of it, each partner, and pairs that matter together.

    `most` is the worth of all claims met in full. `synergy` is what two are worth together beyond what each is worth:
    above 0 one stands in for the other. `too_many` nations hold sites where nobody is told apart. `words` has whose
    answers are worth something.
    """

    worth: float = 0.0
    most: float = 0.0
    met: Mapping[str, float] = field(default_factory=dict)
    partners: tuple[Partner, ...] = ()
    synergy: Mapping[tuple[str, str], float] = field(default_factory=dict)
    too_many: int = 0
    words: tuple[Word, ...] = ()


def best(case: Case, scenario: str) -> PlanResult:
    """The best plan of all together."""
    return plan(case, PlanOptions(scenario=scenario))


def apart(case: Case, scenario: str) -> PlanResult:
    """The best plan of each nation alone: without agreements and commitments nothing passes between holders."""
    return best(case.replace({name: case[name].clear() for name in ("agreements", "commitments")}), scenario)


def promises(case: Case, scenario: str) -> Promises:
    """The audit of one scenario. `assure` also plans every scenario of a situation and asks all unknown answers."""
    row = scenario_row(case, scenario)
    window = Window(case, row["situation"] or NO_SITUATION, scenario, int(row["days"]), 1.0, AssureOptions())
    kept = records(case)
    return Promises(judged(window, words(case, kept)), tuple(kept))


def variants(case: Case, scenario: str) -> StandardiseResult:
    """Every pair with a closed gate, opened alone."""
    return standardise(case, StandardiseOptions(scenario=scenario, pairs=1))


def partners(case: Case, scenario: str) -> Partners:
    """What all together reach with each nation that holds a site, without it, and without each two."""
    net = compile_network(case, scenario)
    many = len(holders(net))
    if many > MOST:
        return Partners(too_many=many)
    world = world_of(net, NEXT_RANK)
    [found] = left([world], None)
    names, got = world.players.names, met(world, found)
    owed = Owed(world.built.net, world.built.claims)
    return Partners(
        worth=found.value,
        most=float(world.costs.sum()),
        met=got,
        partners=tuple(_partner(world, found, k, owed, got) for k in range(world.players.count)),
        synergy={(names[k], names[m]): size for (k, m), size in found.synergies().items() if abs(size) > REST},
    )


def _partner(world: World, found: Left, k: int, owed: Owed, got: Mapping[str, float]) -> Partner:
    """One of them: `owed` and `got` are to whom what is owed, and what each claimant gets with everybody."""
    nation, claims = world.players.names[k], claimants(world.built.net, world.built.claims)
    before, after = found.shares[-1], found.shares[k]
    lost = world.costs * (after - before)
    gains = owed.by_nation(before, after)
    return Partner(
        nation=nation,
        value=found.one[k],
        to_others=tidy(found.one[k] - got.get(nation, 0.0)),
        lacks=tuple(gain for gain in gains if gain.told and gain.units < 0 and gain.nation != nation),
        by_claimant={one: float(np.sum(lost[claims == one])) for one in got if one != nation},
    )


PARTS: tuple[Callable[[Case, str], Any], ...] = (words_given, best, variants, partners, apart, promises)
"""What is reckoned apart, the longest first."""


@dataclass(frozen=True)
class Parts:
    """The parts of one scenario by their numbers, in any process."""

    case: Case
    scenario: str

    def __call__(self, number: int) -> Any:
        """The answer of a part; its own steps are told to nobody."""
        with telling(Silent()):
            return PARTS[number](self.case, self.scenario)
