"""What would the best use of what there is change? The plan beside each nation alone and orders by rule."""

from __future__ import annotations

from typing import Any

import polars as pl

from pipir.briefing import flows, words
from pipir.briefing.charts.gains import WAYS, Gain, gains
from pipir.briefing.charts.style import NARROW, WIDE, figure
from pipir.briefing.document import (
    Block,
    DataTable,
    Heading,
    MovingMap,
    Note,
    Paragraph,
    Points,
    Row,
    Section,
    Strong,
    TableColumn,
    Text,
    say,
)
from pipir.briefing.map.atlas import unrolled
from pipir.briefing.map.drawing import Mark, drawn
from pipir.briefing.material import Material
from pipir.briefing.sections.places import bounded
from pipir.briefing.supply import Lack, days_of_supply
from pipir.case.words import agreed

MOST_FLOWS, MOST_CLAIMS, MOST_BINDING = 20, 15, 5
NAMES = 22
"""Most names of the map."""
SMALL, SMALL_NAMES = 450, 5
"""Width [pixel] and most names of the small maps on paper."""
TOLD = 0.005
"""Share short below which a claim counts as met."""


def section(material: Material) -> Section:
    """Bars by tier, the map that moves, flows between nations, what binds, what stays short."""
    rows = gained(material)
    blocks: list[Block] = [Paragraph(opening(material, rows)), Note(_how_to_read())]
    if any(share >= TOLD for row in rows for share in row.shares):
        told = "; ".join(
            f"tier {row.tier}: "
            + ", ".join(f"{way} {words.percent(s)}" for way, s in zip(WAYS, row.shares, strict=True))
            for row in rows
        )
        caption = say("Share of the needs that goes short, by tier, the mean over the items that are needed.")
        blocks.append(figure("plan-gains", lambda look: gains(rows, look), f"Share short by tier. {told}.", caption))
    blocks += [*_map(material), *_flows(material), *_binding(material), *_short(material)]
    return Section("plan", "What the best plan changes", tuple(blocks))


def gained(material: Material) -> list[Gain]:
    """Share short by tier, the mean over items: each nation alone, by rule (mean of the runs), all together."""
    demands = material.demands.filter(pl.col("owed") > 0).select("demand", "tier", "nation", "item", "owed")
    if material.seat:
        demands = demands.filter(pl.col("nation") == material.seat)
    plans, rule = material.results.plans, material.results.certain
    ways = (
        plans.alone.shortfall.select("claim", "kind", "short"),
        rule.select("claim", "kind", short="short_mean"),
        plans.together.shortfall.select("claim", "kind", "short"),
    )
    for place, frame in enumerate(ways):
        own = frame.filter(pl.col("kind") == "demand").select(demand="claim", **{f"way{place}": pl.col("short")})
        demands = demands.join(own, on="demand", how="left", validate="1:1")
    if any(demands[f"way{place}"].null_count() for place in range(3)):
        raise ValueError("A need of the scenario stands in no result: results and case do not belong together.")
    names = ["way0", "way1", "way2"]
    items = demands.group_by("tier", "item").agg(pl.col("owed", *names).sum())
    shares = items.with_columns(pl.col(names) / pl.col("owed"))
    tiers = shares.group_by("tier").agg(pl.len().alias("items"), pl.col(names).mean()).sort("tier")
    return [Gain(tier, count, (alone, rule_, best)) for tier, count, alone, rule_, best in tiers.rows()]


def opening(material: Material, rows: list[Gain]) -> Text:
    """What goes short in the first tier, each way, and where acting together changes most."""
    if not rows:
        whose = f"{material.the_nation(material.seat)} has" if material.seat else "The crisis has"
        return say(f"{words.capital(whose)} no needs, so there is nothing that a plan could serve better.")
    first = rows[0]
    alone, rule, best = (words.percent(share) for share in first.shares)
    whose = f" of {material.the_nation(material.seat)}" if material.seat else ""
    return say(
        f"Of the tier {first.tier} needs{whose} ({words.some(first.items, 'item')}, the mean over them), ",
        Strong(f"{best} goes short under the best plan of all together"),
        f", {rule} where goods are ordered by rule, and {alone} where each nation is alone.{_most_gained(rows)}",
    )


def _most_gained(rows: list[Gain]) -> str:
    """Where acting together changes most, unless the opening has told of that tier already."""
    most = max(rows, key=lambda row: abs(row.shares[0] - row.shares[2]))
    if abs(most.shares[0] - most.shares[2]) < TOLD:
        return " In no tier does acting together change the share by half a per cent."
    if most is rows[0]:
        return ""
    alone, _, best = (words.percent(share) for share in most.shares)
    return f" Acting together changes most in tier {most.tier}: {alone} goes short alone, {best} together."


