"""What could be paid for, out of whose budget?"""

from __future__ import annotations

from pipir.case.columns import (
    NONE,
    UNLIMITED,
    Column,
    Kind,
    Table,
    choice,
    number,
    optional,
    ref,
    slug,
    text,
)

OPTIONS = Table(
    "options",
    "Things that money could buy: lines, stocks, dispersal, lift, gates opened, agreements signed.",
    (
        slug("option", "Id of the option.", example="expand-camden"),
        text("name", "Name as reports print it.", example="Second shift at Camden"),
        choice(
            "kind",
            "expand_line open_line keep_line add_stock preposition disperse harden add_lift qualify sign",
            "What is bought.",
        ),
        text("target", "Line, site, lane, agreement, or nation/item/substitute/gate.", example="camden-gmlrs"),
        optional(ref("item", "items", "Item concerned.", example="gmlrs"), NONE),
        optional(ref("origin", "sites", "Site that goods come from.", example="us-mcalester"), NONE),
        number("quantity", "Effect of one unit of the option.", "as the kind says", example="1000"),
        number("fixed_cost_usd", "Cost of doing it at all.", "USD", example="50000000"),
        number("unit_cost_usd", "Cost of one unit of the option.", "USD/unit", example="1000000"),
        number("max_units", "Units that can be bought.", "unit", example="4"),
        Column("whole", Kind.BOOLEAN, "Only whole units can be bought.", example="true"),
        number("lead_days", "Days until it works.", "day", example="540"),
        ref("funder", "nations", "Nation that pays.", example="USA"),
        ref("spent_in", "nations", "Nation where the money is spent.", example="AUS"),
    ),
)

BUDGETS = Table(
    "budgets",
    "What each funder can spend, and how much of it abroad.",
    (
        ref("funder", "nations", "Nation that pays.", key=True, example="USA"),
        number("amount_usd", "Budget.", "USD", example="2000000000"),
        optional(number("abroad_max_usd", "Most that may be spent abroad.", "USD", example="300000000"), UNLIMITED),
    ),
)

TABLES: tuple[Table, ...] = (OPTIONS, BUDGETS)
