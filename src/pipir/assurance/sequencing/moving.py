"""Who may move up? Whole places of an order, and of each place the claims of single nations or bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from pipir.assurance.sequencing.declared import DEFAULT, EVERYBODY, SequenceOptions
from pipir.assurance.sequencing.serving import Move, Queue, Standing
from pipir.case.case import Case
from pipir.case.nearest import nearest_of
from pipir.case.refusal import Fault, Refused
from pipir.network.network import Flags, Network
from pipir.network.ranks import Ranks, Rule
from pipir.planning.owed import receivers
from pipir.program.claims import Claims

ENOUGH = 1e-4
"""Share of what is owed, and of the scenario's days, below which a difference is none: stages may each be off by a
ten-millionth of what their rank weighs, of which a claim may be a small part."""


def compared(case: Case, asked: SequenceOptions) -> tuple[str, str]:
    """The two policies: those asked for, else the default order and the first that the case states."""
    if asked.compare is not None:
        return asked.compare
    stated = [policy for policy in case["sequence"]["policy"] if policy != "*"]
    return DEFAULT, stated[0] if stated else DEFAULT


def policy(case: Case, name: str) -> str | None:
    """The policy of that name; None for the order where none is named."""
    return name if name in set(case["sequence"]["policy"]) - {"*"} else None


def rules(case: Case, name: str, rank: int) -> list[Rule]:
    """The rules of a policy that put claims at a rank; none at its last, where all others stand."""
    return [rule for rule in Ranks(case, policy(case, name)).rules if rule.rank == rank]


def movers(case: Case, asked: SequenceOptions, compare: tuple[str, str], bodies: Mapping[str, set[str]]) -> list[str]:
    """Nations and bodies that move up alone. Raises Refused for a name that is neither."""
    known = sorted(set(case["nations"]["nation"]) | set(case["memberships"]["body"]) | set().union(*bodies.values()))
    if asked.move is not None:
        names = list(dict.fromkeys(asked.move.split()))
        wrong = [name for name in names if name not in known]
        if wrong or not names:
            rule = "is no nation and no body of the case"
            faults = [Fault("options", None, "--move", name, rule, nearest_of(name, known)) for name in wrong or [""]]
            raise Refused(faults)
        return names
    named = {
        condition for name in compare for rule in Ranks(case, policy(case, name)).rules for condition in rule.conditions
    }
    return [name for name in known if name in named]


def belongs(net: Network, claims: Claims, name: str, bodies: Mapping[str, set[str]]) -> Flags:
    """Which claims a nation, or the members of a body, receive: shape (claims,)."""
    of = np.array([nation == name or name in bodies.get(nation, ()) for nation in net.nations], dtype=bool)
    found: Flags = of[receivers(net, claims)]
    return found


def moves(queue: Queue, alone: Mapping[str, Flags]) -> Iterator[Move]:
    """Every place but the first as a whole, and of each the claims of those that move alone where others stand too."""
    for place in range(len(queue.ranks)):
        here = queue.place == place
        if place > 0:
            yield Move(place, EVERYBODY, np.flatnonzero(here))
        for name, its in alone.items():
            if (here & its).any() and (here & ~its).any():
                yield Move(place, name, np.flatnonzero(here & its))


def lacking(move: Move, standing: Standing, days: float) -> int:
    """How many of the claims that move are short or late where they stand."""
    short, late = standing.short[move.members] > ENOUGH, standing.late[move.members] > ENOUGH * days
    return int((short | late).sum())
