"""What has to be reckoned, piece by piece? The audit, the plan and the unknown answers of every window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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

Kept = dict[Name, float]
"""Share kept of each promise under the sequence."""


@dataclass(frozen=True)
class Piece:
    """One piece of work in one window: `kind` is audit, plan or ask."""

    kind: str
    window: int


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

    def __call__(self, number: int) -> Judged | Kept | list[Swing]:
        """The answer of a piece."""
        piece = self.pieces[number]
        window = self.windows[piece.window]
        if piece.kind == "audit":
            return judged(window, dict(self.words))
        if piece.kind == "plan":
            return kept_shares(window)
        return Asking(window).swings()


def kept_shares(window: Window) -> Kept:
    """The share kept of each promise in the plan of the window: demands, hazards, claims served in order."""
    built = window.built(window.crisis)
    plan = Solved(built, serve(built, Solver(built.programme)))
    shares = np.where(plan.shares <= 1e-6, 0.0, plan.shares)
    named = zip(names(built.net, built.claims), shares.tolist(), strict=True)
    return {name: 1.0 - share for name, share in named if name[0] != "demand"}


def answered(windows: list[Window], words: Mapping[Name, Word], workers: int) -> Answers:
    """All pieces, in as many processes; the same whatever their number."""
    pieces = [Piece(kind, k) for kind in ("plan", "ask", "audit") for k in range(len(windows))]
    jobs = Jobs(tuple(windows), words, tuple(pieces))
    found = Answers([], [], [])
    for answer in blocks(jobs, len(pieces), workers, what="auditing promises"):
        if isinstance(answer, Judged):
            found.judged.append(answer)
        elif isinstance(answer, list):
            found.swings.append(answer)
        else:
            found.kept.append(answer)
    return found
