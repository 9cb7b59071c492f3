"""Does `standardise` say what each pair would avoid, for whom and how much, and what stands in the way?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings

import pipir
from pipir.case.case import Case
from pipir.case.reading.xlsx import opened as book_of
from pipir.case.refusal import Refused
from pipir.planning.capability import PlanOptions
from pipir.standardisation.capability import StandardiseOptions
from pipir.standardisation.gates import by_pair, opened, uses
from pipir.standardisation.standardise import StandardiseResult, standardise
from standardisation.small import pair, qualify, rivals, shots
from sustainment.world import agreement, demand, lane, row, stock, world

Row = dict[str, Any]
TWO = {
    "stocks": [stock("usa-a", 60, "dart"), stock("usa-a", 20, "ball")],
    "substitutes": [pair("USA", "shell", "dart", 2.0), pair("USA", "shell", "ball", technical="no")],
    "options": [qualify("USA/shell/dart/safety", 4e6), qualify("USA/shell/ball/safety", 1e6)],
}
"""Sixty darts do for 30 shells and cost 4 million; twenty balls do for 20, at a cost that is not known."""


def found(case: Case, **options: Any) -> StandardiseResult:
    return standardise(case, StandardiseOptions(**options))


def test_each_pair_is_opened_alone_and_the_first_avoids_most() -> None:
    ranking = found(shots(**TWO)).ranking
    darts, balls = ranking.iter_rows(named=True)
    assert (darts["substitute"], balls["substitute"]) == ("dart", "ball")
    assert darts["avoided"] == pytest.approx(0.3 / 4)
    assert (darts["avoided_units"], darts["days_of_supply"]) == (pytest.approx(30), pytest.approx(3))
    assert (darts["cost_usd"], darts["lead_days"]) == (4e6, 90.0)
    assert darts["per_million_usd"] == pytest.approx(0.075 / 4)
    assert darts["days_per_million_usd"] == pytest.approx(0.75)
    assert (balls["cost_usd"], balls["per_million_usd"], balls["obstacle"]) == (None, None, "technical")
    assert balls["gates"] == ["technical", "safety"]
    assert darts["nations_gain"] == ["USA"]
    assert darts["nations_lose"] == []
    assert darts["sentence"] == (
        "Letting USA fire dart in place of shell would avoid 30 rounds going short for USA (3 days of its supply), for "
        "$4 million: the obstacle is safety data (not known for USA)."
    )
    assert balls["sentence"].endswith(
        "(2 days of its supply), at a cost that is not known: the obstacles are technical fit (answered no for USA) "
        "and safety data (not known for USA)."
    )


def test_pairs_are_placed_per_dollar_when_asked() -> None:
    def order(**options: Any) -> list[str]:
        return found(shots(**TWO), by="per-dollar", **options).ranking["substitute"].to_list()

    assert order() == ["dart", "ball"]
    assert order(gate_cost=1e6) == ["ball", "dart"]
    assert order(gate_cost=0.0) == ["ball", "dart"]


def test_days_per_dollar_and_what_is_avoided_per_dollar_are_two_orders() -> None:
    """Darts are 30 shells of 100, a need of 10 a day; arrows 10 bows of 20, a need of 2 a day. Both cost a million."""
    case = shots(
        stocks=[stock("usa-a", 60, "dart"), stock("usa-a", 10, "arrow")],
        demands=[demand("usa-a", 10), demand("usa-a", 20, "bow", (0, 1))],
        substitutes=[pair("USA", "shell", "dart", 2.0), pair("USA", "bow", "arrow")],
        options=[qualify("USA/shell/dart/safety", 1e6), qualify("USA/bow/arrow/safety", 1e6)],
    )
    for by, items in (("avoided", ["bow", "shell"]), ("per-dollar", ["bow", "shell"]), ("days-per-dollar", ["shell"])):
        result = found(case, by=by)
        assert result.ranking["item"].to_list()[: len(items)] == items
        assert result.users["item"].to_list()[: len(items)] == items
    assert result.users["days_per_million_usd"].to_list() == pytest.approx([3, 0.5])


@pytest.mark.parametrize(
    ("tables", "reason"),
    [
        ({"demands": [demand("usa-a", 1, "ball")]}, 'it needs none of that in "War"'),
        ({"stocks": [stock("usa-a", 60, "dart"), stock("usa-a", 100)]}, "what it needs of that is met without it"),
        ({"stocks": [stock("jpn-a", 60, "dart")]}, "no dart can reach it in time"),
        (
            {
                "demands": [demand("usa-a", 10), demand("usa-a", 6, "dart")],
                "substitutes": [pair("USA", "shell", "dart", 9.0)],
            },
            "what there is of dart counts as much where it goes now, or something else limits",
        ),
    ],
)
def test_a_pair_that_avoids_nothing_says_why(tables: Row, reason: str) -> None:
    result = found(shots(**tables))
    (only,) = result.ranking.iter_rows(named=True)
    assert only["avoided"] == 0.0
    assert only["avoided_units"] == 0.0
    assert f"would avoid nothing: {reason}; the obstacle is safety data" in only["sentence"]
    assert result.gains.is_empty()
    assert result.best_set["pairs"].to_list() == [[]]


def test_who_gives_way_is_told() -> None:
    """A dart does for a shell; 90 darts are owed, 60 are there; 30 shells owed: 30 darts go where they count more."""
    case = shots(demands=[demand("usa-a", 3), demand("usa-a", 9, "dart")], substitutes=[pair("USA", "shell", "dart")])
    result = found(case)
    gains = {gain["item"]: gain for gain in result.gains.iter_rows(named=True)}
    assert gains["shell"]["avoided"] == pytest.approx(30)
    assert gains["dart"]["avoided"] == pytest.approx(-30)
    assert (gains["dart"]["short_before"], gains["dart"]["short_after"]) == pytest.approx((30, 60))
    (only,) = result.ranking.iter_rows(named=True)
    assert (only["nations_gain"], only["nations_lose"]) == (["USA"], ["USA"])
    assert only["sentence"].endswith("; 30 rounds of dart would go short instead for USA (3.33 days of its supply).")


def test_others_gain_where_a_user_sets_something_free() -> None:
    """Japan's shells come from the United States, which could fire its own darts."""
    case = world(
        10,
        stocks=[stock("usa-a", 100, "shell"), stock("usa-a", 100, "dart")],
        demands=[demand("jpn-a", 10), demand("usa-a", 10)],
        lanes=[lane("usa-a", "jpn-a", 0)],
        agreements=[agreement("USA", "JPN")],
        substitutes=[pair("USA", "shell", "dart")],
    )
    gains = found(case).gains
    assert gains["nation"].to_list() == ["JPN", "USA"]
    assert gains["avoided"].to_list() == pytest.approx([50, 50])


