"""Is docs/commands.md what the registry says today?"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipir.cli.documenting import page
from pipir.runs.capability import Capability, capabilities
from pipir.runs.options import declared

PAGE = Path(__file__).resolve().parents[2] / "docs" / "commands.md"


def test_the_page_is_up_to_date() -> None:
    again = "python -m pipir.cli.documenting > docs/commands.md"
    assert PAGE.read_text("utf-8") == page(), f"write it again: {again}"


@pytest.mark.parametrize("entry", tuple(capabilities()), ids=lambda entry: entry.name)
def test_every_option_and_result_column_has_a_line(entry: Capability) -> None:
    section = page().split(f"\n## {entry.name}\n")[1].split("\n## ")[0]
    for option in declared(entry.options):
        assert f"| `{option.flag.flag}" in section
        assert f"| `{option.name}` |" in section
    for table in entry.tables:
        assert f"### Result table `{table.name}`" in section
        for column in table.columns:
            assert f"| `{column.name}`" in section
