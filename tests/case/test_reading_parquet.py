"""Is a Parquet file read like the CSV file with the same rows, typed or as text?"""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from case.small import TABLES, describe, one, places, refusal, small, write


def parquet(folder: Path, **frames: pl.DataFrame) -> Path:
    """The small case with some tables as Parquet."""
    write(folder)
    for name, frame in frames.items():
        (folder / f"{name}.csv").unlink()
        frame.write_parquet(folder / f"{name}.parquet")
    paths = {name: f"{name}.parquet" if name in frames else f"{name}.csv" for name in TABLES}
    describe(folder, resources=[{"name": name, "path": path} for name, path in paths.items()])
    return folder


STOCKS = pl.DataFrame(
    {
        "site": ["us-guam", "jp-sasebo"],
        "item": pl.Series(["sm-6", "sm-6"], dtype=pl.Categorical),
        "condition": ["", "serviceable"],
        "quantity": [120.0, 15.5],
        "reserve": pl.Series([40, None], dtype=pl.Int16),
        "as_of": [date(2025, 1, 1), None],
    }
)


def test_typed_and_textual_columns_give_the_same_case(tmp_path: Path) -> None:
    from pipir.case.reading import read_case

    texts = {name: pl.read_csv(io.StringIO(text), infer_schema=False) for name, text in TABLES.items()}
    lanes = texts["lanes"].with_columns(pl.col("via").str.split(" "), pl.col("days").cast(pl.Float32))
    expected = small(tmp_path).hash
    assert read_case(parquet(tmp_path / "texts", **texts)).hash == expected
    typed = parquet(tmp_path / "typed", stocks=STOCKS, lanes=lanes)
    assert read_case(typed).hash == expected
    moments = STOCKS.with_columns(pl.col("as_of").cast(pl.Datetime("us", "UTC")))
    assert read_case(parquet(tmp_path / "moments", stocks=moments)).hash == expected


@pytest.mark.parametrize(
    ("column", "values", "row", "words"),
    [
        ("quantity", [float("nan"), 1.0], 2, "not a finite number"),
        ("quantity", [1.0, float("-inf")], 3, "not a finite number"),
        ("quantity", [1, -1], 3, "below 0"),
        ("quantity", [1.0, None], 3, "is empty"),
        ("quantity", ["120", "x"], 3, "not a number"),
        ("site", ["us-guam", "us-gum"], 3, "nearest: 'us-guam'"),
        ("site", [1.5, 2.0], 2, "format the column as text"),
        ("item", [b"sm-6", b"sm-6"], None, "holds values of type Binary"),
        ("as_of", [date(2025, 1, 1), date(1, 1, 1)], 3, "from 1900 to 2200"),
    ],
)
def test_bad_values_are_refused_with_their_place(
    tmp_path: Path, column: str, values: list[object], row: int | None, words: str
) -> None:
    faults = refusal(parquet(tmp_path, stocks=STOCKS.with_columns(pl.Series(column, values))))
    found = [fault for fault in faults if (fault.file, fault.row, fault.column) == ("stocks.parquet", row, column)]
    assert any(words in str(fault) for fault in found), faults


@pytest.mark.parametrize("spoil", [lambda _: b"", lambda _: b"PAR1", lambda data: data[: len(data) // 2]])
def test_what_is_no_whole_parquet_file_is_refused(tmp_path: Path, spoil: object) -> None:
    parquet(tmp_path, stocks=STOCKS)
    path = tmp_path / "stocks.parquet"
    path.write_bytes(spoil(path.read_bytes()))  # type: ignore[operator]
    assert places(refusal(tmp_path)) == [("stocks.parquet", None, None)]


def test_a_missing_and_an_unknown_column_are_refused(tmp_path: Path) -> None:
    faults = refusal(parquet(tmp_path, stocks=STOCKS.rename({"quantity": "qantity"})))
    assert {("stocks.parquet", 1, "quantity"), ("stocks.parquet", 1, "qantity")} <= set(places(faults))


def test_a_file_of_no_rows_is_a_table_of_no_rows(tmp_path: Path) -> None:
    assert one(refusal(parquet(tmp_path, stocks=STOCKS.clear()))).file == "evidence.csv"
