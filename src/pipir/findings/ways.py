"""Do the ways between holders bear weight? SOSAs, ACSAs, ceilings, lapses, ways without a lane."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipir.case.case import Case
from pipir.case.checking.sheet import key_text
from pipir.case.names import Names
from pipir.case.tables import TABLES
from pipir.case.words import capital, listing, plural
from pipir.findings.finding import Finding, Severity

GUIDED_UNITS = ("missile", "torpedo", "mine")
GUIDED_WORDS = "guid|missile|torpedo|naval mine|interceptor"
"""What an acquisition and cross-servicing agreement may not carry.

US rules (DoD Directive 2010.9) exclude guided missiles, torpedoes, naval mines and guidance kits. A munition counts as
one of them when it is counted in missiles, torpedoes or mines, or its name, family or mission holds one of the words.
"""


def sosa_only(case: Case) -> Iterator[Finding]:
    """Items for which a security of supply arrangement is all that opens the way between two nations."""
    open_ways = _coverage(case).filter(pl.col("status") == "in_force")
    pair = ["supplier", "beneficiary", "item"]
    sosa = open_ways.filter(pl.col("kind") == "sosa")
    alone = sosa.join(open_ways.filter(pl.col("kind") != "sosa"), on=pair, how="anti")
    grouped = alone.group_by("agreement", "supplier", "beneficiary").agg(pl.col("item").sort()).sort("agreement")
    names = Names(case)
    for row in grouped.iter_rows(named=True):
        yield Finding(
            "sosa-only",
            Severity.HIGH,
            "agreements",
            row["agreement"],
            f"Only {row['agreement']}, a security of supply arrangement, lets {names.nation(row['supplier'])} send "
            f"{names.items(row['item'])} to {names.nation(row['beneficiary'])}. Such an arrangement is "
            "voluntary and moves a place in a queue, it permits no export: enter the sale or agreement that does.",
        )


def guided_under_acsa(case: Case) -> Iterator[Finding]:
    """Guided munitions that an acquisition and cross-servicing agreement is said to carry."""
    words = pl.concat_str("name", "family", "mission", "unit", separator=" ").str.to_lowercase()
    guided = case["items"].filter(
        (pl.col("kind") == "munition") & (pl.col("unit").is_in(GUIDED_UNITS) | words.str.contains(GUIDED_WORDS))
    )
    open_ways = _coverage(case).filter(pl.col("status") == "in_force").join(guided.select("item", "name"), on="item")
    other = open_ways.filter(~pl.col("kind").is_in(["acsa", "sosa"]))
    acsa = open_ways.filter(pl.col("kind") == "acsa").join(
        other.select("supplier", "beneficiary", "item").unique().with_columns(also=pl.lit(True)),
        on=["supplier", "beneficiary", "item"],
        how="left",
    )
    grouped = (
        acsa.sort("agreement", "item")
        .group_by("agreement", "supplier", "beneficiary", maintain_order=True)
        .agg("name", pl.col("also").fill_null(False).all())
    )
    names = Names(case)
    for row in grouped.iter_rows(named=True):
        yield Finding(
            "guided-under-acsa",
            Severity.MEDIUM if row["also"] else Severity.HIGH,
            "agreements",
            row["agreement"],
            f"{row['agreement']} is a cross-servicing agreement, which may not carry guided munitions, yet it opens "
            f"the way for {listing(row['name'])} from {names.nation(row['supplier'])} to "
            f"{names.nation(row['beneficiary'])}. "
            "Narrow its item to what it may carry.",
        )


def exporter_without_reserve(case: Case) -> Iterator[Finding]:
    """A nation that may send or owes items that it holds, of which it keeps no reserve anywhere."""
    bound = pl.concat(
        [
            _coverage(case).filter(pl.col("status") == "in_force").select(pl.col("supplier").alias("nation"), "item"),
            case["commitments"].select(pl.col("supplier").alias("nation"), "item"),
        ]
    ).unique()
    bare = (
        case.filled("stocks")
        .filter(pl.col("condition") == "serviceable")
        .with_columns(key=key_text(TABLES["stocks"]))
        .join(case["sites"].select("site", "nation"), on="site")
        .group_by("nation", "item")
        .agg(pl.col("quantity").sum(), pl.col("reserve").sum(), pl.col("key").sort())
        .filter((pl.col("quantity") > 0) & (pl.col("reserve") == 0))
        .join(bound, on=["nation", "item"], how="semi")
        .sort("nation", "item")
        .group_by("nation", maintain_order=True)
        .agg("item", pl.col("key").explode())
    )
    names = Names(case)
    for row in bare.iter_rows(named=True):
        yield Finding(
            "exporter-without-reserve",
            Severity.MEDIUM,
            "stocks",
            " ".join(row["key"]),
            f"{capital(names.nation(row['nation']))} may send {names.items(row['item'])} to others and keeps no "
            f"reserve of {'it' if len(row['item']) == 1 else 'them'}: runs may empty its stocks for partners. "
            "Enter the reserve that it keeps.",
        )


def unlike_ceiling(case: Case) -> Iterator[Finding]:
    """A ceiling or a promise that counts items of different units as one."""
    names = Names(case)
    limited = _coverage(case).filter(
        pl.col("ceiling_per_year").is_not_null() | pl.col("promised_per_year").is_not_null()
    )
    grouped = limited.group_by("agreement").agg(pl.col("item").sort()).sort("agreement")
    for agreement, items in grouped.iter_rows():
        unlike = sorted({names.unit(item) for item in items})
        if len(unlike) > 1:
            yield Finding(
                "unlike-ceiling",
                Severity.MEDIUM,
                "agreements",
                agreement,
                f"The quantity of {agreement} adds up {listing(plural(one) for one in unlike)} as if they were alike. "
                "Split it into one agreement for each kind.",
            )


def lapsed_agreement(case: Case) -> Iterator[Finding]:
    """An agreement marked as in force that has ended, or that ends while a scenario runs."""
    held = case["agreements"].filter((pl.col("status") == "in_force") & pl.col("end").is_not_null())
    for row in held.filter(pl.col("end") <= case.as_of).iter_rows(named=True):
        yield Finding(
            "lapsed-agreement",
            Severity.MEDIUM,
            "agreements",
            row["agreement"],
            f"{row['agreement']} is marked as in force but lapsed on {row['end']}, before {case.as_of}: it opens "
            "nothing. Enter the new end, or remove it.",
        )
    runs = case["scenarios"].with_columns(over=pl.col("start") + pl.duration(days="days"))
    ending = (
        held.filter(pl.col("end") > case.as_of)
        .join(runs, how="cross")
        .filter((pl.col("end") > pl.col("start_right")) & (pl.col("end") < pl.col("over")))
    )
    for row in ending.sort("agreement", "scenario").iter_rows(named=True):
        day = (row["end"] - row["start_right"]).days
        yield Finding(
            "lapses-in-scenario",
            Severity.LOW,
            "agreements",
            row["agreement"],
            f"{row['agreement']} lapses on {row['end']}, day {day} of {row['scenario']}: what it opens is closed from "
            "then on. Check whether it would be renewed.",
        )


def unknown_stance(case: Case) -> Iterator[Finding]:
    """A nation that has not said whether it would help in a situation."""
    unknown = (
        case["stances"]
        .filter(pl.col("answer") == "unknown")
        .sort("nation", "situation", "act", "to", "item")
        .group_by("nation", "situation", maintain_order=True)
        .agg(pl.col("act").unique(maintain_order=True), pl.concat_str("act", "to", "item", separator="/").alias("key"))
    )
    names = Names(case)
    for row in unknown.iter_rows(named=True):
        start = f"{row['nation']}/{row['situation']}"
        yield Finding(
            "unknown-stance",
            Severity.MEDIUM,
            "stances",
            " ".join(f"{start}/{key}" for key in row["key"]),
            f"{capital(names.nation(row['nation']))} has not said whether it would "
            f"{listing(_verb(act) for act in row['act'])} in the situation {names.situation(row['situation'])}. "
            "Runs take it as no unless told otherwise (--unknown): ask.",
        )


def way_without_lane(case: Case) -> Iterator[Finding]:
    """A recipient with sites to which no lane leads from any site of the nation that owes or may send."""
    names = Names(case)
    commitments = case["commitments"].select("supplier", "recipient", pl.col("commitment").alias("id"))
    agreements = (
        case["agreements"]
        .filter(pl.col("status") == "in_force")
        .select("supplier", pl.col("beneficiary").alias("recipient"), pl.col("agreement").alias("id"))
    )
    having = case["sites"]["nation"].unique().implode()
    linked = _lanes_between(case).select("supplier", "recipient").unique()
    for table, rows, severity in (
        ("commitments", commitments, Severity.HIGH),
        ("agreements", agreements, Severity.LOW),
    ):
        bare = rows.filter(pl.col("recipient").is_in(having) & pl.col("supplier").is_in(having)).join(
            linked, on=["supplier", "recipient"], how="anti"
        )
        grouped = bare.group_by("supplier", "recipient").agg(pl.col("id").sort()).sort("supplier", "recipient")
        for row in grouped.iter_rows(named=True):
            yield Finding(
                "way-without-lane",
                severity,
                table,
                " ".join(row["id"]),
                f"{capital(names.nation(row['recipient']))} holds sites, but no lane leads to any of them from a site "
                f"of {names.nation(row['supplier'])}: nothing can come under {listing(row['id'])}. Enter a lane.",
            )


def missed_delivery_site(case: Case) -> Iterator[Finding]:
    """A commitment to a named site to which no lane leads from the supplier, though lanes lead to other sites."""
    between = _lanes_between(case)
    bare = (
        case["commitments"]
        .filter(pl.col("deliver_to").is_not_null())
        .join(between, on=["supplier", "recipient"], how="semi")
        .join(between, on=["supplier", "deliver_to"], how="anti")
        .sort("commitment")
    )
    names = Names(case)
    for row in bare.iter_rows(named=True):
        yield Finding(
            "way-without-lane",
            Severity.HIGH,
            "commitments",
            row["commitment"],
            f"{row['commitment']} is to be delivered to {names.site(row['deliver_to'])}, but no lane leads there from "
            f"a site of {names.nation(row['supplier'])}: it can never arrive. Enter a lane or another site.",
        )


def _lanes_between(case: Case) -> pl.DataFrame:
    """Lanes between sites of different holders: supplier, recipient, deliver_to (the site they lead to)."""
    holder = case["sites"].select("site", "nation")
    return (
        case["lanes"]
        .join(holder, left_on="origin", right_on="site")
        .join(holder, left_on="destination", right_on="site", suffix="_to")
        .filter(pl.col("nation") != pl.col("nation_to"))
        .select(
            pl.col("nation").alias("supplier"),
            pl.col("nation_to").alias("recipient"),
            pl.col("destination").alias("deliver_to"),
        )
    )


def _coverage(case: Case) -> pl.DataFrame:
    """Agreements with one row per item that they cover."""
    agreements = case["agreements"].rename({"item": "names"})
    ids = case["items"].select("item", pl.col("item").alias("names"))
    families = case["items"].select("item", pl.col("family").alias("names"))
    everything = case["items"].select("item", pl.lit("*").alias("names"))
    covered = pl.concat([ids, families, everything]).unique()
    return agreements.join(covered, on="names").sort("agreement", "item")


def _verb(act: str) -> str:
    return {"host": "let others use its soil", "transit": "let goods pass", "reexport": "consent to re-export"}.get(
        act, act.replace("_", " its ")
    )
