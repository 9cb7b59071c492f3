"""How exact are quantiles of many runs, and how much memory do they keep?"""

from __future__ import annotations

from math import ceil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipir.sustainment.bands import BINS, EXACT, Bands, rank

SHARES = [0.1, 0.5, 0.9]


def added(values: np.ndarray, block: int) -> Bands:
    bands = Bands()
    for first in range(0, len(values), block):
        bands.add(values[first : first + block])
    return bands


@settings(max_examples=30)
@given(st.integers(1, EXACT), st.integers(1, 64), st.integers(0, 99))
def test_up_to_so_many_runs_quantiles_are_exact(runs: int, block: int, seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=(runs, 2, 3)).round(1)
    found = added(values, block).quantiles(SHARES)
    for share, quantile in zip(SHARES, found, strict=True):
        assert (quantile == np.sort(values, axis=0)[ceil(share * runs - 1e-9) - 1]).all()
        assert ((values <= quantile).mean(axis=0) >= share - 1e-12).all()


@pytest.mark.parametrize("shape", ["normal", "exponential", "mostly nothing", "drifting"])
def test_beyond_ranks_are_right_to_one_bin_of_the_first_runs(shape: str) -> None:
    runs = 12 * EXACT
    draw = np.random.default_rng(7)
    values = {
        "normal": draw.normal(size=(runs, 3)),
        "exponential": draw.exponential(size=(runs, 3)),
        "mostly nothing": np.maximum(0.0, draw.normal(size=(runs, 3)) - 1),
        "drifting": draw.normal(size=(runs, 3)),
    }[shape]
    found = added(values, 64).quantiles(SHARES)
    # A bin holds four of the first runs; of all it may hold a few times as much as one of 256.
    error = 5 / BINS
    for share, quantile in zip(SHARES, found, strict=True):
        assert ((values <= quantile).mean(axis=0) >= share - 1e-12).all()
        assert ((values < quantile).mean(axis=0) <= share + error).all()


def test_memory_does_not_grow_with_the_runs() -> None:
    def kept(bands: Bands) -> int:
        held = [x for x in vars(bands).values() if isinstance(x, np.ndarray)]
        return sum(x.nbytes for x in (*held, *vars(bands)["_kept"]))

    draw = np.random.default_rng(3)
    bands = added(draw.normal(size=(2 * EXACT, 5)), 64)
    before = kept(bands)
    for _ in range(40):
        bands.add(draw.normal(size=(64, 5)))
    assert kept(bands) == before
    assert before <= 2 * 8 * BINS * 5 + 200


@pytest.mark.parametrize(
    ("share", "runs", "place"), [(0.1, 10, 0), (0.1, 11, 1), (0.5, 1, 0), (0.5, 4, 1), (0.9, 10, 8), (0.9, 1000, 899)]
)
def test_the_place_of_a_quantile_is_the_smallest_that_enough_runs_reach(share: float, runs: int, place: int) -> None:
    assert rank(share, runs) == place


def test_means_are_of_all_runs() -> None:
    values = np.random.default_rng(1).normal(size=(3 * EXACT, 4))
    assert added(values, 64).mean() == pytest.approx(values.mean(axis=0))
