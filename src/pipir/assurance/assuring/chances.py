"""What is a word worth? The chance that each promise is kept as far as its supplier's word goes, and that all are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import prod

import numpy as np

from pipir.assurance.assuring.audit import Audit
from pipir.assurance.assuring.recording import Record
from pipir.case.case import Case
from pipir.planning.alone import Name

MOST = 2000
"""Solves after which the chance that all binding promises can be kept is told between bounds."""
BRANCHES = 10000
"""Branches after which it is too."""
APART = 1e-9
"""Distance of bounds that is a rest of rounding."""


@dataclass(frozen=True)
class Word:
    """How firm a promise is: the chance that its supplier's word holds, and where that chance comes from."""

    binding: str
    chance: float
    source: str


def words(case: Case, records: Sequence[Record]) -> dict[Name, Word]:
    """The word behind every commitment and agreement, by kind and id.

    A best-effort one has the kept share of its supplier's record; without a record what its agreement states, else 1.
    A binding one has what its agreement states, else 1.
    """
    kept = {record.supplier: record.kept_share for record in records}
    found: dict[Name, Word] = {}
    for row in case.filled("commitments").iter_rows(named=True):
        found["commitment", row["commitment"]] = _word(row["binding"], kept.get(row["supplier"]), None)
    for row in case["agreements"].iter_rows(named=True):
        found["promise", row["agreement"]] = _word(row["binding"], kept.get(row["supplier"]), row["probability"])
    return found


def _word(binding: str, kept: float | None, stated: float | None) -> Word:
    if binding == "best_effort" and kept is not None:
        return Word(binding, kept, "record")
    if stated is not None:
        return Word(binding, stated, "agreement")
    return Word(binding, 1.0, "binding" if binding == "binding" else "assumed")


@dataclass(frozen=True)
class Chance:
    """A chance between two bounds, which are one where it is settled."""

    low: float
    high: float

    @property
    def settled(self) -> float | None:
        """The chance; None where the bounds are apart."""
        return self.low if self.high - self.low <= APART else None


def all_binding(audit: Audit, every: Mapping[Name, Word], among: Collection[Name], most: int = MOST) -> Chance | None:
    """The chance that all binding ones among these, which no stance bars, can be kept; None where there are none.

    Each best-effort promise is honoured with its chance, one by one; what is not honoured carries nothing, what is
    carries what it can. Those that are honoured need not be kept for it: binding ones go first. After `most` solves
    what is not settled leaves the bounds apart.
    """
    firmly = [claim for claim in audit.open if every[audit.names[claim]].binding == "binding"]
    binding = [claim for claim in firmly if audit.names[claim] in among]
    if not binding:
        return None
    firm = prod(every[audit.names[claim]].chance for claim in binding)
    doubtful = {
        claim: every[audit.names[claim]].chance
        for claim in audit.open
        if claim not in firmly and every[audit.names[claim]].chance < 1.0
    }
    found = _Tree(audit, binding, doubtful, most).chance()
    return Chance(firm * found.low, firm * found.high)


@dataclass
class _Tree:
    """Goes through what may be honoured, the likeliest first. More honoured never hurts.

    So a branch ends where the rest does not matter, and what one set of broken promises shows holds for all within it,
    or for all around it: `held` are sets that let the binding ones be kept, `spoiled` sets that do not.
    """

    audit: Audit
    binding: Sequence[int]
    doubtful: Mapping[int, float]
    most: int
    solves: int = field(default=0)
    held: list[frozenset[int]] = field(default_factory=list)
    spoiled: list[frozenset[int]] = field(default_factory=list)

    def chance(self) -> Chance:
        """The chance that the binding ones can be kept, as far as the solves allowed settle it."""
        low, high = 0.0, 1.0
        waiting = [(-1.0, 0, frozenset(self.doubtful), frozenset[int]())]
        for number in range(BRANCHES):
            if not waiting or self.solves >= self.most:
                break
            minus, _, undecided, broken = heappop(waiting)
            if not self._kept(broken):
                high += minus
                continue
            first = self._decisive(undecided, broken)
            if first is None:
                low -= minus
                continue
            rest, yes = undecided - {first}, self.doubtful[first]
            heappush(waiting, (minus * yes, 2 * number + 1, rest, broken))
            heappush(waiting, (minus * (1.0 - yes), 2 * number + 2, rest, broken | {first}))
        return Chance(low, max(low, high)) if waiting else Chance(low, low)

    def _decisive(self, undecided: frozenset[int], broken: frozenset[int]) -> int | None:
        """One of those that could together spoil it, none of which is needless for that; None where all cannot."""
        if self._kept(broken | undecided):
            return None
        known = next((spoiled for spoiled in self.spoiled if spoiled <= broken | undecided), broken | undecided)
        spoiling = sorted(known - broken)
        for claim in spoiling:
            rest = [other for other in spoiling if other != claim]
            if not self._kept(broken.union(rest)):
                spoiling = rest
        return spoiling[0]

    def _kept(self, broken: frozenset[int]) -> bool:
        """Can the binding ones be kept when these carry nothing?"""
        if any(broken <= held for held in self.held):
            return True
        if any(spoiled <= broken for spoiled in self.spoiled):
            return False
        self.solves += 1
        columns = [self.audit.carriers(claim) for claim in sorted(broken)]
        closed = np.concatenate([np.zeros(0, dtype=np.int64), *columns])
        with self.audit.bounded(closed, np.zeros(len(closed))):
            kept = self.audit.kept(self.binding)
        sets = self.held if kept else self.spoiled
        within = broken.issuperset if kept else broken.issubset
        sets[:] = [*(one for one in sets if not within(one)), broken]
        return kept
