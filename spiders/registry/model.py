"""What the registry knows of a portal: its hosts, families, entries, agencies and facts, each with its evidence."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.errors import UsageError

_LISTS = ("home", "directory", "column")
FAMILIES = {
    "hanweb-xxgk": (*_LISTS, "endpoint"), "hanweb-jcms": _LISTS, "hanweb-jpaas": (*_LISTS, "api"),
    "channel-doc": _LISTS, "els-service": (*_LISTS, "api"), "trs-wcm": _LISTS, "vsb": _LISTS, "n-path": _LISTS,
    "binzhou-news-detail": _LISTS, "channels-articles": _LISTS, "generic": _LISTS,
}  # fmt: skip
"""CMS family to the kinds of entry its adapter can start from."""
LEGACY = {"hanweb-jcms-legacy": "hanweb-jcms", "php-legacy": "generic"}
"""Platforms of the past, of which single addresses are left, to the family that reads them."""
EVIDENCE = ("observed", "inferred")
STATUS = ("known", "needs_probe")
GROUPS = ("portal", "host")
FACT_KINDS = ("report", "look_alike", "page", "series", "param", "pattern", "candidate", "same", "homonym", "note")
"""What a fact may be about (docs/portals.md#facts)."""


@dataclass(frozen=True, slots=True)
class Area:
    """An agency code of the xxgk report module with the agency's name, as seen."""

    area: str
    agency: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a walk may start. `url` is empty while `status` is needs_probe: what is unknown is not invented.

    `body` is what is posted to a list that answers JSON (kind api); with an empty one it is a GET.
    """

    kind: str
    family: str
    url: str
    status: str
    evidence: str
    note: str
    areas: tuple[Area, ...]
    body: str = ""


@dataclass(frozen=True, slots=True)
class HostPath:
    """A part of a host: every path that begins with `prefix` is of another CMS, or of one agency."""

    prefix: str
    family: str
    agency: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Host:
    """A host of the portal with the division it serves.

    `family` is empty where its CMS is not known. `mirrors` are other names under which the same pages stand. `agency`
    is the department whose own host it is.
    """

    name: str
    division: str
    place: str
    evidence: str
    family: str = ""
    family_evidence: str = "inferred"
    paths: tuple[HostPath, ...] = ()
    mirrors: tuple[str, ...] = ()
    agency: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One more thing that is known or follows, which a probe confirms or contradicts (docs/portals.md#facts)."""

    kind: str
    subject: str
    expected: str
    evidence: str
    text: str
    probe: str


@dataclass(frozen=True, slots=True)
class Portal:
    """One disclosure site group: its hosts, where a walk starts, what shares one politeness group.

    `family` is that of the hosts below `domains` that are not listed. With `groups` "host" every host is a group of its
    own.
    """

    id: str
    name: str
    division: str
    group: str
    domains: tuple[str, ...]
    exceptions: tuple[str, ...]
    hosts: tuple[Host, ...]
    entries: tuple[Entry, ...]
    facts: tuple[Fact, ...] = ()
    family: str = ""
    groups: str = "portal"

    def owns(self, host: str) -> bool:
        """Whether a host is listed here, with or without www., or lies below one of the portal's domains."""
        bare = self.site(host)
        listed = (bare_host(h.name) for h in self.hosts)
        return bare in listed or any(bare == d or bare.endswith("." + d) for d in self.domains)

    def site(self, host: str) -> str:
        """The one name of a host in keys: without port, www., m. and wap.; a mirror has that of its original."""
        bare = bare_host(host)
        return next((bare_host(h.name) for h in self.hosts if bare in map(bare_host, h.mirrors)), bare)

    def host(self, name: str) -> Host | None:
        """What is listed of a host or its mirror; None where nothing is."""
        site = self.site(name)
        return next((h for h in self.hosts if bare_host(h.name) == site), None)

    def group_of(self, host: str) -> str:
        """The politeness group of one of the portal's hosts."""
        return self.group if self.groups == "portal" else f"{self.group}:{self.site(host)}"


def bare_host(host: str) -> str:
    """A host name without port and without the presentation prefixes that name the same site."""
    name = host.lower().partition(":")[0]
    for prefix in ("www.", "m.", "wap."):
        name = name.removeprefix(prefix)
    return name


@dataclass(frozen=True, slots=True)
class Registry:
    """All portals a crawl may walk."""

    portals: tuple[Portal, ...]

    def portal(self, name: str) -> Portal:
        """The portal of that id or Chinese name. Raises UsageError naming the known ones."""
        for portal in self.portals:
            if name in (portal.id, portal.name):
                return portal
        known = ", ".join(p.id for p in self.portals)
        raise UsageError(f"portal {name!r} is not in the registry; known are: {known}")

    def owner(self, host: str) -> Portal | None:
        """The portal that owns a host: the one that lists it, else the one with the longest domain above it."""
        owning = [portal for portal in self.portals if portal.owns(host)]
        return next((p for p in owning if p.host(host)), max(owning, key=_longest_domain, default=None))

    def group_of(self, host: str) -> str:
        """The politeness group of a host; empty where no portal owns it."""
        portal = self.owner(host)
        return portal.group_of(host) if portal else ""

    def allowed(self, url: str) -> bool:
        """Whether the crawler may ever ask this address: http(s), a name below gov.cn or an exception, never an IP."""
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        if parts.scheme not in ("http", "https") or not host or _is_address(host):
            return False
        return host.endswith(".gov.cn") or any(host in p.exceptions for p in self.portals)


def _longest_domain(portal: Portal) -> int:
    return max(map(len, portal.domains), default=0)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host.replace(".", "").isdigit()
    return True
