"""How is a case folder changed? In a draft: rows are put and removed, checked as a whole, then written or refused."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl

from pipir.case import bundled
from pipir.case.case import TYPES, Case
from pipir.case.checking.evidence import canonical_rows
from pipir.case.checking.rows import Raw, typed_rows
from pipir.case.checking.sheet import KEY, key_text
from pipir.case.columns import Column, Kind, Table
from pipir.case.editing.keys import Row, key_of
from pipir.case.reading import read_case
from pipir.case.reading.csv_file import read_csv
from pipir.case.reading.describing import DESCRIPTOR, read_descriptor
from pipir.case.reading.loading import find_case
from pipir.case.reading.overlaying import REMOVE, split_removals
from pipir.case.reading.parquet import read_parquet
from pipir.case.refusal import Fault, Refused, refuse
from pipir.case.rendering.descriptor import resource
from pipir.case.tables import TABLES
from pipir.case.writing.cells import text_frame
from pipir.case.writing.folder import Form, write_table
from pipir.case.writing.placing import place_files, staged

Place = tuple[str, int | None]
"""File and line that a row was given in."""


class Draft:
    """A case folder with changes that are not written yet.

    In a case that rests on a base only rows that differ are kept in the folder; a row of the base is removed by a
    row that says so. `case` is the case before the changes, bases included.
    """

    def __init__(self, place: str | Path) -> None:
        self.folder = _own_folder(place)
        self.case: Case = read_case(self.folder)
        described = read_descriptor(self.folder, DESCRIPTOR)
        self.overlay = described.base is not None
        self._files = dict(described.files)
        self._own: dict[str, pl.DataFrame] = {}
        self._put: dict[str, dict[str, Row | None]] = {}
        self._places: dict[tuple[str, str], Place] = {}
        self._claimed: dict[tuple[str, str], dict[str, Row]] | None = None

    def row(self, table: str, key: str) -> Row | None:
        """The row as the draft has it, None where there is none."""
        return self.rows(table, [key]).get(key)

    def rows(self, table: str, keys: Iterable[str]) -> dict[str, Row]:
        """Those of these rows that the draft has, by key."""
        pending = self._put.get(table, {})
        wanted = list(dict.fromkeys(keys))
        stored = [key for key in wanted if key not in pending]
        found = {key: row for key in wanted if (row := pending.get(key)) is not None}
        if stored:
            frame = self.case[table].with_columns(key_text(TABLES[table]).alias(KEY))
            frame = frame.filter(pl.col(KEY).is_in(pl.Series(stored).implode()))
            found |= dict(zip(frame[KEY].to_list(), text_frame(frame.drop(KEY)).to_dicts(), strict=True))
        return found

    def claims(self, table: str, key: str, column: str | None = None) -> list[Row]:
        """Rows of `evidence` about a row of a table, or about one cell of it."""
        found = self._claims().get((table, key), {}).values()
        return [row for row in found if column in (None, row["column"])]

    def _claims(self) -> dict[tuple[str, str], dict[str, Row]]:
        """Claims by the table and key of the row that they are about, then by their own key."""
        if self._claimed is None:
            self._claimed = {}
            for row in text_frame(self.case["evidence"]).to_dicts():
                key = key_of(TABLES["evidence"], row)
                self._claimed.setdefault((row["table"], row["row"]), {})[key] = row
        return self._claimed

    def put(self, table: str, row: Mapping[str, str | None], place: Place | None = None) -> str:
        """Add the row or replace the one with its key; gives the key. `place` is where a fault in it is shown."""
        whole: Row = {name: row.get(name) for name in TABLES[table].names}
        key = key_of(TABLES[table], whole)
        if table == "evidence":
            self._claims().setdefault((str(whole["table"]), str(whole["row"])), {})[key] = whole
        self._put.setdefault(table, {})[key] = whole
        self._places[table, key] = place or (f"{table} {key}", None)
        return key

    def remove(self, table: str, key: str, place: Place | None = None) -> None:
        """Take the row with this key out."""
        if table == "evidence":
            about, row = key.split("/", 1)
            self._claims().get((about, row.rsplit("/", 2)[0]), {}).pop(key, None)
        self._put.setdefault(table, {})[key] = None
        self._places[table, key] = place or (f"{table} {key}", None)

    @property
    def changed(self) -> dict[str, int]:
        """Rows put or removed so far, by table."""
        return {table: len(rows) for table, rows in self._put.items() if rows}

    def save(self) -> Case:
        """Check the case with its changes, write it and give it back. Raises Refused, and then nothing is written."""
        if not self.changed:
            return self.case
        with staged(self.folder) as stage:
            lines = {name: self._write(name, stage) for name in self.changed}
            self._write_descriptor(stage)
            kept = self._link_unchanged(stage)
            try:
                case = read_case(stage)
            except Refused as refused:
                raise Refused(self._placed(fault, lines) for fault in refused.faults) from refused
            for name in kept:
                (stage / name).unlink()
            place_files(stage, self.folder)
        return case

    def _path(self, table: str) -> str:
        """Path of a table's file within the folder."""
        known = self._files.get(table)
        return known.relative_to(self.folder).as_posix() if known is not None else f"{table}.csv"

    def _write(self, name: str, stage: Path) -> list[str]:
        """Write the file of a changed table; gives the keys in the order of its lines."""
        table = TABLES[name]
        frame = self._merged(table)
        path = stage / self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        form = Form.PARQUET if path.suffix.lower() == ".parquet" else Form.CSV
        keys = frame.select(key_text(table).alias(KEY))[KEY].to_list()
        if not self.overlay:
            frame = frame.drop(REMOVE)
        write_table(frame if form is Form.CSV else _typed(table, frame), path, form)
        return keys

    def _merged(self, table: Table) -> pl.DataFrame:
        """The folder's own rows of a table with the changes in them, as text with a column `remove`."""
        put = self._put[table.name]
        own = self._own_rows(table)
        names = [*table.names, REMOVE]
        rows: list[dict[str, str | None]] = []
        base_keys = self._keys_below(table, list(put)) if self.overlay else set()
        for key, row in put.items():
            if row is not None:
                rows.append({**row, REMOVE: None})
            elif key in base_keys:
                rows.append(dict.fromkeys(names) | self._key_cells(table, key) | {REMOVE: "true"})
        new = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))
        kept = own.with_columns(key_text(table).alias(KEY)).filter(~pl.col(KEY).is_in(pl.Series(list(put)).implode()))
        if table.ordered:
            return _in_place(table, own, kept, new)
        merged = pl.concat([kept.drop(KEY), new])
        return merged.sort([_ordered(table.column(name)) for name in table.keys])

    def _own_rows(self, table: Table) -> pl.DataFrame:
        """Rows that lie in the folder itself, as text, with those that remove rows of the base."""
        names = [*table.names, REMOVE]
        if table.name not in self._files:
            return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
        path = self._files[table.name]
        read = read_parquet if path.suffix.lower() == ".parquet" else read_csv
        raw, _ = read(path, table, path.name, (REMOVE,) if self.overlay else ())
        assert raw is not None  # the whole case was read before
        removed = None
        if REMOVE in raw.cells.columns:
            raw, removed, _ = split_removals(raw)
        sheet, _ = typed_rows(raw)
        if table.name == "evidence":
            sheet = canonical_rows(sheet)
        parts = [text_frame(sheet.frame.select(table.names)).with_columns(pl.lit(None, pl.String).alias(REMOVE))]
        if removed is not None and removed.frame.height:
            gone = text_frame(removed.frame.select(table.keys)).with_columns(pl.lit("true").alias(REMOVE))
            parts.append(gone)
        return pl.concat(parts, how="diagonal").select(names)

    def _keys_below(self, table: Table, keys: list[str]) -> set[str]:
        """Those of the keys that a base of the case has."""
        base = self.case.base
        assert base is not None
        below = read_case(base, self.folder)[table.name].select(key_text(table).alias(KEY))[KEY]
        return set(below.filter(below.is_in(pl.Series(keys).implode())))

    def _key_cells(self, table: Table, key: str) -> Row:
        frame = self.case[table.name].with_columns(key_text(table).alias(KEY)).filter(pl.col(KEY) == key)
        return dict(text_frame(frame.select(table.keys)).row(0, named=True))

    def _write_descriptor(self, stage: Path) -> None:
        """Add the tables that had no file yet to the list of resources; whatever else it says stays."""
        new = [name for name in self.changed if name not in self._files]
        if not new:
            shutil.copyfile(self.folder / DESCRIPTOR, stage / DESCRIPTOR)
            return
        document = json.loads((self.folder / DESCRIPTOR).read_text("utf-8-sig"))
        present = [*self._files, *new]
        resources = document.setdefault("resources", [])
        resources += [resource(TABLES[name], Form.CSV.value, present, self.overlay) for name in new]
        text = json.dumps(document, ensure_ascii=False, indent=2)
        (stage / DESCRIPTOR).write_text(text + "\n", encoding="utf-8", newline="\n")

    def _link_unchanged(self, stage: Path) -> list[str]:
        """Let the stage hold the whole case: give the files that did not change a second name there."""
        kept = [self._path(name) for name in self._files if name not in self.changed]
        for name in kept:
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(self.folder / name, stage / name)
            except OSError:  # a disk without links
                shutil.copyfile(self.folder / name, stage / name)
        return kept

    def _placed(self, fault: Fault, lines: Mapping[str, list[str]]) -> Fault:
        """The fault at the place that the row was given in, not in a file that was never written."""
        for table, keys in lines.items():
            if fault.file == Path(self._path(table)).name and fault.row is not None and fault.row - 2 < len(keys):
                file, row = self._places.get((table, keys[fault.row - 2]), (fault.file, fault.row))
                return replace(fault, file=file, row=row)
        return fault


