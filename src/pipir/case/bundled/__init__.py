"""Which cases come with the package, and where do they lie?"""

from __future__ import annotations

from pathlib import Path

from pipir.case.refusal import refuse

HERE = Path(__file__).resolve().parent


def names() -> tuple[str, ...]:
    """Names of the bundled cases, in order of the alphabet."""
    return tuple(sorted(path.parent.name for path in HERE.glob("*/datapackage.json")))


def folder(name: str) -> Path:
    """Folder of a bundled case. Raises Refused where there is none of that name."""
    if name not in names():
        raise refuse(name, "is no bundled case", f"bundled cases are {', '.join(names()) or 'none'}")
    return HERE / name
