"""Are matches found that nobody can use, or whose state is no step?"""

from __future__ import annotations

import pytest

from findings.asking import found, sentence
from matching.desk import desk, matched, offer, request
from matching.test_match import lines, substitute


def test_a_match_of_an_item_that_is_no_substitute_or_has_a_gate_shut_is_a_finding() -> None:
    asked, given = [request("asked", 5)], [offer("given", 6, item="spear")]
    stands = [matched("m", 6)]
    assert found(desk(asked, given, matches=stands), "unusable-match") == [("high", "m")]
    assert sentence(desk(asked, given, matches=stands), "unusable-match") == (
        "m gives asked 6 darts of Spear, but the United States may not use Spear in place of Dart (no substitute on "
        "record): the request is not met by it. Match another offer, or enter the substitute once its gates are open."
    )
    shut = desk(asked, given, matches=stands, substitutes=[substitute(permission="no")])
    assert "(permission: no)" in sentence(shut, "unusable-match")
    assert found(desk(asked, given, matches=stands, substitutes=[substitute()]), "unusable-match") == []
    assert found(desk(asked, [offer("given", 6)], matches=stands), "unusable-match") == []
    assert found(desk(asked, given, matches=[matched("m", 6, "proposed")]), "unusable-match") == []


@pytest.mark.parametrize(
    ("state", "near"), [("promise", "proposed"), ("Pledge", "pledge"), ("allocaton", "allocation")]
)
def test_a_state_that_is_no_step_binds_nobody_and_is_told(state: str, near: str) -> None:
    case = desk([request("asked", 5)], [offer("given", 6)], matches=[matched("m", 5, state)])
    assert found(case, "unknown-match-state") == [("medium", "m")]
    assert f"(nearest: {near!r})" in sentence(case, "unknown-match-state")
    note = f"m stands at {state!r}, which is no step (pledge, allocation, contract and delivery): it binds nobody."
    assert note in lines(case).run["notes"]


@pytest.mark.parametrize("state", ["proposed", "pledge", "allocation", "contract", "delivery"])
def test_a_step_or_a_suggestion_is_no_finding(state: str) -> None:
    case = desk([request("asked", 5)], [offer("given", 6)], matches=[matched("m", 5, state)])
    assert found(case, "unknown-match-state") == []
    assert not any("no step" in note for note in lines(case).run["notes"])
