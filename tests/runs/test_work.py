"""Are blocks answered in order, alike in one process and in several, and does nothing outlive the work?"""

from __future__ import annotations

import os
import pickle
import time

import pytest

from pipir.case.refusal import Refused
from pipir.runs.progress import telling
from pipir.runs.work import WorkerLost, blocks
from runs import tasks
from runs.asked import small_case


class Heard:
    def __init__(self) -> None:
        self.said: list[str] = []

    def start(self, what: str, steps: int) -> None:
        self.said.append(f"start {what} {steps}")

    def advance(self, steps: int = 1) -> None:
        self.said.append(f"advance {steps}")

    def done(self) -> None:
        self.said.append("done")


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_answers_come_in_the_order_of_blocks(workers: int) -> None:
    assert list(blocks(tasks.square, 4, workers)) == [0, 1, 4, 9]


def test_a_slow_block_is_waited_for() -> None:
    assert list(blocks(tasks.slow_first, 4, 2)) == [0, 1, 2, 3]


def test_no_blocks_give_no_answers() -> None:
    assert list(blocks(tasks.square, 0, 4)) == []


def test_workers_are_processes_of_their_own_with_one_thread_each() -> None:
    numba, polars, process = next(iter(blocks(tasks.threads, 2, 2)))
    assert (numba, polars) == ("1", "1")
    assert process != os.getpid()


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_a_task_is_raised_with_all_it_holds(workers: int) -> None:
    answers = blocks(tasks.refuses_third, 5, workers)
    with pytest.raises(Refused) as refused:
        list(answers)
    (fault,) = refused.value.faults
    assert (fault.file, fault.column, fault.value) == ("stocks.csv", "quantity", "x")


def test_an_error_that_does_not_pickle_is_told_in_words() -> None:
    with pytest.raises(RuntimeError, match="Unsendable: powder"):
        list(blocks(tasks.fails_unsendably, 2, 2))


def test_an_answer_that_does_not_pickle_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="cannot be sent"):
        list(blocks(tasks.answers_unsendably, 2, 2))


def test_a_worker_that_dies_is_noticed() -> None:
    with pytest.raises(WorkerLost, match="exit code 9"):
        list(blocks(tasks.dies, 4, 2))


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(os.name == "nt", reason="asks the operating system for a process by signal 0")
def test_leaving_early_ends_workers_that_are_busy() -> None:
    answers = blocks(tasks.forever, 3, 2)
    process = next(answers)
    answers.close()  # type: ignore[attr-defined]
    until = time.monotonic() + 10
    while _alive(process) and time.monotonic() < until:
        time.sleep(0.01)
    assert not _alive(process)


@pytest.mark.parametrize("workers", [1, 2])
def test_progress_is_told_and_ended(workers: int) -> None:
    heard = Heard()
    list(blocks(tasks.square, 3, workers, what="runs", progress=heard))
    assert heard.said == ["start runs 3", "advance 1", "advance 1", "advance 1", "done"]


def test_progress_ends_when_a_task_fails() -> None:
    heard = Heard()
    with telling(heard), pytest.raises(Refused):
        list(blocks(tasks.refuses_third, 5))
    assert heard.said[-1] == "done"


def test_without_a_listener_nobody_is_told() -> None:
    heard = Heard()
    with telling(heard):
        pass
    list(blocks(tasks.square, 2))
    assert heard.said == []


def test_a_case_crosses_to_a_worker_unchanged() -> None:
    case = small_case()
    arrived = pickle.loads(pickle.dumps(case))
    assert arrived.hash == case.hash
    assert arrived["stocks"].equals(case["stocks"])
    assert arrived.filled("stocks").equals(case.filled("stocks"))
    with pytest.raises(TypeError):
        arrived.tables["stocks"] = case["sites"]
