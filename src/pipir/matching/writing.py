"""As which rows of a case can an initiative be written, as if it were complete on day 0?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

import polars as pl

from pipir.case.case import Case
from pipir.case.names import Names
from pipir.case.tables.things import GATES
from pipir.case.words import figure, listing, percent
from pipir.matching.effects import Effect
from pipir.matching.efforts import Effort
from pipir.planning import rows

Row = dict[str, Any]
RESTING = ("planned", "cold", "warm")
"""States of a line that does not run yet."""


@dataclass(frozen=True)
class World:
    """What effects are written into: a case, and the day on which a scenario begins."""

    case: Case
    start: date

    @cached_property
    def names(self) -> Names:
        """Names and units of the case."""
        return Names(self.case)

    @cached_property
    def lines(self) -> dict[str, Row]:
        """Lines by id."""
        return {row["line"]: row for row in self.case["lines"].iter_rows(named=True)}


def effect_of(world: World, effort: Effort) -> Effect:
    """What an initiative adds: its option, else lines of its item or gates; and what its nations would have to agree.

    An option counts in full size. With a line comes what its nations have only proposed to let each other send of the
    item.
    """
    if effort.row["option"] is not None:
        (option,) = world.case.filled("options").filter(option=effort.row["option"]).iter_rows(named=True)
        main = _BY_KIND[option["kind"]](world, option)
    elif effort.row["item"] is None:
        main = Effect(against=("it names no item",))
    elif "standard" in effort.row["kind"]:
        main = _gates(world, effort)
    else:
        main = _planned(world, effort)
    return main.with_more(_signed(_proposed(world, effort)))


def _planned(world: World, effort: Effort) -> Effect:
    """Lines of the item, of the initiative's nations or on their soil, that do not run yet."""
    item = effort.row["item"]
    of_nations = pl.col("nation").is_in(sorted(effort.nations)) | pl.col("host").is_in(sorted(effort.nations))
    sites = world.case["sites"].filter(of_nations)["site"].to_list()
    resting = world.case.filled("lines").filter(
        (pl.col("item") == item) & pl.col("status").is_in(RESTING) & pl.col("site").is_in(sites)
    )
    if resting.is_empty():
        return Effect(against=(f"the case has no line of {world.names.item(item)} that it would open",))
    total = Effect()
    for row in resting.iter_rows(named=True):
        total = total.with_more(_line(world, row["line"], float(row["max_rate_per_year"]), effort.name))
    return total


def _line(world: World, line: str, per_year: float, name: str) -> Effect:
    """As much more a year as a line would make, at full pace from day 0. `name` tells its row from others."""
    row = world.lines.get(line)
    if row is None:
        return Effect(against=(f"{line} is not in lines",))
    item = row["item"]
    if per_year <= 0.0:
        return Effect(against=(f"no rate is known for {world.names.item(item)} at {world.names.site(row['site'])}",))
    more = {
        "line": f"{line}:{name}",
        "status": "planned",
        "available_from": world.start,
        "restart_days": 0.0,
        "ramp_days": 0.0,
        "rate_per_year": 0.0,
        "max_rate_per_year": per_year,
        "min_rate_per_year": None,
    }
    makes, much = "mends" if row["work"] == "repair" else "makes", world.names.amount(per_year, item)
    words = f"{world.names.site(row['site'])} {makes} {much} a year more"
    return Effect(lines=(row | more,), words=(words,))


def _gates(world: World, effort: Effort) -> Effect:
    """Every gate of a pair with the item, for the initiative's nations."""
    item = effort.row["item"]
    of_item = (pl.col("item") == item) | (pl.col("substitute") == item)
    pairs = world.case["substitutes"].filter(of_item & pl.col("nation").is_in(sorted(effort.nations)))
    return (
        _open(world, pairs, GATES)
        if pairs.height
        else Effect(against=(f"no substitute for {world.names.item(item)} is on record",))
    )


def _open(world: World, pairs: pl.DataFrame, gates: tuple[str, ...]) -> Effect:
    total, names = Effect(), world.names
    for row in pairs.iter_rows(named=True):
        shut = [gate for gate in GATES if row[gate] != "yes"]
        name = f"{names.item(row['substitute'])} in place of {names.item(row['item'])} in {names.nation(row['nation'])}"
        kept = [gate for gate in shut if gate not in gates]
        if kept:
            total = total.with_more(Effect(against=(f"{name} stays shut ({listing(kept)})",)))
        elif shut:
            pair = (row["nation"], row["item"], row["substitute"])
            total = total.with_more(Effect(pairs=frozenset({pair}), words=(f"{name} is open",)))
        else:
            total = total.with_more(Effect(against=(f"{name} is open already",)))
    return total


def _proposed(world: World, effort: Effort) -> list[str]:
    """Agreements among the initiative's nations on its item that are only proposed."""
    item, among = effort.row["item"], sorted(effort.nations)
    if item is None:
        return []
    family = dict(world.case["items"].select("item", "family").iter_rows())[item]
    found = world.case["agreements"].filter(
        pl.col("item").is_in([item, family])
        & pl.col("supplier").is_in(among)
        & pl.col("beneficiary").is_in(among)
        & (pl.col("status") == "proposed")
    )
    return found["agreement"].to_list()


