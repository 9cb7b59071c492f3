"""How do the tests speak to the command line? In this process, with a made-up capability and a small case."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipir.case.reading
from cli.saying import Said, Say
from pipir.cli.main import main
from pipir.runs import capability
from runs.asked import small_case


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Say:
    """Run a command line in an empty folder and hear what it says."""
    monkeypatch.setattr(capability, "MODULES", ("runs.asked",))
    monkeypatch.setattr(pipir.case.reading, "read_case", lambda name, overrides: small_case(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*words: str) -> Said:
        with pytest.raises(SystemExit) as left:
            main(words)
        told = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return Said(left.value.code, told.out, told.err)

    return run
