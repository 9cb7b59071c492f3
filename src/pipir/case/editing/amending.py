"""What if rows of a case were others? The case with them in place, checked as if it had been read with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from pipir.case.case import Case
from pipir.case.checking.building import case_faults, frame_of, in_order, sheets_of, text_of
from pipir.case.checking.rows import Raw, header_faults, typed_rows
from pipir.case.checking.sheet import FILE, KEY, LINE, PLACE, Sheet, blank_sheet, key_text
from pipir.case.columns import Table
from pipir.case.nearest import nearest_words
from pipir.case.reading.overriding import assume
from pipir.case.refusal import Refused, refuse
from pipir.case.tables import TABLES

Cells = Mapping[str, Any]
"""Cells of a row by column, its key among them."""


def amended(case: Case, rows: Sequence[tuple[str, Cells]]) -> Case:
    """The case with these rows of tables in place, one after another.

    A row with the key of one that is there keeps that one's other cells; one with a key of its own is new, its other
    cells empty. What was claimed about a changed figure no longer holds: it counts as assumed. Raises Refused where a
    table, a cell or the case that comes of it is not as declared.
    """
    sheets = {name: _sheet(TABLES[name], frame) for name, frame in case.tables.items() if frame.height}
    changed = set()
    for name, cells in rows:
        if str(name) not in TABLES:
            remedy = nearest_words(str(name), TABLES, f"tables are {', '.join(TABLES)}")
            raise refuse(str(name), "is not a table of a case", remedy)
        sheets[name] = _with(sheets, TABLES[name], {str(column): _plain(value) for column, value in cells.items()})
        changed.add(name)
    apart = () if changed & {"evidence", "sources"} else ("evidence",)  # claims that are left or assumed hold
    faults = list(case_faults(sheets_of([sheet for name, sheet in sheets.items() if name not in apart])))
    if faults:
        raise Refused(faults)
    changed |= {"evidence"} & set(sheets)
    return case.replace({name: in_order(sheets[name]) for name in changed})


def _sheet(table: Table, frame: pl.DataFrame) -> Sheet:
    places = pl.lit(0, PLACE[FILE]).alias(FILE), pl.lit(None, PLACE[LINE]).alias(LINE)
    return Sheet(table, frame.with_columns(*places), (table.name,))


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _with(sheets: dict[str, Sheet], table: Table, cells: Cells) -> Sheet:
    """The sheet of a table with the row in it; what was claimed about its figures gives way."""
    old = sheets.get(table.name) or blank_sheet(table)
    given = frame_of([cells], table.names)
    parsed, faults = typed_rows(Raw(table, table.name, given))
    keys = parsed.with_keys()[KEY].to_list()
    key = keys[0] if keys else None
    place = table.name if key is None else f"{table.name} {key}"
    known = old.frame.select(key_text(table).alias(KEY))[KEY]
    here = (known == (key or "")).fill_null(False)
    needed = [name for name in table.names if name not in given.columns]
    headers = header_faults(table, given.columns + (needed if here.any() else []), place)
    if key is not None and headers and all(fault.rule == "is missing" for fault in headers):
        lacks = ", ".join(fault.column or "" for fault in headers)
        remedy = nearest_words(key, known.to_list(), f"name a row of {table.name}, or fill what is missing")
        raise refuse(table.name, f"is no row yet, and a new one lacks {lacks}", remedy, column="key", value=key)
    if headers or faults:
        raise Refused(replace(fault, file=place, row=None) for fault in (*headers, *faults))
    new = replace(parsed, files=(*old.files, place))
    frame = parsed.frame.with_columns(
        pl.lit(len(old.files), PLACE[FILE]).alias(FILE), pl.lit(None, PLACE[LINE]).alias(LINE)
    )
    if not here.any():
        return replace(new, frame=pl.concat([old.frame, frame]))
    told = [name for name in given.columns if name not in table.keys]
    for name in told:
        assume(sheets, table, str(key), table.column(name), text_of(cells[name]) or "")
    return replace(
        new,
        frame=old.frame.with_columns(
            pl.when(here).then(pl.lit(frame[name])).otherwise(pl.col(name)).alias(name) for name in (*told, FILE, LINE)
        ),
    )
