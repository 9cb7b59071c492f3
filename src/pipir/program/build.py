"""How is the programme of a network written? Its columns, then block by block."""

from __future__ import annotations

from dataclasses import dataclass

from pipir.network.network import Network
from pipir.program.blocks import BLOCKS
from pipir.program.claims import Claims, claims
from pipir.program.columns import decide
from pipir.program.draft import Draft, Programme
from pipir.program.grid import Grid
from pipir.program.scope import Scope, scope
from pipir.program.writing import Writing


@dataclass(frozen=True)
class Built:
    """A programme with what its numbers stand for."""

    writing: Writing
    programme: Programme

    @property
    def net(self) -> Network:
        """The network that it is made of."""
        return self.writing.net

    @property
    def scope(self) -> Scope:
        """What is in it."""
        return self.writing.scope

    @property
    def claims(self) -> Claims:
        """What it serves."""
        return self.writing.claims


def build(net: Network, grid: Grid, prune: bool = True) -> Built:
    """Who sends what from where to where: everything that must hold. Without `prune` nothing is left out."""
    return written(scope(net, grid, prune), claims(net))


def written(inside: Scope, served: Claims) -> Built:
    """The programme of what is inside a scope and serves these claims."""
    writing = Writing(Draft(), inside, served)
    decide(writing)
    for block in BLOCKS:
        block.write(writing)
    return Built(writing, writing.draft.programme())
