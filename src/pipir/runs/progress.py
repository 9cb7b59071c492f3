"""How does long work tell how far it is? To whoever listens; by default nobody does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Progress(Protocol):
    """Somebody who wants to know how far the work is."""

    def start(self, what: str, steps: int) -> None:
        """Work begins that takes so many steps."""

    def advance(self, steps: int = 1) -> None:
        """So many more steps are done."""

    def done(self) -> None:
        """The work has ended, well or not."""


class Silent:
    """Nobody listens."""

    def start(self, what: str, steps: int) -> None:
        """Nothing is told."""

    def advance(self, steps: int = 1) -> None:
        """Nothing is told."""

    def done(self) -> None:
        """Nothing is told."""


_listening: ContextVar[Progress | None] = ContextVar("listening", default=None)


def listener() -> Progress:
    """Whoever listens to the work of this thread."""
    return _listening.get() or Silent()


@contextmanager
def telling(progress: Progress) -> Iterator[None]:
    """Within this block long work tells its progress to that listener."""
    token = _listening.set(progress)
    try:
        yield
    finally:
        _listening.reset(token)
