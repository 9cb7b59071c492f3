"""Does the section of the best plan say what the plan says, in its units, and only what concerns the seat?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

import pipir
from briefing.synthetic import SHORTFALLS, demand, goods, material, small_case
from briefing.test_charts import LOOKS, words_of
from briefing.test_sections import row_of, said, spoken, tables
from pipir.briefing import flows
from pipir.briefing.brief import brief
from pipir.briefing.capability import BriefOptions
from pipir.briefing.charts.gains import WAYS, Gain, gains
from pipir.briefing.charts.style import Look
from pipir.briefing.document import Document, Figure, MovingMap, Points
from pipir.briefing.html import html
from pipir.briefing.material import Material
from pipir.briefing.paper import pdf, source
from pipir.briefing.sections import best_plan
from pipir.case.case import Case
from pipir.planning.capability import BINDING, PlanOptions
from pipir.runs.result import table
from pipir.sustainment.capability import SHORTFALL


def lending_case() -> Case:
    """The small case in which Japan may send SM-6 to the United States."""
    treaty = {"agreement": "jpn-usa", "kind": "transfer", "supplier": "JPN", "beneficiary": "USA", "item": "sm-6"}
    treaty |= {"binding": "binding", "status": "in_force"}
    return small_case(agreements=[{**treaty, "start": date(2024, 1, 1)}])


def test_shares_by_tier_are_those_of_the_plan_and_of_the_runs() -> None:
    told = material()
    first, second = best_plan.gained(told)
    short = {row["claim"]: row["share_short"] for row in pipir.plan(small_case()).shortfall.to_dicts()}
    assert (first.tier, first.items, second.tier, second.items) == (1, 2, 2, 1)
    assert first.shares[2] == pytest.approx((short["lrasm-guam"] + short["sm-6-guam"]) / 2)
    assert first.shares[1] == pytest.approx((4920 / 5400 + 150 / 360) / 2)
    assert second.shares[2] == pytest.approx(short["sm-6-sasebo"])


def test_together_the_first_rank_never_fares_worse_than_alone() -> None:
    first = best_plan.gained(material(lending_case()))[0]
    assert first.shares[2] <= first.shares[0] + 1e-9


def test_flows_between_nations_are_those_of_the_shipments() -> None:
    told = material(lending_case())
    sent = pipir.plan(told.case, PlanOptions(scenario="crisis")).shipments.filter(pl.col("lane") == "sasebo-guam")
    assert sent.height
    [row] = flows.between(told).to_dicts()
    assert (row["giver"], row["taker"], row["item"], row["carried_by"]) == ("JPN", "USA", "sm-6", "jpn-usa")
    assert row["quantity"] == pytest.approx(sent["quantity"].sum())
    assert row["tonnes"] == pytest.approx(1.5 * sent["quantity"].sum())
    assert row["first"] == sent["from_day"].min()
    shown = row_of(tables(best_plan.section(told))[0], "Japan")
    assert shown[1:3] == ["United States", "SM-6"]
    assert shown[3].endswith("missiles")
    assert shown[6] == "agreement (transfer) on SM-6"


def test_what_it_is_under_is_told_in_words() -> None:
    """An agreement by its kind and what it covers, a promise by its state, how much and until when; never by its id."""
    treaty = {"agreement": "jpn-usa", "kind": "acsa", "supplier": "JPN", "beneficiary": "USA", "binding": "binding"}
    lent = small_case(agreements=[{**treaty, "item": "*", "status": "in_force"}])
    assert row_of(tables(best_plan.section(material(lent)))[0], "Japan")[6] == (
        "agreement (acquisition and cross-servicing) on all items"
    )
    owed = {"commitment": "jpn-usa-sm-6", "supplier": "JPN", "recipient": "USA", "item": "sm-6", "quantity": 30}
    owed |= {"start": date(2025, 6, 1), "end": date(2025, 7, 1), "state": "contract"}
    promised = material(small_case(commitments=[*goods()["commitments"], owed]))
    assert row_of(tables(best_plan.section(promised))[0], "Japan")[6] == (
        "promise (contract) of 30 missiles until 1 July 2025"
    )


def test_the_map_carries_every_tonne_once_in_the_whole_and_in_the_periods() -> None:
    told = material(lending_case())
    moving = flows.moving(told)
    total = float(pipir.plan(told.case).summary["tonnes_sent"][0])
    assert moving.labels[0] == f"days 0 to 89, {flows.number(total, 4)} tonnes"
    assert moving.labels[1].startswith("day 0, ")
    assert moving.labels[-1] == "days 86 to 89, 0 tonnes"
    assert all(len(way.widths) == len(moving.labels) for way in moving.ways)
    assert max(width for way in moving.ways for width in way.widths) == flows.WIDEST


def test_the_small_maps_carry_every_tonne_once_on_a_scale_that_they_share() -> None:
    told = material(lending_case())
    stages = flows.moving(told).stages
    spans = [label.split(", ")[0].removeprefix("days ").split(" to ") for label, _ in stages]
    assert [int(first) for first, _ in spans] == [0, *(int(last) + 1 for _, last in spans[:-1])]
    assert (len(stages), int(spans[-1][1])) == (flows.STAGES, told.days - 1)
    tonnes = [float(label.split(", ")[1].removesuffix(" tonnes").replace(",", "")) for label, _ in stages]
    assert sum(tonnes) == pytest.approx(float(pipir.plan(told.case).summary["tonnes_sent"][0]), rel=1e-3)
    assert max(way.widths[0] for _, ways in stages for way in ways) == flows.WIDEST


def test_paper_shows_the_small_maps_and_the_page_does_not() -> None:
    section = best_plan.section(material(lending_case()))
    [moving] = [block for block in section.blocks if isinstance(block, MovingMap)]
    whole = Document("t", "s", (("a", "b"),), (section,), ())
    printed = source(whole)
    for place, (label, drawing) in enumerate(moving.stages):
        assert f'("map-plan-{place}.pdf", "{label}")' in printed
        assert drawing not in html(whole)
    assert pdf(whole).startswith(b"%PDF-")


def opened(*shares: tuple[float, float, float]) -> str:
    """The first paragraph where the tiers fare so."""
    rows = [Gain(tier, 1, each) for tier, each in enumerate(shares, start=1)]
    return spoken(best_plan.opening(material(), rows))


def test_the_opening_names_the_tier_that_gains_most() -> None:
    assert "most in tier 2: 28 % goes short alone, 14 % together." in opened((0.17, 0.18, 0.17), (0.28, 0.19, 0.14))
    assert "most in tier" not in opened((0.5, 0.3, 0.1), (0.28, 0.19, 0.14))
    assert "In no tier" in opened((0.17, 0.18, 0.17), (0.2, 0.2, 0.2))


def test_no_bars_are_drawn_where_every_need_is_met() -> None:
    def drawn(case: Case, short: float) -> bool:
        rows = [{**row, "short_mean": short} for row in SHORTFALLS]
        section = best_plan.section(material(case, certain=table(SHORTFALL, pl.DataFrame(rows))))
        return "plan-gains" in [block.key for block in section.blocks if isinstance(block, Figure)]

    met = small_case(demands=[demand("crisis", "sm-6-guam", "us-guam", "sm-6", 0.1, 1)])
    assert not drawn(met, 0.0)
    assert drawn(met, 1.0)
    assert drawn(small_case(), 0.0)


def test_a_claim_is_told_with_its_tier_or_as_a_promise() -> None:
    shown = tables(best_plan.section(material()))[-1]
    assert row_of(shown, "United States")[2:4] == ["LRASM", "need of tier 1, rank 2"]
    case = small_case(demands=[], lanes=[])
    assert row_of(tables(best_plan.section(material(case)))[-1], "United States")[3] == "promise, rank 3"


def test_a_seat_sees_its_own_flows_and_claims_only() -> None:
    assert flows.between(material(lending_case(), seat="KOR")).is_empty()
    japan = material(lending_case(), seat="JPN")
    assert set(flows.sent(japan)["lane"]) == {"sasebo-guam"}
    assert set(best_plan.remaining(japan)["nation"]) <= {"JPN"}
    assert [gain.tier for gain in best_plan.gained(japan)] == [2]


def test_what_stays_short_agrees_with_the_plan() -> None:
    told = material()
    rows = best_plan.remaining(told).filter(pl.col("site") == "us-guam", pl.col("item") == "lrasm").to_dicts()
    plan = pipir.plan(told.case).shortfall.filter(pl.col("claim") == "lrasm-guam").row(0, named=True)
    assert [row["short"] for row in rows] == [pytest.approx(plan["short"])]
    assert rows[0]["days_short"] == pytest.approx(plan["short"] / 60)


def test_needs_of_one_place_side_by_side_lack_no_more_days_than_there_are() -> None:
    """Two needs for LRASM in Guam through the same days, beside the one that there is."""
    frame = small_case()["demands"]
    twin = frame.filter(demand="lrasm-guam").with_columns(demand=pl.lit("twin"), per_day=pl.lit(20.0))
    told = material(case=small_case().replace({"demands": pl.concat([frame, twin])}))
    [row] = best_plan.remaining(told).filter(pl.col("site") == "us-guam", pl.col("item") == "lrasm").to_dicts()
    plan = pipir.plan(told.case).shortfall.filter(pl.col("claim").is_in(["lrasm-guam", "twin"]))
    assert row["days_short"] == pytest.approx(plan["short"].sum() / (60 + 20))


def test_what_binds_is_told_in_order_and_left_out_where_nothing_does() -> None:
    told = material()
    row = {"resource": "x", "value": 1.0, "unit": "missile", "days": 1.0}
    rows = [{**row, "rank": 2, "place": place, "sentence": f"Sentence {place}."} for place in range(7, 0, -1)]

    def points(frame: pl.DataFrame) -> list[Points]:
        plans = replace(told.results.plans, together=replace(told.results.plans.together, binding=frame))
        seen = Material(told.case, "crisis", replace(told.results, plans=plans))
        return [block for block in best_plan.section(seen).blocks if isinstance(block, Points)]

    [block] = points(table(BINDING, pl.DataFrame(rows)))
    assert block.items == tuple((f"Sentence {place}.",) for place in range(1, 6))
    assert points(told.results.plans.together.binding.clear()) == []


def test_it_says_what_alone_means() -> None:
    assert "nothing passes between holders" in said(best_plan.section(material()))


@pytest.mark.parametrize("lost", ["demands", "lanes"])
def test_a_case_without_needs_or_lanes_is_told_too(lost: str) -> None:
    case = small_case()
    told = brief(case.replace({lost: case[lost].clear()}), BriefOptions(runs=3))
    [section] = [one for one in told.document.sections if one.key == "plan"]
    assert not [block for block in section.blocks if isinstance(block, MovingMap)]
    assert ("no needs" in said(section)) == (lost == "demands")


@LOOKS
def test_the_bars_name_every_way_and_share(look: Look) -> None:
    drawn = words_of(gains([Gain(1, 3, (0.5, 0.25, 0.125)), Gain(2, 1, (1.0, 0.6, 0.0))], look))
    for word in (*WAYS, "tier 1", "tier 2", "50 %", "25 %", "12 %", "100 %", "60 %", "0 %"):
        assert word in drawn
