"""Is a coalition worth what a second formulation says, though few coalitions are ever solved?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from pipir.case.case import Case
from pipir.network.network import Floats
from pipir.planning.worth import Worth
from pipir.sharing.game import objection
from pipir.sharing.players import Players
from pipir.sharing.valuing import owned, values
from planning.best import Unsolved, solve
from planning.plain import Name, Programme, programme
from planning.reading import Asked
from planning.test_worth import lacking, places
from planning.worlds import asked, worlds
from sharing.small import UNIT, VALUES, everybody, network, pooling, taken_apart
from sustainment.world import agreement, demand, lane, line, stock, world

FEW = settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def needed(p: Programme, name: Name) -> set[str]:
    """Nations that a choice needs, read from the case."""
    said = p.said
    if name[0] == "sent":
        return {said.sites[said.lanes[str(name[1])][end]]["nation"] for end in ("origin", "destination")}
    if name[0] == "started":
        return {said.sites[said.lines[str(name[1])]["site"]]["nation"]}
    if name[0] == "fill":
        return {said.demands[str(name[1])]["nation"]}
    if name[0] == "hand":
        return {said.commitments[str(name[1])]["supplier"], said.commitments[str(name[1])]["recipient"]}
    return set()


def plainly(case: Case, how: Asked, who: Players) -> Floats:
    """The value of every coalition: what needs anybody else is nothing, one linear programme each."""
    found = np.zeros(1 << who.count)
    for coalition in range(1, 1 << who.count):
        p, claims = programme(case, how)
        out = {row["nation"] for row in p.said.sites.values()} - set(who.among(coalition))
        for name in p.columns:
            if needed(p, name) & out:
                p.row(("out", *name), {name: 1.0}, high=0.0)
        terms = lacking(claims, places(case))
        found[coalition] = sum(terms.values()) - solve(p, terms)[0] if terms else 0.0
    return found


@FEW
@given(worlds(longest=14), asked())
def test_coalitions_are_worth_what_they_reach_without_the_others(case: Case, how: Asked) -> None:
    net = network(case, how)
    who = everybody(net)
    _, _, parts = taken_apart(net, who, how)
    found = values(parts, who.count)
    assert found.value[0] == 0.0
    try:
        assert found.value == pytest.approx(plainly(case, how, who), abs=1e-7)
    except Unsolved:
        return


@settings(FEW, max_examples=25)
@given(worlds(), asked())
def test_shares_at_the_prices_of_all_are_in_the_core(case: Case, how: Asked) -> None:
    """Everything that limits has its owners, and nobody alone can use what two own: no coalition does better."""
    net = network(case, how)
    who = everybody(net)
    _, _, parts = taken_apart(net, who, how)
    found = values(parts, who.count)
    shares = owned(found.given, who.count)
    assert shares.sum() == pytest.approx(found.value[-1], abs=1e-7)
    if who.count > 1:
        assert objection(found.value, shares).size <= 1e-7


@settings(FEW, max_examples=15)
@given(worlds())
def test_more_players_never_reach_less_and_parting_never_gains(case: Case) -> None:
    net = network(case)
    who = everybody(net)
    _, _, parts = taken_apart(net, who)
    value = values(parts, who.count).value
    for coalition in range(1 << who.count):
        for part in range(coalition + 1):
            if part & coalition == part:
                assert value[coalition] >= value[part] + value[coalition ^ part] - 1e-7


def test_the_linear_game_as_a_case_has_its_values_and_its_dual_shares() -> None:
    """Methods d.14: components pooled under agreements; Owen's shares are 40, 480, 0."""
    net = network(pooling())
    who = Players(("USA", "JPN", "KOR"), (("USA",), ("JPN",), ("KOR",)))
    _, _, parts = taken_apart(net, who)
    found = values(parts, who.count)
    told = {" ".join(who.among(c)): found.value[c] / UNIT for c in range(1, 8)}
    assert told == pytest.approx(VALUES, abs=1e-4)
    assert owned(found.given, 3) / UNIT == pytest.approx([40, 480, 0], abs=1e-4)


def test_coalitions_of_players_whom_nothing_joins_are_not_solved() -> None:
    """Two nations that trade, two others that do, one alone: 3 + 3 + 1 plans for 31 coalitions, less what is idle."""
    ends = [("usa", "jpn"), ("kor", "aus")]
    case = world(
        10,
        stocks=[stock(f"{one}-a", 9) for one, _ in ends] + [stock("gbr-a", 2)],
        lanes=[lane(f"{one}-a", f"{other}-a", 1) for one, other in ends],
        agreements=[agreement(one.upper(), other.upper()) for one, other in ends],
        demands=[demand(f"{nation}-a", 1) for nation in ("usa", "jpn", "kor", "aus", "gbr")],
    )
    net = network(case)
    who = everybody(net)
    _, _, parts = taken_apart(net, who)
    found = values(parts, who.count)
    assert who.names == ("AUS", "GBR", "JPN", "KOR", "USA")
    assert found.pieces == 3
    assert found.solves <= 7
    worth = {" ".join(who.among(c)): found.value[c] / (0.25 / 50) for c in range(1, 32)}
    assert worth["AUS"] == worth["JPN"] == worth["AUS JPN"] == 0
    assert worth["USA"] == pytest.approx(9)
    assert worth["GBR"] == pytest.approx(2)
    assert worth["AUS GBR JPN KOR USA"] == pytest.approx(20)


def six() -> Case:
    """Six nations, each of which may send shells to the next two, and some of which need more than they hold."""
    names = ("aus", "gbr", "jpn", "kor", "phl", "usa")
    pairs = [(names[k], names[(k + step) % 6]) for k in range(6) for step in (1, 2)]
    return world(
        10,
        stocks=[stock(f"{nation}-a", 3.0 * k) for k, nation in enumerate(names) if k],
        lines=[line("usa-a", 0.5), line("jpn-a", 0.25)],
        lanes=[lane(f"{a}-a", f"{b}-a", 1, lift_t_per_day=0.4) for a, b in pairs],
        agreements=[agreement(a.upper(), b.upper(), onward="yes") for a, b in pairs],
        demands=[demand(f"{nation}-a", 0.4 * (6 - k)) for k, nation in enumerate(names)],
    )


def test_coalitions_of_many_who_are_all_joined_are_valued_in_blocks() -> None:
    """Of six players in a piece two are in or out of each of four blocks; each coalition is as one programme says."""
    net = network(six())
    who = everybody(net)
    built, own, parts = taken_apart(net, who)
    assert [len(piece.players) for piece in parts] == [6]
    one, two = values(parts, who.count), values(parts, who.count, workers=2)
    assert np.array_equal(one.value, two.value)
    assert (one.given, one.solves) == (two.given, two.solves)
    needs = own.columns.copy()
    needs[built.programme.columns["short"].all] = 0
    worth = Worth(built)
    each = [worth.best(np.flatnonzero(needs & ~np.int64(coalition))).value for coalition in range(64)]
    assert one.value == pytest.approx(each, abs=1e-8)
    assert len(np.unique(np.round(one.value, 9))) > 20
    shares = owned(one.given, who.count)
    assert shares.sum() == pytest.approx(one.value[-1])
    assert objection(one.value, shares).size <= 1e-9
