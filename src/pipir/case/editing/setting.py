"""How is one row changed by hand? Cells, their source and the evidence for them in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from pipir.case.case import Case
from pipir.case.checking.rows import Raw, header_faults, typed_rows
from pipir.case.checking.sheet import KEY, key_text
from pipir.case.columns import Table
from pipir.case.editing.draft import Draft
from pipir.case.editing.keys import Row, key_of, key_values
from pipir.case.editing.provenance import (
    UNSTATED,
    Cell,
    Provenance,
    can_be_claimed,
    forget,
    is_figure,
    keep_shorthand,
    record,
    source_id,
)
from pipir.case.nearest import nearest_words
from pipir.case.refusal import Fault, Refused, refuse
from pipir.case.tables import ASSUMPTION, TABLES
from pipir.case.writing.cells import text_frame

BY_HAND = "set by hand, no source given"


@dataclass(frozen=True)
class Changed:
    """What was written: the case as it is now, each cell before and after, and the source recorded for figures."""

    case: Case
    cells: tuple[Cell, ...]
    source: str | None
    new: bool


def set_cells(
    place: str | Path, table: str, key: str, assignments: Sequence[str], given: Provenance = UNSTATED
) -> Changed:
    """Write `COLUMN=VALUE` cells of one row into a case folder, with source and evidence for each figure.

    A row that is not there yet is added; an empty value clears an optional cell. Raises Refused where anything is
    wrong with it or with the case that comes of it, and then nothing is written.
    """
    declared = _table(table)
    cells = _assigned(declared, assignments)
    keys = key_values(declared, key)
    draft = Draft(place)
    key = key_of(declared, keys)
    old = draft.row(table, key)
    row = _checked(declared, {**(old or {}), **keys, **cells}, key, old is None)
    written = _written(declared, key, old, row, cells)
    claimed = [cell for cell in written if _is_claimed(declared, cell, given)]
    _check_range([cell for cell in claimed if is_figure(declared, cell.column)], given)
    source = None
    if claimed:
        source = cells.get("source") or source_id(draft, given)
        if source == ASSUMPTION and given.reason is None:
            given = replace(given, reason=BY_HAND)
        for cell in claimed:
            if old is not None:
                keep_shorthand(draft, cell, old)
            ranged = given if is_figure(declared, cell.column) else replace(given, low=None, high=None)
            record(draft, cell, source, ranged)
    draft.put(table, row)
    changed = tuple(cell for cell in written if cell.before != cell.after)
    return Changed(draft.save(), changed, source, old is None)


def remove_row(place: str | Path, table: str, key: str) -> Case:
    """Take a row and the evidence about it out of a case folder; a row of the base stays there and is left out here.

    Raises Refused where there is no such row or where other rows name it, and then nothing is written.
    """
    declared = _table(table)
    keys = key_values(declared, key)
    draft = Draft(place)
    key = key_of(declared, keys)
    if draft.row(table, key) is None:
        known = draft.case[table].select(key_text(declared).alias(KEY))[KEY].to_list()
        remedy = nearest_words(key, known, f"name a row of {table}")
        raise refuse(table, f"is not in {table}", remedy, column="key", value=key)
    draft.remove(table, key)
    forget(draft, table, key)
    return draft.save()


def _is_claimed(table: Table, cell: Cell, given: Provenance) -> bool:
    """Figures that change always have a claim; other cells, and figures that stay, where a source is named for them."""
    if given.source is not None:
        return can_be_claimed(table, cell.column)
    return is_figure(table, cell.column) and cell.before != cell.after


def _table(name: str) -> Table:
    if name not in TABLES:
        remedy = nearest_words(name, TABLES, f"tables are {', '.join(TABLES)}")
        raise refuse(name, "is not a table of a case", remedy)
    return TABLES[name]


def _assigned(table: Table, assignments: Sequence[str]) -> dict[str, str | None]:
    faults: list[Fault] = []
    cells: dict[str, str | None] = {}
    for words in assignments:
        name, equals, value = words.partition("=")
        if not equals:
            faults.append(Fault(table.name, None, None, words, "is not COLUMN=VALUE", "write it as quantity=40"))
        elif name not in table.names:
            remedy = nearest_words(name, table.names, f"columns are {', '.join(table.names)}")
            faults.append(Fault(table.name, None, name, None, f"is not a column of {table.name}", remedy))
        elif name in table.keys:
            rule = "is part of the key"
            faults.append(Fault(table.name, None, name, value, rule, "add a row with the other key, remove this one"))
        elif name in cells:
            faults.append(Fault(table.name, None, name, value, "is given twice", "keep one of the two"))
        else:
            cells[name] = value or None
    if faults:
        raise Refused(faults)
    return cells


def _checked(table: Table, cells: Mapping[str, str | None], key: str, new: bool) -> Row:
    """The row as files hold it, typed and back. Raises Refused with every cell at fault."""
    place = f"{table.name} {key}"
    given = {name: cells.get(name) for name in table.names if name in cells or not new}
    frame = pl.DataFrame({name: [value] for name, value in given.items()}, schema=dict.fromkeys(given, pl.String))
    sheet, faults = typed_rows(Raw(table, place, frame))
    faults = [*header_faults(table, frame.columns, place), *faults]
    if faults:
        raise Refused(replace(fault, row=None) for fault in faults)
    return dict(text_frame(sheet.frame.select(table.names)).row(0, named=True))


def _written(table: Table, key: str, old: Row | None, row: Row, given: Mapping[str, str | None]) -> list[Cell]:
    """The cells that were given, before and after."""
    before = old or {}
    return [Cell(table.name, key, name, before.get(name), row[name]) for name in table.names if name in given]


def _check_range(figures: Sequence[Cell], given: Provenance) -> None:
    """Refuse a range that does not hold the figure, or that could be meant for more than one."""
    ends = {"--low": given.low, "--high": given.high}
    faults: list[Fault] = []
    numbers: dict[str, float] = {}
    for option, words in ends.items():
        if words is None:
            continue
        if len(figures) != 1:
            rule = f"is a range for {len(figures)} figures" if figures else "is a range, but no number is written"
            faults.append(
                Fault("options", None, option, words, rule, "change one figure at a time where it has a range")
            )
            continue
        try:
            numbers[option] = float(words)
        except ValueError:
            faults.append(Fault("options", None, option, words, "is not a number", "write digits, as 30"))
    if not faults and numbers and figures[0].after is not None:
        faults = _outside(float(figures[0].after), numbers, figures[0])
    if faults:
        raise Refused(faults)


def _outside(value: float, ends: Mapping[str, float], cell: Cell) -> list[Fault]:
    shown = f"{cell.column} = {cell.after}"
    faults = []
    if "--low" in ends and not ends["--low"] <= value:
        faults.append(Fault("options", None, "--low", f"{ends['--low']:g}", f"is not at most {shown}", "lower it"))
    if "--high" in ends and not value <= ends["--high"]:
        faults.append(Fault("options", None, "--high", f"{ends['--high']:g}", f"is not at least {shown}", "raise it"))
    return faults
