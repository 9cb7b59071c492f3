"""How do the tables of a case come together? Each file read and checked, laid over the case that it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipir.case import bundled
from pipir.case.case import Case
from pipir.case.checking.building import Description, build_case, case_faults, checked_rows, sheets_of, without_echoes
from pipir.case.checking.nearest import nearest
from pipir.case.checking.rows import Raw
from pipir.case.checking.sheet import Sheet
from pipir.case.reading.csv_file import read_csv
from pipir.case.reading.describing import DESCRIPTOR, Described, read_descriptor
from pipir.case.reading.overlaying import REMOVE, laid_over, split_removals
from pipir.case.reading.overriding import overridden
from pipir.case.reading.parquet import read_parquet
from pipir.case.refusal import Fault, Refused, refuse
from pipir.case.tables import TABLES


@dataclass
class Loaded:
    """What was read of a case and its bases: description, rows by table, everything wrong so far."""

    description: Description | None
    sheets: dict[str, Sheet] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def as_case(case: Case | str | Path) -> Case:
    """The case itself, or the one that a name or a path leads to. Raises Refused."""
    return case if isinstance(case, Case) else read_case(case)


def read_case(name_or_path: str | Path, base_dir: Path | None = None, overrides: Sequence[str] = ()) -> Case:
    """The case of a bundled name, a folder, a `datapackage.json` or a workbook.

    A relative path counts from `base_dir`, else from the working directory. `overrides` are cells as
    `TABLE:KEY.COLUMN=VALUE`. Raises Refused with every fault that was found; nothing is written.
    """
    place = find_case(name_or_path, base_dir)
    loaded = load(place, ())
    if overrides:
        loaded.faults.extend(overridden(loaded.sheets, overrides))
    sheets = sheets_of(list(loaded.sheets.values()))
    if loaded.faults or loaded.description is None:
        raise Refused(without_echoes(loaded.faults, case_faults(sheets)))
    return build_case(loaded.description, sheets)


def find_case(name_or_path: str | Path, base_dir: Path | None = None) -> Path:
    """Folder or workbook of a case. Raises Refused where there is none."""
    given = str(name_or_path)
    if isinstance(name_or_path, str) and given in bundled.names():
        return bundled.folder(given)
    try:
        path = (base_dir or Path()) / name_or_path
        if path.name == DESCRIPTOR and path.is_file():
            return path.parent
        if path.is_dir() or (path.is_file() and path.suffix.lower() in (".xlsx", ".xlsm")):
            return path
    except (OSError, ValueError):
        pass  # no path at all: refused below like one that leads nowhere
    found = nearest(given, bundled.names())
    known = f"nearest: {found!r}" if found else f"bundled cases are {', '.join(bundled.names()) or 'none'}"
    raise refuse(given, "is no case", f"name a folder with {DESCRIPTOR}, a workbook or a bundled case ({known})")


def load(place: Path, above: tuple[Path, ...]) -> Loaded:
    """The rows of a case laid over those of its base; `above` are the cases that rest on it."""
    if place.is_dir():
        file = DESCRIPTOR if not above else f"{place.name}/{DESCRIPTOR}"
        described = read_descriptor(place, file)
        raws, faults = _read_files(described, "" if not above else f"{place.name}/")
    else:
        from pipir.case.reading.workbook import read_workbook

        described, raws, faults = read_workbook(place)
    faults = [*described.faults, *faults]
    base = _load_base(described, place, above)
    if base is not None:
        faults.extend(base.faults)
    sheets = {} if base is None else dict(base.sheets)
    for raw in raws:
        sheet, removed, wrong = _checked(raw, overlay=base is not None)
        faults = without_echoes(faults, wrong)
        sheets[raw.table.name], wrong = laid_over(sheets.get(raw.table.name), sheet, removed)
        faults.extend(wrong)
    known = len(described.faults)
    description = described.complete(base.description if base else None)
    return Loaded(description, sheets, [*faults, *described.faults[known:]])


def _read_files(described: Described, prefix: str) -> tuple[list[Raw], list[Fault]]:
    raws: list[Raw] = []
    faults: list[Fault] = []
    extra = (REMOVE,) if described.base is not None else ()
    for name, path in described.files.items():
        read = read_parquet if path.suffix.lower() == ".parquet" else read_csv
        raw, wrong = read(path, TABLES[name], prefix + path.name, extra)
        faults.extend(wrong)
        if raw is not None:
            raws.append(raw)
    return raws, faults


def _checked(raw: Raw, overlay: bool) -> tuple[Sheet, Sheet | None, list[Fault]]:
    removed: Sheet | None = None
    faults: list[Fault] = []
    if overlay and REMOVE in raw.cells.columns:
        raw, removed, faults = split_removals(raw)
    sheet, wrong = checked_rows(raw)
    return sheet, removed, [*faults, *wrong]


def _load_base(described: Described, place: Path, above: tuple[Path, ...]) -> Loaded | None:
    if described.base is None:
        return None
    here = place.resolve()
    folder = here if here.is_dir() else here.parent
    if Path(described.base).is_absolute():
        described.refuse(
            "base", described.base, "is not a relative path", "write the path from this folder, as ../mine"
        )
        return None
    try:
        base = find_case(described.base, folder)
    except Refused as refused:
        fault = refused.faults[0]
        described.refuse("base", described.base, fault.rule, fault.remedy)
        return None
    if base.resolve() in (*above, here):
        described.refuse("base", described.base, "rests on this case itself", "name another base")
        return None
    return load(base, (*above, here))
