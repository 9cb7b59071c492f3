"""Is nothing ever written over what pipir has not written there before?"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipir.case.refusal import Refused
from pipir.runs.places import FileKind, check_apart, check_file, check_folder, check_parent
from runs.asked import TALLY, is_tally

KIND = FileKind("tally", is_tally)


@pytest.mark.parametrize("words", [".", ""])
def test_the_folder_in_which_one_stands_is_not_moved_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refused, match="that you are in"):
        check_folder(Path(words))


def test_a_file_or_a_missing_parent_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "no" / "such", tmp_path / "file" / "in"):
        with pytest.raises(Refused):
            check_folder(path)


def test_a_folder_is_not_named_like_a_file(tmp_path: Path) -> None:
    for name in ("ranks.csv", "RANKS.JSON", "plan.mps"):
        with pytest.raises(Refused, match="ends as a file does"):
            check_folder(tmp_path / name)
    check_folder(tmp_path / "v1.2")


def test_a_file_takes_a_new_place_or_that_of_its_own_kind(tmp_path: Path) -> None:
    check_file(tmp_path / "new", "--tally", KIND)
    (tmp_path / "earlier").write_bytes(TALLY)
    check_file(tmp_path / "earlier", "--tally", KIND)
    (tmp_path / "stocks.csv").write_text("site,item,quantity\n", "utf-8")
    with pytest.raises(Refused, match=r"options: --tally = '.*stocks.csv' is no tally"):
        check_file(tmp_path / "stocks.csv", "--tally", KIND)
    with pytest.raises(Refused, match="is a folder"):
        check_file(tmp_path, "--tally", KIND)
    with pytest.raises(Refused, match="which is not a folder"):
        check_file(tmp_path / "no" / "such", "--tally", KIND)
    assert {path.name for path in tmp_path.iterdir()} == {"earlier", "stocks.csv"}


def test_a_link_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "earlier").write_bytes(TALLY)
    for name, end in (("link", "earlier"), ("loose", "nowhere")):
        (tmp_path / name).symlink_to(tmp_path / end)
        with pytest.raises(Refused, match="is a link"):
            check_file(tmp_path / name, "--tally", KIND)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a folder in which even root may not write")
def test_a_place_where_nothing_can_be_written_is_told_by_its_own_name() -> None:
    with pytest.raises(Refused, match=r"--out = '/proc/out.xlsx' is in /proc, where it cannot be written"):
        check_parent(Path("/proc/out.xlsx"))
    with pytest.raises(Refused, match=r"--out = '/proc/out' is in /proc, where it cannot be written"):
        check_folder(Path("/proc/out"))


def test_two_flags_do_not_take_each_others_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    check_apart({"--out": Path("one"), "--tally": Path("two")})
    with pytest.raises(Refused, match=r"--tally = '.*one' is also named by --out"):
        check_apart({"--out": Path("one"), "--tally": tmp_path / "one"})
    with pytest.raises(Refused, match="--tally = 'one/tally' is in the folder that --out writes as a whole"):
        check_apart({"--out": Path("one"), "--tally": Path("one/tally")})
    with pytest.raises(Refused, match="--out = 'one/two' is in the folder that --tally writes as a whole"):
        check_apart({"--out": Path("one/two"), "--tally": Path("one")})
