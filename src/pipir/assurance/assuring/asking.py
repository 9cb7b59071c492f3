"""Which unknown answer is worth asking for first? What the best plan gains between a no and a yes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np
import polars as pl

from pipir.assurance.assuring.audit import same
from pipir.assurance.assuring.windows import Window
from pipir.case.case import Case
from pipir.network.network import Ints, Network
from pipir.planning.alone import names
from pipir.planning.legs import keys
from pipir.planning.owed import receivers
from pipir.planning.worth import Best, Worth, costs
from pipir.program.build import Built
from pipir.program.flows import permitted

LEAST = 1e-7
"""Swing that is a rest of rounding."""
GAINS = 3
"""Gains that are told."""
TOLD = 0.01
"""Worth of a gain, over that of the largest, below which it is not told: equal plans differ by as much."""

Row = dict[str, Any]
Gains = tuple[tuple[str, str, float], ...]
"""Nation, item and units."""
WAYS = ("export", "deliver", "backfill", "transit", "reexport")
"""Acts that open ways and change nothing else."""
KEY = ("nation", "situation", "act", "to", "item")


@dataclass(frozen=True)
class Swing:
    """What an answer changes in one window: `key` names it, `gains` are units by nation and item, most worth first.

    `together` is what all unknown answers of its nation change when they turn at once, `extra` how much of that none of
    them brings alone.
    """

    key: tuple[str, ...]
    swing: float
    together: float
    extra: float
    frees: int
    gains: Gains


@dataclass(frozen=True)
class Asking:
    """One window with its unknown answers: the plan as they are assumed, and with one of them the other way.

    Answers that only open ways are asked of one programme in which all of these are yes: what an answer does not permit
    is closed in it. An answer that changes what is made, lies or may go is asked of a programme of its own.
    """

    window: Window

    def swings(self) -> list[Swing]:
        """What each unknown answer of the situation changes, in order of their keys."""
        found: list[Swing] = []
        for _, rows in groupby(self._unknown, key=lambda row: str(row["nation"])):
            of_nation = list(rows)
            alone = [self._turned([row]) for row in of_nation]
            together = self._turned(of_nation) if len(of_nation) > 1 else alone[0]
            for row, (swing, gains, frees) in zip(of_nation, alone, strict=True):
                key = tuple(str(row[name]) for name in KEY)
                extra = together[0] - sum(one[0] for one in alone)
                found.append(Swing(key, swing, together[0], extra if extra > LEAST else 0.0, frees, gains))
        return found

    @cached_property
    def _unknown(self) -> list[Row]:
        return unknown_answers(self.window)

    def _turned(self, rows: Sequence[Row]) -> tuple[float, Gains, int]:
        """What these answers change when they are the other way: swing, gains, and promises no longer barred."""
        turned = self._answered(rows, "yes" if self.window.options.unknown == "no" else "no")
        net = self.window.network(turned)
        frees = abs(_barred(self._assumed) - _barred(net))
        ways = all(row["act"] in WAYS for row in rows)
        other = self._by_ways(net) if ways else self._anew(turned)
        if other is None:
            return 0.0, (), frees
        no, yes = (self._best, other) if self.window.options.unknown == "no" else (other, self._best)
        swing = no.missing - yes.missing
        return (swing, _gains(self._wide, no, yes), frees) if swing > LEAST else (0.0, (), frees)

    def _answered(self, rows: Sequence[Row], answer: str) -> Case:
        """The case in which these are answered so."""
        stances = self.window.crisis["stances"]
        for row in rows:
            this = pl.all_horizontal(pl.col(name) == row[name] for name in KEY)
            stances = stances.with_columns(pl.when(this).then(pl.lit(answer)).otherwise("answer").alias("answer"))
        return self.window.crisis.replace({"stances": stances})

    @cached_property
    def _assumed(self) -> Network:
        return self.window.network(self.window.crisis)

    @cached_property
    def _wide(self) -> Built:
        """The programme in which all that is unknown of ways is a yes."""
        return self.window.built(self._answered([row for row in self._unknown if row["act"] in WAYS], "yes"))

    @cached_property
    def _worth(self) -> Worth:
        return Worth(self._wide, closed(self._wide, self._assumed))

    @cached_property
    def _best(self) -> Best:
        return self._worth.best()

    def _by_ways(self, net: Network) -> Best | None:
        """The best plan with the ways that a network permits; None where they are those assumed."""
        shut = closed(self._wide, net)
        return None if np.array_equal(shut, closed(self._wide, self._assumed)) else self._worth.best(shut)

    def _anew(self, case: Case) -> Best | None:
        """The best plan of a case; None where its programme is the one assumed."""
        built = self.window.built(case)
        if same(built.programme, self._narrow.programme):
            return None
        if names(built.net, built.claims) != names(self._wide.net, self._wide.claims):
            raise ValueError("an answer changed what is claimed")
        return Worth(built).best()

    @cached_property
    def _narrow(self) -> Built:
        return self.window.built(self.window.crisis)


def closed(built: Built, net: Network) -> Ints:
    """Columns of a programme that stand for ways which another network of the same case does not permit."""
    sent, hands = built.programme.columns["sent"], built.programme.columns["hands"]
    may = set(keys(permitted(net)))
    shut = np.array([way not in may for way in keys(built.scope.flows)], dtype=bool)
    barred = np.array([why is not None for why in net.commitments.against], dtype=bool)
    flows: Ints = sent.all[shut[sent.spans.entity]]
    handed: Ints = hands.all[barred[built.scope.handings.commitment[hands.spans.entity]]]
    return np.concatenate([flows, handed])


def unknown_answers(window: Window) -> list[Row]:
    """Rows of `stances` of the situation that are unknown."""
    rows = window.case["stances"].filter((pl.col("situation") == window.situation) & (pl.col("answer") == "unknown"))
    return list(rows.sort(KEY).iter_rows(named=True))


def _barred(net: Network) -> int:
    """Promises that are owed something and that a stance bars."""
    dues = (net.commitments, net.promises)
    return sum(why is not None and owed > 0.0 for due in dues for why, owed in zip(due.against, due.owed, strict=True))


def _gains(built: Built, no: Best, yes: Best) -> Gains:
    """Units that nations get more of each item, those worth most first."""
    worth: dict[tuple[str, str], float] = defaultdict(float)
    units: dict[tuple[str, str], float] = defaultdict(float)
    value, who_claims = costs(built), receivers(built.net, built.claims)
    for claim, gain in enumerate((no.shares - yes.shares).tolist()):
        who = built.net.nations[who_claims[claim]], built.claims.group[claim]
        worth[who] += gain * float(value[claim])
        units[who] += gain * float(built.claims.owed[claim])
    least = max(LEAST, TOLD * max(worth.values(), default=0.0))
    order = sorted((who for who in worth if worth[who] > least), key=lambda who: (-worth[who], who))
    return tuple((*who, units[who]) for who in order[:GAINS] if units[who] > 0.0)
