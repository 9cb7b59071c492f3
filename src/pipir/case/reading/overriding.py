"""What if one figure were another? Cells replaced for one run, as `--set TABLE:KEY.COLUMN=VALUE`."""

from __future__ import annotations

from collections.abc import Sequence

from pipir.case.checking.sheet import Sheet
from pipir.case.refusal import Fault


def overridden(sheets: dict[str, Sheet], overrides: Sequence[str]) -> list[Fault]:
    return []
