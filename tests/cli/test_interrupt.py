"""Does Ctrl-C end everything at once, in one line, with nothing left behind?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
PROGRAM = """\
import sys
from pipir.cli.errors import run_guarded
from pipir.runs.files import whole_folder
from pipir.runs.work import blocks
from runs import tasks

def work():
    with whole_folder(Path("result")) as partial:
        (partial / "half.parquet").write_bytes(b"half")
        for answer in blocks(tasks.forever, 4, 2):
            print(answer, flush=True)

if __name__ == "__main__":
    from pathlib import Path
    sys.exit(run_guarded(work, []))
"""


@pytest.mark.skipif(os.name == "nt", reason="sends a signal to a group of processes")
def test_an_interrupt_ends_the_workers_and_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    with subprocess.Popen(
        [sys.executable, "program.py"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        assert run.stdout is not None
        worker = int(run.stdout.readline())
        os.killpg(run.pid, signal.SIGINT)
        _, told = run.communicate(timeout=60)
    assert run.returncode == 130
    assert told.strip() == "interrupted, nothing was left half-written"
    assert [path.name for path in tmp_path.iterdir() if path.name != "__pycache__"] == ["program.py"]
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


@pytest.mark.skipif(os.name == "nt", reason="there are no signal masks")
def test_no_worker_hears_an_interrupt_while_it_starts() -> None:
    program = (
        "from pipir.runs.work import blocks\nfrom runs import tasks\n"
        "if __name__ == '__main__': print(*blocks(tasks.deaf, 2, 2))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["True", "True"]
