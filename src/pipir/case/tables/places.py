"""Where is everything? Nations, their memberships, sites and the lanes between them."""

from __future__ import annotations

from pipir.case.columns import (
    NONE,
    UNLIMITED,
    ZERO,
    Column,
    Kind,
    Rule,
    Table,
    choice,
    date,
    number,
    optional,
    ref,
    slug,
    text,
)

NATIONS = Table(
    "nations",
    "Nations, and unnamed participants or buying agencies (XAA to XZZ).",
    (
        Column("nation", Kind.NATION, "ISO 3166 alpha-3 code, or XAA to XZZ.", key=True, example="KOR"),
        text("name", "Name as reports print it.", example="Republic of Korea"),
        choice("role", "participant partner third adversary", "Part the nation plays for the partnership."),
    ),
)

MEMBERSHIPS = Table(
    "memberships",
    "Which nation belongs to which body; only status `member` counts.",
    (
        ref("nation", "nations", "The nation.", key=True, example="JPN"),
        text("body", "PIPIR, NATO or another body.", key=True, example="PIPIR"),
        optional(date("since", "Date of joining.", example="2024-05-31")),
        choice("status", "member observer reported", "Standing of the membership."),
    ),
)

SITES = Table(
    "sites",
    "Places that hold or make things. A base that two nations share is two sites and a lane of 0 days.",
    (
        slug("site", "Id of the site.", example="us-guam"),
        text("name", "Name as reports print it.", example="Apra Harbor, Guam"),
        ref("nation", "nations", "Holder: the nation that holds the site and owns what is in it.", example="USA"),
        ref("host", "nations", "Host: the nation on whose soil the site stands.", example="USA"),
        choice("kind", "plant depot base port", "What the site is."),
        number("latitude", "North positive.", "degree", least=-90.0, most=90.0, example="13.45"),
        number("longitude", "East positive.", "degree", least=-180.0, most=180.0, example="144.66"),
        optional(number("storage_t", "Mass that fits.", "t", example="12000"), UNLIMITED),
        optional(number("handling_t_per_day", "Mass taken in by lanes in a day.", "t/day", example="400"), UNLIMITED),
        optional(
            number("explosive_limit_kg", "Net explosive quantity that may be held.", "kg", example="500000"), UNLIMITED
        ),
    ),
)

LANES = Table(
    "lanes",
    "The ways along which goods move, one direction each.",
    (
        slug("lane", "Id of the lane.", example="guam-sasebo"),
        ref("origin", "sites", "Site that sends.", example="us-guam"),
        ref("destination", "sites", "Site that receives.", example="jp-sasebo"),
        choice("mode", "sea air land", "How goods travel."),
        number("days", "Days door to door.", "day", example="6.5"),
        optional(number("distance_km", "Distance travelled.", "km", example="2600")),
        optional(number("lift_t_per_day", "Mass that can be sent in a day.", "t/day", example="250"), UNLIMITED),
        optional(number("cost_usd_per_t", "Cost of sending a tonne.", "USD/t", example="180"), ZERO),
        optional(
            Column("via", Kind.LIST, "Nations whose soil or consent the lane needs.", ref="nations", example="PHL"),
            NONE,
        ),
    ),
    rules=(Rule("origin", "!=", "destination", "a lane joins two sites"),),
)

TABLES: tuple[Table, ...] = (NATIONS, MEMBERSHIPS, SITES, LANES)
