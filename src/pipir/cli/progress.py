"""How far is the work? Told on standard error, a bar where a person watches, a line now and then where none does."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PATIENCE_S = 2.0
"""Work that is done sooner is not talked about."""
BETWEEN_LINES_S = 10.0


class Told:
    """A listener that tells a person at a terminal, or a log."""

    def __init__(self, command: str) -> None:
        self._command = command
        self._what = ""
        self._steps = 0
        self._done = 0
        self._started = 0.0
        self._next = 0.0
        self._bar: Bar | None = None
        self._task: Any = None

    def start(self, what: str, steps: int) -> None:
        """Work begins; nothing is said yet."""
        self._what, self._steps, self._done = what, steps, 0
        self._started = time.monotonic()
        self._next = self._started + PATIENCE_S

    def advance(self, steps: int = 1) -> None:
        """So many more steps are done: say so if it is time."""
        self._done += steps
        if self._bar is not None:
            self._bar.update(self._task, completed=self._done)
        elif time.monotonic() >= self._next:
            self._tell()

    def done(self) -> None:
        """Leave the line to what comes next."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _tell(self) -> None:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(f"{self._command}: {self._what}", total=self._steps, completed=self._done)
            self._bar.start()
            return
        spent = time.monotonic() - self._started
        click.echo(f"{self._command}: {self._what}, {self._done} of {self._steps} done in {spent:.0f} s", err=True)
        self._next = time.monotonic() + BETWEEN_LINES_S
