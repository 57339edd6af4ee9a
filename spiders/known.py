"""Reports that the registry knows by their own address, for what no list leads to any more (docs/portals.md#follow)."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from archive.store.ledger import NewTask
from archive.words import TaskKind
from spiders.items import year_of
from spiders.keys import manner, module_report
from spiders.manners import manner_at
from spiders.registry import Portal
from spiders.registry.agencies import agency_at

WHY = "known"
"""Why such a task is there."""


def known_reports(portal: Portal) -> Iterator[NewTask]:
    """The reports seen at an address of their own; not those that an area or a column at that address asks for."""
    columns = {entry.url for entry in portal.entries}
    for fact in portal.facts:
        url = fact.subject
        if fact.kind != "report" or fact.evidence != "observed" or module_report(url) or url in columns:
            continue
        reader = manner_at(portal, url, manner("generic"))
        yield NewTask(
            reader.article_key(portal, url), portal.id, reader.family, TaskKind.REPORT,
            portal.group_of(urlsplit(url).netloc), url, WHY, agency=agency_at(portal, url),
            year=year_of(fact.expected), listed_title=fact.expected,
        )  # fmt: skip
