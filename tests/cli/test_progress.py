"""Is long work told about, and short work not?"""

from __future__ import annotations

import pytest

from pipir.cli import progress
from pipir.cli.progress import Told


def test_short_work_is_not_talked_about(capsys: pytest.CaptureFixture[str]) -> None:
    told = Told("sustain")
    told.start("runs", 3)
    told.advance(3)
    told.done()
    assert capsys.readouterr() == ("", "")


def test_long_work_is_told_on_standard_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = iter([0.0, 1.0, 3.0, 3.0, 3.0, 4.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(now))
    told = Told("sustain")
    told.start("runs", 100)
    for _ in range(3):
        told.advance(10)
    told.done()
    heard = capsys.readouterr()
    assert heard.out == ""
    assert heard.err == "sustain: runs, 20 of 100 done in 3 s\n"
