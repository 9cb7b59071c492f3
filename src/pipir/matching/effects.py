"""What does an initiative add to a case, and what is the case with it?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipir.case.case import Case
from pipir.case.tables.things import GATES
from pipir.case.words import listing


@dataclass(frozen=True)
class Effect:
    """What an initiative adds: lines as rows, agreements that are signed, pairs (user, item, substitute) that open.

    These only open ways, so that one programme holds many initiatives and each can be closed in it. `changes` make
    figures others, for which the programme is written anew. `words` say what it is written as, `against` why it, or a
    part of it, is not.
    """

    lines: tuple[dict[str, Any], ...] = ()
    agreements: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str, str]] = frozenset()
    changes: tuple[Callable[[Case], Case], ...] = ()
    words: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    @property
    def written(self) -> bool:
        """Is there anything to it?"""
        return bool(self.lines or self.agreements or self.pairs or self.changes)

    @property
    def sentence(self) -> str:
        """What it is written as, or why it is not."""
        if not self.written:
            return listing(self.against)
        return listing(self.words) + (f", without what cannot be: {listing(self.against)}" if self.against else "")

    def with_more(self, other: Effect) -> Effect:
        """Both together."""
        return Effect(
            (*self.lines, *other.lines),
            self.agreements | other.agreements,
            self.pairs | other.pairs,
            (*self.changes, *other.changes),
            (*self.words, *other.words),
            (*self.against, *other.against),
        )


def with_all(case: Case, effects: Iterable[Effect]) -> Case:
    """The case with every one of these effects; what two of them open is opened once."""
    known = list(effects)
    lines = list({row["line"]: row for effect in known for row in effect.lines}.values())
    signed = sorted({name for effect in known for name in effect.agreements})
    pairs = {pair for effect in known for pair in effect.pairs}
    agreements = case["agreements"]
    for effect in known:
        for change in effect.changes:
            case = change(case)
    new = pl.col("agreement").is_in(signed)
    return case.replace(
        {
            "lines": pl.concat([case["lines"], pl.DataFrame(lines, schema=case["lines"].schema)]),
            "agreements": agreements.with_columns(
                pl.when(new).then(pl.lit("in_force")).otherwise(pl.col("status")).alias("status"),
                pl.when(new).then(None).otherwise(pl.col("start")).alias("start"),
                pl.when(new).then(None).otherwise(pl.col("end")).alias("end"),
            ),
            "substitutes": _opened(case["substitutes"], pairs),
        }
    )


def _opened(frame: pl.DataFrame, pairs: set[tuple[str, str, str]]) -> pl.DataFrame:
    keys = frame.select("nation", "item", "substitute").iter_rows()
    here = pl.Series([key in pairs for key in keys], dtype=pl.Boolean)
    return frame.with_columns(pl.when(here).then(pl.lit("yes")).otherwise(pl.col(gate)).alias(gate) for gate in GATES)
