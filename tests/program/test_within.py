"""Is a changed network planned in the columns and rows of the one at hand where nothing but bounds differs?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.program.build import Built, build
from pipir.program.draft import Programme
from pipir.program.grid import grid_of
from pipir.program.within import within
from sustainment.world import agreement, demand, lane, line, stance, stock, world

BOUNDS = ("lower", "upper", "row_lower", "row_upper")
ARRAYS = (*BOUNDS, "starts", "index", "value", "column_scale", "row_scale", "resting", "tight")


def front(depot: float = 30.0, days: int = 10, per_day: float = 10.0, **more: Any) -> Case:
    """A depot and a plant of the United States for a front in Japan."""
    tables: dict[str, Any] = {
        "stocks": [stock("usa-depot", depot), stock("usa-plant", 5)],
        "lines": [line("usa-plant", 4, line="plant")],
        "lanes": [lane("usa-depot", "jpn-front", 0, lane="land"), lane("usa-plant", "jpn-front", 2, lane="sea")],
        "agreements": [agreement("USA", "JPN")],
        "demands": [demand("jpn-front", per_day)],
    }
    return world(days, **(tables | more))


def built(case: Case) -> Built:
    net = compile_network(case)
    return build(net, grid_of(net))


def fitted(base: Built, case: Case) -> Built | None:
    net = compile_network(case)
    return within(base, net, grid_of(net))


def differing(one: Programme, other: Programme) -> set[str]:
    return {name for name in ARRAYS if not np.array_equal(getattr(one, name), getattr(other, name))}


def test_a_network_fits_into_its_own_programme_as_it_is() -> None:
    base = built(front())
    again = fitted(base, front())
    assert again is not None
    assert differing(base.programme, again.programme) == set()


def test_less_stock_is_another_right_side_of_the_first_day_there() -> None:
    base = built(front())
    less = fitted(base, front(depot=12.0))
    assert less is not None
    assert differing(base.programme, less.programme) <= {"row_lower", "row_upper"}
    changed = np.flatnonzero(base.programme.row_upper != less.programme.row_upper)
    balance = base.programme.rows["balance"]
    cell, period = balance.spans.entity[changed - balance.start], balance.spans.period[changed - balance.start]
    depot = base.net.sites.ids.index("usa-depot")
    assert (base.scope.cell_site[cell].tolist(), period.tolist()) == ([depot], [0])
    scale = base.programme.row_scale[changed]
    assert (less.programme.row_upper[changed] * scale).tolist() == [12.0]


def test_what_an_answer_bars_is_nothing_and_the_rest_stays() -> None:
    base = built(front())
    barred = fitted(base, front(stances=[stance("USA", "export")]))
    assert barred is not None
    sent = base.programme.columns["sent"]
    assert (barred.programme.upper[sent.all] == 0.0).all()
    assert (base.programme.upper[sent.all] > 0.0).all()
    assert differing(base.programme, barred.programme) == {"upper"}


@pytest.mark.parametrize(
    "case",
    [
        front(agreements=[agreement("USA", "JPN", ceiling_per_year=9)]),
        front(days=11),
        front(per_day=9.0),
        front(depot=0.0, lanes=[lane("usa-plant", "jpn-front", 2, lane="sea")]),
        front(lanes=[lane("usa-depot", "jpn-front", 1, lane="land"), lane("usa-plant", "jpn-front", 2, lane="sea")]),
    ],
    ids=["a ceiling", "another day", "another need", "a lane less", "a longer lane"],
)
def test_what_needs_other_columns_rows_or_coefficients_does_not_fit(case: Case) -> None:
    assert fitted(built(front()), case) is None


def test_an_agreement_that_another_makes_needless_changes_nothing() -> None:
    base = built(front())
    more = [agreement("USA", "JPN"), agreement("USA", "JPN", agreement="new", ceiling_per_year=9)]
    both = fitted(base, front(agreements=more))
    assert both is not None
    assert differing(base.programme, both.programme) == set()


def test_where_something_opens_there_is_no_such_programme_and_where_it_shuts_there_is() -> None:
    open_, shut = front(), front(stances=[stance("USA", "export")])
    assert fitted(built(shut), open_) is None
    assert fitted(built(open_), shut) is not None
