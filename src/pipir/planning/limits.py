"""What that exists limits a claim? Stock, lines, lift, ceilings, reserves, sites: each with the network without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import polars as pl

from pipir.case.words import counted, figure
from pipir.network.capacity import YEAR
from pipir.network.network import Floats, Ints, Network
from pipir.planning.alone import PRICED, Alone, Least
from pipir.planning.parts import takes
from pipir.program.blocks.exporting import first_rows, pools
from pipir.program.claims import DEMAND
from pipir.program.draft import Family
from pipir.program.flows import permitted

RARE = 1e-6
"""Share of a stock below which so little is left by losses that no more is asked for on their account."""
EACH = 2
"""Limits of a kind that are tried: the dearest."""


@dataclass(frozen=True)
class Candidate:
    """What may stand in the way, in words, and the network in which it does not; None where no change was tried."""

    subject: str
    sentence: str
    remedy: str
    without: Callable[[], Network] | None
    beside: Callable[[], Network] | None = None
    """The network that `without` is compared with, where that is not the plan's."""
    price: float = 0.0
    """Share of the claim that one unit more mends at most, 0 where there is no such unit."""
    measure: tuple[str, str] = ("", "")
    """What that unit is: a noun, and what is added to it."""
    told: bool = True
    """Is it told where it mends nothing alone?"""


def unit(net: Network, item: int) -> str:
    """What an item is counted in."""
    rows = net.case["items"]
    return str(dict(zip(rows["item"], rows["unit"], strict=True))[net.item_name(item)])


def amount(net: Network, item: int, value: float) -> str:
    """So many units of an item: `1 missile of sm-6`, `0 missiles of sm-6`."""
    return f"{counted(figure(value), unit(net, item))} of {net.items.ids[item]}"


def limits(alone: Alone, least: Least) -> Iterator[Candidate]:
    """Limits with a price, dearest first within a kind; what lies at the claim's own site is always among them."""
    for kind in (_stocks, _lines, _lifts, _ceilings, _reserves, _sites):
        yield from kind(alone, least)
    yield from _idle(alone)
    yield from _time(alone)


def _dearest(prices: Floats, family: Family, standing: bool = False) -> list[tuple[int, float]]:
    """Entities of a family whose limits hold the claim back, dearest first, with their prices.

    The price is that of one unit in the dearest period; for a limit that is `standing`, of one unit in all of them.
    """
    worth = np.maximum(-prices[family.all], 0.0)
    found = np.zeros(int(family.spans.entity.max(initial=-1)) + 1)
    (np.add if standing else np.maximum).at(found, family.spans.entity, worth)
    order = np.argsort(-found, kind="stable")
    return [(int(k), float(found[k])) for k in order if found[k] > PRICED]


def _stocks(alone: Alone, least: Least) -> Iterator[Candidate]:
    """Stock at day 0: the claim's own site first, then where most lies; then components."""
    net, held = alone.net, alone.net.lying
    dear = [(site, item, price) for (site, item), price in _on_day_0(least).items() if price > PRICED]
    of_its_own = [p for p in dear if p[1] in alone.items]
    of_its_own.sort(key=lambda p: (p[0] not in alone.sites, -held[p[:2]]))
    lacking = sorted((p for p in dear if p[1] not in alone.items), key=lambda p: -held[p[:2]])
    if not of_its_own and alone.kind == DEMAND:
        of_its_own = [(alone.sites[0], alone.items[0], 0.0)]
    for site, item, price in of_its_own[:EACH] + lacking[:EACH]:
        place = net.sites.ids[site]
        yield Candidate(
            place,
            f"{place} holds {amount(net, item, held[site, item])} at day 0 and could use more.",
            f"More {net.items.ids[item]} at {place} on day 0.",
            partial(stocked, alone, least, [(site, item)]),
            price=price,
            measure=(unit(net, item), f" of {net.items.ids[item]}"),
        )


