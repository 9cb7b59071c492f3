"""Which gates are closed to whom, and what does opening them cost?"""

from __future__ import annotations

import pytest

from pipir.standardisation.gates import Gate, Prices, pairs
from standardisation.small import pair, qualify, shots


def test_a_pair_is_told_over_all_its_users_with_the_gates_closed_to_each() -> None:
    rows = [
        pair("USA", "shell", "dart", safety="unknown", standard="ammo"),
        pair("JPN", "shell", "dart", safety="yes", permission="no", standard="guns"),
        pair("KOR", "shell", "dart", safety="yes"),
        pair("KOR", "shell", "ball", safety="yes"),
    ]
    standards = [{"standard": name, "title": name} for name in ("ammo", "guns")]
    (found,) = pairs(shots(substitutes=rows, standards=standards))
    assert found.name == "shell/dart"
    assert found.nations == ("JPN", "USA")
    assert found.gates == (
        Gate("JPN", "shell", "dart", "permission", "no"),
        Gate("USA", "shell", "dart", "safety", "unknown"),
    )
    assert found.closed == ("safety", "permission")
    assert found.standards == ("ammo", "guns")


@pytest.mark.parametrize(
    ("gates", "obstacle"),
    [
        ({"technical": "unknown", "safety": "unknown", "permission": "no"}, "permission"),
        ({"technical": "no", "safety": "no", "permission": "no"}, "technical"),
        ({"safety": "unknown", "permission": "unknown"}, "safety"),
    ],
)
def test_a_no_is_a_harder_obstacle_than_an_unknown_answer(gates: dict[str, str], obstacle: str) -> None:
    (found,) = pairs(shots(substitutes=[pair("USA", "shell", "dart", **gates)]))
    assert found.obstacle == obstacle


def test_a_pair_costs_what_all_of_its_gates_cost() -> None:
    options = [
        qualify("USA/shell/dart/technical", 5e6, lead_days=400.0),
        qualify("USA/shell/dart/safety", 2e6, lead_days=90.0),
        qualify("USA/shell/dart/safety", 3e6, option="dearer", lead_days=30.0),
    ]
    case = shots(substitutes=[pair("USA", "shell", "dart", technical="no")], options=options)
    (found,) = pairs(case)
    prices = Prices(case)
    assert prices.cost(found) == 7e6
    assert prices.lead_days(found) == 400.0
    assert [price.option for gate in found.gates if (price := prices.of(gate))] == [
        "q-usa-shell-dart-technical",
        "q-usa-shell-dart-safety",
    ]


def test_a_cost_is_not_known_where_one_gate_has_no_option_unless_one_is_assumed() -> None:
    case = shots(
        substitutes=[pair("USA", "shell", "dart", technical="no")], options=[qualify("USA/shell/dart/safety", 2e6)]
    )
    (found,) = pairs(case)
    assert Prices(case).cost(found) is None
    assert Prices(case).lead_days(found) is None
    assert Prices(case, assumed=1e6).cost(found) == 3e6
    assert Prices(case, assumed=1e6).lead_days(found) is None


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
    (found,) = pairs(case)
    assert Prices(case).cost(found) == (None if cost is None else pytest.approx(cost))


def test_options_that_open_nothing_are_told() -> None:
    targets = ("USA/shell/dart/safety", "USA/shell/dart/technical", "nothing-of-the-kind")
    case = shots(options=[qualify(target, 1.0) for target in targets])
    closed = [gate for found in pairs(case) for gate in found.gates]
    assert sorted(target for _, target in Prices(case).idle(closed)) == sorted(targets[1:])
