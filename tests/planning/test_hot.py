"""A figure, an answer or an agreement that is another is planned from the plan at hand as the changed case is cold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipir.case.case import Case
from pipir.planning import rows
from pipir.planning.capability import PlanOptions
from pipir.planning.plan import network
from pipir.planning.rows import Row, edited
from pipir.planning.session import PlanSession
from pipir.planning.solved import solved
from pipir.program.build import build
from pipir.program.grid import grid_of
from pipir.program.within import within
from planning.reading import Asked
from planning.test_session import NEAR, moved, shelled
from planning.worlds import asked, worlds
from sustainment.world import agreement, demand, lane, stock, world


def changes(case: Case) -> st.SearchStrategy[Row]:
    """A stock, a rate, a lift, a ceiling, an agreement or an answer of the case as it might be."""
    times = st.sampled_from([0.0, 0.3, 0.9, 1.1, 2.0])
    kinds: list[st.SearchStrategy[Row]] = []

    def scaled(table: str, key: str, figure: str, make: Any) -> None:
        known = [row for row in case[table].iter_rows(named=True) if row[figure] is not None]
        if known:
            drawn = st.tuples(st.sampled_from(known), times)
            kinds.append(drawn.map(lambda pair: make(pair[0][key], pair[0][figure] * pair[1])))

    lying = [row for row in case["stocks"].iter_rows(named=True) if row["condition"] != "repairable"]
    if lying:
        drawn = st.tuples(st.sampled_from(lying), times)
        kinds.append(
            drawn.map(lambda pair: rows.stock(pair[0]["site"], pair[0]["item"], pair[0]["quantity"] * pair[1]))
        )
    scaled("lines", "line", "rate_per_year", rows.rate)
    scaled("lanes", "lane", "lift_t_per_day", rows.lift)
    scaled("agreements", "agreement", "ceiling_per_year", rows.ceiling)
    proposed = case["agreements"]["agreement"].to_list()
    if proposed:
        kinds.append(st.sampled_from(proposed).map(rows.signed))
    holders = sorted(set(case["sites"]["nation"]))
    situation = case["scenarios"]["situation"][0]
    acts = st.sampled_from(["export", "deliver", "host", "produce", "transit", "reexport", "release_reserve"])
    answers = st.tuples(st.sampled_from(holders), acts, st.sampled_from(["yes", "no"]))
    kinds.append(answers.map(lambda said: rows.stance(said[0], situation, said[1], said[2])))
    return st.one_of(kinds)


@settings(max_examples=80)
@given(worlds(), asked(), st.data())
def test_a_change_from_the_plan_at_hand_is_as_good_as_a_cold_plan(case: Case, how: Asked, data: st.DataObject) -> None:
    options = PlanOptions(daily=how.daily, unknown=how.unknown, call_promises=how.call_promises)
    session = PlanSession(case, options)
    session.short()
    for _ in range(3):
        change = data.draw(changes(case))
        net = network(edited(case, [change]), options)
        cold = solved(net, grid_of(net, how.daily))
        found = session.plan([change])
        assert [s.rank for s in found.order.served] == [s.rank for s in cold.order.served]
        for ours, theirs in zip(found.order.served, cold.order.served, strict=True):
            assert ours.pooled == pytest.approx(theirs.pooled, abs=NEAR)
        assert moved(found) == pytest.approx(moved(cold), rel=1e-4, abs=1e-3)


@pytest.mark.parametrize(
    "change",
    [
        rows.stock("usa-depot", "shell", 20.0),
        rows.stock("usa-depot", "shell", 40.0),
        rows.rate("plant", 3 * 365.25),
        rows.lift("land", 0.01),
    ],
    ids=["less lies", "more lies", "a slower line", "less lift"],
)
def test_figures_move_bounds_alone(change: Row) -> None:
    case = shelled()
    options = PlanOptions()
    base = PlanSession(case, options).built
    net = network(edited(case, [change]), options)
    fits = within(base, net, grid_of(net))
    if change.table == "lanes":
        assert fits is None  # the lane had no limit: there is no row for it
        return
    assert fits is not None
    own = build(net, grid_of(net)).programme
    assert fits.programme.shape == own.shape


@pytest.mark.parametrize(("to", "fits"), [("*", True), ("JPN", False)], ids=["to all", "to some alone"])
def test_a_reserve_that_is_let_go_is_counted_without_bound(to: str, fits: bool) -> None:
    """Ten lie there, six of them reserve, for two who need ten each: four are short of none only with the reserve."""
    case = world(
        10,
        stocks=[stock("usa-a", 10, reserve=6)],
        lanes=[lane("usa-a", "jpn-a", 0), lane("usa-a", "kor-a", 0)],
        agreements=[agreement("USA", "JPN"), agreement("USA", "KOR")],
        demands=[demand("jpn-a", 1), demand("kor-a", 1)],
    )
    session = PlanSession(case, PlanOptions())
    change = rows.stance("USA", "war", "release_reserve", "yes", None if to == "*" else to)
    net = network(edited(case, [change]), PlanOptions())
    assert (within(session.built, net, grid_of(net)) is not None) == fits
    assert session.short().pooled == pytest.approx((0.8,))
    assert session.short([change]).pooled == pytest.approx((0.5,))
    assert session.short([]).pooled == pytest.approx((0.8,))
