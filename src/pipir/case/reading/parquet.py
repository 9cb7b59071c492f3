"""What does a Parquet file hold? Rows as typed as they are, or as text."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pipir.case.checking.rows import Raw, header_faults
from pipir.case.columns import Table
from pipir.case.reading.csv_file import FILE_BYTES
from pipir.case.refusal import Fault

ROWS = 100_000_000
"""Most rows that are read: a few bytes can say that a column repeats without end."""


def read_parquet(path: Path, table: Table, file: str, extra: tuple[str, ...] = ()) -> tuple[Raw | None, list[Fault]]:
    """The rows of a Parquet file with what is wrong with the file itself; None where it cannot be read at all."""
    try:
        size = path.stat().st_size
        if size > FILE_BYTES:
            rule = f"has {size:,} bytes, over {FILE_BYTES:,}"
            return None, [Fault(file, None, None, None, rule, "split the case or leave out what no run needs")]
        scan = pl.scan_parquet(path)
        names = scan.collect_schema().names()
        rows = scan.select(pl.len()).collect().item()
        if rows > ROWS:
            rule = f"has {rows:,} rows, over {ROWS:,}"
            return None, [Fault(file, None, None, None, rule, "split the case or leave out what no run needs")]
        known = [name for name in names if name in (*table.names, *extra)]
        cells = pl.read_parquet(path, columns=known) if known else pl.DataFrame()
        odd = [name for name, kind in cells.schema.items() if not _is_plain(kind)]
    except BaseException as error:  # a damaged file makes the reader panic, which is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        return None, [Fault(file, None, None, None, "is not a whole Parquet file", "write or copy the file again")]
    faults = header_faults(table, names, file, extra)
    for name in odd:
        rule = f"holds values of type {cells.schema[name]}"
        faults.append(Fault(file, None, name, None, rule, "write plain texts, numbers, dates or lists of texts"))
    return Raw(table, file, cells.drop(odd)), faults


def _is_plain(kind: pl.DataType) -> bool:
    if isinstance(kind, pl.List):
        return kind.inner == pl.String()
    return (
        kind.is_numeric()
        or kind in (pl.String(), pl.Boolean(), pl.Date(), pl.Null())
        or kind == pl.Datetime
        or kind in (pl.Categorical, pl.Enum)
    )
