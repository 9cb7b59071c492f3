"""Which gates are closed to whom, and what does opening them cost?"""

from __future__ import annotations

import pytest

from pipir.standardisation.gates import Gate, Prices, Use, by_pair, uses
from standardisation.small import pair, qualify, shots


def test_a_use_is_a_row_with_a_closed_gate_and_a_pair_all_uses_of_the_same_two() -> None:
    rows = [
        pair("USA", "shell", "dart", safety="unknown", standard="ammo"),
        pair("JPN", "shell", "dart", safety="yes", permission="no", standard="guns"),
        pair("KOR", "shell", "dart", safety="yes"),
        pair("KOR", "shell", "ball", safety="yes"),
    ]
    standards = [{"standard": name, "title": name} for name in ("ammo", "guns")]
    case = shots(substitutes=rows, standards=standards)
    japan, usa = uses(case)
    key = ("JPN", "shell", "dart")
    assert japan == Use(*key, (Gate(*key, "permission", "no"),), "guns")
    assert (usa.name, usa.closed) == ("USA/shell/dart", ("safety",))
    (found,) = by_pair(uses(case))
    assert found.name == "shell/dart"
    assert found.nations == ("JPN", "USA")
    assert found.gates == (*japan.gates, *usa.gates)
    assert (found.closed, found.obstacle) == (("safety", "permission"), "permission")
    assert found.standards == {"ammo": ("USA",), "guns": ("JPN",)}
    assert uses(case, "USA") == (usa,)


@pytest.mark.parametrize(
    ("gates", "obstacle"),
    [
        ({"technical": "unknown", "safety": "unknown", "permission": "no"}, "permission"),
        ({"technical": "no", "safety": "no", "permission": "no"}, "technical"),
        ({"safety": "unknown", "permission": "unknown"}, "safety"),
    ],
)
def test_a_no_is_a_harder_obstacle_than_an_unknown_answer(gates: dict[str, str], obstacle: str) -> None:
    (found,) = by_pair(uses(shots(substitutes=[pair("USA", "shell", "dart", **gates)])))
    assert found.obstacle == obstacle


def test_a_use_costs_what_all_of_its_gates_cost() -> None:
    options = [
        qualify("USA/shell/dart/technical", 5e6, lead_days=400.0),
        qualify("USA/shell/dart/safety", 2e6, lead_days=90.0),
        qualify("USA/shell/dart/safety", 3e6, option="dearer", lead_days=30.0),
    ]
    case = shots(substitutes=[pair("USA", "shell", "dart", technical="no")], options=options)
    (found,) = uses(case)
    prices = Prices(case)
    assert prices.cost(found.gates) == 7e6
    assert prices.lead_days(found.gates) == 400.0
    assert [price.option for gate in found.gates if (price := prices.of(gate))] == [
        "q-usa-shell-dart-technical",
        "q-usa-shell-dart-safety",
    ]


def test_a_cost_is_not_known_where_one_gate_has_no_option_unless_one_is_assumed() -> None:
    case = shots(
        substitutes=[pair("USA", "shell", "dart", technical="no")], options=[qualify("USA/shell/dart/safety", 2e6)]
    )
    (found,) = uses(case)
    assert Prices(case).cost(found.gates) is None
    assert Prices(case).lead_days(found.gates) is None
    assert Prices(case, assumed=1e6).cost(found.gates) == 3e6
    assert Prices(case, assumed=1e6).lead_days(found.gates) is None


@pytest.mark.parametrize(
    ("cells", "cost"),
    [
        ({"quantity": 0.5, "unit_cost_usd": 10.0, "max_units": 2.0}, 22.0),
        ({"quantity": 0.4, "unit_cost_usd": 10.0, "max_units": 3.0, "whole": True}, 32.0),
        ({"quantity": 0.4, "unit_cost_usd": 10.0, "max_units": 3.0, "whole": False}, 27.0),
        ({"quantity": 0.4, "unit_cost_usd": 10.0, "max_units": 2.0}, None),
        ({"quantity": 0.0}, None),
    ],
)
def test_as_many_units_of_an_option_are_bought_as_open_the_gate(cells: dict[str, float], cost: float | None) -> None:
    case = shots(options=[qualify("USA/shell/dart/safety", 2.0, **cells)])
    (found,) = uses(case)
    assert Prices(case).cost(found.gates) == (None if cost is None else pytest.approx(cost))


def test_options_that_open_nothing_are_told() -> None:
    targets = ("USA/shell/dart/safety", "USA/shell/dart/technical", "nothing-of-the-kind")
    case = shots(options=[qualify(target, 1.0) for target in targets])
    closed = [gate for found in uses(case) for gate in found.gates]
    assert sorted(target for _, target in Prices(case).idle(closed)) == sorted(targets[1:])
