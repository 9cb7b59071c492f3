"""Are clashes irreducible, is the first a smallest one, and can the rest be kept? Held to every subset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from pipir.assurance.assuring.clashes import Clash, clashes, hitting, irreducible, smallest


@dataclass(frozen=True)
class Piles:
    """Claims that take so much of each pile: they can be kept together where no pile is overdrawn."""

    takes: Sequence[Sequence[int]]
    piles: Sequence[int]

    def kept(self, claims: Sequence[int]) -> bool:
        return all(sum(self.takes[c][p] for c in claims) <= pile for p, pile in enumerate(self.piles))

    def alone(self, claim: int) -> float:
        return 1.0 if self.kept([claim]) else 0.0

    def suspects(self, claims: Sequence[int]) -> list[int]:
        return list(claims)

    def also_kept(self, claims: Sequence[int], among: Sequence[int]) -> list[int]:
        return [c for c in among[:1] if self.kept([*claims, c])]

    def all_clashes(self, claims: Sequence[int]) -> list[tuple[int, ...]]:
        """Every irreducible set, by brute force."""
        sets = (some for size in range(1, len(claims) + 1) for some in combinations(claims, size))
        return [s for s in sets if not self.kept(s) and all(self.kept([c for c in s if c != out]) for out in s)]


@st.composite
def piles(draw: st.DrawFn) -> Piles:
    count, width = draw(st.integers(1, 8)), draw(st.integers(1, 3))
    takes = draw(st.lists(st.lists(st.integers(0, 6), min_size=width, max_size=width), min_size=count, max_size=count))
    return Piles(takes, draw(st.lists(st.integers(2, 14), min_size=width, max_size=width)))


@given(piles())
def test_each_clash_is_irreducible_and_the_rest_can_be_kept(asked: Piles) -> None:
    claims = range(len(asked.takes))
    found = clashes(asked, claims)
    every = asked.all_clashes(claims)
    assert {clash.claims for clash in found} <= set(every)
    rest = [c for c in claims if not any(c in clash.claims for clash in found)]
    assert asked.kept(rest)
    assert len([c for clash in found for c in clash.claims]) == len({c for clash in found for c in clash.claims})


@given(piles())
def test_singles_come_first_and_each_further_clash_is_a_smallest_of_what_is_left(asked: Piles) -> None:
    rest = list(range(len(asked.takes)))
    for clash in clashes(asked, rest):
        every = asked.all_clashes(rest)
        assert clash.smallest
        assert len(clash.claims) == min(len(one) for one in every)
        rest = [c for c in rest if c not in clash.claims]


@given(piles())
def test_claims_clash_exactly_where_not_all_can_be_kept(asked: Piles) -> None:
    claims = range(len(asked.takes))
    assert (clashes(asked, claims) == []) == asked.kept(claims)


@given(piles())
def test_a_filtered_set_is_irreducible(asked: Piles) -> None:
    claims = range(len(asked.takes))
    if not asked.kept(claims):
        assert irreducible(asked, claims) in asked.all_clashes(claims)


TRIPLE = Piles([[1], [1], [1], [1]], [2])


def test_three_that_share_two_units_are_a_smallest_clash_as_any_two_can_be_kept() -> None:
    assert smallest(TRIPLE, range(4), (0, 1, 2), 100) == Clash((0, 1, 2), True)


def test_a_smaller_clash_is_found_than_the_one_that_is_known() -> None:
    asked = Piles([[1, 0], [1, 0], [1, 0], [0, 2], [0, 2]], [2, 3])
    assert smallest(asked, range(5), (0, 1, 2), 100) == Clash((3, 4), True)


def test_it_stays_unknown_where_no_set_may_be_tried() -> None:
    assert smallest(TRIPLE, range(4), (0, 1, 2), 0) == Clash((0, 1, 2), None)


@given(st.lists(st.frozensets(st.integers(0, 6), min_size=1, max_size=4), max_size=7))
def test_a_hitting_set_is_as_small_as_any(sets: list[frozenset[int]]) -> None:
    found = hitting(sets, 7)
    assert found is not None
    assert all(one & set(found) for one in sets)
    smaller = combinations(range(7), len(found) - 1) if found else []
    assert not any(all(one & set(some) for one in sets) for some in smaller)


def test_there_is_no_hitting_set_of_fewer_than_the_sets_that_share_nothing() -> None:
    assert hitting([frozenset({0}), frozenset({1})], 1) is None
    assert hitting([frozenset()], 3) is None