def test_another_item_may_gain_by_the_lift_that_is_set_free() -> None:
    """Ten tonnes a day reach Japan, which needs five shells and ten balls; with its darts for shells all balls come."""
    case = world(
        10,
        stocks=[stock("usa-a", 100), stock("usa-a", 100, "ball"), stock("jpn-a", 50, "dart")],
        demands=[demand("jpn-a", 5), demand("jpn-a", 10, "ball")],
        lanes=[lane("usa-a", "jpn-a", 0, lift_t_per_day=10)],
        agreements=[agreement("USA", "JPN")],
        substitutes=[pair("JPN", "shell", "dart")],
    )
    (only,) = found(case).ranking.iter_rows(named=True)
    assert only["avoided"] == pytest.approx(0.5 / 4)
    assert (only["avoided_units"], only["days_of_supply"]) == (0.0, 0.0)
    assert "through what is set free 50 rounds of ball going short for JPN (5 days of its supply)" in only["sentence"]


def test_sets_for_so_many_pairs_and_for_a_budget() -> None:
    sets = found(shots(**TWO), pairs=4, budget=2e6, gate_cost=1e6).best_set
    assert sets["most_pairs"].to_list() == [1, 2, None]
    assert sets["budget_usd"].to_list() == [None, None, 2e6]
    assert sets["pairs"].to_list() == [["USA/shell/dart"], ["USA/shell/ball", "USA/shell/dart"], ["USA/shell/ball"]]
    assert sets["avoided"].to_list() == pytest.approx([0.075, 0.125, 0.05])
    assert sets["cost_usd"].to_list() == [4e6, 6e6, 2e6]
    assert set(sets["found"]) == {"proven"}
    assert sets["sentence"][2] == (
        "Ball for shell (USA) would avoid 20 % of what goes short, weighed by rank, for $2 million: no other set "
        "within the limit avoids more."
    )


