"""Does every way of going wrong end in plain lines and the agreed exit code?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from cli.saying import Say
from pipir.cli.errors import run_guarded

ASK = ("--item", "shell-155")


def test_an_error_inside_is_one_line_and_says_how_to_report_it(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIPIR_DEBUG", raising=False)
    said = say("broken", *ASK)
    assert said.code == 70
    assert said.err == (
        "an error inside pipir, not in your input: KeyError: 'powder'"
        " (please report it with what PIPIR_DEBUG=1 prints)\n"
    )


def test_the_traceback_is_for_who_asks(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIPIR_DEBUG", "1")
    said = say("broken", *ASK)
    assert said.code == 70
    assert "Traceback" in said.err


def test_an_interrupt_is_one_line(say: Say) -> None:
    said = say("interrupted", *ASK, "--out", "result")
    assert said.code == 130
    assert said.err.split() == ["interrupted,", "nothing", "was", "left", "half-written"]
    assert list(Path.cwd().iterdir()) == []


def test_an_error_of_the_file_system_names_the_file_and_a_way_out(capsys: pytest.CaptureFixture[str]) -> None:
    def command() -> int:
        raise PermissionError(13, "Permission denied", "secret/stocks.csv")

    assert run_guarded(command, []) == 2
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "secret/stocks.csv: permission denied (check who may read and write there)"


def test_control_characters_are_shown_and_not_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    def command() -> int:
        raise click.UsageError("bad \x1b[2J name \u202e")

    assert run_guarded(command, []) == 2
    assert "bad \\x1b[2J name \\u202e" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="a closed pipe is told otherwise there")
def test_a_reader_that_leaves_early_is_no_error() -> None:
    program = (
        "import sys, click\n"
        "from pipir.cli.errors import run_guarded\n"
        "sys.exit(run_guarded(lambda: [click.echo('row ' * 1000) for _ in range(1000)] and 0, []))"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.readline()
        run.stdout.close()
        complaint = run.stderr.read()
        assert run.wait() == 141
    assert complaint == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("words", [[], ["--json"]])
def test_an_output_that_takes_nothing_is_one_refusal(words: list[str]) -> None:
    program = (
        "import sys, click\n"
        "from pipir.cli.errors import run_guarded\n"
        f"sys.exit(run_guarded(lambda: click.echo('row'), {words!r}))"
    )
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-c", program], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines()[0] == (
        "output: no space left on device (make room or choose another place)"
    )
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("closed", [1, 2])
def test_a_stream_that_is_closed_from_the_start_is_no_error(closed: int) -> None:
    listing = "[sys.executable, '-m', 'pipir', 'case', 'list']"
    command = [sys.executable, "-c", f"import os, sys; os.close({closed}); os.execv(sys.executable, {listing})"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_names_that_are_no_text_do_not_end_in_a_traceback() -> None:
    command = [sys.executable, "-m", "pipir", "account", b"\xff\xfe", "--rate", b"\xff", "--json"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert done.stdout.startswith(b'{"refused":[')
