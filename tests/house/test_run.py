"""Does run.py tell a person what is missing, and start again only when something changed?"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, in a checkout of its own that holds only what it reads."""
    spec = importlib.util.spec_from_file_location("run_under_test", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("uv.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    for name, value in {"ROOT": tmp_path, "TOOLS": tmp_path / ".tools", "STAMP": tmp_path / ".tools" / "stamp"}.items():
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(module, "ENVIRONMENT", tmp_path / ".tools" / "env")
    return module


def test_a_python_without_pip_is_told_the_line_that_brings_it(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "find_spec", lambda name: None)
    monkeypatch.setattr(run.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    assert run.main(["brief"]) == 2
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said.endswith(f"apt-get install python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    assert not run.TOOLS.exists() or not any(run.TOOLS.iterdir())


def test_an_old_python_is_named(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "OLDEST", (99, 0))
    assert run.main(["brief"]) == 2
    assert sys.version.split()[0] in capsys.readouterr().err


def test_the_environment_is_made_once_and_again_when_the_lock_changes(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def install(uv: str) -> None:
        made.append(uv)
        program = Path(run.program("pipir", run.ENVIRONMENT))
        program.parent.mkdir(parents=True, exist_ok=True)
        program.touch()

    monkeypatch.setattr(run, "get_uv", lambda: "uv")
    monkeypatch.setattr(run, "install", install)
    monkeypatch.setattr(run, "program", lambda name, folder=None: str(run.ENVIRONMENT / run.BIN / name))
    run.ready()
    run.ready()
    assert made == ["uv"]
    with (run.ROOT / "uv.lock").open("a") as lock:
        lock.write("\n")
    run.ready()
    assert made == ["uv", "uv"]


def test_a_failed_installation_leaves_no_stamp(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def install(uv: str) -> None:
        raise run.CannotRun("no network")

    monkeypatch.setattr(run, "get_uv", lambda: "uv")
    monkeypatch.setattr(run, "install", install)
    assert run.main(["brief"]) == 2
    assert not run.STAMP.exists()


def test_usage_needs_no_environment() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "run.py"), "--help"], capture_output=True, text=True, check=True
    )
    assert "python3 run.py brief" in done.stdout
