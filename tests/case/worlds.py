"""Which small case do the tests of editing change?"""

from __future__ import annotations

from pathlib import Path

from pipir.case.case import Case
from pipir.case.checking import from_frames

KEY = "us-guam/sm-6/serviceable"


def base_case() -> Case:
    """Two sites, one item, a sourced stock and one that rests on its row's `source`."""
    site = {"host": "USA", "nation": "USA", "kind": "base", "latitude": 1, "longitude": 1}
    return from_frames(
        "base",
        {
            "nations": [{"nation": "USA", "name": "United States", "role": "participant"}],
            "sites": [{"site": name, "name": name, **site} for name in ("us-guam", "us-hawaii")],
            "items": [
                {
                    "item": "sm-6",
                    "name": "SM-6",
                    "kind": "munition",
                    "family": "standard",
                    "mission": "air defence",
                    "unit": "missile",
                    "mass_kg": 1500,
                }
            ],
            "sources": [{"source": "report", "title": "A report"}],
            "stocks": [
                {"site": "us-guam", "item": "sm-6", "quantity": 10, "reserve": 4},
                {"site": "us-hawaii", "item": "sm-6", "quantity": 20, "reserve": 5, "source": "report"},
            ],
            "evidence": [
                {
                    "table": "stocks",
                    "row": KEY,
                    "column": "quantity",
                    "source": "report",
                    "value": "10",
                    "confidence": "medium",
                    "chosen": True,
                    "reason": "counted",
                }
            ],
        },
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
