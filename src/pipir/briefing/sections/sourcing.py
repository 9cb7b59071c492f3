"""How well is it sourced? Shares by table and grade, and where sources disagree, what was chosen and why."""

from __future__ import annotations

from typing import Any

import polars as pl

from pipir.briefing import words
from pipir.briefing.backing import GRADES
from pipir.briefing.charts.sourcing import sourcing
from pipir.briefing.charts.style import figure
from pipir.briefing.document import (
    Block,
    Cite,
    DataTable,
    Heading,
    Note,
    Paragraph,
    Row,
    Section,
    Strong,
    TableColumn,
    Text,
    say,
)
from pipir.briefing.material import Material
from pipir.briefing.naming import figure_name

MOST_TABLES, MOST_ROWS = 14, 24


def section(material: Material) -> Section:
    """The bars, the disagreements."""
    shares = grade_shares(material)
    blocks: list[Block] = [Paragraph(_opening(material)), Note(_how_to_read()), _picture(shares)]
    return Section("sourcing", "How well it is sourced", (*blocks, *_disagreements(material)))


def grade_shares(material: Material) -> pl.DataFrame:
    """Share of each grade by table: table, figures, grade, share; the largest tables first."""
    counts = material.results.figures.group_by("table", "confidence").len()
    totals = (
        counts.group_by("table")
        .agg(pl.col("len").sum().alias("figures"))
        .sort("figures", "table", descending=[True, False])
    )
    grid = totals.head(MOST_TABLES).join(pl.DataFrame({"grade": GRADES}), how="cross")
    joined = grid.join(
        counts, left_on=["table", "grade"], right_on=["table", "confidence"], how="left", maintain_order="left"
    )
    return joined.with_columns(share=pl.col("len").fill_null(0) / pl.col("figures"), grade=pl.col("grade")).drop("len")


def assumed_share(material: Material) -> float:
    """Share of all figures that nobody supports."""
    figures = material.results.figures
    return figures.filter(pl.col("confidence") == "assumed").height / max(1, figures.height)


def _opening(material: Material) -> Text:
    figures = material.results.figures
    assumed = assumed_share(material)
    sources = figures.filter(pl.col("confidence") != "assumed")["source"].n_unique()
    return say(
        f"The case holds {words.number(figures.height)} figures. ",
        Strong(f"{words.percent(1 - assumed)} have a published source"),
        f" ({words.some(sources, 'source')}); {words.percent(assumed)} are assumed, each with a reason in the case. "
        "All of it is public: classified counts would differ.",
    )


def _how_to_read() -> Text:
    return say(
        Strong("Grades of confidence. "),
        "High: a government's or a maker's own page. Medium: a named institute. Low: the press, or arithmetic on a "
        "press figure. Assumed: no source; somebody chose the figure and says why. An answer has the grade of the "
        "weakest figure behind it, and a stock most of which is assumed is hatched and never opens a page.",
    )


def _picture(shares: pl.DataFrame) -> Block:
    worst = shares.filter(pl.col("grade") == "assumed").sort("share", descending=True).head(4)
    told = ", ".join(f"{table} {words.percent(share)}" for table, share in worst.select("table", "share").iter_rows())
    named = shares.with_columns(
        table=pl.format("{} ({})", pl.col("table").str.replace_all("_", " "), pl.col("figures").cast(pl.String))
    )
    caption = say("Figures by table (their number in brackets) and grade.")
    return figure(
        "sourcing-bars",
        lambda look: sourcing(named, look),
        f"Share of figures by grade. Most assumed: {told}.",
        caption,
    )


def _disagreements(material: Material) -> list[Block]:
    evidence = material.case["evidence"]
    cells = ["table", "row", "column"]
    differing = evidence.group_by(cells).agg(pl.col("value").n_unique().alias("values")).filter(pl.col("values") > 1)
    rows = evidence.join(differing, on=cells, how="inner").sort(
        *cells, "chosen", "source", descending=[False] * 3 + [True, False]
    )
    groups = list(rows.partition_by(cells, maintain_order=True))
    if not groups:
        return [
            Heading("Where sources disagree"),
            Paragraph(say("No two sources disagree about a figure of this case.")),
        ]
    columns = (
        TableColumn("Figure"),
        TableColumn("Chosen", numeric=True),
        TableColumn("Other claims"),
        TableColumn("Why"),
    )
    body = tuple(_row(material, group.to_dicts()) for group in groups[:MOST_ROWS])
    text = say(
        f"Sources give different values for {words.some(len(groups), 'figure')}. Every claim stays in the case, the "
        "choice is explained, and the range between them is what the runs draw from where the chosen source gives one."
    )
    caption = say("Figures on which sources disagree; the number in brackets is the source.")
    return [Heading("Where sources disagree"), Paragraph(text), DataTable(caption, columns, body)]


def _row(material: Material, claims: list[dict[str, Any]]) -> Row:
    chosen = next((one for one in claims if one["chosen"]), claims[0])
    parts: list[str | Cite] = []
    for one in claims:
        if one is not chosen:
            parts += ["; "] if parts else []
            parts += [shown(one["value"]), Cite((one["source"],))]
    why = chosen["reason"] or next((one["reason"] for one in claims if one["reason"]), None) or "not stated"
    cells = (
        say(figure_name(material, chosen["table"], chosen["row"], chosen["column"])),
        say(shown(chosen["value"]), Cite((chosen["source"],))),
        tuple(parts),
        say(why),
    )
    return Row(cells)


def shown(value: str) -> str:
    """A claim's value as people write it; texts stay."""
    try:
        return words.number(float(value), 6)
    except ValueError:
        return value
