"""Do the programme and a second formulation, in loops and dictionaries, come to the same plan of any case?

The pooled share of the first rank is held to 1e-6. A stage may worsen an earlier one by 1e-7 of a share, and what a
large claim so lets go is more of a small claim of a later rank: its share is held to 1e-6 of how many times larger
the claims before it are.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from pipir.case.case import Case
from planning.answers import Outcome, plainly, programmed, published, slack
from planning.best import ROUNDS
from planning.feasible import broken
from planning.reading import Asked, Reading
from planning.worlds import asked, worlds

KINDS = ("sent", "started", "fill", "hand", "stock", "discarded")
ANY = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


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
    within, first = slack(case, how), min(theirs.ranks, default=0)
    assert ours.ranks.keys() == theirs.ranks.keys() == within.keys()
    for rank, share in theirs.ranks.items():
        assert ours.ranks[rank] == pytest.approx(share, abs=1e-6 if rank == first else within[rank]), rank
    mine, other = by_rank(case, ours, how), by_rank(case, theirs, how)
    for rank, shares in other.items():
        assert mine[rank][:ROUNDS] == pytest.approx(shares[:ROUNDS], abs=within[rank]), rank
    if all(len(shares) <= ROUNDS for shares in other.values()):
        assert ours.cost_usd == pytest.approx(theirs.cost_usd, rel=1e-4, abs=0.1)
        assert ours.tonne_days == pytest.approx(theirs.tonne_days, rel=1e-4, abs=1e-3)


@ANY
@given(worlds(), asked())
def test_what_the_tables_say_is_possible_and_gives_the_shares_that_they_state(case: Case, how: Asked) -> None:
    """Every row of the plain formulation holds at the figures of the tables, the shares short included."""
    found = published(case, **vars(how))
    stated = {("short", kind, name): share for (kind, name), share in found.shorts.items()}
    assert broken(case, how, {**found.columns, **stated}, (*KINDS, "short")) == {}
