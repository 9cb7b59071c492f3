"""What is each column and row called? Names of a programme for any other solver."""

from __future__ import annotations

from pathlib import Path

from pipir.program.build import Built


def write_mps(built: Built, path: Path) -> None:
    """Write a programme as MPS."""
