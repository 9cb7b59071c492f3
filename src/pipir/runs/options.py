"""How is an option of a capability declared? As a field of a frozen dataclass; flags and docs are made from it."""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import date
from types import UnionType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from pipir.runs.places import FileKind


@dataclass(frozen=True)
class Flag:
    """How an option looks on a command line and in documentation.

    `metavar` shows the kind of value; `choices` lists the words allowed; `least` and `most` are inclusive bounds.
    `ref` is the table in whose key the value must be, or `table.column`; words `besides` are taken too. `recorded` is
    false for an option that never changes a result (how many processes share the work): a run's record leaves it out.
    `writes` is the kind of file that is written to the value: it has to be a place where one may be.
    """

    flag: str
    doc: str
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    metavar: str | None = None
    ref: str | None = None
    besides: tuple[str, ...] = ()
    recorded: bool = True
    writes: FileKind | None = None


@dataclass(frozen=True)
class Option:
    """One option as declared: its field's name, the type of its values (without None), may it be left out, its default.

    `count` is how many values it takes at once: more than one where the field is a tuple.
    """

    name: str
    type: type[Any]
    count: int
    optional: bool
    required: bool
    default: Any
    flag: Flag

    @property
    def metavar(self) -> str:
        """What stands for the value, or for all values, in help and documentation."""
        words = {int: "N", float: "X", date: "YYYY-MM-DD", str: "TEXT"}
        if self.flag.metavar:
            return self.flag.metavar
        one = self.name.upper() if self.flag.ref else words[self.type]
        return " ".join(["|".join(self.flag.choices) or one] * self.count)

    @property
    def shown(self) -> str:
        """The flag as it is given: with what stands for its value, where it takes one."""
        return self.flag.flag if self.type is bool else f"{self.flag.flag} {self.metavar}"


def option(value: Any, flag: str, doc: str, **more: Any) -> Any:
    """A dataclass field with a default value and its flag.

    A bool field is a switch, a `date` field takes an ISO date, a `tuple[str, str]` field two values after one flag.
    """
    return field(default=value, metadata={"flag": Flag(flag, doc, **more)})


def required(flag: str, doc: str, **more: Any) -> Any:
    """A dataclass field that has no default: the flag must be given."""
    return field(metadata={"flag": Flag(flag, doc, **more)})


def declared(options: type[Any]) -> tuple[Option, ...]:
    """Every option of an options dataclass, in order. Raises TypeError for a type that no flag can carry."""
    hints = get_type_hints(options)
    return tuple(_declared(entry, hints[entry.name]) for entry in fields(options))


def _declared(entry: Field[Any], hint: Any) -> Option:
    kinds = [kind for kind in get_args(hint) if kind is not type(None)] if isinstance(hint, UnionType) else [hint]
    values = list(get_args(kinds[0])) if get_origin(kinds[0]) is tuple else kinds[:1]
    carried = (int, float, str, date) if len(values) > 1 else (bool, int, float, str, date)
    if len(kinds) != 1 or len(set(values)) != 1 or values[0] not in carried:
        raise TypeError(f"{entry.name}: no flag carries {hint}")
    needed = entry.default is MISSING
    return Option(
        name=entry.name,
        type=values[0],
        count=len(values),
        optional=kinds[0] is not hint,
        required=needed,
        default=None if needed else entry.default,
        flag=entry.metadata["flag"],
    )
