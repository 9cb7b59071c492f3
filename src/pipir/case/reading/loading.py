"""How do the tables of a case come together? Each file read and checked, laid over the case that it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipir.case import bundled
from pipir.case.case import Case
from pipir.case.checking.building import Description, build_case, case_faults, checked_rows, sheets_of, without_echoes
from pipir.case.checking.rows import Raw
from pipir.case.checking.sheet import Sheet
from pipir.case.nearest import nearest_words
from pipir.case.reading.csv_file import read_csv
from pipir.case.reading.describing import DESCRIPTOR, Described, read_descriptor
from pipir.case.reading.overlaying import REMOVE, laid_over, settle_claims, split_removals
from pipir.case.reading.overriding import overridden
from pipir.case.reading.parquet import read_parquet
from pipir.case.refusal import Fault, Refused, refuse
from pipir.case.tables import TABLES

DEEPEST = 20
"""Longest chain of cases of which each rests on the next."""


@dataclass
class Loaded:
    """What was read of a case and its bases: description, rows by table, everything wrong so far.

    `lost` names the tables that could not be read in full: nobody is blamed for naming a row of theirs.
    """

    description: Description | None
    sheets: dict[str, Sheet] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)


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
    sheets = sheets_of(list(loaded.sheets.values()), loaded.lost)
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
        if path.is_dir() and not (path / DESCRIPTOR).exists():
            raise refuse(given or ".", f"is no case: a folder without {DESCRIPTOR}", "name the folder that holds it")
        if path.is_dir() or (path.is_file() and path.suffix.lower() in (".xlsx", ".xlsm")):
            return path
    except (OSError, ValueError):
        pass  # no path at all: refused below like one that leads nowhere
    known = nearest_words(given, bundled.names(), f"bundled cases are {', '.join(bundled.names()) or 'none'}")
    raise refuse(given, "is no case", f"name a folder with {DESCRIPTOR}, a workbook or a bundled case ({known})")


def load(place: Path, above: tuple[Path, ...]) -> Loaded:
    """The rows of a case laid over those of its base; `above` are the cases that rest on it."""
    if place.is_dir():
        file = DESCRIPTOR if not above else f"{place.name}/{DESCRIPTOR}"
        described = read_descriptor(place, file)
        raws, faults = _read_files(described, place, "" if not above else f"{place.name}/")
    else:
        from pipir.case.reading.workbook import read_workbook

        described, raws, faults = read_workbook(place)
    base = _load_base(described, place, above)
    description = described.complete(base.description if base else None)
    loaded = Loaded(description, {}, [*described.faults, *faults])
    loaded.lost = set(described.listed) - {raw.table.name for raw in raws if not _torn(raw, faults)}
    if base is not None:
        loaded.sheets.update(base.sheets)
        loaded.faults.extend(base.faults)
        loaded.lost |= base.lost
    elif described.base is not None:
        loaded.lost = set(TABLES)
    for raw in raws:
        _lay(loaded, raw, overlay=described.base is not None)
    if base is not None:
        settle_claims(loaded.sheets, base.sheets)
    return loaded


def _torn(raw: Raw, faults: list[Fault]) -> bool:
    """Whether a line of the file could not be read as a row: what it held may be what others name."""
    return any(fault.file == raw.file and fault.row is not None and fault.column is None for fault in faults)


def _lay(loaded: Loaded, raw: Raw, overlay: bool) -> None:
    """Check the rows of a file and lay them over what is there."""
    removed: Sheet | None = None
    going_wrong: list[Fault] = []
    if overlay and REMOVE in raw.cells.columns:
        raw, removed, going_wrong = split_removals(raw)
    sheet, wrong = checked_rows(raw)
    loaded.faults = without_echoes(loaded.faults, [*going_wrong, *wrong])
    name = raw.table.name
    loaded.sheets[name], wrong = laid_over(loaded.sheets.get(name), sheet, removed)
    if name not in loaded.lost:
        loaded.faults.extend(wrong)


def _read_files(described: Described, folder: Path, prefix: str) -> tuple[list[Raw], list[Fault]]:
    raws: list[Raw] = []
    faults: list[Fault] = []
    extra = (REMOVE,) if described.base is not None else ()
    for name, path in described.files.items():
        read = read_parquet if path.suffix.lower() == ".parquet" else read_csv
        raw, wrong = read(path, TABLES[name], prefix + path.relative_to(folder).as_posix(), extra)
        faults.extend(wrong)
        if raw is not None:
            raws.append(raw)
    return raws, faults


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
    if len(above) >= DEEPEST:
        described.refuse("base", described.base, f"rests on over {DEEPEST} cases", "export one of them as a whole")
        return None
    return load(base, (*above, here))
