"""Does `pipir plan` answer as declared: tables that add up, a record that holds, an end that is told?"""

from __future__ import annotations

import json

import polars as pl
import pytest

import pipir
from pipir.case.refusal import Refused
from pipir.cli.main import main
from pipir.planning.plan import PlanOptions, planned
from sustainment.world import YEAR, agreement, commitment, lane, stock, world


@pytest.fixture(scope="module")
def korea() -> pipir.PlanResult:
    return pipir.plan("indo-pacific", PlanOptions(scenario="korea"))


def test_what_a_claim_is_given_and_what_it_lacks_is_what_it_is_owed(korea: pipir.PlanResult) -> None:
    """Units of a substitute count by its ratio: 1.2 of SM-2 for one SM-6."""
    case = pipir.read_case("indo-pacific")
    ratios = case["substitutes"].select("nation", "ratio", required="item", item="substitute")
    claims = korea.shortfall.select("claim", "kind", "nation", required="item")
    fills = korea.fills.join(claims, on=["claim", "kind"]).join(ratios, on=["nation", "required", "item"], how="left")
    work = pl.col("quantity") / pl.col("ratio").fill_null(1.0)
    given = fills.group_by("claim", "kind").agg(work.sum().alias("quantity"))
    both = korea.shortfall.join(given, on=["claim", "kind"], how="left").fill_null(0.0)
    off = (both["owed"] - both["short"] - both["quantity"]).abs()
    assert (off <= 1e-6 * both["owed"].clip(lower_bound=1.0)).all()


def test_ranks_add_up_what_claims_lack(korea: pipir.PlanResult) -> None:
    summed = korea.shortfall.group_by("rank", "item").agg(pl.col("owed", "short").sum()).sort("rank", "item")
    assert summed["owed"].to_list() == pytest.approx(korea.ranks["owed"].to_list())
    assert summed["short"].to_list() == pytest.approx(korea.ranks["short"].to_list(), abs=1e-6)


def test_what_a_line_puts_out_is_named_beside_it(korea: pipir.PlanResult) -> None:
    lines = pipir.read_case("indo-pacific")["lines"].select("line", made="item")
    assert korea.production.height
    named = korea.production.join(lines, on="line", how="left").select("item", "made")
    assert named["item"].equals(named["made"])


def test_days_short_are_the_shortage_at_the_daily_rate(korea: pipir.PlanResult) -> None:
    rates = pipir.read_case("indo-pacific")["demands"].filter(pl.col("scenario") == "korea")
    demands = korea.shortfall.filter(pl.col("kind") == "demand").join(rates, left_on="claim", right_on="demand")
    assert (demands["days_short"] - demands["short"] / demands["per_day"]).abs().max() < 1e-9


def test_the_record_says_how_the_solver_ended_and_how_well_it_holds(korea: pipir.PlanResult) -> None:
    solver = korea.run["solver"]
    assert korea.summary["status"].to_list() == ["optimal"] == [solver["status"]]
    assert solver["largest_residual"] < 1e-7
    assert solver["largest_gap"] < 1e-6
    assert solver["columns"] < solver["columns_before_pruning"]


def test_the_same_question_has_the_same_answer_to_the_byte(korea: pipir.PlanResult) -> None:
    again = pipir.plan("indo-pacific", PlanOptions(scenario="korea"))
    assert again.to_json() == korea.to_json()
    assert again.stock.equals(korea.stock)


def test_a_solver_that_is_stopped_says_so_and_keeps_what_it_has(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["plan", "--scenario", "korea", "--time-limit", "0", "--json", "--tables", "summary,shortfall"])
    assert left.value.code == 3
    told = capsys.readouterr()
    document = json.loads(told.out)
    assert document["summary"][0]["status"] == "time limit"
    solver = document["run"]["solver"]
    assert 0.0 == solver["stage_bound"] < solver["stage_value"]
    assert solver["stage"] == "rank 1, pooled share short"
    assert len(document["shortfall"]) > 50
    assert (
        "the solver stopped (time limit): ranks finished none; rank 1, pooled share short: 1 found, at least 0\n"
    ) in told.err


def test_a_plan_by_days_promises_no_more_than_one_by_weeks_of_what_weeks_lump_together() -> None:
    """Within a week the programme lets what comes on its last day be used on its first: days are exact."""
    weeks, days = (pipir.plan("missing-motor", PlanOptions(daily=daily)) for daily in (False, True))
    short = [result.ranks.filter(pl.col("rank") == 2)["short"].sum() for result in (weeks, days)]
    assert short[0] <= short[1] + 1e-6


def test_decisions_are_those_of_the_tables() -> None:
    result, decisions = planned("missing-motor")
    assert decisions.sent.sum() == pytest.approx(result.shipments["quantity"].sum())
    assert decisions.fills.sum() == pytest.approx(result.fills["quantity"].sum())


def test_an_unknown_sequence_or_scenario_is_refused() -> None:
    with pytest.raises(Refused, match="taiwan"):
        pipir.plan("indo-pacific", PlanOptions(scenario="taiwann"))
    with pytest.raises(Refused, match="sequence"):
        pipir.plan("indo-pacific", PlanOptions(sequence="nobody"))


def test_an_agreement_and_a_commitment_of_one_name_are_told_apart() -> None:
    """Promises are called: what is promised and what is committed are two claims of one name."""
    case = world(
        10,
        stocks=[stock("usa-a", 100)],
        lanes=[lane("usa-a", "jpn-a", 1)],
        agreements=[agreement("USA", "JPN", agreement="both", promised_per_year=YEAR)],
        commitments=[commitment("USA", "JPN", 20, (0, 5), commitment="both")],
    )
    called = pipir.plan(case, PlanOptions(call_promises=True))
    sums = called.shipments.group_by("carried_by", "under").agg(pl.col("quantity").sum()).sort("under")
    assert sums.rows() == [("both", "agreement", pytest.approx(10)), ("both", "commitment", pytest.approx(20))]
    assert set(called.shortfall["kind"]) == {"commitment", "promise"}
