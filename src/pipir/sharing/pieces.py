"""Into which pieces does a programme fall that share nothing? Each with the players who can matter in it.

What no coalition can open is left out first. Two pieces have no row in common, so the value of a coalition is the sum
of what it reaches in each; and within a piece, players whom nothing joins are worth what each group is worth alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipir.network.network import Flags, Floats, Ints
from pipir.program.build import Built
from pipir.program.draft import Programme
from pipir.sharing.owners import Owners
from pipir.sharing.players import NOBODY

LOOSE_ROWS = ("pooled", "above")
"""Rows that bind nothing here, though they run through the whole programme."""


@dataclass(frozen=True)
class Piece:
    """A piece of a programme that shares no row with the others.

    `needs` are the bits of players that must be in for a column to be open, 0 for always; `short` the columns of its
    claims, with their `numbers` in the programme, `costs` (what each is worth if met) and `claims` (the bits of each).
    `row_owners` and `column_owners` say whose a limit is. `links[k]` are the players whom something joins to player k.
    """

    programme: Programme
    needs: Ints
    short: Ints
    numbers: Ints
    costs: Floats
    claims: Ints
    row_owners: Ints
    column_owners: Ints
    links: tuple[int, ...]

    @property
    def players(self) -> tuple[int, ...]:
        """Players who can matter in it: those with most columns first."""
        count = [int(np.count_nonzero(self.needs & (1 << k))) for k in range(len(self.links))]
        return tuple(sorted((k for k, columns in enumerate(count) if columns), key=lambda k: (-count[k], k)))

    def most(self, coalition: int) -> float:
        """What its claims would be worth to a coalition if all of them were met in full."""
        return float(self.costs[(self.claims & ~coalition) == 0].sum())

    def without(self, players: int) -> Piece:
        """The piece when these players never take part."""
        return _cut(self, np.ones(len(self.row_owners), dtype=bool), (self.needs & players) == 0)

    def groups(self, coalition: int) -> Iterator[int]:
        """A coalition apart into groups that nothing joins."""
        left = coalition
        while left:
            group, new = 0, left & -left
            while new:
                group |= new
                near = 0
                for k in range(len(self.links)):
                    if new >> k & 1:
                        near |= self.links[k]
                new = near & left & ~group
            yield group
            left &= ~group


def pieces(built: Built, own: Owners, costs: Floats, count: int) -> list[Piece]:
    """Every piece in which some coalition of so many players may meet a claim of some worth, the largest first."""
    p = built.programme
    needs, short = own.columns.copy(), built.programme.columns["short"].all.astype(np.int64)
    needs[short] = 0
    loose = np.concatenate([p.rows[name].all for name in LOOSE_ROWS])
    rows = np.ones(p.shape[0], dtype=bool)
    rows[loose] = False
    open_ = (needs & NOBODY) == 0
    row_label, column_label = _labels(p, rows, open_)
    whole = Piece(p, needs, short, np.arange(len(short)), costs, own.claims, own.rows, own.columns, ())
    found = []
    for label in np.unique(column_label[short[(costs > 0) & ((own.claims & NOBODY) == 0)]]):
        part = _linked(_cut(whole, rows & (row_label == label), open_ & (column_label == label)), count)
        if part.players or part.most(0) > 0.0:
            found.append(part)
    return sorted(found, key=lambda piece: (-len(piece.needs), int(piece.claims.min(initial=0))))


def _cut(piece: Piece, rows: Flags, columns: Flags) -> Piece:
    """The piece with these rows and columns alone."""
    short = np.flatnonzero(columns[piece.short])
    place = np.cumsum(columns) - 1
    return Piece(
        programme=_part(piece.programme, rows, columns),
        needs=piece.needs[columns],
        short=place[piece.short[short]],
        numbers=piece.numbers[short],
        costs=piece.costs[short],
        claims=piece.claims[short],
        row_owners=piece.row_owners[rows],
        column_owners=piece.column_owners[columns],
        links=piece.links,
    )


def _part(p: Programme, rows: Flags, columns: Flags) -> Programme:
    """A programme of some rows and columns of another; what has no part in it is told by no family."""
    column = np.repeat(np.arange(len(p.lower)), np.diff(p.starts))
    kept = columns[column] & rows[p.index]
    place = np.cumsum(columns) - 1
    starts = np.zeros(int(columns.sum()) + 1, dtype=np.int32)
    np.cumsum(np.bincount(place[column[kept]], minlength=len(starts) - 1), out=starts[1:])
    return Programme(
        columns={},
        rows={},
        lower=p.lower[columns],
        upper=p.upper[columns],
        row_lower=p.row_lower[rows],
        row_upper=p.row_upper[rows],
        starts=starts,
        index=(np.cumsum(rows) - 1)[p.index[kept]].astype(np.int32),
        value=p.value[kept],
        column_scale=p.column_scale[columns],
        row_scale=p.row_scale[rows],
        resting=p.resting[columns],
        tight=p.tight[rows],
    )


def _linked(piece: Piece, count: int) -> Piece:
    """The piece with its links: players whom a column needs together, or who meet in rows without a common third.

    Rows that columns of nobody's run through count as one: stock carries goods from one period to the next.
    """
    p, needs = piece.programme, piece.needs
    free = needs == 0
    row_label, _ = _labels(p, np.ones(p.shape[0], dtype=bool), free)
    column = np.repeat(np.arange(len(needs)), np.diff(p.starts))
    asked = ~free[column]
    pairs = np.unique(np.column_stack([row_label[p.index[asked]], needs[column[asked]]]), axis=0)
    joined = {int(bits) for bits in np.unique(needs)}
    if len(pairs):
        begins = np.flatnonzero(np.diff(pairs[:, 0], prepend=-1))
        common, together = (f.reduceat(pairs[:, 1], begins) for f in (np.bitwise_and, np.bitwise_or))
        joined |= {int(bits) for bits in together[common == 0]}
    links = [0] * count
    for bits in joined:
        for k in range(count):
            if bits >> k & 1:
                links[k] |= bits
    return Piece(**{**vars(piece), "links": tuple(links)})


def _labels(p: Programme, rows: Flags, columns: Flags) -> tuple[Ints, Ints]:
    """A number for each row and column, the same for all that these rows and columns join."""
    column = np.repeat(np.arange(len(p.lower)), np.diff(p.starts))
    kept = columns[column] & rows[p.index]
    one, other = p.index[kept].astype(np.int64), column[kept] + len(rows)
    label = np.arange(len(rows) + len(p.lower))
    while True:
        least = np.minimum(label[one], label[other])
        before = label.copy()
        for ends in (one, other):
            np.minimum.at(label, label[ends], least)
            np.minimum.at(label, ends, least)
        while not np.array_equal(label[label], label):
            label = label[label]
        if np.array_equal(before, label):
            return label[: len(rows)], label[len(rows) :]
