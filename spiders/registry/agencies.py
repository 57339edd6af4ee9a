"""Agencies that the registry knows: by a code of the report module, a host of their own, a part of a host."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.assemble.agencies import Agencies, Sighting
from spiders.registry.model import Host, Portal

_COLUMN = re.compile(r"/art_(\d+)_\d+\.html?$")


@dataclass(frozen=True, slots=True)
class Known:
    """One agency with its permanent id; `place` is the host, or host and path, where its reports stand."""

    agency_id: str
    name: str
    portal: str
    division: str
    area: str
    place: str
    evidence: str


def known_agencies(portal: Portal) -> tuple[Known, ...]:
    """All of a portal, those with a code first, under the ids that an archive gives them (docs/store.md#agencies)."""
    found = list(dict.fromkeys(_named(portal)))
    agencies = Agencies(Sighting(portal.id, area, name, "") for area, name, *_ in found)
    known = [
        Known(agency.agency_id, name, portal.id, division, area, place, evidence)
        for area, name, division, place, evidence in found if (agency := agencies.find(portal.id, area, name))
    ]  # fmt: skip
    return tuple(sorted(known, key=lambda each: (not each.area, each.division, each.name)))


def _named(portal: Portal) -> Iterator[tuple[str, str, str, str, str]]:
    """(code, name, division, place, evidence) of each."""
    for entry in portal.entries:
        name = urlsplit(entry.url).netloc
        host = portal.host(name)
        for area in entry.areas:
            if area.agency:
                yield area.area, area.agency, host.division if host else portal.division, name, entry.evidence
    for host in portal.hosts:
        if host.agency:
            yield "", host.agency, host.division, host.name, host.evidence
        for path in host.paths:
            if path.agency:
                yield "", path.agency, host.division, host.name + path.prefix, path.evidence


def agency_at(portal: Portal, url: str, area: str = "") -> str:
    """The agency that an address tells: by its code, its part of the host, or its host; empty where none does."""
    coded = (each.agency for entry in portal.entries for each in entry.areas if each.area == area)
    if area:
        return next((name for name in coded if name), "")
    parts = urlsplit(url)
    host = portal.host(parts.netloc)
    return _on(host, parts.path) or host.agency if host else ""


def _on(host: Host, path: str) -> str:
    column = _COLUMN.search(path)
    places = (path, f"/col/col{column[1]}/" if column else path)
    fitting = [each for each in host.paths if each.agency and any(place.startswith(each.prefix) for place in places)]
    return max(fitting, key=lambda each: len(each.prefix)).agency if fitting else ""
