"""How is a value written in a text file? As short as it can be without loss."""

from __future__ import annotations

import polars as pl


def text_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every cell as text, null where empty.

    Numbers are the shortest digits that read back as the same number (40, 0.1, 1e+300), booleans true or false, dates
    YYYY-MM-DD, lists their words joined by spaces.
    """
    return frame.select(_as_text(name, kind) for name, kind in frame.schema.items())


def _as_text(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(kind, pl.List):
        return column.list.join(" ")
    if kind.is_float():
        return column.cast(pl.String).str.strip_suffix(".0")
    return column.cast(pl.String)
