"""What if one figure were another? Cells replaced for one run, as `--set TABLE:KEY.COLUMN=VALUE`.

What was claimed about a replaced figure no longer holds: its evidence goes, and the new value counts as assumed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from pipir.case.checking.building import checked_rows, frame_of
from pipir.case.checking.cells import encodable, parse
from pipir.case.checking.evidence import NUMBERS, full_key
from pipir.case.checking.rows import Raw, require
from pipir.case.checking.sheet import FILE, KEY, LINE, PLACE, Sheet, shown, stacked
from pipir.case.columns import Column, Table
from pipir.case.nearest import nearest_words
from pipir.case.refusal import Fault, Refused, refuse
from pipir.case.tables import ASSUMPTION, TABLES

WRITE = "write TABLE:KEY.COLUMN=VALUE, as stocks:us-guam/sm-6.quantity=40"


@dataclass(frozen=True)
class Override:
    """One cell and its value for a run, an empty value where the cell shall be empty."""

    text: str
    table: Table
    key: str
    column: Column
    value: str

    @property
    def label(self) -> str:
        """How a message names the place of the cell."""
        return f"--set {shown(self.text)}"


def overridden(sheets: dict[str, Sheet], overrides: Sequence[str]) -> list[Fault]:
    """Replace the cells in `sheets`; gives what is wrong with the overrides themselves."""
    faults: list[Fault] = []
    for text in overrides:
        try:
            override = read_override(encodable(text))
            sheets[override.table.name] = _replaced(sheets, override)
            assume(sheets, override.table, override.key, override.column, override.value)
        except Refused as refused:
            faults.extend(refused.faults)
    return faults


def read_override(text: str) -> Override:
    """The parts of an override. Raises Refused where one is missing or unknown."""
    left, equals, value = text.partition("=")
    table_name, colon, cell = left.partition(":")
    key, dot, column_name = cell.rpartition(".")
    if not (equals and colon and dot and key):
        raise refuse(f"--set {shown(text)}", "is no override", WRITE)
    if table_name not in TABLES:
        remedy = nearest_words(table_name, TABLES, f"tables are {', '.join(TABLES)}")
        raise refuse(f"--set {shown(text)}", f"names the table {table_name!r}, which no case has", remedy)
    table = TABLES[table_name]
    names = [name for name in table.names if name not in table.keys]
    if column_name not in names:
        rule = f"names the column {column_name!r}, which {table_name} has not"
        if column_name in table.keys:
            rule = f"names the column {column_name!r}, which is part of the key"
        remedy = nearest_words(column_name, names, f"columns are {', '.join(names)}")
        raise refuse(f"--set {shown(text)}", rule, remedy)
    return Override(text, table, full_key(table, key), table.column(column_name), value)


def _replaced(sheets: dict[str, Sheet], override: Override) -> Sheet:
    column, name = override.column, override.table.name
    sheet = sheets.get(name)
    keys = sheet.with_keys()[KEY] if sheet is not None else pl.Series(KEY, [], pl.String)
    here = (keys == override.key).fill_null(False)
    if sheet is None or not here.any():
        words = f"write the key of a row of {name}: {'/'.join(override.table.keys)}"
        remedy = nearest_words(override.key, keys.drop_nulls().to_list(), words)
        rule = f"names the row {override.key!r}, which {name} has not"
        raise refuse(override.label, rule, remedy)
    cells = parse(column, pl.Series([override.value], dtype=pl.String))
    require(cells)
    if cells.problems:
        value = shown(override.value) or None
        raise Refused(
            Fault(override.label, None, column.name, value, problem.rule, problem.remedy_for(override.value))
            for problem in cells.problems
        )
    frame = sheet.frame.with_columns(
        pl.when(here).then(pl.lit(cells.typed)).otherwise(pl.col(column.name)).alias(column.name),
        pl.when(here).then(len(sheet.files)).otherwise(pl.col(FILE)).cast(PLACE[FILE]).alias(FILE),
        pl.when(here).then(None).otherwise(pl.col(LINE)).alias(LINE),
    )
    return replace(sheet, frame=frame, files=(*sheet.files, override.label))


def assume(sheets: dict[str, Sheet], table: Table, key: str, column: Column, value: str) -> None:
    """Drop what was claimed about a cell, and claim that somebody assumed its new value."""
    name = column.name
    held = sheets.get("evidence")
    if held is not None:
        about = (pl.col("table") == table.name) & (pl.col("row") == key) & (pl.col("column") == name)
        held = replace(held, frame=held.frame.filter(~about.fill_null(False)))
        sheets["evidence"] = held
    if table.name in ("evidence", "sources") or column.kind not in NUMBERS or not value:
        return
    claim = {
        "table": table.name,
        "row": key,
        "column": name,
        "source": ASSUMPTION,
        "value": value,
        "confidence": "assumed",
        "chosen": True,
        "reason": "set for this run",
    }
    evidence = TABLES["evidence"]
    sheet, _ = checked_rows(Raw(evidence, f"{table.name} {key}", frame_of([claim], evidence.names)))
    sheets["evidence"] = sheet if held is None else stacked([held, sheet])
