"""Reads a list page by page within one visit, and tells whether it is complete (docs/portals.md#paging)."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile
from urllib.parse import urlsplit

from archive.store.ledger import NewTask
from archive.words import FIRST_YEAR, Outcome, TaskKind
from spiders.answers import soft_404
from spiders.columns import MAX_PARTS, is_about, list_task, names_of, onward
from spiders.files import is_file
from spiders.follow import Anchor, branches
from spiders.items import is_column, lines, looks_like_report, year_of
from spiders.manner import Manner
from spiders.manners import manner_at
from spiders.page import Page, Parsed
from spiders.pager import pager_of
from spiders.reports import parse_report, report_shown, says_much
from spiders.walk import MAX_PAGES, Ask, Item, Walk

LISTED = 3
"""Titles of reports that make a page a list, where it says little else."""
_NO_DATA = re.compile("暂无(相关)?(数据|信息|内容|记录)|没有(数据|信息|相关)")
_COUNTED = re.compile(r"\d+(?=\.\w+$)")
"""The number of a page at the end of its address."""
_REPORTS = re.compile("年报|年度报告")
_COUNTED_DOWN = frozenset({"vsb", "n-path"})
"""Families whose further pages may be counted from the oldest."""
_STEP = re.compile(r"[>›»/\\→]+|::?")
"""What stands between the names of the path that a page shows."""
_EMPTY = re.compile(r"(?is)<(ul|ol|tbody)\b[^>]*>\s*(<!--.*?-->\s*)?</\1>")
_HOLLOW = re.compile(rf"{_EMPTY.pattern}|<datastore|dataproxy\.jsp|loadDynamic\(")
"""An empty list, or a script that would fill one."""


def parse_list(page: Page, manner: Manner, within: int = 1, guesses: tuple[str, ...] = ()) -> Parsed:
    """A list of plain links with further pages behind its pager, or at one of the `guesses` (Walk)."""
    if page.walk:
        return further(page, manner)
    if words := soft_404(page):
        return Parsed(Outcome.ABSENT, f"the page says: {words}")
    names = names_of(page)
    about = is_about(page, names)
    items = lines(page, manner.is_article)
    own = shown(page, manner)
    items = [item for item in items if not (own and is_file(item.url))]
    follow = tuple(onward(page, manner, items, about=about, alone=not items))
    walk = Walk(tuple(items), follow, own, about=about, asked=(page.url,), within=within, guesses=guesses)
    return paged(page, manner, walk)


def shown(page: Page, manner: Manner) -> tuple[NewTask, ...]:
    """The report that a column page itself shows, as a task at the same address; the files beside it are its own."""
    title = report_shown(page) or _holder(page, manner)
    return (report_task(page, manner, Item(page.task.url, title), about=True),) if title else ()


def _holder(page: Page, manner: Manner) -> str:
    """The title of a report whose text stands in the one file that its page names, if this page is such an article."""
    items = lines(page, manner.is_article)
    if page.media != "html" or len(items) != 1 or not is_file(items[0].url, items[0].title):
        return ""
    title = page.document.title
    dated = "发布日期" in page.document.meta
    return title if dated and looks_like_report(title) and year_of(title) else ""


def parse_article(page: Page, manner: Manner, family: str, *, listed: bool = False) -> Parsed:
    """The answer for a report; where it is a list of reports instead (`listed` says so), that list is followed."""
    parsed = parse_report(page, family)
    titles = [item for item in lines(page, manner.is_article) if looks_like_report(item.title)]
    if not (listed or len(titles) >= LISTED) or parsed.tasks or says_much(page):
        return parsed
    task = list_task(page, manner, TaskKind.COLUMN, page.url, page.task.listed_title)
    return Parsed(Outcome.NOT_A_REPORT, "a list in place of an article", (task,) if task.depth < MAX_PARTS else ())


def further(page: Page, manner: Manner, reports: Iterable[NewTask] = ()) -> Parsed:
    """A further page that a link or a pager led to. One that shows lines again is asked once more.

    `reports` are those that it names by their module.
    """
    assert page.walk
    if words := soft_404(page):
        return interrupted(page, manner, Parsed(Outcome.ABSENT, f"the page says: {words}"))
    walk, items = page.walk, lines(page, manner.is_article)
    known = {item.url for item in walk.found}
    new = [item for item in items if item.url not in known]
    before = (*page.walk.onward, *page.walk.reports)
    walk = _joined(walk, onward(page, manner, items, about=walk.about, alone=False), reports)
    grown = bool(new) or len(walk.onward) + len(walk.reports) > len(before)
    twice = walk.asked[-1] in walk.asked[:-1]
    earlier = [item.url for item in walk.found[: walk.before if twice else None]]
    shown_again = frozenset(earlier).intersection(item.url for item in items) - walk.steady
    walk = replace(walk, pages=walk.pages + 1, found=(*walk.found, *new), before=len(earlier), fresh=grown)
    if shown_again and not twice:
        walk = replace(walk, asked=(*walk.asked, walk.asked[-1]))
        return Parsed(Outcome.OK, "", ask=Ask(walk.asked[-1]), walk=walk)
    if not (grown or (twice and page.walk.fresh)):
        return _ask(page, manner, _back(walk), "", "the next repeats what was listed")
    if twice and new:
        walk = replace(walk, notes=tuple(dict.fromkeys((*walk.notes, "its order changed from page to page"))))
    elif twice:
        walk = replace(walk, steady=walk.steady | shown_again)
    if twice and _borders(earlier, items, shown_again) and not _overlaps(walk, manner):
        walk = replace(walk, moved=True)
    if _guessed(walk):
        walk = replace(walk, guesses=(_COUNTED.sub(lambda number: str(int(number[0]) + 1), walk.asked[-1]),))
    return paged(page, manner, walk)


def _borders(earlier: list[str], items: list[Item], shown_again: frozenset[str]) -> bool:
    """Whether what is new on a page begins behind the line with which the one before ended: another may be missing."""
    lead = list(takewhile(shown_again.__contains__, (item.url for item in items)))
    beside = shown_again.difference(lead)
    return bool(lead) and lead[-1:] == [url for url in earlier if url not in beside][-1:]


def _overlaps(walk: Walk, manner: Manner) -> bool:
    """Whether it is the site's way: pages that are counted from the oldest leave the second to overlap the first."""
    return manner.family in _COUNTED_DOWN and len(set(walk.asked)) == 2


