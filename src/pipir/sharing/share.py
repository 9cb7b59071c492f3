"""How is what is gained together shared so that no group of partners would rather leave?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from pipir.case.case import Case
from pipir.case.names import Names
from pipir.network.compile import compile_network
from pipir.network.network import Floats, Terms
from pipir.planning.weights import tidy
from pipir.planning.worth import costs
from pipir.program.build import build
from pipir.program.grid import grid_of
from pipir.runs.asking import ready
from pipir.runs.record import record
from pipir.runs.result import Result, table_of
from pipir.sharing.capability import COALITIONS, CORE, LEAST_CORE, RULES, SHARES, ShareOptions
from pipir.sharing.game import Objection, alone, marginal, most_added, objection, shapley, sizes
from pipir.sharing.owners import owners
from pipir.sharing.pieces import pieces
from pipir.sharing.players import Players, holders, players
from pipir.sharing.settling import least_core, limits, nucleolus, subsidy
from pipir.sharing.valuing import Values, owned, values
from pipir.sharing.words import core_sentence, left_out, settled_sentence, share_sentence, told

DEFAULT = ShareOptions()
SAME = 1e-7
"""Part of the value of all together that is no objection."""
Row = dict[str, Any]


@dataclass(frozen=True)
class ShareResult(Result):
    """Answer of `share`: what each player gets, who would object, what settling would cost, every coalition."""

    shares: pl.DataFrame
    core: pl.DataFrame
    least_core: pl.DataFrame
    coalitions: pl.DataFrame


@dataclass(frozen=True)
class Game:
    """Players, the value of every coalition, and what each would get by each way to share."""

    players: Players
    found: Values
    shares: dict[str, Floats]

    @property
    def value(self) -> Floats:
        """Of every coalition, by its number."""
        return self.found.value

    def objections(self) -> dict[str, tuple[Objection, bool]]:
        """The largest objection to each way to share, and whether it is none."""
        most = SAME * max(1.0, float(self.value[-1]))
        found = {rule: objection(self.value, self.shares[rule]) for rule in RULES}
        return {rule: (worst, worst.size <= most) for rule, worst in found.items()}


def share(case: Case | str | Path, options: ShareOptions = DEFAULT) -> ShareResult:
    """Value every coalition, and share what all together reach.

    Raises Refused where the case is at fault or an option names what it does not have.
    """
    case = ready(case, options)
    terms = Terms.of(options)
    net = compile_network(case, options.scenario, terms)
    who = players(net, options.players)
    built = build(net, grid_of(net))
    own = owners(built, who.bits(net))
    parts = pieces(built, own, costs(built, options.next_rank), who.count)
    found = played(who, values(parts, who.count, options.workers))
    about, names = record("share", case, options, scenario=net.scenario), Names(case)
    outside = [nation for nation in holders(net) if nation not in {n for of in who.nations for n in of}]
    return ShareResult(
        run=about | {"notes": left_out(names, outside), "players": list(who.names)},
        shares=table_of(SHARES, _shares(found, names)),
        core=table_of(CORE, _core(found, names)),
        least_core=table_of(LEAST_CORE, [_settling(found, net.scenario)]),
        coalitions=table_of(COALITIONS, _coalitions(found)),
    )


def played(who: Players, found: Values) -> Game:
    """The game of these values, with the shares of each rule."""
    shares = {
        "dual": owned(found.given, who.count),
        "shapley": shapley(found.value),
        "nucleolus": nucleolus(found.value),
    }
    return Game(who, found, shares)


def _shares(game: Game, names: Names) -> Iterator[Row]:
    single, added, most_of = alone(game.value), marginal(game.value), most_added(game.value)
    least, most = limits(game.value)
    in_core = " ".join(rule for rule, (_, none) in game.objections().items() if none)
    for k, name in enumerate(game.players.names):
        row = {
            "nation": name,
            "nations": " ".join(game.players.nations[k]),
            "alone": tidy(single[k]),
            "marginal": tidy(added[k]),
            **{rule: tidy(game.shares[rule][k]) for rule in RULES},
            "least": tidy(least[k]),
            "most": tidy(most[k]),
            "in_core": in_core or None,
        }
        yield row | {"sentence": told(names, share_sentence(row, tidy(most_of[k]), float(game.value[-1])))}


def _core(game: Game, names: Names) -> Iterator[Row]:
    for rule, (worst, none) in game.objections().items():
        row = {
            "rule": rule,
            "in_core": "yes" if none else "no",
            "largest_objection": tidy(worst.size),
            "coalition": " ".join(game.players.among(worst.coalition)),
        }
        yield row | {"sentence": told(names, core_sentence(row))}


def _settling(game: Game, scenario: str) -> Row:
    least = least_core(game.value).excess
    total, single = float(game.value[-1]), float(alone(game.value).sum())
    empty = least > SAME * max(1.0, total)
    row = {
        "scenario": scenario,
        "players": game.players.count,
        "coalitions": len(game.value) - 1,
        "solves": game.found.solves,
        "value": total,
        "alone": single,
        "gain": tidy(total - single),
        "core": "empty" if empty else "not empty",
        "least_objection": tidy(least),
        "subsidy": tidy(subsidy(game.value)) if empty else 0.0,
    }
    return row | {"sentence": settled_sentence(row)}


def _coalitions(game: Game) -> Iterator[Row]:
    single, size = alone(game.value), sizes(game.players.count)
    every = np.arange(len(game.value))
    together = sum((every >> k & 1) * amount for k, amount in enumerate(single))
    for number in every[1:]:
        yield {
            "coalition": " ".join(game.players.among(int(number))),
            "players": int(size[number]),
            "value": float(game.value[number]),
            "gain": tidy(game.value[number] - together[number]),
        }
