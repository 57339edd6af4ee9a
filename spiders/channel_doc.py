"""Adapter for channel-doc: static lists of doc_ links, agencies by their sites, tabs that a script fills."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from archive.store.ledger import NewTask
from archive.words import Outcome, TaskKind
from spiders.addresses import query
from spiders.columns import MAX_PARTS, is_about, list_task, names_of
from spiders.follow import leads_on
from spiders.items import looks_like_report
from spiders.keys import manner
from spiders.lists import interrupted, parse_article, parse_list
from spiders.page import Page, Parsed
from spiders.registry import Entry, Portal
from spiders.site import entry_task

FAMILY = "channel-doc"
MANNER = manner(FAMILY)
_SITE = re.compile(r"/site_([^/]+)/")
_NAME = re.compile(r"[\u4e00-\u9fff（）()·、]{2,24}")
_NO_NAME = re.compile("更多|首页|登录|公开|年报|报告|解读|指南|制度|文件")


@dataclass(frozen=True, slots=True)
class ChannelDoc:
    """The adapter of the family."""

    def entry_tasks(self, portal: Portal, entry: Entry, years: range) -> Iterator[NewTask]:
        """The entry itself; nothing where it still needs a probe."""
        if entry.status != "needs_probe":
            yield entry_task(portal, entry, FAMILY)

    def parse(self, page: Page) -> Parsed:
        """A list, a directory of channels or agencies, or the answer for a report."""
        if not page.task.kind.is_list:
            return parse_article(page, MANNER, FAMILY)
        parsed = parse_list(page, MANNER)
        if page.walk or parsed.ask:
            return parsed
        return _shown(page, parsed)

    def interrupted(self, page: Page, end: Parsed) -> Parsed:
        """The end of the list, or of the visit."""
        return interrupted(page, MANNER, end)


def _shown(page: Page, parsed: Parsed) -> Parsed:
    """A first page as it stands: with the agencies that it names, and without reports where only a script has them."""
    listed = [task for task in parsed.tasks if task.kind == TaskKind.REPORT]
    about = is_about(page, names_of(page))
    known = {task.task_key for task in parsed.tasks}
    named = [] if listed else [task for task in _agencies(page, about=about) if task.task_key not in known]
    parsed = replace(parsed, tasks=(*parsed.tasks, *named))
    tabs = tabs_of(page)
    read = any(looks_like_report(task.listed_title) for task in listed) or any(map(_is_part, parsed.tasks))
    if about and tabs and not read:
        # What such a page links beside its tabs is no list of theirs, and the request that fills them is not known.
        why = f"needs_probe: a script fills {', '.join(tabs)}, and what it asks is not known"
        return replace(parsed, outcome=Outcome.SHELL, detail=f"{why}; {parsed.detail}")
    if named and parsed.outcome == Outcome.SHELL and not about:
        return replace(parsed, outcome=Outcome.OK, detail=f"a directory of {len(named)} agencies")
    return parsed


def _is_part(task: NewTask) -> bool:
    """Whether a page that led to this is a directory: of agencies, of the parts of a list; another tab is neither."""
    return task.kind.is_list and not query(task.url).get("open") and bool(task.agency or task.kind == TaskKind.COLUMN)


def tabs_of(page: Page) -> list[str]:
    """The tabs of a disclosure page (?open=zfxxgknb), its own first."""
    urls = (page.task.url, page.url, *(link.url for link in page.links))
    return list(dict.fromkeys(f"?open={tab}" for url in urls if (tab := query(url).get("open"))))


def _agencies(page: Page, *, about: bool) -> Iterator[NewTask]:
    """The sites of agencies that a directory names, whatever an agency is called."""
    own = _SITE.search(urlsplit(page.url).path)
    if page.task.depth >= MAX_PARTS or own:
        return
    for link in page.links:
        parts = urlsplit(link.url)
        if not (_SITE.search(parts.path) and page.portal.owns(parts.netloc)) or MANNER.is_article(link.url):
            continue
        if _NAME.fullmatch(link.text) and not _NO_NAME.search(link.text) and not leads_on(link):
            within = "政府信息公开年报" if about else ""
            yield list_task(page, MANNER, TaskKind.HOME, link.url, link.text, within, link.text)
