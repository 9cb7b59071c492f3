"""Which rows deserve the reader's time? The same choice for every section, so that they speak of the same things."""

from __future__ import annotations

from typing import Any

import polars as pl

from pipir.briefing.material import Material

END_ITEMS = ("munition", "equipment")
"""Kinds of item that a force uses; components and materials are told of where they hold one of these back."""

Row = dict[str, Any]


def shortest(material: Material, seat_only: bool = True) -> list[Row]:
    """Rows of `depletion` that are short or out in some run: first tier first, then the earliest, then the surest."""
    frame = material.results.depletion.filter((pl.col("share_short") > 0) | (pl.col("share_out") > 0))
    if seat_only and material.seat:
        frame = frame.filter(pl.col("nation") == material.seat)
    late = material.days + 1
    keys = ("short_p50", "out_p50", "short_p10")
    ordered = frame.sort(
        "tier",
        *(pl.col(key).fill_null(late) for key in keys),
        "share_short",
        "nation",
        "item",
        descending=[False, False, False, False, True, False, False],
    )
    return ordered.to_dicts()


def accounts(material: Material) -> list[Row]:
    """Rows of `account` of end items that have something to give or too much promised, what others lack first."""
    frame = material.results.account
    if material.seat:
        frame = frame.filter(pl.col("nation") == material.seat)
    wanted = {row["item"]: rank for rank, row in reversed(list(enumerate(shortest(material, seat_only=False))))}
    rows = [
        row
        for row in frame.iter_rows(named=True)
        if material.items.get(row["item"], {}).get("kind") in END_ITEMS
        and (row["exportable"] > 0 or row["overcommitted"] > 0 or row["committed"] > 0)
    ]
    return sorted(rows, key=lambda row: (wanted.get(row["item"], len(wanted)), row["item"], row["nation"]))


def overcommitted(material: Material) -> list[Row]:
    """Rows of `account` with more promised than stock and output, the largest share of the promises first."""
    rows = [row for row in accounts(material) if row["overcommitted"] > 0]
    return sorted(rows, key=lambda row: (-row["overcommitted"] / row["committed"], row["nation"], row["item"]))


def remainders(material: Material) -> list[Row]:
    """Rows of `left` that have a next requirement, the least covered first."""
    frame = material.results.left.filter(pl.col("pyrrhic_index").is_not_null())
    if material.seat:
        frame = frame.filter(pl.col("nation") == material.seat)
    return frame.sort("pyrrhic_index", "nation", "item").to_dicts()


def needy_sites(material: Material, most: int) -> list[tuple[str, str]]:
    """Pairs of item and site that are short first, the site being where a nation is most often short first."""
    pairs = [(row["item"], row["first_site"]) for row in shortest(material) if row["first_site"]]
    return list(dict.fromkeys(pairs))[:most]
