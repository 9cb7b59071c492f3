"""What can the system be asked? The registry of capabilities: one entry each, from which every front end is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from pipir.case.columns import Table

MODULES = (
    "pipir.accounting.capability",
    "pipir.reaching.capability",
    "pipir.sustainment.capability",
    "pipir.planning.capability",
    "pipir.assurance.capability",
    "pipir.standardisation.capability",
    "pipir.sharing.capability",
    "pipir.matching.capability",
    "pipir.briefing.capability",
)
"""Where capabilities are declared: adding one touches its folder and this tuple."""


@dataclass(frozen=True)
class Capability:
    """One question that the system answers.

    `options` is a frozen dataclass whose fields are made with `runs.options.option`; `run` is `module:function`,
    called as `run(case, options)`, imported only when used; `tables` are the result tables in order; `reads` the
    case tables whose empty cells the record of a run lists. `only_with` names tables that are there only where one of
    these options, by the name of its field, is given. A capability without result tables writes a document.
    """

    name: str
    question: str
    options: type[Any]
    run: str
    tables: tuple[Table, ...]
    reads: tuple[str, ...] = ()
    only_with: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def exports(self) -> dict[str, str]:
        """What `import pipir` offers of it: its function, its options, its result; names to modules."""
        module, function = self.run.split(":")
        options = self.options.__name__
        return {function: module, options: self.options.__module__, f"{options.removesuffix('Options')}Result": module}

    def load(self) -> Callable[..., Any]:
        """The function that answers the question."""
        module, name = self.run.split(":")
        function: Callable[..., Any] = getattr(import_module(module), name)
        return function


def capabilities() -> Iterator[Capability]:
    """Every capability in the order of the documentation."""
    for module in MODULES:
        yield from import_module(module).CAPABILITIES


def capability(name: str) -> Capability:
    """The capability of that name. Raises KeyError when there is none."""
    for entry in capabilities():
        if entry.name == name:
            return entry
    raise KeyError(name)
