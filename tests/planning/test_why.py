"""Does a plan say why a claim is short, and by how much each thing that stands in its way alone would mend it?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings

import pipir
from pipir.case.case import Case
from pipir.case.refusal import Refused
from pipir.cli.main import main
from pipir.planning.plan import PlanOptions
from planning.reading import Asked
from planning.worlds import asked, worlds
from sustainment.world import YEAR, agreement, commitment, demand, hazard, lane, line, on, stance, stock, world

Row = dict[str, Any]


def why(case: Case, claim: str, **options: Any) -> pl.DataFrame:
    found = pipir.plan(case, PlanOptions(why=claim, **options)).why
    assert found is not None
    return found


def mends(found: pl.DataFrame, subject: str, words: str = "") -> float:
    """Units that the one row about a subject with these words mends."""
    rows = found.filter((pl.col("subject") == subject) & pl.col("sentence").str.contains(words, literal=True))
    assert rows.height == 1, f"{rows.height} rows for {subject} {words}: {found['sentence'].to_list()}"
    return float(rows["mends"][0])


def remedy(found: pl.DataFrame, subject: str) -> str:
    """What would mend it, of the first row about a subject that has a remedy."""
    told: str = found.filter((pl.col("subject") == subject) & pl.col("remedy").is_not_null())["remedy"][0]
    return told


def near(value: float) -> Any:
    return pytest.approx(value, abs=1e-3)


def to_japan(days: int = 4, per_day: float = 2, held: Row | None = None, **tables: Any) -> Case:
    """Eight shells of the United States that Japan would like to have."""
    usual: Row = {
        "stocks": [held or stock("usa-a", 8)],
        "lanes": [lane("usa-a", "jpn-a", 0)],
        "demands": [demand("jpn-a", per_day)],
        "agreements": [agreement("USA", "JPN")],
    }
    return world(days, **{**usual, **tables})


def test_the_first_row_says_what_is_owed_what_comes_and_what_lacks_in_days() -> None:
    found = why(world(10, stocks=[stock("usa-a", 10)], demands=[demand("usa-a", 2)]), "usa-a-shell")
    first = found.row(0, named=True)
    assert first["step"] == 1
    assert first["sentence"] == (
        "The demand usa-a-shell is owed 20 rounds of shell and gets 10; it lacks 10, which is 5 days of supply."
    )
    assert first["mends"] is None


def test_stock_that_is_missing_mends_what_it_adds() -> None:
    def case(held: float) -> Case:
        return world(10, stocks=[stock("usa-a", held)], demands=[demand("usa-a", 2)])

    found = why(case(10), "usa-a-shell")
    assert mends(found, "usa-a", "holds 10 rounds of shell") == near(10)
    assert remedy(found, "usa-a").endswith("It mends 10 of the 10 short; that takes at least 10 more rounds of shell.")
    assert pipir.plan(case(20)).shortfall["short"].to_list() == [near(0)]


def test_a_line_mends_what_it_does_not_make_in_time() -> None:
    found = why(world(10, lines=[line("usa-a", 1)], demands=[demand("usa-a", 3)]), "usa-a-shell")
    assert mends(found, "usa-a-shell", "starts at most 365 rounds of shell a year") == near(20)
    told = found.filter(pl.col("sentence").str.contains("starts at most"))["remedy"][0]
    assert told.endswith("that takes at least 20 more rounds of shell begun in time.")


def test_a_component_that_runs_out_mends_what_could_be_made_of_it() -> None:
    case = world(
        10,
        stocks=[stock("usa-a", 4, "fuze")],
        lines=[line("usa-a", 10)],
        bills=[{"item": "shell", "component": "fuze", "quantity": 2.0}],
        demands=[demand("usa-a", 1)],
    )
    found = why(case, "usa-a-shell").filter(pl.col("sentence").str.contains("rounds of fuze"))
    assert mends(found, "usa-a") == near(8)
    assert remedy(found, "usa-a").endswith("that takes at least 16 more rounds of fuze.")


def test_lift_mends_what_cannot_be_carried() -> None:
    case = world(
        10,
        stocks=[stock("usa-a", 100)],
        lanes=[lane("usa-a", "usa-b", 0, lift_t_per_day=2)],
        demands=[demand("usa-b", 5)],
    )
    found = why(case, "usa-b-shell")
    assert mends(found, "usa-a-to-usa-b", "lifts at most 2 t a day") == near(30)
    assert remedy(found, "usa-a-to-usa-b").endswith("that takes at least 30 more t carried in time.")


def test_handling_mends_what_cannot_be_taken_in() -> None:
    case = world(
        10,
        sites={"usa-b": {"handling_t_per_day": 2}},
        stocks=[stock("usa-a", 100)],
        lanes=[lane("usa-a", "usa-b", 0)],
        demands=[demand("usa-b", 5)],
    )
    assert mends(why(case, "usa-b-shell"), "usa-b", "handles at most 2 t a day") == near(30)


def test_a_ceiling_mends_what_it_keeps_back() -> None:
    tables = {"agreements": [agreement("USA", "JPN", ceiling_per_year=YEAR)], "held": stock("usa-a", 1000)}
    found = why(to_japan(10, 5, **tables), "jpn-a-shell")
    assert mends(found, "usa-jpn", "at most 365 units a year") == near(40)
    assert remedy(found, "usa-jpn").endswith("that takes at least 40 more units let through in the scenario.")


def test_a_reserve_mends_what_it_holds() -> None:
    found = why(to_japan(10, 10, held=stock("usa-a", 100, reserve=60)), "jpn-a-shell")
    assert mends(found, "USA", "keeps 60 rounds of shell in reserve") == near(60)
    assert remedy(found, "USA").endswith("that takes at least 60 more rounds of shell.")


def test_an_agreement_that_does_not_exist_mends_what_would_go_under_it() -> None:
    assert mends(why(to_japan(agreements=[]), "jpn-a-shell"), "USA", "no agreement lets USA send it") == near(8)
    proposed = [agreement("USA", "JPN", status="proposed")]
    assert mends(why(to_japan(agreements=proposed), "jpn-a-shell"), "usa-jpn", "is only proposed") == near(8)
    later = [agreement("USA", "JPN", start=on(3))]
    assert mends(why(to_japan(agreements=later), "jpn-a-shell"), "usa-jpn", "is not in force on") == near(6)


def test_a_nation_that_does_not_export_mends_what_it_could_send() -> None:
    found = why(to_japan(stances=[stance("USA", "export", to="JPN", item="shell")]), "jpn-a-shell")
    assert mends(found, "USA", "USA does not export it to JPN") == near(8)


def test_an_agreement_without_the_stance_mends_nothing_so_both_are_named() -> None:
    found = why(to_japan(agreements=[], stances=[stance("USA", "export")]), "jpn-a-shell")
    row = found.filter(pl.col("subject") == "USA").row(0, named=True)
    assert "An agreement that lets USA send it to JPN; USA says yes to export for JPN" in row["remedy"]
    assert row["mends"] == near(8)


def test_hosts_and_nations_on_the_way_mend_what_they_keep_back() -> None:
    through = {"lanes": [lane("usa-a", "jpn-a", 0, via=["PHL"])], "stances": [stance("PHL", "transit")]}
    assert mends(why(to_japan(**through), "jpn-a-shell"), "PHL", "Lane usa-a-to-jpn-a is closed") == near(8)
    case = world(
        4,
        sites={"usa-b": {"host": "JPN"}},
        stocks=[stock("usa-b", 8)],
        demands=[demand("usa-b", 1)],
        stances=[stance("JPN", "host", to="USA")],
    )
    assert mends(why(case, "usa-b-shell"), "JPN", "Nothing works at usa-b") == near(4)


def test_a_commitment_that_a_stance_bars_is_mended_by_the_stance() -> None:
    def case(**stances: Any) -> Case:
        return world(10, stocks=[stock("usa-a", 6)], commitments=[commitment("USA", "XAA", 10)], **stances)

    barred = case(stances=[stance("USA", "deliver")])
    assert mends(why(barred, "usa-xaa"), "USA", "USA does not deliver it to XAA") == near(6)
    assert pipir.plan(barred, PlanOptions()).shortfall["short"].to_list() == [near(10)]
    assert pipir.plan(case()).shortfall["short"].to_list() == [near(4)]


def test_two_answers_that_only_mend_together_are_told_together() -> None:
    case = world(
        4,
        sites={"usa-b": {"host": "KOR"}},
        stocks=[stock("kor-a", 6)],
        lanes=[lane("kor-a", "usa-b", 0)],
        commitments=[commitment("KOR", "USA", 8, (0, 0))],
        stances=[stance("KOR", "deliver"), stance("KOR", "host")],
    )
    found = why(case, "kor-usa")
    assert mends(found, "KOR", "KOR has or makes 6 units of it in the scenario.") == 0
    assert mends(found, "KOR", "Nothing works at usa-b") == 0
    assert mends(found, "KOR", "only together") == near(6)


def of(item: str, **parts: float) -> list[Row]:
    """The bill of an item."""
    return [{"item": item, "component": part, "quantity": quantity} for part, quantity in parts.items()]


def test_a_part_that_no_agreement_lets_go_to_the_line_mends_what_would_be_made_of_it() -> None:
    """Two days on the way, so that eight of ten come out in time."""
    tables: Row = {
        "stocks": [stock("jpn-a", 100, "motor")],
        "lines": [line("usa-a", 5)],
        "bills": of("shell", motor=1),
        "lanes": [lane("jpn-a", "usa-a", 2)],
        "demands": [demand("usa-a", 1)],
    }
    found = why(world(10, **tables), "usa-a-shell")
    assert mends(found, "JPN", "100 rounds of motor in the scenario, but no agreement lets JPN send it to USA") == near(
        8
    )
    agreed = world(10, **tables, agreements=[agreement("JPN", "USA")])
    assert pipir.plan(agreed).shortfall["short"].to_list() == [near(2)]


@pytest.mark.parametrize(
    ("second", "onward", "words", "change"),
    [
        (True, "no", "JPN may not send on what it receives from USA", "JPN may send on what it receives under usa-jpn"),
        (False, "yes", "no agreement lets JPN send it to KOR", "An agreement that lets JPN send it to KOR"),
        (False, "no", "JPN may not send on", "under usa-jpn; an agreement that lets JPN send it to KOR"),
    ],
)
def test_what_bars_the_way_through_a_third_nation_mends_what_would_come_by_it(
    second: bool, onward: str, words: str, change: str
) -> None:
    case = world(
        10,
        stocks=[stock("usa-a", 100)],
        lanes=[lane("usa-a", "jpn-a", 0), lane("jpn-a", "kor-a", 0)],
        agreements=[agreement("USA", "JPN", onward=onward)] + ([agreement("JPN", "KOR")] if second else []),
        demands=[demand("kor-a", 1)],
    )
    found = why(case, "kor-a-shell").filter(pl.col("sentence").str.starts_with("USA has or makes 100 rounds"))
    assert words in found["sentence"].item()
    assert change in found["remedy"].item()
    assert found["mends"].item() == near(10)


def test_what_was_not_tried_is_not_called_useless() -> None:
    found = why(to_japan(agreements=[], lanes=[]), "jpn-a-shell").filter(subject="USA")
    assert found["mends"].to_list() == [None]
    assert found["remedy"].item() == (
        "An agreement that lets USA send it to JPN; a lane from USA to JPN. "
        "It was not tried, as the case knows no such lane."
    )


@pytest.mark.parametrize(
    ("opens", "words"), [(None, "no day is stated"), (on(50), "it works from day 50 on, after the scenario")]
)
def test_a_line_that_does_not_open_in_time_mends_what_it_would_make(opens: Any, words: str) -> None:
    shut = line("usa-a", 0.5, status="cold", restart_days=0, ramp_days=0) | {"available_from": opens}
    found = why(world(10, lines=[shut], demands=[demand("usa-a", 1)]), "usa-a-shell")
    assert mends(found, "usa-a-shell", words) == near(5)


def test_parts_that_only_mend_together_are_told_together() -> None:
    """Five fuzes and five motors for ten shells; there are hulls enough."""
    case = world(
        10,
        stocks=[stock("usa-a", 5, "fuze"), stock("usa-a", 5, "motor"), stock("usa-a", 90, "hull")],
        lines=[line("usa-a", 5)],
        bills=of("shell", fuze=1, motor=1, hull=1),
        demands=[demand("usa-a", 1)],
    )
    assert mends(why(case, "usa-a-shell"), "usa-a", "Of fuze and motor at usa-a none mends as much alone") == near(5)


def test_a_part_of_a_part_is_asked_for_through_both_bills() -> None:
    """An a takes four b, and each of them four c: with one c a sixteenth of an a is made."""
    case = world(
        10,
        stocks=[stock("usa-a", 1, "c")],
        lines=[line("usa-a", 100, "a"), line("usa-a", 400, "b")],
        bills=of("a", b=4) + of("b", c=4),
        demands=[demand("usa-a", 1, "a")],
    )
    found = why(case, "usa-a-a").filter(pl.col("sentence").str.contains("1 round of c"))
    assert found["mends"].item() == near(10 - 1 / 16)
    assert "takes at least 159 more rounds of c" in found["remedy"].item()


def test_more_stock_is_what_it_takes_on_day_0_before_losses() -> None:
    """Of ten shells a hundredth of one is left when they are needed: half is lost every day, ten times over."""
    case = world(
        10,
        stocks=[stock("usa-a", 10)],
        demands=[demand("usa-a", 10, days=(9, 10))],
        hazards=[hazard("usa-a", 1.0, 0.5)],
    )
    short = float(pipir.plan(case).shortfall["short"].item())
    assert short == near(10 - 10 / 2**10)
    told = remedy(why(case, "usa-a-shell"), "usa-a")
    assert told.endswith(f"that takes at least {short * 2**10:,.0f} more rounds of shell.")
    mended = pipir.plan(case.replace({"stocks": case["stocks"].with_columns(quantity=pl.lit(10 + short * 2**10))}))
    assert mended.shortfall["short"].item() == near(0)


def test_a_substitute_whose_gate_is_shut_mends_what_it_would_do() -> None:
    gates = {"technical": "yes", "safety": "yes", "permission": "unknown"}
    stand_in = {"nation": "USA", "item": "shell", "substitute": "dart", "ratio": 2.0, **gates}
    case = world(1, stocks=[stock("usa-a", 10, "dart")], demands=[demand("usa-a", 10)], substitutes=[stand_in])
    assert mends(why(case, "usa-a-shell"), "dart", "its gate permission is unknown") == near(5)


def test_stock_that_is_too_far_away_mends_what_comes_too_late() -> None:
    def case(days: int) -> Case:
        return world(
            days, stocks=[stock("usa-a", 100)], lanes=[lane("usa-a", "usa-b", 6)], demands=[demand("usa-b", 2)]
        )

    assert mends(why(case(4), "usa-b-shell"), "usa-a", "is 6 days away") == near(8)
    assert mends(why(case(10), "usa-b-shell"), "usa-a", "is 6 days away") == near(12)


def test_days_on_a_lane_are_not_blamed_for_its_lift() -> None:
    case = world(
        10,
        stocks=[stock("usa-a", 100), stock("usa-b", 20)],
        lanes=[lane("usa-a", "usa-b", 1, lift_t_per_day=2)],
        demands=[demand("usa-b", 10)],
    )
    found = why(case, "usa-b-shell")
    assert mends(found, "usa-a-to-usa-b", "lifts at most") > 0
    assert mends(found, "usa-a", "is 1 day away") == near(2)


def test_claims_before_it_and_beside_it_take_what_they_take() -> None:
    demands = [demand("usa-a", 2, demand="first"), demand("usa-a", 2, demand="second", tier=2)]
    found = why(world(5, stocks=[stock("usa-a", 10)], demands=demands), "second")
    assert mends(found, "earlier ranks", "take 10 units that this one (rank 5) could have: first.") == near(10)
    demands = [demand("usa-a", 2, demand="one"), demand("usa-a", 2, demand="other")]
    found = why(world(5, stocks=[stock("usa-a", 10)], demands=demands), "one")
    assert mends(found, "the same rank") == near(5)


def test_rows_come_by_what_they_mend_and_never_mend_more_than_is_short() -> None:
    case = to_japan(10, 5, held=stock("usa-a", 20, reserve=10), agreements=[agreement("USA", "JPN")])
    found = why(case, "jpn-a-shell")
    mended = found["mends"].drop_nulls().to_list()
    assert mended == sorted(mended, reverse=True)
    assert found["step"].to_list() == list(range(1, found.height + 1))
    assert min(mended) >= 0
    assert max(mended) <= 40 + 1e-6
    assert not found["sentence"].str.contains("dual|flow").any()


def test_a_claim_that_is_not_short_says_so_in_one_row() -> None:
    found = why(world(5, stocks=[stock("usa-a", 10)], demands=[demand("usa-a", 2)]), "usa-a-shell")
    assert found["sentence"].to_list() == [
        "The demand usa-a-shell is owed 10 rounds of shell and gets 10; it is not short."
    ]


def test_an_id_of_two_kinds_is_the_one_that_is_short_unless_the_kind_is_named() -> None:
    case = world(
        5,
        stocks=[stock("usa-a", 10)],
        demands=[demand("usa-a", 2, demand="both")],
        commitments=[commitment("USA", "XAA", 10, (0, 0), commitment="both", state="pledge")],
    )
    assert "The commitment both" in why(case, "both")["sentence"][0]
    assert "it is not short" in why(case, "demand:both")["sentence"][0]


def test_a_claim_that_is_owed_nothing_says_so() -> None:
    case = world(5, stocks=[stock("usa-a", 1)], commitments=[commitment("USA", "XAA", 10, (20, 30))])
    assert why(case, "usa-xaa")["sentence"].to_list() == ["The commitment usa-xaa is owed nothing in the scenario."]


def test_an_unknown_claim_is_refused_with_the_nearest() -> None:
    case = world(5, stocks=[stock("usa-a", 10)], demands=[demand("usa-a", 2)])
    with pytest.raises(Refused, match="nearest: 'usa-a-shell'"):
        why(case, "usa-a-shel")


def test_the_command_refuses_an_unknown_claim(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["plan", "indo-pacific", "--why", "jpn-essm-jp-sasebo-lon"])
    told = capsys.readouterr().err
    assert told.startswith("options: --why = 'jpn-essm-jp-sasebo-lon' is no claim of the scenario")
    assert "jpn-essm-jp-sasebo-long" in told


@settings(max_examples=25, deadline=None)
@given(worlds(), asked())
def test_in_any_world_nothing_mends_less_than_nothing_or_more_than_is_short(case: Case, terms: Asked) -> None:
    options = PlanOptions(daily=terms.daily, unknown=terms.unknown, call_promises=terms.call_promises)
    for short in pipir.plan(case, options).shortfall.filter(pl.col("share_short") > 1e-3).head(3).iter_rows(named=True):
        told = pipir.plan(case, replace(options, why=f"{short['kind']}:{short['claim']}")).why
        assert told is not None
        mended = told["mends"].drop_nulls().to_list()
        assert mended == sorted(mended, reverse=True)
        assert all(0.0 <= mend <= short["short"] * (1 + 1e-6) for mend in mended)


def test_a_plan_that_was_stopped_does_not_say_what_would_mend_it() -> None:
    found = why(pipir.read_case("indo-pacific"), "jpn-essm-jp-sasebo-long", time_limit=0.0)
    assert found["mends"].null_count() == found.height == 2
    assert "stopped before its time" in found["sentence"][1]