def _own_folder(place: str | Path) -> Path:
    """The folder of a case that may be changed. Raises Refused for a bundled case or a workbook."""
    if isinstance(place, str) and place in bundled.names():
        raise refuse(
            place, "is a bundled case and stays as it is", f"pipir case new mine --from {place}, then change mine"
        )
    found = find_case(place)
    if not found.is_dir():
        raise refuse(str(place), "is a workbook", "change it there, or write it as a folder with: pipir case export")
    return found.resolve()


def _ordered(column: Column) -> pl.Expr:
    """Text cells in the order of the column's type; dates are in order as they are written."""
    cell = pl.col(column.name)
    return cell if column.kind is Kind.DATE else cell.cast(TYPES[column.kind], strict=False)


def _in_place(table: Table, own: pl.DataFrame, kept: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """For a table whose order means something: changed rows where they were, new ones at the end."""
    rank = own.select(key_text(table).alias(KEY)).with_row_index("rank")
    new = new.with_columns(key_text(table).alias(KEY))
    both = pl.concat([kept.select(new.columns), new]).join(rank, on=KEY, how="left", maintain_order="left")
    return both.sort("rank", nulls_last=True, maintain_order=True).drop(KEY, "rank")


def _typed(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Text cells as the columns' own types; what cannot be stays for the check of the whole to refuse."""
    sheet, faults = typed_rows(Raw(table, table.name, frame.drop(REMOVE, strict=False)))
    return frame if faults or REMOVE in frame.columns else sheet.frame.select(table.names)
