"""Which conditions need more than two columns of a row? Each function is named by the table that asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from pipir.case.checking.sheet import Sheet, Sheets, shown
from pipir.case.nearest import nearest_words
from pipir.case.refusal import Fault

TARGETS = {"site": "sites", "lane": "lanes", "line": "lines"}


def demand_at_own_site(sheets: Sheets) -> Iterator[Fault]:
    """A demand stands at a site that its nation holds."""
    yield from _held_by(sheets, "demands", "site", "nation")


def deliver_to_is_recipients(sheets: Sheets) -> Iterator[Fault]:
    """A commitment is handed over at a site of its recipient."""
    yield from _held_by(sheets, "commitments", "deliver_to", "recipient")


def _held_by(sheets: Sheets, table: str, site: str, nation: str) -> Iterator[Fault]:
    holders = sheets.frame("sites").select(pl.col("site").alias(site), pl.col("nation").alias("__holder__"))
    rows = sheets.frame(table).drop_nulls([site, nation]).join(holders.unique(site), on=site, how="inner")
    bad = rows.filter(pl.col("__holder__") != pl.col(nation))

    def rule(row: dict[str, Any]) -> str:
        return f"is held by {row['__holder__']}, not by the {nation} {row[nation]}"

    yield from sheets[table].faults(bad, site, rule, f"name a site that the {nation} holds, or the holder as {nation}")


def target_exists(sheets: Sheets) -> Iterator[Fault]:
    """The target of a hazard or a recovery is a site, lane or line, as its kind says."""
    for name in ("hazards", "recoveries"):
        for kind, table in TARGETS.items():
            known = sheets.frame(table).select(pl.col(sheets[table].table.keys[0]).alias("target"))
            rows = sheets.frame(name).filter(pl.col("kind") == kind).drop_nulls("target")
            bad = rows.join(known, on="target", how="anti")
            yield from _not_in(sheets[name], bad, table, known["target"].to_list() if bad.height else [])


def _not_in(sheet: Sheet, bad: pl.DataFrame, table: str, known: list[str]) -> Iterator[Fault]:
    def remedy(row: dict[str, Any]) -> str:
        return nearest_words(row["target"], known, f"name one of {table}, or another kind")

    yield from sheet.faults(bad, "target", f"is not in {table}", remedy)


def group_shares_window(sheets: Sheets) -> Iterator[Fault]:
    """Hazards that strike together have one window and one probability."""
    shared = ("from_day", "to_day", "probability_per_day")
    over = ["scenario", "group"]
    rows = sheets.frame("hazards").drop_nulls(over).sort("hazard")
    for column in shared:
        first = rows.with_columns(
            pl.col(column).first().over(over).alias("__first__"), pl.col("hazard").first().over(over).alias("__of__")
        )
        bad = first.filter(pl.col(column) != pl.col("__first__"))
        yield from sheets["hazards"].faults(
            bad,
            column,
            lambda row: f"differs from {shown(row['__first__'])} of {row['__of__']} in group {row['group']}",
            "give the hazards of a group one window and one probability, or another group",
        )


def item_is_no_family(sheets: Sheets) -> Iterator[Fault]:
    """An item id never equals a family, so that an agreement or a stance that names one is never ambiguous."""
    items = sheets.frame("items")
    families = items.select(pl.col("family").alias("item")).drop_nulls().unique()
    bad = items.join(families, on="item", how="semi")
    yield from sheets["items"].faults(bad, "item", "is also a family", "rename the item or the family")


def bills_have_no_loop(sheets: Sheets) -> Iterator[Fault]:
    """No item is made of itself, over any number of steps."""
    bills = sheets["bills"]
    left = bills.frame.drop_nulls(["item", "component"])
    while left.height:  # what takes nothing that is still in question cannot be in a loop
        trimmed = left.filter(
            pl.col("component").is_in(left["item"].unique().implode())
            & pl.col("item").is_in(left["component"].unique().implode())
        )
        if trimmed.height == left.height:
            break
        left = trimmed
    yield from bills.faults(
        left.filter(pl.col("item") != pl.col("component")),
        "component",
        lambda row: f"is itself made, over one or more steps, from {row['item']}",
        "break the loop: no item takes itself",
    )


def scope_is_known(sheets: Sheets) -> Iterator[Fault]:
    """Each condition of a scope is a tier, rating, state, binding, nation, body or `*`."""
    commitments = sheets["commitments"].table
    known = {"*"}
    for column in ("state", "rating", "binding"):
        known.update(commitments.column(column).choices)
    known.update(sheets.frame("nations")["nation"].drop_nulls(), sheets.frame("memberships")["body"].drop_nulls())
    conditions = (
        sheets.frame("sequence").drop_nulls("scope").with_columns(pl.col("scope").str.split("&").alias("__is__"))
    )
    each = conditions.explode("__is__", empty_as_null=True)
    tier = pl.col("__is__").str.contains(r"^[1-9]\d{0,8}$")
    bad = each.filter(~tier & ~pl.col("__is__").is_in(sorted(known)))
    yield from sheets["sequence"].faults(
        bad,
        "scope",
        lambda row: (
            f"has the condition {shown(row['__is__'])!r}, which is no tier, rating, state, binding, nation or body"
        ),
        lambda row: nearest_words(row["__is__"], known, "join known conditions by &, or write *"),
    )
