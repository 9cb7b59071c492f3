"""Are kernels kept where the user may write, and only where numba has not been told otherwise?"""

from __future__ import annotations

import os
import time
from pathlib import Path

import platformdirs
import pytest

import pipir
from pipir.runs.cache import UNUSED_DAYS, VARIABLE, keep_used, use_user_cache


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "set so that it is put back")
    monkeypatch.delenv(VARIABLE)


def test_kernels_are_kept_by_version_in_the_users_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path)
    folder = use_user_cache()
    assert folder == tmp_path / pipir.__version__ / "kernels"
    assert folder.is_dir()
    assert os.environ[VARIABLE] == str(folder)


def test_the_users_own_choice_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert use_user_cache() == tmp_path


def test_where_nothing_can_be_written_a_temporary_folder_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "file")
    folder = use_user_cache()
    assert folder.is_dir()
    assert not folder.is_relative_to(tmp_path)
    folder.rmdir()


def test_kernels_that_nobody_used_for_long_go_when_new_ones_come(tmp_path: Path) -> None:
    old, recent, alien = (tmp_path / name for name in ("0" * 16, "1" * 16, "my-notes"))
    for folder in (old, recent, alien):
        folder.mkdir()
        (folder / "file").touch()
    long_ago = time.time() - (UNUSED_DAYS + 1) * 86_400
    for folder in (old, alien):
        os.utime(folder, (long_ago, long_ago))
    keep_used(tmp_path, "2" * 16)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1" * 16, "2" * 16, "my-notes"]


def test_kernels_in_use_count_as_recent_and_clear_nothing(tmp_path: Path) -> None:
    used, old = tmp_path / ("0" * 16), tmp_path / ("1" * 16)
    long_ago = time.time() - (UNUSED_DAYS + 1) * 86_400
    for folder in (used, old):
        folder.mkdir()
        os.utime(folder, (long_ago, long_ago))
    keep_used(tmp_path, used.name)
    assert used.stat().st_mtime > time.time() - 86_400
    assert old.is_dir()


def test_a_cache_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    keep_used(tmp_path / "file", "0" * 16)
    assert (tmp_path / "file").is_file()
