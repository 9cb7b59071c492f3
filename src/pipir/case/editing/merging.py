"""How do rows from elsewhere come into a case? By key, only the columns that they have, all of them or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from pipir.case.case import Case
from pipir.case.checking.evidence import canonical_rows
from pipir.case.checking.rows import Raw, repeated_keys, typed_rows
from pipir.case.checking.sheet import KEY, LINE, key_text
from pipir.case.columns import Table
from pipir.case.editing.draft import Draft, Place
from pipir.case.editing.keys import Row
from pipir.case.editing.provenance import (
    UNSTATED,
    Cell,
    Provenance,
    forget,
    is_figure,
    keep_shorthand,
    record,
    set_aside,
    source_id,
)
from pipir.case.nearest import nearest_words
from pipir.case.reading.csv_file import read_csv
from pipir.case.reading.overlaying import REMOVE, split_removals
from pipir.case.reading.parquet import read_parquet
from pipir.case.refusal import Fault, Refused, refuse
from pipir.case.tables import ASSUMPTION, TABLES
from pipir.case.writing.cells import text_frame

READERS = {".csv": read_csv, ".parquet": read_parquet}
WORKBOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class Merged:
    """What was merged: the case as it is now, and by table how many rows are new, changed, the same or removed."""

    case: Case
    counts: dict[str, dict[str, int]]
    emptied: int


@dataclass(frozen=True)
class _Incoming:
    """Rows of one table from a file: text cells of the columns it has, their keys and lines; keys to remove."""

    table: Table
    file: str
    names: tuple[str, ...]
    rows: pl.DataFrame
    removed: pl.DataFrame


def merge(place: str | Path, file: str | Path, given: Provenance = UNSTATED) -> Merged:
    """Merge a workbook, a CSV or Parquet file named after its table, or a folder of these into a case folder.

    A row is matched by its key; of a known row only the columns that the file has are changed, an empty cell there
    empties an optional cell. A row with `remove` = `true` is taken out. A changed figure gets the source given, else
    the `source` of its row, else `assumption`. Raises Refused with every fault, and then nothing is written.
    """
    draft = Draft(place)
    incoming = _read(Path(file))
    counts: dict[str, dict[str, int]] = {}
    cells: list[tuple[Cell, Row, Place]] = []
    for part in sorted(incoming, key=lambda part: list(TABLES).index(part.table.name)):
        counts[part.table.name], changed = _merge_table(draft, part)
        cells += changed
    _record(draft, cells, given, Path(file).name)
    emptied = sum(cell.after is None for cell, _, _ in cells)
    return Merged(draft.save(), counts, emptied)


def _merge_table(draft: Draft, part: _Incoming) -> tuple[dict[str, int], list[tuple[Cell, Row, Place]]]:
    """Put the rows of a table; gives counts and the cells of known rows that changed, with the row as it was."""
    table = part.table
    known = draft.rows(table.name, part.rows[KEY].to_list())
    counts = {"new": 0, "changed": 0, "same": 0, "removed": part.removed.height}
    cells: list[tuple[Cell, Row, Place]] = []
    for row in part.rows.to_dicts():
        key, place = row.pop(KEY), (part.file, row.pop(LINE))
        old = known.get(key)
        if old is None:
            counts["new"] += 1
            draft.put(table.name, row, place)
            continue
        changed = [
            Cell(table.name, key, name, old[name], row[name])
            for name in part.names
            if old[name] != row[name] and name not in table.keys
        ]
        counts["changed" if changed else "same"] += 1
        if changed:
            draft.put(table.name, old | {name: row[name] for name in part.names}, place)
            cells += [(cell, old, place) for cell in changed]
    for key, line in part.removed.select(KEY, LINE).iter_rows():
        _remove(draft, part, key, line)
    return counts, cells


def _remove(draft: Draft, part: _Incoming, key: str, line: int) -> None:
    if draft.row(part.table.name, key) is None:
        label = "/".join(part.table.keys)
        rule = f"is not in {part.table.name}, so that it cannot be removed"
        raise Refused([Fault(part.file, line, label, key, rule, "take the row out")])
    draft.remove(part.table.name, key, (part.file, line))
    forget(draft, part.table.name, key)


def _record(draft: Draft, cells: list[tuple[Cell, Row, Place]], given: Provenance, file: str) -> None:
    """Claims for the figures of known rows that changed, unless the file brings its own."""
    if given.reason is None:
        given = replace(given, reason=f"merged from {file}" + ("" if given.source else " without a source"))
    figures = [entry for entry in cells if is_figure(TABLES[entry[0].table], entry[0].column)]
    named = source_id(draft, given) if given.source is not None and figures else None
    for cell, old, place in figures:
        own = _own_claim(draft, cell)
        if own is not None:
            set_aside(draft, cell, own, place)
            continue
        row = draft.row(cell.table, cell.key) or {}
        source = named or (row.get("source") if row.get("source") != old["source"] else None) or ASSUMPTION
        keep_shorthand(draft, cell, old)
        record(draft, cell, source, replace(given, source=None if source == ASSUMPTION else source), place)


def _own_claim(draft: Draft, cell: Cell) -> str | None:
    """The source of a chosen claim that says what the cell now says: the file has brought it."""
    for claim in draft.claims(cell.table, cell.key, cell.column):
        if claim["chosen"] == "true" and _same(claim["value"], cell.after):
            return claim["source"]
    return None


def _same(value: str | None, other: str | None) -> bool:
    try:
        return value is not None and other is not None and float(value) == float(other)
    except ValueError:
        return False


def _read(path: Path) -> list[_Incoming]:
    """The tables that a path holds. Raises Refused with every fault of every file."""
    faults: list[Fault] = []
    parts: list[_Incoming] = []
    for raw, of_file in _raws(path):
        faults += [fault for fault in of_file if not _is_missing_column(fault)]
        if raw is not None:
            part, of_cells = _incoming(raw)
            faults += of_cells
            parts.append(part)
    if faults:
        raise Refused(faults)
    if not parts:
        raise refuse(str(path), "holds no table", f"name a file or sheet after its table: {', '.join(TABLES)}")
    return parts


def _raws(path: Path) -> Iterator[tuple[Raw | None, list[Fault]]]:
    suffix = path.suffix.lower()
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.lower() in READERS and file.stem in TABLES)
        for file in files:
            yield READERS[file.suffix.lower()](file, TABLES[file.stem], file.name, (REMOVE,))
    elif not path.is_file():
        raise refuse(str(path), "is not there", "name a .csv, .parquet or .xlsx file, or a folder of these")
    elif suffix in WORKBOOKS:
        from pipir.case.reading.workbook import read_tables

        raws, faults = read_tables(path, (REMOVE,))
        yield None, faults
        for raw in raws:
            yield raw, []
    elif suffix not in READERS:
        raise refuse(str(path), "is no file that can be merged", "save it as .csv, .parquet or .xlsx")
    elif path.stem not in TABLES:
        remedy = nearest_words(path.stem, TABLES, f"tables are {', '.join(TABLES)}")
        raise refuse(path.name, "is not named after a table", f"rename it ({remedy})")
    else:
        yield READERS[suffix](path, TABLES[path.stem], path.name, (REMOVE,))


def _is_missing_column(fault: Fault) -> bool:
    """A column that the file lacks is no fault here: known rows keep theirs, and new ones are refused for it later."""
    return fault.row == 1 and fault.rule == "is missing"


def _incoming(raw: Raw) -> tuple[_Incoming, list[Fault]]:
    table = raw.table
    faults: list[Fault] = []
    gone = pl.DataFrame(schema={KEY: pl.String, LINE: pl.UInt32})
    missing = [name for name in table.keys if table.column(name).required and name not in raw.cells.columns]
    if missing:
        faults += [
            Fault(raw.file, 1, name, None, "is missing", "add the column: rows are matched by it") for name in missing
        ]
    if REMOVE in raw.cells.columns:
        raw, removed, wrong = split_removals(raw)
        faults += wrong
        gone = removed.frame.select(key_text(table).alias(KEY), LINE)
    names = tuple(name for name in table.names if name in raw.cells.columns)
    sheet, wrong = typed_rows(raw)
    if table.name == "evidence":
        sheet = canonical_rows(sheet)
    faults += [*wrong, *repeated_keys(sheet)]
    rows = text_frame(sheet.frame.select(table.names)).with_columns(
        sheet.frame.select(key_text(table).alias(KEY), LINE)
    )
    return _Incoming(table, raw.file, names, rows, gone), faults
