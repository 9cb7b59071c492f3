"""Does the 222c table say when a need is met, and the 222d table what stands in the way?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounting.cases import claim, line, need, one, small_case, stock
from pipir.accounting.capability import RequirementOptions
from pipir.accounting.requirement import requirement
from pipir.case.case import Case
from pipir.case.refusal import Refused

ITEM = "thaad"


def bought(year: int, quantity: float, state: str = "enacted") -> dict[str, Any]:
    return {"nation": "KOR", "item": ITEM, "year": year, "state": state, "quantity": quantity}


ABROAD = [bought(2026, 8_000, "requested"), bought(2025, 8_000)]


def short(*procurements: dict[str, Any], use: float | None = None, cost: float | None = 10.0, **tables: Any) -> Case:
    """Korea holds 629 of 1,200: the published worked answer."""
    return small_case(
        costs={ITEM: cost} if cost is not None else {},
        requirements=[need(ITEM, "combat", 1_200)],
        stocks=[stock("kor-1", ITEM, 600, reserve=600), stock("kor-2", ITEM, 29), stock("usa-1", ITEM, 5_000)],
        procurements=[*procurements, *({**other, "nation": "USA"} for other in ABROAD)],
        usage=[] if use is None else [{"nation": "KOR", "item": ITEM, "per_year": use}],
        **tables,
    )


def row(case: Case, item: str = ITEM) -> dict[str, Any]:
    return one(requirement(case, RequirementOptions("KOR")).requirement, item=item)


def test_years_to_meet_at_the_requested_and_the_average_rate() -> None:
    before = [bought(2023, 200), bought(2024, 100), bought(2025, 90), bought(2022, 9_000), bought(2026, 9_000)]
    found = row(short(bought(2026, 91, "requested"), bought(2025, 1, "requested"), *before, use=20))
    assert (found["total"], found["inventory"]) == (1_200, 629)
    assert found["years_to_meet_requested"] == pytest.approx(8.042, abs=5e-4)
    assert found["years_to_meet_average"] == pytest.approx(571 / (130 - 20))
    assert found["extra_usd_per_year"] == pytest.approx((571 / 5 + 20 - 91) * 10)


def test_what_was_enacted_counts_before_what_was_received() -> None:
    case = short(bought(2025, 100), bought(2025, 7, "received"), bought(2024, 50, "received"))
    assert row(case)["years_to_meet_average"] == pytest.approx(571 / 75)


def test_a_request_of_a_later_budget_is_not_yet_made() -> None:
    assert row(short(bought(2027, 91, "requested")))["years_to_meet_requested"] is None


def test_a_rate_that_use_eats_up_never_meets_the_need() -> None:
    found = row(short(bought(2026, 20, "requested"), use=20))
    assert found["years_to_meet_requested"] is None
    assert found["extra_usd_per_year"] == pytest.approx(571 / 5 * 10)


def test_what_is_unknown_is_not_zero() -> None:
    found = row(short())
    assert found["years_to_meet_requested"] is found["years_to_meet_average"] is found["extra_usd_per_year"] is None
    assert row(short(bought(2026, 71, "requested"), cost=None))["extra_usd_per_year"] is None


def test_a_fast_rate_needs_no_extra_money() -> None:
    assert row(short(bought(2026, 1_000, "requested")))["extra_usd_per_year"] == 0


def test_a_need_that_is_met_takes_no_years() -> None:
    case = small_case(requirements=[need(ITEM, "combat", 10)], stocks=[stock("kor-1", ITEM, 10)])
    found = row(case)
    assert found["years_to_meet_requested"] == found["years_to_meet_average"] == found["extra_usd_per_year"] == 0


def test_categories_stand_beside_their_total() -> None:
    case = small_case(
        requirements=[
            need(ITEM, "combat", 100, plan="north", protracted_quantity=300),
            need(ITEM, "combat", 150, plan="south", protracted_quantity=250),
            need(ITEM, "combat", 999, plan="south", year=2026),
            need(ITEM, "training", 5),
            need(ITEM, "current_operations", 7),
            need(ITEM, "strategic_readiness", 11, protracted_quantity=12),
            need(ITEM, "homeland_defense", 13),
            need("gmlrs", "training", 1),
            {**need("nlaw", "training", 1), "nation": "USA"},
        ]
    )
    found = row(case)
    categories = ("combat", "current_operations", "strategic_readiness", "homeland_defense", "training")
    assert [found[name] for name in categories] == [150, 7, 11, 13, 5]
    assert (found["total"], found["protracted"]) == (186, 312)
    assert row(case, "gmlrs")["protracted"] is None
    assert requirement(case, RequirementOptions("KOR")).requirement["item"].to_list() == ["gmlrs", ITEM]


def test_the_grade_covers_need_stock_buying_and_cost() -> None:
    graded = [
        claim("requirements", f"KOR/{ITEM}/combat/*/*", "quantity", 1_200, confidence="high"),
        claim("stocks", f"kor-1/{ITEM}/serviceable", "quantity", 600, confidence="high"),
        claim("stocks", f"kor-2/{ITEM}/serviceable", "quantity", 29, confidence="low"),
        claim("items", ITEM, "unit_cost_usd", 10, confidence="medium"),
    ]
    found = row(short(evidence=graded))
    assert (found["grade"], found["assumed_share"]) == ("low", 0)
    found = row(short(bought(2025, 1), evidence=graded))
    assert (found["grade"], found["assumed_share"]) == ("assumed", 0.2)


def test_a_nation_that_the_case_lacks_is_refused() -> None:
    with pytest.raises(Refused, match="--nation"):
        requirement(short(), RequirementOptions("FRA"))


def test_items_without_stated_use_are_named_in_the_record() -> None:
    assert ITEM in requirement(short(), RequirementOptions("KOR")).run["notes"][0]
    assert requirement(short(use=0), RequirementOptions("KOR")).run["notes"] == []


def constraints(case: Case) -> dict[str, str]:
    frame = requirement(case, RequirementOptions("KOR", constraints=True)).constraints
    assert frame is not None
    return {f"{found['line']}: {found['constraint']}": found["sentence"] for found in frame.iter_rows(named=True)}


def test_the_222d_table_is_made_only_when_asked_for() -> None:
    assert requirement(short(), RequirementOptions("KOR")).constraints is None
    assert "constraints" not in requirement(short(), RequirementOptions("KOR")).tables


def test_an_item_that_nobody_makes_says_so() -> None:
    assert list(constraints(short())) == ["None: no line"]


def test_a_need_that_is_met_has_no_constraints() -> None:
    case = small_case(
        requirements=[need(ITEM, "combat", 1)], stocks=[stock("kor-1", ITEM, 1)], lines=[line("l", ITEM, 1)]
    )
    assert constraints(case) == {}


def test_lines_say_what_holds_them_back() -> None:
    case = short(
        lines=[
            line("a", ITEM, 100, site="usa-1", lead_days=700, max_rate_per_year=100, min_rate_per_year=120),
            line("b", ITEM, 40, status="closing", max_rate_per_year=60, ramp_days=9),
            line("c", ITEM, 0, status="warm", max_rate_per_year=50, restart_days=180, ramp_days=360),
            line("d", ITEM, 0, status="planned", max_rate_per_year=30, available_from=date(2027, 5, 1)),
            line("e", ITEM, 0, status="cold", ramp_days=30),
        ]
    )
    said = constraints(case)
    assert set(said) == {
        "a: at maximum",
        "a: below minimum rate",
        "a: lead time",
        "b: closing",
        "c: warm",
        "c: ramp",
        "d: planned",
        "e: cold",
    }
    assert "100 a year" in said["a: at maximum"]
    assert "120" in said["a: below minimum rate"]
    assert "700 days" in said["a: lead time"]
    assert "40 a year" in said["b: closing"]
    assert "180 days" in said["c: warm"]
    assert "360 days" in said["c: ramp"]
    assert "2027-05-01" in said["d: planned"]
    assert "no date" in said["e: cold"]
    assert "not known" in said["e: cold"]


def test_components_sole_sources_and_origins_are_found_down_the_bills() -> None:
    case = small_case(
        requirements=[need("missile", "combat", 1_000), {**need("shell", "combat", 1), "nation": "CHN"}],
        lines=[line("a", "missile", 500, max_rate_per_year=1_000), line("b", "seeker", 300), line("c", "seeker", 300)],
        bills=[
            {"item": "missile", "component": "seeker", "quantity": 1},
            {"item": "seeker", "component": "chip", "quantity": 1},
            {"item": "chip", "component": "gallium", "quantity": 1},
        ],
        origins=[
            {"item": "gallium", "nation": "CHN", "share": 0.98},
            {"item": "gallium", "nation": "KOR", "share": 0.02},
        ],
    )
    said = constraints(case)
    assert set(said) == {"a: component seeker", "None: sole source", "None: origin of gallium in CHN"}
    assert "1,000" in said["a: component seeker"]
    assert "600" in said["a: component seeker"]
    assert "98 %" in said["None: origin of gallium in CHN"]
    assert "adversary" in said["None: origin of gallium in CHN"]


def test_a_component_with_one_maker_is_a_sole_source() -> None:
    case = small_case(
        requirements=[need("missile", "combat", 1_000)],
        lines=[line("a", "missile", 1), line("b", "missile", 1), line("c", "motor", 9)],
        bills=[{"item": "missile", "component": "motor", "quantity": 1}],
    )
    said = constraints(case)
    assert "c is the only line" in said["None: sole source of motor"]
    assert "None: sole source" not in said
