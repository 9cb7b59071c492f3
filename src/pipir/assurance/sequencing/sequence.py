"""What does one place in the order of service cost whom, and who gains under another policy? The answer, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from pipir.assurance.sequencing import declared
from pipir.assurance.sequencing.customers import Customers, worse
from pipir.assurance.sequencing.declared import SequenceOptions
from pipir.assurance.sequencing.moving import ENOUGH, belongs, compared, lacking, movers, moves, policy, rules
from pipir.assurance.sequencing.serving import Move, Queue, Served, Standing
from pipir.assurance.sequencing.wording import Telling, ruled
from pipir.case.case import Case
from pipir.case.names import Names
from pipir.case.words import capital, listing
from pipir.network.network import Flags, Network
from pipir.network.ranks import DEFAULT as DEFAULT_ORDER
from pipir.network.stances import bodies
from pipir.network.telling import left_out
from pipir.planning.capability import PlanOptions
from pipir.planning.plan import network
from pipir.program.claims import COMMITMENT
from pipir.program.grid import grid_of
from pipir.runs.asking import ready
from pipir.runs.record import record
from pipir.runs.result import Result, table_of
from pipir.runs.work import blocks

Row = dict[str, Any]


@dataclass(frozen=True)
class SequenceResult(Result):
    """Answer of `sequence`: frames under the names of the tables, with the record."""

    policies: pl.DataFrame
    customers: pl.DataFrame
    moves: pl.DataFrame
    cost_of_one_place: pl.DataFrame


def sequence(case: Case | str | Path, options: SequenceOptions | None = None) -> SequenceResult:
    """Set two policies side by side, and move claims up in the first, one place at a time.

    Raises Refused for options that the case cannot answer.
    """
    asked = SequenceOptions() if options is None else options
    case = ready(case, asked)
    compare = compared(case, asked)
    about = record("sequence", case, asked, compared=list(compare))
    places = max(len(set(case["sequence"]["rank"])), len(DEFAULT_ORDER)) + 1
    side = _Side(case, asked, compare[0], places)
    other = side if compare[0] == compare[1] else _Side(case, asked, compare[1], places, side)
    names = movers(case, asked, compare, side.bodies)
    alone = {name: belongs(side.net, side.queue.claims, name, side.bodies) for name in names}
    every = list(moves(side.queue, alone))
    lacks = [lacking(move, side.served.standing, side.customers.days) for move in every]
    solved = [move for move, lack in zip(every, lacks, strict=True) if lack]
    task = _Anew(side, other, tuple(solved))
    second, *after = blocks(task, 1 + len(solved), asked.workers, what="moving claims up")
    telling = Telling(Names(case))
    told = _Told(side, telling, dict(zip((id(move) for move in solved), after, strict=True)))
    pair = (side, side.served.standing), (other, second)
    return SequenceResult(
        run=about | {"scenario": side.net.scenario, "notes": _notes(side, compare, alone)},
        policies=table_of(declared.POLICIES, [row for k in range(2) for row in _policies("ab"[k], *pair[k])]),
        customers=table_of(declared.CUSTOMERS, _customers(pair, telling, compare)),
        moves=table_of(declared.MOVES, [told.move(move, lack) for move, lack in zip(every, lacks, strict=True)]),
        cost_of_one_place=table_of(declared.COSTS, [row for move in every for row in told.costs(move)]),
    )


@dataclass(frozen=True)
class _Side:
    """A case in the order of one policy, beside another that is served first where there is one."""

    case: Case
    asked: SequenceOptions
    name: str
    places: int
    first: _Side | None = None

    @cached_property
    def net(self) -> Network:
        """The network in that order."""
        a = self.asked
        terms = PlanOptions(
            scenario=a.scenario, unknown=a.unknown, call_promises=a.call_promises, sequence=policy(self.case, self.name)
        )
        return network(self.case, terms)

    @cached_property
    def queue(self) -> Queue:
        """Its claims in that order."""
        return Queue(self.net, grid_of(self.net, self.asked.daily), self.places)

    @cached_property
    def served(self) -> Served:
        """All served."""
        return Served(self.queue, None if self.first is None else self.first.served)

    @cached_property
    def bodies(self) -> dict[str, set[str]]:
        """Bodies that each nation is a member of on the first day."""
        return bodies(self.case, self.net.start)

    @cached_property
    def customers(self) -> Customers:
        """Who receives what."""
        return Customers(self.net, self.queue.claims)

    def __reduce__(self) -> tuple[Any, ...]:
        return _Side, (self.case, self.asked, self.name, self.places, self.first)


@dataclass(frozen=True)
class _Anew:
    """What each claim gets under the second policy, then after each move in the first."""

    first: _Side
    second: _Side
    moves: tuple[Move, ...]

    def __call__(self, block: int) -> Standing:
        """The second policy for block 0, then move after move."""
        return self.first.served.after(self.moves[block - 1]) if block else self.second.served.standing


@dataclass(frozen=True)
class _Told:
    """Moves and their costs as rows. `after` is what each claim gets after a move, by the identity of the move."""

    side: _Side
    telling: Telling
    after: dict[int, Standing]
    _rows: dict[int, list[Row]] = field(default_factory=dict)

    def changes(self, move: Move) -> list[Row]:
        """Who gets something else by it."""
        if id(move) not in self._rows:
            found: list[Row] = []
            if id(move) in self.after:
                side, after = self.side, self.after[id(move)]
                found = list(side.customers.moved(move, side.served.standing, after, side.bodies))
            self._rows[id(move)] = found
        return self._rows[id(move)]

    def costs(self, move: Move) -> Iterator[Row]:
        """See `declared.COSTS`."""
        rows = self.changes(move)
        for row in rows:
            moved = [other for other in rows if other["role"] == "moved" and other["item"] == row["item"]]
            gain = self.telling.gain(moved, move.mover)
            yield {**self._ends(move), **row, "sentence": self.telling.cost(row, move.mover, gain)}

    def move(self, move: Move, lack: int) -> Row:
        """See `declared.MOVES`."""
        rows = [row for row in self.changes(move) if row["customer_is"] == "nation"]
        own = "the others there"
        which, ahead = (self._rules(place) for place in (move.place, move.place - 1 if move.place else move.place))
        return {
            **self._ends(move),
            "claims": len(move.members),
            "lacking": lack,
            "gaining": sum(worse(row) < 0 for row in rows if row["role"] == "moved"),
            "paying": sum(worse(row) > 0 for row in rows if row["role"] == "other"),
            "sentence": self.telling.moved(move.mover, (which, ahead if move.place else own), rows, lack),
        }

    def _ends(self, move: Move) -> Row:
        ranks = self.side.queue.ranks
        return {"place": ranks[move.place], "mover": move.mover, "ahead_of": ranks[max(move.place - 1, 0)]}

    def _rules(self, place: int) -> str:
        return ruled(rules(self.side.case, self.side.name, self.side.queue.ranks[place]))


def _policies(name: str, side: _Side, standing: Standing) -> Iterator[Row]:
    """See `declared.POLICIES`."""
    net, claims = side.net, side.queue.claims
    mass = dict(zip(net.items.ids, net.items.mass_t, strict=True))
    tonnes = claims.owed * np.array([mass.get(item, 0.0) for item in claims.group])
    for place, rank in enumerate(side.queue.ranks):
        here = side.queue.place == place
        due = here & (claims.kind == COMMITMENT)
        yield {
            "side": name,
            "policy": side.name,
            "rank": rank,
            "rules": ruled(rules(side.case, side.name, rank)),
            "claims": int(here.sum()),
            "claims_short": int((standing.short[here] > ENOUGH).sum()),
            "owed_t": float(tonnes[here].sum()),
            "short_t": float((tonnes * standing.short)[here].sum()),
            "share_short": float((claims.share * standing.short)[here].sum()),
            "days_late": float(standing.late[due].mean()) if due.any() else None,
        }


def _customers(
    pair: tuple[tuple[_Side, Standing], tuple[_Side, Standing]], telling: Telling, compare: tuple[str, str]
) -> Iterator[Row]:
    (a, first), (b, second) = pair
    same = [(c.kind.tolist(), c.number.tolist()) for c in (a.queue.claims, b.queue.claims)]
    if same[0] != same[1]:
        raise ValueError("the claims of two policies are not the same")
    ranks = a.queue.claims.rank, b.queue.claims.rank
    for row in a.customers.compared(first, second, ranks):
        yield {**row, "sentence": telling.compared(row, compare[1])}


def _notes(side: _Side, compare: tuple[str, str], alone: Mapping[str, Flags]) -> list[str]:
    """What a reader must know. `alone` says of each that may move alone which claims it receives."""
    said, names = left_out(side.net), Names(side.case)
    when = names.scenario(side.net.scenario)
    for name, its in alone.items():
        if not its.any():
            said.append(f"{capital(names.nation(name))} is owed nothing in {when}, and so cannot move up.")
        listed = side.case["memberships"].filter(body=name)["nation"]
        others = [names.nation(nation) for nation in listed if name not in side.bodies.get(nation, ())]
        if others:
            count = "is no member" if len(others) == 1 else "are no members"
            said.append(
                f"{capital(listing(others, len(others)))} {count} of {name} when {when} begins, as the case has it."
            )
    if compare[0] == compare[1]:
        said.append(f"{compare[0]} is set beside itself: name two policies of `sequence` to compare them.")
    said.append(
        "A claim gets what a plan gives it in that order; then, rank by rank, commitments are handed over as early as "
        "can be while no claim goes shorter. A unit not delivered by the end counts as late up to the end; a demand is "
        "never late, what it lacks is lost."
    )
    said.append(
        "Moving up one place is to be served before the rank above, and so before the others of one's own rank too; "
        "what a claim weighs stays as it was."
    )
    return said
