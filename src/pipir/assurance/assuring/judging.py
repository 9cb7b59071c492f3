"""What does the audit of one window find? Shares, clashes, what is contested, repairs and chances, as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipir.assurance.assuring.audit import Audit
from pipir.assurance.assuring.chances import Chance, Word, all_binding
from pipir.assurance.assuring.clashes import Clash, clashes
from pipir.assurance.assuring.contesting import contested, dear
from pipir.assurance.assuring.cutting import LeastCut, least_cut
from pipir.assurance.assuring.hindering import hindered
from pipir.assurance.assuring.mending import Mender, signed
from pipir.assurance.assuring.resources import resources
from pipir.assurance.assuring.windows import Window
from pipir.case.names import Names
from pipir.case.words import percent
from pipir.planning.alone import Name
from pipir.program.grid import grid_of

NEVER_REACHED = 1e12
"""Units a year that nothing in a case comes near."""
Row = dict[str, Any]
SMALLEST = {True: "yes", False: "no", None: "unknown"}


@dataclass(frozen=True)
class Judged:
    """What the audit of a window finds. `promises` are facts by claim, the other rows lack only the window's keys."""

    fraction: float | None
    fraction_possible: float | None
    chance: Chance | None
    chance_possible: Chance | None
    promises: list[Row]
    clashes: list[Row]
    contested: list[Row]
    repairs: list[Row]
    all_clashes: bool
    least_cut: list[Row]


def judged(window: Window, every: dict[Name, Word]) -> Judged:
    """Audit a window: promises called, no demands, no hazards, reserves hold."""
    net = window.network(window.calm)
    audit = Audit(net, grid_of(net, window.options.daily))
    for claim, why in hindered(window, audit).items():
        audit.bar(claim, why)
    alone = [audit.alone(claim) for claim in range(len(audit.names))]
    found = clashes(audit, audit.open)
    possible = [claim for claim in audit.open if alone[claim] == 1.0]
    apart = _apart(window, audit, every)
    told = _fights(window, audit, found.found)
    chance = all_binding(apart, every, audit.names)
    binding = [claim for claim in audit.open if every[audit.names[claim]].binding == "binding"]
    some = {audit.names[claim] for claim in binding if claim in possible}
    return Judged(
        fraction=audit.fraction(audit.open) if audit.open else None,
        fraction_possible=audit.fraction(possible) if possible else None,
        chance=chance,
        chance_possible=chance if len(some) == len(binding) else all_binding(apart, every, some),
        promises=[{**facts(audit, claim), "kept_alone": alone[claim]} for claim in range(len(audit.names))],
        clashes=[row for number, clash in enumerate(found.found, 1) for row in _clash(audit, number, clash)],
        contested=told[0],
        repairs=told[1],
        all_clashes=found.complete,
        least_cut=_cuts(window, audit, least_cut(audit, audit.open)),
    )


def _apart(window: Window, audit: Audit, every: Mapping[Name, Word]) -> Audit:
    """The same audit with a way of its own for each agreement whose word may fail.

    A way without a ceiling stands for others between the same nations, which would close with it. One with a ceiling
    that is never reached does not.
    """
    doubtful = [name for (kind, name) in audit.names if kind == "promise" and every[kind, name].chance < 1.0]
    agreements = window.calm["agreements"]
    if not doubtful or agreements.filter(pl.col("agreement").is_in(doubtful))["ceiling_per_year"].null_count() == 0:
        return audit
    own = pl.col("agreement").is_in(doubtful) & pl.col("ceiling_per_year").is_null()
    limited = pl.when(own).then(NEVER_REACHED).otherwise("ceiling_per_year").alias("ceiling_per_year")
    case = window.calm.replace({"agreements": agreements.with_columns(limited)})
    other = Audit(window.network(case), audit.built.writing.grid)
    for claim in [claim for claim in other.open if claim not in audit.open]:
        other.bar(claim, str(audit.against[claim]))
    return other


def facts(audit: Audit, claim: int) -> Row:
    """Who owes whom how much of what, and what bars it."""
    (kind, name), (dues, place) = audit.names[claim], audit.due(claim)
    return {
        "claim": name,
        "kind": kind,
        "supplier": audit.net.nations[dues.supplier[place]],
        "recipient": audit.net.nations[dues.recipient[place]],
        "item": audit.built.claims.group[claim],
        "owed": float(audit.built.claims.owed[claim]),
        "rank": int(audit.ranks[claim]),
        "barred_by": audit.against[claim],
    }


def _clash(audit: Audit, number: int, clash: Clash) -> list[Row]:
    """A row for each member: how far all can be kept, and how far the others when it is dropped."""
    together = audit.fraction(clash.claims)
    rows = []
    for claim in clash.claims:
        told = facts(audit, claim)
        del told["barred_by"], told["rank"]
        rows.append(
            told
            | {
                "clash": number,
                "size": len(clash.claims),
                "kept_share_together": together,
                "rest_kept_without": audit.fraction([other for other in clash.claims if other != claim]),
                "smallest": SMALLEST[clash.smallest],
            }
        )
    return rows


def _cuts(window: Window, audit: Audit, found: LeastCut) -> list[Row]:
    """A row for each promise that is cut."""
    names = Names(window.case)
    rows = []
    for claim, amount in found.amounts.items():
        told = facts(audit, claim)
        del told["barred_by"]
        share, much = amount / told["owed"], names.amount(amount, told["item"])
        ends = f"from {names.nation(told['supplier'])} to {names.nation(told['recipient'])}"
        which = f"the {told['kind']} {told['claim']} {ends}"
        sentence = f"Cut {which} by {much} ({percent(share)})" if share < 1.0 else f"Give up {which}: {much}"
        told |= {"quantity": amount, "cut_share": share, "holds": found.holds, "sentence": f"{sentence}."}
        rows.append(told)
    return rows


def _fights(window: Window, audit: Audit, found: Sequence[Clash]) -> tuple[list[Row], list[Row]]:
    """What each clash is over, and what mends it."""
    if not found:
        return [], []
    names = Names(window.case)
    every = resources(audit, names)
    mender = Mender(window.case, audit, names, signed(window, audit))
    over: list[Row] = []
    mending: list[Row] = []
    for number, clash in enumerate(found, 1):
        priced = dear(audit, clash.claims, every)
        over += [{"clash": number, **row} for row in contested(audit, clash.claims, priced, names)]
        mending += [{"clash": number, **row} for row in mender.repairs(clash.claims, priced[1])]
    return over, mending
