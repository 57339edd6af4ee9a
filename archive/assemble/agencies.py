"""Agencies: who issues reports, told apart by the code a portal prints, else by name (docs/store.md#agencies)."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from archive.assemble import homes
from archive.reports import names
from archive.store.corpus import short_hash

USCC = re.compile(r"^(1[0-9A-Z]\d{6}[0-9A-HJ-NPQRTUWXY]{9}[0-9A-HJ-NPQRTUWXY])(?:-.*)?$")
_DIVISION = re.compile(r"^37\d{4}")
_TOWNSHIP = re.compile(r"(镇|乡|街道)(人民政府|办事处|党工委)?$")
_TOWN = re.compile(r"^[^镇乡街]{2,}(镇|乡|街道)")
_OFFICE = re.compile(r"政府办公(厅|室)$")
_GOVERNMENT = re.compile(r"(人民政府|^[^局委厅办处院]{1,12}[省市县区])$")
_INSTITUTION = re.compile(r"(中心|医院|学校|大学|学院|中学|小学|图书馆|博物馆|档案馆|文化馆)$")
_ZONE = re.compile(r"(开发区|高新区|度假区|保税区|示范区|园区|新区)(管委会?|管理委员会)?$|管理委员会$|管委会?$")


@lru_cache(maxsize=1 << 16)
def normalised(name: str) -> str:
    """A name for comparison: NFKC without white space and format characters."""
    folded = unicodedata.normalize("NFKC", name)
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Cf")


def natural_key(portal: str, area: str, name: str) -> str:
    """What an agency is known by: a credit code as printed, else portal and code, else portal and name, else name."""
    if USCC.match(area):
        return f"area:{area}"
    if area:
        return f"portal:{portal} area:{area}"
    return f"portal:{portal} name:{normalised(name)}" if portal else f"name:{normalised(name)}"


@lru_cache(maxsize=1 << 16)
def is_short(name: str) -> bool:
    """Whether other bodies may bear a name too, or it is a mere town's: 市财政局, 孝里街道, not 孝里街道办事处."""
    return names.is_short(name) and (names.is_bare_place(name) or not _TOWN.match(name))


@lru_cache(maxsize=1 << 16)
def is_whole(name: str) -> bool:
    """Whether a name as listed is a body's full one: neither short nor a township's without its body."""
    return not (is_short(name) or names.is_bare_place(name))


@lru_cache(maxsize=1 << 16)
def ending(listed: str) -> str:
    """How the full name of a body ends that a directory lists so: 财政局 for 市财政局, 常家镇人民政府 for 常家镇."""
    rest = listed.removeprefix("市")
    return names.body_of_place(rest) if names.is_bare_place(rest) else rest


def is_full_of(name: str, listed: str) -> bool:
    """Whether a name is the full one of the body that a directory lists short, or with characters left out."""
    return (not is_whole(listed) and name.endswith(ending(listed))) or names.abbreviates(listed, name)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where an agency was named: a directory's task, or a report or its title in a list (`from_report`)."""

    portal: str
    area: str
    name: str
    seen_at: str
    year: int | None = None
    from_report: bool = False


