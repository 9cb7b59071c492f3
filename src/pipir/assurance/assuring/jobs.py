"""What has to be reckoned, piece by piece? The audit, the plan and the unknown answers of every window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from pipir.assurance.assuring.asking import Asking, Swing
from pipir.assurance.assuring.chances import Word
from pipir.assurance.assuring.judging import Judged, judged
from pipir.assurance.assuring.windows import Window
from pipir.planning.alone import Name, names
from pipir.planning.ranks import serve
from pipir.planning.solved import Solved
from pipir.program.solver import Solver
from pipir.runs.work import blocks

ASKED = 4
"""Unknown answers that a piece looks into; the plan as assumed is made once for all of a window in a process."""

Kept = dict[Name, float]
"""Share kept of each promise under the sequence."""


@dataclass(frozen=True)
class Piece:
    """One piece of work in one window: `kind` is audit, plan or ask; `first` is the first unknown answer of it."""

    kind: str
    window: int
    first: int = 0


@dataclass(frozen=True)
class Answers:
    """What all pieces found, by window."""

    judged: list[Judged]
    kept: list[Kept]
    swings: list[list[Swing]]


@dataclass(frozen=True)
class Jobs:
    """All pieces, answered one at a time; nothing that one finds is needed by another."""

    windows: tuple[Window, ...]
    words: Mapping[Name, Word]
    pieces: tuple[Piece, ...]
    _asking: dict[int, Asking] = field(default_factory=dict, compare=False)

    def __call__(self, number: int) -> Judged | Kept | list[Swing]:
        """The answer of a piece."""
        piece = self.pieces[number]
        window = self.windows[piece.window]
        if piece.kind == "audit":
            return judged(window, dict(self.words))
        if piece.kind == "plan":
            return kept_shares(window)
        if piece.window not in self._asking:
            self._asking.clear()  # one programme at a time: a window is not asked about again once it is done
            self._asking[piece.window] = Asking(window)
        asking = self._asking[piece.window]
        return [asking.swing(row) for row in asking.unknown[piece.first : piece.first + ASKED]]


def kept_shares(window: Window) -> Kept:
    """The share kept of each promise in the plan of the window: demands, hazards, claims served in order."""
    built = window.built(window.crisis)
    plan = Solved(built, serve(built, Solver(built.programme)))
    shares = np.where(plan.shares <= 1e-6, 0.0, plan.shares)
    named = zip(names(built.net, built.claims), shares.tolist(), strict=True)
    return {name: 1.0 - share for name, share in named if name[0] != "demand"}


def answered(windows: list[Window], words: Mapping[Name, Word], workers: int) -> Answers:
    """All pieces, in as many processes; the same whatever their number."""
    pieces = [Piece(kind, k) for kind in ("plan", "audit") for k in range(len(windows))]
    for k, window in enumerate(windows):
        pieces += [Piece("ask", k, first) for first in range(0, len(Asking(window).unknown), ASKED)]
    jobs = Jobs(tuple(windows), words, tuple(pieces))
    found = Answers([], [], [[] for _ in windows])
    for piece, answer in zip(pieces, blocks(jobs, len(pieces), workers, what="auditing promises"), strict=True):
        if isinstance(answer, Judged):
            found.judged.append(answer)
        elif isinstance(answer, list):
            found.swings[piece.window] += answer
        else:
            found.kept.append(answer)
    return found
