"""Do claims of one place lack so many days of supply as they would use up together?"""

from __future__ import annotations

import pytest

from pipir.briefing.supply import Lack, days_of_supply

near = pytest.approx


def test_side_by_side_a_day_of_both_is_one_day() -> None:
    assert days_of_supply([Lack(0, 10, 1, 10), Lack(0, 10, 1, 10)]) == near(10)
    assert days_of_supply([Lack(0, 10, 1, 5), Lack(0, 10, 4, 0)]) == near(1)


def test_one_after_another_days_add_up() -> None:
    assert days_of_supply([Lack(0, 10, 10, 20), Lack(10, 30, 1, 5)]) == near(2 + 5)


def test_where_they_overlap_only_shared_days_are_shared() -> None:
    """Half of the first falls into days on which twice as much is used."""
    assert days_of_supply([Lack(0, 10, 1, 10), Lack(5, 15, 1, 0)]) == near(5 + 2.5)


def test_nobody_lacks_more_days_than_there_are() -> None:
    assert days_of_supply([Lack(0, 7, 3, 21), Lack(2, 9, 5, 35), Lack(4, 5, 1, 1)]) == near(9)
    assert days_of_supply([]) == 0.0
