"""What is a column, a rule and a table? Declarations as plain data, from which everything else is rendered."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from math import inf
from typing import Any


class Kind(Enum):
    """The kinds of value that a cell can hold; `words` is how a message names the kind."""

    SLUG = "an id: lower-case letters, digits and hyphens"
    NATION = "a nation code: ISO 3166 alpha-3, or XAA to XZZ"
    TEXT = "a text"
    NUMBER = "a number"
    INTEGER = "a whole number"
    DATE = "a date: YYYY-MM-DD"
    BOOLEAN = "true or false"
    CHOICE = "one of a fixed list of words"
    LIST = "a list separated by spaces"

    @property
    def words(self) -> str:
        """The kind in words, for messages and documentation."""
        return self.value


PATTERNS: dict[Kind, str] = {Kind.SLUG: "[a-z0-9]+(-+[a-z0-9]+)*", Kind.NATION: "[A-Z]{3}"}
"""Regular expressions that a whole value of these kinds must match."""


@dataclass(frozen=True)
class Empty:
    """What an empty optional cell means: in words, and as a value (or another column of the row) where it has one."""

    words: str
    value: Any = None
    column: str | None = None


UNKNOWN = Empty("unknown")
NONE = Empty("none")
ALWAYS = Empty("always")
NEVER = Empty("never")
ZERO = Empty("0", 0.0)
ONE = Empty("1", 1.0)
UNLIMITED = Empty("unlimited", inf)


def default(value: str) -> Empty:
    """An empty cell stands for this word."""
    return Empty(value, value)


def same_as(column: str) -> Empty:
    """An empty cell has the value of another column of the same row."""
    return Empty(f"as {column}", column=column)


@dataclass(frozen=True)
class Column:
    """One column of a case table or of a result table.

    `least`/`most` are inclusive bounds, `above`/`below` exclusive ones. `ref` names the table whose key the value
    must be; `also` lists words allowed besides (`*`, or `family` for a family of items, `body` for a body).
    """

    name: str
    kind: Kind
    doc: str
    unit: str | None = None
    key: bool = False
    required: bool = True
    empty: Empty | None = None
    least: float | None = None
    most: float | None = None
    above: float | None = None
    choices: tuple[str, ...] = ()
    ref: str | None = None
    also: tuple[str, ...] = ()
    example: str = ""

    @property
    def empty_means(self) -> str | None:
        """What an empty cell means, in words; None where a value is required."""
        return None if self.required else (self.empty or UNKNOWN).words


@dataclass(frozen=True)
class Rule:
    """A condition between a column and another column or a constant, which every back end can check.

    A row in which either side is empty passes.
    """

    column: str
    op: str
    other: str | float
    words: str


@dataclass(frozen=True)
class Check:
    """A condition that needs code: `function` is `module:name`, called with the case tables, giving faults."""

    function: str
    words: str


@dataclass(frozen=True)
class Table:
    """A table: its name, what it is for, its columns, its rules.

    `ordered` tables keep the order of their rows, because it means something; all others are sorted by key.
    """

    name: str
    doc: str
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = ()
    checks: tuple[Check, ...] = field(default=())
    bulky: bool = False
    ordered: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the key columns, in order."""
        return tuple(column.name for column in self.columns if column.key)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def slug(name: str, doc: str, **more: Any) -> Column:
    """An id of its own (a key column unless told otherwise)."""
    return Column(name, Kind.SLUG, doc, **{"key": True, **more})


def ref(name: str, table: str, doc: str, **more: Any) -> Column:
    """A reference to the single key column of another table."""
    kind = Kind.NATION if table == "nations" else Kind.SLUG
    return Column(name, kind, doc, ref=table, **more)


def text(name: str, doc: str, **more: Any) -> Column:
    """Free text."""
    return Column(name, Kind.TEXT, doc, **more)


def number(name: str, doc: str, unit: str, **more: Any) -> Column:
    """A quantity, rate, mass or sum: never negative unless told otherwise."""
    return Column(name, Kind.NUMBER, doc, unit=unit, **{"least": 0.0, **more})


def integer(name: str, doc: str, unit: str, **more: Any) -> Column:
    """A count or a whole number of days: never negative unless told otherwise."""
    return Column(name, Kind.INTEGER, doc, unit=unit, **{"least": 0, **more})


def share(name: str, doc: str, **more: Any) -> Column:
    """A share or a probability between 0 and 1."""
    return Column(name, Kind.NUMBER, doc, unit="share, 0 to 1", least=0.0, most=1.0, **more)


def date(name: str, doc: str, **more: Any) -> Column:
    """A calendar date."""
    return Column(name, Kind.DATE, doc, unit="date", **more)


def choice(name: str, choices: str, doc: str, **more: Any) -> Column:
    """One of the words in `choices`, which are separated by spaces."""
    return Column(name, Kind.CHOICE, doc, choices=tuple(choices.split()), **more)


def optional(column: Column, empty: Empty = UNKNOWN) -> Column:
    """The same column, which may be left empty, and what that means."""
    return replace(column, required=False, empty=empty)


def any_key(column: Column, stands_for: str = "*") -> Column:
    """A key column whose empty cell stands for `*` (any) or for a given word."""
    also = column.also if stands_for != "*" or "*" in column.also else (*column.also, "*")
    return replace(column, key=True, required=False, empty=default(stands_for), also=also)
