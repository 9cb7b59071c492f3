"""What does a run give back? Frozen tables under their declared names, and a record of how they came about."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from pipir.case.case import empty_frame, schema
from pipir.case.columns import Table
from pipir.case.refusal import refuse
from pipir.runs.capability import capability
from pipir.runs.files import write_result
from pipir.runs.places import FORMAT
from pipir.runs.workbook import SUFFIX, write_workbook


class BadResult(ValueError):
    """A result table does not match its declaration: a fault of the program, never of the input."""


@dataclass(frozen=True)
class Result:
    """Base of every result: subclasses add one polars frame per result table, under the table's name.

    `run` is the record of the run: plain values only, no clock times.
    """

    run: Mapping[str, Any]

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """Result tables by name, in the order of their declaration."""
        frames = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "run"}
        return {name: frame for name, frame in frames.items() if frame is not None}

    def to_json(self, tables: Sequence[str] | None = None, bulky: Sequence[str] = ()) -> str:
        """One JSON document: all tables but the bulky ones, or those named. Same inputs give the same bytes.

        Raises Refused when a named table is not among the results.
        """
        names = list(tables) if tables is not None else [name for name in self.tables if name not in bulky]
        for name in names:
            if name not in self.tables:
                remedy = f"one of {', '.join(self.tables)}"
                raise refuse("options", "is not a result table", remedy, column="--tables", value=name)
        document: dict[str, Any] = {"format": FORMAT, "run": dict(self.run)}
        document |= {name: [_plain(row) for row in self.tables[name].iter_rows(named=True)] for name in names}
        return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))

    def write(self, out: str | Path, times: Mapping[str, Any] | None = None) -> None:
        """Write every table as Parquet and the record as `run.json` into a folder, complete or not at all.

        Where `out` ends in .xlsx: all of it as one workbook. Raises Refused where anything but an earlier result is in
        the place.
        """
        path = Path(out)
        if path.suffix.lower() == SUFFIX:
            declared = capability(self.run["capability"]).tables
            write_workbook(path, dict(self.run), self.tables, declared)
        else:
            write_result(path, dict(self.run), self.tables, dict(times or {}))


def table_of(declared: Table, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """The rows as their declaration says; see `table`."""
    return table(declared, pl.DataFrame(list(rows), infer_schema_length=None))


def table(declared: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame as its declaration says: columns in order, typed, rows sorted by key, no NaN, no infinity.

    Raises BadResult when a column is missing or extra, a required cell is empty or a key occurs twice.
    """
    if frame.height == 0:
        return empty_frame(declared)
    wanted = schema(declared)
    if set(frame.columns) != set(wanted):
        raise BadResult(f"{declared.name}: columns {sorted(set(frame.columns) ^ set(wanted))} do not match")
    out = frame.select(pl.col(name).cast(kind) for name, kind in wanted.items())
    for column in declared.columns:
        values = out[column.name]
        if values.dtype == pl.Float64 and not values.drop_nulls().is_finite().all():
            raise BadResult(f"{declared.name}.{column.name} holds NaN or infinity")
        if column.required and values.null_count():
            raise BadResult(f"{declared.name}.{column.name} has empty cells")
    keys = list(declared.keys)
    if keys:
        if out.select(keys).is_duplicated().any():
            raise BadResult(f"{declared.name}: a key occurs twice")
        out = out.sort(keys)
    return out


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        if not math.isfinite(value):
            raise BadResult("a result holds NaN or infinity")
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    return value
