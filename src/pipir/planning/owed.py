"""To whom is each claim owed, between which days, and how long does a unit of it last?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipir.network.network import Demands, Dues, Floats, Ints, Network
from pipir.program.claims import COMMITMENT, DEMAND, PROMISE, Claims


def receivers(net: Network, claims: Claims) -> Ints:
    """The nation that claims, a demand's own or the recipient, as a number of the network: shape (claims,)."""
    of = {DEMAND: net.demands.nation, COMMITMENT: net.commitments.recipient, PROMISE: net.promises.recipient}
    found = np.zeros(len(claims.kind), dtype=np.int64)
    for kind, nation in of.items():
        which = claims.of(kind)
        found[which] = nation[claims.number[which]]
    return found


def claimants(net: Network, claims: Claims) -> NDArray[np.str_]:
    """The same by name: shape (claims,)."""
    return np.array(net.nations)[receivers(net, claims)]


def windows(net: Network, claims: Claims) -> Floats:
    """Day from which, and day up to which, each claim falls due within the scenario: shape (claims, 2)."""
    of: dict[int, Demands | Dues] = {DEMAND: net.demands, COMMITMENT: net.commitments, PROMISE: net.promises}
    found = np.zeros((len(claims.kind), 2))
    for kind, dues in of.items():
        which = claims.of(kind)
        number = claims.number[which]
        begin = np.maximum(dues.begin[number], 0.0)
        found[which] = np.column_stack([begin, np.maximum(np.minimum(dues.end[number], net.days), begin)])
    return found


def days_owed(of: Floats) -> float:
    """Days that lie in any of these windows, shape (claims, 2): 0 where all falls due at once."""
    total = reached = 0.0
    for begin, end in sorted(map(tuple, of.tolist())):
        total += max(end - max(begin, reached), 0.0)
        reached = max(reached, end)
    return total


def days_of_supply(units: float, owed: float, days: float) -> float | None:
    """Units as days of supply, at the mean daily need on the `days` on which any is owed; None where there are none."""
    return units / owed * days if days > 0.0 else None
