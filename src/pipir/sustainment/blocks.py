"""Where do runs happen? In blocks of a fixed size: any block can be run anywhere, alone, with the same result."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from importlib import import_module

import numpy as np

from pipir.case.case import Case
from pipir.network.compile import compile_network, scenario_row
from pipir.network.means import under_way_survives
from pipir.network.network import Ints, Network, Terms
from pipir.network.stances import Stances
from pipir.sustainment import arena
from pipir.sustainment.capability import SustainOptions
from pipir.sustainment.figures import Figures, Range, ranges
from pipir.sustainment.following import followed
from pipir.sustainment.kernels.running import run_block
from pipir.sustainment.layout import Trace
from pipir.sustainment.moves import Moves
from pipir.sustainment.policies import Policy
from pipir.sustainment.prepare import Prepared, prepare
from pipir.sustainment.streams import stream, uniform
from pipir.sustainment.weather import calm, mean_weather

BLOCK = 64
"""Runs in a block: enough to keep threads busy, few enough that what a block leaves stays small."""

KEPT = 16
"""Sets of drawn answers whose arrays are kept: with many unknown stances hardly a set comes twice."""

POLICIES = {
    "pull": "pipir.sustainment.policies:Pull",
    "hold": "pipir.sustainment.policies:Hold",
    "follow-plan": "pipir.planning.policies:named",
    "replan": "pipir.planning.policies:named",
}
"""Where policies live, as `module:name`: those that need plans stand below this folder and load when asked for."""


@dataclass
class Model:
    """Everything that runs are made from: it goes to other processes as the case and the options."""

    case: Case
    options: SustainOptions
    policy: Policy
    _prepared: dict[tuple[bool, ...], tuple[Prepared, Figures]] = field(default_factory=dict)
    _ranges: dict[tuple[str, str, str], Range] | None = None
    _unknowns: dict[tuple[str, str], float] | None = None
    _scripted: dict[tuple[bool, ...], Moves] = field(default_factory=dict)

    def __getstate__(self) -> tuple[Case, SustainOptions, Policy, dict[tuple[bool, ...], Moves]]:
        return self.case, self.options, self.policy, self._scripted

    def __setstate__(self, state: tuple[Case, SustainOptions, Policy, dict[tuple[bool, ...], Moves]]) -> None:
        *known, scripted = state
        self.__init__(*known)  # type: ignore[misc]
        self._scripted = scripted

    def network(self, answers: tuple[bool, ...]) -> Network:
        """The network, with unknown stances decided by the options, or by these answers in order of `unknowns`."""
        options = self.options
        terms = Terms(
            unknown="no" if options.unknown == "draw" else options.unknown,
            drawn=dict(zip(self.unknowns(), answers, strict=True)),
            surge_day=float(options.surge_day),
            sequence=options.sequence,
            call_promises=options.call_promises,
        )
        return compile_network(self.case, options.scenario, terms)

    def unknowns(self) -> dict[tuple[str, str], float]:
        """Pairs of nation and act whose answer each run draws; none unless they are drawn."""
        if self._unknowns is None:
            situation = scenario_row(self.case, self.options.scenario)["situation"]
            drawing = self.options.unknown == "draw"
            self._unknowns = Stances(self.case, situation).unknowns() if drawing else {}
        return self._unknowns

    def most_open(self) -> Network:
        """The network in which every unknown stance that is drawn is a yes."""
        answers = (True,) * len(self.unknowns())
        return self.network(answers) if answers else self.prepared()[0].net

    def prepared(self, answers: tuple[bool, ...] = ()) -> tuple[Prepared, Figures]:
        """Arrays and figures for runs in which unknown stances were drawn so."""
        if answers not in self._prepared:
            if len(self._prepared) >= KEPT:
                self._prepared.pop(next(iter(self._prepared)))
            net = self.network(answers)
            if self.options.expected:
                net = replace(net, demands=replace(net.demands, cv=np.zeros(len(net.demands.ids))))
            arrays = prepare(net, self._moves(net, answers), self.options.cover, self.options.seed)
            if self._ranges is None:
                drawing = self.options.uncertain_figures and not self.options.expected
                self._ranges = ranges(self.case, self.options.seed) if drawing else {}
            self._prepared[answers] = arrays, Figures(arrays, self._ranges, float(self.options.surge_day))
        return self._prepared[answers]

    def _moves(self, net: Network, answers: tuple[bool, ...]) -> Moves:
        """What may move. A script takes a plan: it is kept, also for other processes."""
        if answers in self._scripted:
            return self._scripted[answers]
        moves = self.policy.moves(net)
        if moves.script is not None:
            self._scripted[answers] = moves
        return moves

    def answers(self, run: int) -> tuple[bool, ...]:
        """What a run draws for each unknown stance."""
        seed = self.options.seed
        return tuple(
            float(uniform(np.uint64(stream(seed, "stance", f"{nation}/{act}")), run, 0)) < chance
            for (nation, act), chance in self.unknowns().items()
        )

    def runs(self, block: int) -> range:
        """Numbers of the runs of a block."""
        return range(block * BLOCK, min((block + 1) * BLOCK, self.count))

    @property
    def count(self) -> int:
        """Runs in all: one where means take the place of draws."""
        return 1 if self.options.expected else self.options.runs

    def __call__(self, block: int) -> Trace:
        """Run a block: what its runs leave behind, in order of the runs."""
        runs = self.runs(block)
        grouped: dict[tuple[bool, ...], list[int]] = {}
        for run in runs:
            grouped.setdefault(self.answers(run), []).append(run)
        parts = [part for answers, group in grouped.items() for part in self._spread(answers, np.array(group))]
        order = np.argsort(np.concatenate([numbers for numbers, _ in parts]), kind="stable")
        if len(parts) == 1:
            return parts[0][1]
        joined = (np.concatenate(arrays)[order] for arrays in zip(*(trace for _, trace in parts), strict=True))
        return Trace(*joined)

    def _spread(self, answers: tuple[bool, ...], runs: Ints) -> list[tuple[Ints, Trace]]:
        """Run numbers on the cores that this process may use; kernels let others run meanwhile."""
        arrays, figures = self.prepared(answers)
        threads = 1 if self.options.workers > 1 or len(runs) < 8 else cores()
        shares = np.array_split(runs, threads)
        if threads == 1:
            return [(runs, simulate(arrays, figures, runs, self.options.expected))]
        with ThreadPoolExecutor(threads) as pool:
            traces = list(pool.map(lambda part: simulate(arrays, figures, part, self.options.expected), shares))
        return list(zip(shares, traces, strict=True))


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def simulate(prepared: Prepared, figures: Figures, runs: Ints, expected: bool) -> Trace:
    """Run these numbers one after another and give what they leave behind."""
    drawn = figures.of(runs)
    weather = mean_weather(prepared.net) if expected else calm(prepared.net)
    if expected:
        drawn = drawn._replace(way=drawn.way * under_way_survives(prepared.net)[None, :])
    if prepared.moves.script is not None:
        return followed(prepared, drawn, weather, runs, expected)
    trace = arena.trace(prepared.fixed, len(runs))
    memory = arena.model(prepared.fixed, drawn, weather)
    run_block(memory, arena.rows(drawn), trace, runs.astype(np.int64), expected)
    return trace


def model(case: Case, options: SustainOptions, policy: Policy | None = None) -> Model:
    """The model of a case and its options under the policy they name, or another one."""
    if options.expected:
        options = replace(options, runs=1)
    return Model(case, options, named(options) if policy is None else policy)


def named(options: SustainOptions) -> Policy:
    """The policy that options name."""
    module, kind = POLICIES[options.manner].split(":")
    made = getattr(import_module(module), kind)
    policy: Policy = made(options) if options.follows else made()
    return policy
