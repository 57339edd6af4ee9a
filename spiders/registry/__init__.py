"""The registry of portals: one TOML file per portal, validated when read (docs/portals.md)."""

import ipaddress
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from urllib.parse import urlsplit

from archive.errors import RegistryError, UsageError
from spiders.registry.check import Fields

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
    """A part of a host that another CMS serves: every path that begins with `prefix`."""

    prefix: str
    family: str


@dataclass(frozen=True, slots=True)
class Host:
    """A host of the portal with the division it serves.

    `family` is empty where its CMS is not known. `mirrors` are other names under which the same pages stand.
    """

    name: str
    division: str
    place: str
    evidence: str
    family: str = ""
    paths: tuple[HostPath, ...] = ()
    mirrors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Portal:
    """One disclosure site group: its hosts, where a walk starts, what shares one politeness group."""

    id: str
    name: str
    division: str
    group: str
    domains: tuple[str, ...]
    exceptions: tuple[str, ...]
    hosts: tuple[Host, ...]
    entries: tuple[Entry, ...]
    family: str = ""

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
        return portal.group if portal else ""

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


def load(folder: Path | None = None) -> Registry:
    """The built-in registry, or the portal files of a folder. A RegistryError says which file and which key."""
    root: Traversable = folder if folder else files("spiders.registry").joinpath("data")
    if not root.is_dir():
        raise RegistryError(f"{root}: no such folder; --registry names a folder of portal files (docs/portals.md)")
    portals = tuple(_portals(root))
    if not portals:
        raise RegistryError(f"{root}: no portal files; each portal is one .toml file (docs/portals.md)")
    names = [p.id for p in portals]
    if twice := {n for n in names if names.count(n) > 1}:
        raise RegistryError(f"{root}: portal id {', '.join(sorted(twice))} stands in two files; give one another id")
    return Registry(portals)


def _portals(root: Traversable) -> Iterator[Portal]:
    for file in sorted(root.iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".toml"):
            continue
        try:
            data = tomllib.loads(file.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise RegistryError(f"{file}: not readable as TOML: {error}") from None
        yield _portal(Fields(str(file), data))


def _portal(f: Fields) -> Portal:
    portal = Portal(
        id=f.text("id"), name=f.text("name"), division=f.text("division"), group=f.text("group"),
        domains=f.texts("domains"), exceptions=f.texts("exceptions", optional=True),
        hosts=tuple(_host(h) for h in f.tables("host")), entries=tuple(_entry(e) for e in f.tables("entry")),
        family=_family(f),
    )  # fmt: skip
    f.done()
    return portal


def _host(f: Fields) -> Host:
    host = Host(
        f.text("name"), f.text("division"), f.text("place"), f.choice("evidence", EVIDENCE), _family(f),
        tuple(_path(p) for p in f.tables("path")), f.texts("mirrors", optional=True),
    )  # fmt: skip
    f.done()
    return host


def _path(f: Fields) -> HostPath:
    path = HostPath(f.text("prefix"), f.choice("family", (*FAMILIES, *LEGACY)))
    if not path.prefix.startswith("/"):
        raise f.fault("prefix", f"{path.prefix!r} is no path: it begins with /")
    f.done()
    return path


def _family(f: Fields) -> str:
    """The family of a host or portal; empty where none is told."""
    return f.choice("family", ("", *FAMILIES))


def _entry(f: Fields) -> Entry:
    status = f.choice("status", STATUS, default="known")
    url = f.text("url", optional=status == "needs_probe")
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise f.fault("url", f"{url!r} is not an http or https address")
    family = f.choice("family", tuple(FAMILIES))
    entry = Entry(
        kind=f.choice("kind", FAMILIES[family]), family=family, url=url, status=status,
        evidence=f.choice("evidence", EVIDENCE, default="inferred"), note=f.text("note", optional=True),
        areas=tuple(_area(a) for a in f.tables("area")), body=f.text("body", optional=True),
    )  # fmt: skip
    f.done()
    return entry


def _area(f: Fields) -> Area:
    area = Area(f.text("area"), f.text("agency", optional=True))
    f.done()
    return area
