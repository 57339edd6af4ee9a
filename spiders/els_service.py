"""Adapter for els-service: lists answered as JSON, named by the registry or by the catalogue of a column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from archive.store.ledger import NewTask
from archive.words import Outcome
from spiders.answers import soft_404
from spiders.columns import is_about, names_of, onward
from spiders.els_catalogue import lists_of
from spiders.els_lists import Refused, contents, form_at
from spiders.endpoint import asked, broken_off, stepped
from spiders.files import listed_file
from spiders.items import lines, looks_like_report
from spiders.keys import manner
from spiders.lists import further, interrupted, parse_article, parse_list, report_task, stopped
from spiders.page import Page, Parsed
from spiders.paging import at_end, start, step
from spiders.registry import Entry, Portal
from spiders.site import entry_task
from spiders.walk import Block, Walk

FAMILY = "els-service"
MANNER = manner(FAMILY)


@dataclass(frozen=True, slots=True)
class Els:
    """The adapter of the family."""

    def entry_tasks(self, portal: Portal, entry: Entry, years: range) -> Iterator[NewTask]:
        """The entry itself, a list from its first page; nothing where it still needs a probe."""
        if entry.status == "needs_probe":
            return
        form = form_at(entry.url, entry.body)
        yield entry_task(portal, replace(entry, url=form.ask(1).url) if form else entry, FAMILY)

    def parse(self, page: Page) -> Parsed:
        """A column, an answer of its endpoint, or the answer for a report."""
        if not page.task.kind.is_list:
            return parse_article(page, MANNER, FAMILY)
        if page.walk and not page.walk.blocks:
            return further(page, MANNER)
        if page.walk or page.task.body:
            return _answered(page)
        return _column(page)

    def interrupted(self, page: Page, end: Parsed) -> Parsed:
        """The end of the list, or of the visit."""
        if page.walk and page.walk.blocks:
            return broken_off(page, MANNER, end)
        return interrupted(page, MANNER, end)


def _column(page: Page) -> Parsed:
    """A page whose list a script fills: the catalogue that it names is asked for; without one its links are all."""
    front = urlsplit(page.url).path in ("", "/")
    about = is_about(page, names_of(page))
    blocks = () if front and not about else lists_of(page)
    if not blocks or soft_404(page):
        return parse_list(page, MANNER)
    items = tuple(lines(page, MANNER.is_article))
    follow = tuple(onward(page, MANNER, items, about=about, alone=not items))
    walk, ask = start(Walk(items, follow, (), blocks, about, asked=(page.url,)))
    return asked(page, MANNER, walk, ask)


def _answered(page: Page) -> Parsed:
    """One answer of the endpoint: its items and the files it names are added, and the next page is asked."""
    walk = page.walk or _begun(page)
    if walk is None:
        return Parsed(Outcome.SHELL, "needs_probe: the registry names an address that is no list of this family")
    page = replace(page, walk=walk)
    try:
        found = contents(page.url, page.text)
    except Refused as refusal:
        if re.search("(?i)token", str(refusal)):
            return stopped(page, MANNER, Parsed(Outcome.TOKEN_REQUIRED, str(refusal)))
        return stepped(page, MANNER, Block(()) if at_end(walk) else None, str(refusal))
    files = {task.task_key: task for task in walk.reports}
    for item, addresses in found.files:
        if walk.about or looks_like_report(item.title):
            report = report_task(page, MANNER, item, walk.about)
            for task in (listed_file(FAMILY, page, address, report) for address in addresses):
                files.setdefault(task.task_key, task)
    holes = (f"{found.nowhere} items without an address",) if found.nowhere else ()
    walk = replace(walk, reports=tuple(files.values()), holes=tuple(dict.fromkeys((*walk.holes, *holes))))
    return asked(page, MANNER, *step(walk, found.block, ""))


def _begun(page: Page) -> Walk | None:
    """The walk of a list whose first answer this is; None where its address has no place for a page's number."""
    form = form_at(page.task.url, page.task.body or "")
    if form is None:
        return None
    about = is_about(page, names_of(page))
    first, _ = start(Walk((), (), (), (Block((), forms=(form,)),), about, asked=(page.task.url,), pages=0))
    return first
