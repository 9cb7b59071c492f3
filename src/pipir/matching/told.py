"""What goes short in the plan of a scenario, and everything that is told of initiatives beside it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from pipir.case.case import Case
from pipir.case.names import Names
from pipir.matching.effects import Effect
from pipir.matching.efforts import Effort
from pipir.matching.measuring import lacking
from pipir.matching.mending import Mending
from pipir.planning.capability import PlanOptions
from pipir.planning.gaining import Owed
from pipir.planning.hot import cold
from pipir.planning.session import PlanSession
from pipir.planning.solved import Solved
from pipir.planning.tables import shortfall
from pipir.planning.worth import costs

SHORT = 1e-6
"""Share of what is owed up to which nothing goes short."""


@dataclass(frozen=True)
class Gap:
    """What goes short of an item in the plan: units, first rank, nations, its part of all that the plan lacks.

    Units are those of `measuring.Measure`: of each nation of its needs or its promises, whichever lack more.
    """

    item: str
    rank: int
    nations: tuple[str, ...]
    owed: float
    short: float
    weight: float


@dataclass(frozen=True)
class Told:
    """Everything that the tables are made of."""

    efforts: tuple[Effort, ...]
    effects: Mapping[str, Effect]
    gaps: Mapping[str, Gap]
    mending: Mending
    names: Names
    start: date

    def called(self, initiative: str) -> str:
        """An initiative by its name, with its id where several have the name."""
        named = [effort.row["name"] for effort in self.efforts]
        (name,) = (effort.row["name"] for effort in self.efforts if effort.name == initiative)
        return f"{name} ({initiative})" if named.count(name) > 1 else str(name)

    def touching(self, item: str) -> list[Effort]:
        """Efforts that have not ended and touch an item."""
        return [effort for effort in self.efforts if effort.live and item in effort.touches]

    def behind_gates(self, item: str) -> list[Effort]:
        """Efforts that have not ended and would touch an item if gates opened that nobody has answered for."""
        return [effort for effort in self.efforts if effort.live and item in effort.behind_gates]

    def short(self, items: Iterable[str]) -> list[Gap]:
        """Those of some items that go short, the heaviest first."""
        found = [self.gaps[item] for item in items if item in self.gaps]
        return sorted(found, key=lambda gap: (-gap.weight, gap.item))


def gaps_of(case: Case, options: PlanOptions) -> dict[str, Gap]:
    """Every item that goes short in the plan, in which claims are served rank by rank; none where nothing is owed."""
    built = PlanSession(case, options).built
    if not len(built.claims.owed):
        return {}
    found = Solved(built, cold(built, np.zeros(0, dtype=np.int64), moving=False))
    lacks = costs(built) * found.shares
    rows = shortfall(found).with_columns(pl.Series("lacks", lacks / max(float(lacks.sum()), 1e-12)))
    gaps, of_item = {}, lacking(Owed(built.net, built.claims), found.shares)
    for (item,), claims in rows.group_by("item", maintain_order=True):
        short = claims.filter(pl.col("share_short") > SHORT)
        if short.height:
            gaps[str(item)] = Gap(
                item=str(item),
                rank=int(short["rank"].min()),  # type: ignore[arg-type]
                nations=tuple(sorted(set(short["nation"]))),
                owed=of_item[str(item)].owed,
                short=of_item[str(item)].short,
                weight=float(short["lacks"].sum()),
            )
    return gaps
