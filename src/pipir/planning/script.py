"""What does a plan bring a run, day by day? The script of its sends, starts, fills and handings."""

from __future__ import annotations

import numpy as np

from pipir.network.network import Floats, Ints
from pipir.planning.days import Days
from pipir.planning.keeping import Keeping
from pipir.planning.legs import Layout, used
from pipir.program.decisions import Decisions
from pipir.sustainment.scripts import Again, Script


def script(plan: Decisions, layout: Layout, place: tuple[int, int], under_way: Ints, again: Again | None) -> Script:
    """What a plan brings on days [first, last) of a run, counted from its beginning; the plan begins on the first.

    `place` is (first, last). `under_way` are the legs on which the plan's goods under way at its beginning are.
    """
    first, last = place
    plan = used(plan)
    days, moves = Days(plan), layout.moves
    count, legs = last - first, len(moves.legs)
    leg = layout.legs(plan)
    hold = _placed(leg, days.between(np.zeros(len(leg)), plan.waits), legs + layout.others)
    np.add.at(hold.T, under_way, days.between(np.zeros(len(under_way)), plan.under_way_waits).T)
    uses, planned = _uses(plan)
    keeping = Keeping(days)
    discarded = np.array([moves.cells.number[cell] for cell in keeping.cells], dtype=np.int64)
    return Script(
        first=first,
        uses=tuple(uses),
        handings=tuple(zip(plan.hand_commitment.tolist(), plan.hand_site.tolist(), strict=True)),
        send=_placed(leg, days.evenly(plan.sent), legs)[:count],
        hold=hold[:count],
        start=days.by_capacity()[:count],
        fill=_placed(planned, days.by_need(), len(uses))[:count],
        lies=keeping.lies(uses)[:count],
        wanted=keeping.wanted(uses)[:count],
        hand=days.evenly(plan.hands)[:count],
        discard=_placed(discarded, days.evenly(plan.discards), len(moves.cells.number))[:count],
        again=again,
    )


def _uses(plan: Decisions) -> tuple[list[tuple[int, int]], Ints]:
    """Everything that a demand may be served from, as demand and item, and the places there of the plan's uses."""
    net, site = plan.net, plan.net.demands.site
    uses = [
        (d, item) for d, options in enumerate(net.demands.uses) for item, _ in options if net.works(int(site[d]), item)
    ]
    number = {use: k for k, use in enumerate(uses)}
    planned = zip(plan.use_demand.tolist(), plan.use_item.tolist(), strict=True)
    return uses, np.array([number[use] for use in planned], dtype=np.int64)


def _placed(columns: Ints, values: Floats, count: int) -> Floats:
    """Values by day in columns of a wider table."""
    table = np.zeros((len(values), count))
    table[:, columns] = values
    return table
