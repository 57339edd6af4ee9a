"""One agency on several portals: a body named in full is the same wherever it stands, and one portal is its home."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from archive.assemble.divisions import divisions
from archive.reports import names

if TYPE_CHECKING:
    from archive.assemble.agencies import Agency


@cache
def _counties() -> dict[str, str]:
    """County to its city, where only one bears the name."""
    every = divisions()
    counties = [one for one in every.values() if one.level == "county"]
    counts = Counter(one.name for one in counties)
    return {one.name: every[one.parent].name for one in counties if counts[one.name] == 1}


@lru_cache(maxsize=1 << 16)
def city_of(name: str) -> str:
    """The city in which a full name places its body, by the city or the county it begins with; empty for others."""
    if names.is_short(name):
        return ""
    within = (city for county, city in _counties().items() if name.startswith(county))
    return names.city_of("", name) or next(within, "")


def same_bodies(agencies: Iterable["Agency"], bare: Mapping[str, str]) -> Iterator[list["Agency"]]:
    """Groups of agencies of different portals that bear one full name; `bare` maps a name to it without its city.

    A name that two agencies of one portal bear unites nobody.
    """
    bearers: dict[tuple[str, str], dict[str, Agency]] = defaultdict(dict)
    for agency in agencies:
        for name in agency.names:
            if city := city_of(name):
                bearers[city, bare[name]][agency.first_key] = agency
    for _, found in sorted(bearers.items()):
        portals = Counter(portal for agency in found.values() for portal in agency.portals)
        if len(found) > 1 and max(portals.values(), default=0) == 1:
            yield [found[key] for key in sorted(found)]


def home_of(agency: "Agency", counts: Mapping[tuple[str, str], int]) -> str:
    """The portal of the place that an agency belongs to; `counts` are the agencies of a city on a portal."""
    cities = {city for name in agency.names if (city := city_of(name))}

    def far(portal: str) -> tuple[bool, int, str]:
        members = max((counts[portal, city] for city in cities), default=0)
        return names.city_of_site(portal) not in cities, -members, portal

    return min(agency.portals, key=far, default="")


def counted(agencies: Iterable["Agency"]) -> Counter[tuple[str, str]]:
    """(portal, city) to the number of agencies."""
    found = Counter[tuple[str, str]]()
    for agency in agencies:
        cities = {city for name in agency.names if (city := city_of(name))}
        found.update((portal, city) for portal in agency.portals for city in cities)
    return found
