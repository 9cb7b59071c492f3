"""What does a case say of itself? Its description, and which file holds which table."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from pipir.case.checking.building import Description
from pipir.case.checking.cells import FIRST_YEAR, LAST_YEAR, SLUG
from pipir.case.nearest import nearest_words
from pipir.case.refusal import Fault, Refused, refuse
from pipir.case.tables import TABLES

DESCRIPTOR = "datapackage.json"
DESCRIPTOR_BYTES = 16_000_000
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
SUFFIXES = (".csv", ".parquet")


@dataclass
class Described:
    """A description as far as it could be read: values, files by table, faults. A missing value is None."""

    file: str
    name: str | None = None
    title: str | None = None
    version: str | None = None
    as_of: date | None = None
    price_year: int | None = None
    licenses: tuple[str, ...] = ()
    base: str | None = None
    text: str = ""
    listed: set[str] = field(default_factory=set)
    """Tables that the case has, also those whose file cannot be read."""
    files: dict[str, Path] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, column: str | None, value: Any, rule: str, remedy: str) -> None:
        """Note a fault of the description."""
        said = None if value is None else str(value)[:80]
        self.faults.append(Fault(self.file, None, column, said, rule, remedy))

    def complete(self, base: Description | None) -> Description | None:
        """The description, where a case that rests on a base takes date, price year and licences from it."""
        as_of, price_year, licenses = self.as_of, self.price_year, self.licenses
        if base is not None:
            as_of = as_of or base.as_of
            price_year = price_year or base.price_year
            licenses = licenses or base.licenses
            if price_year != base.price_year:
                rule = f"differs from {base.price_year} of the base {base.name}"
                self.refuse("price_year", price_year, rule, "give every sum of money in dollars of the base's year")
        elif self.base is None:
            blamed = {fault.column for fault in self.faults}
            if as_of is None and "as_of" not in blamed:
                self.refuse("as_of", None, "is missing", "add the date that the figures hold for, as 2025-01-31")
            if price_year is None and "price_year" not in blamed:
                self.refuse("price_year", None, "is missing", "add the year of the dollars, as 2025")
        if not (self.name and self.title and self.version and as_of and price_year):
            return None
        return Description(self.name, self.title, self.version, as_of, price_year, licenses, self.base, self.text)


def read_descriptor(folder: Path, file: str) -> Described:
    """What `datapackage.json` of a folder says. Raises Refused where it is no JSON object at all."""
    path = folder / DESCRIPTOR
    given = _json_object(path, file)
    described = Described(file)
    describe(described, given)
    _find_files(described, given.get("resources", []), folder)
    return described


def _json_object(path: Path, file: str) -> dict[str, Any]:
    try:
        if path.stat().st_size > DESCRIPTOR_BYTES:
            raise refuse(file, f"has over {DESCRIPTOR_BYTES:,} bytes", "keep rows in the tables")
        given = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise refuse(file, f"cannot be read: {error.strerror}", "a case is a folder with datapackage.json") from error
    except UnicodeDecodeError as error:
        raise refuse(file, "is not UTF-8", "save it as UTF-8") from error
    except json.JSONDecodeError as error:
        where = Fault(file, error.lineno, None, None, f"is not JSON: {error.msg}", "correct the JSON at this line")
        raise Refused([where]) from error
    except (ValueError, RecursionError) as error:
        raise refuse(file, "is not JSON that anyone would write", "write a plain datapackage.json") from error
    if not isinstance(given, dict):
        raise refuse(file, "is not a JSON object", 'begin with { "name": ..., "resources": [...] }')
    return given


def describe(into: Described, given: Mapping[str, Any]) -> None:
    """Read the values that describe a case as a whole, noting what is missing or of another type."""
    into.name = _text(into, given, "name", "add a name: an id, as my-case")
    if into.name is not None and not _is_slug(into.name):
        into.refuse("name", into.name, "is not an id", "write lower-case letters, digits and hyphens, as my-case")
    into.title = _text(into, given, "title", "add a title, as reports print it")
    into.version = _text(into, given, "version", 'add a version, as "1.0"')
    into.base = _text(into, given, "base", "", required=False)
    into.text = _text(into, given, "description", "", required=False) or ""
    into.as_of = _date(into, given.get("as_of"))
    into.price_year = _year(into, given.get("price_year"))
    into.licenses = _licenses(into, given.get("licenses"))


def _is_slug(value: str) -> bool:
    return re.fullmatch(SLUG, value) is not None and len(value) <= 100


def _text(into: Described, given: Mapping[str, Any], key: str, remedy: str, required: bool = True) -> str | None:
    value = given.get(key)
    if value is None or value == "":
        if required:
            into.refuse(key, None, "is missing", remedy)
        return None
    if not isinstance(value, str) or not value.strip() or UNWRITABLE.search(value):
        into.refuse(key, value, "is not a text", f"write {key} as a text in quotes")
        return None
    return value


def _date(into: Described, value: Any) -> date | None:
    if value is None or value == "":
        return None
    try:
        if not isinstance(value, str) or len(value) != 10:
            raise ValueError
        day = date.fromisoformat(value)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError
    except ValueError:
        into.refuse("as_of", value, "is not a date", "write year-month-day, as 2025-01-31")
        return None
    return day


def _year(into: Described, value: Any) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not FIRST_YEAR <= value <= LAST_YEAR:
        into.refuse("price_year", value, "is not a year", "write the year of the dollars as a number, as 2025")
        return None
    return value


def _licenses(into: Described, value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    names = []
    for entry in value if isinstance(value, list) else [value]:
        name = entry.get("name") or entry.get("path") or entry.get("title") if isinstance(entry, dict) else entry
        if not isinstance(name, str):
            into.refuse("licenses", entry, "is not a licence", 'write [{"name": "CC-BY-4.0"}]')
        else:
            names.append(name)
    return tuple(names)


def _find_files(into: Described, resources: Any, folder: Path) -> None:
    if not isinstance(resources, list):
        into.refuse("resources", None, "is not a list", 'write [{"name": "stocks", "path": "stocks.csv"}, ...]')
        return
    for resource in resources:
        name = resource.get("name") if isinstance(resource, dict) else None
        path = resource.get("path") if isinstance(resource, dict) else None
        if not isinstance(name, str) or not isinstance(path, str):
            rule = "is not a resource with one name and one path"
            into.refuse("resources", resource, rule, 'write {"name": "stocks", "path": "stocks.csv"}')
        elif name not in TABLES:
            remedy = nearest_words(name, TABLES, f"tables are {', '.join(TABLES)}")
            into.refuse("resources", name, "is not a table of a case", remedy)
        elif name in into.listed:
            into.refuse("resources", name, "is listed twice", "list each table once")
        else:
            into.listed.add(name)
            if _inside(into, folder, path):
                into.files[name] = folder / path
    if not into.faults:
        _unlisted(into, folder)


def _inside(into: Described, folder: Path, path: str) -> bool:
    """Whether the path is that of a file in the folder, noting a fault where it is not."""
    posix, windows = PurePosixPath(path), PureWindowsPath(path)
    outside = posix.is_absolute() or windows.is_absolute() or windows.drive or ".." in windows.parts
    if outside or "\\" in path or "://" in path or UNWRITABLE.search(path):
        into.refuse("resources", path, "is not a path inside the folder", "put the file beside datapackage.json")
        return False
    if posix.suffix.lower() not in SUFFIXES:
        into.refuse("resources", path, "is neither a .csv nor a .parquet file", "save the table as CSV or Parquet")
        return False
    try:
        real = (folder / path).resolve()
        inside = real.is_relative_to(folder.resolve())
        there = real.is_file()
    except (OSError, RuntimeError):  # a name too long, a loop of links
        inside, there = True, False
    if not inside:
        into.refuse("resources", path, "leads outside the folder", "put the file itself beside datapackage.json")
    elif not there:
        into.refuse("resources", path, "is missing", "add the file or take it off the list of resources")
    return inside and there


def _unlisted(into: Described, folder: Path) -> None:
    listed = {path.relative_to(folder).as_posix() for path in into.files.values()}
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        return  # the folder can be entered but not looked into
    for name in names:
        table = Path(name).stem
        if table in TABLES and Path(name).suffix in SUFFIXES and name not in listed:
            into.listed.add(table)
            rule = "lies in the folder but is not listed"
            remedy = f'add {{"name": "{table}", "path": "{name}"}} to resources, or remove the file'
            into.refuse("resources", name, rule, remedy)
