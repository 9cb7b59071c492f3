"""Is a reader told what limits nothing, what cannot be moved and what escapes?"""

from __future__ import annotations

import polars as pl

from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.network.telling import left_out
from sustainment.world import commitment, demand, hazard, lane, line, stance, stock, world


def told(case: Case) -> str:
    return " ".join(left_out(compile_network(case)))


def small(**more: list[dict[str, object]]) -> Case:
    tables = {
        "stocks": [stock("usa-a", 20)],
        "lanes": [lane("usa-a", "jpn-a", 2)],
        "commitments": [commitment("USA", "JPN", 8)],
        "demands": [demand("usa-a", 1)],
    }
    return world(12, **(tables | more))


def test_nothing_is_said_where_all_is_counted() -> None:
    assert told(small()) == ""


def test_a_commitment_that_a_stance_holds_back_is_named_with_the_reason() -> None:
    assert "Not moved in this situation: usa-jpn (USA does not deliver it to JPN" in told(
        small(stances=[stance("USA", "deliver")])
    )
    named = small(stances=[stance("USA", "deliver")])
    nations = named["nations"].with_columns(name=pl.col("nation").replace({"USA": "United States", "JPN": "Japan"}))
    assert "usa-jpn (the United States does not deliver it to Japan)." in told(named.replace({"nations": nations}))
    nothing = small(stances=[stance("USA", "deliver")], commitments=[])
    assert told(nothing) == ""


def test_a_component_that_nobody_has_is_named() -> None:
    case = small(lines=[line("usa-a", 1)], bills=[{"item": "shell", "component": "motor", "quantity": 1}])
    assert "limit nothing: motor." in told(case)


def test_goods_at_sea_escape_what_strikes_a_site_and_not_what_strikes_a_lane() -> None:
    assert "Goods at sea escape" in told(small(hazards=[hazard("usa-a", 0.5, 0.5)]))
    assert told(small(hazards=[hazard("usa-a-to-jpn-a", 0.5, 0.5, kind="lane")])) == ""
    assert "at sea" not in told(small(hazards=[hazard("usa-a", 0.5)], lanes=[], commitments=[]))
