"""What does each customer get more or less, sooner or later, in one order than in another?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import polars as pl

from pipir.assurance.sequencing.moving import ENOUGH
from pipir.assurance.sequencing.serving import Move, Standing
from pipir.network.network import Network
from pipir.planning.owed import days_of_supply, days_owed, receivers, windows
from pipir.program.claims import COMMITMENT, KINDS, Claims

Row = dict[str, Any]
CUSTOMER = ["recipient", "item", "kind"]


class Customers:
    """Claims by who receives what: a customer is a nation with all its claims of a kind for an item."""

    def __init__(self, net: Network, claims: Claims) -> None:
        begin, end = windows(net, claims).T
        self.days = float(net.days)
        self.claims = pl.DataFrame(
            {
                "recipient": [net.nations[k] for k in receivers(net, claims)],
                "item": list(claims.group),
                "kind": [KINDS[kind] for kind in claims.kind],
                "owed": claims.owed,
                "begin": begin,
                "end": end,
            }
        )

    def getting(self, standing: Standing, tag: str) -> dict[str, pl.Series]:
        """Columns for `claims`: units met and unit-days late of each."""
        owed = self.claims["owed"].to_numpy()
        return {
            f"met_{tag}": pl.Series(owed * (1.0 - standing.short)),
            f"late_{tag}": pl.Series(owed * standing.late),
        }

    def compared(self, a: Standing, b: Standing, ranks: tuple[Any, Any]) -> Iterator[Row]:
        """A row for each customer: what it gets in two orders, `ranks` being those of its claims in either."""
        frame = self.claims.with_columns(
            rank_a=pl.Series(ranks[0]),
            rank_b=pl.Series(ranks[1]),
            **self.getting(a, "a"),
            **self.getting(b, "b"),
        )
        summed = frame.group_by(CUSTOMER).agg(*_TOTALS, pl.col("rank_a", "rank_b").unique().sort())
        for row in summed.sort(CUSTOMER).iter_rows(named=True):
            owed = row["owed"]
            found = self._difference(row)
            yield {
                **{key: row[key] for key in CUSTOMER},
                **{f"ranks_{side}": " ".join(str(rank) for rank in row[f"rank_{side}"]) for side in "ab"},
                "owed": owed,
                **{f"kept_share_{side}": row[f"met_{side}"] / owed for side in "ab"},
                "units_gained": -found["units_lost"] + 0.0,
                **{f"days_late_{side}": _of_commitment(row, row[f"late_{side}"] / owed) for side in "ab"},
                "days_sooner": _less(found["days_later"]),
                "days_of_supply_gained": _less(found["days_of_supply_lost"]),
            }

    def moved(self, move: Move, before: Standing, after: Standing, bodies: Mapping[str, set[str]]) -> Iterator[Row]:
        """A row for each customer, and for the members of each body, whom a move gives something else than before."""
        role = np.full(self.claims.height, "other", dtype=object)
        role[move.members] = "moved"
        frame = self.claims.with_columns(
            role=pl.Series(role.tolist(), dtype=pl.String), **self.getting(before, "a"), **self.getting(after, "b")
        )
        nations = frame.group_by(["role", *CUSTOMER]).agg(*_TOTALS)
        yield from self._changed(nations.rename({"recipient": "customer"}), "nation")
        members = pl.DataFrame(
            [(nation, body) for nation, its in bodies.items() for body in its],
            schema={"recipient": pl.String, "customer": pl.String},
            orient="row",
        )
        joined = frame.join(members, on="recipient", how="inner")
        yield from self._changed(joined.group_by("role", "customer", "item", "kind").agg(*_TOTALS), "body")

    def _changed(self, summed: pl.DataFrame, what: str) -> Iterator[Row]:
        for row in summed.sort("role", "customer", "item", "kind").iter_rows(named=True):
            found = self._difference(row)
            if found["units_lost"] or found["days_later"]:
                copied = {key: row[key] for key in ("role", "customer", "item", "kind", "owed")}
                yield {**copied, "customer_is": what, **found}

    def _difference(self, row: Row) -> Row:
        """What is lost from a to b: units, days later of a unit owed, days of supply. What is next to nothing is 0."""
        owed = row["owed"]
        lost = (row["met_a"] - row["met_b"]) / owed
        later = (row["late_b"] - row["late_a"]) / owed
        lost = lost if abs(lost) > ENOUGH else 0.0
        later = later if abs(later) > ENOUGH * self.days else 0.0
        days = days_owed(np.column_stack([row["begin"], row["end"]]))
        return {
            "units_lost": lost * owed,
            "days_later": _of_commitment(row, later),
            "days_of_supply_lost": days_of_supply(lost * owed, owed, days),
        }


_TOTALS = (
    pl.col("owed", "met_a", "met_b", "late_a", "late_b").sum(),
    pl.col("begin", "end"),
)


def worse(row: Row) -> float:
    """How much worse off a customer is: days later of what commitments owe, else share of what is owed that is lost."""
    later = row["days_later"]
    return float(row["units_lost"] / row["owed"] if later is None else later)


def _of_commitment(row: Row, days: float) -> float | None:
    """Days late are told of commitments only: what a demand lacks is lost, of a promise the end counts."""
    return days if row["kind"] == KINDS[COMMITMENT] else None


def _less(value: float | None) -> float | None:
    return None if value is None else -value + 0.0
