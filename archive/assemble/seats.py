"""Where an agency sits: its division and level, by the code a portal prints, else by the place its name begins with."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from archive.assemble.agencies import Agency, division_of, level_of, normalised
from archive.assemble.changes import changes
from archive.assemble.divisions import PROVINCE, divisions
from archive.reports import names

_BRANCH = re.compile(r"[\u4e00-\u9fff]{2,4}(?:分局|分中心|支队|大队|分院)$")
_ZONE = re.compile(r"开发区|高新区|新区|度假区|保税|示范区|试验区|园区|景区|合作区|功能区")


def seat_of(agency: Agency) -> tuple[str | None, str | None]:
    """Division code and level (province, prefecture, county, township); None where neither code nor name tells."""
    division = division_of(agency.area)
    if division is None:
        division = next(filter(None, (_division_of(name, agency.portal) for name in _newest(agency))), None)
    level = level_of(agency.name, division)
    return division, level or next(filter(None, (_former_level(name) for name in _newest(agency))), None)


def _newest(agency: Agency) -> Iterator[str]:
    """Its name, then its other names."""
    yield normalised(agency.name)
    yield from sorted(agency.names)


@lru_cache(maxsize=1 << 16)
def _division_of(name: str, portal: str) -> str | None:
    """The division of the longest place a full name begins with; none for a city's branches and for unknown zones."""
    body = name.removeprefix("国家税务总局")
    for zone in (each for each in divisions().values() if each.level == "zone"):
        if body.startswith(zone.name):
            return zone.code
    if body.startswith(divisions()[PROVINCE].name):
        return PROVINCE
    city = names.city_of("", body) or ""
    within = _counties(city or names.city_of_site(portal))
    rest = body.removeprefix(city)
    county = next((code for place, code in within.items() if rest.startswith(place)), None)
    if county or not city:
        return county or next((code for place, code in _counties("").items() if body.startswith(place)), None)
    return None if _BRANCH.search(body) or _ZONE.search(rest) else _cities().get(city)


@cache
def _cities() -> Mapping[str, str]:
    return {each.name: each.code for each in divisions().values() if each.level == "city"}


@cache
def _counties(city: str) -> Mapping[str, str]:
    """Counties of a city by name; without a city those whose name is the only one of the province."""
    found: dict[str, list[str]] = defaultdict(list)
    for each in divisions().values():
        if each.level == "county" and (not city or divisions()[each.parent].name == city):
            found[each.name].append(each.code)
    return {name: codes[0] for name, codes in found.items() if len(codes) == 1}


@lru_cache(maxsize=1 << 16)
def _former_level(name: str) -> str | None:
    """The level of a place that is there no more: county, or prefecture for a city that was merged into another."""
    city = names.city_of("", name) or ""
    for place in (change.before for change in changes() if change.what == "place" and change.before != city):
        if name.startswith(place) or name.removeprefix(city).startswith(place):
            return "county"
    return "prefecture" if city and city not in _cities() and not _ZONE.search(name) else None
