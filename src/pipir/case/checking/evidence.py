"""Does every claim of the table of evidence fit the case?"""

from __future__ import annotations

from collections.abc import Iterator

from pipir.case.checking.sheet import Sheets
from pipir.case.refusal import Fault


def names_a_figure(sheets: Sheets) -> Iterator[Fault]:
    return iter(())


def chosen_equals_cell(sheets: Sheets) -> Iterator[Fault]:
    return iter(())


def value_in_range(sheets: Sheets) -> Iterator[Fault]:
    return iter(())
