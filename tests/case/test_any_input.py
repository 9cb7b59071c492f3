"""Is there any input that ends in something else than a case or a refusal?"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from case.small import DESCRIPTION, TABLES, write
from case.test_reading_workbook import workbook
from pipir.case.case import Case
from pipir.case.checking import from_frames
from pipir.case.reading import read_case
from pipir.case.refusal import Refused
from pipir.case.tables import TABLES as DECLARED

FEW = settings(max_examples=25)

nasty = st.one_of(
    st.sampled_from(
        ["", " ", "=cmd()", "../x", "a/b", "NaN", "inf", "1e999", "-0", "1,5", "1.000,5", "*", "\x00", "\r\n", '"',
         "'", "2025-02-30", "0000-00-00", "TRUE", "us-guam", "sm-6", "USA", "USA  JPN", "9" * 400, "\u202e", "\ufeff",
         "_xD800_", "\ud800"]
    ),
    st.text(max_size=8),
    st.integers().map(str),
    st.floats().map(str),
)  # fmt: skip
plain = st.one_of(
    nasty, st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.lists(st.text(max_size=3), max_size=3)
)
splices = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 3), st.binary(max_size=4)), min_size=1, max_size=4)


def spliced(data: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    """The bytes with some of them taken out and others put in."""
    for place, gone, new in changes:
        start = place % (len(data) + 1)
        data = data[:start] + new + data[start + gone :]
    return data


def ends_well(of: Callable[[], Case]) -> None:
    """It ends in a case, or in a refusal that names at least one fault and can be printed."""
    got: Case | Refused
    try:
        got = of()
    except Refused as refused:
        got = refused
    if isinstance(got, Refused):
        assert got.faults
        assert str(got).encode()
        assert json.dumps([fault.as_row() for fault in got.faults], ensure_ascii=False).encode()
    else:
        assert len(got.hash) == 64


def read_or_refused(path: Path) -> None:
    """Reading ends well."""
    ends_well(lambda: read_case(path))


@FEW
@given(name=st.sampled_from([*TABLES, "datapackage"]), changes=splices)
def test_files_with_spoiled_bytes(name: str, changes: list[tuple[int, int, bytes]]) -> None:
    with TemporaryDirectory() as folder:
        write(Path(folder))
        path = Path(folder) / (f"{name}.json" if name == "datapackage" else f"{name}.csv")
        path.write_bytes(spliced(path.read_bytes(), changes))
        read_or_refused(Path(folder))


@FEW
@given(data=st.data())
def test_files_with_spoiled_cells(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(TABLES)))
    frame = pl.read_csv(io.StringIO(TABLES[name]), infer_schema=False)
    row, column = data.draw(st.integers(0, frame.height - 1)), data.draw(st.sampled_from(frame.columns))
    word = data.draw(nasty.filter(lambda text: "\ud800" not in text))
    cells = frame[column].to_list()
    cells[row] = word
    with TemporaryDirectory() as folder:
        write(Path(folder), {name: frame.with_columns(pl.Series(column, cells, pl.String)).write_csv()})
        read_or_refused(Path(folder))


@FEW
@given(
    described=st.dictionaries(
        st.sampled_from([*DESCRIPTION, "base", "resources", "licenses", "description"]),
        st.recursive(
            st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9)),
            lambda inner: st.one_of(
                st.lists(inner, max_size=3),
                st.dictionaries(st.sampled_from(["name", "path", "x"]), inner, max_size=3),
            ),
            max_leaves=6,
        ),
        max_size=4,
    )
)
def test_descriptions_of_any_shape(described: dict[str, Any]) -> None:
    with TemporaryDirectory() as folder:
        write(Path(folder), **described)
        read_or_refused(Path(folder))


@FEW
@given(part=st.integers(0, 30), changes=splices, inside=st.booleans())
def test_workbooks_with_spoiled_bytes(part: int, changes: list[tuple[int, int, bytes]], inside: bool) -> None:
    with TemporaryDirectory() as folder:
        path = workbook(Path(folder) / "small.xlsx")
        data = path.read_bytes()
        if inside:
            held = io.BytesIO()
            with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
                for place, entry in enumerate(old.infolist()):
                    content = old.read(entry)
                    spoiled = place == part % len(old.infolist())
                    new.writestr(entry.filename, spliced(content, changes) if spoiled else content)
            data = held.getvalue()
        else:
            data = spliced(data, changes)
        path.write_bytes(data)
        read_or_refused(path)


@FEW
@given(changes=splices)
def test_parquet_files_with_spoiled_bytes(changes: list[tuple[int, int, bytes]]) -> None:
    with TemporaryDirectory() as folder:
        write(Path(folder), resources=[{"name": "nations", "path": "nations.parquet"}])
        for name in TABLES:
            (Path(folder) / f"{name}.csv").unlink()
        held = io.BytesIO()
        pl.read_csv(io.StringIO(TABLES["nations"])).write_parquet(held)
        (Path(folder) / "nations.parquet").write_bytes(spliced(held.getvalue(), changes))
        read_or_refused(Path(folder))


@FEW
@given(data=st.data())
def test_python_rows_of_any_values(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(list(DECLARED.values())))
    row = st.fixed_dictionaries({}, optional=dict.fromkeys(table.names, plain))
    rows = data.draw(st.lists(row, max_size=3))
    ends_well(lambda: from_frames("any", {table.name: rows}))


@FEW
@given(text=st.one_of(st.text(max_size=40), nasty.map(lambda value: f"stocks:us-guam/sm-6.quantity={value}")))
def test_overrides_of_any_text(text: str) -> None:
    with TemporaryDirectory() as folder:
        write(Path(folder))
        ends_well(lambda: read_case(folder, overrides=[text]))
