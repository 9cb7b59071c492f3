"""What is a nation's word worth? A scenario planned with its answers as all yes and as all no."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from pipir.case.case import Case
from pipir.network.compile import compile_network, scenario_row
from pipir.network.network import Terms
from pipir.network.stances import ACTS
from pipir.planning.worth import costs
from pipir.program.build import build
from pipir.program.grid import grid_of
from pipir.program.solver import Solver
from pipir.runs.work import blocks

NO, YES = "no", "yes"


@dataclass(frozen=True)
class Word:
    """A nation in a scenario, and the answer that it gives to everything."""

    scenario: str
    nation: str
    answer: str


def worth_of(case: Case, terms: Terms, next_rank: float, words: Sequence[Word], workers: int = 1) -> dict[Word, float]:
    """The value of the best plan when each of these words is given, one at a time."""
    task = Answering(case, terms, next_rank, tuple(words))
    return dict(zip(words, blocks(task, len(words), workers, what="planning answers"), strict=True))


@dataclass(frozen=True)
class Answering:
    """One word after another."""

    case: Case
    terms: Terms
    next_rank: float
    words: tuple[Word, ...]

    def __call__(self, block: int) -> float:
        """The value of the best plan when this word is given."""
        word = self.words[block]
        net = compile_network(answered(self.case, word), word.scenario, self.terms)
        built = build(net, grid_of(net))
        weights = costs(built, self.next_rank)
        lacking = Solver(built.programme).minimise(built.programme.columns["short"].all, weights).objective
        return float(weights.sum()) - max(lacking, 0.0)


def answered(case: Case, word: Word) -> Case:
    """The case with the nation's answers in the situation of the scenario as this one, whoever asks for whatever.

    A yes releases a reserve only where a row of the nation is about it: nobody is asked for its reserve unasked.
    """
    situation = scenario_row(case, word.scenario)["situation"]
    frame = case["stances"]
    own = (pl.col("nation") == word.nation) & (pl.col("situation") == situation)
    kept = frame.filter(~own)
    if word.answer == YES:
        said = frame.filter(own).with_columns(pl.lit(YES, frame.schema["answer"]).alias("answer"))
    else:
        said = pl.DataFrame(list(_refusals(frame, word.nation, situation)), schema=frame.schema)
    return case.replace({"stances": pl.concat([kept, said])})


def _refusals(frame: pl.DataFrame, nation: str, situation: str) -> Iterator[dict[str, str | None]]:
    for act in ACTS:
        told = {"nation": nation, "situation": situation, "act": act, "to": "*", "item": "*", "answer": NO}
        yield {name: told.get(name) for name in frame.columns}
