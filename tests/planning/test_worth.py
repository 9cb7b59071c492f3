"""Is the value of a plan what a second formulation says it is, and the same whatever was asked before?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.network.network import Terms as On
from pipir.planning.changes import Loss, lost_columns
from pipir.planning.rows import edited, stance
from pipir.planning.worth import Worth, costs
from pipir.program.build import Built, build
from pipir.program.grid import grid_of
from pipir.program.within import within
from planning.best import Unsolved, solve
from planning.plain import Terms, programme
from planning.reading import Asked, Claim
from planning.worlds import asked, worlds
from sustainment.world import Row, demand, lane, line, stock, world

ANY = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def built(case: Case, how: Asked = Asked()) -> Built:  # noqa: B008 - frozen
    net = compile_network(case, None, On(unknown=how.unknown, call_promises=how.call_promises))
    return build(net, grid_of(net, how.daily))


def places(case: Case) -> dict[int, int]:
    """The place of each rank in the sequence that a case is planned by, the last one that no rule names among them."""
    stated = sorted(set(case["sequence"].filter(pl.col("policy") == "*")["rank"])) or list(range(1, 9))
    return {rank: place for place, rank in enumerate([*stated, stated[-1] + 1], start=1)}


def lacking(claims: list[Claim], place: dict[int, int]) -> Terms:
    """What each share short takes from the value: 2^-place of weight x owed over that of its rank and item."""
    whole: dict[tuple[int, str], float] = defaultdict(float)
    for claim in claims:
        whole[claim.rank, claim.item] += claim.weight * claim.owed
    return {
        ("short", c.kind, c.name): 0.5 ** place[c.rank] * c.weight * c.owed / whole[c.rank, c.item]
        for c in claims
        if whole[c.rank, c.item] > 0
    }


@ANY
@given(worlds(), asked())
def test_the_value_is_that_of_a_plain_linear_programme(case: Case, how: Asked) -> None:
    plain, claims = programme(case, how)
    terms = lacking(claims, places(case))
    best = Worth(built(case, how)).best()
    try:
        missing = solve(plain, terms)[0] if terms else 0.0
    except Unsolved:
        return
    assert best.missing == pytest.approx(missing, abs=1e-7)
    assert best.value == pytest.approx(sum(terms.values()) - missing, abs=1e-7)


@ANY
@given(worlds())
def test_what_is_closed_is_worth_the_same_whatever_is_asked_before(case: Case) -> None:
    """Closed at first, closed later, opened again: one value each, and never more than with everything open."""
    made = built(case)
    whole, sites = Worth(made), made.net.sites.ids
    first, second = (lost_columns(made, [Loss("site", name)]) for name in (sites[0], sites[-1]))
    both = np.union1d(first, second)
    begun = Worth(made, first)
    everything = whole.best()
    for columns in (first, second, both):
        apart = Worth(made, columns).best()
        assert whole.best(columns).value == pytest.approx(apart.value, abs=1e-8)
        assert begun.best(columns).value == pytest.approx(apart.value, abs=1e-8)
        assert apart.value <= everything.value + 1e-8
    assert begun.best(first[:0]).value == pytest.approx(everything.value, abs=1e-8)
    again = whole.best()
    assert again.value == everything.value
    assert np.array_equal(again.shares, everything.shares)


def depot(**tables: list[Row]) -> Case:
    """Thirty shells of forty that are owed to tier 1, and five motors of ten to tier 2."""
    return world(
        10,
        sites={"usa-a": {}, "usa-b": {}},
        items={"shell": {}, "motor": {}},
        stocks=[stock("usa-a", 30, "shell"), stock("usa-b", 5, "motor")],
        lanes=[lane("usa-a", "usa-b", 1)],
        lines=[line("usa-a", 0.0, "shell")],
        demands=[
            demand("usa-b", 4, "shell", (0, 10), demand="d-shell", tier=1),
            demand("usa-b", 1, "motor", (0, 10), demand="d-motor", tier=2),
        ],
        **tables,
    )


def test_a_rank_weighs_half_of_the_one_before_it() -> None:
    """Tier 1 is rank 2 and tier 2 rank 5 of the default order: .25 x .75 + .03125 x .5."""
    made = built(depot())
    assert dict(zip(("motor", "shell"), costs(made), strict=True)) == pytest.approx({"motor": 0.03125, "shell": 0.25})
    best = Worth(made).best()
    assert best.value == pytest.approx(0.25 * 0.75 + 0.03125 * 0.5)
    assert best.missing == pytest.approx(0.25 * 0.25 + 0.03125 * 0.5)
    assert dict(zip(("motor", "shell"), best.shares, strict=True)) == pytest.approx({"motor": 0.5, "shell": 0.25})


@pytest.mark.parametrize("ranks", [(1, 2), (20, 21), (1, 1000), (10, 30)])
def test_it_is_the_order_of_ranks_that_counts_and_not_their_numbers(ranks: tuple[int, int]) -> None:
    tiers = zip(ranks, ("1", "2"), strict=True)
    made = built(depot(sequence=[{"rank": rank, "claim": "demand", "scope": tier} for rank, tier in tiers]))
    assert dict(zip(("motor", "shell"), costs(made), strict=True)) == pytest.approx({"motor": 0.25, "shell": 0.5})


def test_without_its_lane_only_what_lies_there_is_worth_something() -> None:
    made = built(depot())
    worth = Worth(made)
    found = worth.best(lost_columns(made, [Loss("lane", "usa-a-to-usa-b")]))
    assert found.value == pytest.approx(0.03125 * 0.5)
    assert worth.solver.solves[-1].objective == pytest.approx(found.missing)


@ANY
@given(worlds(), st.data())
def test_other_bounds_are_worth_what_a_programme_within_them_is(case: Case, data: st.DataObject) -> None:
    """An answer of the situation turned, both ways round: as from rest, and no trace is left on what is asked next."""
    acts = st.sampled_from(["export", "host", "produce", "transit", "release_reserve"])
    nation = data.draw(st.sampled_from(sorted(set(case["sites"]["nation"]))))
    change = stance(
        nation, case["scenarios"]["situation"][0], data.draw(acts), data.draw(st.sampled_from(["yes", "no"]))
    )
    nets = compile_network(case), compile_network(edited(case, [change]))
    for net, other in (nets, nets[::-1]):
        made = build(net, grid_of(net))
        fits = within(made, other, grid_of(other))
        if fits is None:
            continue
        worth = Worth(made)
        found = worth.within(fits.programme)
        assert found.value == pytest.approx(Worth(build(other, grid_of(other))).best().value, abs=1e-8)
        assert found.missing == pytest.approx(float(worth.costs @ found.shares), abs=1e-8)
        assert worth.within(made.programme).value == pytest.approx(Worth(made).best().value, abs=1e-12)
        assert worth.within(fits.programme).value == found.value


def test_bounds_that_the_plan_keeps_and_that_open_nothing_of_worth_take_no_solve() -> None:
    """Five motors lie where they are needed: no lane brings more, so it may be closed to them; shells it must bring."""
    made = built(depot())
    worth, sent = Worth(made), made.programme.columns["sent"]
    first = worth.within(made.programme)
    item = made.scope.flows.item[sent.spans.entity]
    for name, more in (("motor", 0), ("shell", 1)):
        closed = replace(made.programme, upper=made.programme.upper.copy())
        closed.upper[sent.all[item == made.net.items.ids.index(name)]] = 0.0
        before = len(worth.solver.solves)
        found = worth.within(closed)
        assert len(worth.solver.solves) == before + more
        assert (found is first) == (not more)
