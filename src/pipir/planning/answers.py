"""What would be if nations answered otherwise? Stances that would have to be a yes, in words and as a changed case."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipir.case.case import Case
from pipir.network.network import Network
from pipir.planning.alone import Alone

Answer = tuple[str, str, str, str]
"""Nation, act, towards whom (`*` for anybody), item."""


def changed(alone: Alone, answers: Sequence[Answer], tables: dict[str, pl.DataFrame] | None = None) -> Network:
    """The network when these answers are yes, and these tables are as given."""
    case = alone.net.case
    return alone.anew(case.replace({"stances": _with_answers(case, alone.net.situation, answers), **(tables or {})}))


def _with_answers(case: Case, situation: str | None, answers: Sequence[Answer]) -> pl.DataFrame:
    """Stances with a yes for each: a row that is as specific gives way."""
    frame = case["stances"]
    for nation, act, to, item in answers:
        row = {"nation": nation, "situation": situation, "act": act, "to": to, "item": item, "answer": "yes"}
        same = pl.all_horizontal(pl.col(name) == row[name] for name in ("nation", "situation", "act", "to", "item"))
        frame = pl.concat([frame.filter(~same), pl.DataFrame([row], schema=frame.schema)])
    return frame


def missing(net: Network, answers: Sequence[Answer]) -> list[Answer]:
    """Those of the answers that are not yes."""
    allows = net.permissions.stances.allows
    return [a for a in answers if not allows(a[0], a[1], None if a[2] == "*" else a[2], a[3])]


def sending(net: Network, act: str, supplier: str, recipient: str, item: str) -> list[Answer]:
    """What would have to be answered with yes, and is not, for a supplier to send an item."""
    owners = dict(net.case["items"].select("item", "design_authority").iter_rows())
    owner = owners[item]
    consent = [] if owner in (None, supplier, recipient) else [(str(owner), "reexport", recipient, item)]
    return missing(net, [(supplier, act, recipient, item), *consent])


def said(answers: Sequence[Answer]) -> str:
    """The remedy in words."""
    told = (f"{nation} says yes to {act}" + (f" for {to}" if to != "*" else "") for nation, act, to, _ in answers)
    return "; ".join(dict.fromkeys(told))
