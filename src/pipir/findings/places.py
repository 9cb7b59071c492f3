"""Do the places and the ways between them add up? Over-full sites, impossible lanes, stock that cannot move."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipir.case.case import Case
from pipir.case.geography import EARTH_KM
from pipir.case.names import Names
from pipir.case.words import counted, figure, listing
from pipir.findings.finding import Finding, Severity

SLACK = 0.98
"""Share of the great circle that a distance must reach: coordinates are given to a place, not to a pier."""
TOP_SPEED = {"sea": 65.0, "air": 1000.0, "land": 120.0}
"""Speeds [km/h] that no door-to-door movement exceeds: 35 knots, a jet's cruise, a truck on an empty road."""
SAME_PLACE_KM = 10.0
"""Distance below which a lane of no days joins two sites at one place."""


def over_full_site(case: Case) -> Iterator[Finding]:
    """A site that holds more mass or more explosives than it may."""
    held = _held(case)
    over_mass = pl.col("tonnes") > pl.col("storage_t").fill_null(float("inf"))
    over_neq = pl.col("explosives") > pl.col("explosive_limit_kg").fill_null(float("inf"))
    for row in held.filter(over_mass | over_neq).sort("site").iter_rows(named=True):
        if row["storage_t"] is not None and row["tonnes"] > row["storage_t"]:
            yield _over_full(row, row["tonnes"], row["storage_t"], "t")
        if row["explosive_limit_kg"] is not None and row["explosives"] > row["explosive_limit_kg"]:
            yield _over_full(row, row["explosives"], row["explosive_limit_kg"], "kg net explosive quantity")


def _over_full(row: dict[str, object], held: float, limit: float, unit: str) -> Finding:
    return Finding(
        "over-full-site",
        Severity.MEDIUM,
        "sites",
        str(row["site"]),
        f"{row['name']} holds {figure(held)} {unit} where {figure(limit)} {unit} fit: nothing can be brought there "
        "until some of it is gone. Check the stock or the limit, or disperse.",
    )


def unknown_explosives(case: Case) -> Iterator[Finding]:
    """A site with an explosive limit that holds munitions of unknown net explosive quantity."""
    limited = case["sites"].filter(pl.col("explosive_limit_kg").is_not_null()).select("site", pl.col("name"))
    unknown = (
        case["items"]
        .filter((pl.col("kind") == "munition") & pl.col("neq_kg").is_null())
        .select("item", pl.col("name").alias("item_name"))
    )
    rows = (
        case["stocks"]
        .join(limited, on="site")
        .join(unknown, on="item")
        .sort("site", "item")
        .group_by("site", "name", maintain_order=True)
        .agg("item", "item_name")
    )
    for row in rows.iter_rows(named=True):
        yield Finding(
            "unknown-explosives",
            Severity.MEDIUM,
            "items",
            " ".join(dict.fromkeys(row["item"])),
            f"{row['name']} has an explosive limit, but the net explosive quantity of {listing(row['item_name'])} is "
            "unknown and counts as nothing. Enter neq_kg.",
        )


def impossible_lane(case: Case) -> Iterator[Finding]:
    """A lane shorter than the great circle, or faster than its mode can be."""
    lanes = _measured(case)
    short = pl.col("distance_km") < SLACK * pl.col("circle_km")
    top = pl.col("mode").replace_strict(TOP_SPEED, return_dtype=pl.Float64)
    fast = (pl.col("circle_km") > SAME_PLACE_KM) & (pl.col("way_km") > top * 24 * pl.col("days"))
    for row in lanes.filter(short.fill_null(False) | fast).sort("lane").iter_rows(named=True):
        if row["distance_km"] is not None and row["distance_km"] < SLACK * row["circle_km"]:
            yield Finding(
                "lane-too-short",
                Severity.MEDIUM,
                "lanes",
                row["lane"],
                f"{row['lane']} is {figure(row['distance_km'])} km long, but its ends are "
                f"{figure(row['circle_km'])} km apart on the globe. Check the distance or the coordinates.",
            )
        limit = TOP_SPEED[row["mode"]]
        if row["circle_km"] > SAME_PLACE_KM and row["way_km"] > limit * 24 * row["days"]:
            yield Finding(
                "lane-too-fast",
                Severity.MEDIUM,
                "lanes",
                row["lane"],
                f"{row['lane']} covers {figure(row['way_km'])} km by {row['mode']} in "
                f"{counted(figure(row['days']), 'day')}: faster than {figure(limit)} km/h door to door. "
                "Check the days.",
            )


def stranded_stock(case: Case) -> Iterator[Finding]:
    """Stock at a site that no lane leaves and at which nobody needs it."""
    needed = pl.concat(
        [
            case["demands"].select("site", "item"),
            case["lines"]
            .join(case["bills"].select("item", "component"), on="item")
            .select("site", pl.col("component").alias("item")),
            case.filled("lines").filter(pl.col("work") == "repair").select("site", "item"),
        ]
    ).unique()
    stuck = (
        case["stocks"]
        .filter(pl.col("quantity") > 0)
        .join(case["lanes"].select(pl.col("origin").alias("site")), on="site", how="anti")
        .join(needed, on=["site", "item"], how="anti")
        .group_by("site")
        .agg(pl.col("item").sort())
        .sort("site")
    )
    names = Names(case)
    for row in stuck.iter_rows(named=True):
        yield Finding(
            "stranded-stock",
            Severity.MEDIUM,
            "sites",
            row["site"],
            f"No lane leaves {names.site(row['site'])}, and nobody there needs what it holds "
            f"({names.items(row['item'])}): it cannot be used. Enter a lane.",
        )


def _held(case: Case) -> pl.DataFrame:
    """Sites with the mass [t] and explosives [kg] of all that they hold."""
    weights = case["items"].select("item", "mass_kg", pl.col("neq_kg").fill_null(0.0))
    held = (
        case["stocks"]
        .join(weights, on="item")
        .group_by("site")
        .agg(
            (pl.col("quantity") * pl.col("mass_kg")).sum().alias("kg"),
            (pl.col("quantity") * pl.col("neq_kg")).sum().alias("explosives"),
        )
        .with_columns(tonnes=pl.col("kg") / 1000)
    )
    return case["sites"].join(held, on="site")


def _measured(case: Case) -> pl.DataFrame:
    """Lanes with the great circle between their ends and the way they cover [km]."""
    lanes = case["lanes"]
    for end in ("origin", "destination"):
        ends = case["sites"].select(
            pl.col("site").alias(end),
            pl.col("latitude").radians().alias(f"{end}_lat"),
            pl.col("longitude").radians().alias(f"{end}_lon"),
        )
        lanes = lanes.join(ends, on=end, maintain_order="left")
    half_lat = (pl.col("origin_lat") - pl.col("destination_lat")) / 2
    half_lon = (pl.col("origin_lon") - pl.col("destination_lon")) / 2
    haversine = half_lat.sin() ** 2 + pl.col("origin_lat").cos() * pl.col("destination_lat").cos() * half_lon.sin() ** 2
    return lanes.with_columns(circle_km=2 * EARTH_KM * haversine.clip(0.0, 1.0).sqrt().arcsin()).with_columns(
        way_km=pl.max_horizontal(pl.col("distance_km").fill_null(0.0), "circle_km")
    )