def _on_day_0(least: Least) -> dict[tuple[int, int], float]:
    """Price of one unit more on day 0 of what lies at each site, of which losses leave a share."""
    scope, free = least.built.scope, _free_prices(least)
    left = np.cumprod(scope.means.site_survives, axis=0)
    cells = np.flatnonzero(scope.stocks.count)
    worth = -least.rows[least.built.programme.rows["balance"].all][scope.stocks.at[cells]]
    found = {}
    for cell, value in zip(cells.tolist(), worth.tolist(), strict=True):
        site, item = int(scope.cell_site[cell]), int(scope.cell_item[cell])
        price = value * float(left[scope.stocks.first[cell], site])
        found[site, item] = price + free.get((int(scope.holder[cell]), item), 0.0) if price > 0.0 else 0.0
    return found


def _free_prices(least: Least) -> dict[tuple[int, int], float]:
    """Price of one unit more that a holder (index) may send of an item (index) at day 0."""
    return {pair: max(-float(least.rows[row]), 0.0) for pair, row in first_rows(least.built.writing).items()}


def stocked(alone: Alone, least: Least, places: Sequence[tuple[int, int]]) -> Network:
    """As much more at day 0 of items at sites as the claim could ask for, however it is made and whatever is lost."""
    net, h = alone.net, alone.net.holdings
    per_unit = alone.ratios
    for _, item, quantity in takes(net, per_unit):
        per_unit[item] = max(quantity, per_unit.get(item, 0.0))
    left = np.cumprod(least.built.scope.means.site_survives, axis=0)[-1]
    asked = [alone.owed * per_unit.get(item, 1.0) / max(float(left[site]), RARE) for site, item in places]
    more = replace(
        h,
        site=np.append(h.site, [site for site, _ in places]),
        item=np.append(h.item, [item for _, item in places]),
        quantity=np.append(h.quantity, asked),
        reserve=np.append(h.reserve, np.zeros(len(places))),
        key=(*h.key, *("more" for _ in places)),
    )
    return replace(net, holdings=more)


def _lines(alone: Alone, least: Least) -> Iterator[Candidate]:
    net = alone.net
    ramps = net.making.ramps
    for line, price in _dearest(least.columns, least.built.programme.columns["starts"])[:EACH]:
        name, item = net.making.ids[line], int(net.making.item[line])
        yield Candidate(
            name,
            f"Line {name} starts at most {amount(net, item, ramps.high[line] * YEAR)} a year, "
            f"each done {_later(float(ramps.lead[line]))}.",
            f"A higher rate at {name}, from day 0 on.",
            partial(_faster, net, line),
            price=price,
            measure=(unit(net, item), f" of {net.items.ids[item]} begun in time"),
        )


def _idle(alone: Alone) -> Iterator[Candidate]:
    """Lines of what it needs that do not open within the scenario, though nobody would have to order it."""
    net, ramps = alone.net, alone.net.making.ramps
    needed = {*alone.items, *(item for _, item, _ in takes(net, alone.ratios))}
    for line, row in enumerate(net.making.rows.iter_rows(named=True)):
        shut = ramps.high[line] <= 0.0 or ramps.begin[line] >= net.days
        item, rate = int(net.making.item[line]), float(row["max_rate_per_year"])
        if row["status"] not in ("cold", "planned") or not shut or rate <= 0.0 or item not in needed:
            continue
        when = "no day is stated from which it works"
        if row["available_from"] is not None:
            when = f"it works from day {figure(float(ramps.begin[line]))} on, after the scenario"
        most = amount(net, item, rate)
        yield Candidate(
            row["line"],
            f"Line {row['line']} is {row['status']}, and {when}; it could start {most} a year.",
            f"{row['line']} at work at that rate from day 0.",
            partial(_opened, net, line, rate / YEAR),
            told=item in alone.items,
        )


