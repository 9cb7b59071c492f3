"""Does `initiatives` tell what each effort touches and would mend, which overlap, and which gap has none?"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from matching.desk import commitment
from matching.front import DAILY, DAYS, OWED, STOCK, front, initiative, line, option
from pipir.case.case import Case
from pipir.case.refusal import Refused
from pipir.matching.capability import InitiativesOptions
from pipir.matching.efforts import efforts, how_far
from pipir.matching.initiatives import InitiativesResult, initiatives
from pipir.planning.plan import plan
from sustainment import world as crisis
from sustainment.world import world

SHORT = OWED - STOCK
HALF = 0.5**2
"""Weight of the second rank, that of tier 1."""


def ask(case: Case, **options: Any) -> InitiativesResult:
    return initiatives(case, InitiativesOptions(**options))


def one(result: InitiativesResult, table: str, **where: Any) -> dict[str, Any]:
    (row,) = result.tables[table].filter(**where).iter_rows(named=True)
    return row


PLANT = {
    "lines": [line("made")],
    "options": [option("open-plant", "open_line", "made", 5 * DAILY)],
}


def test_a_line_opened_on_day_0_mends_what_it_makes_in_time() -> None:
    result = ask(front([initiative("plant", option="open-plant")], **PLANT))
    made = 5.0 * (DAYS - 3)  # two days to make one, one to bring it
    mended = one(result, "mended")
    assert mended["value"] == pytest.approx(HALF * made / OWED, abs=1e-6)
    assert mended["of_missing"] == pytest.approx(made / SHORT, abs=1e-6)
    assert (mended["items"], mended["written"], mended["in_time"]) == ("dart", True, "no")
    assert mended["ready"] == date(2026, 1, 1)
    assert mended["sentence"] == (
        "Complete on day 0 (plant makes 1,826 darts of Dart a year more): 125 darts of Dart less would go short, "
        "69 % of all that is lacking; it is complete 365 days after day 0."
    )
    row = one(result, "mended_items")
    assert (row["short_without"], row["short_with"], row["mended"]) == pytest.approx((SHORT, SHORT - made, made))
    assert row["days_of_supply"] == pytest.approx(made / 10.0)


def test_days_of_supply_count_the_days_on_which_any_is_owed() -> None:
    demands = front([])["demands"].to_dicts()
    short = [demands[0] | {"from_day": 14, "per_day": 20.0}]
    row = one(ask(front([initiative("plant", option="open-plant")], demands=short, **PLANT)), "mended_items")
    assert row["days_of_supply"] == pytest.approx(row["mended"] / 20.0)


def test_a_unit_that_comes_under_a_promise_and_meets_a_need_is_mended_once() -> None:
    """Germany owes the 180 darts that the base lacks: 60 that it holds more are handed over, and then used."""
    owed = commitment(quantity=SHORT, start="2025-01-01", end="2025-01-29", deliver_to="base")
    case = front(
        [initiative("more", option="more"), initiative("also", option="also")],
        commitments=[owed],
        options=[option(name, "add_stock", "werk", 60, item="dart") for name in ("more", "also")],
    )
    result = ask(case)
    row = one(result, "mended_items", initiative="more")
    told = [row[name] for name in ("owed", "short_without", "short_with", "mended", "days_of_supply")]
    assert told == pytest.approx([OWED, SHORT, SHORT - 60, 60, 6])
    assert "60 darts of Dart less would go short" in one(result, "mended", initiative="more")["sentence"]
    gap = one(result, "gaps")
    told = [gap[name] for name in ("owed", "short", "share_short", "short_by_value", "mended_by_all")]
    assert told == pytest.approx([OWED, SHORT, SHORT / OWED, SHORT, 120])
    assert gap["sentence"].startswith("The United States: 180 of 280 darts of Dart go short")
    over = one(result, "overlaps")
    assert (over["mended_alone"], over["mended_together"]) == pytest.approx((120, 120))
    words = one(result, "register", initiative="more")["sentence"]
    assert words == "The United States: of what it touches 180 darts of Dart (64 %) go short."


def test_the_register_tells_what_goes_short_of_what_an_effort_touches() -> None:
    efforts_of = [initiative("plant"), initiative("other", item="spear", status="study", workstream="policy")]
    result = ask(front(efforts_of))
    row = one(result, "register", initiative="plant")
    assert (row["touches"], row["touches_short"], row["effort"]) == ("dart", "dart", "decided")
    assert row["touched_share"] == pytest.approx(1.0)
    assert row["sentence"] == "The United States: of what it touches 180 darts of Dart (64 %) go short."
    assert (
        one(result, "register", initiative="other")["sentence"]
        == "The United States: nothing that it touches goes short (Spear)."
    )
    stream = one(result, "streams", workstream="policy")
    assert (stream["initiatives"], stream["proposed"], stream["touched_share"]) == (1, 1, 0)


def test_a_gap_without_any_effort_is_named() -> None:
    result = ask(front([initiative("other", item="spear"), initiative("gone", status="cancelled in 2024")]))
    gap = one(result, "gaps")
    assert (gap["short"], gap["owed"], gap["effort"], gap["initiatives"]) == (pytest.approx(SHORT), OWED, "none", "")
    assert gap["sentence"] == "The United States: 180 of 280 darts of Dart go short, and no effort touches it."
    assert result.run["notes"][0] == "1 item goes short; no effort touches it, 100 % of all that the plan lacks."


def test_gaps_stand_in_order_of_their_weight_and_are_those_of_the_plan() -> None:
    of_tier_3 = {"demand": "few", "item": "spear", "per_day": 1.0, "tier": 3}
    demands = front([])["demands"].to_dicts()
    case = front([], demands=[*demands, demands[0] | of_tier_3])
    found = ask(case).gaps
    assert found["item"].to_list() == ["dart", "spear"]
    short = dict(plan(case).shortfall.select("item", "short").iter_rows())
    assert dict(found.select("item", "short").iter_rows()) == pytest.approx(short)


def test_an_effort_whose_status_does_not_say_how_far_it_is_counts_but_is_no_decision() -> None:
    result = ask(front([initiative("plant", status="wait and see")]))
    assert one(result, "register")["effort"] == "unclear"
    assert one(result, "gaps")["effort"] == "unclear"
    stream = one(result, "streams", workstream="production")
    assert (stream["initiatives"], stream["unclear"], stream["decided"]) == (1, 1, 0)


def test_what_is_mended_is_measured_in_the_plan_that_gaps_tell_beside_that_by_ranks() -> None:
    """Motors are few: by ranks darts of tier 1 have them, by value some go into spears of tier 2, ten for each dart."""
    demands = front([])["demands"].to_dicts()
    other = {"demand": "e", "item": "spear", "per_day": 1.0, "tier": 2}
    motor = [{"item": of, "component": "motor", "quantity": n} for of, n in (("dart", 10), ("spear", 1))]
    runs = [line(n, of, status="active", rate_per_year=9 * DAILY) for n, of in (("a", "dart"), ("s", "spear"))]
    stocks = [{"site": "base", "item": "dart", "quantity": STOCK}, {"site": "plant", "item": "motor", "quantity": 100}]
    case = front(
        [initiative("plant", option="more")],
        demands=[*demands, demands[0] | other],
        lines=runs,
        bills=motor,
        stocks=stocks,
        options=[option("more", "add_stock", "base", 5, item="dart")],
    )
    result = ask(case)
    gaps = {row["item"]: row for row in result.gaps.iter_rows(named=True)}
    assert gaps["dart"]["short"] < gaps["dart"]["short_by_value"] - 0.5
    row = one(result, "mended_items", item="dart")
    assert row["short_without"] == pytest.approx(gaps["dart"]["short_by_value"])
    assert any("`short_by_value`" in note for note in result.run["notes"])


def test_sentences_call_efforts_by_their_names() -> None:
    known = [initiative(x) | {"name": name} for x, name in (("x", "Darts at Plant"), ("y", "Twice"), ("z", "Twice"))]
    result = ask(front(known, lines=[line("made", max_rate_per_year=DAILY)]))
    gap = one(result, "gaps")
    assert (
        "touched by Darts at Plant (decided), Twice (y) (decided) and Twice (z) (decided); were they" in gap["sentence"]
    )
    assert one(result, "overlaps")["sentence"].startswith("Darts at Plant, Twice (y) and Twice (z) touch Dart")


def test_an_effort_that_cannot_be_planned_anew_is_not_said_to_mend_nothing() -> None:
    alone = one(ask(front([initiative("plant")])), "gaps")["sentence"]
    assert alone.endswith("touched by Plant (decided); what that would mend cannot be planned anew.")
    both = [initiative("plant", option="open-plant"), initiative("talk", option="lost")]
    options = [*PLANT["options"], option("lost", "keep_line", "made", 1)]
    sentence = one(ask(front(both, lines=PLANT["lines"], options=options)), "gaps")["sentence"]
    assert sentence.endswith("all initiatives together would mend 125 (Talk cannot be planned anew).")


def test_bills_and_substitutes_carry_an_effort_on() -> None:
    gates = dict.fromkeys(("technical", "safety", "permission"), "yes")
    case = front(
        [initiative("motors", item="motor"), initiative("spears", item="spear")],
        bills=[{"item": "dart", "component": "motor", "quantity": 1}],
        substitutes=[{"nation": "USA", "item": "dart", "substitute": "spear", "ratio": 1, **gates}],
    )
    touches = {effort.name: effort.touches for effort in efforts(case)}
    assert touches == {"motors": ("dart", "motor"), "spears": ("dart", "spear")}
    shut = case["substitutes"].to_dicts()
    unsure = front([initiative("spears", item="spear")], substitutes=[shut[0] | {"safety": "unknown"}])
    assert [(effort.touches, effort.behind_gates) for effort in efforts(unsure)] == [(("spear",), ("dart",))]
    assert "Spears would, if gates that nobody has answered for opened." in one(ask(unsure), "gaps")["sentence"]
    refused = front([initiative("spears", item="spear")], substitutes=[shut[0] | {"safety": "no"}])
    assert [effort.behind_gates for effort in efforts(refused)] == [()]


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("announced", "decided"),
        ("joint venture signed", "decided"),
        ("Study", "proposed"),
        ("proposed, not funded", "proposed"),
        ("cancelled", "ended"),
        ("study ended", "ended"),
        ("rejected", "ended"),
        ("terminated", "ended"),
        ("under consideration", "proposed"),
        ("exploring", "proposed"),
        ("feasibility studies", "proposed"),
        ("on hold", "proposed"),
        ("not yet agreed", "proposed"),
        ("planned", "proposed"),
        ("under construction", "decided"),
        ("in force", "decided"),
        ("delayed", "unclear"),
        ("", "unclear"),
    ],
)
def test_a_status_is_one_of_four_words(status: str, word: str) -> None:
    assert how_far(status) == word


def test_two_lines_that_each_could_mend_it_all_overlap() -> None:
    case = front(
        [initiative("one", option="first"), initiative("two", option="second")],
        lines=[line("a"), line("b")],
        options=[option("first", "open_line", "a", 6 * DAILY), option("second", "open_line", "b", 6 * DAILY)],
    )
    row = one(ask(case), "overlaps")
    assert (row["verdict"], row["initiatives"]) == ("overlap", "one two")
    assert row["mended_alone"] == pytest.approx(2 * 6.0 * (DAYS - 3))
    assert row["mended_together"] == pytest.approx(SHORT)
    assert "they stand in for each other" in row["sentence"]


def test_small_lines_add_up() -> None:
    case = front(
        [initiative("one", option="first"), initiative("two", option="second")],
        lines=[line("a"), line("b")],
        options=[option("first", "open_line", "a", DAILY), option("second", "open_line", "b", 2 * DAILY)],
    )
    assert one(ask(case), "overlaps")["verdict"] == "add up"


def test_a_line_and_its_component_need_each_other() -> None:
    tables = {
        "lines": [line("a"), line("m", "motor", status="active", rate_per_year=0.01)],
        "bills": [{"item": "dart", "component": "motor", "quantity": 1}],
        "options": [option("first", "open_line", "a", 5 * DAILY), option("second", "expand_line", "m", 5 * DAILY)],
    }
    case = front([initiative("one", option="first"), initiative("two", item="motor", option="second")], **tables)
    row = one(ask(case), "overlaps", item="dart")
    assert row["verdict"] == "help each other"
    assert row["together"] > row["alone"]


def test_what_mends_nothing_says_why() -> None:
    idle = front([initiative("spears", item="spear")], lines=[line("s", "spear", max_rate_per_year=9)])
    assert "nothing that it touches goes short" in one(ask(idle), "mended")["sentence"]
    slow = option("slow", "open_line", "a", 99)
    far = front([initiative("plant", option="slow")], lines=[line("a", lead_days=90)], options=[slow])
    assert "nothing of it could come to a claim in time" in one(ask(far), "mended")["sentence"]


def test_when_an_effort_is_complete_is_told() -> None:
    efforts_of = [
        initiative("done", option="open-plant", end="2024-06-01"),
        initiative("gone", option="open-plant", status="cancelled", end="2024-06-01"),
        initiative("open"),
    ]
    result = ask(front(efforts_of, lines=[line("made", max_rate_per_year=DAILY)], options=PLANT["options"]))
    told = {row["initiative"]: (row["in_time"], row["sentence"]) for row in result.mended.iter_rows(named=True)}
    assert told["done"][0] == "yes"
    assert told["done"][1].endswith("it is complete in time.")
    assert told["gone"][0] == "no"
    assert told["gone"][1].endswith("it has ended.")
    assert told["open"][0] == "unknown"
    assert told["open"][1].endswith("when it is complete is not known.")


def test_more_than_enough_of_a_component_says_that_something_else_limits() -> None:
    runs = [line(n, of, status="active", rate_per_year=99 * DAILY) for n, of in (("a", "dart"), ("m", "motor"))]
    runs[0]["rate_per_year"] = DAILY
    tables = {
        "lines": runs,
        "bills": [{"item": "dart", "component": "motor", "quantity": 1}],
        "options": [option("o", "expand_line", "m", DAILY)],
    }
    row = one(ask(front([initiative("x", item="motor", option="o")], **tables)), "mended")
    assert "something else limits what goes short of that" in row["sentence"]


def test_efforts_that_mend_nothing_together_and_those_that_cannot_be_compared() -> None:
    far = [line(name, lead_days=90, max_rate_per_year=9) for name in ("a", "b")]
    options = [option(name, "open_line", name, 9) for name in ("a", "b")]
    both = front([initiative("x", option="a"), initiative("y", option="b")], lines=far, options=options)
    assert one(ask(both), "overlaps")["verdict"] == "mend nothing"
    half = front([initiative("x", option="a"), initiative("y")], options=options, lines=[line("a")])
    row = one(ask(half), "overlaps")
    assert row["verdict"] == "not comparable"
    assert row["sentence"] == "X and Y touch Dart; fewer than two of them can be planned anew."


def test_an_option_that_two_initiatives_share_is_one_line() -> None:
    case = front([initiative("one", option="open-plant"), initiative("two", option="open-plant")], **PLANT)
    row = one(ask(case), "overlaps")
    assert row["verdict"] == "overlap"
    assert row["together"] == pytest.approx(row["alone"] / 2)


def test_an_effort_that_changes_nothing_leaves_the_others_as_they_are() -> None:
    before = ask(front([initiative("plant", option="open-plant")], **PLANT))
    after = ask(front([initiative("plant", option="open-plant"), initiative("talk", item=None)], **PLANT))
    assert before.mended.equals(after.mended.filter(initiative="plant"))
    assert before.gaps.equals(after.gaps)


def test_a_case_without_initiatives_or_shortage_says_so() -> None:
    assert ask(front([])).run["notes"] == [
        "The case has no initiatives.",
        "1 item goes short; no effort touches it, 100 % of all that the plan lacks.",
    ]
    full = front([], stocks=[{"site": "base", "item": "dart", "quantity": OWED}])
    assert "Nothing goes short in this scenario." in ask(full).run["notes"]
    assert ask(full).gaps.is_empty()


def test_a_scenario_in_which_nothing_is_owed_has_no_gaps_and_nothing_to_mend() -> None:
    result = ask(front([initiative("plant", option="open-plant")], demands=[], **PLANT))
    assert result.gaps.is_empty()
    assert result.mended_items.is_empty()
    row = one(result, "mended")
    assert (row["value"], row["of_missing"]) == (0.0, 0.0)
    assert "nothing that it touches goes short in this scenario" in row["sentence"]
    assert result.run["notes"][0] == "Nothing is owed in this scenario."


def test_where_every_gap_is_touched_the_note_says_so() -> None:
    assert ask(front([initiative("plant")])).run["notes"][0] == "1 item goes short; an effort touches it."


def test_a_case_without_a_scenario_and_unknown_words_are_refused() -> None:
    with pytest.raises(Refused, match="holds no scenario"):
        ask(front([], scenarios=[], demands=[]))
    with pytest.raises(Refused, match="is not in scenarios"):
        ask(front([]), scenario="peace")


def test_the_same_question_has_the_same_answer() -> None:
    case = front([initiative("plant", option="open-plant")], **PLANT)
    assert ask(case).to_json() == ask(case).to_json()
    assert np.isfinite(ask(case).mended["value"].to_numpy()).all()


def test_days_of_supply_are_of_what_is_owed_by_days() -> None:
    """Fourteen units more: ten fall due to a buyer all at once, four are eight days of what Korea needs."""
    more = option("more", "add_stock", "kor-a", 15, item="shell", lead_days=0, funder="KOR", spent_in="KOR")
    case = world(
        10,
        stocks=[crisis.stock("kor-a", 1)],
        demands=[crisis.demand("kor-a", 0.5)],
        commitments=[crisis.commitment("KOR", "XAA", 10, (0, 0))],
        options=[more],
        initiatives=[initiative("more", option="more", lead="KOR", item="shell", kind="stock")],
    )
    row = one(ask(case), "mended_items")
    assert (row["mended"], row["days_of_supply"]) == pytest.approx((14, 8))
