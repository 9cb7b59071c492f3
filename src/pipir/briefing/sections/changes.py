"""What has changed since the case's date? Later claims that the case keeps but does not use."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from pipir.briefing import words
from pipir.briefing.document import Block, Cite, DataTable, Paragraph, Row, Section, Strong, TableColumn, say
from pipir.briefing.material import Material
from pipir.briefing.naming import figure_name
from pipir.briefing.sections.sourcing import shown

MOST_ROWS = 30
CELL = ["table", "row", "column"]


def later_claims(material: Material) -> pl.DataFrame:
    """Claims of a day after `as_of` that were not chosen and differ from `used`, what was; the latest first."""
    case = material.case
    dated = case["evidence"].join(
        case["sources"].select("source", pl.col("date").alias("published")), on="source", how="left"
    )
    known = dated.with_columns(known=pl.coalesce("as_of", "published"))
    used = case["evidence"].filter(pl.col("chosen")).select(*CELL, pl.col("value").alias("used"))
    late = known.filter(~pl.col("chosen") & (pl.col("known") > case.as_of)).join(used, on=CELL, how="left")
    late = late.filter(pl.col("used").is_null() | (pl.col("used") != pl.col("value")))
    return late.sort("known", "table", "row", "column", "source", descending=[True, False, False, False, False])


def section(material: Material) -> Section:
    """The table of later claims beside what the case uses."""
    late = later_claims(material)
    title = f"What has changed since {words.calendar(material.case.as_of)}"
    if not late.height:
        text = say(f"No claim in the case is later than {words.calendar(material.case.as_of)}, the date it stands for.")
        return Section("changes", title, (Paragraph(text),))
    columns = (
        TableColumn("Figure"),
        TableColumn("In this brief", numeric=True),
        TableColumn("Later claim", numeric=True),
        TableColumn("As of"),
        TableColumn("Remark"),
    )
    text = say(
        f"The figures stand for {words.calendar(material.case.as_of)}, so that they can be compared with each other. ",
        Strong(f"Kept beside them and not used: {words.some(late.height, 'later claim')}."),
        " Where they differ much, the answers above would too.",
    )
    caption = say("Later claims, the latest first.")
    body = tuple(_row(material, row) for row in late.head(MOST_ROWS).iter_rows(named=True))
    blocks: list[Block] = [Paragraph(text), DataTable(caption, columns, body)]
    if late.height > MOST_ROWS:
        blocks.append(Paragraph(say(f"{late.height - MOST_ROWS} more are in the case's table of evidence.")))
    return Section("changes", title, tuple(blocks))


def _row(material: Material, row: dict[str, Any]) -> Row:
    when: date = row["known"]
    used = row["used"]
    cells = (
        say(figure_name(material, row["table"], row["row"], row["column"])),
        say(shown(used) if used is not None else "none"),
        say(shown(row["value"]), Cite((row["source"],))),
        say(words.month(when)),
        say(row["reason"] or ""),
    )
    return Row(cells)
