"""Who makes or mends what, how fast? Lines, where supply comes from, how fast a loss is repaired, what was bought."""

from __future__ import annotations

from pipir.case.columns import (
    UNKNOWN,
    ZERO,
    Check,
    Column,
    Kind,
    Rule,
    Table,
    choice,
    date,
    default,
    integer,
    number,
    optional,
    ref,
    same_as,
    share,
    slug,
    text,
)

LINES = Table(
    "lines",
    "Production and repair lines: what a plant can put out, how fast, and how that grows in a surge.",
    (
        slug("line", "Id of the line.", example="camden-gmlrs"),
        ref("site", "sites", "Site of the line.", example="us-camden"),
        ref("item", "items", "What comes out.", example="gmlrs"),
        optional(choice("work", "make repair", "Made new, or repairable stock made serviceable."), default("make")),
        optional(text("firm", "Firm that runs it.", example="Lockheed Martin")),
        number("rate_per_year", "Output at the present pace.", "unit/year", example="6000"),
        optional(
            number("max_rate_per_year", "Output attainable with present tooling.", "unit/year", example="10000"),
            same_as("rate_per_year"),
        ),
        optional(
            number("min_rate_per_year", "Minimum sustaining rate; matters to investment only.", "unit/year"), ZERO
        ),
        optional(number("ramp_days", "Days from a surge order to the maximum, linearly.", "day", example="360"), ZERO),
        optional(
            number("lead_days", "Days from a start to a finished unit (not contract lead time).", "day", example="180"),
            ZERO,
        ),
        choice("status", "active warm cold planned closing", "State of the line."),
        optional(date("available_from", "Day from which a cold or planned line can be used."), UNKNOWN),
        optional(number("restart_days", "Days from an order until a warm line starts.", "day", example="180"), ZERO),
    ),
    rules=(Rule("max_rate_per_year", ">=", "rate_per_year", "a line cannot slow down in a surge"),),
)

ORIGINS = Table(
    "origins",
    "Where supply of an item comes from, for dependence on non-participants.",
    (
        ref("item", "items", "The item.", key=True, example="gallium"),
        ref("nation", "nations", "Nation it comes from.", key=True, example="CHN"),
        share("share", "Share of supply.", example="0.98"),
    ),
)

RECOVERIES = Table(
    "recoveries",
    "How long it takes to recover a lost site, line or lane.",
    (
        choice("kind", "site line lane", "What is lost.", key=True),
        Column("target", Kind.SLUG, "Id of the site, line or lane.", key=True, example="us-camden"),
        number("days", "Days until it works again.", "day", example="365"),
    ),
    checks=(Check("pipir.case.checking.rules:target_exists", "the target is a site, lane or line as `kind` says"),),
)

PROCUREMENTS = Table(
    "procurements",
    "What a nation asked for, was granted, or received in a year.",
    (
        ref("nation", "nations", "Buyer.", key=True, example="USA"),
        ref("item", "items", "What was bought.", key=True, example="thaad"),
        integer("year", "Fiscal year.", "year", least=1900, most=2200, key=True, example="2025"),
        choice("state", "requested enacted received", "Step of the budget.", key=True),
        number("quantity", "Units.", "unit", example="37"),
        optional(number("amount_usd", "Sum of money.", "USD", example="840000000")),
    ),
)

USAGE = Table(
    "usage",
    "Peacetime use of an item in a year.",
    (
        ref("nation", "nations", "User.", key=True, example="USA"),
        ref("item", "items", "What is used.", key=True, example="gmlrs"),
        number("per_year", "Units used in a year.", "unit/year", example="400"),
    ),
)

TABLES: tuple[Table, ...] = (LINES, ORIGINS, RECOVERIES, PROCUREMENTS, USAGE)
