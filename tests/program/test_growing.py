"""Do numbers stay as they came while their memory grows?"""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipir.program.growing import Growing


@given(st.lists(st.lists(st.integers(-9, 9), max_size=7), max_size=9), st.integers(0, 30))
def test_numbers_stand_one_after_another_as_they_came(parts: list[list[int]], expected: int) -> None:
    store = Growing(np.int32)
    for k, part in enumerate(parts):
        if k == 1:
            store.expect(expected)
        store.more(len(part))[:] = part
    assert store.all.tolist() == [number for part in parts for number in part]
    assert store.size == len(store.all)


def test_what_is_expected_leaves_room_and_no_numbers() -> None:
    store = Growing(np.float64)
    store.more(2)[:] = 1.5
    store.expect(1000)
    assert store.all.tolist() == [1.5, 1.5]
    store.expect(1)
    assert store.all.tolist() == [1.5, 1.5]


def test_what_is_let_go_is_kept_no_longer() -> None:
    store = Growing(np.int32)
    store.more(3)[:] = [4, 5, 6]
    assert store.let_go().tolist() == [4, 5, 6]
    assert store.all.tolist() == []
    store.more(1)[:] = 7
    assert store.all.tolist() == [7]
