"""The registry as a Markdown page: docs/portals-list.md, which a test holds against the registry."""

from collections.abc import Iterator, Sequence

from spiders.registry import FAMILIES, Entry, Host, Portal, Registry
from spiders.registry.agencies import known_agencies
from spiders.registry.proof import proof


def page(registry: Registry) -> str:
    """The whole page: an overview, the families, then hosts, entries, agencies and facts of each portal."""
    return "\n".join(_lines(registry)) + "\n"


def _lines(registry: Registry) -> Iterator[str]:
    yield "# List of portals"
    yield ""
    yield "Generated from the registry by `gongkai portals page > docs/portals-list.md`; do not edit. What the words"
    yield "mean stands in [portals.md](portals.md). *observed*: it was seen; *inferred*: it follows from what was seen."
    yield ""
    yield from _table(("portal", "hosts", "families", "known entries", "need a probe", "agencies", "facts"), [
        (f"[{p.name}](#{p.id})", str(len(p.hosts)), ", ".join(families_of(p)), str(len(p.entries) - unknown(p)),
         str(unknown(p)), str(len(known_agencies(p))), str(len(p.facts)))
        for p in registry.portals
    ])  # fmt: skip
    yield ""
    yield "## Families"
    yield ""
    yield "*unproven*: read on pages of our own making only; a bundle of `gongkai portals probe` is what proves it."
    yield ""
    yield from _table(("family", "portals", "its lists were read on", "its articles were read on"), [
        (family, ", ".join(p.id for p in registry.portals if family in families_of(p)), proof(family, "list"),
         proof(family, "article"))
        for family in FAMILIES if family != "generic"
    ])  # fmt: skip
    for portal in registry.portals:
        yield from _portal(portal)


def families_of(portal: Portal) -> list[str]:
    """The families of a portal's hosts, of parts of them, and of its entries."""
    hosts = (family for host in portal.hosts for family in (host.family, *(path.family for path in host.paths)))
    return sorted({*hosts, *(entry.family for entry in portal.entries)} & set(FAMILIES))


def unknown(portal: Portal) -> int:
    """How many entries still need a probe."""
    return sum(entry.status == "needs_probe" for entry in portal.entries)


def _portal(portal: Portal) -> Iterator[str]:
    each = "; every host is one of its own" if portal.groups == "host" else ""
    rest = f" Hosts below its domains that are not listed: {portal.family} (inferred)." if portal.family else ""
    yield from ("", f"## {portal.id}", "")
    yield f"{portal.name}, division {portal.division}, politeness group `{portal.group}`{each}.{rest}"
    yield ""
    yield from _table(("host", "division", "place", "evidence", "family", "note"), [
        (host.name, host.division, host.place, host.evidence, _family(host), _of_host(host)) for host in portal.hosts
    ])  # fmt: skip
    yield ""
    yield from _table(("entry", "family", "address", "evidence", "note"), [
        (entry.kind, entry.family, entry.url or "**needs a probe**", entry.evidence if entry.url else "", _note(entry))
        for entry in portal.entries
    ])  # fmt: skip
    if known := known_agencies(portal):
        yield ""
        yield from _table(("agency", "id", "division", "code", "place", "evidence"), [
            (one.name, one.agency_id, one.division, one.area, one.place, one.evidence) for one in known
        ])  # fmt: skip
    if portal.facts:
        yield ""
        yield from _table(("fact", "about", "expected", "evidence", "note", "what a probe looks for"), [
            (fact.kind, fact.subject, fact.expected, fact.evidence, fact.text, fact.probe) for fact in portal.facts
        ])  # fmt: skip


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for cells in (head, ["---"] * len(head), *rows):
        yield f"|{'|'.join(cells)}|" if cells[0] == "---" else f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _family(host: Host) -> str:
    own = f"{host.family} ({host.family_evidence})" if host.family else ""
    paths = (f"{path.prefix}: {path.family} ({path.evidence})" for path in host.paths if path.family)
    return "; ".join(filter(None, (own, *paths)))


def _of_host(host: Host) -> str:
    mirrors = f"also {', '.join(host.mirrors)}" if host.mirrors else ""
    return "; ".join(filter(None, (mirrors, host.note)))


def _note(entry: Entry) -> str:
    areas = f"{len(entry.areas)} areas known" if entry.areas else ""
    return "; ".join(filter(None, (entry.note, areas)))
