"""A session plans a loss as if the case had been planned without what is lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipir.case.case import Case
from pipir.case.checking import from_frames
from pipir.case.refusal import Refused
from pipir.planning.capability import PlanOptions
from pipir.planning.changes import Loss
from pipir.planning.plan import network
from pipir.planning.ranks import WORSE
from pipir.planning.session import PlanSession, Short
from pipir.planning.solved import Solved, solved
from pipir.program.grid import grid_of
from planning.reading import Asked
from planning.worlds import asked, worlds
from sustainment.world import demand, hazard, lane, line, stock, world

NEAR = 1e-6


def shelled(**more: Any) -> Case:
    """Ten shells a day asked for at the front for ten days: a depot by land, a plant by sea."""
    return world(
        10,
        stocks=[stock("usa-depot", 30)],
        lines=[line("usa-plant", 4, line="plant")],
        lanes=[
            lane("usa-depot", "usa-front", 0, lane="land", cost_usd_per_t=1),
            lane("usa-plant", "usa-front", 0, lane="sea", cost_usd_per_t=5),
        ],
        demands=[demand("usa-front", 10)],
        **more,
    )


def test_without_a_loss_the_session_has_the_plan():
    session = PlanSession(shelled())
    assert session.short().pooled == pytest.approx((0.3,))
    assert session.short().solves == 0


@pytest.mark.parametrize(
    ("lost", "share"),
    [
        (Loss("lane", "land"), 0.6),
        (Loss("lane", "sea"), 0.7),
        (Loss("line", "plant"), 0.7),
        (Loss("site", "usa-depot"), 0.6),
        (Loss("site", "usa-plant"), 0.7),
        (Loss("site", "usa-front"), 1.0),
    ],
)
def test_what_is_lost_serves_nobody(lost: Loss, share: float):
    session = PlanSession(shelled())
    found = session.short([lost])
    assert found.pooled == pytest.approx((share,))
    assert found.shares == pytest.approx([share])
    assert session.plan([lost]).shares == pytest.approx([share])


def test_two_losses_at_once_leave_nothing():
    assert PlanSession(shelled()).short([Loss("lane", "land"), Loss("line", "plant")]).pooled == pytest.approx((1.0,))


def test_a_loss_of_what_the_plan_does_not_use_needs_no_solve():
    case = world(
        5,
        stocks=[stock("usa-depot", 50)],
        lanes=[lane("usa-depot", "usa-front", 0, lane="cheap"), lane("usa-depot", "usa-front", 3, lane="slow")],
        demands=[demand("usa-front", 10)],
    )
    session = PlanSession(case)
    assert session.short([Loss("lane", "slow")]).solves == 0
    assert session.short([Loss("lane", "cheap")]).solves > 0
    assert session.short([Loss("lane", "cheap")]).pooled == pytest.approx((0.6,))


def test_a_detour_that_serves_as_well_is_taken_and_paid_for():
    case = world(
        5,
        stocks=[stock("usa-depot", 50)],
        lanes=[
            lane("usa-depot", "usa-front", 0, lane="cheap", cost_usd_per_t=2),
            lane("usa-depot", "usa-front", 0, lane="dear", cost_usd_per_t=7),
        ],
        demands=[demand("usa-front", 10)],
    )
    session = PlanSession(case)
    costs = {name: moved(session.plan([Loss("lane", name)])) for name in ("cheap", "dear")}
    assert costs == pytest.approx({"cheap": 350.0, "dear": 100.0})
    assert session.short([Loss("lane", "cheap")]).pooled == pytest.approx((0.0,), abs=NEAR)


def test_a_loss_leaves_no_trace_on_what_is_asked_next():
    session, losses = PlanSession(shelled()), [[Loss("lane", "land")], [Loss("site", "usa-plant")], []]
    forwards = [session.short(lost) for lost in losses]
    backwards = [session.short(lost) for lost in reversed(losses)]
    assert [text(a) for a in forwards] == [text(b) for b in reversed(backwards)]


def test_many_losses_are_told_in_order_and_alike_in_one_process_and_in_two():
    session = PlanSession(shelled())
    several = [[Loss("lane", "land")], [Loss("lane", "sea")], [], [Loss("site", "usa-front")], [Loss("line", "plant")]]
    several += [[Loss("site", "usa-depot")], [Loss("lane", "land"), Loss("lane", "sea")]]
    alone = session.many(several)
    assert [found.pooled[0] for found in alone] == pytest.approx([0.6, 0.7, 0.3, 1.0, 0.7, 0.6, 1.0])
    assert [text(found) for found in session.many(several, workers=2)] == [text(found) for found in alone]


def test_what_is_not_in_the_case_is_refused():
    session = PlanSession(shelled())
    with pytest.raises(Refused, match="nearest: 'land'"):
        session.short([Loss("lane", "lamd")])
    with pytest.raises(Refused, match="is not in the case"):
        session.many([[], [Loss("ship", "land")]])


@pytest.mark.parametrize("single", [{"time_limit": 1.0}, {"why": "usa-front-shell"}, {"mps": "plan.mps"}])
def test_options_of_a_single_plan_are_refused(single: dict[str, Any]):
    with pytest.raises(Refused, match="is for a single plan"):
        PlanSession(shelled(), PlanOptions(**single))


@settings(max_examples=60)
@given(worlds(), asked(), st.data())
def test_a_loss_is_planned_as_a_cold_plan_of_the_world_where_it_is_shut(case: Case, how: Asked, data: st.DataObject):
    """A lane or a line is shut for good by a strike that is certain to come on every day and destroys nothing."""
    targets = [("lane", t) for t in case["lanes"]["lane"]] + [("line", t) for t in case["lines"]["line"]]
    kind, target = data.draw(st.sampled_from(targets))
    options = PlanOptions(daily=how.daily, unknown=how.unknown, call_promises=how.call_promises)
    found = PlanSession(case, options).plan([Loss(kind, target)])
    cold = shut(case, kind, target, options)
    for ours, theirs in zip(found.order.served, cold.order.served, strict=True):
        assert ours.rank == theirs.rank
        assert ours.pooled == pytest.approx(theirs.pooled, abs=NEAR)
        slack = NEAR + 2 * WORSE / smallest_part(found, ours.rank)
        for one, other in zip(apart(ours.levels, slack), apart(theirs.levels, slack), strict=False):
            assert one == pytest.approx(other, abs=slack)
    assert moved(found) == pytest.approx(moved(cold), rel=1e-4, abs=1e-3)


def shut(case: Case, kind: str, target: str, options: PlanOptions) -> Solved:
    """The cold plan of a case whose target is shut all through."""
    strike = hazard(target, 1.0, kind=kind, hazard="shut", outage_days=1000)
    rows = case["hazards"].to_dicts()
    tables = {name: frame.to_dicts() for name, frame in case.tables.items() if frame.height}
    changed = from_frames("shut", {**tables, "hazards": [*rows, strike]}, as_of=case.as_of)
    net = network(changed, options)
    return solved(net, grid_of(net, options.daily))


def smallest_part(plan: Solved, rank: int) -> float:
    """Part of the smallest claim in the pooled share of its rank: what its own share may move by is WORSE over it."""
    claims = plan.built.claims
    return float(claims.share[(claims.rank == rank) & (claims.share > 0)].min())


def apart(levels: tuple[float, ...], slack: float) -> list[float]:
    """Levels that differ by more than the pooled share leaves open, largest first."""
    found: list[float] = []
    for level in levels:
        if not found or found[-1] - level > slack:
            found.append(level)
    return found


def moved(plan: Solved) -> float:
    """Transport cost of a plan [USD]."""
    made, net = plan.decisions, plan.built.net
    tonnes = made.sent.sum(axis=1) * net.items.mass_t[made.flow_item]
    return float(tonnes @ net.lanes.cost[made.flow_lane])


def text(short: Short) -> str:
    """Every digit of an answer."""
    return repr((short.ranks, short.pooled, short.levels, short.shares.tolist(), short.solves))
