"""Is every kind of initiative written as what it would change, and planned anew as if it were done?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.front import DAILY, DAYS, STOCK, agreement, front, initiative, lane, line, option
from matching.test_initiatives import ask, one
from pipir.matching.effects import with_all
from pipir.matching.efforts import efforts
from pipir.matching.mending import Mending
from pipir.matching.writing import World, effect_of
from pipir.planning.capability import PlanOptions
from pipir.planning.plan import network
from pipir.planning.worth import Worth
from pipir.program.build import build
from pipir.program.grid import grid_of

LIFTED = lane("plant", "base", 1, lift_t_per_day=1)
UNSURE = {"ratio": 2, "technical": "yes", "safety": "unknown", "permission": "yes"}
HAZARD = {"scenario": "war", "hazard": "h", "kind": "site", "target": "base", "from_day": 0, "to_day": 1}
KINDS: dict[str, tuple[dict[str, Any], dict[str, Any], float]] = {
    "a stock": (option("o", "add_stock", "base", 7, item="dart", max_units=2), {}, 14.0),
    "a move": (
        option("o", "preposition", "base", 50, item="dart", origin="werk"),
        {"stocks": [{"site": s, "item": "dart", "quantity": q} for s, q in (("base", STOCK), ("werk", 30))]},
        30.0,
    ),
    "lift": (
        option("o", "add_lift", "plant-base", 1),
        {
            "lanes": [LIFTED],
            "stocks": [{"site": s, "item": "dart", "quantity": q} for s, q in (("base", STOCK), ("plant", 500))],
        },
        float(DAYS - 1),
    ),
    "hardening": (
        option("o", "harden", "base", 0.5),
        {"hazards": [HAZARD | {"probability_per_day": 1, "loss": 0.4}]},
        20.0,
    ),
    "a signature": (
        option("o", "sign", "deu-usa", 1),
        {
            "agreements": [agreement("DEU", status="proposed")],
            "stocks": [{"site": s, "item": "dart", "quantity": q} for s, q in (("base", STOCK), ("werk", 40))],
        },
        40.0,
    ),
    "a gate": (
        option("o", "qualify", "USA/dart/spear/safety", 1),
        {
            "substitutes": [{"nation": "USA", "item": "dart", "substitute": "spear", **UNSURE}],
            "stocks": [{"site": "base", "item": i, "quantity": q} for i, q in (("dart", STOCK), ("spear", 24))],
        },
        12.0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_option_is_planned_anew(kind: str) -> None:
    chosen, tables, mended = KINDS[kind]
    result = ask(front([initiative("x", option="o", item="dart")], options=[chosen], **tables))
    assert one(result, "mended_items")["mended"] == pytest.approx(mended, abs=1e-5)


def test_a_planned_line_of_the_nations_of_an_initiative_is_what_it_opens() -> None:
    lines = [line("a", max_rate_per_year=DAILY), line("b", site="werk", max_rate_per_year=DAILY)]
    tables = {"lines": lines, "agreements": [agreement("DEU", status="proposed", item="dart")]}
    alone = one(ask(front([initiative("x")], **tables)), "mended_items")
    assert alone["mended"] == pytest.approx(DAYS - 3)
    both = ask(front([initiative("x", partners=["DEU"])], **tables))
    assert one(both, "mended_items")["mended"] == pytest.approx(DAYS - 3 + DAYS - 4)
    assert "deu-usa in force" in one(both, "mended")["as_if"]


def test_what_cannot_be_written_says_why() -> None:
    planned = [line("a")]
    sentences = {
        "no rate is known for Dart at plant": front([initiative("x")], lines=planned),
        "the case has no line of Dart that it would open": front([initiative("x")]),
        "it names no item": front([initiative("x", item=None)]),
        "no substitute for Dart is on record": front([initiative("x", kind="standardisation")]),
        "the line of Dart at plant runs through the scenario in any case": front(
            [initiative("x", option="o")], lines=planned, options=[option("o", "keep_line", "a", 1)]
        ),
        "O does not say where stocks of base would go": front(
            [initiative("x", option="o")], options=[option("o", "disperse", "base", 0.5)]
        ),
    }
    for words, case in sentences.items():
        row = one(ask(case), "mended")
        assert (row["written"], row["value"]) == (False, None)
        assert row["sentence"] == f"It cannot be planned anew: {words}."


FROM_WERK = {"origin": "werk", "item": "dart"}
BROKEN: dict[str, dict[str, Any]] = {
    "gone is not in lines": option("o", "open_line", "gone", 1),
    "gone is not in agreements": option("o", "sign", "gone", 1),
    "USA/dart is not nation/item/substitute/gate": option("o", "qualify", "USA/dart", 1),
    "USA/dart/spear/safety is not in substitutes": option("o", "qualify", "USA/dart/spear/safety", 1),
    "O names no site and item": option("o", "add_stock", "base", 1),
    "nothing lies at werk that could be moved to base": option(
        "o", "preposition", "base", 1, origin="werk", item="dart"
    ),
    "the lane plant-base has no limit to lift": option("o", "add_lift", "plant-base", 1),
    "gone is not in lanes": option("o", "add_lift", "gone", 1),
    "nothing threatens base": option("o", "harden", "base", 0.5),
}


@pytest.mark.parametrize("words", BROKEN)
def test_an_option_that_fits_nothing_in_the_case_says_so(words: str) -> None:
    row = one(ask(front([initiative("x", option="o")], options=[BROKEN[words]])), "mended")
    assert row["sentence"] == f"It cannot be planned anew: {words}."


def test_a_gate_that_is_open_or_has_others_shut_is_told() -> None:
    pair = {"nation": "USA", "item": "dart", "substitute": "spear", "ratio": 1}
    chosen = [option("o", "qualify", "USA/dart/spear/safety", 1)]
    for gates, words in ((("yes", "yes", "yes"), "is open already"), (("no", "no", "yes"), "stays shut (technical)")):
        row_of = pair | dict(zip(("technical", "safety", "permission"), gates, strict=True))
        case = front([initiative("x", option="o")], options=chosen, substitutes=[row_of])
        assert one(ask(case), "mended")["as_if"] == f"Spear in place of Dart in the United States {words}"


def test_an_agreement_that_would_begin_within_the_scenario_leaves_the_plan_without_it_as_it_is() -> None:
    later = agreement("DEU", status="proposed", item="dart", start="2025-02-04")
    stocks = [{"site": s, "item": "dart", "quantity": q} for s, q in (("base", STOCK), ("werk", 40))]
    long = {"scenarios": [{"scenario": "war", "name": "War", "situation": "war", "start": "2025-01-01", "days": 60}]}
    demands = front([])["demands"].to_dicts()
    tables = {**long, "demands": [demands[0] | {"to_day": 60, "per_day": 3.0}], "stocks": stocks}
    case = front([initiative("x", lead="DEU", partners=["USA"])], agreements=[later], **tables)
    effects = {"x": effect_of(World(case, date(2025, 1, 1)), efforts(case)[0])}
    mending = Mending(case, PlanOptions(), effects)
    net = network(case, PlanOptions())
    assert mending.best(()).value == pytest.approx(Worth(build(net, grid_of(net))).best().value, abs=1e-9)
    assert mending.mends(["x"]).units("dart") == pytest.approx(40.0)


def test_two_stocks_at_one_place_add_up_and_nothing_is_moved_twice() -> None:
    two = [option(name, "add_stock", "base", 7, item="dart") for name in ("o", "p")]
    row = one(ask(front([initiative("x", option="o"), initiative("y", option="p")], options=two)), "overlaps")
    assert (row["verdict"], row["mended_together"]) == ("add up", pytest.approx(14))
    lying = [{"site": s, "item": "dart", "quantity": q} for s, q in (("base", STOCK), ("werk", 30))]
    moves = [option(name, "preposition", "base", 20, item="dart", origin="werk") for name in ("o", "p")]
    case = front([initiative("x", option="o"), initiative("y", option="p")], options=moves, stocks=lying)
    row = one(ask(case), "overlaps")
    assert (row["verdict"], row["mended_together"]) == ("overlap", pytest.approx(30))


RATES = st.floats(0.5, 12.0)


@settings(max_examples=10)
@given(RATES, RATES, st.booleans(), st.integers(0, 60))
def test_one_programme_with_others_closed_is_the_programme_of_the_case_with_it(
    first: float, second: float, signed: bool, spears: int
) -> None:
    gates = {"technical": "unknown", "safety": "yes", "permission": "yes"}
    case = front(
        [
            initiative("one", option="first"),
            initiative("two", option="second", lead="DEU", partners=["USA"]),
            initiative("three", kind="standardisation"),
        ],
        lines=[line("a"), line("b", site="werk")],
        options=[option("first", "open_line", "a", first * DAILY), option("second", "open_line", "b", second * DAILY)],
        agreements=[agreement("DEU", status="in_force" if signed else "proposed", item="dart")],
        substitutes=[{"nation": "USA", "item": "dart", "substitute": "spear", "ratio": 1, **gates}],
        stocks=[{"site": "base", "item": i, "quantity": q} for i, q in (("dart", STOCK), ("spear", spears))],
    )
    world = World(case, date(2025, 1, 1))
    effects = {effort.name: effect_of(world, effort) for effort in efforts(case)}
    mending = Mending(case, PlanOptions(), effects)
    for names in ((), ("one",), ("two",), ("three",), ("one", "three"), ("one", "two", "three")):
        net = network(with_all(case, [effects[name] for name in names]), PlanOptions())
        plain = Worth(build(net, grid_of(net))).best()
        assert mending.best(names).value == pytest.approx(plain.value, abs=1e-6)
    alone = [mending.mends([name]).value for name in ("one", "two", "three")]
    assert mending.mends(["one", "two", "three"]).value >= max(alone) - 1e-9
    assert min(alone) >= 0.0
