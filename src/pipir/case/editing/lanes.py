"""Which lanes does a case lack? Ways that sites could use, with distance and days from stated assumptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from pipir.case.case import Case, schema
from pipir.case.editing.sea import SeaRoutes
from pipir.case.geography import Place, great_circle_km
from pipir.case.tables import ASSUMPTION, TABLES

KNOT_KM_PER_DAY = 1.852 * 24


@dataclass(frozen=True)
class Assumptions:
    """What a proposed lane rests on: speeds, handling at each end, and which pairs of sites are looked at.

    Units: knots, km/h, km a day, days, km, sites.
    """

    sea_knots: float = 14.0
    air_kmh: float = 750.0
    land_km_per_day: float = 500.0
    handling_days: float = 1.0
    port_km: float = 4000.0
    road_km: float = 500.0
    nearest: int = 2


@dataclass(frozen=True)
class Site:
    """What matters of a site: where it is, what it is, on whose soil, and whether goods lie, are made or are used."""

    site: str
    kind: str
    host: str
    place: Place
    gives: bool
    takes: bool


Pair = tuple[str, str]


def proposed_lanes(case: Case, assumed: Assumptions = Assumptions(), site: str | None = None) -> pl.DataFrame:
    """Lanes that are missing, as rows of `lanes`, sorted by key.

    Looked at are pairs of ports within `port_km`, and for each site that gives (stock, line) but has no way out, or
    takes (demand, request) but has no way in, its `nearest` ports or bases. With `site` only lanes that touch it.
    Source of each is `assumption` and its note says how distance and days were found.
    """
    sites = _sites(case)
    has = set(case["lanes"].select("origin", "destination").iter_rows())
    wanted = dict.fromkeys((*_between_ports(sites, assumed), *_ways_out_and_in(sites, has, assumed)))
    taken = set(case["lanes"]["lane"])
    routes = SeaRoutes()
    rows = []
    for origin, destination in wanted:
        if (origin, destination) in has or (site is not None and site not in (origin, destination)):
            continue
        row = _lane(sites[origin], sites[destination], assumed, routes)
        row["lane"] = _free_id(f"{origin}-{destination}", taken)
        rows.append(row)
    declared = TABLES["lanes"]
    return pl.DataFrame(rows, schema=schema(declared)).sort(declared.keys)


def _sites(case: Case) -> dict[str, Site]:
    gives = set(case["stocks"]["site"]) | set(case["lines"]["site"])
    takes = set(case["demands"]["site"]) | set(case["requests"]["site"])
    columns = ("site", "kind", "host", "latitude", "longitude")
    return {
        site: Site(site, kind, host, (latitude, longitude), site in gives, site in takes)
        for site, kind, host, latitude, longitude in case["sites"].select(columns).iter_rows()
    }


def _between_ports(sites: dict[str, Site], assumed: Assumptions) -> Iterator[Pair]:
    ports = [site for site in sites.values() if site.kind == "port"]
    for one in ports:
        for other in ports:
            if one is not other and great_circle_km(one.place, other.place) <= assumed.port_km:
                yield one.site, other.site


def _ways_out_and_in(sites: dict[str, Site], has: set[Pair], assumed: Assumptions) -> Iterator[Pair]:
    out, into = {origin for origin, _ in has}, {destination for _, destination in has}
    hubs = [site for site in sites.values() if site.kind in ("port", "base")]
    for site in sites.values():
        no_way_out, no_way_in = site.gives and site.site not in out, site.takes and site.site not in into
        if not (no_way_out or no_way_in):
            continue
        for hub in _nearest(site, hubs, assumed.nearest):
            if no_way_out:
                yield site.site, hub.site
            if no_way_in:
                yield hub.site, site.site


def _nearest(site: Site, hubs: Iterable[Site], count: int) -> list[Site]:
    others = [hub for hub in hubs if hub is not site]
    return sorted(others, key=lambda hub: (great_circle_km(site.place, hub.place), hub.site))[:count]


def _lane(origin: Site, destination: Site, assumed: Assumptions, routes: SeaRoutes) -> dict[str, object]:
    circle = great_circle_km(origin.place, destination.place)
    handling = 2 * assumed.handling_days
    sea = routes.distance_km(origin.place, destination.place)
    if origin.host == destination.host and circle <= assumed.road_km:
        mode, distance, days = "land", circle * 1.3, circle * 1.3 / assumed.land_km_per_day
        how = f"1.3 times the great circle at {assumed.land_km_per_day:g} km a day; check that a road joins them"
    elif sea is not None:
        mode, distance = "sea", max(sea, circle)
        days = distance / (assumed.sea_knots * KNOT_KM_PER_DAY)
        how = f"searoute distance, not below the great circle, at {assumed.sea_knots:g} knots"
    else:
        mode, distance, days = "air", circle, circle / (assumed.air_kmh * 24)
        how = f"great circle at {assumed.air_kmh:g} km/h"
    return {
        "origin": origin.site,
        "destination": destination.site,
        "mode": mode,
        # Rounded up, so that no proposal is shorter than the great circle.
        "days": round(days + handling + 0.05, 1),
        "distance_km": float(int(distance) + 1),
        "source": ASSUMPTION,
        "note": f"Proposed: {how}, and {_in_days(assumed.handling_days)} of handling at each end.",
    }


def _in_days(count: float) -> str:
    return "1 day" if count == 1 else f"{count:g} days"


def _free_id(wanted: str, taken: set[str]) -> str:
    name, count = wanted, 1
    while name in taken:
        count += 1
        name = f"{wanted}-{count}"
    taken.add(name)
    return name
