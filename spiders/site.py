"""An adapter of a family whose lists are pages of plain links: where a walk begins, and what an answer means."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from archive.store.ledger import NewTask
from archive.words import TaskKind
from spiders.addresses import list_key
from spiders.lists import interrupted, parse_article, parse_list
from spiders.manner import Manner
from spiders.page import Page, Parsed
from spiders.registry import Entry, Portal
from spiders.registry.agencies import agency_at


class Adapter(Protocol):
    """What the spider asks of a family."""

    def entry_tasks(self, portal: Portal, entry: Entry, years: range) -> Iterator[NewTask]:
        """What a walk begins with at one entry of the registry; nothing where it still needs a probe."""

    def parse(self, page: Page) -> Parsed:
        """What an answer means: a list leads on to reports, a report to its files."""

    def interrupted(self, page: Page, end: Parsed) -> Parsed:
        """What it means for a list that one of its further pages ended without a page, as `end` says."""


@dataclass(frozen=True, slots=True)
class Site:
    """The adapter of one such family."""

    manner: Manner

    def entry_tasks(self, portal: Portal, entry: Entry, years: range) -> Iterator[NewTask]:
        """The entry itself; nothing where it still needs a probe."""
        if entry.status != "needs_probe":
            yield entry_task(portal, entry, self.manner.family)

    def parse(self, page: Page) -> Parsed:
        """A list, or the answer for a report."""
        if page.task.kind.is_list:
            return parse_list(page, self.manner)
        return parse_article(page, self.manner, self.manner.family)

    def interrupted(self, page: Page, end: Parsed) -> Parsed:
        """The end of the list, or of the visit."""
        return interrupted(page, self.manner, end)


def entry_task(portal: Portal, entry: Entry, family: str) -> NewTask:
    """The page at which a walk begins; a list that answers JSON counts as a column, with what is posted to it."""
    kind = TaskKind.COLUMN if entry.kind == "api" else TaskKind(entry.kind)
    key, group = list_key(family, entry.url, portal.site), portal.group_of(urlsplit(entry.url).netloc)
    owner = agency_at(portal, entry.url)
    if not entry.body:
        return NewTask(key, portal.id, family, kind, group, entry.url, "entry", agency=owner)
    key = f"{key} {entry.body}"
    return NewTask(
        key, portal.id, family, kind, group, entry.url, "entry", agency=owner, method="POST", body=entry.body
    )
