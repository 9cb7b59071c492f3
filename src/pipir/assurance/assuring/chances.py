"""What is a word worth? The chance that each promise is kept as far as its supplier's word goes, and that all are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np

from pipir.assurance.assuring.audit import Audit
from pipir.assurance.assuring.recording import Record
from pipir.case.case import Case
from pipir.planning.alone import Name

MOST = 2000
"""Solves after which the chance that all binding promises can be kept is left open."""


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


def all_binding(audit: Audit, every: Mapping[Name, Word], among: Collection[Name], most: int = MOST) -> float | None:
    """The chance that all binding ones among these, which no stance bars, can be kept; None: it takes too many solves.

    Each best-effort promise is honoured with its chance, one by one; what is not honoured carries nothing, what is
    carries what it can. Those that are honoured need not be kept for it: binding ones go first.
    """
    firmly = [claim for claim in audit.open if every[audit.names[claim]].binding == "binding"]
    binding = [claim for claim in firmly if audit.names[claim] in among]
    firm = prod(every[audit.names[claim]].chance for claim in binding)
    doubtful = {
        claim: every[audit.names[claim]].chance
        for claim in audit.open
        if claim not in firmly and every[audit.names[claim]].chance < 1.0
    }
    chance = _Tree(audit, binding, doubtful, most).chance(tuple(doubtful), ())
    return None if chance is None else firm * chance


@dataclass
class _Tree:
    """Goes through what may be honoured. More honoured never hurts: a branch ends where the rest does not matter."""

    audit: Audit
    binding: Sequence[int]
    doubtful: Mapping[int, float]
    most: int
    solves: int = field(default=0)

    def chance(self, undecided: tuple[int, ...], broken: tuple[int, ...]) -> float | None:
        """The chance that the binding ones can be kept when these are broken and those undecided."""
        if self.solves >= self.most:
            return None
        if not self._kept(broken):
            return 0.0
        first = self._decisive(undecided, broken)
        if first is None:
            return 1.0
        rest = tuple(claim for claim in undecided if claim != first)
        yes, no = self.chance(rest, broken), self.chance(rest, (*broken, first))
        if yes is None or no is None:
            return None
        return self.doubtful[first] * yes + (1.0 - self.doubtful[first]) * no

    def _decisive(self, undecided: tuple[int, ...], broken: tuple[int, ...]) -> int | None:
        """One of those that could together spoil it, none of which is needless for that; None where all cannot."""
        if not undecided or self._kept((*broken, *undecided)):
            return None
        spoiling = undecided
        for claim in undecided:
            rest = tuple(other for other in spoiling if other != claim)
            if not self._kept((*broken, *rest)):
                spoiling = rest
        return spoiling[0] if spoiling else None

    def _kept(self, broken: Sequence[int]) -> bool:
        """Can the binding ones be kept when these carry nothing?"""
        self.solves += 1
        columns = [self.audit.carriers(claim) for claim in broken]
        closed = np.concatenate([np.zeros(0, dtype=np.int64), *columns])
        with self.audit.bounded(closed, np.zeros(len(closed))):
            return self.audit.kept(self.binding)