def _how_to_read() -> Text:
    return say(
        Strong("How to read it. "),
        "The best plan serves needs and promises in order of rank, and what it leaves short could not be served "
        "without taking from an earlier rank or as much from the same one. It knows the whole crisis from day 0, "
        "with strikes and closures at their average: it shows the best that could be done, not what will happen. "
        "Ordered by rule is the mean of the runs in the rest of this brief, every figure at its value. Each nation "
        "alone is the best plan of the same case without agreements and promises: nothing passes between holders, "
        "and only needs in the crisis are compared. Together, promises of an earlier rank come before a need, so that "
        "a need may go shorter together than alone.",
    )


def _map(material: Material) -> list[Block]:
    moving = flows.moving(material)
    if not moving.ways:
        return [Paragraph(say("The best plan sends nothing from site to site here."))]
    most = max(moving.sites.values())
    marks = [
        Mark(material.place(site), unrolled(row["longitude"]), row["latitude"], 0.0, weight=moving.sites[site] / most)
        for site, row in material.sites.items()
        if site in moving.sites
    ]
    extent = bounded([(mark.longitude, mark.latitude) for mark in marks], 8.0, 2.6)
    wide, narrow = (drawn(extent, marks, moving.ways, look.width, n) for look, n in ((WIDE, NAMES), (NARROW, 7)))
    inline = drawn(extent, marks, moving.ways, WIDE.width, NAMES, inline=True)
    middle = sum(mark.longitude * mark.weight for mark in marks) / sum(mark.weight for mark in marks)
    centre = round((middle - extent.west) / (extent.east - extent.west), 2)
    caption = say(
        f"What the best plan sends, whole scenario: {moving.labels[0]}, each lane counted. The width of a lane follows "
        "tonnes a day, both directions together: blue and whole by sea, brown and dashed by air, black and dotted by "
        "land. On a screen the slider shows one period after the other: arrow keys move it, Home shows the whole. "
        "On paper the small maps show the scenario in parts, on a scale that they share."
    )
    alt = f"Map of what the best plan sends: {len(moving.ways)} lanes between {len(marks)} sites, {moving.labels[0]}."
    stages = tuple((label, drawn(extent, marks, ways, SMALL, SMALL_NAMES)) for label, ways in moving.stages)
    picture = MovingMap("map-plan", wide, narrow, alt, caption, inline, centre, moving.labels, stages)
    return [Heading("What moves, and when"), picture]


def _flows(material: Material) -> list[Block]:
    frame = flows.between(material)
    if not frame.height:
        return [Paragraph(say("Nothing passes between nations under the best plan."))]
    columns = (
        TableColumn("From"),
        TableColumn("To"),
        TableColumn("Item"),
        TableColumn("Sent", "units", numeric=True),
        TableColumn("Weight", "t", numeric=True),
        TableColumn("First day", "of the crisis", numeric=True),
        TableColumn("Under"),
    )
    body = []
    for row in frame.head(MOST_FLOWS).iter_rows(named=True):
        thing = row["item"].removesuffix(flows.REPAIRABLE)
        state = " (to be repaired)" if row["item"] != thing else ""
        cells = (
            say(material.nation(row["giver"])),
            say(material.nation(row["taker"])),
            say(material.item(thing) + state),
            say(words.count(row["quantity"], material.unit(thing))),
            say(words.number(row["tonnes"])),
            say(str(row["first"])),
            say(_under(material, row["under"], row["carried_by"], thing)),
        )
        body.append(Row(cells))
    caption = say(
        f"The {len(body)} largest of {words.some(frame.height, 'flow')} between nations, by weight; "
        f"day 0 is {words.calendar(material.start)}."
    )
    return [Heading("What passes between nations"), DataTable(caption, columns, tuple(body))]


def _under(material: Material, kind: str, name: str, item: str) -> str:
    """An agreement by its kind, and by what it covers where that is more than the item; a promise by how much of it."""
    row = material.row(f"{kind}s", name)
    if row is None:
        raise ValueError(f"The plan is carried by {name}, which is no {kind} of the case.")
    if kind == "agreement":
        return f"agreement ({agreed(row['kind'])}) on {_covered(material, row['item'], item)}"
    size = words.count(row["quantity"], material.unit(row["item"]))
    return f"promise ({row['state']}) of {size} until {words.calendar(row['end'])}"


