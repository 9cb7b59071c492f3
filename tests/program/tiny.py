"""Programmes of a row or two that a person solves by hand. For tests."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipir.program.columns import once
from pipir.program.draft import Draft, Programme

NO_LIMIT = float("inf")


def tiny(
    uppers: Sequence[float],
    rows: Sequence[tuple[Sequence[float], float, float]],
    scale: float = 1.0,
    row_scale: float = 1.0,
) -> Programme:
    """Columns `x` from 0 to these; rows `r`: coefficients, lower, upper. Nothing rests: rows are slack at 0."""
    draft = Draft()
    x = draft.add_columns("x", once(len(uppers)), scale, upper=np.array(uppers, dtype=np.float64))
    bounds = np.array([(low, high) for _, low, high in rows], dtype=np.float64)
    r = draft.add_rows("r", once(len(rows)), row_scale, bounds[:, 0], bounds[:, 1])
    for k, (coefficients, _, _) in enumerate(rows):
        draft.add_terms(np.full(len(uppers), r.all[k]), x.all, np.array(coefficients, dtype=np.float64))
    return draft.programme()
