"""Which unknown answer is worth asking for first? What the best plan gains between a no and a yes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import combinations, groupby
from typing import Any

import numpy as np
import polars as pl

from pipir.assurance.assuring.gaining import Gain, gains
from pipir.assurance.assuring.joining import along, owners, ways
from pipir.assurance.assuring.turning import Kept, Turning
from pipir.assurance.assuring.windows import Window
from pipir.case.case import Case
from pipir.network.network import Network
from pipir.program.flows import Flows, permitted

LEAST = 1e-7
"""Swing that is a rest of rounding."""
PAIRS = 10
"""Pairs of nations whose answers are turned together, in a window."""

Row = dict[str, Any]
WAYS = ("export", "deliver", "backfill", "transit", "reexport")
"""Acts that open ways and change nothing else."""
KEY = ("nation", "situation", "act", "to", "item")


@dataclass(frozen=True)
class Turned:
    """What some answers change: `swing` is what the best plan's worth differs by between no and yes.

    `loss` is what a plan made for the answers as assumed is worth less than the best one, once they are the other way.
    """

    swing: float = 0.0
    loss: float = 0.0
    frees: int = 0
    gains: tuple[Gain, ...] = ()


@dataclass(frozen=True)
class Swing:
    """What an answer changes in one window: `key` names it.

    `together` is the swing of all unknown answers of its nation when they turn at once, `extra` how much of that none
    of them brings alone. `other` is a nation whose unknown answers bring more with these than both bring apart, `both`
    what they all change when they turn at once, and `beyond` how much more that is.
    """

    key: tuple[str, ...]
    alone: Turned
    together: float
    extra: float
    other: str | None = None
    both: Turned = Turned()
    beyond: float = 0.0


@dataclass(frozen=True)
class Asking:
    """One window with its unknown answers: the plan as they are assumed, and with some of them the other way."""

    window: Window

    @cached_property
    def kept(self) -> Kept:
        """The share kept of each promise in the plan as answers are assumed."""
        return self._turning.kept

    @cached_property
    def swings(self) -> list[Swing]:
        """What each unknown answer of the situation changes, in order of their keys."""
        found: list[Swing] = []
        alone = {nation: [self._turned([row]) for row in rows] for nation, rows in self._by_nation.items()}
        together = {
            nation: self._turned(rows) if len(rows) > 1 else alone[nation][0]
            for nation, rows in self._by_nation.items()
        }
        partner = self._partners({nation: one.swing for nation, one in together.items()})
        for nation, rows in self._by_nation.items():
            other, both, beyond = partner.get(nation, (None, Turned(), 0.0))
            whole = together[nation].swing
            extra = whole - sum(one.swing for one in alone[nation])
            for row, one in zip(rows, alone[nation], strict=True):
                key = tuple(str(row[name]) for name in KEY)
                found.append(Swing(key, one, whole, extra if extra > LEAST else 0.0, other, both, beyond))
        return found

    def _partners(self, together: Mapping[str, float]) -> dict[str, tuple[str, Turned, float]]:
        """For each nation the one with whose answers its own bring most beyond what both bring apart.

        Looked for where answers are taken as no, among nations along one way that takes a yes of both.
        """
        found: dict[str, tuple[str, Turned, float]] = {}
        for pair in self._pairs() if self.window.options.unknown == "no" and len(together) > 1 else ():
            both = self._turned([row for nation in pair for row in self._by_nation[nation]])
            beyond = both.swing - sum(together[nation] for nation in pair)
            for nation, other in (pair, pair[::-1]):
                if beyond > max(LEAST, found[nation][2] if nation in found else 0.0):
                    found[nation] = other, both, beyond
        return found

    def _pairs(self) -> list[tuple[str, str]]:
        """Nations on ways that open when all say yes, and to none of them alone: those on most ways first."""
        every = self._turning.widest
        own = [self._net(rows) for rows in self._by_nation.values()]
        known = ways(self._permitted).union(*(ways(permitted(net)) for net in own))
        count: Counter[tuple[str, str]] = Counter()
        owner = owners(every)
        for way in ways(permitted(every)) - known:
            count.update(combinations(sorted(along(every, way, owner) & set(self._by_nation)), 2))
        return [pair for pair, _ in sorted(count.items(), key=lambda one: (-one[1], one[0]))[:PAIRS]]

    @cached_property
    def _unknown(self) -> list[Row]:
        return unknown_answers(self.window)

    @cached_property
    def _by_nation(self) -> dict[str, list[Row]]:
        return {nation: list(rows) for nation, rows in groupby(self._unknown, key=lambda row: str(row["nation"]))}

    @cached_property
    def _turning(self) -> Turning:
        return Turning(self.window, self._answered(self._unknown, "yes") if self._unknown else None)

    def _net(self, rows: Sequence[Row]) -> Network:
        """The window's network with these answers the other way."""
        return self.window.network(self._answered(rows, "yes" if self.window.options.unknown == "no" else "no"))

    def _turned(self, rows: Sequence[Row]) -> Turned:
        """What these answers change when they are the other way."""
        net = self._net(rows)
        frees = abs(sum(_barred(self._turning.net)) - sum(_barred(net)))
        other = self._turning.turned(net) if self._matters(rows, net) else None
        if other is None:
            return Turned(frees=frees)
        assumed = self._turning.best
        no, yes = (assumed, other) if self.window.options.unknown == "no" else (other, assumed)
        swing = no.missing - yes.missing
        if swing <= LEAST:
            return Turned(frees=frees)
        loss = swing if self.window.options.unknown == "no" else self._turning.carried(net) - no.missing
        return Turned(swing, loss if loss > LEAST else 0.0, frees, gains(self._turning.built, no, yes))

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
