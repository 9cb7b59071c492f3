"""How does a case come from rows? Checked against every declaration, sorted by key, keys filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from typing import Any

import polars as pl

from pipir.case.case import Case
from pipir.case.checking.cells import encodable
from pipir.case.checking.evidence import canonical_rows
from pipir.case.checking.references import reference_faults, rule_faults
from pipir.case.checking.rows import Raw, header_faults, repeated_keys, typed_rows
from pipir.case.checking.sheet import FILE, LINE, Sheet, Sheets
from pipir.case.nearest import nearest_words
from pipir.case.refusal import Fault, Refused
from pipir.case.tables import ASSUMPTION, TABLES


@dataclass(frozen=True)
class Description:
    """What `datapackage.json` says of a case as a whole."""

    name: str
    title: str
    version: str
    as_of: date
    price_year: int
    licenses: tuple[str, ...] = ()
    base: str | None = None
    text: str = ""


def case_faults(sheets: Sheets) -> Iterator[Fault]:
    """Everything wrong between typed rows: rules, references, the checks that need code."""
    for sheet in sheets.held.values():
        yield from rule_faults(sheet)
        yield from reference_faults(sheets, sheet)
    functions = dict.fromkeys(
        check.function for sheet in sheets.held.values() if sheet.frame.height for check in sheet.table.checks
    )
    for function in functions if not sheets.lost else ():
        module, name = function.split(":")
        yield from getattr(import_module(module), name)(sheets)


def without_echoes(of_cells: Sequence[Fault], between_rows: Iterable[Fault]) -> list[Fault]:
    """All faults, without those between rows that blame a cell which is refused by itself."""
    blamed = {(fault.file, fault.row, fault.column) for fault in of_cells}
    return [*of_cells, *(fault for fault in between_rows if (fault.file, fault.row, fault.column) not in blamed)]


def sheets_of(held: Sequence[Sheet], lost: Iterable[str] = ()) -> Sheets:
    """Sheets by name, with the source `assumption`, which always exists; `lost` are tables that could not be read."""
    sheets = Sheets({sheet.table.name: sheet for sheet in held}, TABLES, frozenset(lost))
    sources = sheets["sources"]
    if ASSUMPTION in sources.frame["source"]:
        return sheets
    row = pl.DataFrame({"source": [ASSUMPTION], "title": ["Assumption"]})
    assumed, _ = typed_rows(Raw(TABLES["sources"], "sources", row))
    places = [pl.lit(None, sources.frame.schema[LINE]).alias(LINE), pl.lit(0, sources.frame.schema[FILE]).alias(FILE)]
    frame = pl.concat([sources.frame, assumed.frame.with_columns(places)])
    return sheets.with_sheet(replace(sources, frame=frame))


def build_case(description: Description, sheets: Sheets) -> Case:
    """The case of these sheets, checked between rows. Raises Refused with every fault."""
    faults = list(case_faults(sheets))
    if faults:
        raise Refused(faults)
    tables = {name: in_order(sheet) for name, sheet in sheets.held.items() if sheet.frame.height}
    return Case(
        description.name,
        description.title,
        description.version,
        description.as_of,
        description.price_year,
        tables,
        description.licenses,
        description.base,
        description.text,
    )


def in_order(sheet: Sheet) -> pl.DataFrame:
    """The rows of a sheet as a case holds them."""
    rows = sheet.frame.select(sheet.table.names)
    return rows if sheet.table.ordered else rows.sort(sheet.table.keys)


def checked_rows(raw: Raw) -> tuple[Sheet, list[Fault]]:
    """The typed rows of one file with all that is wrong among them, before they meet other tables."""
    if raw.table.name == "evidence" and raw.decimal_comma and "value" in raw.cells.columns:
        value = pl.col("value").str.replace(r"^([+-]?\d+),(\d+)$", "$1.$2")
        raw = replace(raw, cells=raw.cells.with_columns(value))
    sheet, faults = typed_rows(raw)
    if raw.table.name == "evidence":
        sheet = canonical_rows(sheet)
    return sheet, [*faults, *repeated_keys(sheet)]


def from_frames(
    name: str, frames: Mapping[str, Sequence[Mapping[str, Any]] | pl.DataFrame], **description: Any
) -> Case:
    """A checked case from Python rows.

    `frames` gives rows by table name: dictionaries of plain values (columns that may be empty can be missing) or a
    polars frame. `description` takes `title`, `version`, `as_of`, `price_year`, `licenses`, `base`, `text`. Raises
    Refused with every fault; a fault's row counts as in a spreadsheet: the first row is line 2.
    """
    faults: list[Fault] = []
    held = []
    for table_name, rows in frames.items():
        if table_name not in TABLES:
            remedy = nearest_words(table_name, TABLES, f"tables are {', '.join(TABLES)}")
            faults.append(Fault(table_name, None, None, None, "is not a table of a case", remedy))
            continue
        table = TABLES[table_name]
        cells = rows if isinstance(rows, pl.DataFrame) else frame_of(rows, table.names)
        if not cells.width:
            continue
        faults.extend(header_faults(table, cells.columns, table_name))
        sheet, wrong = checked_rows(Raw(table, table_name, cells))
        faults.extend(wrong)
        held.append(sheet)
    sheets = sheets_of(held)
    if faults:
        raise Refused(without_echoes(faults, case_faults(sheets)))
    defaults = {"title": name, "version": "1", "as_of": date(2025, 1, 1), "price_year": 2025}
    return build_case(Description(name=name, **{**defaults, **description}), sheets)


def frame_of(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> pl.DataFrame:
    """Rows of plain values as text cells; a required column that no row has is missing."""
    used = [name for name in names if any(name in row for row in rows)]
    used += list(dict.fromkeys(name for row in rows for name in row if name not in names))
    return pl.DataFrame([pl.Series(name, [text_of(row.get(name)) for row in rows], pl.String) for name in used])


def text_of(value: Any) -> str | None:
    """A plain value as the text that a file would hold; None where empty."""
    if value is None:
        return None
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return encodable(" ".join(str(part) for part in value))
    return shown_whole(value)


def shown_whole(value: Any) -> str:
    """A number or a date as text, without a fraction where it has none."""
    if isinstance(value, float):
        return repr(value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value)
