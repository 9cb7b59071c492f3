"""How does a plan name a thing to a reader? By names in the case; with the id where several are the same to him."""

from __future__ import annotations

from collections import Counter

import polars as pl

from pipir.case.names import Names
from pipir.case.words import agreed, listing
from pipir.network.network import Network
from pipir.network.permissions import Agreement

MOST_COVERED = 3
"""Items that an agreement covers that are named."""


class NetworkNames:
    """Names of what a network is made of, by its numbers, as an analyst knows them."""

    def __init__(self, net: Network) -> None:
        self._net = net
        self._names = Names(net.case)
        self._places = Counter(zip(net.making.site.tolist(), net.making.item.tolist(), strict=True))

    def site(self, site: int) -> str:
        """A site."""
        return self._names.site(self._net.sites.ids[site])

    def item(self, item: int) -> str:
        """An item."""
        return self._names.item(self._net.items.ids[item])

    def unit(self, item: int) -> str:
        """What an item is counted in."""
        return self._names.unit(self._net.items.ids[item])

    def nation(self, nation: str) -> str:
        """A nation by its code, as it stands inside a sentence."""
        return self._names.nation(nation)

    def line(self, line: int) -> str:
        """A line of a known item by its site; with its id where the site has several for that item."""
        site, item = int(self._net.making.site[line]), int(self._net.making.item[line])
        alone = self._places[site, item] == 1
        return f"the line{'' if alone else f' {self._net.making.ids[line]}'} at {self.site(site)}"

    def agreement(self, agreement: Agreement) -> str:
        """An agreement by its kind, what it covers, and between whom; with its id where others are the same in that."""
        rows = self._net.case["agreements"].filter(
            supplier=agreement.supplier, beneficiary=agreement.beneficiary, item=agreement.item, kind=agreement.kind
        )
        which = f" {agreement.agreement}" if rows.height > 1 else ""
        ends = f"from {self.nation(agreement.supplier)} to {self.nation(agreement.beneficiary)}"
        return f"the agreement{which} ({agreed(agreement.kind)}) on {self.stated(agreement.item)} {ends}"

    def stated(self, stated: str) -> str:
        """An item, the items of a family, or all of them."""
        if stated == "*":
            return "all items"
        rows = self._net.case["items"].filter((pl.col("item") == stated) | (pl.col("family") == stated))
        return listing((self._names.item(item) for item in rows["item"]), MOST_COVERED)
