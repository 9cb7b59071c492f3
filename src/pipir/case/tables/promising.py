"""Who owes whom what, who may send what to whom, who helps when, and who is served first?"""

from __future__ import annotations

from pipir.case.columns import (
    ALWAYS,
    NEVER,
    NONE,
    UNLIMITED,
    ZERO,
    Check,
    Column,
    Kind,
    Rule,
    Table,
    any_key,
    choice,
    date,
    default,
    integer,
    number,
    optional,
    ref,
    share,
    slug,
    text,
)

COMMITMENTS = Table(
    "commitments",
    "Quantities that one nation owes another, in one of four states that are never added up.",
    (
        slug("commitment", "Id of the commitment.", example="kor-usa-shells"),
        ref("supplier", "nations", "Nation that owes.", example="KOR"),
        ref("recipient", "nations", "Nation that receives.", example="USA"),
        ref("item", "items", "What is owed.", example="shell-155"),
        number("quantity", "Units in all.", "unit", example="300000"),
        optional(number("delivered", "Units delivered before `as_of`.", "unit", example="0"), ZERO),
        date("start", "First day of delivery.", example="2024-10-01"),
        date("end", "Day by which all is due (exclusive).", example="2025-10-01"),
        choice("state", "pledge allocation contract delivery", "Step from word to deed."),
        optional(choice("rating", "DX DO unrated", "US priority rating."), default("unrated")),
        optional(choice("binding", "binding best_effort", "How firm the promise is."), default("binding")),
        optional(ref("deliver_to", "sites", "Site of the recipient.", example="us-sunny-point"), NONE),
        optional(ref("backfills", "commitments", "Commitment that this one refills.", example="usa-ukr-shells"), NONE),
    ),
    rules=(
        Rule("supplier", "!=", "recipient", "a nation does not owe itself"),
        Rule("end", ">=", "start", "a commitment does not end before it starts"),
    ),
    checks=(Check("pipir.case.checking.rules:deliver_to_is_recipients", "`deliver_to` is a site of the recipient"),),
)

DELIVERIES = Table(
    "deliveries",
    "The record of kept promises; where present it replaces `delivered`.",
    (
        ref("commitment", "commitments", "The commitment.", key=True, example="kor-usa-shells"),
        date("date", "Day of delivery.", key=True, example="2024-11-15"),
        number("quantity", "Units delivered.", "unit", example="20000"),
    ),
)

AGREEMENTS = Table(
    "agreements",
    "Ways that stand open between holders: who may send what to whom, how much, from when to when.",
    (
        slug("agreement", "Id of the agreement.", example="usa-jpn-acsa"),
        ref("supplier", "nations", "Nation that may send.", example="USA"),
        ref("beneficiary", "nations", "Nation that may receive.", example="JPN"),
        Column("item", Kind.SLUG, "Item, family, or `*`.", ref="items", also=("family", "*"), example="standard"),
        choice(
            "kind", "fms direct_sale transfer acsa loan coproduction offtake sosa other", "Legal form of the agreement."
        ),
        choice("binding", "binding best_effort", "How firm it is."),
        choice("status", "in_force proposed", "Only agreements in force open a way."),
        optional(number("promised_per_year", "Units promised a year; a claim when called.", "unit/year"), NONE),
        optional(number("ceiling_per_year", "Units that may be sent a year.", "unit/year"), UNLIMITED),
        optional(share("probability", "Chance that it is kept.")),
        optional(choice("onward", "yes no", "May what is received be sent on?"), default("no")),
        optional(date("start", "First day in force.", example="2025-01-01"), ALWAYS),
        optional(date("end", "Day it lapses (exclusive).", example="2030-01-01"), NEVER),
    ),
    rules=(
        Rule("supplier", "!=", "beneficiary", "an agreement joins two nations"),
        Rule("end", ">=", "start", "an agreement does not end before it starts"),
    ),
)

SITUATIONS = Table(
    "situations",
    "Situations in which nations state whether they help.",
    (slug("situation", "Id of the situation.", example="taiwan"), text("name", "Name.", example="War over Taiwan")),
)

STANCES = Table(
    "stances",
    "What a nation answers, per situation and act; the most specific row wins, on a tie the stricter.",
    (
        ref("nation", "nations", "Nation that answers.", key=True, example="KOR"),
        ref("situation", "situations", "Situation.", key=True, example="taiwan"),
        choice("act", "export deliver backfill host transit produce release_reserve reexport", "The act.", key=True),
        any_key(Column("to", Kind.TEXT, "Nation or body it is for.", ref="nations", also=("body",), example="USA")),
        any_key(Column("item", Kind.SLUG, "Item or family.", ref="items", also=("family",), example="155mm")),
        choice("answer", "yes no unknown", "The answer."),
        optional(share("probability", "Chance of a yes where the answer is unknown.", example="0.5")),
    ),
)

SEQUENCE = Table(
    "sequence",
    "In which order claims are served, under a named policy; the smallest rank whose conditions all hold.",
    (
        any_key(Column("policy", Kind.SLUG, "Policy that the row belongs to.", example="pipir-first")),
        integer("rank", "1 is served first.", "rank", least=1, key=True, example="1"),
        choice("claim", "commitment promise demand", "Kind of claim.", key=True),
        text(
            "scope",
            "Conditions joined by `&`: a tier, a rating, a state, a binding, the receiver's nation or body, or `*`.",
            key=True,
            example="contract&PIPIR",
        ),
    ),
    checks=(Check("pipir.case.checking.rules:scope_is_known", "each condition of a scope is known"),),
)

ORDERS = Table(
    "orders",
    "Orders in a line's book, dated by the priority rules.",
    (
        slug("order", "Id of the order.", example="o-17"),
        ref("line", "lines", "Line that makes it.", example="camden-pac-3"),
        ref("customer", "nations", "Customer.", example="CHE"),
        number("quantity", "Units.", "unit", example="72"),
        date("required_date", "Day it is needed.", example="2027-06-01"),
        date("receipt_date", "Day the order was received.", example="2023-02-01"),
        choice("rating", "DX DO unrated", "US priority rating."),
        choice("state", "requested accepted", "Step of the order."),
        optional(ref("commitment", "commitments", "Commitment that it fills.", example="usa-che-pac-3"), NONE),
    ),
)

TABLES: tuple[Table, ...] = (COMMITMENTS, DELIVERIES, AGREEMENTS, SITUATIONS, STANCES, SEQUENCE, ORDERS)
