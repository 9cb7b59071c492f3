"""How does a plan name a thing to a reader? By its name in the case; with the id where a name stands for several."""

from __future__ import annotations

from collections import Counter

import polars as pl

from pipir.case.words import agreed, listing, the
from pipir.network.network import Network
from pipir.network.permissions import Agreement

MOST_COVERED = 3
"""Items that an agreement covers that are named."""


class Names:
    """Names of what a network is made of, as an analyst knows them."""

    def __init__(self, net: Network) -> None:
        self._net = net
        self._sites = _names(net.case["sites"], "site")
        self._items = _names(net.case["items"], "item")
        self._nations = _names(net.case["nations"], "nation")
        self._units = dict(net.case["items"].select("item", "unit").iter_rows())
        self._places = Counter(zip(net.making.site.tolist(), net.making.item.tolist(), strict=True))

    def site(self, site: int) -> str:
        """A site."""
        return self._sites[self._net.sites.ids[site]]

    def item(self, item: int) -> str:
        """An item."""
        name = self._net.item_name(item)
        return self._items[name] + ("" if self._net.items.ids[item] == name else " to be repaired")

    def unit(self, item: int) -> str:
        """What an item is counted in."""
        return str(self._units[self._net.item_name(item)])

    def nation(self, nation: str) -> str:
        """A nation by its code, as it stands inside a sentence."""
        return the(self._nations[nation])

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
        return listing([self._items[item] for item in rows["item"]], MOST_COVERED)


def _names(table: pl.DataFrame, key: str) -> dict[str, str]:
    several = set(table.filter(pl.col("name").is_duplicated())["name"])
    return {
        word: f"{name} ({word})" if name in several else name for word, name in table.select(key, "name").iter_rows()
    }