def _opened(net: Network, line: int, rate: float) -> Network:
    """A line at a rate from day 0 on."""
    ramps = net.making.ramps
    changed = {name: getattr(ramps, name).copy() for name in ("low", "high", "begin", "ramp")}
    for name, value in (("low", rate), ("high", rate), ("begin", 0.0), ("ramp", 0.0)):
        changed[name][line] = value
    return replace(net, making=replace(net.making, ramps=replace(ramps, **changed)))


def _later(days: float) -> str:
    return f"{counted(figure(days), 'day')} later" if days else "at once"


def _faster(net: Network, line: int) -> Network:
    """A thousand times the rate, or what all demands ask for, from day 0 on."""
    ramps = net.making.ramps
    rate = 1000.0 * max(float(ramps.high[line]), float(net.demands.per_day.sum()), 1.0)
    low, high, begin = ramps.low.copy(), ramps.high.copy(), ramps.begin.copy()
    low[line], high[line], begin[line] = rate, rate, 0.0
    return replace(net, making=replace(net.making, ramps=replace(ramps, low=low, high=high, begin=begin)))


def _lifts(alone: Alone, least: Least) -> Iterator[Candidate]:
    net = alone.net
    for lane, price in _dearest(least.rows, least.built.programme.rows["lift"])[:EACH]:
        lift = net.lanes.lift_t.copy()
        lift[lane] = np.inf
        name, limit = net.lanes.ids[lane], float(net.lanes.lift_t[lane])
        yield Candidate(
            name,
            f"Lane {name} lifts at most {figure(limit)} t a day.",
            f"More lift on {name}.",
            partial(replace, net, lanes=replace(net.lanes, lift_t=lift)),
            price=price,
            measure=("t", " carried in time"),
        )


def _ceilings(alone: Alone, least: Least) -> Iterator[Candidate]:
    agreements = least.built.scope.flows.agreements
    for k, price in _dearest(least.rows, least.built.programme.rows["ceiling"])[:EACH]:
        a = agreements[k]
        yield Candidate(
            a.agreement,
            f"Agreement {a.agreement} lets {a.supplier} send {a.beneficiary} at most "
            f"{counted(figure(a.ceiling_per_year), 'unit')} a year.",
            f"A higher ceiling of {a.agreement}.",
            partial(_unceiled, alone, a.agreement),
            price=price,
            measure=("unit", " let through in the scenario"),
        )


def _unceiled(alone: Alone, agreement: str) -> Network:
    case = alone.net.case
    here = pl.col("agreement") == agreement
    rows = case["agreements"].with_columns(pl.when(~here).then("ceiling_per_year").alias("ceiling_per_year"))
    return alone.anew(case.replace({"agreements": rows}))


def _reserves(alone: Alone, least: Least) -> Iterator[Candidate]:
    net, h = alone.net, alone.net.holdings
    pairs = pools(least.built.writing)[1]
    free = _free_prices(least)
    for k, _ in _dearest(least.rows, least.built.programme.rows["pool"]):
        nation, item = (int(n) for n in pairs[k])
        kept = (net.sites.holder[h.site] == nation) & (h.item == item) & (np.minimum(h.reserve, h.quantity) > 0)
        if not kept.any():
            continue
        size, name = float(np.minimum(h.reserve, h.quantity)[kept].sum()), net.nations[nation]
        yield Candidate(
            name,
            f"{name} keeps {amount(net, item, size)} in reserve and does not let them go to others.",
            f"{name} releases its reserve of {net.items.ids[item]}.",
            partial(replace, net, holdings=replace(h, reserve=np.where(kept, 0.0, h.reserve))),
            price=free[nation, item],
            measure=(unit(net, item), f" of {net.items.ids[item]}"),
        )


