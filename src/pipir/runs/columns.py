"""Which columns do result tables share? The nation, the item, quantities in the item's unit, and how sure a row is."""

from __future__ import annotations

from typing import Any

from pipir.case.columns import Column, Kind

NATION = Column("nation", Kind.NATION, "The nation.", key=True)
ITEM = Column("item", Kind.SLUG, "The item.", key=True)
ASSUMED_SHARE = Column(
    "assumed_share", Kind.NUMBER, "Share of the figures behind the row that are assumed.", unit="share"
)
CLAIM = (
    Column("claim", Kind.TEXT, "Demand, commitment or agreement.", key=True),
    Column("kind", Kind.CHOICE, "Kind of claim.", choices=("commitment", "promise", "demand"), key=True),
)
GRADE = Column("grade", Kind.CHOICE, "Weakest confidence behind the row.", choices=("high", "medium", "low", "assumed"))


def units(name: str, doc: str, **more: Any) -> Column:
    """A quantity in the unit of the row's item, of either sign."""
    return Column(name, Kind.NUMBER, doc, unit="item's unit", **more)
