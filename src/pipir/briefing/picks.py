"""Which rows deserve the reader's time? The same choice for every section, so that they speak of the same things."""

from __future__ import annotations

from typing import Any

import polars as pl

from pipir.briefing.material import Material

END_ITEMS = ("munition", "equipment")
"""Kinds of item that a force uses; components and materials are told of where they hold one of these back."""

Row = dict[str, Any]
NOTHING: Row = {"owed": 0.0, "missed_low": 0.0, "missed": 0.0, "missed_high": 0.0, "missed_share": 0.0}


def shortest(material: Material, seat_only: bool = True) -> list[Row]:
    """Rows of `depletion` that are short or out in some run, with what was `owed` and `missed` (low, middle, high).

    First tier first; in a tier, what goes without the largest share of its need, then what is short first.
    """
    frame = material.results.depletion.filter((pl.col("share_short") > 0) | (pl.col("share_out") > 0))
    if seat_only and material.seat:
        frame = frame.filter(pl.col("nation") == material.seat)
    needs = unmet(material)
    rows = [row | needs.get((row["nation"], row["item"]), NOTHING) for row in frame.iter_rows(named=True)]
    late = material.days + 1
    return sorted(
        rows,
        key=lambda row: (
            row["tier"],
            -round(row["missed_share"], 2),
            late if row["short_p50"] is None else row["short_p50"],
            row["nation"],
            row["item"],
        ),
    )


def likely(rows: list[Row]) -> list[Row]:
    """Those that are short in at least half of the runs."""
    return [row for row in rows if row["share_short"] >= 0.5]


def unmet(material: Material) -> dict[tuple[str, str], Row]:
    """What demands of a nation for an item were owed and missed; ranges of several demands are added end to end."""
    frame = material.results.shortfall.filter(pl.col("kind") == "demand").group_by("nation", "item")
    summed = frame.agg(
        pl.col("owed").sum(),
        pl.col("short_p10").sum().alias("missed_low"),
        pl.col("short_p50").sum().alias("missed"),
        pl.col("short_p90").sum().alias("missed_high"),
    )
    return {
        (row.pop("nation"), row.pop("item")): row | {"missed_share": min(1.0, row["missed"] / max(row["owed"], 1e-9))}
        for row in summed.to_dicts()
    }


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
    """Rows of `left` with a next requirement, of nations that the crisis or the partnership concerns, least first."""
    frame = material.results.left.filter(pl.col("pyrrhic_index").is_not_null())
    if material.seat:
        frame = frame.filter(pl.col("nation") == material.seat)
    needy = set(material.demands["nation"])
    rows = frame.sort("pyrrhic_index", "nation", "item").to_dicts()
    return [row for row in rows if row["nation"] in needy or material.is_partner(row["nation"])]


def needy_sites(material: Material, most: int) -> list[tuple[str, str]]:
    """Pairs of item and site that are short first, the site being where a nation is most often short first."""
    pairs = [(row["item"], row["first_site"]) for row in likely(shortest(material)) if row["first_site"]]
    return list(dict.fromkeys(pairs))[:most]
