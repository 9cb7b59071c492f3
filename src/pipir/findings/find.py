"""What is true of a case but worrying? Every finder is asked, the worst findings come first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipir.case.case import Case, schema
from pipir.case.reading import as_case
from pipir.findings import demands, knowing, making, matches, places, promises, serving, supply, unused, ways
from pipir.findings.finding import FINDINGS, Finder, Severity
from pipir.runs.record import described, versions
from pipir.runs.result import Result, table

FINDERS: tuple[Finder, ...] = (
    promises.over_committed,
    promises.overdue,
    promises.crossed_backfill,
    promises.promised_twice,
    matches.unusable_match,
    matches.unknown_match_state,
    serving.unservable_demand,
    demands.need_above_requirement,
    demands.weightless_demand,
    demands.demand_outside_scenario,
    demands.sea_goods_escape,
    making.starving_line,
    making.unmet_bill,
    making.undated_line,
    supply.single_source,
    supply.outside_supply,
    supply.unlimiting_component,
    ways.sosa_only,
    ways.guided_under_acsa,
    ways.exporter_without_reserve,
    ways.unlike_ceiling,
    ways.lapsed_agreement,
    ways.unknown_stance,
    ways.way_without_lane,
    ways.missed_delivery_site,
    places.over_full_site,
    places.unknown_explosives,
    places.impossible_lane,
    places.stranded_stock,
    knowing.assumed_figures,
    knowing.conflicting_evidence,
    unused.unused_row,
)
"""Every question that is put to a case; adding a finding touches its function and one line here."""

WORST_FIRST = {severity.value: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True)
class FindingsResult(Result):
    """Findings of a case: the worst first, then by kind, table and row."""

    findings: pl.DataFrame


def find(case: Case | str | Path) -> FindingsResult:
    """Everything that is true of the case but worrying. Raises Refused where the case cannot be read."""
    case = as_case(case)
    found = [finding for finder in FINDERS for finding in finder(case)]
    found.sort(key=lambda f: (WORST_FIRST[f.severity.value], f.finding, f.table, f.row, f.sentence))
    rows = [(f.finding, f.severity.value, f.table, f.row, f.sentence) for f in found]
    frame = pl.DataFrame(rows, schema=schema(FINDINGS), orient="row")
    run = {"capability": "find", "case": described(case), "versions": versions(), "notes": []}
    return FindingsResult(run, table(FINDINGS, frame))
