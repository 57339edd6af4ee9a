"""Adapter for Hanweb hosts, which speak three families at once: the disclosure module, lists of jcms and of jpaas."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from archive.store.ledger import NewTask
from archive.store.selection import RESERVE
from archive.words import Outcome
from spiders.answers import soft_404
from spiders.columns import ABOUT, is_about, names_of, onward
from spiders.endpoint import asked, broken_off, stepped
from spiders.files import is_file
from spiders.hanweb_jcms import MANNER
from spiders.hanweb_jpaas import answered, begun, is_unit, units
from spiders.hanweb_xxgk import agency_reports, endpoint_tasks, is_agency_page, listed_reports
from spiders.items import lines
from spiders.jcms_store import blocks, stores
from spiders.lists import further, interrupted, paged, parse_article, shown
from spiders.manners import manner_at
from spiders.page import Page, Parsed
from spiders.paging import start
from spiders.registry import Entry, Portal
from spiders.site import entry_task
from spiders.walk import Block, Walk
from spiders.xxgk_search import is_search, searched, searches


@dataclass(frozen=True, slots=True)
class Hanweb:
    """The adapter of these families. A list is one page whatever it shows; `family` is that of its reports."""

    family: str

    def entry_tasks(self, portal: Portal, entry: Entry, years: range) -> Iterator[NewTask]:
        """The entry itself, or every year of a report module's areas; nothing where it still needs a probe."""
        if entry.status == "needs_probe":
            return
        if entry.kind == "endpoint":
            yield from endpoint_tasks(portal, entry, years)
        else:
            yield entry_task(portal, entry, manner_at(portal, entry.url, MANNER).family)

    def parse(self, page: Page) -> Parsed:
        """A list, an answer of its endpoint, or the answer for a report."""
        if not page.task.kind.is_list:
            return parse_article(page, MANNER, self.family, listed=bool(stores(page.url, page.text)))
        if page.walk is None:
            walk = begun(page)
            return answered(replace(page, walk=walk), MANNER) if walk else _first(page)
        return _answered(page) if page.walk.blocks else further(page, MANNER, _reports(page))

    def interrupted(self, page: Page, end: Parsed) -> Parsed:
        """Another form of the request, the end of the list, or of the visit."""
        if not (page.walk and page.walk.blocks):
            return interrupted(page, MANNER, end)
        return broken_off(page, MANNER, end)


def _first(page: Page) -> Parsed:
    """The page of a column, a directory, a home: whatever of the families it shows."""
    if words := soft_404(page):
        return Parsed(Outcome.ABSENT, f"the page says: {words}")
    reports = _reports(page)
    about, lists = is_about(page, names_of(page)), (*blocks(page.url, page.text), *units(page))
    own = () if any(block.records for block in lists) else shown(page, MANNER)
    plain = [
        item for item in lines(page, MANNER.is_article)
        if not (_of_module(item.url) or (own and is_file(item.url)))
    ]  # fmt: skip
    found = {item.url: item for item in [*(item for block in lists for item in block.records), *plain]}
    if not (lists or own or plain) and (not reports or _is_asked_itself(page)):
        lists = searches(page)
    every = onward(page, MANNER, found.values(), about=about, alone=not (found or reports))
    follow = tuple(task for task in every if not _of_module(task.url) or _is_yearly(task.url, task.listed_title))
    walk = Walk(tuple(found.values()), follow, (*own, *reports), lists, about, asked=(page.url,))
    walk, ask = start(walk)
    return asked(page, MANNER, walk, ask) if lists else paged(page, MANNER, walk)


def _reports(page: Page) -> tuple[NewTask, ...]:
    """What the page names by the disclosure module: single reports, and agencies with every year."""
    tasks = [*listed_reports(page), *agency_reports(page)]
    return tuple({task.task_key: task for task in reversed(tasks)}.values())[::-1]


def _answered(page: Page) -> Parsed:
    """An answer of a list's endpoint: its records are added, and the next request follows from it."""
    assert page.walk
    if is_unit(page.walk):
        return answered(page, MANNER)
    if is_search(page.walk):
        return searched(page)
    answers = stores(page.task.url, page.text)
    answer = Block(answers[0].records, answers[0].stated, answers[0].pages) if answers else None
    return stepped(page, MANNER, answer, "no list in the answer")


def _of_module(url: str) -> bool:
    return "/module/xxgk/" in urlsplit(url).path.lower() or is_agency_page(url)


def _is_asked_itself(page: Page) -> bool:
    """Whether an agency's page is read for what the module does not have."""
    return page.task.why == RESERVE or _is_yearly(page.url, page.task.listed_title)


def _is_yearly(url: str, title: str) -> bool:
    """Whether an agency's page is called a list of reports: it may show what the module does not have."""
    return is_agency_page(url) and bool(ABOUT.search(title.rpartition("›")[2]))
