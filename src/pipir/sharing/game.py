"""What does each player add, and which coalition would object to a sharing? A game given by the value of coalitions.

A game is an array: the value of each coalition at its number, whose bit k says that player k is in. Nobody is worth 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial

import numpy as np

from pipir.network.network import Flags, Floats, Ints


@dataclass(frozen=True)
class Objection:
    """The coalition that a sharing gives least beside what it is worth alone: by how much that is more.

    Below 0 it is better off than alone by as much, and so is everybody: the sharing is in the core.
    """

    coalition: int
    size: float


def players_of(value: Floats) -> int:
    """Players of a game. Raises ValueError where the values are no game: their number, NaN, or a nobody with value."""
    count = len(value).bit_length() - 1
    if count < 1 or len(value) != 1 << count:
        raise ValueError(f"{len(value)} values are those of no number of players: it takes 2, 4, 8, ...")
    if not np.isfinite(value).all():
        raise ValueError("the value of a coalition is not a number")
    if value[0] != 0.0:
        raise ValueError("a coalition of nobody is worth something")
    return count


def memberships(count: int) -> Flags:
    """Who is in each coalition: shape (coalitions, players)."""
    found: Flags = (np.arange(1 << count)[:, None] >> np.arange(count) & 1).astype(bool)
    return found


def sizes(count: int) -> Ints:
    """How many are in each coalition."""
    found: Ints = memberships(count).sum(axis=1)
    return found


def alone(value: Floats) -> Floats:
    """What each player is worth alone."""
    found: Floats = value[1 << np.arange(players_of(value))]
    return found


def marginal(value: Floats) -> Floats:
    """What all together lose if a player leaves."""
    found: Floats = value[-1] - value[len(value) - 1 - (1 << np.arange(players_of(value)))]
    return found


def shapley(value: Floats) -> Floats:
    """What each player adds on average if they join in any order. Source: methods d.14."""
    count = players_of(value)
    size, every = sizes(count), np.arange(len(value))
    weight = np.array([factorial(s) * factorial(count - s - 1) / factorial(count) for s in range(count)])
    found = np.zeros(count)
    for k in range(count):
        before = every[(every >> k & 1) == 0]
        found[k] = float((weight[size[before]] * (value[before | 1 << k] - value[before])).sum())
    return found


def most_added(value: Floats) -> Floats:
    """The most that each player adds to any coalition; 0 for one that adds nothing to anybody, itself included."""
    every = np.arange(len(value))
    found = [
        float((value[before | 1 << k] - value[before]).max())
        for k in range(players_of(value))
        for before in (every[(every >> k & 1) == 0],)
    ]
    return np.array(found)


def given(shares: Floats) -> Floats:
    """What each coalition is given in a sharing."""
    found: Floats = memberships(len(shares)) @ shares
    return found


def objection(value: Floats, shares: Floats) -> Objection:
    """The largest objection of any coalition but all and nobody; of equals the one of the smallest number."""
    excess = (value - given(shares))[1:-1]
    at = int(np.argmax(excess >= excess.max(initial=-np.inf) - 1e-12 * max(1.0, float(np.abs(value).max()))))
    return Objection(at + 1, float(excess[at]))
