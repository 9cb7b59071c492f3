"""What is permitted and decided, by names that hold in any network of a window? Who has a say on a way?"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

from pipir.network.network import Network
from pipir.program.build import Built
from pipir.program.decisions import OWN
from pipir.program.flows import Flows

Way = tuple[int, int, str | int]
"""Lane, item and what carries it: an agreement by its id, a commitment by its number, or OWN."""
Decided = tuple[str, Hashable, int]
"""What is decided, the way, place or line that it is decided for, and the period."""


def ways(flows: Flows) -> set[Way]:
    """Every permitted flow."""
    return set(_named(flows))


def _named(flows: Flows) -> list[Way]:
    names: list[str | int] = [one.agreement for one in flows.agreements]
    count = len(names)
    carriers = [OWN if c == OWN else names[c] if c < count else int(c) - count for c in flows.carrier.tolist()]
    return list(zip(flows.lane.tolist(), flows.item.tolist(), carriers, strict=True))


def decided(built: Built) -> Iterator[tuple[Decided, int]]:
    """Every column that says what is sent, handed over or begun in a period, by name."""
    scope, handings = built.scope, built.scope.handings
    cells = handings.cell
    handed = zip(
        handings.commitment.tolist(), scope.cell_site[cells].tolist(), scope.cell_item[cells].tolist(), strict=True
    )
    things: dict[str, Sequence[Hashable]] = {
        "sent": _named(scope.flows),
        "hands": list(handed),
        "starts": range(len(built.net.making.ids)),
    }
    for name, named in things.items():
        family = built.programme.columns[name]
        where = zip(family.spans.entity.tolist(), family.spans.period.tolist(), family.all.tolist(), strict=True)
        for entity, period, column in where:
            yield (name, named[entity], period), column


def owners(net: Network) -> dict[str, str]:
    """The nation that owns the design of each item of which one does."""
    rows = net.case["items"].drop_nulls("design_authority")
    return dict(rows.select("item", "design_authority").iter_rows())


def along(net: Network, way: Way, owner: Mapping[str, str]) -> set[str]:
    """Nations that have a say: the sender, the hosts of both ends, those on the way, and who owns the design."""
    lane, item, _ = way
    ends = int(net.lanes.origin[lane]), int(net.lanes.destination[lane])
    hosts = {net.nations[net.sites.host[end]] for end in ends}
    sender = net.nations[net.sites.holder[ends[0]]]
    design = owner.get(net.item_name(item))
    return hosts | {sender, *net.lanes.via[lane]} | ({design} if design else set())
