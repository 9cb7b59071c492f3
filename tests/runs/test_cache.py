"""Are kernels kept where the user may write, and only where numba has not been told otherwise?"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
import pytest

import pipir
from pipir.runs.cache import VARIABLE, use_user_cache


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
