"""Which unknown answer is worth asking for first? What the best plan gains between a no and a yes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from pipir.assurance.assuring.audit import same
from pipir.assurance.assuring.windows import Window
from pipir.network.network import Dues, Network
from pipir.planning.alone import names
from pipir.planning.worth import Best, Worth, costs
from pipir.program.build import Built
from pipir.program.claims import COMMITMENT, DEMAND

LEAST = 1e-7
"""Swing that is a rest of rounding."""
GAINS = 3
"""Gains that are told."""

Row = dict[str, Any]
KEY = ("nation", "situation", "act", "to", "item")


@dataclass(frozen=True)
class Swing:
    """What an answer changes in one window: `key` names it, `gains` are units by nation and item, most worth first."""

    key: tuple[str, ...]
    swing: float
    frees: int
    gains: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True)
class Asking:
    """One window with its unknown answers: the plan as they are assumed, and with one of them the other way."""

    window: Window

    @property
    def unknown(self) -> list[Row]:
        """The unknown answers of the situation, in order of their keys."""
        return unknown_answers(self.window)

    @cached_property
    def _assumed(self) -> tuple[Built, Best]:
        built = self.window.built(self.window.crisis)
        return built, Worth(built).best()

    def swing(self, row: Row) -> Swing:
        """What the other answer changes."""
        key = tuple(str(row[name]) for name in KEY)
        built, best = self._assumed
        turned = self.window.built(self._turned(row))
        frees = abs(_barred(built.net) - _barred(turned.net))
        if same(built.programme, turned.programme):
            return Swing(key, 0.0, frees, ())
        sides = ((built, best), (turned, Worth(turned).best()))
        no, yes = sides if self.window.options.unknown == "no" else sides[::-1]
        swing = no[1].missing - yes[1].missing
        return Swing(key, swing, frees, _gains(no, yes)) if swing > LEAST else Swing(key, 0.0, frees, ())

    def _turned(self, row: Row) -> Any:
        """The case in which this answer is the opposite of what is assumed."""
        answer = "yes" if self.window.options.unknown == "no" else "no"
        this = pl.all_horizontal(pl.col(name) == row[name] for name in KEY)
        stances = self.window.crisis["stances"]
        turned = pl.when(this).then(pl.lit(answer)).otherwise("answer").alias("answer")
        return self.window.crisis.replace({"stances": stances.with_columns(turned)})


def unknown_answers(window: Window) -> list[Row]:
    """Rows of `stances` of the situation that are unknown."""
    rows = window.case["stances"].filter((pl.col("situation") == window.situation) & (pl.col("answer") == "unknown"))
    return list(rows.sort(KEY).iter_rows(named=True))


def _barred(net: Network) -> int:
    """Promises that are owed something and that a stance bars."""
    dues = (net.commitments, net.promises)
    return sum(why is not None and owed > 0.0 for due in dues for why, owed in zip(due.against, due.owed, strict=True))


def _gains(no: tuple[Built, Best], yes: tuple[Built, Best]) -> tuple[tuple[str, str, float], ...]:
    """Units that nations get more of each item, those worth most first."""
    (built, before), (other, after) = no, yes
    if names(built.net, built.claims) != names(other.net, other.claims):
        raise ValueError("an answer changed what is claimed")
    worth: dict[tuple[str, str], float] = defaultdict(float)
    units: dict[tuple[str, str], float] = defaultdict(float)
    value = costs(built)
    for claim, gain in enumerate((before.shares - after.shares).tolist()):
        who = receiver(built, claim), built.claims.group[claim]
        worth[who] += gain * float(value[claim])
        units[who] += gain * float(built.claims.owed[claim])
    order = sorted((who for who in worth if worth[who] > LEAST), key=lambda who: (-worth[who], who))
    return tuple((*who, units[who]) for who in order[:GAINS] if units[who] > 0.0)


def receiver(built: Built, claim: int) -> str:
    """The nation that a claim is for."""
    net, kind, place = built.net, int(built.claims.kind[claim]), int(built.claims.number[claim])
    if kind == DEMAND:
        return net.nations[int(net.demands.nation[place])]
    dues: Dues = net.commitments if kind == COMMITMENT else net.promises
    return net.nations[int(dues.recipient[place])]
