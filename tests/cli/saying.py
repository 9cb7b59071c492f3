"""What does a command say, and where?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Said:
    """Exit code of a command and what it said where."""

    code: int
    out: str
    err: str


class Say(Protocol):
    """Runs a command line."""

    def __call__(self, *words: str) -> Said: ...
