"""What has to be reckoned, piece by piece? The audit, the plan and the unknown answers of every window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipir.assurance.assuring.asking import Asking, Swing
from pipir.assurance.assuring.chances import Word
from pipir.assurance.assuring.judging import Judged, judged
from pipir.assurance.assuring.turning import Kept
from pipir.assurance.assuring.windows import Window
from pipir.planning.alone import Name
from pipir.runs.work import blocks


@dataclass(frozen=True)
class Piece:
    """One piece of work in one window: `kind` is audit or plan, with the unknown answers asked about."""

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

    def __call__(self, number: int) -> Judged | tuple[Kept, list[Swing]]:
        """The answer of a piece."""
        piece = self.pieces[number]
        window = self.windows[piece.window]
        if piece.kind == "audit":
            return judged(window, dict(self.words))
        asking = Asking(window)
        return asking.kept, asking.swings


def answered(windows: list[Window], words: Mapping[Name, Word], workers: int) -> Answers:
    """All pieces, in as many processes; the same whatever their number."""
    pieces = [Piece(kind, k) for kind in ("plan", "audit") for k in range(len(windows))]
    jobs = Jobs(tuple(windows), words, tuple(pieces))
    found = Answers([], [], [])
    for answer in blocks(jobs, len(pieces), workers, what="auditing promises"):
        if isinstance(answer, Judged):
            found.judged.append(answer)
        else:
            found.kept.append(answer[0])
            found.swings.append(answer[1])
    return found
