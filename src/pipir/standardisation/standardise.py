"""Which pair of variants should be made interchangeable first? The answer for a case, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from pipir.case.case import Case
from pipir.case.likelihood import by_chance, chances
from pipir.network.compile import compile_network
from pipir.network.network import Network, Terms
from pipir.runs.asking import first_scenario, ready
from pipir.runs.record import record
from pipir.runs.result import Result, table_of
from pipir.runs.work import blocks
from pipir.standardisation import capability as declared
from pipir.standardisation.capability import StandardiseOptions
from pipir.standardisation.gates import Prices, Use, opened, uses
from pipir.standardisation.opening import Openings
from pipir.standardisation.pooling import pools, safety_stocks
from pipir.standardisation.ratifying import Standing
from pipir.standardisation.studying import Row, Study
from pipir.standardisation.telling import joint_order
from pipir.standardisation.words import Words

DEFAULT = StandardiseOptions()


@dataclass(frozen=True)
class StandardiseResult(Result):
    """Frames under the names of the tables, with the record. Without --every-scenario the last two are not there."""

    ranking: pl.DataFrame
    users: pl.DataFrame
    gains: pl.DataFrame
    gates: pl.DataFrame
    obstacles: pl.DataFrame
    best_set: pl.DataFrame
    standards: pl.DataFrame
    pooling: pl.DataFrame
    expected: pl.DataFrame | None = None
    crises: pl.DataFrame | None = None


def standardise(case: Case | str | Path, options: StandardiseOptions = DEFAULT) -> StandardiseResult:
    """Every pair with a closed gate opened alone, each for one user, the best sets, costs, standards, joint orders.

    Raises Refused for options that the case cannot answer, and for a case without a scenario.
    """
    case = ready(case, options)
    scenario = first_scenario(case, options.scenario)
    study = _study(case, replace(options, scenario=scenario))
    found = study.uses
    crises = _crises(case, study) if options.every_scenario else None
    run = record("standardise", case, options, scenario=scenario) | {"notes": list(_notes(case, study))}
    return StandardiseResult(
        run,
        table_of(declared.RANKING, study.ranking()),
        table_of(declared.USERS, study.users()),
        table_of(declared.GAINS, study.gains()),
        table_of(declared.CLOSED_GATES, _gates(found, study.prices)),
        table_of(declared.OBSTACLES, study.obstacles()),
        table_of(declared.BEST_SET, study.best_sets()),
        table_of(declared.STANDARDS, Standing(case).rows(found)),
        table_of(declared.POOLING, _pooling(case, study.openings.net, options)),
        None if crises is None else table_of(declared.EXPECTED, _expected(study, crises)),
        None if crises is None else table_of(declared.CRISES, crises),
    )


def _study(case: Case, options: StandardiseOptions) -> Study:
    found = uses(case, options.nation)
    terms = Terms.of(options)
    net = compile_network(opened(case, found), options.scenario, terms)
    return Study(Openings(net, found), Prices(case, options.gate_cost), options)


def _gates(found: Sequence[Use], prices: Prices) -> Iterator[Row]:
    for gate in (gate for use in found for gate in use.gates):
        price = prices.of(gate)
        yield {
            "nation": gate.nation,
            "item": gate.item,
            "substitute": gate.substitute,
            "gate": gate.gate,
            "answer": gate.answer,
            "option": None if price is None else price.option,
            "cost_usd": None if price is None else price.cost,
            "lead_days": None if price is None else price.lead_days,
        }


def _pooling(case: Case, net: Network, options: StandardiseOptions) -> Iterator[Row]:
    words, costs = Words(case), dict(case["items"].select("item", "unit_cost_usd").iter_rows())
    for pool in pools(case, net):
        apart, together = safety_stocks(pool, options.service, options.cover)
        if apart <= 0.0 or (options.nation is not None and options.nation not in pool.nations):
            continue
        cost = costs[pool.item]
        usd = None if cost is None else (apart - together) * cost
        yield {
            "item": pool.item,
            "required": pool.required,
            "nations": list(pool.nations),
            "users": list(pool.users),
            "open": not pool.closed,
            "demand": pool.demand,
            "apart": apart,
            "together": together,
            "saving": apart - together,
            "saving_share": (apart - together) / apart,
            "saving_usd": usd,
            "sentence": joint_order(words, pool, (apart, together, usd), (options.service, options.cover)),
        }


@dataclass(frozen=True)
class _Scenarios:
    """What pairs avoid in one scenario after another, in any process."""

    case: Case
    scenarios: tuple[str, ...]
    options: StandardiseOptions

    def __call__(self, block: int) -> list[Row]:
        """Rows of one scenario."""
        study = _study(self.case, replace(self.options, scenario=self.scenarios[block]))
        return [{"scenario": self.scenarios[block]} | study.measured(k) for k in range(len(study.pairs))]


def _crises(case: Case, study: Study) -> list[Row]:
    """See `capability.CRISES`."""
    likely = chances(case)
    here = study.options.scenario
    others = tuple(name for name in case["scenarios"]["scenario"] if name != here)
    task = _Scenarios(case, others, study.options)
    elsewhere = blocks(task, len(others), study.options.workers, what="opening gates in other scenarios")
    found = [{"scenario": here} | study.measured(k) for k in range(len(study.pairs))]
    return [row | {"probability": likely[row["scenario"]]} for rows in (found, *elsewhere) for row in rows]


def _expected(study: Study, crises: Sequence[Row]) -> Iterator[Row]:
    """See `capability.EXPECTED`: the first one first."""
    rows = []
    for pair in study.pairs:
        of_pair = [row for row in crises if (row["item"], row["substitute"]) == (pair.item, pair.substitute)]
        worst = max(of_pair, key=lambda row: row["avoided"])
        weights = by_chance([row["probability"] for row in of_pair])
        expected = sum(weight * row["avoided"] for weight, row in zip(weights, of_pair, strict=True))
        several = sum(row["avoided"] > 0.0 for row in of_pair)
        rows.append(
            {
                "item": pair.item,
                "substitute": pair.substitute,
                "expected": expected,
                "most": worst["avoided"],
                "most_in": worst["scenario"] if several else None,
                "sentence": study.expected(pair, (expected, worst["avoided"], worst["scenario"], several)),
            }
        )
    rows.sort(key=lambda row: (-float(row["expected"]), row["item"], row["substitute"]))
    yield from ({"place": place} | row for place, row in enumerate(rows, start=1))


def _notes(case: Case, study: Study) -> Iterator[str]:
    if not study.uses:
        whose = f" to {study.options.nation}" if study.options.nation else ""
        yield f"no gate is closed{whose}: there is nothing to open"
        return
    closed = [gate for use in study.uses for gate in use.gates]
    unpriced = sum(study.prices.of(gate) is None for gate in closed)
    if unpriced:
        yield (
            f"{unpriced} of {len(closed)} closed gates have no option of kind qualify: their cost is not known "
            "(--gate-cost takes one for each)"
        )
    for option, target in study.prices.idle(gate for use in uses(case) for gate in use.gates):
        yield f"option {option} opens no gate that is closed: {target}"
    yield "gates count as open from day 0: an option that takes time has to begin that much earlier"
