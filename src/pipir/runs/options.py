"""How is an option of a capability declared? As a field of a frozen dataclass; flags and docs are made from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Flag:
    """How an option looks on a command line and in documentation.

    `metavar` shows the kind of value; `choices` lists the words allowed; `least` is an inclusive lower bound.
    """

    flag: str
    doc: str
    choices: tuple[str, ...] = ()
    least: float | None = None
    metavar: str | None = None


def option(value: Any, flag: str, doc: str, **more: Any) -> Any:
    """A dataclass field with a default value and its flag. A bool field is a switch, `date` fields take ISO dates."""
    return field(default=value, metadata={"flag": Flag(flag, doc, **more)})


def required(flag: str, doc: str, **more: Any) -> Any:
    """A dataclass field that has no default: the flag must be given."""
    return field(metadata={"flag": Flag(flag, doc, **more)})
