"""What a probe is about: a portal of the registry, or one address, known or not."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from archive.errors import UsageError
from archive.store.ledger import NewTask
from archive.words import FIRST_YEAR, TaskKind
from crawler.probe.facts import fact_tasks
from spiders.addresses import absolute, page_key
from spiders.portal import ADAPTERS
from spiders.registry import Portal, Registry, bare_host, load

GIVEN = "given"
"""Why a task is asked that a person named on the command line."""
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


def first_tasks(subject: Subject, last_year: int) -> list[NewTask]:
    """What a probe may begin with: the address that was named, entries and facts of the registry on these hosts.

    Report modules are asked about the first reporting year and the last one that is due.
    """
    portal, tasks = subject.portal, list[NewTask]()
    if subject.url:
        family = next((entry.family for entry in portal.entries if _same_host(entry.url, subject.url)), "generic")
        key = page_key(family, subject.url)
        tasks.append(NewTask(key, portal.id, family, TaskKind.HOME, portal.group, subject.url, GIVEN))
    years = range(FIRST_YEAR, last_year + 1, max(1, last_year - FIRST_YEAR))
    for entry in portal.entries:
        if not subject.url or _same_host(entry.url, subject.url):
            tasks += ADAPTERS[entry.family].entry_tasks(portal, entry, years)
    return [*tasks, *(one for one in fact_tasks(portal) if not subject.url or _same_host(one.url, subject.url))]


def _same_host(url: str, other: str) -> bool:
    return bare_host(urlsplit(url).netloc) == bare_host(urlsplit(other).netloc)
