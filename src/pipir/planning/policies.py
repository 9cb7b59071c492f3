"""How does a run follow a plan, or have it made anew? A plan's periods become the days of a script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pipir.network.network import Ints, Network
from pipir.network.resuming import Pause, resumed
from pipir.planning.legs import Layout, keys, laid_out, used
from pipir.planning.script import script
from pipir.planning.solved import solved
from pipir.program.decisions import Decisions
from pipir.program.flows import permitted
from pipir.program.grid import grid_of
from pipir.sustainment.capability import SustainOptions
from pipir.sustainment.moves import Moves
from pipir.sustainment.scripts import Script


def best(net: Network) -> Decisions:
    """The plan of a network, by days to day 30 and then by weeks."""
    return solved(net, grid_of(net)).decisions


def best_by_days(net: Network) -> Decisions:
    """The plan of a network, by days throughout."""
    return solved(net, grid_of(net, daily=True)).decisions


Planner = Callable[[Network], Decisions]
"""Makes a plan for a network. It must pickle."""


@dataclass(frozen=True)
class Follow:
    """Runs do what a plan decided before the crisis began, as far as each day lets them.

    Without `decisions` the plan of the network is made first.
    """

    decisions: Decisions | None = None
    planner: Planner = best

    def moves(self, net: Network) -> Moves:
        """Legs of the flows that the plan uses, and its script. Raises ValueError for a plan of another network."""
        plan = self.planner(net) if self.decisions is None else self.decisions
        _expect_same(plan.net, net)
        layout = laid_out(net, keys(used(plan)), plan.agreements)
        return _scripted(layout, script(plan, layout, (0, net.days), layout.under_way, None))


@dataclass(frozen=True)
class Replan:
    """Runs follow a plan that is made anew every so many days from how the run then stands."""

    every: int
    planner: Planner = best

    def moves(self, net: Network) -> Moves:
        """Legs of every flow that is permitted, and the script of the first days."""
        flows = permitted(net)
        layout = laid_out(net, keys(flows), flows.agreements)
        return _scripted(layout, Anew(net, layout, self.every, self.planner).first())


@dataclass(frozen=True)
class Anew:
    """Makes the plan of the rest of a network, and the script of the days until the next one."""

    net: Network
    layout: Layout
    every: int
    planner: Planner

    def first(self) -> Script:
        """The script of the first days."""
        return self._until_next(self.planner(self.net), 0, self.layout.under_way)

    def script(self, pause: Pause) -> Script:
        """The script of the days after a pause."""
        return self._until_next(self.planner(resumed(self.net, pause)), pause.day, pause.under_way.leg)

    def _until_next(self, plan: Decisions, first: int, under_way: Ints) -> Script:
        return script(plan, self.layout, (first, min(first + self.every, self.net.days)), under_way, self)


def named(options: SustainOptions) -> Follow | Replan:
    """The policy that options name: plans by days where they say so."""
    planner = best_by_days if options.daily else best
    return Follow(planner=planner) if options.replan is None else Replan(options.replan, planner)


def _scripted(layout: Layout, first: Script) -> Moves:
    return replace(layout.moves, script=first)


def _expect_same(planned: Network, net: Network) -> None:
    """Raises ValueError where a plan was made for other labels, another scenario or another span of time."""
    for what, one, other in (
        ("scenario", (planned.scenario, planned.start, planned.days), (net.scenario, net.start, net.days)),
        ("sites", planned.sites.ids, net.sites.ids),
        ("items", planned.items.ids, net.items.ids),
        ("lanes", planned.lanes.ids, net.lanes.ids),
        ("lines", planned.making.ids, net.making.ids),
        ("demands", planned.demands.ids, net.demands.ids),
        ("commitments", planned.commitments.ids, net.commitments.ids),
    ):
        if one != other:
            raise ValueError(f"the plan was made for other {what}")
