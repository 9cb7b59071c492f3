"""What if? A case is planned once, then anew from there for each loss or change, in several processes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pipir.case.case import Case
from pipir.case.reading import as_case
from pipir.case.refusal import refuse
from pipir.network.network import Floats
from pipir.planning.capability import PlanOptions
from pipir.planning.changes import Loss, lost_columns
from pipir.planning.hot import Base, cold
from pipir.planning.plan import network
from pipir.planning.ranks import Order
from pipir.planning.rows import Row, edited
from pipir.planning.solved import Solved
from pipir.program.build import build
from pipir.program.claims import Claims
from pipir.program.grid import grid_of
from pipir.program.within import within
from pipir.runs.work import blocks

BLOCK = 5
"""Sets of changes that a process is given at once."""
Change = Loss | Row
Changes = Sequence[Change]


@dataclass(frozen=True)
class Short:
    """What goes short: pooled share and largest shares by rank, share of each claim in the order of the session's.

    `solves` were needed for it: none where the plan at hand does not use what is lost.
    """

    ranks: tuple[int, ...]
    pooled: tuple[float, ...]
    levels: tuple[tuple[float, ...], ...]
    shares: Floats
    solves: int


class PlanSession:
    """A case that is planned once, and anew for every set of changes.

    Losses go on from the plan at hand. So do rows that are others (a stock, a rate, a lift, a ceiling, a stance, an
    agreement: see `planning.rows`) as far as nothing but bounds and right sides differs by them. Where one opens what
    was not in the programme, it is written anew and planned from the plan that does nothing. Claims and shares are
    then those of the changed case.

    Raises Refused for options that are for a single plan: a time limit, a reason, a file.
    """

    def __init__(self, case: Case | str | Path, options: PlanOptions | None = None) -> None:
        self.options = PlanOptions() if options is None else options
        for name in ("time_limit", "why", "mps"):
            if getattr(self.options, name) is not None:
                flag = "--" + name.replace("_", "-")
                raise refuse("options", "is for a single plan", "leave it out, or use `plan`", column=flag)
        self.case = as_case(case)
        net = network(self.case, self.options)
        self.built = build(net, grid_of(net, self.options.daily))

    @property
    def claims(self) -> Claims:
        """The claims whose shares `Short.shares` are."""
        return self.built.claims

    def plan(self, changes: Changes = ()) -> Solved:
        """The whole plan with these changes: ranks, largest shares, transport."""
        return self._anew(changes, moving=True)

    def short(self, changes: Changes = ()) -> Short:
        """What goes short with these changes; how the rest is best moved is not asked."""
        return _short(self._anew(changes, moving=False))

    def many(self, several: Sequence[Changes], workers: int = 1) -> list[Short]:
        """What goes short with each of these sets, in order: the same whatever the number of processes.

        Raises Refused before anything is solved where a set names what is not in the case.
        """
        for changes in several:
            lost_columns(self.built, _losses(changes))
            edited(self.case, _rows(changes))
        if workers <= 1:
            return [self.short(changes) for changes in several]
        task = _Many(self.case, self.options, tuple(tuple(changes) for changes in several))
        return [short for block in blocks(task, task.count, workers, what="planning anew") for short in block]

    def _anew(self, changes: Changes, moving: bool) -> Solved:
        losses, rows = _losses(changes), _rows(changes)
        if not rows:
            return Solved(self.built, self._base.without(lost_columns(self.built, losses), moving))
        net = network(edited(self.case, rows), self.options)
        grid = grid_of(net, self.options.daily)
        fits = within(self.built, net, grid)
        if fits is not None:
            return Solved(fits, self._base.within(fits, lost_columns(fits, losses), moving))
        changed = build(net, grid)
        return Solved(changed, cold(changed, lost_columns(changed, losses), moving))

    @cached_property
    def _base(self) -> Base:
        return Base(self.built)


def _losses(changes: Changes) -> list[Loss]:
    return [change for change in changes if isinstance(change, Loss)]


def _rows(changes: Changes) -> list[Row]:
    return [change for change in changes if isinstance(change, Row)]


def _short(found: Solved) -> Short:
    order: Order = found.order
    return Short(
        ranks=tuple(served.rank for served in order.served),
        pooled=tuple(served.pooled for served in order.served),
        levels=tuple(served.levels for served in order.served),
        shares=found.shares,
        solves=len(order.solves),
    )


@dataclass(frozen=True)
class _Many:
    """One block of sets of changes after another; a process plans the case once."""

    case: Case
    options: PlanOptions
    several: tuple[tuple[Change, ...], ...]
    _kept: dict[str, PlanSession] = field(default_factory=dict, compare=False)

    @property
    def count(self) -> int:
        """Blocks."""
        return -(-len(self.several) // BLOCK)

    def __call__(self, block: int) -> list[Short]:
        """What goes short with each set of a block."""
        if "session" not in self._kept:
            self._kept["session"] = PlanSession(self.case, self.options)
        session = self._kept["session"]
        return [session.short(changes) for changes in self.several[block * BLOCK : (block + 1) * BLOCK]]
