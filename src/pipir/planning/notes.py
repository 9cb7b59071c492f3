"""What must a reader know of a plan that its tables do not say?"""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl

from pipir.case.words import counted, figure, listing
from pipir.network.telling import left_out
from pipir.planning.binding import MOST
from pipir.planning.solved import Solved
from pipir.planning.words import NetworkNames

LATE = 1e-3
"""Share of what a commitment is owed from which on it is told that more arrives after the end."""


def notes(plan: Solved, binding: pl.DataFrame) -> list[str]:
    """What the network leaves out, what weeks do to it, and where the table `binding` is cut."""
    said = left_out(plan.built.net)
    weeks = plan.decisions.grid.weeks_from
    if weeks is not None:
        said.append(
            f"From day {weeks} on this plan is in weeks, which have no order within: what arrives on the last day of a "
            "week may be used on its first. --daily plans by days."
        )
    late = _after_the_end(plan)
    if late:
        said.append(f"Sent evenly over a period, some arrives after the end and counts for nobody: {listing(late)}.")
    if plan.decisions.sent.any() and not plan.built.net.lanes.cost.any():
        said.append("No lane of the case has a cost: cost_usd is 0, and cost decides nothing.")
    full = [rank for rank, rows in Counter(binding["rank"].to_list()).items() if rows >= MOST]
    if full:
        said.append(
            f"Of what limits rank {listing([str(rank) for rank in sorted(full)], len(full))} the table binding has the "
            f"{MOST} of which one unit more is worth the most: what is needed by the thousand is worth little a unit."
        )
    return said


def _after_the_end(plan: Solved) -> list[str]:
    """What is sent under each commitment and arrives after the end, in words, where it counts beside what is owed."""
    d = plan.decisions
    net, names = d.net, NetworkNames(d.net)
    late: dict[int, float] = {}
    for flow, carrier in enumerate(d.flow_carrier.tolist()):
        if carrier >= len(d.agreements):
            left, _, share = d.grid.arriving(float(net.lanes.days[d.flow_lane[flow]]))
            missed = 1.0 - np.bincount(left, share, minlength=d.grid.count)
            commitment = carrier - len(d.agreements)
            late[commitment] = late.get(commitment, 0.0) + float(np.maximum(missed, 0.0) @ d.sent[flow])
    return [
        f"{counted(figure(quantity), names.unit(int(net.commitments.item[k])))} under {net.commitments.ids[k]}"
        for k, quantity in sorted(late.items())
        if quantity > LATE * net.commitments.owed[k]
    ]
