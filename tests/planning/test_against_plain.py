"""Do the programme and a second formulation, in loops and dictionaries, come to the same plan of any case?

Where they may differ: a stage may worsen an earlier one by 1e-7 of a share, which moves a claim that is a thousandth
of its rank by 1e-4, and of two claims that are nearly equally short either may be called the larger. Pooled shares are
held to 1e-5, single ones to 1e-3.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipir.case.case import Case
from planning.answers import Outcome, near, plainly, programmed
from planning.feasible import broken
from planning.reading import Asked, Reading
from planning.worlds import worlds

ROUNDS = 5
KINDS = ("sent", "started", "fill", "hand", "stock", "discarded")
ANY = settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))

options = st.fixed_dictionaries(
    {"daily": st.booleans(), "call_promises": st.booleans(), "unknown": st.sampled_from(["no", "yes"])}
)


def by_rank(case: Case, found: Outcome, asked: dict[str, object]) -> dict[int, list[float]]:
    """Single shares short of each rank, the largest first."""
    sorted_shares: dict[int, list[float]] = {}
    for claim in Reading(case, Asked(**asked)).claims():
        if claim.owed > 0 and claim.weight > 0:
            sorted_shares.setdefault(claim.rank, []).append(found.shorts[claim.kind, claim.name])
    return {rank: sorted(shares, reverse=True) for rank, shares in sorted_shares.items()}


@ANY
@given(worlds(), options)
def test_ranks_and_the_largest_share_of_each_are_the_same(case: Case, asked: dict[str, object]) -> None:
    ours, theirs = programmed(case, **asked), plainly(case, **asked)
    assert ours.shorts.keys() == theirs.shorts.keys()
    for rank, share in theirs.ranks.items():
        assert ours.ranks.get(rank, 0.0) == near(share), rank
    mine, other = by_rank(case, ours, asked), by_rank(case, theirs, asked)
    for rank, shares in other.items():
        assert mine[rank][:ROUNDS] == pytest.approx(shares[:ROUNDS], abs=1e-3), rank


@ANY
@given(worlds(), options)
def test_what_a_plan_does_is_possible(case: Case, asked: dict[str, object]) -> None:
    """Every row of the plain formulation holds at the plan's figures."""
    assert broken(case, Asked(**asked), programmed(case, **asked).columns, KINDS) == {}
