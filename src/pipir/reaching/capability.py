"""Which question does reaching answer? From where, by which route, in how many days, and is it permitted?"""

from __future__ import annotations

from dataclasses import dataclass

from pipir.case.columns import Column, Kind, Table
from pipir.runs.capability import Capability
from pipir.runs.options import option, required


@dataclass(frozen=True)
class ReachOptions:
    """Options of `reach`. In a case without scenarios no stance is asked and the day is the case's as_of."""

    item: str = required("--item", "Item that is wanted.", ref="items")
    to: str = required("--to", "Site that wants it.", ref="sites", metavar="SITE")
    scenario: str | None = option(
        None, "--scenario", "Scenario whose stances and start hold (default: the first).", ref="scenarios"
    )
    unknown: str = option("no", "--unknown", "How an unknown stance is taken.", choices=("no", "yes"))


REACH = Table(
    "reach",
    "Where the item could come from, by which route, in how many days, permitted or why not; nearest first.",
    (
        Column("rank", Kind.INTEGER, "Permitted first, then by days.", unit="rank", key=True),
        Column(
            "origin_kind", Kind.CHOICE, "Stock that lies at a site, or a line that makes it.", choices=("stock", "line")
        ),
        Column("origin", Kind.SLUG, "Site of the stock, or the line."),
        Column("site", Kind.SLUG, "Site where it starts."),
        Column("nation", Kind.NATION, "Holder of that site."),
        Column(
            "quantity",
            Kind.NUMBER,
            "Stock above the reserve (all where the reserve may be used); for a line its rate, 0 while it rests.",
            unit="unit or unit/year",
        ),
        Column("route", Kind.TEXT, "Lanes in order, joined by ` > `; empty where it lies at the site already."),
        Column(
            "days",
            Kind.NUMBER,
            "Days from a finished unit to the site, waits for an agreement included; empty: no lanes lead there.",
            unit="day",
            required=False,
        ),
        Column("permitted", Kind.BOOLEAN, "May it come?"),
        Column("why_not", Kind.TEXT, "What stands in the way; empty when permitted."),
    ),
)

CAPABILITIES = (
    Capability(
        "reach",
        "From where, by which route and in how many days can an item come to a site, permitted or why not?",
        ReachOptions,
        "pipir.reaching.reach:reach",
        (REACH,),
        ("sites", "lanes", "items", "lines", "stocks", "agreements", "commitments", "stances", "scenarios"),
    ),
)
