"""What must not change a plan, and what can only make it better? Names, units, a lane in two halves, things unused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipir.case.case import Case
from pipir.case.checking import from_frames
from planning.answers import QUICK, Answer, Outcome, slack
from planning.reading import Asked, Reading
from planning.worlds import asked, worlds
from sustainment.world import agreement, hazard, lane

Row = dict[str, Any]
Tables = dict[str, list[Row]]
Shorts = Mapping[tuple[str, str], float]

pytestmark = pytest.mark.parametrize("answer", QUICK)
few = settings(max_examples=15)
small = worlds(longest=14)

NAMES = {"USA": "NZL", "JPN": "FRA", "KOR": "ITA", "AUS": "CAN", "XAA": "XZZ"}


def remade(case: Case, tables: Tables) -> Case:
    """The case of these rows, checked again and put in order again."""
    return from_frames(case.name, tables, as_of=case.as_of)


def rows(case: Case) -> Tables:
    return {name: frame.to_dicts() for name, frame in case.tables.items() if frame.height and name != "sources"}


def asks(answer: Answer, case: Case, how: Asked) -> Outcome:
    return answer(case, daily=how.daily, unknown=how.unknown, call_promises=how.call_promises)


def same(case: Case, how: Asked, one: Outcome, other: Outcome, name: Callable[[str], str] = lambda name: name) -> None:
    """The same shares and the same costs as the case has, under the names of the other."""
    within = max(slack(case, how).values(), default=0.0)
    assert {(kind, name(claim)): value for (kind, claim), value in one.shorts.items()} == pytest.approx(
        dict(other.shorts), abs=within
    )
    assert dict(one.ranks) == pytest.approx(dict(other.ranks), abs=within)
    assert other.cost_usd == pytest.approx(one.cost_usd, rel=1e-4, abs=0.1)
    assert other.tonne_days == pytest.approx(one.tonne_days, rel=1e-4, abs=1e-3)


@few
@given(small, asked())
def test_names_do_not_matter(answer: Answer, case: Case, how: Asked) -> None:
    """Renamed so that everything also sorts the other way round."""
    words = {"PIPIR", "rounds", "of-motor", "of-radar", "of-shell", "of-dart", *NAMES}
    plain = {cell for table in rows(case).values() for row in table for cell in row.values() if isinstance(cell, str)}
    ids = sorted(cell for cell in plain if "-" in cell or cell in ("shell", "motor", "dart", "radar", "rounds"))
    renamed = NAMES | {cell: f"z{len(ids) - k:03}-{cell}" for k, cell in enumerate(ids) if cell not in ("war", *words)}

    def told(cell: Any) -> Any:
        if isinstance(cell, list):
            return [renamed.get(part, part) for part in cell]
        if isinstance(cell, str):
            return "&".join(renamed.get(part, part) for part in cell.split("&"))
        return cell

    tables = {
        name: [{key: told(cell) for key, cell in row.items()} for row in table] for name, table in rows(case).items()
    }
    same(
        case,
        how,
        asks(answer, case, how),
        asks(answer, remade(case, tables), how),
        lambda name: renamed.get(name, name),
    )


SCALED = {
    "stocks": ("quantity", "reserve"),
    "lines": ("rate_per_year", "max_rate_per_year", "min_rate_per_year"),
    "in_transit": ("quantity",),
    "demands": ("per_day",),
    "commitments": ("quantity", "delivered"),
    "deliveries": ("quantity",),
    "agreements": ("promised_per_year", "ceiling_per_year"),
}


@few
@given(small, asked(), st.data())
def test_the_unit_that_an_item_is_counted_in_does_not_matter(answer: Answer, case: Case, how: Asked, data: Any) -> None:
    """Shells by the piece or by the thousand; agreements over several items, which add them up, lose their figures."""
    item = data.draw(st.sampled_from(case["items"]["item"].to_list()))
    tables = rows(case)
    for row in tables.get("agreements", []):
        if row["item"] != item:
            row.update(promised_per_year=None, ceiling_per_year=None)
    base = remade(case, tables)
    mine = {row["commitment"] for row in tables.get("commitments", []) if row["item"] == item}
    for name, columns in SCALED.items():
        for row in tables.get(name, []):
            if row.get("item") == item or row.get("commitment") in mine:
                row.update({column: row[column] * 1000.0 for column in columns if row[column] is not None})
    for row in tables["items"]:
        if row["item"] == item:
            row.update({column: row[column] / 1000.0 for column in ("mass_kg", "neq_kg") if row[column] is not None})
    for table, part, column in (("bills", "component", "quantity"), ("substitutes", "substitute", "ratio")):
        for row in tables.get(table, []):
            row[column] *= 1000.0 ** ((row[part] == item) - (row["item"] == item))
    same(base, how, asks(answer, base, how), asks(answer, remade(case, tables), how))


@few
@given(small, asked(), st.data())
def test_a_lane_may_be_two_of_half_the_lift(answer: Answer, case: Case, how: Asked, data: Any) -> None:
    tables = rows(case)
    chosen = data.draw(st.sampled_from(case["lanes"]["lane"].to_list()))
    (way,) = [row for row in tables["lanes"] if row["lane"] == chosen]
    if way["lift_t_per_day"] is not None:
        way["lift_t_per_day"] /= 2.0
    tables["lanes"].append(way | {"lane": "other-half"})
    strikes = [row for row in tables.get("hazards", []) if (row["kind"], row["target"]) == ("lane", chosen)]
    for row in strikes:
        tables["hazards"].append(row | {"hazard": f"{row['hazard']}-too", "target": "other-half"})
    same(case, how, asks(answer, case, how), asks(answer, remade(case, tables), how))


@few
@given(small, asked())
def test_what_nothing_uses_changes_nothing(answer: Answer, case: Case, how: Asked) -> None:
    """A nation with a site, a lane to it and back, an item and an agreement, none of which anybody needs.

    Where there is one item, a promise of anything is one of that item, and no longer where there are two.
    """
    tables = rows(case)
    how = replace(how, call_promises=how.call_promises and len(tables["items"]) > 1)
    site, item = tables["sites"][0], tables["items"][0]
    tables["nations"].append({"nation": "NZL", "name": "New Zealand", "role": "partner"})
    tables["sites"].append(site | {"site": "nzl-a", "nation": "NZL", "host": "NZL", "storage_t": None})
    tables["items"].append(item | {"item": "kiwi", "family": "birds"})
    tables["lanes"] += [lane(site["site"], "nzl-a", 1), lane("nzl-a", site["site"], 1)]
    tables.setdefault("agreements", []).append(agreement("NZL", site["nation"], "kiwi", agreement="unused"))
    tables.setdefault("stocks", []).append({"site": "nzl-a", "item": "kiwi", "quantity": 5})
    same(case, how, asks(answer, case, how), asks(answer, remade(case, tables), how))


MORE = (
    ("stocks", "quantity"),
    ("lanes", "lift_t_per_day"),
    ("agreements", "ceiling_per_year"),
    ("lines", "max_rate_per_year"),
    ("sites", "handling_t_per_day"),
    ("sites", "storage_t"),
)


@few
@given(small, asked(), st.sampled_from(MORE))
def test_more_is_never_worse(answer: Answer, case: Case, how: Asked, of: tuple[str, str]) -> None:
    """Of what is there, half as much again: the first rank whose share differs is less short."""
    tables, (table, column) = rows(case), of
    for row in tables.get(table, []):
        if row[column] is not None:
            row[column] *= 1.5
    expect_no_better(case, how, asks(answer, remade(case, tables), how), asks(answer, case, how))


def expect_no_better(case: Case, how: Asked, one: Outcome, other: Outcome) -> None:
    """The first rank whose share differs is as short in the other, or more."""
    for rank, within in sorted(slack(case, how).items()):
        assert one.ranks[rank] <= other.ranks[rank] + within
        if one.ranks[rank] < other.ranks[rank] - within:
            break


@few
@given(small, asked(), st.data())
def test_a_limit_that_does_not_bind_changes_nothing(answer: Answer, case: Case, how: Asked, data: Any) -> None:
    tables = rows(case)
    site = data.draw(st.sampled_from(tables["sites"]))
    site.update(handling_t_per_day=None, storage_t=None, explosive_limit_kg=None)
    bare = remade(case, tables)
    site.update(handling_t_per_day=1e6, storage_t=1e6, explosive_limit_kg=1e6)
    same(case, how, asks(answer, bare, how), asks(answer, remade(case, tables), how))


@few
@given(small, asked(), st.data())
def test_a_strike_more_is_never_better(answer: Answer, case: Case, how: Asked, data: Any) -> None:
    """At a site without a limit, in a case where nothing else strikes it: it may be closed, and is no shelter."""
    tables = rows(case)
    site = data.draw(st.sampled_from(tables["sites"]))
    site.update(handling_t_per_day=None, storage_t=None, explosive_limit_kg=None)
    tables["hazards"] = [row for row in tables.get("hazards", []) if row["target"] != site["site"]]
    spared = remade(case, tables)
    day, chance = data.draw(st.integers(0, 12)), data.draw(st.sampled_from((0.5, 1.0)))
    more = hazard(site["site"], chance, data.draw(st.sampled_from((0.0, 0.4))), (day, day + 3), outage_days=2)
    tables["hazards"].append(more | {"scenario": tables["scenarios"][0]["scenario"]})
    expect_no_better(case, how, asks(answer, spared, how), asks(answer, remade(case, tables), how))


@few
@given(small, asked())
def test_nothing_is_created_or_lost(answer: Answer, case: Case, how: Asked) -> None:
    """Without strikes and limits, what lies somewhere is what lay there, came and was made, less what left and went."""
    tables = rows(case)
    tables.pop("hazards", None)
    for row in tables["sites"]:
        row.update(handling_t_per_day=None, storage_t=None, explosive_limit_kg=None)
    bare = remade(case, tables)
    said, found = Reading(bare, how), asks(answer, bare, how)
    for site in said.sites:
        for good in said.goods:
            lay = sum(quantity for where, what, quantity, _ in said.held() if (where, what) == (site, good))
            lies = found.total("stock", site, good, len(said.periods) - 1)
            assert lies == pytest.approx(lay + came(said, found, site, good) - gone(said, found, site, good), abs=1e-5)


def came(said: Reading, found: Outcome, site: str, good: str) -> float:
    """What came to a site until the end: by lanes, under way at day 0, and out of its lines."""
    total = 0.0
    for name, value in found.columns.items():
        if name[0] == "sent" and name[2] == good and said.lanes[str(name[1])]["destination"] == site:
            days, (a, b) = said.lanes[str(name[1])]["days"], said.periods[int(name[4])]
            total += value * min(1.0, max(0.0, (said.days - a - days) / (b - a)))
        if name[0] == "started":
            row, (a, b) = said.lines[str(name[1])], said.periods[int(name[2])]
            if (row["site"], row["item"]) == (site, good):
                total += value * min(1.0, max(0.0, (said.days - a - row["lead_days"]) / (b - a)))
    for row in said.lines.values():
        if (row["site"], row["item"]) == (site, good) and said.works(site, good):
            total += said.in_hand(row, 0.0, said.days)
    for row in said.rows("in_transit"):
        if (said.lanes[row["lane"]]["destination"], row["item"]) == (site, good) and said.works(site, good):
            total += row["quantity"] * (said.day(row["arrives"]) < said.days)
    return total


def gone(said: Reading, found: Outcome, site: str, good: str) -> float:
    """What left a site until the end: sent, used by its lines, served, handed over, discarded."""
    total = found.total("discarded", site, good)
    for name, value in found.columns.items():
        if name[0] == "sent" and name[2] == good and said.lanes[str(name[1])]["origin"] == site:
            total += value
        if name[0] == "started" and said.lines[str(name[1])]["site"] == site:
            total += value * sum(q for part, q in said.bill(said.lines[str(name[1])]) if part == good)
        if name[0] == "fill" and (said.demands[str(name[1])]["site"], name[2]) == (site, good):
            total += value
        if name[0] == "hand" and (said.commitments[str(name[1])]["item"], name[2]) == (good, site):
            total += value
    return total
