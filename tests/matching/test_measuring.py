"""Is a unit that is promised to a nation and that it needs measured once, and what nations are owed a day added up?"""

from __future__ import annotations

import numpy as np
import pytest

from pipir.case.case import Case
from pipir.matching.measuring import Measure, lacking, measured
from pipir.network.compile import compile_network
from pipir.planning.gaining import Owed
from pipir.program.claims import DEMAND, claims
from sustainment.world import commitment, demand, world

Shares = tuple[float, float]
"""Share short of needs, and of what is promised."""


def asked(case: Case, before: Shares, after: Shares | None = None) -> Measure:
    """What is told of shells where every need and every promise goes short of these shares."""
    net = compile_network(case)
    every = claims(net)
    without, with_them = (
        np.where(every.kind == DEMAND, need, promised) for need, promised in (before, after or before)
    )
    owed = Owed(net, every)
    found = lacking(owed, without) if after is None else measured(owed, without, with_them)
    assert list(found) == ["shell"]
    return found["shell"]


def needs_and_promises() -> Case:
    """Japan needs 50 in ten days and is promised 40 over five of them; Korea needs 20 in four days."""
    demands = [demand("jpn-a", 5), demand("kor-a", 5, days=(2, 6))]
    return world(10, demands=demands, commitments=[commitment("USA", "JPN", 40, (0, 5))])


@pytest.mark.parametrize(
    ("before", "owed", "short"),
    [((0.5, 0.5), 70, 35), ((0.5, 1.0), 60, 50), ((0.0, 0.1), 60, 4), ((0.0, 0.0), 70, 0)],
)
def test_of_a_nation_that_is_told_which_lacks_more(before: Shares, owed: float, short: float) -> None:
    found = asked(needs_and_promises(), before)
    assert (found.owed, found.short, found.mended) == pytest.approx((owed, short, 0))


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ((0.4, 0.5), (70, 35, 7, 10)),  # needs of both: 5 and 2 less
        ((0.4, 0.2), (60, 30, 14, 13)),  # Japan's promise by 12, Korea's need by 2
        ((0.5, 0.2), (60, 30, 12, 13)),  # Korea's stays as it is
        ((0.6, 0.5), (70, 35, -7, 10)),  # more goes short
        ((0.5, 0.5), (70, 35, 0, 10)),
    ],
)
def test_of_a_nation_that_is_told_which_changes_more(after: Shares, told: tuple[float, ...]) -> None:
    found = asked(needs_and_promises(), (0.5, 0.5), after)
    assert (found.owed, found.short, found.mended, found.daily) == pytest.approx(told)
    assert found.days == pytest.approx(found.mended / found.daily)


def test_what_does_not_change_is_told_as_it_lacks() -> None:
    """Japan's promise lacks more than its need, and keeps doing so: what changes is Korea's alone."""
    case = needs_and_promises()
    lacks = asked(case, (0.5, 1.0))
    net = compile_network(case)
    every = claims(net)
    before = np.where(every.kind == DEMAND, 0.5, 1.0)
    kor = [net.nations[n] == "KOR" for n in net.demands.nation[every.number[every.of(DEMAND)]]]
    after = before.copy()
    after[every.of(DEMAND)[np.array(kor)]] = 0.0
    found = measured(Owed(net, every), before, after)["shell"]
    assert (found.owed, found.short, found.mended) == pytest.approx((lacks.owed, lacks.short, 10))


def test_what_falls_due_at_once_has_no_days_of_supply() -> None:
    case = world(10, commitments=[commitment("USA", "JPN", 40, (3, 3))])
    found = asked(case, (0.0, 1.0), (0.0, 0.5))
    assert (found.mended, found.days) == (pytest.approx(20), None)


def test_a_rest_of_rounding_is_nothing() -> None:
    assert asked(needs_and_promises(), (0.5, 0.5), (0.5 - 1e-9, 0.5)).mended == 0.0
