"""What is each nation's word worth, scenario by scenario, over all of them, and answer by answer?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipir.case.case import Case
from pipir.case.likelihood import by_chance, chances
from pipir.case.names import Names
from pipir.network.network import Network, Terms
from pipir.planning.weights import tidy
from pipir.sharing.answering import EVERY, Asked, Said, Turned, acts_asked, said
from pipir.sharing.capability import PartnersOptions
from pipir.sharing.players import holders
from pipir.sharing.words import Reached, answer_sentence, assurance_sentence, expected_word_sentence, told

Row = dict[str, Any]
AMOUNTS = ("word", "at_stake", "to_win")


@dataclass(frozen=True)
class Words:
    """Rows of the tables `assurance`, `answers` and `expected_word`."""

    assurance: list[Row]
    answers: list[Row]
    expected: list[Row]


def words(case: Case, terms: Terms, options: PartnersOptions, worlds: Sequence[tuple[Network, float]]) -> Words:
    """What words are worth in these scenarios, each with its value as answers are."""
    asked = [
        (net, value, nation) for net, value in worlds for nation in answering(net) if options.nation in (None, nation)
    ]
    found = said(
        case,
        terms,
        options.next_rank,
        [Asked(net.scenario, nation, options.answers) for net, _, nation in asked],
        options.workers,
    )
    names = Names(case)
    rows, single = [], []
    for (net, value, nation), one in zip(asked, found, strict=True):
        rows.append(_row(net, nation, value, one, one.every))
        rows[-1]["sentence"] = told(names, assurance_sentence(rows[-1], names.scenario(net.scenario)))
        for act in one.single:
            row = _row(net, nation, value, one, act) | {"act": act.act}
            single.append(row | {"sentence": told(names, answer_sentence(row, names.scenario(net.scenario)))})
    return Words(rows, single, list(_expected(names, chances(case), rows)))


def answering(net: Network) -> list[str]:
    """Nations that hold a site, answer something in the situation, or may be asked for something, in order of code."""
    rows = net.case["stances"].filter(pl.col("situation") == net.situation)
    return sorted({*holders(net), *rows["nation"], *acts_asked(net.case, net.situation)})


def _row(net: Network, nation: str, stated: float, said: Said, turned: Turned) -> Row:
    """What other answers come to, beside the value as answers are."""
    own = (pl.col("situation") == net.situation) & (pl.col("nation") == nation)
    if turned.act != EVERY:
        own &= pl.col("act") == turned.act
    rows = net.case["stances"].filter(own)
    to_win, at_stake = (
        tidy(end) for end in (turned.yes.value - said.stated.value, said.stated.value - turned.no.value)
    )
    return {
        **place(net),
        "nation": nation,
        "answers": rows.height,
        "unknown": rows.filter(pl.col("answer") == "unknown").height,
        "as_stated": stated,
        "all_yes": stated + to_win,
        "all_no": stated - at_stake,
        "word": to_win + at_stake,
        "at_stake": at_stake,
        "to_win": to_win,
    }


def _expected(names: Names, likely: dict[str, float | None], rows: Sequence[Row]) -> Iterator[Row]:
    for nation in sorted({row["nation"] for row in rows}):
        own = [row | {"probability": likely[row["scenario"]]} for row in rows if row["nation"] == nation]
        found: Row = {"nation": nation, "scenarios": len(own)}
        where: dict[str, Reached] = {}
        for name in AMOUNTS:
            most = max(own, key=lambda row: row[name])
            where[name] = Reached(names.scenario(most["scenario"]), most["as_stated"])
            found |= {
                f"expected_{name}": mean(own, name),
                f"most_{name}": most[name],
                f"most_{name}_in": most["scenario"],
            }
        ends = where["at_stake"], where["to_win"]
        yield found | {"sentence": told(names, expected_word_sentence(found, mean(own, "as_stated"), *ends))}


def mean(rows: Sequence[Row], name: str) -> float:
    """Mean by the probabilities of the rows' scenarios."""
    weights = by_chance([row["probability"] for row in rows])
    return sum(weight * float(row[name]) for weight, row in zip(weights, rows, strict=True))


def place(net: Network) -> Row:
    """The situation and the scenario of a row."""
    return {"situation": net.situation, "scenario": net.scenario}
