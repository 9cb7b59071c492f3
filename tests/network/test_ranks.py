"""Which rank has a claim? The smallest whose conditions all hold; one last rank where none does."""

from __future__ import annotations

from typing import Any

import pytest

from pipir.case.refusal import Refused
from pipir.network.ranks import Ranks
from sustainment.world import world

MEMBERS = [
    {"nation": "USA", "body": "PIPIR", "status": "member"},
    {"nation": "KOR", "body": "PIPIR", "status": "reported"},
]


def ranks(*rules: tuple[str | None, int, str, str], policy: str | None = None) -> Ranks:
    rows = [{"policy": p, "rank": k, "claim": claim, "scope": scope} for p, k, claim, scope in rules]
    return Ranks(world(1, sites={"usa-a": {}, "kor-a": {}}, memberships=MEMBERS, sequence=rows), policy)


def commitment(told: Ranks, to: str = "USA", **facts: str) -> int:
    return told.rank("commitment", to, **({"rating": "unrated", "state": "pledge", "binding": "best_effort"} | facts))


@pytest.mark.parametrize(
    ("rank", "claim", "facts"),
    [
        (1, "commitment", {"rating": "DX", "state": "pledge"}),
        (1, "commitment", {"rating": "DX", "state": "contract"}),
        (2, "demand", {"tier": "1"}),
        (3, "commitment", {"rating": "DO", "state": "contract"}),
        (3, "commitment", {"rating": "unrated", "state": "delivery"}),
        (4, "promise", {"binding": "best_effort"}),
        (5, "demand", {"tier": "2"}),
        (6, "commitment", {"state": "allocation"}),
        (7, "demand", {"tier": "3"}),
        (8, "commitment", {"state": "pledge"}),
        (9, "demand", {"tier": "4"}),
    ],
)
def test_the_default_order(rank: int, claim: str, facts: dict[str, str]) -> None:
    assert ranks().rank(claim, "USA", **facts) == rank
    assert ranks().numbers == (1, 2, 3, 4, 5, 6, 7, 8, 9)


def test_all_conditions_of_a_scope_must_hold_and_the_smallest_rank_wins() -> None:
    told = ranks(
        (None, 7, "commitment", "*"),
        (None, 2, "commitment", "contract&PIPIR"),
        (None, 1, "commitment", "DX&USA&binding"),
    )
    assert commitment(told, state="contract") == 2
    assert commitment(told, state="pledge") == 7
    assert commitment(told, "KOR", state="contract") == 7  # reported, not a member
    assert commitment(told, rating="DX", binding="binding", state="contract") == 1
    assert commitment(told, "KOR", rating="DX", binding="binding", state="contract") == 7
    assert told.rank("demand", "USA", tier="1") == told.numbers[-1] == 8


def test_a_policy_adds_its_own_rules_to_those_of_any() -> None:
    rules: list[Any] = [(None, 5, "demand", "*"), ("mine", 1, "demand", "USA"), ("other", 2, "demand", "USA")]
    assert ranks(*rules).rank("demand", "USA", tier="1") == 5
    assert ranks(*rules, policy="mine").rank("demand", "USA", tier="1") == 1
    assert ranks(*rules, policy="mine").rank("demand", "KOR", tier="1") == 5


def test_rules_of_named_policies_alone_leave_the_default_order() -> None:
    assert ranks(("mine", 1, "demand", "3")).rank("demand", "USA", tier="1") == 2


def test_a_policy_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused, match="mine"):
        ranks(("mine", 1, "demand", "3"), policy="nobodys")
