"""What things are in the world of the SimPy model? Plain objects with plain numbers, as its users write them."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isfinite


@dataclass(slots=True, eq=False)
class Place:
    """Something that hazards close and strike: `open` is the share that is open."""

    closures: int = 0
    open: float = 1.0
    survives: float = 1.0

    def close(self) -> None:
        self.closures += 1
        self.open = 0.0

    def reopen(self) -> None:
        self.closures -= 1
        self.open = 0.0 if self.closures else 1.0


@dataclass(slots=True, eq=False)
class Site(Place):
    handling: float = 0.0
    limit_t: float = 0.0
    limit_kg: float = 0.0
    limited: bool = False
    taken_t: float = 0.0
    cells: list[Cell] = field(default_factory=list)
    legs_out: list[Leg] = field(default_factory=list)
    door: set[Leg] = field(default_factory=set)
    lines: list[Line] = field(default_factory=list)

    def room(self) -> tuple[float, float]:
        """What still fits in: t, and kg of net explosives."""
        if not isfinite(self.limit_t) and not isfinite(self.limit_kg):
            return self.limit_t, self.limit_kg
        tonnes = sum(c.stock * c.mass for c in self.cells) + sum(g.waiting * g.mass for g in self.legs_out)
        explosive = sum(c.stock * c.neq for c in self.cells) + sum(g.waiting * g.neq for g in self.legs_out)
        return max(self.limit_t - tonnes, 0.0), max(self.limit_kg - explosive, 0.0)


@dataclass(slots=True, eq=False)
class Pair:
    """A nation's holding of an item."""

    afloat: float = 0.0
    first: float = 0.0
    cells: list[Cell] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)
    short: int = -1
    out: int = -1


@dataclass(slots=True, eq=False)
class Cell:
    """Stock of an item at a site."""

    mass: float
    neq: float
    stock: float = 0.0
    coming: float = 0.0
    ask: float = 0.0
    avail: float = 0.0
    aside: float = 0.0
    hope: float = 0.0
    keep: float = 0.0


@dataclass(slots=True, eq=False)
class Shipment:
    leg: Leg
    quantity: float


@dataclass(slots=True, eq=False)
class Lane(Place):
    origin: Site = None  # type: ignore[assignment]
    destination: Site = None  # type: ignore[assignment]
    lift: float = 0.0
    ship_survives: float = 1.0
    share: float = 1.0
    lift_left: float = 0.0
    ask: float = 0.0
    aboard: set[Shipment] = field(default_factory=set)
    legs: list[Leg] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Pool:
    """What a supplier may still send of an item."""

    left: float = 0.0
    ask: float = 0.0


@dataclass(slots=True, eq=False)
class Due:
    """A commitment or promise, with the share fallen due by the end of each day."""

    quantity: float
    share: list[float]
    given: float = 0.0
    counted: float = 0.0


@dataclass(slots=True, eq=False)
class Agreement:
    begin: float
    end: float
    ceiling: float
    sent: float = 0.0
    ask: float = 0.0


@dataclass(slots=True, eq=False)
class Way:
    """A way between holders; no pool where the supplier lets its reserve go."""

    pool: Pool | None
    due: Due | None
    agreements: list[Agreement]


@dataclass(slots=True, eq=False)
class Leg:
    """A lane as one stage of a route."""

    lane: Lane
    ends: Cell
    mass: float
    neq: float
    whole: int
    part: float
    stage: int
    pair: Pair | None
    gives: Pool | None
    due: Due | None
    owes: Due | None
    way: Way | None
    follows: Leg | None = None
    waiting: float = 0.0
    door: float = 0.0

    def owe_again(self, gone: float) -> None:
        """What is lost under way is still owed by the due that it was sent for."""
        if self.owes is not None:
            self.owes.given -= gone


@dataclass(slots=True, eq=False)
class Line(Place):
    cell: Cell = None  # type: ignore[assignment]
    owner: Pool | None = None
    on: bool = True
    bill: list[tuple[Cell, float]] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    hand: list[float] = field(default_factory=list)
    whole: int = 0
    part: float = 0.0
    started: list[float] = field(default_factory=list)
    wanted: float = 0.0
    grows_t: float = 0.0
    grows_kg: float = 0.0


@dataclass(slots=True, eq=False)
class Demand:
    begin: float
    end: float
    per_day: float
    cv: float
    rank: int
    uses: list[tuple[Cell, float]]
    need: float = 0.0
    left: float = 0.0
    owed: float = 0.0
    unmet: float = 0.0


@dataclass(slots=True, eq=False)
class Leaving:
    """A commitment that leaves the network from any site of its supplier."""

    due: Due
    pool: Pool | None
    cells: list[Cell]
    asked: float = 0.0


@dataclass(slots=True, eq=False)
class Source:
    cell: Cell
    leg: Leg
    ratio: float
    way: Way | None
    same_day: float
    request: float = 0.0
    chosen: Agreement | None = None


@dataclass(slots=True, eq=False)
class Want:
    due: Due | None
    cells: list[tuple[Cell, float]]
    demands: list[Demand]
    target: list[float]
    sources: list[Source]
    need: float = 0.0
    kept: list[float] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Hazard:
    target: Place
    begin: int
    end: int
    chance: float
    loss: float
    outage: int
