"""What may pass from one holder to another? Reserves, ceilings, dates, onward rights, stances, promises."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sustainment.world import (
    YEAR,
    agreement,
    commitment,
    demand,
    held,
    lane,
    line,
    on,
    short,
    stance,
    stock,
    sustained,
    world,
)

Row = dict[str, Any]
WAY = {"lanes": [lane("jpn-a", "usa-a", 1)], "agreements": [agreement("JPN", "USA")]}
NEED = {"demands": [demand("usa-a", 10)]}


def test_nothing_passes_without_an_agreement_or_a_lane() -> None:
    rows = {"stocks": [stock("jpn-a", 100)], **NEED}
    assert short(sustained(world(6, **rows, **WAY)), "usa-a-shell") == 10
    assert short(sustained(world(6, **rows, lanes=WAY["lanes"])), "usa-a-shell") == 60
    assert short(sustained(world(6, **rows, agreements=WAY["agreements"])), "usa-a-shell") == 60
    other_way = [agreement("USA", "JPN")]
    assert short(sustained(world(6, **rows, lanes=WAY["lanes"], agreements=other_way)), "usa-a-shell") == 60


@pytest.mark.parametrize(
    ("more", "opens"),
    [
        ({"item": "shell"}, True),
        ({"item": "of-shell"}, True),
        ({"item": "dart"}, False),
        ({"item": "of-dart"}, False),
        ({"status": "proposed"}, False),
    ],
)
def test_an_agreement_covers_an_item_a_family_or_all(more: Row, opens: bool) -> None:
    items: dict[str, Row] = {"shell": {"family": "of-shell"}, "dart": {"family": "of-dart"}}
    case = world(
        6,
        items=items,
        stocks=[stock("jpn-a", 100)],
        lanes=WAY["lanes"],
        agreements=[agreement("JPN", "USA", **more)],
        **NEED,
    )
    assert short(sustained(case), "usa-a-shell") == (10 if opens else 60)


def test_goods_leave_only_on_days_on_which_an_agreement_is_in_force() -> None:
    case = world(
        9,
        stocks=[stock("jpn-a", 100)],
        lanes=WAY["lanes"],
        agreements=[agreement("JPN", "USA", start=on(2), end=on(4))],
        **NEED,
    )
    result = sustained(case, cover=0)
    # It leaves on days 2 and 3: 10 for day 3, then 10 for day 4.
    assert held(result, "JPN") == [100, 100, 90, 80, 80, 80, 80, 80, 80]
    assert short(result, "usa-a-shell") == 90 - 20


@settings(max_examples=20)
@given(st.floats(1, 3000), st.integers(0, 6))
def test_a_ceiling_counts_what_is_sent_of_all_items_since_the_start(ceiling: float, begin: int) -> None:
    ways = [agreement("JPN", "USA", ceiling_per_year=ceiling, start=on(begin))]
    case = world(
        12,
        stocks=[stock("jpn-a", 400), stock("jpn-a", 400, "dart")],
        lanes=WAY["lanes"],
        agreements=ways,
        demands=[demand("usa-a", 10), demand("usa-a", 10, "dart")],
    )
    result = sustained(case)
    for day in range(12):
        sent = 800 - held(result, "JPN")[day] - held(result, "JPN", "dart")[day]
        assert sent <= ceiling * max(0, day + 1 - begin) / YEAR + 1e-6
    assert sent == pytest.approx(min(ceiling * (11 - begin) / YEAR, 20.0 * 11), rel=1e-6)


def test_a_small_ceiling_holds_back_nothing_that_another_agreement_carries() -> None:
    ways = [agreement("JPN", "USA", agreement="a", ceiling_per_year=36.525), agreement("JPN", "USA", agreement="b")]
    case = world(6, stocks=[stock("jpn-a", 100)], lanes=WAY["lanes"], agreements=ways, **NEED)
    assert short(sustained(case), "usa-a-shell") == 10


@settings(max_examples=20)
@given(st.floats(0, 100), st.floats(0, 120), st.floats(0, 5))
def test_a_reserve_is_never_exported_and_output_is(quantity: float, reserve: float, per_day: float) -> None:
    case = world(
        10,
        stocks=[stock("jpn-a", quantity, reserve=reserve)],
        lines=[line("jpn-a", per_day)],
        **WAY,
        demands=[demand("usa-a", 1000)],
        commitments=[commitment("JPN", "XAA", 1000, (0, 0), state="pledge")],
    )
    result = sustained(case)
    free = max(0.0, quantity - reserve)
    for day, left in enumerate(held(result, "JPN")):
        made = per_day * (day + 1)
        assert quantity + made - left <= free + made + 1e-6
        assert left == pytest.approx(quantity - free, abs=1e-6)


def test_losses_do_not_lower_what_may_be_sent_and_own_demands_may_use_the_reserve() -> None:
    case = world(
        4,
        stocks=[stock("jpn-a", 100, reserve=60)],
        **WAY,
        demands=[demand("jpn-a", 30, days=(1, 4)), demand("usa-a", 500)],
    )
    result = sustained(case, cover=0)
    assert held(result, "JPN") == [60, 30, 0, 0]
    assert held(result, "USA")[1:] == [0, 0, 0]
    assert short(result, "usa-a-shell") == 2000 - 40


def test_a_released_reserve_may_go_to_whom_it_is_released() -> None:
    rows = {"stocks": [stock("jpn-a", 100, reserve=60)], **NEED, **WAY}
    assert min(held(sustained(world(12, **rows)), "JPN")) == 60
    assert (
        min(held(sustained(world(12, stances=[stance("JPN", "release_reserve", "yes", to="USA")], **rows)), "JPN")) == 0
    )
    assert (
        min(
            held(
                sustained(
                    world(12, stances=[stance("JPN", "release_reserve", "yes", to="AUS")], sites={"aus-a": {}}, **rows)
                ),
                "JPN",
            )
        )
        == 60
    )


@pytest.mark.parametrize(("onward", "passed"), [("yes", 10.0), ("no", 0.0), (None, 0.0)])
def test_what_is_received_goes_on_only_where_the_agreement_says_so(onward: str | None, passed: float) -> None:
    ways = [agreement("USA", "JPN", onward=onward), agreement("JPN", "KOR")]
    case = world(
        8,
        stocks=[stock("usa-a", 10)],
        lanes=[lane("usa-a", "jpn-a", 1), lane("jpn-a", "kor-a", 1)],
        agreements=ways,
        demands=[demand("jpn-a", 10, days=(7, 8), tier=2), demand("kor-a", 10, days=(6, 7))],
    )
    assert short(sustained(case), "kor-a-shell") == 10 - passed


EXPORT = {"stocks": [stock("jpn-a", 100)], **NEED, **WAY}


@pytest.mark.parametrize(
    ("refusal", "opens"),
    [
        (stance("JPN", "export"), False),
        (stance("JPN", "export", to="USA", item="of-shell"), False),
        (stance("JPN", "export", item="dart"), True),
        (stance("JPN", "deliver"), True),
        (stance("USA", "export"), True),
        (stance("KOR", "transit"), False),
        (stance("KOR", "transit", to="JPN"), True),
        (stance("AUS", "reexport"), False),
        (stance("JPN", "export", "unknown"), False),
    ],
)
def test_a_stance_closes_the_ways_it_speaks_of(refusal: Row, opens: bool) -> None:
    items = {"shell": {"family": "of-shell", "design_authority": "AUS"}, "dart": {}}
    lanes = [lane("jpn-a", "usa-a", 1, via=["KOR"])]
    case = world(6, items=items, **(EXPORT | {"lanes": lanes}), stances=[refusal])
    assert short(sustained(case), "usa-a-shell") == (10 if opens else 60)


@pytest.mark.parametrize("recipient", ["XAA", "USA"])
@pytest.mark.parametrize(
    ("refusal", "opens"),
    [
        (stance("JPN", "deliver"), False),
        (stance("JPN", "backfill"), True),
        (stance("JPN", "export"), True),
        (stance("AUS", "reexport"), False),
        (stance("AUS", "reexport", to="KOR"), True),
    ],
)
def test_commitments_need_deliver_and_the_owner_of_the_design(recipient: str, refusal: Row, opens: bool) -> None:
    case = world(
        6,
        sites={"usa-a": {}, "kor-a": {}},
        items={"shell": {"design_authority": "AUS"}},
        stocks=[stock("jpn-a", 100)],
        lanes=WAY["lanes"],
        commitments=[commitment("JPN", recipient, 10, (0, 0), commitment="c")],
        stances=[refusal],
    )
    result = sustained(case)
    assert short(result, "c") == (0 if opens else 10)
    assert any("c (JPN" in note or "c (AUS" in note for note in result.run["notes"]) is not opens


def test_a_backfill_needs_its_own_stance() -> None:
    rows = [
        commitment("JPN", "USA", 10, (0, 0), commitment="c", backfills="first"),
        commitment("USA", "XAA", 10, (0, 0), commitment="first"),
    ]
    tables = {"stocks": [stock("jpn-a", 100)], "lanes": WAY["lanes"], "commitments": rows}
    assert short(sustained(world(6, **tables, stances=[stance("JPN", "deliver")])), "c") == 0
    assert short(sustained(world(6, **tables, stances=[stance("JPN", "backfill")])), "c") == 10


def test_a_host_that_says_no_shuts_foreign_holders_sites_on_its_soil() -> None:
    rows: dict[str, Any] = {
        "sites": {"usa-b": {"host": "JPN"}, "usa-c": {"host": "JPN"}, "usa-a": {}},
        "stocks": [stock("usa-b", 50), stock("usa-c", 5), stock("usa-a", 7)],
        "lanes": [lane("usa-b", "usa-a", 1), lane("usa-a", "usa-c", 1)],
        "lines": [line("usa-c", 2, "dart")],
        "in_transit": [{"lane": "usa-a-to-usa-c", "item": "shell", "arrives": on(2), "quantity": 9}],
        "demands": [demand("usa-a", 3, days=(4, 6)), demand("usa-c", 1, days=(0, 4))],
    }
    free, shut = sustained(world(6, **rows)), sustained(world(6, stances=[stance("JPN", "host")], **rows))
    assert (short(free, "usa-a-shell"), short(free, "usa-c-shell")) == (0, 0)
    assert held(free, item="dart")[-1] == 12
    assert short(shut, "usa-c-shell") == 4
    assert held(shut) == [62, 62, 62, 62, 59, 56]  # its stock stays; what is under way does not come in
    assert held(shut, item="dart") == [0] * 6


def test_a_nation_that_does_not_produce_keeps_its_present_rate() -> None:
    surged = line("usa-a", 1, max_rate_per_year=5 * YEAR)
    warm = line("usa-a", 0, "dart", status="warm", max_rate_per_year=5 * YEAR)
    result = sustained(world(3, lines=[surged, warm], stances=[stance("USA", "produce")]))
    assert held(result) == [1, 2, 3]
    assert held(result, item="dart") == [0, 0, 0]
    assert held(sustained(world(3, lines=[surged, warm]))) == [5, 10, 15]


def test_unknown_answers_are_no_or_yes_or_drawn_once_a_run() -> None:
    case = world(6, **EXPORT, stances=[stance("JPN", "export", "unknown", probability=0.3)])
    assert short(sustained(case), "usa-a-shell") == short(sustained(case, unknown="no"), "usa-a-shell") == 60
    assert short(sustained(case, unknown="yes"), "usa-a-shell") == 10
    drawn = sustained(case, unknown="draw", runs=400)
    share_yes = (60 - short(drawn, "usa-a-shell")) / 50
    assert share_yes == pytest.approx(0.3, abs=4 * (0.3 * 0.7 / 400) ** 0.5)
    assert row_of(drawn)["short_p10"] == 10
    assert row_of(drawn)["short_p90"] == 60


def row_of(result: Any) -> Row:
    (found,) = result.shortfall.to_dicts()
    return found


def test_drawn_answers_with_called_promises_are_told_under_one_set_of_claims() -> None:
    way = agreement("JPN", "USA", "shell", promised_per_year=YEAR)
    case = world(
        6,
        sites={"usa-a": {}},
        stocks=[stock("jpn-a", 100)],
        lanes=WAY["lanes"],
        agreements=[way],
        stances=[stance("JPN", "export", "unknown")],
    )
    drawn = sustained(case, unknown="draw", runs=64, call_promises=True)
    assert row_of(drawn)["item"] == "shell"
    assert (row_of(drawn)["short_p10"], row_of(drawn)["short_p90"]) == (0, 6)


def test_a_commitment_comes_when_it_falls_due_and_never_earlier() -> None:
    rows = {"stocks": [stock("jpn-a", 100)], "lanes": [lane("jpn-a", "jpn-b", 0.5), lane("jpn-b", "usa-a", 0.5)]}
    case = world(12, commitments=[commitment("JPN", "USA", 8, (4, 8), deliver_to="usa-a")], **rows)
    arrived = held(sustained(case), "USA")
    for day, there in enumerate(arrived):
        assert there <= min(8, max(0, 2 * (day + 1 - 4))) + 1e-9
    assert arrived[-1] == pytest.approx(8)
    at_once = held(
        sustained(world(6, commitments=[commitment("JPN", "USA", 8, (2, 2), deliver_to="usa-a")], **rows)), "USA"
    )
    assert at_once[:2] == [0, 0]


def test_what_was_delivered_before_day_0_is_not_owed_and_what_was_late_is() -> None:
    late = commitment("JPN", "XAA", 10, (-9, -4), delivered=3, commitment="late")
    half = commitment("JPN", "XAA", 10, (-9, 10), delivered=5, commitment="half")
    told = commitment("JPN", "XAA", 10, (0, 10), delivered=9, commitment="told")
    records = [{"commitment": "told", "date": on(day), "quantity": 2} for day in (-3, -2, 4)]
    result = sustained(world(5, stocks=[stock("jpn-a", 100)], commitments=[late, half, told], deliveries=records))
    assert dict(result.shortfall.select("claim", "owed").iter_rows()) == {"late": 7, "half": 2.5, "told": 3}
    assert held(result, "JPN") == pytest.approx([100 - 7 - 1.1 * (day + 1) for day in range(5)])


def test_a_commitment_goes_to_the_site_it_names_and_is_the_recipients_stock_but_not_to_be_sent_on() -> None:
    rows: dict[str, Any] = {
        "stocks": [stock("jpn-a", 100)],
        "lanes": [lane("jpn-a", "usa-a", 1), lane("jpn-a", "usa-b", 3), lane("usa-a", "kor-a", 0)],
        "commitments": [commitment("JPN", "USA", 10, (0, 0), deliver_to="usa-b")],
        "agreements": [agreement("USA", "KOR")],
        "demands": [demand("kor-a", 5)],
    }
    named = sustained(world(6, **rows))
    assert held(named, "USA") == [0, 0, 0, 10, 10, 10]
    anywhere = sustained(world(6, **(rows | {"commitments": [commitment("JPN", "USA", 10, (0, 0))]})))
    assert held(anywhere, "USA") == [0, 10, 10, 10, 10, 10]
    assert short(anywhere, "kor-a-shell") == 30


def test_commitments_are_handed_over_in_proportion_to_what_the_suppliers_sites_hold() -> None:
    case = world(
        1,
        stocks=[stock("jpn-a", 30), stock("jpn-b", 10, condition="serviceable")],
        commitments=[commitment("JPN", "XAA", 20, (0, 0))],
        demands=[demand("jpn-a", 100, tier=3), demand("jpn-b", 100, tier=3)],
    )
    result = sustained(case)
    assert short(result, "jpn-a-shell") == pytest.approx(100 - 15)
    assert short(result, "jpn-b-shell") == pytest.approx(100 - 5)


@pytest.mark.parametrize(("until", "crossed"), [(1, 0), (3, 10), (9, 10)])
def test_goods_cross_a_border_only_while_the_agreement_is_in_force(until: int, crossed: float) -> None:
    case = world(
        6,
        stocks=[stock("jpn-a", 10)],
        lanes=[lane("jpn-a", "jpn-b", 2), lane("jpn-b", "usa-a", 1)],
        agreements=[agreement("JPN", "USA", end=on(until))],
        demands=[demand("usa-a", 10, days=(5, 6))],
    )
    result = sustained(case)
    assert short(result, "usa-a-shell") == 10 - crossed
    assert held(result, "JPN")[-1] == 10 - crossed  # what waits at the border is still the supplier's