def _signed(names: Iterable[str]) -> Effect:
    signed = sorted(names)
    kind = "the agreement" if len(signed) == 1 else "the agreements"
    return Effect(agreements=frozenset(signed), words=(f"{kind} {listing(signed)} in force",) if signed else ())


def _of_line(world: World, option: Row) -> Effect:
    return _line(world, option["target"], option["quantity"] * option["max_units"], option["option"])


def _kept(world: World, option: Row) -> Effect:
    row = world.lines.get(option["target"])
    if row is None:
        return Effect(against=(f"{option['target']} is not in lines",))
    line = f"the line of {world.names.item(row['item'])} at {world.names.site(row['site'])}"
    return Effect(against=(f"{line} runs through the scenario in any case",))


def _sign(world: World, option: Row) -> Effect:
    known = option["target"] in world.case["agreements"]["agreement"].to_list()
    return _signed([option["target"]]) if known else Effect(against=(f"{option['target']} is not in agreements",))


def _qualify(world: World, option: Row) -> Effect:
    parts = str(option["target"]).split("/")
    if len(parts) != 4:
        return Effect(against=(f"{option['target']} is not nation/item/substitute/gate",))
    nation, item, substitute, gate = parts
    pairs = world.case["substitutes"].filter(nation=nation, item=item, substitute=substitute)
    return (
        _open(world, pairs, (gate,)) if pairs.height else Effect(against=(f"{option['target']} is not in substitutes",))
    )


def _stocked(world: World, option: Row) -> Effect:
    site, item, units = option["target"], option["item"], option["quantity"] * option["max_units"]
    if item is None or site not in world.case["sites"]["site"].to_list():
        return Effect(against=(f"{option['name']} names no site and item",))
    change = partial(_with_stock, site=site, item=item, units=units)
    return Effect(changes=(change,), words=(f"{world.names.site(site)} holds {world.names.amount(units, item)} more",))


def _moved(world: World, option: Row) -> Effect:
    """What lies at the origin, as far as it lasts, lies at the target, whoever holds either."""
    origin, target, item, names = option["origin"], option["target"], option["item"], world.names
    units = min(option["quantity"] * option["max_units"], _lies(world.case, origin, item))
    if units <= 0.0 or target not in world.case["sites"]["site"].to_list():
        return Effect(against=(f"nothing lies at {names.site(origin)} that could be moved to {names.site(target)}",))
    change = partial(_with_move, origin=origin, target=target, item=item, units=units)
    return Effect(
        changes=(change,), words=(f"{names.amount(units, item)} lie at {names.site(target)}, not {names.site(origin)}",)
    )


def _lifted(world: World, option: Row) -> Effect:
    lane, more = option["target"], option["quantity"] * option["max_units"]
    known = world.case["lanes"].filter(lane=lane)["lift_t_per_day"].to_list()
    if not known or known[0] is None:
        return Effect(against=(f"the lane {lane} has no limit to lift" if known else f"{lane} is not in lanes",))
    change = partial(_with_lift, lane=lane, more=more)
    return Effect(changes=(change,), words=(f"the lane {lane} lifts {figure(more)} t a day more",))


def _hardened(world: World, option: Row) -> Effect:
    site, saved = option["target"], min(1.0, option["quantity"])
    hazards = world.case["hazards"]
    if hazards.filter((pl.col("kind") == "site") & (pl.col("target") == site)).is_empty():
        return Effect(against=(f"nothing threatens {world.names.site(site)}",))
    change = partial(_with_loss, site=site, share=1.0 - saved)
    return Effect(changes=(change,), words=(f"a strike on {world.names.site(site)} destroys {percent(saved)} less",))


def _lies(case: Case, site: str | None, item: str | None) -> float:
    """Serviceable units of an item at a site."""
    stocks = case["stocks"].filter(pl.col("condition") == "serviceable").iter_rows(named=True)
    return sum(float(row["quantity"]) for row in stocks if (row["site"], row["item"]) == (site, item))


def _with_stock(case: Case, site: str, item: str, units: float) -> Case:
    return rows.edited(case, [rows.stock(site, item, _lies(case, site, item) + units)])


def _with_move(case: Case, origin: str, target: str, item: str, units: float) -> Case:
    moved = min(units, _lies(case, origin, item))
    return _with_stock(_with_stock(case, origin, item, -moved), target, item, moved)


def _with_lift(case: Case, lane: str, more: float) -> Case:
    return rows.edited(case, [rows.lift(lane, case["lanes"].filter(lane=lane)["lift_t_per_day"].item() + more)])


def _with_loss(case: Case, site: str, share: float) -> Case:
    here = (pl.col("kind") == "site") & (pl.col("target") == site)
    loss = pl.when(here).then(share * pl.col("loss")).otherwise(pl.col("loss"))
    return case.replace({"hazards": case["hazards"].with_columns(loss.alias("loss"))})


def _dispersed(world: World, option: Row) -> Effect:
    site = world.names.site(option["target"])
    return Effect(against=(f"{option['name']} does not say where stocks of {site} would go",))


_BY_KIND: dict[str, Callable[[World, Row], Effect]] = {
    "expand_line": _of_line,
    "open_line": _of_line,
    "keep_line": _kept,
    "add_stock": _stocked,
    "preposition": _moved,
    "disperse": _dispersed,
    "harden": _hardened,
    "add_lift": _lifted,
    "qualify": _qualify,
    "sign": _sign,
}
"""How each kind of option is written."""
