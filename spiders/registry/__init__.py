"""The registry of portals: one TOML file per portal, validated when read (docs/portals.md)."""

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from urllib.parse import urlsplit

from archive.errors import RegistryError
from spiders.registry.check import Fields
from spiders.registry.model import (
    EVIDENCE,
    FACT_KINDS,
    FAMILIES,
    GROUPS,
    LEGACY,
    STATUS,
    Area,
    Entry,
    Fact,
    Host,
    HostPath,
    Portal,
    Registry,
    bare_host,
)  # fmt: skip

__all__ = [
    "FAMILIES", "LEGACY", "Area", "Entry", "Fact", "Host", "HostPath", "Portal", "Registry", "bare_host", "load",
]  # fmt: skip


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
        facts=tuple(_fact(fact) for fact in f.tables("fact")), family=_family(f),
        groups=f.choice("groups", GROUPS, default="portal"),
    )  # fmt: skip
    f.done()
    for number, entry in enumerate(portal.entries, start=1):
        if entry.url and not portal.owns(urlsplit(entry.url).netloc):
            raise f.fault(f"entry {number}: url", f"{entry.url!r} is on none of its hosts or domains")
    return portal


def _host(f: Fields) -> Host:
    host = Host(
        f.text("name"), f.text("division"), f.text("place"), f.choice("evidence", EVIDENCE), _family(f),
        f.choice("family_evidence", EVIDENCE, default="inferred"), tuple(_path(p) for p in f.tables("path")),
        f.texts("mirrors", optional=True), f.text("agency", optional=True), f.text("note", optional=True),
    )  # fmt: skip
    f.done()
    return host


def _path(f: Fields) -> HostPath:
    path = HostPath(
        f.text("prefix"), f.choice("family", ("", *FAMILIES, *LEGACY)), f.text("agency", optional=True),
        f.choice("evidence", EVIDENCE),
    )  # fmt: skip
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


def _fact(f: Fields) -> Fact:
    kind, evidence = f.choice("kind", FACT_KINDS), f.choice("evidence", EVIDENCE)
    fact = Fact(
        kind, f.text("subject"), f.text("expected", optional=True), evidence, f.text("text", optional=True),
        f.text("probe", optional=evidence == "observed"),
    )  # fmt: skip
    f.done()
    return fact


def _area(f: Fields) -> Area:
    area = Area(f.text("area"), f.text("agency", optional=True))
    f.done()
    return area
