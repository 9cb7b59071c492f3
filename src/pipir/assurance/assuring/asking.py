"""Which unknown answer is worth asking for first? What the best plan gains between a no and a yes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np
import polars as pl

from pipir.assurance.assuring.turning import Kept, Turning
from pipir.assurance.assuring.windows import Window
from pipir.case.case import Case
from pipir.network.network import Network
from pipir.planning.owed import receivers
from pipir.planning.worth import Best, costs
from pipir.program.build import Built
from pipir.program.flows import Flows, permitted

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
    """One window with its unknown answers: the plan as they are assumed, and with one of them the other way."""

    window: Window

    @cached_property
    def kept(self) -> Kept:
        """The share kept of each promise in the plan as answers are assumed."""
        return self._turning.kept

    @cached_property
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

    @cached_property
    def _turning(self) -> Turning:
        return Turning(self.window, self._answered(self._unknown, "yes") if self._unknown else None)

    def _turned(self, rows: Sequence[Row]) -> tuple[float, Gains, int]:
        """What these answers change when they are the other way: swing, gains, and promises no longer barred."""
        net = self.window.network(self._answered(rows, "yes" if self.window.options.unknown == "no" else "no"))
        frees = abs(sum(_barred(self._turning.net)) - sum(_barred(net)))
        other = self._turning.turned(net) if self._matters(rows, net) else None
        if other is None:
            return 0.0, (), frees
        assumed = self._turning.best
        no, yes = (assumed, other) if self.window.options.unknown == "no" else (other, assumed)
        swing = no.missing - yes.missing
        return (swing, _gains(self._turning.built, no, yes), frees) if swing > LEAST else (0.0, (), frees)

    def _matters(self, rows: Sequence[Row], net: Network) -> bool:
        """Can it change a plan that these answers are those of a network? Ways that stay as they are change none."""
        ways = all(row["act"] in WAYS for row in rows)
        return not ways or _barred(net) != _barred(self._turning.net) or not _same(permitted(net), self._permitted)

    @cached_property
    def _permitted(self) -> Flows:
        return permitted(self._turning.net)

    def _answered(self, rows: Sequence[Row], answer: str) -> Case:
        """The case in which these are answered so."""
        stances = self.window.crisis["stances"]
        for row in rows:
            this = pl.all_horizontal(pl.col(name) == row[name] for name in KEY)
            stances = stances.with_columns(pl.when(this).then(pl.lit(answer)).otherwise("answer").alias("answer"))
        return self.window.crisis.replace({"stances": stances})


def _same(one: Flows, other: Flows) -> bool:
    """Is the same permitted on every lane?"""
    arrays = [field.name for field in fields(Flows) if field.name != "agreements"]
    alike = (np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays)
    return one.agreements == other.agreements and all(alike)


def unknown_answers(window: Window) -> list[Row]:
    """Rows of `stances` of the situation that are unknown."""
    rows = window.case["stances"].filter((pl.col("situation") == window.situation) & (pl.col("answer") == "unknown"))
    return list(rows.sort(KEY).iter_rows(named=True))


def _barred(net: Network) -> list[bool]:
    """Is each promise owed something and barred by a stance?"""
    dues = (net.commitments, net.promises)
    return [why is not None and owed > 0.0 for due in dues for why, owed in zip(due.against, due.owed, strict=True)]


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
