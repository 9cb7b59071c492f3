"""Are clashes irreducible, are they all, and is the first a smallest one? Held to every subset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from pipir.assurance.assuring.clashes import MOST, Clash, clashes, hitting, irreducible, smallest


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
def test_each_clash_is_irreducible_and_told_once(asked: Piles) -> None:
    claims = range(len(asked.takes))
    found = [clash.claims for clash in clashes(asked, claims).found]
    assert set(found) <= set(asked.all_clashes(claims))
    assert len(found) == len(set(found))


@given(piles())
def test_where_the_limits_allow_all_clashes_are_found_those_that_share_members_too(asked: Piles) -> None:
    claims = range(len(asked.takes))
    told, every = clashes(asked, claims), asked.all_clashes(claims)
    found = {clash.claims for clash in told.found}
    assert told.complete or len(found) >= MOST
    if told.complete:
        assert found == set(every)
    rest = [c for c in claims if not any(c in clash for clash in found)]
    assert asked.kept(rest)


@given(piles(), st.integers(0, 3))
def test_beyond_the_most_it_is_said_that_there_are_more(asked: Piles, most: int) -> None:
    claims = range(len(asked.takes))
    told = clashes(asked, claims, most=most)
    every = asked.all_clashes(claims)
    assert told.complete == (len(told.found) == len(every))
    assert len(told.found) >= min(most, len(every))


@given(piles())
def test_singles_come_first_and_then_a_smallest_of_what_each_set_apart_leaves(asked: Piles) -> None:
    claims = range(len(asked.takes))
    told = [clash.claims for clash in clashes(asked, claims).found]
    alone = [one for one in told if len(one) == 1]
    assert told[: len(alone)] == alone
    rest = [c for c in claims if (c,) not in alone]
    for clash in told[len(alone) :]:
        every = asked.all_clashes(rest)
        if not every:
            break
        assert len(clash) == min(len(one) for one in every)
        rest = [c for c in rest if c not in clash]


@given(piles())
def test_a_smallest_clash_is_one_of_the_fewest_members(asked: Piles) -> None:
    told = clashes(asked, range(len(asked.takes)))
    several = [clash for clash in told.found if len(clash.claims) > 1]
    least = min((len(clash.claims) for clash in several), default=0)
    assert all(clash.smallest == (len(clash.claims) == least) for clash in several)
    assert all(clash.smallest for clash in told.found if len(clash.claims) == 1)


@given(piles())
def test_claims_clash_exactly_where_not_all_can_be_kept(asked: Piles) -> None:
    claims = range(len(asked.takes))
    assert (not clashes(asked, claims).found) == asked.kept(claims)


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


def test_two_clashes_that_share_a_member_are_both_told() -> None:
    asked = Piles([[1, 0], [1, 1], [0, 1]], [1, 1])
    assert {clash.claims for clash in clashes(asked, range(3)).found} == {(0, 1), (1, 2)}


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
