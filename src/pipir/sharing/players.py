"""Who plays? Nations or bodies that may act together, each on its own side of the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipir.case.case import Case
from pipir.case.nearest import nearest_of
from pipir.case.refusal import Fault, Refused, refuse
from pipir.case.words import counted
from pipir.network.network import Ints, Network
from pipir.network.stances import bodies

BODY = "PIPIR"
"""The body whose members play where none are named."""
ROLES = ("participant", "partner")
MOST = 16
"""Players at most: their coalitions are twice as many with each one more."""
NOBODY = 1 << 62
"""The bit of nations that play on no side: what needs them is closed in every coalition."""


@dataclass(frozen=True)
class Players:
    """Names in order, and the nations that each stands for. A coalition is a number whose bit k says that k is in."""

    names: tuple[str, ...]
    nations: tuple[tuple[str, ...], ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.names)

    @property
    def all(self) -> int:
        """The coalition of everybody."""
        return (1 << self.count) - 1

    def among(self, coalition: int) -> list[str]:
        """Names of those in a coalition."""
        return [name for k, name in enumerate(self.names) if coalition >> k & 1]

    def bits(self, net: Network, others: int = NOBODY) -> Ints:
        """The bit of each nation of a network; `others` for those that are no player (0: they always take part)."""
        bit = {nation: 1 << k for k, nations in enumerate(self.nations) for nation in nations}
        return np.array([bit.get(nation, others) for nation in net.nations], dtype=np.int64)


def players(net: Network, asked: str | None) -> Players:
    """The players named, separated by spaces; else the members of PIPIR that hold a site, else all partners that do.

    Raises Refused for a name that is neither nation nor body, a nation on two sides, fewer than two or too many.
    """
    found = _named(net, asked.split()) if asked is not None else _usual(net)
    if not 2 <= found.count <= MOST:
        remedy = f"name 2 to {MOST} nations or bodies, separated by spaces; a body counts as one"
        rule = f"{'is' if found.count == 1 else 'are'} {counted(str(found.count), 'player')}"
        raise refuse("options", rule, remedy, column="--players", value=asked)
    return found


def holders(net: Network) -> list[str]:
    """Nations that hold a site, in order of code."""
    return sorted({net.nations[k] for k in net.sites.holder})


def _usual(net: Network) -> Players:
    member = bodies(net.case, net.start)
    holding = holders(net)
    found = [nation for nation in holding if BODY in member.get(nation, ())]
    if len(found) < 2:
        role = dict(net.case["nations"].select("nation", "role").iter_rows())
        found = [nation for nation in holding if role[nation] in ROLES]
    return Players(tuple(found), tuple((nation,) for nation in found))


def _named(net: Network, words: Sequence[str]) -> Players:
    sides = _sides(net.case, net, words)
    faults, seen = [], dict[str, str]()
    for word, nations in sides.items():
        if words.count(word) > 1:
            faults.append(_fault(word, "is named twice", "name each player once"))
        for nation in nations:
            other = seen.setdefault(nation, word)
            if other != word:
                faults.append(_fault(word, f"has {nation} in common with {other}", f"name {nation} as a player itself"))
    if faults:
        raise Refused(faults)
    return Players(tuple(sides), tuple(sides.values()))


def _sides(case: Case, net: Network, words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Nations of each word: a nation named by itself is in no body beside it."""
    member = bodies(case, net.start)
    known = sorted({body for of in member.values() for body in of})
    faults, sides = [], dict[str, tuple[str, ...]]()
    for word in words:
        if word in net.nations:
            sides[word] = (word,)
            continue
        nations = tuple(n for n in net.nations if word in member.get(n, ()) and n not in words)
        if word not in known:
            near = nearest_of(word, [*net.nations, *known])
            faults.append(_fault(word, "is neither a nation nor a body with members", near))
        elif not nations:
            faults.append(_fault(word, "has no members but those named by themselves", "leave it out"))
        sides[word] = nations
    if faults:
        raise Refused(faults)
    return sides


def _fault(word: str, rule: str, remedy: str) -> Fault:
    return Fault("options", None, "--players", word, rule, remedy)
