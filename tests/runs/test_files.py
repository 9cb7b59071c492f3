"""Is a result on disk whole or not there, and is nothing else ever overwritten?"""

from __future__ import annotations

import json
import os
from pathlib import Path

import polars as pl
import pytest

from pipir.case.refusal import Refused
from pipir.runs.files import all_or_nothing, whole_folder, write_result, write_whole

RUN = {"capability": "count", "seed": 0}
TABLES = {"count": pl.DataFrame({"nation": ["JPN"], "held": [1.5]})}


class Full(Exception):
    pass


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_result_is_read_back_as_it_was(tmp_path: Path) -> None:
    write_result(tmp_path / "out", RUN, TABLES, {"seconds": {"run": 1.0}})
    assert pl.read_parquet(tmp_path / "out" / "count.parquet").equals(TABLES["count"])
    told = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert told == {"format": "pipir-result/1", "run": RUN, "rows": {"count": 1}, "times": {"seconds": {"run": 1.0}}}


def test_an_earlier_result_is_replaced_as_a_whole(tmp_path: Path) -> None:
    write_result(tmp_path / "out", RUN, TABLES | {"old": TABLES["count"]}, {})
    write_result(tmp_path / "out", RUN, TABLES, {})
    assert names(tmp_path / "out") == {"run.json", "count.parquet"}
    assert names(tmp_path) == {"out"}


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write_result(tmp_path / "out", RUN, TABLES, {})
    assert names(tmp_path / "out") == {"run.json", "count.parquet"}


@pytest.mark.parametrize(
    ("name", "text"),
    [("letter.txt", "Dear"), ("run.json", "{}"), ("run.json", "not json"), ("run.json", "[]"), ("a.parquet", "")],
)
def test_a_folder_with_anything_else_is_refused_and_left_alone(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(Refused, match="no earlier result"):
        write_result(tmp_path, RUN, TABLES, {})
    assert (tmp_path / name).read_text("utf-8") == text
    assert names(tmp_path) == {name}


@pytest.mark.parametrize("name", ["letter.txt", "own.parquet"])
def test_a_result_with_something_else_beside_it_is_refused(tmp_path: Path, name: str) -> None:
    write_result(tmp_path / "out", RUN, TABLES, {})
    (tmp_path / "out" / name).write_text("Dear", "utf-8")
    with pytest.raises(Refused, match="no earlier result"):
        write_result(tmp_path / "out", RUN, TABLES, {})
    assert (tmp_path / "out" / name).exists()


def _half_write(folder: Path) -> None:
    with whole_folder(folder) as partial:
        (partial / "run.json").write_text("half", "utf-8")
        raise Full


def test_what_fails_half_way_leaves_the_earlier_result(tmp_path: Path) -> None:
    write_result(tmp_path / "out", RUN, TABLES, {})
    with pytest.raises(Full):
        _half_write(tmp_path / "out")
    assert names(tmp_path) == {"out"}
    assert names(tmp_path / "out") == {"run.json", "count.parquet"}


def test_a_file_is_written_whole_with_usual_rights(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    write_whole(tmp_path / "brief.html", b"first")
    write_whole(tmp_path / "brief.html", b"second")
    assert (tmp_path / "brief.html").read_bytes() == b"second"
    assert names(tmp_path) == {"usual", "brief.html"}
    if os.name != "nt":
        assert (tmp_path / "brief.html").stat().st_mode == usual.stat().st_mode


def _write_both(place: Path) -> None:
    with all_or_nothing():
        write_whole(place / "brief.html", b"second")
        write_result(place / "out", RUN, TABLES, {})
        assert names(place / "out") == {"run.json", "count.parquet", "old.parquet"}
        raise Full


def test_files_that_are_written_together_are_all_there_or_none_is(tmp_path: Path) -> None:
    write_whole(tmp_path / "brief.html", b"first")
    write_result(tmp_path / "out", RUN, TABLES | {"old": TABLES["count"]}, {})
    with pytest.raises(Full):
        _write_both(tmp_path)
    assert names(tmp_path) == {"brief.html", "out"}
    assert (tmp_path / "brief.html").read_bytes() == b"first"
    assert names(tmp_path / "out") == {"run.json", "count.parquet", "old.parquet"}
    with all_or_nothing():
        write_whole(tmp_path / "brief.html", b"second")
        write_result(tmp_path / "out", RUN, TABLES, {})
        assert (tmp_path / "brief.html").read_bytes() == b"first"
    assert names(tmp_path) == {"brief.html", "out"}
    assert (tmp_path / "brief.html").read_bytes() == b"second"
    assert names(tmp_path / "out") == {"run.json", "count.parquet"}


def test_what_failed_inside_is_left_out_and_the_rest_is_written(tmp_path: Path) -> None:
    with all_or_nothing():
        with pytest.raises(Full):
            _half_write(tmp_path / "out")
        write_whole(tmp_path / "brief.html", b"all")
    assert names(tmp_path) == {"brief.html"}
