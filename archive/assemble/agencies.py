"""Agencies: who issues reports, told apart by the code a portal prints, else by name (docs/store.md#agencies)."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from archive.store.corpus import short_hash

USCC = re.compile(r"^(1[0-9A-Z]\d{6}[0-9A-HJ-NPQRTUWXY]{9}[0-9A-HJ-NPQRTUWXY])(?:-.*)?$")
_DIVISION = re.compile(r"^37\d{4}")
_TOWNSHIP = re.compile(r"(镇|乡|街道)(人民政府|办事处|党工委)?$")
_OFFICE = re.compile(r"政府办公(厅|室)$")
_GOVERNMENT = re.compile(r"(人民政府|^[^局委厅办处院]{1,12}[省市县区])$")
_ZONE = re.compile(r"(开发区|高新区|度假区|保税区|示范区|园区|新区)(管委会?|管理委员会)?$|管理委员会$|管委会?$")


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


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where an agency was named: a directory's task, or a report (then with its year)."""

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
    area: str = ""
    portals: set[str] = field(default_factory=set)
    directory: dict[str, str] = field(default_factory=dict)
    reported: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def agency_id(self) -> str:
        """Permanent: over the key it was first known by."""
        return "a" + short_hash(self.first_key)[:12]

    @property
    def first_key(self) -> str:
        return min(self.keys, key=lambda key: (self.keys[key], key))

    @property
    def name(self) -> str:
        """The directory's latest name; without a directory the name of the latest report."""
        if self.directory:
            return max(self.directory, key=lambda name: (self.directory[name], name))
        return max(self.reported, key=lambda name: (max(self.reported[name], default=0), name), default="")

    @property
    def names(self) -> set[str]:
        return {normalised(name) for name in (*self.directory, *self.reported)}

    @property
    def portal(self) -> str:
        return min(self.portals, default="")

    @property
    def listed(self) -> bool:
        """Whether a portal's directory lists it."""
        return bool(self.directory or self.area)


class Agencies:
    """All agencies, found by (portal, area, name) or by full name alone."""

    def __init__(self, sightings: Iterable[Sighting]) -> None:
        self._by_key: dict[str, Agency] = {}
        nameless: list[Sighting] = []
        for sighting in sightings:
            if sighting.portal or sighting.area:
                self._add(natural_key(sighting.portal, sighting.area, sighting.name), sighting)
            else:
                nameless.append(sighting)
        known = _unique_names(self._by_key.values())
        for sighting in nameless:
            own = natural_key("", "", sighting.name)
            self._add(known.get(normalised(sighting.name), own), sighting, own)
            self._by_key[own] = self._by_key[known.get(normalised(sighting.name), own)]

    def _add(self, key: str, sighting: Sighting, own: str = "") -> None:
        agency = self._by_key.setdefault(key, Agency(key))
        own = own or key
        agency.keys[own] = min(agency.keys.get(own, sighting.seen_at), sighting.seen_at)
        if sighting.portal:
            agency.portals.add(sighting.portal)
        agency.area = agency.area or sighting.area
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
    if _ZONE.search(name):
        return "development_zone"
    if area.endswith("-ZF") or _GOVERNMENT.search(name):
        return "government"
    return "public_institution" if area.startswith("12") else "department"
