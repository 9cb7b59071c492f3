"""How is a case written as a folder? A descriptor and one CSV or Parquet file per table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

import polars as pl

from pipir.case.case import Case
from pipir.case.refusal import Refused, refuse
from pipir.case.rendering.descriptor import resource
from pipir.case.tables import TABLES
from pipir.case.writing.cells import text_frame
from pipir.case.writing.placing import place_files, staged

DESCRIPTOR = "datapackage.json"
PROFILE = "tabular-data-package"


class Form(Enum):
    """The form of the files of a folder; the value is the ending of their names."""

    CSV = "csv"
    PARQUET = "parquet"


def write_folder(case: Case, folder: str | Path, form: Form = Form.CSV, *, headers: bool = False) -> Path:
    """Write the whole case, complete or not at all; gives the folder.

    A table without rows is left out, or with `headers` written as a header line. A folder that holds an earlier
    writing of a case of the same name is brought up to date and its other files are kept. Raises Refused where the
    folder holds anything else.
    """
    target = Path(folder).absolute()
    tables = [name for name in TABLES if headers or case[name].height]
    gone = _gone(target, case, {f"{name}.{form.value}" for name in tables})
    with staged(target) as stage:
        for name in tables:
            write_table(case[name], stage / f"{name}.{form.value}", form)
        write_descriptor(stage / DESCRIPTOR, head(case), tables, form)
        if target.is_dir():
            place_files(stage, target, gone)
        else:
            stage.rename(target)
    return Path(folder)


def write_table(frame: pl.DataFrame, path: Path, form: Form) -> None:
    """One file: CSV in UTF-8 with the least quoting and line feeds, or Parquet with the columns' own types."""
    if form is Form.PARQUET:
        frame.write_parquet(path)
    else:
        text_frame(frame).write_csv(path, line_terminator="\n", quote_style="necessary")


def head(case: Case) -> dict[str, Any]:
    """The description of a case as its descriptor holds it, without resources."""
    described = {"description": case.text} if case.text else {}
    return {
        "name": case.name,
        "title": case.title,
        "version": case.version,
        "licenses": [{"name": name} for name in case.licenses],
        "as_of": case.as_of.isoformat(),
        "price_year": case.price_year,
        **described,
    }


def write_descriptor(path: Path, described: Mapping[str, Any], tables: Iterable[str], form: Form) -> None:
    """The `datapackage.json` of a case whose files are `<table>.<form>`; of an overlay where it names a `base`."""
    present = tuple(tables)
    overlay = "base" in described
    resources = [resource(TABLES[name], form.value, present, overlay) for name in present]
    document = {**described, "profile": PROFILE, "resources": resources}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def read_descriptor(folder: Path) -> dict[str, Any] | None:
    """The descriptor of a folder as plain data, None where there is none or it is not one."""
    try:
        found = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _gone(target: Path, case: Case, files: set[str]) -> list[str]:
    """Files of an earlier writing that this one does not have. Raises Refused where something else is there."""
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return []
    found = read_descriptor(target) if target.is_dir() else None
    if found is None or found.get("name") != case.name:
        raise _occupied(target, "holds something else than this case")
    if "base" in found:
        raise _occupied(target, "holds an overlay, which the whole case would replace")
    paths = [entry.get("path") for entry in found.get("resources", []) if isinstance(entry, dict)]
    return [path for path in paths if isinstance(path, str) and path not in files and Path(path).name == path]


def _occupied(target: Path, rule: str) -> Refused:
    return refuse(str(target), rule, "name a new or empty folder")
