"""Do the programme and a second formulation, in loops and dictionaries, come to the same plan of any case?

A stage may worsen an earlier one by 1e-7 of a share, which a small claim of a later rank may turn into more of its own.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from pipir.case.case import Case
from planning.answers import Outcome, near, plainly, programmed, published
from planning.best import ROUNDS
from planning.feasible import broken
from planning.reading import Asked, Reading
from planning.worlds import asked, worlds

KINDS = ("sent", "started", "fill", "hand", "stock", "discarded")
ANY = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def by_rank(case: Case, found: Outcome, how: Asked) -> dict[int, list[float]]:
    """Single shares short of each rank, the largest first."""
    shares: dict[int, list[float]] = {}
    for claim in Reading(case, how).claims():
        if claim.owed > 0:
            shares.setdefault(claim.rank, []).append(found.shorts[claim.kind, claim.name])
    return {rank: sorted(among, reverse=True) for rank, among in shares.items()}


@ANY
@given(worlds(), asked())
def test_shares_and_costs_are_the_same(case: Case, how: Asked) -> None:
    """Pooled shares, the largest single ones as far as the rounds go, and costs where those go all the way."""
    options = vars(how)
    ours, theirs = programmed(case, **options), plainly(case, **options)
    assert ours.shorts.keys() == theirs.shorts.keys()
    assert dict(ours.ranks) == {rank: near(share) for rank, share in theirs.ranks.items()}
    mine, other = by_rank(case, ours, how), by_rank(case, theirs, how)
    assert {rank: shares[:ROUNDS] for rank, shares in mine.items()} == {
        rank: near(shares[:ROUNDS]) for rank, shares in other.items()
    }
    if all(len(shares) <= ROUNDS for shares in other.values()):
        assert ours.cost_usd == pytest.approx(theirs.cost_usd, rel=1e-5, abs=1e-2)
        assert ours.tonne_days == pytest.approx(theirs.tonne_days, rel=1e-5, abs=1e-3)


@ANY
@given(worlds(), asked())
def test_what_the_tables_say_is_possible_and_gives_the_shares_that_they_state(case: Case, how: Asked) -> None:
    """Every row of the plain formulation holds at the figures of the tables, the shares short included."""
    found = published(case, **vars(how))
    stated = {("short", kind, name): share for (kind, name), share in found.shorts.items()}
    assert broken(case, how, {**found.columns, **stated}, (*KINDS, "short")) == {}
