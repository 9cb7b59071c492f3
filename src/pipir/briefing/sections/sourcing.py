"""How well is it sourced? Shares by table and grade, and where sources disagree, what was chosen and why."""

from __future__ import annotations

from typing import Any

import polars as pl

from pipir.briefing import words
from pipir.briefing.backing import FIGURES, GRADES
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
from pipir.briefing.naming import figure_name, table_words

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


def core_figures(material: Material) -> pl.DataFrame:
    """The quantities that the answers rest on: stocks, rates, needs of this crisis, requirements, promises."""
    figures = material.results.figures
    held = [
        figures.filter((pl.col("table") == table) & (pl.col("column") == column)) for table, column in FIGURES.items()
    ]
    core = pl.concat(held)
    other = (pl.col("table") == "demands") & ~pl.col("row").str.starts_with(f"{material.scenario}/")
    return core.filter(~other)


def assumed_share(material: Material) -> float:
    """Share of the quantities that the answers rest on which nobody supports."""
    core = core_figures(material)
    return core.filter(pl.col("confidence") == "assumed").height / max(1, core.height)


def _opening(material: Material) -> Text:
    figures = material.results.figures
    sources = figures.filter(pl.col("confidence") != "assumed")["source"].n_unique()
    core = core_figures(material)
    return say(
        f"The answers rest on {words.number(core.height)} stocks, rates of output, needs, requirements and promises. ",
        Strong(f"{words.percent(1 - assumed_share(material))} of them have a published source"),
        "; the others are assumed, each with a reason in the case. All tables together hold "
        f"{words.number(figures.height)} figures from {words.some(sources, 'source')}. All of it is public: "
        "classified counts would differ.",
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
        table=pl.format(
            "{} ({})",
            pl.col("table").map_elements(table_words, return_dtype=pl.String),
            pl.col("figures").map_elements(words.number, return_dtype=pl.String),
        )
    )
    caption = say("Figures by table (their number in brackets) and grade.")
    return figure(
        "sourcing-bars",
        lambda look: sourcing(named, look),
        f"Share of figures by grade. Most assumed: {told}.",
        caption,
    )


def _disagreements(material: Material) -> list[Block]:
    groups = _alike(_differing(material))
    if not groups:
        text = say("No two sources disagree about a figure of this case.")
        return [Heading("Where sources disagree"), Paragraph(text)]
    columns = (
        TableColumn("Figure"),
        TableColumn("Chosen", numeric=True),
        TableColumn("Other claims"),
        TableColumn("Why"),
    )
    figures = sum(len(group) for group in groups)
    text = say(
        f"Sources give different values for {words.some(figures, 'figure')}. Every claim stays in the case, and the "
        "choice is explained."
    )
    more = "" if len(groups) <= MOST_ROWS else f" The first {MOST_ROWS} of {len(groups)} rows."
    caption = say(f"Figures on which sources disagree; the number in brackets is the source.{more}")
    body = tuple(_row(material, group) for group in groups[:MOST_ROWS])
    return [Heading("Where sources disagree"), Paragraph(text), DataTable(caption, columns, body)]


def _differing(material: Material) -> list[list[dict[str, Any]]]:
    """Claims about each figure that has more than one value: the chosen one first, the weightiest tables first."""
    cells = ["table", "row", "column"]
    evidence = material.case["evidence"]
    differing = evidence.group_by(cells).agg(pl.col("value").n_unique().alias("values")).filter(pl.col("values") > 1)
    rows = evidence.join(differing, on=cells, how="inner").with_columns(
        weight=pl.col("table").replace_strict(
            {table: place for place, table in enumerate(FIGURES)}, default=len(FIGURES)
        )
    )
    ordered = rows.sort("weight", *cells, "chosen", "source", descending=[False] * 4 + [True, False])
    return [group.to_dicts() for group in ordered.partition_by(cells, maintain_order=True)]


def _alike(groups: list[list[dict[str, Any]]]) -> list[list[list[dict[str, Any]]]]:
    """Figures about which the same is claimed for the same reason, together, so that they fill one line."""
    alike: dict[tuple[Any, ...], list[list[dict[str, Any]]]] = {}
    for claims in groups:
        said = tuple((one["source"], one["value"], one["reason"]) for one in claims)
        alike.setdefault((claims[0]["table"], claims[0]["column"], said), []).append(claims)
    return list(alike.values())


def _row(material: Material, group: list[list[dict[str, Any]]]) -> Row:
    claims = group[0]
    chosen = next((one for one in claims if one["chosen"]), claims[0])
    parts: list[str | Cite] = []
    for one in claims:
        if one is not chosen:
            parts += ["; "] if parts else []
            parts += [shown(one["value"]), Cite((one["source"],))]
    why = chosen["reason"] or next((one["reason"] for one in claims if one["reason"]), None) or "not stated"
    name = figure_name(material, chosen["table"], chosen["row"], chosen["column"])
    cells = (
        say(name if len(group) == 1 else f"{name}, and {len(group) - 1} more alike"),
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
