"""What do the lines put out in a window, as far as components and repairable stock last?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl

from pipir.accounting.components import shares, supplies_of, uses_of
from pipir.accounting.window import Window
from pipir.case.case import Case
from pipir.network.capacity import ramps
from pipir.network.making import supplied


@dataclass(frozen=True)
class Output:
    """What lines put out, and which components hold nothing back because the case knows no supply of them.

    `lines` has a row per line, in the case's order: its columns with the holder's `nation`, and possible, output
    [item's unit], `limit`: the component (for a repair line: the item to be repaired) that cuts it, else null.
    """

    lines: pl.DataFrame
    unlimited: tuple[str, ...]


def line_output(case: Case, window: Window, surge: bool, limiting: Collection[str] | None = None) -> Output:
    """Output of every line in the window, cut to what there is of its components in the whole case.

    A start counts where it is finished within the window; work in hand has its components already. A component with
    neither stock nor line in the case does not limit: the others are `supplied(case)` unless `limiting` names them.
    Repair lines take repairable stock instead of a bill. How a component is split: `components.shares`.
    """
    lines = case.filled("lines").join(case["sites"].select("site", "nation"), on="site", maintain_order="left")
    limiting = supplied(case) if limiting is None else limiting
    supplies = supplies_of(case, lines)
    pace = ramps(lines, window.start, 0.0 if surge else None)
    last_start = np.maximum(window.days - pace.lead, 0.0)
    share, limit = shares(supplies, uses_of(case, lines, supplies.items, limiting), pace, last_start)
    in_hand = pace.in_hand * np.minimum(window.days, pace.lead)
    started = pace.started(last_start)
    cut = (limit >= 0) & (started > 0.0)
    table = lines.with_columns(
        pl.Series("possible", in_hand + started, pl.Float64),
        pl.Series("output", in_hand + share * started, pl.Float64),
        pl.Series(
            "limit", [supplies.name(int(k)) if held else None for k, held in zip(limit, cut, strict=True)], pl.String
        ),
    )
    made = lines.filter(pl.col("work") == "make")["item"].unique()
    taken = case["bills"].filter(pl.col("item").is_in(made.to_list()))["component"]
    return Output(table, tuple(sorted(set(taken) - set(limiting))))