def _sites(alone: Alone, least: Least) -> Iterator[Candidate]:
    net = alone.net
    for rows, field, words, measure in (
        ("handling", "handling_t", "handles at most {} t a day", ("t", " handled in time")),
        ("storage", "storage_t", "stores at most {} t", ("t", " of room")),
        ("explosives", "explosive_kg", "stores at most {} kg of explosives", ("kg", " of room")),
    ):
        for site, price in _dearest(least.rows, least.built.programme.rows[rows], rows != "handling")[:1]:
            most = getattr(net.sites, field)
            without = most.copy()
            without[site] = np.inf
            name = net.sites.ids[site]
            yield Candidate(
                name,
                f"Site {name} {words.format(figure(float(most[site])))}.",
                f"More {'handling' if rows == 'handling' else 'storage'} at {name}.",
                partial(replace, net, sites=replace(net.sites, **{field: without})),
                price=price,
                measure=measure,
            )


def _time(alone: Alone) -> Iterator[Candidate]:
    """The nearest place that holds or makes what the claim can be given, where lanes take days.

    Compared are second lanes beside those that lead from there: as slow, and without delay.
    """
    net = alone.net
    days, site, route = nearest(alone)
    if not 0.0 < days < np.inf:
        return
    place, away = net.sites.ids[site], counted(figure(days), "day")
    yield Candidate(
        place,
        f"The nearest place that holds or makes it and may send it, {place}, is {away} away; "
        f"what comes after day {figure(alone.until)} is too late.",
        f"Stock or a line less than {away} away, or faster lanes from {place}.",
        partial(_with_lanes, net, route, 0.0),
        partial(_with_lanes, net, route, 1.0),
    )


def _with_lanes(net: Network, route: list[int], share: float) -> Network:
    """Second lanes beside those of a route, with a share of their days."""
    lanes = net.lanes
    more = {
        field: np.append(getattr(lanes, field), getattr(lanes, field)[route])
        for field in ("origin", "destination", "lift_t", "cost")
    }
    return replace(
        net,
        lanes=replace(
            lanes,
            ids=(*lanes.ids, *(f"{lanes.ids[k]}:second" for k in route)),
            mode=(*lanes.mode, *(lanes.mode[k] for k in route)),
            via=(*lanes.via, *(lanes.via[k] for k in route)),
            days=np.append(lanes.days, share * lanes.days[route]),
            **more,
        ),
    )


def nearest(alone: Alone) -> tuple[float, int, list[int]]:
    """Days on permitted lanes from the nearest other site with stock or a line, that site, and the lanes in order."""
    net, flows = alone.net, permitted(alone.net)
    best: tuple[float, int, list[int]] = (float(np.inf), -1, [])
    for item in alone.items:
        lanes = np.unique(flows.lane[flows.item == item])
        away, by = _away(net, lanes, alone.sites)
        has = net.lying[:, item] > 0
        has[net.making.site[net.making.item == item]] = True
        has[alone.sites] = False
        found = np.where(has, away, np.inf)
        site = int(found.argmin())
        if found[site] < best[0]:
            best = (float(found[site]), site, _route(net, by, site, alone.sites))
    return best


def _away(net: Network, lanes: Ints, ends: list[int]) -> tuple[Floats, dict[int, int]]:
    """Days from every site to the nearest of some, and the lane that each site begins with."""
    away = np.full(len(net.sites.ids), np.inf)
    away[ends] = 0.0
    by: dict[int, int] = {}
    changed = True
    while changed:
        changed = False
        for lane in lanes.tolist():
            origin = int(net.lanes.origin[lane])
            days = away[net.lanes.destination[lane]] + net.lanes.days[lane]
            if days < away[origin]:
                away[origin], by[origin], changed = days, lane, True
    return away, by


def _route(net: Network, by: dict[int, int], site: int, ends: list[int]) -> list[int]:
    """The lanes from a site to the nearest end."""
    route = []
    while site not in ends:
        route.append(by[site])
        site = int(net.lanes.destination[by[site]])
    return route
