"""Are pairs reckoned by user: whose gates are worth paying for, what a budget buys, what each kind keeps back?"""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings

from pipir.case.case import Case
from pipir.case.tables.things import GATES
from pipir.network.compile import compile_network
from pipir.planning.worth import Worth
from pipir.program.build import build
from pipir.program.grid import grid_of
from pipir.standardisation.capability import StandardiseOptions
from pipir.standardisation.gates import Prices, Use, by_pair, opened, uses
from pipir.standardisation.standardise import StandardiseResult, standardise
from standardisation.small import crowds, pair, qualify, subsets
from sustainment.world import agreement, demand, lane, row, stock, world

few = settings(max_examples=12, deadline=None)


def found(case: Case, **options: Any) -> StandardiseResult:
    return standardise(case, StandardiseOptions(**options))


def two(**tables: Any) -> Case:
    """The United States hold 100 darts and need 100 shells; so does Korea, which holds none. Safety data keep the one
    from darts, permission the other; each gate costs five million.
    """
    rows: dict[str, Any] = {
        "stocks": [stock("usa-a", 100, "dart")],
        "demands": [demand("usa-a", 10), demand("kor-a", 10)],
        "substitutes": [
            pair("USA", "shell", "dart"),
            pair("KOR", "shell", "dart", safety="yes", permission="no"),
        ],
        "options": [qualify("USA/shell/dart/safety", 5e6), qualify("KOR/shell/dart/permission", 5e6)],
    }
    return world(10, **(rows | tables))


def missing(case: Case) -> float:
    """What the value of the best plan of a case lacks: the case written anew."""
    net = compile_network(case)
    return Worth(build(net, grid_of(net))).best().missing


def answered(case: Case, *gates: str) -> Case:
    """The case with these kinds of gate open to everybody."""
    return case.replace({"substitutes": case["substitutes"].with_columns(pl.lit("yes").alias(g) for g in gates)})


def brute(case: Case, most: float, prices: Prices) -> float:
    """The most that any set of uses avoids whose gates all have a price, and cost no more than this together."""
    every = uses(case)
    costs = [prices.cost(use.gates) for use in every]
    sets = ([every[k] for k in members] for members in subsets(len(every)) if _sum(costs, members) <= most)
    start = missing(case)
    return max(start - missing(opened(case, chosen)) for chosen in sets)


def _sum(costs: list[float | None], members: frozenset[int]) -> float:
    return sum(float("inf") if (cost := costs[k]) is None else cost for k in members)


def test_only_the_gates_of_a_nation_that_gains_are_worth_paying_for() -> None:
    result = found(two())
    (only,) = result.ranking.iter_rows(named=True)
    assert (only["nations"], only["worth_opening"]) == (["KOR", "USA"], ["USA"])
    assert (only["gates"], only["obstacle"], only["cost_usd"]) == (["safety"], "safety", 5e6)
    assert only["per_million_usd"] == pytest.approx(0.125 / 5)
    assert only["sentence"] == (
        "Letting USA fire dart in place of shell would avoid 100 rounds going short for USA (10 days of its supply), "
        "for $5 million: the obstacle is safety data (not known for USA); opening it to KOR as well would avoid no "
        "more."
    )
    users = {entry["nation"]: entry for entry in result.users.iter_rows(named=True)}
    assert [users[nation]["place"] for nation in ("USA", "KOR")] == [1, 2]
    assert [users[nation]["avoided"] for nation in ("USA", "KOR")] == pytest.approx([0.125, 0.0])
    assert (users["KOR"]["obstacle"], users["KOR"]["cost_usd"]) == ("permission", 5e6)
    assert (users["USA"]["per_million_usd"], users["KOR"]["per_million_usd"]) == (pytest.approx(0.025), 0.0)


def test_a_budget_buys_the_gate_of_one_nation() -> None:
    sets = found(two(), budget=6e6).best_set
    (only,) = sets.filter(pl.col("budget_usd") == 6e6).iter_rows(named=True)
    assert (only["pairs"], only["cost_usd"]) == (["USA/shell/dart"], 5e6)
    assert only["avoided"] == pytest.approx(0.125)


def test_a_gate_is_an_obstacle_where_opening_it_helps() -> None:
    rows = {entry["gate"]: entry for entry in found(two()).obstacles.iter_rows(named=True)}
    assert [rows[gate]["avoided_alone"] for gate in ("safety", "permission")] == pytest.approx([0.125, 0.0])
    assert [rows[gate]["avoided_with_all"] for gate in ("safety", "permission")] == pytest.approx([0.125, 0.0])
    assert [(rows[gate]["pairs"], rows[gate]["only_obstacle"]) for gate in GATES] == [(0, 0), (1, 1), (1, 1)]


