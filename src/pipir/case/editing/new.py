"""How does a case of one's own begin? As a folder that rests on another case, or as one with empty tables."""

from __future__ import annotations

import json
import os
import re
from datetime import date
from pathlib import Path
from typing import Any

from pipir.case import bundled
from pipir.case.case import Case
from pipir.case.checking.building import from_frames
from pipir.case.columns import PATTERNS, Kind
from pipir.case.reading import read_case
from pipir.case.reading.loading import find_case
from pipir.case.refusal import refuse
from pipir.case.writing.folder import DESCRIPTOR, PROFILE, head, write_folder
from pipir.case.writing.placing import place_files, staged

FIRST_VERSION = "0.1"


def new_case(place: str | Path, base: str | Path | None = None, title: str | None = None) -> Case:
    """Make the folder of a new case and give the case back.

    The last part of `place` is its name. With `base` it holds only what will differ from that case; without, every
    table with a header line and no rows, dated today. Raises Refused where the name is no id, or there is something
    at the place already.
    """
    folder = Path(place)
    name = folder.name
    if not re.fullmatch(PATTERNS[Kind.SLUG], name):
        raise refuse(str(place), "is not an id", "name it with lower-case letters, digits and hyphens, as my-case")
    if name in bundled.names():
        raise refuse(str(place), "is the name of a bundled case", "choose another name, which means your case alone")
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise refuse(str(place), "is there already", "choose another name, or remove it first")
    if base is None:
        today = date.today()
        described = {"title": title or name, "version": FIRST_VERSION, "as_of": today, "price_year": today.year}
        case = from_frames(name, {}, **described)
        write_folder(case, folder, headers=True)
        return case
    _write_overlay(folder, base, title)
    return read_case(folder)


def _write_overlay(folder: Path, base: str | Path, title: str | None) -> None:
    below = read_case(base)
    described: dict[str, Any] = head(below)
    described |= {
        "name": folder.name,
        "title": title or f"{folder.name}, on {below.title}",
        "version": FIRST_VERSION,
        "base": _named_from(base, folder),
        "profile": PROFILE,
        "resources": [],
    }
    described.pop("description", None)
    with staged(folder) as stage:
        text = json.dumps(described, ensure_ascii=False, indent=2)
        (stage / DESCRIPTOR).write_text(text + "\n", encoding="utf-8", newline="\n")
        folder.mkdir(exist_ok=True)
        place_files(stage, folder)


def _named_from(base: str | Path, folder: Path) -> str:
    """How the new case names its base: a bundled name, or the path from its own folder."""
    if isinstance(base, str) and base in bundled.names():
        return base
    try:
        return Path(os.path.relpath(find_case(base).resolve(), folder.resolve())).as_posix()
    except ValueError as error:  # on another drive
        raise refuse(str(base), "has no path from the new case", "put both on one drive") from error
