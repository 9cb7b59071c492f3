"""Can a run be made with these options? Words become values, values are checked, all faults at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipir.case.nearest import nearest_of
from pipir.case.refusal import Fault, Refused
from pipir.case.words import counted
from pipir.runs.options import Option, declared
from pipir.runs.places import check_file

if TYPE_CHECKING:
    from pipir.case.case import Case

FIRST_DATE = date(1900, 1, 1)
LAST_DATE = date(2199, 12, 31)
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
EXAMPLES = {int: "a whole number such as 12", float: "a number such as 12 or 0.5", date: "a date such as 2025-06-01"}


Word = str | bool | tuple[str, ...] | None


def parsed(options: type[Any], words: Mapping[str, Word]) -> Any:
    """The options dataclass made from what a command line gave, by field name; None where nothing was given.

    A flag that takes several values at once gives a tuple of words.

    Raises Refused with one fault for each value that is missing or of the wrong kind or out of range.
    """
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for entry in declared(options):
        word = words.get(entry.name)
        if word is None:
            if entry.required:
                faults.append(_fault(entry, None, "is required", f"give {entry.shown}"))
            continue
        if isinstance(word, bool):
            values[entry.name] = word
            continue
        given = (word,) if isinstance(word, str) else tuple(word)
        found, wrong = _values(entry, given)
        faults += wrong
        if not wrong:
            values[entry.name] = found if entry.count > 1 else found[0]
    if faults:
        raise Refused(faults)
    return options(**values)


def ready(case: Case | str | Path, options: Any) -> Case:
    """The case, read if it is a name or a path, after checking that the options can be asked of it.

    Every capability begins with this. Raises Refused: a bad case, values out of range, names that the case lacks.
    """
    from pipir.case.reading import as_case

    read = as_case(case)
    check(read, options)
    return read


def check(case: Case, options: Any) -> None:
    """Raise Refused when an option is out of range or names what the case does not have."""
    faults: list[Fault] = []
    for entry in declared(type(options)):
        value = getattr(options, entry.name)
        if value is None and entry.optional:
            continue
        if entry.count > 1 and not (isinstance(value, tuple) and len(value) == entry.count):
            faults.append(_miscounted(entry, str(value)))
            continue
        for each in value if entry.count > 1 else (value,):
            wrong = list(_kind_faults(entry, each, str(each)))
            faults += wrong or _reference_faults(case, entry, each)
    if faults:
        raise Refused(faults)


def first_scenario(case: Case, asked: str | None = None) -> str | None:
    """The scenario asked for, else the case's first; None when the case has none."""
    scenarios = case["scenarios"]["scenario"]
    return asked if asked is not None else (str(scenarios[0]) if len(scenarios) else None)


def _values(entry: Option, words: tuple[str, ...]) -> tuple[tuple[Any, ...], list[Fault]]:
    """The values that the words after one flag stand for, and what is wrong with them."""
    if len(words) != entry.count:
        return (), [_miscounted(entry, " ".join(words))]
    values: list[Any] = []
    faults: list[Fault] = []
    for word in words:
        try:
            values.append(_value(entry, word))
        except ValueError:
            faults.append(_fault(entry, word, "is not what it takes", EXAMPLES[entry.type]))
            continue
        faults += _kind_faults(entry, values[-1], word)
    return tuple(values), faults


def _value(entry: Option, word: str) -> Any:
    """The value that a word stands for. Raises ValueError when it is of another kind."""
    if entry.type is str:
        return word
    if not word.isascii() or "_" in word or word != word.strip():
        raise ValueError(word)
    if entry.type is date:
        if not ISO_DATE.fullmatch(word):
            raise ValueError(word)
        return date.fromisoformat(word)
    return entry.type(word)


def _kind_faults(entry: Option, value: Any, shown: str) -> Iterator[Fault]:
    """Faults that can be seen without a case; `shown` is the value as it was given."""
    flag = entry.flag
    kinds = (int, float) if entry.type is float else (entry.type,)
    if not isinstance(value, kinds) or (isinstance(value, bool) and entry.type is not bool):
        yield _fault(entry, shown, "is not what it takes", EXAMPLES.get(entry.type, f"a {entry.type.__name__}"))
    elif flag.choices and value not in flag.choices:
        yield _fault(entry, shown, "is not a choice", nearest_of(shown, flag.choices))
    elif isinstance(value, float) and not isfinite(value):
        yield _fault(entry, shown, "is not finite", EXAMPLES[float])
    elif isinstance(value, int | float) and flag.least is not None and value < flag.least:
        yield _fault(entry, shown, f"is below {flag.least:g}", f"give {flag.least:g} or more")
    elif isinstance(value, int | float) and flag.most is not None and value > flag.most:
        most = int(flag.most) if float(flag.most).is_integer() else flag.most  # a whole one with all its digits
        yield _fault(entry, shown, f"is above {most:,}", f"give {most:,} or less")
    elif flag.writes is not None:
        yield from _place_faults(entry, str(value))
    elif isinstance(value, date) and not FIRST_DATE <= value <= LAST_DATE:
        yield _fault(entry, shown, "is too far away", f"a date from {FIRST_DATE} to {LAST_DATE}")


def _place_faults(entry: Option, value: str) -> Iterator[Fault]:
    """Faults of a place to write to."""
    if not value:
        yield _fault(entry, value, "names no file", f"give {entry.shown}")
        return
    assert entry.flag.writes is not None
    try:
        check_file(Path(value), entry.flag.flag, entry.flag.writes)
    except Refused as refused:
        yield from refused.faults


def _reference_faults(case: Case, entry: Option, value: Any) -> list[Fault]:
    """A fault when the value should be in a table of the case and is not."""
    if entry.flag.ref is None:
        return []
    table, _, column = entry.flag.ref.partition(".")
    frame = case[table]
    names = sorted({*frame[column or frame.columns[0]].drop_nulls(), *entry.flag.besides})
    if value in names:
        return []
    return [_fault(entry, str(value), f"is not in {table} of {case.name}", nearest_of(str(value), names))]


def _miscounted(entry: Option, shown: str) -> Fault:
    return _fault(entry, shown, f"is not {counted(str(entry.count), 'value')}", f"give {entry.shown}")


def _fault(entry: Option, value: str | None, rule: str, remedy: str) -> Fault:
    return Fault("options", None, entry.flag.flag, value, rule, remedy)