def test_one_gate_of_two_buys_nothing() -> None:
    """Both gates of the United States cost three million: five buy neither, six buy both."""
    case = two(
        substitutes=[pair("USA", "shell", "dart", permission="no")],
        options=[qualify(f"USA/shell/dart/{gate}", 3e6) for gate in ("safety", "permission")],
    )
    bought = [found(case, pairs=0, budget=budget).best_set["pairs"].to_list() for budget in (5e6, 6e6)]
    assert bought == [[[]], [["USA/shell/dart"]]]


def test_where_either_user_would_do_the_cheaper_is_opened_and_one_whose_cost_is_known_before_others() -> None:
    """A hundred darts could do for the shells of either nation, which count as much."""
    ways: dict[str, Any] = {"lanes": [lane("usa-a", "kor-a", 0)], "agreements": [agreement("USA", "KOR")]}
    cheap = [qualify("USA/shell/dart/safety", 5e6), qualify("KOR/shell/dart/permission", 2e6)]
    dear = [qualify("KOR/shell/dart/permission", 1e12)]
    for options, nation in ((cheap, "KOR"), (cheap[:1], "USA"), (cheap[1:], "KOR"), (dear, "KOR")):
        result = found(two(options=options, **ways))
        (only,) = result.ranking.iter_rows(named=True)
        assert only["worth_opening"] == [nation]
        assert (only["nations_gain"], only["cost_usd"]) == ([nation], options[-1]["fixed_cost_usd"])
        assert result.gains["nation"].to_list() == [nation]


def test_days_of_supply_are_those_of_who_gains_in_every_table() -> None:
    """Japan needs ten thousand shells a day, of which it gets none with the pair or without it."""
    case = two(demands=[demand("usa-a", 10), demand("jpn-a", 10_000)])
    result = found(case, every_scenario=True)
    (only,), (gain,) = result.ranking.iter_rows(named=True), result.gains.iter_rows(named=True)
    assert only["days_of_supply"] == gain["days_of_supply"] == pytest.approx(10)
    assert only["avoided_units"] == gain["avoided"] == pytest.approx(100)
    assert only["days_per_million_usd"] == pytest.approx(2)
    assert "(10 days of its supply)" in only["sentence"]
    assert result.crises is not None
    assert row(result.crises, scenario="war")["days_of_supply"] == pytest.approx(10)


def test_sets_end_where_one_more_brings_nothing() -> None:
    assert found(two(), pairs=5).best_set["most_pairs"].to_list() == [1]


@few
@given(crowds())
def test_whose_gates_are_worth_opening_avoid_as_much_as_all_and_no_cheaper_ones_do(case: Case) -> None:
    prices, start = Prices(case), missing(case)
    of = {(pair.item, pair.substitute): pair for pair in by_pair(uses(case))}
    for entry in found(case, pairs=0).ranking.iter_rows(named=True):
        every: tuple[Use, ...] = of[entry["item"], entry["substitute"]].uses
        chosen = [use for use in every if use.nation in entry["worth_opening"]]
        most = start - missing(opened(case, every))
        assert entry["avoided"] == pytest.approx(most, abs=1e-6)
        assert start - missing(opened(case, chosen)) == pytest.approx(most, abs=1e-6)
        paid = float("inf") if entry["cost_usd"] is None else entry["cost_usd"]
        for members in subsets(len(every)) if chosen else []:
            cost = prices.cost([gate for k in members for gate in every[k].gates])
            if cost is not None and cost < paid - 1.0:
                assert start - missing(opened(case, [every[k] for k in members])) < most - 1e-7


@few
@given(crowds())
def test_a_budget_buys_the_best_of_all_sets_of_uses(case: Case) -> None:
    for budget in (0.0, 4e6, 9e6):
        (only,) = found(case, pairs=0, budget=budget).best_set.iter_rows(named=True) if uses(case) else [None]
        if only is not None:
            assert only["found"] == "proven"
            assert only["cost_usd"] <= budget
            assert only["avoided"] == pytest.approx(brute(case, budget, Prices(case)), abs=1e-6)


@few
@given(crowds())
def test_a_kind_of_gate_keeps_back_what_opening_it_in_the_case_brings(case: Case) -> None:
    start, every = missing(case), missing(answered(case, *GATES))
    for entry in found(case, pairs=0).obstacles.iter_rows(named=True):
        alone = start - missing(answered(case, entry["gate"]))
        kept = missing(answered(case, *(gate for gate in GATES if gate != entry["gate"]))) - every
        assert entry["avoided_alone"] == pytest.approx(alone, abs=1e-6)
        assert entry["avoided_with_all"] == pytest.approx(kept, abs=1e-6)
