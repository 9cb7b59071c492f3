"""What is a nation's word worth? A scenario planned anew from the plan at hand, its answers all yes, then all no.

A scenario has one programme, in which all that any answers permit is open: bounds say what is answered. So the plan as
answers are goes on to that of any others, and where these open nothing of worth and shut nothing in use it stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.network.network import Terms
from pipir.network.stances import ACTS
from pipir.planning.worth import Best, Worth
from pipir.program.build import build
from pipir.program.grid import grid_of
from pipir.program.within import within
from pipir.runs.work import blocks

NO, YES = "no", "yes"
EVERY = "*"
"""In the place of an act: all of them."""
RESERVE = "release_reserve"


@dataclass(frozen=True)
class Asked:
    """A nation and a scenario in whose situation it answers; with `single` each act is asked about for itself too."""

    scenario: str
    nation: str
    single: bool = False


@dataclass(frozen=True)
class Turned:
    """The best plans when a nation says yes, and no, to an act (`*`: to all), to everybody; the rest is as stated."""

    act: str
    yes: Best
    no: Best


@dataclass(frozen=True)
class Said:
    """The best plan as answers are, and those with others: `every` act at once, then each one that it is asked for.

    An act of which neither answer changes the value is left out; so are all where nobody asked about them.
    """

    stated: Best
    every: Turned
    single: tuple[Turned, ...]


def said(case: Case, terms: Terms, next_rank: float, asked: Sequence[Asked], workers: int = 1) -> list[Said]:
    """What the word of each of these nations comes to, in order: the same whatever the number of processes."""
    task = _Answering(case, terms, next_rank, tuple(asked))
    return list(blocks(task, len(asked), workers, what="planning answers"))


@dataclass(frozen=True)
class _Answering:
    """One nation after another; a process plans a scenario as answers are once."""

    case: Case
    terms: Terms
    next_rank: float
    asked: tuple[Asked, ...]
    _kept: dict[str, Answers] = field(default_factory=dict, compare=False)

    def __call__(self, block: int) -> Said:
        """What the word of a nation comes to."""
        one = self.asked[block]
        if one.scenario not in self._kept:
            self._kept.clear()
            self._kept[one.scenario] = Answers(self.case, one.scenario, self.terms, self.next_rank)
        return self._kept[one.scenario].of(one.nation, one.single)


class Answers:
    """The plan of a scenario as answers are, from which it is planned with others."""

    def __init__(self, case: Case, scenario: str, terms: Terms, next_rank: float) -> None:
        self.case, self.terms, self.next_rank = case, terms, next_rank
        net = compile_network(case, scenario, terms)
        self.scenario, self.situation, self._grid = net.scenario, net.situation, grid_of(net)
        wide = build(compile_network(_widest(case, net.situation), scenario, terms), self._grid)
        fits = within(wide, net, self._grid)
        self._stated = build(net, self._grid) if fits is None else fits
        self._wide = wide if fits is not None else self._stated
        self._worth = Worth(self._stated, next_rank=next_rank)
        self._acts = acts_asked(case, net.situation)

    def of(self, nation: str, single: bool) -> Said:
        """What the word of a nation comes to."""
        stated, acts = self._worth.within(self._stated.programme), self._acts.get(nation, ())
        yes, no = (self._best(nation, EVERY, answer) if acts else stated for answer in (YES, NO))
        every = Turned(EVERY, yes, no)
        turned = (self._turned(nation, act, acts, every, stated) for act in acts if single)
        changing = (one for one in turned if {one.yes.value, one.no.value} != {stated.value})
        return Said(stated, every, tuple(changing))

    def _turned(self, nation: str, act: str, acts: Sequence[str], every: Turned, stated: Best) -> Turned:
        """The answers to one of the acts.

        A yes to it brings no more than a yes to all, a no loses no more: what all of them do not change, it does not.
        """
        if len(acts) == 1:
            return replace(every, act=act)
        yes, no = every.yes.value != stated.value, every.no.value != stated.value
        return Turned(
            act,
            self._best(nation, act, YES) if yes else stated,
            self._best(nation, act, NO) if no else stated,
        )

    def _best(self, nation: str, act: str, answer: str) -> Best:
        case = answered(self.case, self.situation, nation, act, answer)
        if case["stances"].equals(self.case["stances"]):
            return self._worth.within(self._stated.programme)
        net = compile_network(case, self.scenario, self.terms)
        fits = within(self._wide, net, self._grid)
        if fits is not None:
            return self._worth.within(fits.programme)
        anew = build(net, self._grid)
        return Worth(anew, next_rank=self.next_rank).within(anew.programme)


def answered(case: Case, situation: str | None, nation: str, act: str, answer: str) -> Case:
    """The case with the nation's answers to an act in a situation as this one, whoever asks for whatever.

    A yes releases a reserve only where a row of the nation is about it: nobody is asked for its reserve unasked.
    """
    frame = case["stances"]
    own = (pl.col("nation") == nation) & (pl.col("situation") == situation)
    if act != EVERY:
        own &= pl.col("act") == act
    if answer == YES:
        said = frame.with_columns(pl.when(own).then(pl.lit(YES)).otherwise("answer").alias("answer"))
    else:
        refused = pl.DataFrame(list(_refusals(frame, nation, situation, act)), schema=frame.schema)
        said = pl.concat([frame.filter(~own), refused])
    return case.replace({"stances": said})


def _refusals(frame: pl.DataFrame, nation: str, situation: str | None, act: str) -> Iterator[dict[str, str | None]]:
    for one in ACTS if act == EVERY else (act,):
        told = {"nation": nation, "situation": situation, "act": one, "to": "*", "item": "*", "answer": NO}
        yield {name: told.get(name) for name in frame.columns}


def _widest(case: Case, situation: str | None) -> Case:
    """The case in which every answer of the situation is a yes, but of reserves.

    Those are kept, to be let go by bounds; an answer about some of them alone is left as it is.
    """
    here, reserve = pl.col("situation") == situation, pl.col("act") == RESERVE
    whole = ((pl.col("to") == "*") & (pl.col("item") == "*")).all().over("nation", "act", "situation")
    answer = pl.when(here & ~reserve).then(pl.lit(YES)).when(here & whole).then(pl.lit(NO)).otherwise("answer")
    return case.replace({"stances": case["stances"].with_columns(answer.alias("answer"))})


def acts_asked(case: Case, situation: str | None) -> dict[str, tuple[str, ...]]:
    """Acts that each nation can be asked for at all: what it may send, host, let pass, make more of, consent to.

    It is asked for its reserve where a row of the situation is about it.
    """
    due, sites = case["commitments"], case["sites"]
    backfills = pl.col("backfills").is_not_null()
    makers = sites.filter(pl.col("site").is_in(case["lines"]["site"].implode()))
    asked = case["stances"].filter((pl.col("situation") == situation) & (pl.col("act") == RESERVE))
    nations = {
        "export": case["agreements"]["supplier"],
        "deliver": due.filter(~backfills)["supplier"],
        "backfill": due.filter(backfills)["supplier"],
        "host": sites.filter(pl.col("host") != pl.col("nation"))["host"],
        "transit": case["lanes"]["via"].drop_nulls().explode(),
        "produce": makers["nation"],
        RESERVE: asked["nation"],
        "reexport": case["items"]["design_authority"].drop_nulls(),
    }
    every = sorted({nation for of in nations.values() for nation in of})
    return {nation: tuple(act for act in ACTS if nation in set(nations[act])) for nation in every}
