"""What is the least to cut so that all promises hold together? One programme over all of them, and a solve to prove it.

A commitment that is cut by a share falls due more slowly over the same days, as it does for a repair of one clash.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

import numpy as np

from pipir.assurance.assuring.audit import KEPT, Audit
from pipir.assurance.assuring.resources import cut
from pipir.assurance.assuring.wording import rounded_up
from pipir.network.network import Floats
from pipir.planning.weights import NEXT_RANK
from pipir.program.claims import COMMITMENT
from pipir.program.draft import Programme
from pipir.program.solver import Solver


@dataclass(frozen=True)
class LeastCut:
    """What is cut of which claims, in units, rounded up to three figures; `holds`: all others and the rest are kept."""

    amounts: dict[int, float]
    holds: bool


def least_cut(audit: Audit, claims: Sequence[int]) -> LeastCut:
    """The least weighted share to cut of these claims so that all that is left of them can be kept together.

    Each weighs 2^-place of its rank in the sequence: what is served later is cut first. Source: methods d.15.
    """
    if audit.kept(claims):
        return LeastCut({}, True)
    p = audit.built.programme
    short = p.columns["short"].all[list(claims)]
    solver = Solver(_lessened(audit))
    solver.minimise(short, _weights(audit)[list(claims)])
    shares = dict(zip(claims, solver.values()[short].tolist(), strict=True))
    owed = audit.built.claims.owed
    amounts = {
        claim: min(rounded_up(share * float(owed[claim])), float(owed[claim]))
        for claim, share in shares.items()
        if share > KEPT
    }
    with _cut(audit, amounts):
        return LeastCut(amounts, audit.kept(claims))


def _weights(audit: Audit) -> Floats:
    found: Floats = NEXT_RANK ** np.unique(audit.ranks, return_inverse=True)[1].astype(np.float64)
    return found


def _lessened(audit: Audit) -> Programme:
    """The programme in which what is short of a commitment is not owed at any time, in place of open at the end.

    So the share short stands in every row of what falls due with all that falls due there, and nothing stays open.
    """
    p, claims = audit.built.programme, audit.built.claims
    due, late = p.rows["due"], p.rows["late"].all
    which = claims.claim_of(COMMITMENT, len(audit.net.commitments.ids))[due.spans.entity]
    column = p.columns["short"].all[which]
    value = p.row_upper[due.all] * p.column_scale[column]
    columns = np.repeat(np.arange(len(p.lower)), np.diff(p.starts))
    kept = ~(np.isin(p.index, late) & np.isin(columns, p.columns["short"].all))
    new = value != 0.0
    every = np.concatenate([columns[kept], column[new]])
    rows = np.concatenate([p.index[kept], due.all[new]])
    order = np.lexsort((rows, every))
    starts = np.concatenate([[0], np.cumsum(np.bincount(every, minlength=len(p.lower)))])
    values = np.concatenate([p.value[kept], value[new]])
    return replace(
        p, starts=starts.astype(p.starts.dtype), index=rows[order].astype(p.index.dtype), value=values[order]
    )


@contextmanager
def _cut(audit: Audit, amounts: dict[int, float]) -> Iterator[None]:
    """Within this block so much of these claims is not owed."""
    with ExitStack() as back:
        for claim, amount in amounts.items():
            change = cut(audit, claim)
            back.callback(change.make, audit, 0.0)
            change.make(audit, amount)
        yield
