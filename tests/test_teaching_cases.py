"""Do the teaching cases give the answers that their pages promise?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipir.accounting.account import account
from pipir.accounting.capability import AccountOptions
from pipir.assurance.resequencing.declared import ResequenceOptions
from pipir.assurance.resequencing.resequence import resequence
from pipir.case.bundled import folder
from pipir.case.reading import read_case
from pipir.findings.find import find
from pipir.reaching.capability import ReachOptions
from pipir.reaching.reach import reach
from pipir.sustainment.capability import SustainOptions
from pipir.sustainment.sustain import SustainResult, sustain

NAMES = (
    "base-under-attack",
    "gmlrs-port-wakefield",
    "korea-155mm",
    "missing-motor",
    "p8-radar-repair",
    "patriot-queue",
    "sm-3-one-night",
)


def sustained(name: str, *overrides: str, expected: bool = True, **options: Any) -> SustainResult:
    """A run of a teaching case, with means in place of draws unless told otherwise."""
    return sustain(read_case(name, overrides=overrides), SustainOptions(expected=expected, **options))


def accounted(name: str, nation: str, item: str, *overrides: str, **options: Any) -> dict[str, Any]:
    """The row of an account of a teaching case."""
    rows = account(read_case(name, overrides=overrides), AccountOptions(**options)).account
    return rows.filter(nation=nation, item=item).row(0, named=True)


@pytest.mark.parametrize("name", NAMES)
def test_every_case_has_a_page_of_text_and_says_what_every_figure_rests_on(name: str) -> None:
    case = read_case(name)
    assert "**Question.**" in (folder(name) / "README.md").read_text(encoding="utf-8")
    assert case.text
    for table, rows in case.tables.items():
        if table not in ("sources", "evidence"):
            assert rows.filter(source="assumption")["note"].null_count() == 0


@pytest.mark.parametrize(("months", "exportable", "overcommitted"), [(12, 0, 100_000), (18, 0, 0), (24, 100_000, 0)])
def test_korea_exports_nothing_until_its_promise_is_kept(
    months: float, exportable: float, overcommitted: float
) -> None:
    row = accounted("korea-155mm", "KOR", "shell-155", window=months)
    assert row["capacity"] == pytest.approx(200_000 * months / 12)
    assert row["committed"] == pytest.approx(300_000)
    assert row["exportable"] == pytest.approx(exportable, abs=1e-6)
    assert row["overcommitted"] == pytest.approx(overcommitted, abs=1e-6)


def test_ukraine_needs_four_and_a_half_times_what_korea_makes() -> None:
    need = accounted("korea-155mm", "UKR", "shell-155", window=1)["own_requirement"]
    made = accounted("korea-155mm", "KOR", "shell-155", window=1)["capacity"]
    assert need == pytest.approx(75_000)
    assert need / made == pytest.approx(4.5)


def test_korea_refills_what_the_united_states_gives() -> None:
    owed = read_case("korea-155mm")["commitments"]
    refill = owed.filter(commitment="kor-usa-shells").row(0, named=True)
    given = owed.filter(commitment=refill["backfills"]).row(0, named=True)
    assert refill["recipient"] == given["supplier"] == "USA"
    assert given["recipient"] == "UKR"


def test_korea_at_war_is_out_of_shells_in_a_week_and_sends_none() -> None:
    result = sustained("korea-155mm")
    korea = result.depletion.filter(nation="KOR").row(0, named=True)
    assert (korea["short_p50"], korea["out_p50"]) == (7, 7)
    refill = result.shortfall.filter(claim="kor-usa-shells").row(0, named=True)
    assert refill["short_mean"] == pytest.approx(refill["owed"])


def test_a_night_is_a_year_of_the_line_that_stays() -> None:
    def refill(*overrides: str, **options: Any) -> int:
        return int(sustained("sm-3-one-night", *overrides, **options).left["reconstitution_days"].item())

    both, alone = refill(), refill("lines:sm-3-ib.rate_per_year=0")
    # A dozen are owed less a day's output; what is made waits for its five days by road in the count of what is held.
    assert both == 112
    assert alone == 365
    nights = sustained("sm-3-one-night", scenario="every-night").depletion
    assert nights["short_p50"].item() == 467 // 12 + 1


def test_the_larger_stockpile_loses_more_and_the_spread_one_serves_better() -> None:
    spread = [f"stocks:us-{base}/interceptor.quantity=200" for base in ("guam", "saipan", "tinian")]

    def fought(forward: float, *overrides: str, **options: Any) -> tuple[float, float]:
        result = sustained("base-under-attack", *overrides, expected=False, runs=400, **options)
        short = result.shortfall["short_mean"].item()
        lost = forward + 300 - (480 - short) - result.left["end_stock"].item()
        return float(short), float(lost)

    one_short, one_lost = fought(600)
    double_short, double_lost = fought(1200, "stocks:us-guam/interceptor.quantity=1200")
    spread_short, spread_lost = fought(600, *spread, scenario="three-bases")
    assert double_lost / one_lost == pytest.approx(2, abs=0.2)
    assert spread_lost / one_lost == pytest.approx(0.5, abs=0.1)
    assert spread_short < double_short / 2 < one_short / 2


def test_the_same_shop_at_the_base_mends_sooner() -> None:
    at_base = (
        "stocks:us-mckinney/p8-radar/repairable.quantity=0",
        "stocks:au-edinburgh/p8-radar/repairable.quantity=12",
        "lines:mckinney-repair.status=cold",
        "lines:edinburgh-repair.status=active",
    )

    def patrols(*overrides: str) -> tuple[int, float]:
        result = sustained("p8-radar-repair", *overrides)
        return int(result.depletion["short_p50"].item()), float(result.shortfall["short_mean"].item())

    per_day, failing, days = 24 / 365.25, 0.08333, 180
    # Radars from the United States come from day 29 on; those mended at the base from day 0, and one is on the shelf.
    assert patrols() == (12, pytest.approx(failing * days - 1 - per_day * (days - 29), abs=0.1))
    assert patrols(*at_base) == (int(1 / (failing - per_day)), pytest.approx((failing - per_day) * days - 1, abs=0.1))


def test_guam_is_days_from_port_wakefield_and_weeks_from_camden() -> None:
    rows = reach(read_case("gmlrs-port-wakefield"), ReachOptions(item="gmlrs", to="us-guam")).reach
    days = dict(rows.select("origin", "days").iter_rows())
    assert days["wakefield-gmlrs"] == pytest.approx(10.3)
    assert days["camden-gmlrs"] == pytest.approx(21.4)
    assert rows["permitted"].all()


def test_a_rocket_from_australia_needs_consent_to_reach_japan() -> None:
    agreed = ("agreements:aus-jpn-sale.status=in_force",)

    def to_japan(*overrides: str, unknown: str = "no") -> dict[str, Any]:
        case = read_case("gmlrs-port-wakefield", overrides=overrides)
        options = ReachOptions(item="gmlrs", to="jp-naha", unknown=unknown)
        return reach(case, options).reach.filter(origin="wakefield-gmlrs").row(0, named=True)

    assert not to_japan()["permitted"]
    assert "USA, which owns the design, has not said" in to_japan(*agreed)["why_not"]
    assert "only proposed" in to_japan(unknown="yes")["why_not"]
    assert to_japan(*agreed, unknown="yes")["permitted"]


def test_port_wakefield_grows_from_300_to_4000_a_year_as_far_as_kits_go() -> None:
    def made(*overrides: str, **options: Any) -> float:
        row = accounted("gmlrs-port-wakefield", "AUS", "gmlrs", *overrides, **options)
        return float(row["capacity"])

    later = {"from_date": date(2030, 1, 1)}
    assert made() == pytest.approx(300)
    assert made(**later) == pytest.approx(4000)
    # 3,740 kits and 1,260 in stock are half of the 10,000 that both plants would use, were nothing in work.
    few = ("lines:camden-kits.rate_per_year=3740", "lines:camden-gmlrs.lead_days=0")
    assert made(*few, **later) == pytest.approx(2000)


@pytest.mark.parametrize(
    ("overrides", "sm_6", "sm_3"),
    [
        ((), 125 * 120 / 164, 39 * 120 / 164),
        (("lines:huntsville-sm-6.rate_per_year=250",), 250 * 120 / 289, 39 * 120 / 289),
        (("lines:camden-mk-72.rate_per_year=164",), 125, 39),
    ],
)
def test_motors_hold_both_missile_lines_and_a_larger_missile_line_makes_no_more(
    overrides: tuple[str, ...], sm_6: float, sm_3: float
) -> None:
    made = {item: accounted("missing-motor", "USA", item, *overrides)["capacity"] for item in ("sm-6", "sm-3")}
    assert made == {"sm-6": pytest.approx(sm_6), "sm-3": pytest.approx(sm_3)}


def test_the_missing_motor_is_found() -> None:
    found = find(read_case("missing-motor")).findings
    assert found.filter(finding="single-source", row="camden-mk-72", severity="high").height == 1
    assert "enough for 73 %" in found.filter(finding="unmet-bill")["sentence"].item()


def test_a_directive_for_germany_costs_switzerland_two_months_where_the_rating_alone_costs_it_nothing() -> None:
    def swiss(**options: Any) -> tuple[int, int]:
        rows = resequence("patriot-queue", ResequenceOptions(**options)).orders
        return rows.filter(order="switzerland").select("days_slipped", "days_late_after").row(0)

    # Two fire units at one a month are two months.
    assert swiss(first="germany-2025") == (61, 14)
    assert swiss(accept="germany-2025") == (0, 0)
    first = resequence("patriot-queue", ResequenceOptions(first="germany-2025"))
    assert first.orders["days_slipped"].drop_nulls().is_between(61, 61).all()
    assert first.chains["commitment"].to_list() == ["usa-rou", "rou-ukr"]
    asked = first.requests.row(0, named=True)
    assert (asked["answer"], asked["earliest_date"]) == ("reject", date(2029, 1, 14))
