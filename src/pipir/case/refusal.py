"""What was wrong with the input? Every fault at once, each with its place and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of the input.

    `row` is the line as a spreadsheet shows it (the header is line 1), None where the fault is not in a row.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    rule: str
    remedy: str

    def __post_init__(self) -> None:
        # What hostile input put into a name must neither steer a terminal nor stop a message from being printed.
        for name in ("file", "column", "rule", "remedy"):
            said = getattr(self, name)
            if said is not None and not said.isprintable():
                object.__setattr__(self, name, "".join(c if c.isprintable() else ascii(c)[1:-1] for c in said))
        if self.value is not None:
            object.__setattr__(self, "value", self.value.encode("utf-8", "backslashreplace").decode("utf-8"))

    def __str__(self) -> str:
        where = self.file + (f" line {self.row}" if self.row is not None else "")
        shown = None if self.value is None else repr(self.value)
        what = " = ".join(part for part in (self.column, shown) if part)
        return f"{where}: {what + ' ' if what else ''}{self.rule} ({self.remedy})"

    def as_row(self) -> dict[str, str | int | None]:
        """The fault as the object that `--json` prints."""
        return asdict(self)


class Refused(Exception):
    """The input was refused: nothing was written. Holds every fault that was found, in order of place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(
            sorted(set(faults), key=lambda f: (f.file, f.row or 0, f.column or "", f.value or "", f.rule))
        )
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[Callable[..., Refused], tuple[object, ...]]:
        """A refusal crosses from a worker process with its faults, not with its text."""
        return Refused, (self.faults,)


def refuse(file: str, rule: str, remedy: str, *, column: str | None = None, value: str | None = None) -> Refused:
    """A refusal with a single fault that is not in a row (an option, a file, a name)."""
    return Refused([Fault(file, None, column, value, rule, remedy)])