def _joined(walk: Walk, onward: Iterable[NewTask], reports: Iterable[NewTask]) -> Walk:
    """With what a further page names beside its lines."""
    follow = {task.task_key: task for task in (*walk.onward, *onward)}
    named = {task.task_key: task for task in (*walk.reports, *reports)}
    return replace(walk, onward=tuple(follow.values()), reports=tuple(named.values()))


def _guessed(walk: Walk) -> bool:
    """Whether the last address asked was a guess."""
    return walk.asked[-1] == next(iter(walk.guesses), "")


def _back(walk: Walk) -> Walk:
    """Without the last address asked: no further page stood there, unless it had brought something when first asked."""
    asked = walk.asked[:-1] if walk.fresh else tuple(url for url in walk.asked if url != walk.asked[-1])
    return replace(walk, asked=asked, guesses=walk.guesses[_guessed(walk) :])


def paged(page: Page, manner: Manner, walk: Walk) -> Parsed:
    """Asks the next page where the page names one, else ends the list."""
    pager = pager_of(page, len(set(walk.asked)))
    walk = replace(walk, stated_pages=pager.stated or walk.stated_pages, stated=pager.items or walk.stated)
    walk = replace(walk, linked=pager.linked)
    behind_script = pager.scripted or (pager.drawn and walk.about and bool(walk.found))
    if behind_script and walk.within == 1 and not _has_all(walk):
        walk = replace(walk, holes=(*walk.holes, "only a script opens its next page"))
    return _ask(page, manner, walk, pager.url, "no further page is named")


def _has_all(walk: Walk) -> bool:
    """Whether every item that the list states was found."""
    return walk.stated is not None and len(walk.found) >= walk.stated


def _ask(page: Page, manner: Manner, walk: Walk, url: str, why: str) -> Parsed:
    """Asks what the pager names, else the next guess where the list may go on; else the list ends, for a reason."""
    named = url if url not in walk.asked else ""
    following = named or ("" if _has_all(walk) else next(iter(walk.guesses), ""))
    if not following:
        return closed(page, manner, ended(walk, why))
    if walk.pages >= MAX_PAGES:
        return closed(page, manner, replace(walk, holes=(*walk.holes, f"longer than {MAX_PAGES} pages")))
    walk = replace(walk, asked=(*walk.asked, following), linked=walk.linked and bool(named))
    return Parsed(Outcome.OK, "", ask=Ask(following), walk=walk)


def ended(walk: Walk, why: str) -> Walk:
    """The end of a list by its pager: with fewer pages or items than it states, it is not complete."""
    if walk.moved and walk.stated is None:
        walk = replace(walk, holes=(*walk.holes, "lines stand on two pages, also when asked again: one may be missing"))
    read = walk.within - 1 + len(set(walk.asked))
    if walk.stated_pages and read < walk.stated_pages:
        return replace(walk, holes=(*walk.holes, f"{read} of {walk.stated_pages} pages: {why}"))
    if walk.stated and len(walk.found) < walk.stated:
        return replace(walk, holes=(*walk.holes, f"{len(walk.found)} of {walk.stated} items: {why}"))
    return replace(walk, notes=(*walk.notes, f"{len(walk.found)} of {walk.stated} items")) if walk.stated else walk


def interrupted(page: Page, manner: Manner, end: Parsed) -> Parsed:
    """A further page that is no page: behind the last one it is the list's end, else the visit ends as it did."""
    assert page.walk
    if end.outcome in (Outcome.ABSENT, Outcome.GONE):
        walk = _back(page.walk)
        if page.walk.linked and not (walk.stated or walk.stated_pages):
            walk = replace(walk, holes=(*walk.holes, f"a next page is linked that is not there ({end.detail})"))
        return _ask(page, manner, walk, "", f"the next is not there ({end.detail})")
    return stopped(page, manner, end)


