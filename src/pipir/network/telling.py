"""What does a network leave out, or hold still, that a reader of any result must know?"""

from __future__ import annotations

from pipir.case.names import Names
from pipir.network.means import SITE
from pipir.network.network import Network

IN_IT = " in this situation"
"""How some reasons end: the sentence says so of all of them."""


def left_out(net: Network) -> list[str]:
    """Sentences on components that limit nothing, on goods at sea, and on what is owed and cannot be moved."""
    said: list[str] = []
    names = Names(net.case)
    if net.making.unlimited:
        named = ", ".join(names.item(item) for item in net.making.unlimited)
        said.append(f"These components have neither stock nor line in the case and limit nothing: {named}.")
    if (net.hazards.kind == SITE).any() and len(net.lanes.ids):
        said.append("Goods at sea escape the hazards of the sites they left.")
    barred = [
        f"{name} ({names.spelled(why.removesuffix(IN_IT))})"
        for dues in (net.commitments, net.promises)
        for name, why, owed in zip(dues.ids, dues.against, dues.owed, strict=True)
        if why is not None and owed > 0
    ]
    if barred:
        said.append(f"Not moved in this situation: {'; '.join(barred)}.")
    return said
