"""Does the whole answer hold together? Situations, options, refusals, and the same tables however it is reckoned."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

import pipir
from assurance.assuring.contests import contests
from assurance.assuring.test_asking import waiting
from assurance.assuring.test_audit import WORKED, promised
from pipir.case.case import Case
from sustainment.world import YEAR, agreement, commitment, demand, lane, on, stance, stock, world

Row = dict[str, Any]
ANY = settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def row(frame: pl.DataFrame, **keys: Any) -> Row:
    found = frame.filter(**keys) if keys else frame
    assert found.height == 1
    return found.row(0, named=True)


def with_situations(case: Case, **more: str) -> Case:
    frame = case["situations"]
    rows = [{**dict.fromkeys(frame.columns), "situation": name, "name": told} for name, told in more.items()]
    return case.replace({"situations": pl.concat([frame, pl.DataFrame(rows, schema=frame.schema)])})


def test_a_situation_without_a_scenario_is_looked_at_over_a_year_from_the_date_of_the_case() -> None:
    rows = [commitment("KOR", "XAA", 365, (0, 365)), commitment("KOR", "XAB", 365, (365, 730))]
    case = with_situations(world(10, commitments=rows, stocks=[stock("kor-a", 73)]), peace="Peace")
    found = pipir.assure(case)
    year, war = row(found.situations, situation="peace"), row(found.situations, situation="war")
    assert (year["scenario"], year["days"], year["claims"]) == (None, 365, 1)
    assert year["fraction"] == pytest.approx(0.2)
    assert (war["scenario"], war["days"]) == ("war", 10)
    assert war["fraction"] == 1.0
    alone = pipir.assure(case, pipir.AssureOptions(situation="peace"))
    assert alone.situations.equals(found.situations.filter(situation="peace"))
    assert set(alone.promises["situation"]) == {"peace"}


def test_a_case_without_situations_is_looked_at_without_stances() -> None:
    case = world(10, commitments=[commitment("KOR", "XAA", 10, (0, 10))], stocks=[stock("kor-a", 5)])
    bare = case.replace({"situations": case["situations"].clear(), "scenarios": case["scenarios"].clear()})
    found = pipir.assure(bare)
    told = row(found.situations)
    assert (told["situation"], told["scenario"], told["fraction"]) == ("none", None, pytest.approx(0.5))
    assert told["sentence"].startswith("The one promise can be kept to 50 % within 365 days from the date of the case.")
    assert any("no situations" in note for note in found.run["notes"])


def test_nothing_owed_is_no_fault() -> None:
    found = pipir.assure(world(10, sites={"kor-a": {}}))
    told = row(found.situations)
    assert (told["claims"], told["fraction"], told["expected_kept_share"]) == (0, None, None)
    assert told["sentence"] == 'Nothing is owed within 10 days of "War".'
    assert all(found.tables[name].is_empty() for name in ("promises", "clashes", "contested", "repairs"))


def test_kept_shares_are_those_of_the_plan_with_promises_called() -> None:
    case = world(
        20,
        commitments=[commitment("KOR", "USA", 40, (0, 20))],
        agreements=[agreement("KOR", "USA", "shell", promised_per_year=YEAR)],
        demands=[demand("kor-a", 2, tier=1)],
        stocks=[stock("kor-a", 70)],
        lanes=[lane("kor-a", "usa-a", 1)],
    )
    plan = pipir.plan(case, pipir.PlanOptions(call_promises=True)).shortfall
    found = pipir.assure(case).promises
    assert found.height == 2
    for one in found.iter_rows(named=True):
        short = row(plan, claim=one["claim"], kind=one["kind"])["share_short"]
        assert one["kept_share"] == pytest.approx(1 - short, abs=1e-9)
        assert one["kept_alone"] >= one["kept_share"]


@pytest.mark.parametrize("dear", ["usa-a", "phl-a"])
def test_where_the_order_leaves_shares_open_it_is_the_cheaper_way_that_decides_as_in_the_plan(dear: str) -> None:
    # Five promises of the rank go shorter than these two: a plan levels no further, and 16 of 20 shells are shared out
    # by what carrying them costs.
    others = {f"item-{k}": k for k in range(1, 6)}
    owed = [commitment("KOR", "JPN", 10, item=item, commitment=item) for item in others]
    case = world(
        10,
        commitments=[*owed, commitment("KOR", "USA", 10), commitment("KOR", "PHL", 10)],
        stocks=[stock("kor-a", 16), *(stock("kor-a", k / 2, item) for item, k in others.items())],
        lanes=[
            lane("kor-a", to, 0, cost_usd_per_t=2 if to == dear else 1, lift_t_per_day=100)
            for to in ("usa-a", "phl-a", "jpn-a")
        ],
    )
    plan = dict(pipir.plan(case, pipir.PlanOptions(call_promises=True)).shortfall.select("claim", "share_short").rows())
    kept = dict(pipir.assure(case).promises.select("claim", "kept_share").iter_rows())
    assert kept == {claim: pytest.approx(1 - short, abs=1e-6) for claim, short in plan.items()}
    assert kept["kor-usa" if dear == "phl-a" else "kor-phl"] == pytest.approx(1.0)


def test_a_sequence_changes_what_is_kept_and_not_what_could_be() -> None:
    order = [
        {"policy": policy, "rank": rank, "claim": "commitment", "scope": scope}
        for policy, first, second in (("east", "USA", "PHL"), ("west", "PHL", "USA"))
        for rank, scope in ((1, first), (2, second))
    ]
    rows = [commitment("KOR", "USA", 30, (0, 10)), commitment("KOR", "PHL", 30, (0, 10))]
    case = world(10, commitments=rows, stocks=[stock("kor-a", 40)], sequence=order)
    kept = {}
    for policy in ("east", "west"):
        found = pipir.assure(case, pipir.AssureOptions(sequence=policy))
        kept[policy] = dict(found.promises.select("recipient", "kept_share").iter_rows())
        assert row(found.situations)["fraction"] == pytest.approx(2 / 3)
    assert kept["east"] == {"USA": 1.0, "PHL": pytest.approx(1 / 3)}
    assert kept["west"] == {"PHL": 1.0, "USA": pytest.approx(1 / 3)}


def test_a_host_that_does_not_say_yes_bars_what_can_only_come_by_its_soil() -> None:
    usual: dict[str, Any] = {
        "commitments": [commitment("KOR", "USA", 10, (0, 10))],
        "stocks": [stock("kor-a", 10)],
        "lanes": [lane("kor-a", "usa-a", 0)],
        "sites": {"usa-a": {"host": "JPN"}},
    }
    shut = pipir.assure(world(10, stances=[stance("JPN", "host", "unknown")], **usual))
    told = row(shut.promises)
    assert told["barred_by"] == "JPN has not said whether it would host or let pass what it needs"
    assert (told["kept_alone"], told["kept_share"]) == (0.0, 0.0)
    assert row(shut.situations)["barred"] == 1
    assert shut.clashes.is_empty()
    refused = pipir.assure(world(10, stances=[stance("JPN", "host", "no")], **usual))
    assert row(refused.promises)["barred_by"] == "JPN does not host or let pass what it needs"
    opened = pipir.assure(world(10, stances=[stance("JPN", "host", "yes")], **usual))
    assert row(opened.promises)["barred_by"] is None
    both = [stance("JPN", "host", "no"), stance("AUS", "transit", "no")]
    usual["lanes"] = [lane("kor-a", "usa-a", 0, via=["AUS"])]
    told = row(pipir.assure(world(10, stances=both, **usual)).promises)
    assert told["barred_by"] == "AUS and JPN do not say yes to hosting or letting pass what it needs"


def tables(case: Case, **options: Any) -> dict[str, list[Row]]:
    found = pipir.assure(case, pipir.AssureOptions(**options))
    return {name: frame.to_dicts() for name, frame in found.tables.items()}


@ANY
@given(contests())
def test_an_agreement_that_promises_nothing_changes_nothing(case: Case) -> None:
    frame = case["agreements"]
    new = {**dict.fromkeys(frame.columns), **agreement("JPN", "PHL", "*", agreement="z-empty")}
    asked = [{**new, "promised_per_year": promised} for promised in (None, 0.0)]
    told = [
        tables(case.replace({"agreements": pl.concat([frame, pl.DataFrame([one], schema=frame.schema)])}))
        for one in asked
    ]
    assert told[0] == told[1]


def test_several_processes_and_one_say_the_same() -> None:
    case = waiting()
    assert tables(case) == tables(case, workers=2)
    assert pipir.assure(case).to_json() == pipir.assure(case, pipir.AssureOptions(workers=2)).to_json()


def test_what_may_be_one_promise_entered_twice_is_noted() -> None:
    way = agreement("KOR", "USA", "shell", agreement="sale", promised_per_year=YEAR)
    rows = [commitment("KOR", "USA", 10, (0, 10), commitment="order")]
    case = world(10, commitments=rows, agreements=[way], stocks=[stock("kor-a", 99)], lanes=[lane("kor-a", "usa-a", 0)])
    notes = pipir.assure(case).run["notes"]
    assert [note for note in notes if "sale" in note and "order" in note and "both count" in note]
    alone = case.replace({"commitments": case["commitments"].clear()})
    assert not [note for note in pipir.assure(alone).run["notes"] if "both count" in note]


@pytest.mark.parametrize(
    ("options", "flag", "words"),
    [
        ({"situation": "wra"}, "--situation", "war"),
        ({"sequence": "easy"}, "--sequence", "east"),
        ({"unknown": "maybe"}, "--unknown", "no"),
        ({"workers": 0}, "--workers", "1 or more"),
    ],
)
def test_what_cannot_be_asked_is_refused(options: Row, flag: str, words: str) -> None:
    case = world(10, sites={"kor-a": {}}, sequence=[{"policy": "east", "rank": 1, "claim": "demand", "scope": "*"}])
    with pytest.raises(pipir.Refused) as refused:
        pipir.assure(case, pipir.AssureOptions(**options))
    (fault,) = refused.value.faults
    assert fault.column == flag
    assert words in str(fault.remedy)


def test_the_worked_answer_reads_well_and_goes_into_a_file(tmp_path: Path) -> None:
    found = pipir.assure(promised(*WORKED, stocks=[stock("kor-a", 200), stock("jpn-a", 60)]))
    assert row(found.situations)["sentence"] == (
        'Of the 4 promises, no more than 59 % of each can be kept at once within 365 days of "War"; without those '
        "that cannot be kept even alone, of the others 75 %. There are 2 clashes. Not in full even alone: shell from "
        "KOR to USA (commitment kor-usa, 67 %). The least cut with which all can be kept: shell from JPN to PHL "
        "(commitment jpn-phl, by 40 %) and shell from KOR to USA (commitment kor-usa, by 47 %). The chance that all 4 "
        "binding ones can be kept is 0 %."
    )
    clash = found.clashes.filter(clash=1).row(0, named=True)
    assert (clash["claim"], clash["size"], clash["smallest"]) == ("kor-usa", 1, "yes")
    assert clash["rest_kept_without"] == 1.0
    document = json.loads(found.to_json())
    assert document["situations"][0]["fraction"] == pytest.approx(200 / 340)
    found.write(tmp_path / "answer.xlsx")
    assert (tmp_path / "answer.xlsx").stat().st_size > 0


def test_what_is_to_be_expected_is_told_by_rank() -> None:
    rows = [
        commitment("KOR", "USA", 10, commitment="firm"),
        commitment("KOR", "PHL", 10, commitment="loose", state="pledge", binding="best_effort"),
        commitment("KOR", "JPN", 10, commitment="other", state="pledge"),
    ]
    due = commitment("KOR", "AUS", 10, (-20, -10), commitment="past")
    came = [{"commitment": "past", "date": on(-12), "quantity": 8.0}]
    case = world(10, commitments=[*rows, due], deliveries=came, stocks=[stock("kor-a", 15)])
    found = pipir.assure(case)
    ranks = dict(found.promises.select("claim", "rank").iter_rows())
    assert ranks["firm"] == ranks["past"] < ranks["loose"] == ranks["other"]
    plan = pipir.plan(case, pipir.PlanOptions(call_promises=True)).shortfall
    assert ranks == dict(plan.select("claim", "rank").iter_rows())
    first, last = found.ranks.iter_rows(named=True)
    assert (first["rank"], first["claims"], last["rank"], last["claims"]) == (ranks["firm"], 2, ranks["loose"], 2)
    # Of 15, 12 go to what is firm and what is open of the past; the two others get 1.5 each, one with a chance of 0.8.
    assert (first["kept_share"], first["expected_kept_share"]) == (1.0, 1.0)
    assert last["kept_share"] == pytest.approx(0.15)
    assert last["expected_kept_share"] == pytest.approx((0.15 * 0.8 + 0.15) / 2)
    assert last["sentence"] == (
        f"Of 2 promises of rank {last['rank']}, 15 % is kept on average, and 14 % is to be expected as words hold."
    )


def test_units_of_the_korean_case() -> None:
    found = pipir.assure("korea-155mm").promises
    told = row(found, claim="kor-usa-shells")
    assert told["barred_by"] == "KOR does not backfill it to USA in this situation"
    assert told["owed"] == pytest.approx(300_000 * 30 / 365)