def test_what_costs_nobody_knows_how_much_is_in_no_budget() -> None:
    sets = found(shots(**TWO), pairs=0, budget=1e12).best_set
    assert sets["pairs"].to_list() == [["USA/shell/dart"]]


def test_what_each_kind_of_gate_keeps_back() -> None:
    rows = {entry["gate"]: entry for entry in found(shots(**TWO)).obstacles.iter_rows(named=True)}
    assert {gate: (entry["pairs"], entry["only_obstacle"]) for gate, entry in rows.items()} == {
        "technical": (1, 0),
        "safety": (2, 1),
        "permission": (0, 0),
    }
    assert [rows[gate]["avoided_alone"] for gate in ("technical", "safety")] == pytest.approx([0.0, 0.075])
    assert [rows[gate]["avoided_with_all"] for gate in ("technical", "safety")] == pytest.approx([0.05, 0.125])


def test_gates_are_listed_with_their_options() -> None:
    gates = found(shots(**TWO)).gates
    assert gates.select("substitute", "gate", "answer", "cost_usd").rows() == [
        ("ball", "safety", "unknown", 1e6),
        ("ball", "technical", "no", None),
        ("dart", "safety", "unknown", 4e6),
    ]
    assert row(found(shots(**TWO), gate_cost=7.0).gates, gate="technical")["cost_usd"] == 7.0


def test_notes_say_what_was_taken_for_granted() -> None:
    options = [*TWO["options"], qualify("USA/shell/dart/permission", 1.0), {**qualify("x", 1.0), "kind": "sign"}]
    notes = found(shots(**TWO | {"options": options})).run["notes"]
    assert any(note.startswith("1 of 3 closed gates have no option") for note in notes)
    assert any("opens no gate that is closed: USA/shell/dart/permission" in note for note in notes)
    assert not any("q-x" in note for note in notes)


def test_without_a_closed_gate_there_is_nothing_to_open_but_needs_can_be_pooled() -> None:
    needs = [demand(site, 10, cv=0.5) for site in ("jpn-a", "kor-a", "twn-a", "usa-a")]
    result = found(world(60, stocks=[stock("usa-a", 9)], demands=needs, items={"shell": {"unit_cost_usd": 2000}}))
    assert result.run["notes"] == ["no gate is closed: there is nothing to open"]
    (pool,) = result.pooling.iter_rows(named=True)
    assert pool["saving_share"] == pytest.approx(0.5)
    assert pool["saving_usd"] == pytest.approx(2000 * pool["saving"])
    assert pool["sentence"].startswith(
        "For JPN, KOR, TWN and USA, one safety stock of 90.1 rounds of shell lasts 30 days"
    )
    for name in ("ranking", "users", "gains", "gates", "obstacles", "best_set", "standards"):
        assert result.tables[name].is_empty()


def test_one_nation_opens_its_own_gates_only() -> None:
    rows = [pair("USA", "shell", "dart"), pair("JPN", "shell", "dart"), pair("JPN", "dart", "ball")]
    case = shots(substitutes=rows, demands=[demand("usa-a", 10), demand("jpn-a", 10)])
    assert found(case).ranking["nations"].to_list() == [["JPN", "USA"], ["JPN"]]
    assert found(case, nation="USA").ranking["nations"].to_list() == [["USA"]]
    none = found(case.replace({"substitutes": case["substitutes"].filter(nation="USA")}), nation="JPN")
    assert none.run["notes"] == ["no gate is closed to JPN: there is nothing to open"]


