"""Which commands and code blocks does a document hold?

A fenced block that cannot run says why on the line before it: ``<!-- not run: it takes an hour -->``.
In a ``console`` block a line that starts with ``$ `` is a command, what follows is what it prints (``...`` stands for
anything), and a trailing ``# exits 2`` is the exit code that the reader should expect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^\s*```(?P<language>[\w+-]*)\s*$")
NOT_RUN = re.compile(r"<!--\s*not run:(?P<reason>.*?)-->")
INLINE = re.compile(r"`(?:python3 run\.py|pipir) ([a-z][^`]*)`")
EXITS = re.compile(r"#\s*exits (\d+)\s*$")


@dataclass(frozen=True)
class Block:
    """A fenced block: where it stands, its language, its text, and why it is not run (None: it is)."""

    document: Path
    line: int
    language: str
    text: str
    not_run: str | None


@dataclass(frozen=True)
class Command:
    """One command of a console block, what it should print (empty: anything) and its exit code."""

    text: str
    prints: str
    exits: int


def blocks(document: Path) -> Iterator[Block]:
    """Every fenced block of a document, in order."""
    opened: tuple[int, str, str | None] | None = None
    text: list[str] = []
    before = ""
    for number, line in enumerate(document.read_text(encoding="utf-8").splitlines(), start=1):
        fence = FENCE.match(line)
        if opened is None:
            if fence:
                marker = NOT_RUN.search(before)
                opened, text = (number, fence["language"], marker["reason"].strip() if marker else None), []
            before = line if line.strip() else before
        elif fence and not fence["language"]:
            yield Block(document, opened[0], opened[1], "\n".join(text) + "\n", opened[2])
            opened, before = None, ""
        else:
            text.append(line)
    if opened is not None:
        raise ValueError(f"{document}: the block opened on line {opened[0]} is never closed")


def commands(block: Block) -> list[Command]:
    """The commands of a console block."""
    found: list[Command] = []
    words: list[str] = []
    prints: list[str] = []

    def close() -> None:
        if words:
            command = "\n".join(words)
            exits = EXITS.search(command)
            found.append(Command(command, "\n".join(prints), int(exits[1]) if exits else 0))

    for line in block.text.splitlines():
        if line.startswith("$ "):
            close()
            words, prints = [line[2:]], []
        elif line.startswith("> ") and not prints:
            words.append(line[2:])
        else:
            prints.append(line)
    close()
    return found


def inline_commands(document: Path) -> list[str]:
    """Commands of pipir that the prose names, without the program."""
    prose, fenced = [], False
    for line in document.read_text(encoding="utf-8").splitlines():
        if FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            prose.append(line)
    return sorted(set(INLINE.findall("\n".join(prose))))
