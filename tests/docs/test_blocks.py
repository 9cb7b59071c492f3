"""Are a document's blocks read as a person reads them?"""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.blocks import Command, blocks, commands, inline_commands

PAGE = """\
Say `pipir account --window 12`, or `python3 run.py brief`; `pipir` alone is no command.

```console
$ pipir account
a table ...
$ pipir case check broken  # exits 2
$ printf '%s' \\
> x
x
```

<!-- not run: it takes an hour -->

```sh
pipir sustain --runs 1000000
```

```text
`pipir nothing` is inside a block
```
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_blocks_know_their_line_language_and_marker(page: Path) -> None:
    found = [(block.line, block.language, block.not_run) for block in blocks(page)]
    assert found == [(3, "console", None), (14, "sh", "it takes an hour"), (18, "text", None)]


def test_a_console_block_is_commands_with_what_they_print(page: Path) -> None:
    assert commands(next(blocks(page))) == [
        Command("pipir account", "a table ...", 0),
        Command("pipir case check broken  # exits 2", "", 2),
        Command("printf '%s' \\\nx", "x", 0),
    ]


def test_prose_commands_leave_blocks_alone(page: Path) -> None:
    assert inline_commands(page) == ["account --window 12", "brief"]


def test_a_block_that_is_never_closed_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "open.md"
    path.write_text("```sh\nls\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 1"):
        list(blocks(path))
