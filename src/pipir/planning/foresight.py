"""What is foresight worth? The same runs when goods are pulled, when a plan is followed, and when it is made anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from pipir.network.network import Network
from pipir.planning.solved import solved
from pipir.program.grid import grid_of
from pipir.sustainment.blocks import model
from pipir.sustainment.capability import SustainOptions
from pipir.sustainment.shares import Shares
from pipir.sustainment.sustain import tallied
from pipir.sustainment.tally import Tally

PULL, FOLLOW, REPLAN, PLAN = "pull", "follow-plan", "replan", "plan"


def foresight(tally: Tally, options: SustainOptions) -> pl.DataFrame:
    """The table `foresight` of runs that followed a plan: see `capability.FORESIGHT`.

    `tally` holds the runs of these options. The other ways are run with the same seed: runs of one number meet the same
    strikes, needs and figures, so that a difference between ways is due to the ways alone.
    """
    case = tally.prepared.net.case
    rows = []
    for manner in (PULL, FOLLOW) if options.replan is None else (PULL, FOLLOW, REPLAN):
        own = tally
        if manner != options.manner:
            follows = manner == FOLLOW
            daily = options.daily and follows
            other = replace(options, follow_plan=follows, replan=None, daily=daily, roll_forward=False)
            own = tallied(model(case, other))
        p10, p90 = own.shares.bands.quantiles([0.1, 0.9])
        shares = zip(own.shares.ranks, own.shares.bands.mean(), p10, p90, strict=True)
        rows += [(manner, rank, *map(float, share)) for rank, *share in shares]
    reckoned = _expected(_known(tally.prepared.net, options), options.daily)
    rows += [(PLAN, rank, share, None, None) for rank, share in reckoned]
    names = ("policy", "rank", "share_short_mean", "share_short_p10", "share_short_p90")
    return pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)


def _known(net: Network, options: SustainOptions) -> Network:
    """The network that a plan is made for before anything is drawn: unknown answers that runs draw are a no."""
    if options.unknown != "draw":
        return net
    return model(net.case, replace(options, unknown="no", roll_forward=False)).network(())


def _expected(net: Network, daily: bool) -> list[tuple[int, float]]:
    """Share short of each rank that the plan itself reckons with."""
    found = solved(net, grid_of(net, daily))
    shares, claims = Shares(net, np.arange(len(net.demands.ids))), found.built.claims
    begins = np.cumsum([0, len(net.demands.ids), len(net.commitments.ids), len(net.promises.ids)])
    owed, unmet = np.zeros((1, begins[-1])), np.zeros((1, begins[-1]))
    place = begins[claims.kind] + claims.number
    owed[0, place] = claims.owed
    unmet[0, place] = claims.owed * found.shares
    return list(zip(shares.ranks, map(float, shares.of(owed, unmet)[0]), strict=True))
