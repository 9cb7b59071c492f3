"""What is each partner worth, and its word: with and without it, scenario by scenario, alone and in pairs?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipir.case.case import Case
from pipir.case.likelihood import chances
from pipir.case.names import Names
from pipir.case.refusal import refuse
from pipir.network.compile import compile_network
from pipir.network.network import Network, Terms
from pipir.planning.weights import REST, tidy
from pipir.planning.worth import costs
from pipir.program.build import build
from pipir.program.grid import grid_of
from pipir.runs.asking import ready
from pipir.runs.record import record
from pipir.runs.result import Result, table_of
from pipir.sharing.assurances import answering, mean, place, words
from pipir.sharing.capability import (
    ANSWERS,
    ASSURANCE,
    EXPECTED,
    EXPECTED_WORD,
    LACKS,
    SYNERGY,
    VALUE_OF_PARTNER,
    PartnersOptions,
)
from pipir.sharing.lacking import lacks
from pipir.sharing.leaving import Left, World, left, met
from pipir.sharing.owners import owners
from pipir.sharing.pieces import pieces
from pipir.sharing.players import Players, holders
from pipir.sharing.words import Reached, expected_sentence, partner_sentence, synergy_sentence, told

DEFAULT = PartnersOptions()
MOST = 60
"""Nations that can be told apart at once."""
Row = dict[str, Any]


@dataclass(frozen=True)
class PartnersResult(Result):
    """Answer of `partners`: values over the scenarios and in each, what others lack, pairs, what words are worth.

    `answers` are single ones, where they are asked for; `expected_word` is over the scenarios.
    """

    expected: pl.DataFrame
    value_of_partner: pl.DataFrame
    lacks: pl.DataFrame
    synergy: pl.DataFrame
    assurance: pl.DataFrame
    answers: pl.DataFrame
    expected_word: pl.DataFrame


def partners(case: Case | str | Path, options: PartnersOptions = DEFAULT) -> PartnersResult:
    """Plan every scenario with everybody, without each nation and each two, and with other answers of each nation.

    Raises Refused where the case is at fault or an option names what it does not have.
    """
    case = ready(case, options)
    terms = Terms.of(options)
    nets = (compile_network(case, scenario, terms) for scenario in _scenarios(case, options.scenario))
    worlds = [world_of(net, options.next_rank) for net in nets]
    _known(worlds, options)
    named = options.nation
    asked = None if named is None else frozenset(k for w in worlds for k in _number(w.players, named))
    found = left(worlds, asked, options.workers)
    values = [row for pair in zip(worlds, found, strict=True) for row in _values(*pair, named)]
    pairs = [row for pair in zip(worlds, found, strict=True) for row in _synergies(*pair, named)]
    lacking = [
        row for pair in zip(worlds, found, strict=True) for row in lacks(*pair) if named in (None, row["nation"])
    ]
    known = words(case, terms, options, [(w.built.net, f.value) for w, f in zip(worlds, found, strict=True)])
    return PartnersResult(
        run=record("partners", case, options),
        expected=table_of(EXPECTED, _expected(case, values)),
        value_of_partner=table_of(VALUE_OF_PARTNER, values),
        lacks=table_of(LACKS, lacking),
        synergy=table_of(SYNERGY, pairs),
        assurance=table_of(ASSURANCE, known.assurance),
        answers=table_of(ANSWERS, known.answers),
        expected_word=table_of(EXPECTED_WORD, known.expected),
    )


def _scenarios(case: Case, asked: str | None) -> list[str | None]:
    """The scenario asked for, else all; where there is none, compiling says so."""
    return [asked] if asked is not None else [*case["scenarios"]["scenario"]] or [None]


def world_of(net: Network, next_rank: float) -> World:
    """The programme of a scenario, whose everything is, and what it is worth. Raises Refused for too many holders."""
    names = holders(net)
    if len(names) > MOST:
        raise refuse("sites", f"have more than {MOST} holders", "leave out who holds nothing that matters")
    built = build(net, grid_of(net))
    who = Players(tuple(names), tuple((name,) for name in names))
    own, weights = owners(built, who.bits(net, others=0)), costs(built, next_rank)
    return World(built, who, own, weights, tuple(pieces(built, own, weights, who.count)))


def _known(worlds: Sequence[World], options: PartnersOptions) -> None:
    asked = {nation for world in worlds for nation in answering(world.built.net)}
    if options.nation is None or options.nation in asked:
        return
    rule, remedy = "holds no site and is asked for nothing", f"one of {', '.join(sorted(asked))}"
    raise refuse("options", rule, remedy, column="--nation", value=options.nation)


def _number(who: Players, nation: str) -> list[int]:
    return [who.names.index(nation)] if nation in who.names else []


def _values(world: World, found: Left, asked: str | None) -> Iterator[Row]:
    names = Names(world.built.net.case)
    got = met(world, found)
    for k, nation in enumerate(world.players.names):
        if asked not in (None, nation):
            continue
        value = tidy(found.one[k])
        own = tidy(got.get(nation, 0.0))
        row = {
            **place(world.built.net),
            "nation": nation,
            "probability": chances(world.built.net.case)[world.built.net.scenario],
            "with_value": found.value,
            "without_value": found.value - value,
            "value": value,
            "own_claims": own,
            "to_others": tidy(value - own),
        }
        yield row | {"sentence": told(names, partner_sentence(row, names.scenario(row["scenario"])))}


def _expected(case: Case, values: Sequence[Row]) -> Iterator[Row]:
    names = Names(case)
    for nation in sorted({row["nation"] for row in values}):
        rows = [row for row in values if row["nation"] == nation]
        least, most = min(rows, key=lambda row: row["value"]), max(rows, key=lambda row: row["value"])
        said = {
            "nation": nation,
            "scenarios": len(rows),
            "expected": mean(rows, "value"),
            "expected_to_others": mean(rows, "to_others"),
            "least": least["value"],
            "least_in": least["scenario"],
            "most": most["value"],
            "most_in": most["scenario"],
        }
        where = (Reached(names.scenario(row["scenario"]), row["with_value"]) for row in (least, most))
        yield said | {"sentence": told(names, expected_sentence(said, mean(rows, "with_value"), *where))}


def _synergies(world: World, found: Left, asked: str | None) -> Iterator[Row]:
    nations, names = world.players.names, Names(world.built.net.case)
    for (one, other), synergy in found.synergies().items():
        if abs(synergy) < REST or asked not in (None, nations[one], nations[other]):
            continue
        row = {
            **place(world.built.net),
            "nation": nations[one],
            "other": nations[other],
            "both": found.two[one, other],
            "synergy": synergy,
        }
        yield row | {"sentence": told(names, synergy_sentence(row))}
