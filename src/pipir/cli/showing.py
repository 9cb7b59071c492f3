"""How does a result look in a terminal? As tables with units in the header, no number cut, wide ones in parts."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from pipir.case.columns import Column, Kind, Table
from pipir.cli.terminal import printable

if TYPE_CHECKING:
    import polars as pl

    from pipir.runs.result import Result

MOST_ROWS = 40
PIPED_WIDTH = 160
LEAST_WIDTH = 40
MOST_TEXT = 60
EMPTY = "–"
RIGHT = (Kind.NUMBER, Kind.INTEGER)
GAP = 2
DUST = 1e-9
"""Below this a number is what rounding left of a difference, in any unit that a case has."""
OF_ITEM = "item's unit"
"""The unit of a column whose numbers are in the unit of the row's item."""


def show(result: Result, tables: Sequence[Table], units: Mapping[str, str]) -> None:
    """Print these tables of a result, at most `MOST_ROWS` rows of each, on standard output.

    `units` gives each item's unit: a table by item shows it in each row and not in every header.
    """
    click.echo(printable(_heading(result.run)))
    for table in tables:
        frame = result.tables.get(table.name)
        if frame is not None:
            show_table(table, frame, units, "--json or --out")


def show_table(
    table: Table, frame: pl.DataFrame, units: Mapping[str, str] | None = None, more_by: str = "--json"
) -> None:
    """Print a table under its name: units in the header, key columns again in each part of a wide one.

    `more_by` are the flags of the command that give the rows which are too many to show.
    """
    console = Console(width=width(), highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        console.print()
        console.print(Text.assemble((table.name, "bold"), f": {table.doc}"))
        if frame.height:
            columns, cells = _shown(table.columns, frame.head(MOST_ROWS), units or {})
            for part in parts(columns, cells, console.width):
                console.print()
                console.print(_grid(part, cells, console.width))
        else:
            console.print("no rows")
        if frame.height > MOST_ROWS:
            console.print(f"{frame.height - MOST_ROWS:,} more rows: use {more_by}")
    click.echo("\n".join(line.rstrip() for line in captured.get().rstrip("\n").split("\n")))


def _shown(
    columns: Sequence[Column], frame: pl.DataFrame, units: Mapping[str, str]
) -> tuple[list[Column], dict[str, list[str]]]:
    """Columns and cells as shown: where the unit is the item's, it stands in a column of its own beside the item."""
    cells = {column.name: [_cell(value) for value in frame[column.name].to_list()] for column in columns}
    shown = [replace(column, unit=None) if column.unit == OF_ITEM else column for column in columns]
    if shown == list(columns) or "item" not in cells or "unit" in cells:
        return list(columns), cells
    cells["unit"] = [units.get(item, EMPTY) for item in frame["item"]]
    place = next(n for n, column in enumerate(shown) if column.name == "item") + 1
    item = shown[place - 1]
    return [*shown[:place], Column("unit", Kind.TEXT, "Unit of the item.", key=item.key), *shown[place:]], cells


def width() -> int:
    """Characters in a line: the terminal's, or what COLUMNS says, or a width that suits a file."""
    if os.environ.get("COLUMNS", "").isdigit() or sys.stdout.isatty():
        return max(LEAST_WIDTH, shutil.get_terminal_size().columns)
    return PIPED_WIDTH


def parts(columns: Sequence[Column], cells: dict[str, list[str]], most: int) -> list[list[Column]]:
    """Columns shared out over as many parts as the width needs; key columns lead each part."""
    keys = [column for column in columns if column.key]
    rest = [column for column in columns if not column.key]
    lead = sum(_width(column, cells) + GAP for column in keys)
    shared: list[list[Column]] = []
    room = 0
    for column in rest:
        needed = _width(column, cells) + GAP
        if not shared or room < needed:
            shared.append([*keys])
            room = most - lead
        shared[-1].append(column)
        room -= needed
    return shared or [keys]


def number(value: float) -> str:
    """A number to read: thousands apart, no more digits than a planner needs, rounded to nothing only where it is."""
    size = abs(value)
    if size < DUST:
        return "0"
    digits = 0 if size >= 1000 else 1 if size >= 10 else 2 if size >= 1 else None
    if digits is None:
        return f"{value:.3g}"
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if digits else text


def _heading(run: Any) -> str:
    case = run.get("case", {})
    words = [f"{run.get('capability', '')}: {case.get('name', '')}"]
    if case.get("version"):
        words.append(f"version {case['version']}")
    words.append(f"as of {case.get('as_of', '')}")
    if run.get("scenario"):
        words.append(f"scenario {run['scenario']}")
    return ", ".join(words)


def _cell(value: Any) -> str:
    """A cell as text."""
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    return printable(" ".join(value) if isinstance(value, list) else str(value)).replace("\n", " ")


def _header(column: Column) -> list[str]:
    """Name of the column and its unit below."""
    shown = column.unit if column.unit not in ("date", "rank", "tier") else None
    return [column.name] + ([f"[{shown}]"] if shown else [])


def _width(column: Column, cells: dict[str, list[str]]) -> int:
    """Characters that a column needs; a long text is folded."""
    longest = max(len(text) for text in [*_header(column), *cells[column.name]])
    return longest if column.kind in RIGHT else min(longest, MOST_TEXT)


def _grid(columns: Sequence[Column], cells: dict[str, list[str]], most: int) -> Grid:
    grid = Grid(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold", width=None)
    lines = max(len(_header(column)) for column in columns)
    for column in columns:
        right = column.kind in RIGHT
        grid.add_column(
            Text("\n".join([*_header(column), " "][:lines])),
            justify="right" if right else "left",
            no_wrap=right,
            width=min(_width(column, cells), most),
            overflow="fold",
        )
    for row in zip(*(cells[column.name] for column in columns), strict=True):
        grid.add_row(*(Text(text) for text in row))
    return grid
