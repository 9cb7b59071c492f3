"""Is a document that promises something else than what happens found out?"""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.blocks import Block
from docs.running import BASH, ROOT, faults

pytestmark = pytest.mark.skipif(BASH is None, reason="the documents' commands are written for bash")


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("console", "$ echo 100,000 shells\n100,000 shells\n", 0),
        ("console", "$ echo 100,000 shells\n200,000 shells\n", 1),
        ("console", "$ printf 'a\\nb\\nc\\n'\na\n...\nc\n", 0),
        ("console", "$ exit 2  # exits 2\n", 0),
        ("console", "$ exit 2\n", 1),
        ("console", "$ false\n$ exit 3\n", 2),
        ("sh", "false\ntrue\n", 1),
        ("sh", "echo $HOME\n", 0),
        ("python", "assert 1 + 1 == 2\n", 0),
        ("python", "import warnings\nwarnings.warn('old')\n", 1),
    ],
)
def test_faults_are_counted(language: str, text: str, found: int, tmp_path: Path) -> None:
    assert len(faults(Block(ROOT / "README.md", 1, language, text, None), tmp_path)) == found
