"""Whose is it? Which players every choice, limit and claim of a programme needs, as bits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipir.network.network import Ints
from pipir.program.blocks.exporting import pools
from pipir.program.build import Built
from pipir.program.claims import COMMITMENT, DEMAND, PROMISE
from pipir.program.draft import Family
from pipir.sharing.players import NOBODY


@dataclass(frozen=True)
class Owners:
    """Bits of the players that must take part, by column, row and claim of the programme.

    A column of choice is open in a coalition that has all of its players; one of 0 is open in every coalition. A
    holder owns its sites with what lies, is made, taken in and demanded there; what leads from one holder to another
    needs both, as does a limit on it: the lift of a lane, the ceiling of an agreement. A commitment needs its supplier
    and its recipient; a recipient that is no player and has no site to bring it to is not asked.
    """

    columns: Ints
    rows: Ints
    claims: Ints


def owners(built: Built, bit: Ints) -> Owners:
    """Owners of everything in a programme; `bit` is that of each nation of the network."""
    commitments, claims = _commitments(built, bit), _claims(built, bit)
    return Owners(
        _columns(built, bit, commitments, claims),
        _rows(built, bit, commitments, claims),
        claims,
    )


def _commitments(built: Built, bit: Ints) -> Ints:
    dues = built.net.commitments
    outside = np.array([not sites for sites in dues.sites], dtype=bool) & (bit[dues.recipient] == NOBODY)
    found: Ints = bit[dues.supplier] | np.where(outside, 0, bit[dues.recipient])
    return found


def _claims(built: Built, bit: Ints) -> Ints:
    net, claims = built.net, built.claims
    by_kind = {
        DEMAND: bit[net.demands.nation],
        COMMITMENT: _commitments(built, bit),
        PROMISE: bit[net.promises.supplier] | bit[net.promises.recipient],
    }
    found = np.zeros(len(claims.kind), dtype=np.int64)
    for kind, bits in by_kind.items():
        found[claims.of(kind)] = bits[claims.number[claims.of(kind)]]
    return found


def _columns(built: Built, bit: Ints, commitments: Ints, claims: Ints) -> Ints:
    """Stock, what waits and what is still open are there whoever takes part; a share short is its claim's."""
    net, scope = built.net, built.scope
    ends = bit[net.sites.holder[net.lanes.origin]] | bit[net.sites.holder[net.lanes.destination]]
    flows = ends[scope.flows.lane]
    carried = scope.flows.commitment
    flows = flows | np.where(carried >= 0, np.append(commitments, 0)[carried], 0)
    handings = bit[scope.holder[scope.handings.cell]] | commitments[scope.handings.commitment]
    return _told(
        built.programme.columns,
        {
            "sent": flows,
            "starts": bit[net.sites.holder[net.making.site]],
            "fills": bit[net.demands.nation[scope.uses.demand]],
            "hands": handings,
            "short": claims,
        },
        built.programme.shape[1],
    )


def _rows(built: Built, bit: Ints, commitments: Ints, claims: Ints) -> Ints:
    net, scope = built.net, built.scope
    holder, kinds = bit[net.sites.holder], built.claims.of
    lanes = holder[net.lanes.origin] | holder[net.lanes.destination]
    place = {nation: k for k, nation in enumerate(net.nations)}
    agreed = [bit[place[a.supplier]] | bit[place[a.beneficiary]] for a in scope.flows.agreements]
    cells = holder[scope.cell_site]
    return _told(
        built.programme.rows,
        {
            "balance": cells,
            "door": cells[scope.doors.cell],
            "lift": lanes,
            "handling": holder,
            "storage": holder,
            "discard": cells,
            "explosives": holder,
            "served": bit[net.demands.nation],
            "pool": bit[pools(built.writing)[1][:, 0]],
            "ceiling": np.array(agreed, dtype=np.int64),
            "due": commitments,
            "late": claims[kinds(COMMITMENT)],
            "unmet": claims[kinds(DEMAND)],
            "uncalled": claims[kinds(PROMISE)],
        },
        built.programme.shape[0],
    )


def _told(families: Mapping[str, Family], bits: dict[str, Ints], count: int) -> Ints:
    """Bits of every column or row, 0 in families that are nobody's."""
    found = np.zeros(count, dtype=np.int64)
    for name, of in bits.items():
        family = families[name]
        found[family.all] = of[family.spans.entity]
    return found
