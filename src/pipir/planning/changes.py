"""What can be lost of a plan? A site, a lane, a line: nothing is sent, begun, served or handed over there any more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from pipir.case.nearest import nearest_of
from pipir.case.refusal import refuse
from pipir.network.network import Flags
from pipir.program.build import Built
from pipir.program.grid import Ints


@dataclass(frozen=True)
class Loss:
    """A site, lane or line that is closed from day 0 to the end. `kind` is the word for it, `target` its id.

    Goods under way at day 0 and work in hand come all the same; what lies at a lost site stays there. It does not
    lower what its holder may export: losses do not.
    """

    kind: str
    target: str


def lost_columns(built: Built, losses: Sequence[Loss]) -> Ints:
    """Columns of the programme that are nothing once all this is lost. Raises Refused for what is not in the case."""
    found: list[Ints] = [np.zeros(0, dtype=np.int64)]
    for loss in losses:
        labels, gone = _KINDS[_known(loss.kind, tuple(_KINDS), "kind")]
        ids = labels(built)
        at = ids.index(_known(loss.target, ids, loss.kind))
        for name, entities in gone(built, at).items():
            family = built.programme.columns[name]
            found.append(family.all[entities[family.spans.entity]])
    return np.unique(np.concatenate(found))


def _lane(built: Built, lane: int) -> dict[str, Flags]:
    return {"sent": built.scope.flows.lane == lane}


def _line(built: Built, line: int) -> dict[str, Flags]:
    return {"starts": np.arange(len(built.net.making.ids)) == line}


def _site(built: Built, site: int) -> dict[str, Flags]:
    net, scope = built.net, built.scope
    lanes = (net.lanes.origin == site) | (net.lanes.destination == site)
    return {
        "sent": lanes[scope.flows.lane],
        "starts": net.making.site == site,
        "fills": scope.cell_site[scope.uses.cell] == site,
        "hands": scope.cell_site[scope.handings.cell] == site,
    }


_KINDS: dict[str, tuple[Callable[[Built], tuple[str, ...]], Callable[[Built, int], dict[str, Flags]]]] = {
    "site": (lambda built: built.net.sites.ids, _site),
    "lane": (lambda built: built.net.lanes.ids, _lane),
    "line": (lambda built: built.net.making.ids, _line),
}
"""Of each kind of target: its labels, and which entities of which columns go with it."""


def _known(value: str, labels: tuple[str, ...], what: str) -> str:
    if value not in labels:
        raise refuse("losses", "is not in the case", nearest_of(value, labels), column=what, value=value)
    return value