@dataclass
class Agency:
    """An agency with all it was seen as. Built up by `gather`, not changed afterwards."""

    key: str
    keys: dict[str, str] = field(default_factory=dict)
    short: set[str] = field(default_factory=set)
    area: str = ""
    portals: set[str] = field(default_factory=set)
    directory: dict[str, str] = field(default_factory=dict)
    reported: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    home: str = ""

    @property
    def agency_id(self) -> str:
        """Permanent: over the key it was first known by."""
        return "a" + short_hash(self.first_key)[:12]

    @property
    def first_key(self) -> str:
        """The earliest; a short name counts only where it was known by nothing else."""
        return min(self.keys, key=lambda key: (key in self.short, self.keys[key], key))

    @property
    def name(self) -> str:
        """The directory's latest name, where it is whole; else the full name of the latest report."""
        listed = max(self.directory, key=lambda name: (self.directory[name], name), default="")
        full = [name for name in self.reported if not listed or (is_full_of(name, listed) and not is_short(name))]
        if listed and not full:
            return listed
        return max(full, key=lambda name: (max(self.reported[name], default=0), name), default="")

    @property
    def names(self) -> set[str]:
        return {normalised(name) for name in (*self.directory, *self.reported)}

    @property
    def portal(self) -> str:
        """The portal of the place it belongs to, whatever others show of it."""
        return self.home or min(self.portals, default="")

    def absorb(self, other: "Agency") -> None:
        """Takes what another agency, which is the same body, was seen as."""
        for key, seen_at in other.keys.items():
            self.keys[key] = min(self.keys.get(key, seen_at), seen_at)
        for name, seen_at in other.directory.items():
            self.directory[name] = max(self.directory.get(name, ""), seen_at)
        for name, years in other.reported.items():
            self.reported[name].update(years)
        self.short |= other.short
        self.portals |= other.portals
        self.area = min(filter(None, (self.area, other.area)), default="")

    @property
    def listed(self) -> bool:
        """Whether a portal's directory lists it."""
        return bool(self.directory or self.area)


class Agencies:
    """All agencies, found by (portal, area, name) or by full name alone.

    `full` maps (portal, name as a directory gives it) to the full name its reports bear, where they bear one only.
    """

    def __init__(
        self, sightings: Iterable[Sighting], full: Mapping[tuple[str, str], str] = MappingProxyType({})
    ) -> None:
        self._by_key: dict[str, Agency] = {}
        self._full = full
        coded, named, nameless = list[Sighting](), list[Sighting](), list[Sighting]()
        for sighting in sightings:
            (coded if sighting.area else named if sighting.portal else nameless).append(sighting)
        for sighting in coded:
            self._add(natural_key(sighting.portal, sighting.area, sighting.name), sighting)
        self._coded = _Coded(coded)
        for sighting in named:
            own = natural_key(sighting.portal, "", without_city(normalised(sighting.name)))
            self._join(self._within(sighting.portal, sighting.name), sighting, own)
            self._by_key[natural_key(sighting.portal, "", sighting.name)] = self._by_key[own]
        known = _unique_names(self._by_key.values())
        for sighting in nameless:
            own = natural_key("", "", sighting.name)
            self._join(known.get(normalised(sighting.name), own), sighting, own)
        self._unite()

    def _unite(self) -> None:
        """Makes one of what several portals show of a body, and says which is its own (docs/store.md#places)."""
        every = {agency.key: agency for agency in self._by_key.values()}
        if len({portal for agency in every.values() for portal in agency.portals}) < 2:
            return
        into: dict[str, Agency] = {}
        bare = {name: without_city(name) for agency in every.values() for name in agency.names}
        for first, *others in homes.same_bodies(every.values(), bare):
            first = into.get(first.key, first)
            for other in others:
                if (other := into.get(other.key, other)) is not first:
                    first.absorb(other)
                    into |= dict.fromkeys((other.key, *(k for k, to in into.items() if to is other)), first)
        self._by_key |= {key: into[agency.key] for key, agency in self._by_key.items() if agency.key in into}
        counts = homes.counted(every.values())
        for agency in self:
            agency.home = homes.home_of(agency, counts)

    def _within(self, portal: str, name: str) -> str:
        """The key of the agency that a name means on a portal: the only one listed by code, else the full name."""
        name = normalised(name)
        name = normalised(self._full.get((portal, name), name))
        return self._coded.key_of(portal, name) or natural_key(portal, "", without_city(name))

    def _join(self, key: str, sighting: Sighting, own: str) -> None:
        self._add(key, sighting, own)
        self._by_key[own] = self._by_key[key]

    def _add(self, key: str, sighting: Sighting, own: str = "") -> None:
        agency = self._by_key.setdefault(key, Agency(key))
        own = own or key
        agency.keys[own] = min(agency.keys.get(own, sighting.seen_at), sighting.seen_at)
        if not sighting.area and sighting.portal and is_short(normalised(sighting.name)):
            agency.short.add(own)
        if sighting.portal:
            agency.portals.add(sighting.portal)
        agency.area = min(filter(None, (agency.area, sighting.area)), default="")
        if sighting.from_report and sighting.name:
            agency.reported[normalised(sighting.name)].update([sighting.year] if sighting.year else [])
        elif sighting.name:
            name = normalised(sighting.name)
            agency.directory[name] = max(agency.directory.get(name, ""), sighting.seen_at)

    def find(self, portal: str, area: str, name: str) -> Agency | None:
        """The agency of a task or report, if it was sighted."""
        return self._by_key.get(natural_key(portal, area, name))

    def __iter__(self) -> Iterator[Agency]:
        return iter(sorted({a.agency_id: a for a in self._by_key.values()}.values(), key=lambda a: a.agency_id))


