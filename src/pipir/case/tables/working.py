"""What is under way? Initiatives, requests, offers and their matches."""

from __future__ import annotations

from pipir.case.columns import (
    NEVER,
    NONE,
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

INITIATIVES = Table(
    "initiatives",
    "Bilateral and multilateral efforts, by work stream.",
    (
        slug("initiative", "Id of the initiative.", example="p8-radar-repair"),
        text("name", "Name as reports print it.", example="P-8 radar repair in Australia"),
        choice("workstream", "sustainment production supply_chain policy", "Work stream of the partnership."),
        ref("lead", "nations", "Nation that leads.", example="AUS"),
        Column("partners", Kind.LIST, "Nations that take part.", ref="nations", required=False, empty=NONE),
        optional(ref("item", "items", "Item concerned.", example="p8-radar"), NONE),
        text("kind", "What kind of effort.", example="repair"),
        text("status", "How far it is.", example="announced"),
        optional(date("start", "Start.")),
        optional(date("end", "End.")),
        optional(ref("option", "options", "Option it would be."), NONE),
    ),
)

REQUESTS = Table(
    "requests",
    "What a nation asks partners for.",
    (
        slug("request", "Id of the request.", example="r-12"),
        ref("nation", "nations", "Nation that asks.", example="TWN"),
        ref("site", "sites", "Where it is needed.", example="tw-kaohsiung"),
        ref("item", "items", "What is asked for.", example="stinger"),
        number("quantity", "Units.", "unit", example="200"),
        date("needed_by", "Day it is needed.", example="2025-09-01"),
    ),
)

OFFERS = Table(
    "offers",
    "What a nation offers to partners.",
    (
        slug("offer", "Id of the offer.", example="o-3"),
        ref("nation", "nations", "Nation that offers.", example="USA"),
        ref("site", "sites", "Where it lies.", example="us-mcalester"),
        ref("item", "items", "What is offered.", example="stinger"),
        number("quantity", "Units.", "unit", example="150"),
        date("available_from", "Day it can leave.", example="2025-06-01"),
        optional(date("until", "Day the offer lapses (exclusive)."), NEVER),
    ),
    rules=(Rule("until", ">", "available_from", "an offer lapses after it opens"),),
)

MATCHES = Table(
    "matches",
    "Which offer meets which request.",
    (
        slug("match", "Id of the match.", example="m-1"),
        ref("request", "requests", "The request.", example="r-12"),
        ref("offer", "offers", "The offer.", example="o-3"),
        number("quantity", "Units.", "unit", example="150"),
        text("state", "How far it is.", example="allocation"),
        optional(ref("commitment", "commitments", "Commitment that came of it."), NONE),
    ),
)

TABLES: tuple[Table, ...] = (INITIATIVES, REQUESTS, OFFERS, MATCHES)