def _covered(material: Material, stated: str, item: str) -> str:
    if stated == "*":
        return "all items"
    others = sum(row["family"] == stated for row in material.items.values()) - 1
    return material.item(item) + ("" if stated == item or others < 1 else f" and {others} more")


def _binding(material: Material) -> list[Block]:
    frame = material.results.plans.together.binding
    if not frame.height:
        return []
    first = frame.sort("rank", "place").head(MOST_BINDING)["sentence"].to_list()
    whoever = ", whichever nation it concerns" if material.seat else ""
    opening = say(f"What limits the plan of all together{whoever}, the dearest first:")
    told = (sentence.replace(" commitments of rank ", " promises of rank ") for sentence in first)
    return [Heading("What binds"), Paragraph(opening), Points(tuple(say(sentence) for sentence in told))]


def remaining(material: Material) -> pl.DataFrame:
    """Claims that stay short under the best plan, by rank, nation, site and item, the most days short first."""
    demands = material.demands.select(
        claim="demand", kind=pl.lit("demand"), site="site", tier="tier", begin="from_day", end="to_day"
    )
    day = (pl.col("start") - material.start).dt.total_days(), (pl.col("end") - material.start).dt.total_days()
    promises = material.case["commitments"].select(
        claim="commitment",
        kind=pl.lit("commitment"),
        site="deliver_to",
        tier=pl.lit(None, demands.schema["tier"]),
        begin=pl.max_horizontal(day[0], 0).cast(pl.Float64),
        end=day[1].cast(pl.Float64),
    )
    frame = material.results.plans.together.shortfall
    if material.seat:
        frame = frame.filter(pl.col("nation") == material.seat)
    placed = frame.join(pl.concat([demands, promises]), on=["claim", "kind"], how="left", validate="1:1")
    placed = placed.with_columns(pl.min_horizontal("end", pl.lit(float(material.days))))
    keys = ["rank", "kind", "tier", "nation", "site", "item"]
    each = pl.struct("begin", "end", "owed", "short", "days_short").alias("each")
    summed = placed.group_by(keys).agg(pl.col("owed", "short").sum(), each)
    days = pl.Series("days_short", [_days(claims) for claims in summed["each"].to_list()], pl.Float64)
    short = summed.drop("each").with_columns(days).filter(pl.col("short") > TOLD * pl.col("owed"))
    return short.sort(["rank", "days_short", *keys[1:]], descending=[False, True, *(False for _ in keys[1:])])


def _days(claims: list[dict[str, Any]]) -> float:
    """Days of supply that claims of one place lack together; what all falls due at once has none."""
    lacks = []
    for row in claims:
        begin, end, owed, short, days = (row[name] for name in ("begin", "end", "owed", "short", "days_short"))
        if days is not None and end > begin:
            lacks.append(Lack(begin, end, short / days if days > 0.0 else owed / (end - begin), short))
    return days_of_supply(lacks)


def _short(material: Material) -> list[Block]:
    frame = remaining(material)
    head = Heading("What stays short even so")
    if not frame.height:
        name = material.the_nation(material.seat) if material.seat else ""
        met = f"every need of {name} and every promise to it" if name else "every need and promise"
        return [head, Paragraph(say(f"Nothing: the best plan meets {met}."))]
    columns = (
        TableColumn("Nation"),
        TableColumn("Site"),
        TableColumn("Item"),
        TableColumn("Claim"),
        TableColumn("Short", "units", numeric=True),
        TableColumn("Short", "share of what is owed", numeric=True),
        TableColumn("Short", "days of supply", numeric=True),
    )
    body = tuple(
        Row(
            (
                say(material.nation(row["nation"])),
                say(material.place(row["site"]) if row["site"] else "where it chooses"),
                say(material.item(row["item"])),
                say(("promise" if row["tier"] is None else f"need of tier {row['tier']}") + f", rank {row['rank']}"),
                say(words.count(row["short"], material.unit(row["item"]))),
                say(words.percent(row["short"] / row["owed"])),
                say(words.number(row["days_short"]) if row["days_short"] else "due at once"),
            )
        )
        for row in frame.head(MOST_CLAIMS).iter_rows(named=True)
    )
    caption = say(
        f"The first {len(body)} of {words.some(frame.height, 'claim')} that stay short, by rank, which is the order in "
        "which the plan serves claims, then days of supply."
    )
    return [head, DataTable(caption, columns, body)]
