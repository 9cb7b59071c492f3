"""How likely is each scenario, and what does each count for?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipir.case.case import Case
from pipir.case.checking import from_frames
from pipir.case.likelihood import by_chance, chances


def crises(*stated: float | None) -> Case:
    """A case of scenarios that state these chances."""
    rows = [
        {"scenario": f"s{k}", "name": f"S{k}", "situation": "war", "start": "2025-06-01", "days": 30, "probability": p}
        for k, p in enumerate(stated)
    ]
    return from_frames("crises", {"situations": [{"situation": "war", "name": "War"}], "scenarios": rows})


def test_a_lone_scenario_is_certain_unless_it_says_otherwise() -> None:
    assert chances(crises(None)) == {"s0": 1.0}
    assert chances(crises(0.2)) == {"s0": 0.2}


def test_one_of_several_that_states_no_chance_has_none() -> None:
    assert chances(crises(0.1, None)) == {"s0": 0.1, "s1": None}


def test_a_scenario_without_a_chance_counts_for_nothing_beside_one_with() -> None:
    assert by_chance([0.1, None]) == [1.0, 0.0]
    assert by_chance([0.3, 0.1]) == pytest.approx([0.75, 0.25])


def test_scenarios_count_alike_where_none_states_a_chance() -> None:
    assert by_chance([None, None]) == [0.5, 0.5]
    assert by_chance([0.0, None]) == [0.5, 0.5]


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), min_size=1, max_size=6))
def test_together_they_count_for_one(stated: list[float | None]) -> None:
    assert sum(by_chance(stated)) == pytest.approx(1.0)