def stopped(page: Page, manner: Manner, end: Parsed) -> Parsed:
    """A visit that breaks off on the way: what was found counts, and the outcome is the failure's."""
    assert page.walk
    so_far = closed(page, manner, page.walk)
    return Parsed(end.outcome, f"{end.detail}; before it {so_far.detail}", so_far.tasks)


def closed(page: Page, manner: Manner, walk: Walk) -> Parsed:
    """The end of a visit to a list: tasks for its items, and whether it is complete."""
    found, lists = tasks_of(page, manner, walk)
    onward = {task.task_key: task for task in (*walk.onward, *lists)}
    tasks = (*onward.values(), *walk.reports, *found)
    agencies = len({task.area for task in walk.reports if task.area})
    detail = f"{len(walk.found)} items on {walk.pages} pages, {len(found)} of them reports; {agencies} agencies"
    detail = "; ".join((f"{detail}; {len(onward)} pages to follow", *walk.notes, *walk.holes))
    if walk.holes:
        return Parsed(Outcome.SHELL, f"not complete: {detail}", tasks)
    if walk.found and not walk.reports and _is_hollow(page, walk):
        return Parsed(Outcome.SHELL, f"{detail}: none of them is called a report, and the list itself is empty", tasks)
    if not (walk.found or found or walk.reports or _NO_DATA.search(page.text)) and _is_shell(page, tasks):
        return Parsed(Outcome.SHELL, f"{detail}: the list is empty or filled by a script", tasks)
    return Parsed(Outcome.OK, detail, tasks)


def _is_hollow(page: Page, walk: Walk) -> bool:
    """Whether a list of reports stands empty, and what was found are the lines of something beside it."""
    return walk.about and not any("报" in item.title for item in walk.found) and bool(_EMPTY.search(page.text))


def _is_shell(page: Page, onward: tuple[NewTask, ...]) -> bool:
    """Whether a page that lists nothing ought to: it leads nowhere, or it is called a list and has no parts."""
    called = Anchor(page.task.url, page.task.listed_title)
    is_list = page.task.kind != TaskKind.HOME or _REPORTS.search(called.text) or branches(called, ())
    named = (task for task in onward if task.agency != page.task.agency)
    back = _ways_back(page)
    below = (task for task in onward if _REPORTS.search(task.listed_title) and not _is_beside(page, task, back))
    parts = (any(named) or any(below)) and not _HOLLOW.search(page.text)
    return not onward or (is_list and not parts)


def _ways_back(page: Page) -> frozenset[str]:
    """What the pages above a page are called, by the path it shows."""
    return frozenset(_STEP.split(names_of(page).rpartition("|")[2])[:-1])


def _is_beside(page: Page, task: NewTask, back: frozenset[str]) -> bool:
    """Whether a further list is none of a page's parts: the page that led here, one above it, another year's."""
    own, there = (_last_word(text) for text in (page.task.listed_title, task.listed_title))
    years, others = (set(map(int, re.findall(r"(?:19|20)\d{2}", text))) for text in (own, there))
    another = bool(years and others) and not others.issubset(range(min(years), max(years) + 1))
    return another or there in back or task.url == page.task.referer


def _last_word(title: str) -> str:
    """What a list itself is called, without the lists that it is a part of."""
    return re.sub(r"\s", "", title.rpartition("›")[2])


def tasks_of(page: Page, manner: Manner, walk: Walk) -> tuple[list[NewTask], list[NewTask]]:
    """(reports, further lists) of the items: every one of a column about reports, else those that look like it."""
    reports, lists = dict[str, NewTask](), list[NewTask]()
    for item in walk.found:
        if not (walk.about or looks_like_report(item.title)):
            continue
        if is_column(manner_at(page.portal, item.url, manner), item.url):
            if page.task.depth < MAX_PARTS and page.portal.owns(urlsplit(item.url).netloc):
                lists.append(list_task(page, manner, TaskKind.COLUMN, item.url, item.title))
            continue
        task = report_task(page, manner, item, walk.about)
        reports.setdefault(task.task_key, task)
    return list(reports.values()), lists


def report_task(page: Page, manner: Manner, item: Item, about: bool) -> NewTask:
    """A report to ask for. Its year is the title's, else in a column of one year that column's, else unknown."""
    manner = manner_at(page.portal, item.url, manner)
    titled = item.title if re.search("报|公开", item.title) else ""
    year = year_of(titled, *(reversed(page.task.listed_title.split("›")) if about else ()))
    known = year if year and FIRST_YEAR <= year < page.today.year else None
    return NewTask(
        manner.article_key(page.portal, item.url), page.portal.id, manner.family, TaskKind.REPORT,
        page.portal.group_of(urlsplit(item.url).netloc), item.url, "listed", page.task.depth + 1, "",
        page.task.agency, known, item.title,
    )  # fmt: skip
