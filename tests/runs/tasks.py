"""Which tasks do the tests of `work` hand to worker processes? Functions of a module, as spawned processes need."""

from __future__ import annotations

import os
import signal
import time

from pipir.case.refusal import refuse


def square(block: int) -> int:
    return block * block


def slow_first(block: int) -> int:
    if block == 0:
        time.sleep(0.3)
    return block


def threads(block: int) -> tuple[str | None, str | None, int]:
    return os.environ.get("NUMBA_NUM_THREADS"), os.environ.get("POLARS_MAX_THREADS"), os.getpid()


def refuses_third(block: int) -> int:
    if block == 3:
        raise refuse("stocks.csv", "is wrong", "mend it", column="quantity", value="x")
    return block


class Unsendable(Exception):
    def __init__(self, first: str, second: str) -> None:
        super().__init__(first)
        self.second = second


def fails_unsendably(block: int) -> int:
    raise Unsendable("powder", "wet")


def answers_unsendably(block: int) -> object:
    return lambda: block


def dies(block: int) -> int:
    if block == 1:
        os._exit(9)
    return block


def forever(block: int) -> int:
    if block:
        time.sleep(3600)
    return os.getpid()


def deaf(number: int) -> bool:
    """Is this process shielded from Ctrl-C since before it ran anything?"""
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])
