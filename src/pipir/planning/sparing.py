"""Of plans that serve the claims equally well, which is chosen? The cheapest, then the most natural."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipir.program.build import Built
from pipir.program.claims import COMMITMENT, DEMAND
from pipir.program.grid import Floats, Ints

SUMS = ("transport cost", "tonne-days", "serving late", "tonnes moved or kept", "idle lines")
"""What each of the sums is, in order."""


def spared(built: Built) -> Iterator[tuple[Ints, Floats]]:
    """Columns and their costs, one sum after another: each is made as small as those before it allow.

    Transport cost and tonne-days are the design's. Then claims are served early rather than late and from what they
    ask for rather than a substitute, as few tonnes as possible are moved, kept at a door or discarded, and lines make
    what they can: nothing goes in circles, and no line stands still that could work for what comes after.
    """
    net, scope, sent = built.net, built.scope, built.programme.columns["sent"]
    flow = sent.spans.entity
    lane, mass = scope.flows.lane[flow], net.items.mass_t[scope.flows.item[flow]]
    yield sent.all, net.lanes.cost[lane] * mass
    yield sent.all, net.lanes.days[lane] * mass
    yield _lateness(built)
    others = [built.programme.columns[name] for name in ("waits", "discards")]
    cells = [scope.doors.cell[others[0].spans.entity], others[1].spans.entity]
    weights = [mass, *(net.items.mass_t[scope.cell_item[cell]] for cell in cells)]
    yield np.concatenate([sent.all, *(family.all for family in others)]), np.concatenate(weights)
    yield _idleness(built)


def _lateness(built: Built) -> tuple[Ints, Floats]:
    """Share of a demand served, times how late; share of a commitment that is due and open, times how long.

    A substitute counts as if it came a whole scenario later.
    """
    scope, grid, claims = built.scope, built.writing.grid, built.claims
    days = float(grid.edges[-1])
    fills, left = built.programme.columns["fills"], built.programme.columns["open"]
    use, commitment = fills.spans.entity, left.spans.entity
    owed = claims.owed[claims.claim_of(DEMAND, len(built.net.demands.ids))[scope.uses.demand[use]]]
    stands_in = scope.uses.item[use] != built.net.demands.item[scope.uses.demand[use]]
    late = (grid.begin[fills.spans.period] / days + stands_in) / (owed * scope.uses.ratio[use])
    owed = claims.owed[claims.claim_of(COMMITMENT, len(built.net.commitments.ids))[commitment]]
    still = grid.length[left.spans.period] / days / owed
    return np.concatenate([fills.all, left.all]), np.concatenate([late, still])


def _idleness(built: Built) -> tuple[Ints, Floats]:
    """Less than nothing for each start, as a share of what its line can start, more so for an early one."""
    starts = built.programme.columns["starts"]
    upper = built.programme.upper[starts.all] * built.programme.column_scale[starts.all]
    most = np.zeros(len(starts.spans.count))
    np.add.at(most, starts.spans.entity, upper)
    total = most[starts.spans.entity]
    early = 2.0 - built.writing.grid.begin[starts.spans.period] / float(built.writing.grid.edges[-1])
    return starts.all, -np.divide(early, total, out=np.zeros(len(total)), where=total > 1e-12)
