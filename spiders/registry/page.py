"""The registry as a Markdown page: docs/portals-list.md, which a test holds against the registry."""

from collections.abc import Iterator

from spiders.registry import Entry, Portal, Registry


def page(registry: Registry) -> str:
    """The whole page: an overview, then hosts and entries of each portal."""
    return "\n".join(_lines(registry)) + "\n"


def _lines(registry: Registry) -> Iterator[str]:
    yield "# List of portals"
    yield ""
    yield "Generated from the registry by `gongkai portals page > docs/portals-list.md`; do not edit. What the words"
    yield "mean stands in [portals.md](portals.md). *observed*: it was seen; *inferred*: it follows from what was seen."
    yield ""
    yield "| portal | hosts | families | known entries | need a probe |"
    yield "|---|---|---|---|---|"
    for portal in registry.portals:
        families = ", ".join(sorted({entry.family for entry in portal.entries}))
        probes = sum(entry.status == "needs_probe" for entry in portal.entries)
        known = len(portal.entries) - probes
        yield f"| [{portal.name}](#{portal.id}) | {len(portal.hosts)} | {families} | {known} | {probes} |"
    for portal in registry.portals:
        yield from _portal(portal)


def _portal(portal: Portal) -> Iterator[str]:
    yield ""
    yield f"## {portal.id}"
    yield ""
    yield f"{portal.name}, division {portal.division}, politeness group `{portal.group}`."
    yield ""
    yield "| host | division | place | evidence |"
    yield "|---|---|---|---|"
    for host in portal.hosts:
        yield f"| {host.name} | {host.division} | {host.place} | {host.evidence} |"
    yield ""
    yield "| entry | family | address | evidence | note |"
    yield "|---|---|---|---|---|"
    for entry in portal.entries:
        yield f"| {entry.kind} | {entry.family} | {_place(entry)} | {_evidence(entry)} | {_note(entry)} |"


def _place(entry: Entry) -> str:
    return entry.url or "**needs a probe**"


def _evidence(entry: Entry) -> str:
    return "" if entry.status == "needs_probe" else entry.evidence


def _note(entry: Entry) -> str:
    areas = f"{len(entry.areas)} areas known" if entry.areas else ""
    return "; ".join(filter(None, (entry.note, areas)))
