"""Where does work run? Block by block, in this process or in several, with the same results in the same order."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, TypeVar

from pipir.runs.progress import Progress, listener

Answer = TypeVar("Answer")

SINGLE_THREADED = (
    "NUMBA_NUM_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "POLARS_MAX_THREADS",
)
AHEAD = 2
"""Blocks that each worker may be ahead of the one whose answer is awaited: what waits in memory stays small."""


class WorkerLost(RuntimeError):
    """A worker process ended without an answer: it was killed, or memory ran out."""


def blocks(
    task: Callable[[int], Answer],
    n_blocks: int,
    workers: int = 1,
    *,
    what: str = "running",
    progress: Progress | None = None,
) -> Iterator[Answer]:
    """The answers of `task(0)`, ..., `task(n_blocks - 1)`, in that order whoever is ready first.

    With more than one worker the task runs in processes of its own, started by `spawn` and single-threaded; it and
    its answers must pickle. An error of a task is raised here. Leaving early ends the workers.
    """
    told = progress if progress is not None else listener()
    told.start(what, n_blocks)
    several = min(workers, n_blocks) > 1
    answers = _in_processes(task, n_blocks, min(workers, n_blocks)) if several else map(task, range(n_blocks))
    try:
        for answer in answers:
            told.advance()
            yield answer
    finally:
        close = getattr(answers, "close", None)
        if close is not None:
            close()
        told.done()


def _in_processes(task: Callable[[int], Answer], n_blocks: int, workers: int) -> Iterator[Answer]:
    """Answers in order; at most `AHEAD` blocks a worker are started before the awaited one is there."""
    crew: list[_Worker] = []
    ready: dict[int, Answer] = {}
    started = 0
    try:
        for _ in range(workers):
            crew.append(_Worker(task))
        for awaited in range(n_blocks):
            while awaited not in ready:
                for worker in crew:
                    if worker.idle and started < min(n_blocks, awaited + AHEAD * workers):
                        worker.begin(started)
                        started += 1
                for worker in _heard_from(crew):
                    number, answer = worker.answer()
                    ready[number] = answer
            yield ready.pop(awaited)
    finally:
        for worker in crew:
            worker.end()


class _Worker:
    """One process with the pipe to it."""

    def __init__(self, task: Callable[[int], Any]) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_serve, args=(theirs, pickle.dumps(task)), daemon=True)
        with _deaf_to_interrupt():
            self.process.start()
        theirs.close()
        self.idle = True

    def begin(self, number: int) -> None:
        """Hand over a block."""
        self.idle = False
        with suppress(OSError):  # a worker that has gone is noticed when its answer is awaited
            self.pipe.send(number)

    def answer(self) -> tuple[int, Any]:
        """Block and answer. Raises the task's own error, or WorkerLost."""
        try:
            number, answer, error = self.pipe.recv()
        except (EOFError, OSError) as lost:
            self.process.join(1)
            raise WorkerLost(f"a worker process ended with exit code {self.process.exitcode}") from lost
        if error is not None:
            raise error
        self.idle = True
        return number, answer

    def end(self) -> None:
        """End the process, busy or not."""
        self.pipe.close()
        self.process.terminate()
        self.process.join()


@contextmanager
def _deaf_to_interrupt() -> Iterator[None]:
    """What starts here never hears Ctrl-C: it is this process that ends the others. (Windows: once it serves.)"""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # started by the first worker it would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _heard_from(crew: list[_Worker]) -> list[_Worker]:
    """Workers that have said something or gone."""
    by_pipe: dict[Any, _Worker] = {worker.pipe: worker for worker in crew if not worker.idle}
    return [by_pipe[pipe] for pipe in wait(list(by_pipe))]


def _serve(pipe: Connection, pickled: bytes) -> None:
    """What a worker does: answer block after block until nobody asks. The parent decides when a Ctrl-C ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The task's module loads after this, and with it the libraries that read these once.
    os.environ.update(dict.fromkeys(SINGLE_THREADED, "1"))
    try:
        task = pickle.loads(pickled)
    except Exception as error:  # whatever the task's module raises belongs to who asked
        failure = error
        task = None
    with suppress(EOFError, OSError):
        while True:
            number = pipe.recv()
            try:
                reply = (number, task(number), None) if task is not None else (number, None, failure)
            except Exception as error:
                reply = (number, None, error)
            pipe.send_bytes(_pickled(reply))


def _pickled(reply: tuple[int, Any, Exception | None]) -> bytes:
    """The reply in bytes; an error that does not pickle, or does not come back, is told in words."""
    number, answer, error = reply
    if error is not None:
        try:
            pickle.loads(pickle.dumps(error))
        except Exception:
            error = RuntimeError(f"{type(error).__name__}: {error}")
    try:
        return pickle.dumps((number, answer, error))
    except Exception as failed:
        return pickle.dumps((number, None, RuntimeError(f"the answer of a block cannot be sent: {failed}")))
