"""What a probe is about: a portal of the registry, or one address, known or not."""

import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from archive.errors import UsageError
from archive.store.ledger import Task
from spiders.addresses import absolute
from spiders.registry import Portal, Registry, bare_host, load

STRANGER = "stranger"
"""The portal of a host that the registry does not know."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A portal and the hosts to look at, the most important first; `url` is the address that was named, or empty.

    `registry` knows the portal, also where the built-in one does not.
    """

    name: str
    portal: Portal
    registry: Registry = field(repr=False)
    hosts: tuple[str, ...]
    url: str = ""

    @property
    def known(self) -> bool:
        """Whether the registry has the portal."""
        return self.portal.id != STRANGER

    def own(self, task: Task) -> Task:
        """A task of the portal as it is called now: a host that was a stranger may be in the registry by now."""
        known = any(task.portal == one.id for one in self.registry.portals)
        return task if known else replace(task, portal=self.portal.id)

    def turn_of(self, host: str) -> int:
        """The place of a host among those to look at; hosts that nobody named come last."""
        bare = bare_host(host)
        return self.hosts.index(bare) if bare in self.hosts else len(self.hosts)


def subject_of(name: str, registry: Registry) -> Subject:
    """The subject of a word: a portal's id or name, a host, an address. UsageError for what must not be asked."""
    if any(name in (portal.id, portal.name) for portal in registry.portals):
        portal = registry.portal(name)
        return Subject(name, portal, registry, _hosts(portal))
    written = name if "://" in name else f"http://{name}/"
    url = absolute(written, written) if "." in name else ""
    if not url:
        raise UsageError(f"{name}: neither a portal of the registry (`gongkai portals list`) nor an address or host")
    if not registry.allowed(url):
        raise UsageError(f"{url}: not below gov.cn and no exception of the registry: it is never asked")
    host = urlsplit(url).netloc
    owner = next((portal for portal in registry.portals if portal.owns(host)), None)
    if owner is None:
        owner = _stranger(bare_host(host))
        registry = Registry((*registry.portals, owner))
    return Subject(name, owner, registry, (bare_host(host),), url)


def _hosts(portal: Portal) -> tuple[str, ...]:
    """The portal's own site, then the hosts of which something is not known, then the others."""
    listed = [bare_host(host.name) for host in portal.hosts]
    entries = [bare_host(urlsplit(entry.url).netloc) for entry in portal.entries if entry.url]
    own = next((host for host in listed if host in portal.domains), (listed or entries)[0])
    notes = " ".join(entry.note for entry in portal.entries if entry.status == "needs_probe")
    open_ones = [host for host in listed if host in notes]
    return tuple(dict.fromkeys((own, *open_ones, *listed, *entries)))


def _stranger(host: str) -> Portal:
    """A portal that consists of one unknown host."""
    text = f'id = "{STRANGER}"\nname = "{host}"\ndivision = "370000"\ngroup = "{host}"\ndomains = ["{host}"]\n'
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"{STRANGER}.toml").write_text(text, "utf-8")
        return load(Path(folder)).portals[0]
