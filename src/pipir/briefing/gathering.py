"""What has to be computed for a brief? Every question that it answers is asked once, with one seed."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from pipir.accounting.account import account
from pipir.accounting.capability import AccountOptions
from pipir.briefing import picks
from pipir.briefing.capability import BriefOptions
from pipir.briefing.material import Material, Plans, Results
from pipir.briefing.outcomes import compared
from pipir.case.case import Case
from pipir.case.evidence import figures
from pipir.findings.find import find
from pipir.network.compile import compile_network
from pipir.planning.capability import PlanOptions
from pipir.planning.plan import plan
from pipir.reaching.capability import ReachOptions
from pipir.reaching.reach import reach
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
        plans=plans(case, scenario),
        compared=compared(case, lambda cut, name: _crisis(cut, name, options), _surge),
        empties={**window.run["empties"], **drawn.run["empties"]},
    )
    material = Material(case, scenario, results, options.window, options.runs, options.for_nation)
    return replace(material, results=replace(results, routes=_routes(material)))


def plans(case: Case, scenario: str) -> Plans:
    """The best plan of all together, and each nation's alone: without agreements and commitments nothing passes."""
    options = PlanOptions(scenario=scenario)
    apart = case.replace({name: case[name].clear() for name in ("agreements", "commitments")})
    return Plans(plan(case, options), plan(apart, options))


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
