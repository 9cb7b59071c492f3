"""Which sets of promises clash? Sets that cannot be kept together, though without any one member the rest can."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

PROOF = 500
"""Sets that are tried to prove that no smaller clash exists; beyond them it stays unknown."""
LESS = 5
"""Part of these sets that are tried for each clash after the first: `smallest` does not rest on it."""
MOST = 12
"""Clashes that are looked for; those that share no member with another are listed beyond it."""
TRIED = 200
"""Sets of promises that are given up one after another in search of clashes that share members."""


class Asked(Protocol):
    """Somebody who knows which sets of claims can be kept."""

    def kept(self, claims: Sequence[int]) -> bool:
        """Can all of these be kept in full?"""

    def alone(self, claim: int) -> float:
        """The share of a claim that can be kept when it is the only one."""

    def suspects(self, claims: Sequence[int]) -> list[int]:
        """Those of claims which cannot all be kept that cannot all be kept either, what takes most first."""

    def also_kept(self, claims: Sequence[int], among: Sequence[int]) -> list[int]:
        """Some of `among` that can be kept together with these, which can."""


@dataclass(frozen=True)
class Clash:
    """Claims that cannot be kept together.

    `smallest`: has no clash of claims that can each be kept alone fewer members? None: unknown.
    """

    claims: tuple[int, ...]
    smallest: bool | None


@dataclass(frozen=True)
class Clashes:
    """Clashes, and whether these are all that there are."""

    found: tuple[Clash, ...]
    complete: bool


def clashes(asked: Asked, claims: Sequence[int], proof: int = PROOF, most: int = MOST) -> Clashes:
    """Clashes among these claims: first claims that cannot be kept even alone, then sets of the others.

    Of the sets come first some that share no member, each a smallest one of what those before it leave, until the rest
    can all be kept: every fight is among them. Then come others that share members with these, up to `most` in all.
    """
    alone = [claim for claim in claims if asked.alone(claim) < 1.0]
    rest = [claim for claim in claims if claim not in set(alone)]
    apart = _apart(asked, rest, proof)
    every, complete = _overlapping(asked, rest, [clash.claims for clash in apart], most - len(alone))
    least = min((len(one) for one in every), default=0)
    proven = complete or any(clash.smallest and len(clash.claims) == least for clash in apart[:1])
    found = [Clash((claim,), True) for claim in alone]
    for one in every:
        found.append(Clash(one, False if len(one) > least else True if proven else None))
    return Clashes(tuple(found), complete)


def _apart(asked: Asked, claims: Sequence[int], proof: int) -> list[Clash]:
    """Clashes no two of which share a member, until the rest can all be kept."""
    found: list[Clash] = []
    rest = list(claims)
    while not asked.kept(rest):
        clash = smallest(asked, rest, irreducible(asked, rest), proof if not found else proof // LESS)
        found.append(clash)
        rest = [claim for claim in rest if claim not in clash.claims]
    return found


def _overlapping(
    asked: Asked, claims: Sequence[int], known: list[tuple[int, ...]], most: int
) -> tuple[list[tuple[int, ...]], bool]:
    """These clashes and others, as far as `most` and the number of sets tried allow; and whether they are all.

    One member of a clash after another is given up, until what remains can be kept or shows another clash. What is
    given up where it can be kept has a member in every clash, and every clash is found on the way to these sets.
    Source: Reiter 1987, the tree of hitting sets.
    """
    found = list(known)
    waiting, seen = deque([frozenset[int]()]), {frozenset[int]()}
    for _ in range(TRIED):
        if not waiting:
            return found, True
        given = waiting.popleft()
        clash = next((one for one in found if given.isdisjoint(one)), None)
        if clash is None:
            remains = [claim for claim in claims if claim not in given]
            if asked.kept(remains):
                continue
            if len(found) >= most:
                return found, False
            clash = irreducible(asked, remains)
            found.append(clash)
        more = [given | {member} for member in clash]
        waiting.extend(one for one in more if one not in seen)
        seen.update(more)
    return found, not waiting


def irreducible(asked: Asked, claims: Sequence[int]) -> tuple[int, ...]:
    """A clash within claims that cannot all be kept: each is dropped in turn, and stays out if the rest still clash.

    Those that take least are dropped first, so that few are left.
    Source: methods d.15, the deletion filter.
    """
    held = asked.suspects(claims)
    for claim in held[::-1]:
        rest = [other for other in held if other != claim]
        if not asked.kept(rest):
            held = rest
    return tuple(sorted(held))


def smallest(asked: Asked, claims: Sequence[int], known: tuple[int, ...], proof: int) -> Clash:
    """A clash of fewest members, by implicit hitting sets; `known` is one of unknown rank, singles can be kept.

    What must be given up of all claims so that the rest can be kept is a correction: every clash has a member in each.
    The smallest set that hits all corrections found so far is no larger than any clash; if it clashes it is smallest.
    """
    tried = _Counted(asked, proof)
    corrections: list[frozenset[int]] = []
    while len(known) > 2:
        if tried.spent:
            return Clash(known, None)
        hit = hitting(corrections, len(known) - 1)
        if hit is None or len(hit) >= len(known):
            return Clash(known, True)
        if not tried.kept(hit):
            return Clash(hit, True)
        corrections.append(frozenset(claims) - tried.grown(hit, claims))
    return Clash(known, True)


@dataclass
class _Counted:
    """Counts the sets that it asks about."""

    asked: Asked
    most: int
    sets: int = field(default=0)

    @property
    def spent(self) -> bool:
        return self.sets >= self.most

    def kept(self, claims: Sequence[int]) -> bool:
        self.sets += 1
        return self.asked.kept(claims)

    def grown(self, claims: Iterable[int], among: Sequence[int]) -> frozenset[int]:
        """These claims, which can be kept, and as many others as can be kept with them."""
        held = list(claims)
        self.sets += 1
        held += self.asked.also_kept(held, [c for c in among if c not in held])
        for claim in among:
            if claim not in held and self.kept([*held, claim]):
                held.append(claim)
        return frozenset(held)


def hitting(sets: Sequence[frozenset[int]], most: int) -> tuple[int, ...] | None:
    """A smallest set of at most so many members with one in each of these; None where there is none."""
    for size in range(most + 1):
        found = _hit(sorted(sets, key=lambda one: (len(one), sorted(one))), size)
        if found is not None:
            return tuple(sorted(found))
    return None


def _hit(sets: Sequence[frozenset[int]], size: int) -> list[int] | None:
    """A set of at most `size` members with one in each: it has a member of the first."""
    if not sets:
        return []
    if size == 0 or size * _most_hits(sets) < len(sets):
        return None
    for member in sorted(sets[0]):
        rest = _hit([one for one in sets if member not in one], size - 1)
        if rest is not None:
            return [member, *rest]
    return None


def _most_hits(sets: Sequence[frozenset[int]]) -> int:
    """In how many of the sets the most frequent member is."""
    every = list(chain.from_iterable(sets))
    return max((every.count(member) for member in set(every)), default=0)
