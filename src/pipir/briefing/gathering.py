"""What has to be computed for a brief? Every question that it answers is asked once, with one seed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from pipir.accounting.account import account
from pipir.accounting.capability import AccountOptions
from pipir.briefing import picks
from pipir.briefing.capability import BriefOptions
from pipir.briefing.material import Material, Plans, Results
from pipir.briefing.outcomes import compared
from pipir.briefing.together import PARTS, Parts
from pipir.case.case import Case
from pipir.case.evidence import figures
from pipir.findings.find import find
from pipir.network.compile import compile_network
from pipir.reaching.capability import ReachOptions
from pipir.reaching.reach import reach
from pipir.runs.work import blocks
from pipir.sustainment.capability import SustainOptions
from pipir.sustainment.left import requirement_of_next
from pipir.sustainment.sustain import answered

OUTCOME_RUNS = 200
"""Runs behind each comparison with a public outcome: enough for its quantiles, cheap beside the main runs."""
MOST_ROUTES = 6


def gathered(case: Case, scenario: str, options: BriefOptions) -> Material:
    """The material of a brief on a scenario of a checked case."""
    window = account(case, AccountOptions(window=options.window))
    certain = SustainOptions(scenario=scenario, runs=options.runs, seed=options.seed)
    plain, _ = answered(case, certain)
    drawn, _ = answered(case, replace(certain, uncertain_figures=True))
    results = Results(
        account=window.account,
        depletion=drawn.depletion,
        shortfall=drawn.shortfall,
        stock=drawn.stock,
        left=drawn.left,
        war_only=plain.depletion,
        certain=plain.shortfall,
        figures=figures(case),
        needs=requirement_of_next(compile_network(case, scenario)),
        findings=find(case).findings,
        compared=compared(case, lambda cut, name: _crisis(cut, name, options), _surge),
        empties={**window.run["empties"], **drawn.run["empties"]},
        **planned(case, scenario, options.workers),
    )
    material = Material(case, scenario, results, options.window, options.runs, options.for_nation)
    return replace(material, results=replace(results, routes=_routes(material)))


def planned(case: Case, scenario: str, workers: int = 1) -> dict[str, Any]:
    """What needs plans, under the names of the results: the same in as many processes as may be."""
    answers = blocks(Parts(case, scenario), len(PARTS), workers, what="planning")
    words, together, variants, partners, alone, promises = answers
    return {
        "partners": replace(partners, words=words),
        "promises": promises,
        "variants": variants,
        "plans": Plans(together, alone),
    }


def _crisis(case: Case, scenario: str, options: BriefOptions) -> pl.DataFrame:
    runs = min(OUTCOME_RUNS, options.runs)
    asked = SustainOptions(scenario=scenario, runs=runs, seed=options.seed, uncertain_figures=True)
    return answered(case, asked)[0].shortfall


def _surge(case: Case, months: float) -> pl.DataFrame:
    return account(case, AccountOptions(window=months, rate="max")).account


def _routes(material: Material) -> dict[tuple[str, str], pl.DataFrame]:
    """Sources of the items that are short first, at the sites where they are."""
    case, scenario = material.case, material.scenario
    return {
        (item, site): reach(case, ReachOptions(item=item, to=site, scenario=scenario)).reach
        for item, site in picks.needy_sites(material, MOST_ROUTES)
    }