class _Coded:
    """Agencies listed by code, by the names they bear within their portal."""

    def __init__(self, sightings: Iterable[Sighting]) -> None:
        self._names: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._cities: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for one in sightings:
            key, name = natural_key(one.portal, one.area, ""), normalised(one.name)
            if not name:
                continue
            if is_short(name) and not one.from_report:
                if city := names.place_of(one.area):
                    self._cities[one.portal, city, names.core(name)].add(key)
            else:
                self._names[one.portal, without_city(name)].add(key)

    def key_of(self, portal: str, name: str) -> str:
        """The key of the only one that bears a full name; a city's directory may leave the city out of it."""
        found = self._names.get((portal, without_city(name)), set())
        if not found and (city := names.city_of("", name)):
            found = self._cities.get((portal, city, name.removeprefix(city)), set())
        return next(iter(found)) if len(found) == 1 else ""


@lru_cache(maxsize=1 << 16)
def without_city(name: str) -> str:
    """A county's body without the city before it: 青岛市崂山区财政局 is 崂山区财政局; other names as they are."""
    city = names.city_of("", name) or ""
    rest = name.removeprefix(city)
    return name if not city or is_short(rest) or names.is_bare_place(rest) else rest


def _unique_names(agencies: Iterable[Agency]) -> dict[str, str]:
    """Names that exactly one listed agency bears, to its key."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for agency in agencies:
        for name in agency.names:
            bearers[name].add(agency.key)
    return {name: next(iter(keys)) for name, keys in bearers.items() if len(keys) == 1}


def uscc_of(area: str) -> str | None:
    """The unified social credit code in an area code, its suffix dropped."""
    match = USCC.match(area)
    return match[1] if match else None


def division_of(area: str) -> str | None:
    """Six digits of the administrative division: characters 3 to 8 of a credit code, else the first six."""
    if uscc := uscc_of(area):
        return uscc[2:8]
    return area[:6] if _DIVISION.match(area) else None


def level_of(name: str, division: str | None) -> str | None:
    """province, prefecture, county or township; a township shows only in its name. None where nothing tells."""
    if _TOWNSHIP.search(name):
        return "township"
    if division is None:
        return "province" if re.match(r"^[^市县区]{2,3}省", name) else None
    if division.endswith("0000"):
        return "province"
    return "prefecture" if division.endswith("00") else "county"


def body_type_of(name: str, area: str) -> str:
    """What sort of body it is, by name and code."""
    if _TOWNSHIP.search(name):
        return "township"
    if _OFFICE.search(name):
        return "government_office"
    if _ZONE.search(name.partition("(")[0]):
        return "development_zone"
    if area.endswith("-ZF") or _GOVERNMENT.search(name):
        return "government"
    institution = area.startswith("12") or (not uscc_of(area) and _INSTITUTION.search(name))
    return "public_institution" if institution else "department"