@settings(max_examples=10, deadline=None)
@given(rivals(3))
def test_what_is_avoided_is_what_a_plan_of_the_opened_case_would(case: Case) -> None:
    """Where one rank counts, the value is the pooled share of the plan: with gates open it falls by what is avoided."""
    case = case.replace({"demands": case["demands"].with_columns(pl.lit(1, pl.Int64).alias("tier"))})
    for entry in found(case, pairs=0).ranking.iter_rows(named=True):
        (this,) = (p for p in by_pair(uses(case)) if (p.item, p.substitute) == (entry["item"], entry["substitute"]))
        shares = [
            float(plan.ranks["share_short"].sum())
            for plan in (pipir.plan(case, PlanOptions()), pipir.plan(opened(case, this.uses), PlanOptions()))
        ]
        assert entry["avoided"] == pytest.approx((shares[0] - shares[1]) / 4, abs=1e-6)


def test_every_scenario_is_looked_at_in_any_number_of_processes() -> None:
    case = shots(**TWO)
    start = case["scenarios"].row(0, named=True)
    calm = start | {"scenario": "calm", "probability": 0.75}
    scenarios = pl.DataFrame([start | {"probability": 0.25}, calm], schema=case["scenarios"].schema)
    two = case.replace({"scenarios": scenarios})
    result = found(two, every_scenario=True)
    assert found(two).expected is None
    first, other = result.expected.iter_rows(named=True) if result.expected is not None else ()
    assert (first["substitute"], first["most_in"]) == ("dart", "war")
    assert (first["expected"], first["most"]) == (pytest.approx(0.075 / 4), pytest.approx(0.075))
    assert (
        first["sentence"]
        == 'Dart for shell avoids something in "War (war)" alone: 0.075 of an item\'s need there, weighed by rank, '
        "and 0.0188 expected."
    )
    assert other["expected"] == pytest.approx(0.05 / 4)
    assert result.crises is not None
    assert result.crises.height == 4
    assert found(two, every_scenario=True, workers=2).to_json() == result.to_json()


def test_a_scenario_without_a_chance_counts_for_nothing_beside_one_that_has_one() -> None:
    """The war is one in ten; how likely calm days are nobody says: not certain, as for a scenario that is alone."""
    case = shots(**TWO)
    start = case["scenarios"].row(0, named=True)
    calm = start | {"scenario": "calm", "probability": None}
    scenarios = pl.DataFrame([start | {"probability": 0.1}, calm], schema=case["scenarios"].schema)
    result = found(case.replace({"scenarios": scenarios}), every_scenario=True)
    assert result.expected is not None
    assert result.crises is not None
    assert result.expected["expected"].to_list() == pytest.approx([0.075, 0.05])
    assert dict(result.crises.select("scenario", "probability").iter_rows()) == {"war": 0.1, "calm": None}


def test_a_run_changes_no_case_and_is_the_same_again(tmp_path: Path) -> None:
    case = shots(**TWO)
    before = case.hash
    result = found(case, budget=5e6)
    assert case.hash == before
    assert found(case, budget=5e6).to_json() == result.to_json()
    result.write(tmp_path / "out.xlsx")
    with book_of(tmp_path / "out.xlsx") as book:
        assert "technical safety" in str(list(book.rows("ranking")))


def test_what_cannot_be_asked_is_refused() -> None:
    case = shots()
    for options in ({"scenario": "peace"}, {"nation": "ZZZ"}, {"budget": -1.0}, {"pairs": 41}, {"service": 1.0}):
        with pytest.raises(Refused):
            found(case, **options)
    with pytest.raises(Refused, match="no scenario"):
        found(case.replace({"scenarios": case["scenarios"].clear(), "demands": case["demands"].clear()}))
