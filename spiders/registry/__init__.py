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
    "hanweb-xxgk": (*_LISTS, "endpoint"), "hanweb-jcms": _LISTS, "trs-wcm": _LISTS, "generic": _LISTS,
}  # fmt: skip
"""CMS family to the kinds of entry its adapter can start from."""
EVIDENCE = ("observed", "inferred")
STATUS = ("known", "needs_probe")


@dataclass(frozen=True, slots=True)
class Area:
    """An agency code of the xxgk report module with the agency's name, as seen."""

    area: str
    agency: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a walk may start. `url` is empty while `status` is needs_probe: what is unknown is not invented."""

    kind: str
    family: str
    url: str
    status: str
    evidence: str
    note: str
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Host:
    """A host of the portal with the division it serves."""

    name: str
    division: str
    place: str
    evidence: str


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

    def owns(self, host: str) -> bool:
        """Whether a host is listed here, with or without www., or lies below one of the portal's domains."""
        bare = bare_host(host)
        listed = (bare_host(h.name) for h in self.hosts)
        return bare in listed or any(bare == d or bare.endswith("." + d) for d in self.domains)


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

    def group_of(self, host: str) -> str:
        """The politeness group of a host; empty where no portal owns it."""
        return next((portal.group for portal in self.portals if portal.owns(host)), "")

    def allowed(self, url: str) -> bool:
        """Whether the crawler may ever ask this address: http(s), a name below gov.cn or an exception, never an IP."""
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        if parts.scheme not in ("http", "https") or not host or _is_address(host):
            return False
        return host.endswith(".gov.cn") or any(host in p.exceptions for p in self.portals)


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
    )  # fmt: skip
    f.done()
    return portal


def _host(f: Fields) -> Host:
    host = Host(f.text("name"), f.text("division"), f.text("place"), f.choice("evidence", EVIDENCE))
    f.done()
    return host


def _entry(f: Fields) -> Entry:
    status = f.choice("status", STATUS, default="known")
    url = f.text("url", optional=status == "needs_probe")
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise f.fault("url", f"{url!r} is not an http or https address")
    family = f.choice("family", tuple(FAMILIES))
    entry = Entry(
        kind=f.choice("kind", FAMILIES[family]), family=family, url=url, status=status,
        evidence=f.choice("evidence", EVIDENCE, default="inferred"), note=f.text("note", optional=True),
        areas=tuple(_area(a) for a in f.tables("area")),
    )  # fmt: skip
    f.done()
    return entry


def _area(f: Fields) -> Area:
    area = Area(f.text("area"), f.text("agency", optional=True))
    f.done()
    return area
