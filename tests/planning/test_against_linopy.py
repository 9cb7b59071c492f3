"""Do plans of bundled cases agree with models of them that were written natively in linopy?"""

from __future__ import annotations

import polars as pl
import pytest

from pipir.case.case import Case
from pipir.case.reading.loading import as_case
from planning.answers import ANSWERS, Answer, near
from planning.oracle import Oracle, Said

CASES = ("missing-motor", "gmlrs-port-wakefield")


def dearer(name: str) -> Case:
    """A bundled case with twice the need and a price on every lane, so that shares and costs have to be chosen."""
    case = as_case(name)
    return case.replace(
        {
            "demands": case["demands"].with_columns(pl.col("per_day") * 2.0),
            "lanes": case["lanes"].with_columns(cost_usd_per_t=10.0 + 3.0 * pl.col("days")),
        }
    )


@pytest.fixture(scope="module", params=[(name, wanted) for name in CASES for wanted in (as_case, dearer)])
def told(request: pytest.FixtureRequest) -> tuple[Case, Said]:
    name, wanted = request.param
    case = wanted(name)
    return case, Oracle(case).solve()


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_plan_agrees_with_the_model_in_linopy(told: tuple[Case, Said], answer: Answer) -> None:
    case, said = told
    found = answer(case)
    assert found.ranks == {2: near(said.pooled)}
    assert dict(found.shorts) == {("demand", name): near(share) for name, share in said.shorts.items()}
    assert (found.cost_usd, found.tonne_days) == (near(said.cost_usd), near(said.tonne_days))
