"""Adapter for the Hanweb disclosure module: agency lists with vc_xxgkarea, one report per (area, fbtime)."""

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote, urlsplit

from archive.documents.open import read_document
from archive.errors import BadInputError
from archive.store.ledger import NewTask
from archive.words import FIRST_YEAR, Outcome, TaskKind
from spiders.addresses import page_key, query
from spiders.answers import soft_404
from spiders.articles import article
from spiders.files import file_tasks
from spiders.follow import MAX_BRANCHES, MAX_DEPTH, Anchor, anchors, branches, leads_on
from spiders.page import Page, Parsed
from spiders.registry import Entry, Portal

FAMILY = "hanweb-xxgk"
MODULE = "/module/xxgk/xxgkAnnualReport.jsp"

_AREA = re.compile(r"(?i)vc_xxgkarea=([0-9A-Za-z_-]+)")
_NO_DATA = re.compile("暂无(数据|信息|内容)|没有(数据|信息)")


def report_key(portal: str, area: str, year: int) -> str:
    """(portal, area exactly as printed, fbtime): the government and its office differ by the suffix of the area."""
    return f"{FAMILY}:report:{portal}:{area}:{year}"


def entry_tasks(portal: Portal, entry: Entry, years: range) -> Iterator[NewTask]:
    """What a walk begins with at one entry of the registry; nothing where it still needs a probe."""
    if entry.status == "needs_probe":
        return
    if entry.kind == "endpoint":
        named = {a.area: a.agency for a in entry.areas}
        if area := _parameter(entry.url, "area"):
            named.setdefault(area, "")
        for area, agency in named.items():
            yield from _report_tasks(portal, entry.url.partition("?")[0], area, agency, years, "entry", 0)
        return
    yield _list_task(portal, TaskKind(entry.kind), entry.url, "", "entry", 0)


def parse(page: Page) -> Parsed:
    """What an answer of this family means: a list leads on to reports, a report to its files."""
    return _parse_list(page) if page.task.kind.is_list else _parse_report(page)


def _parse_list(page: Page) -> Parsed:
    if words := soft_404(page):
        return Parsed(Outcome.ABSENT, f"the page says: {words}")
    html = page.text
    links = list(anchors(page.url, html))
    reports = [*_listed_reports(page, links), *_agencies(page, links, html)]
    areas = len({t.area for t in reports})
    onward = list(_onward(page, links, alone=not areas))
    detail = f"{areas} agencies, {len(onward)} pages to follow"
    if areas or _NO_DATA.search(html) or (onward and _is_way(page)):
        return Parsed(Outcome.OK, detail, (*onward, *reports))
    return Parsed(Outcome.SHELL, f"{detail}: the list is empty or filled by a script", tuple(onward))


def _is_way(page: Page) -> bool:
    """Whether a page without agencies may be on the way to them; one that is called their list may not."""
    called = Anchor(page.url, page.task.listed_title)
    is_list = re.search("年报|年度报告", called.text) or branches(called, ())
    return page.task.kind == TaskKind.HOME and not is_list


def _agencies(page: Page, links: list[Anchor], html: str) -> Iterator[NewTask]:
    """Reports to ask for: every vc_xxgkarea on the page times every year."""
    named: dict[str, tuple[str, str]] = {}
    for link in links:
        if area := _parameter(link.url, "vc_xxgkarea"):
            known = named.get(area, ("", ""))
            named[area] = (link.url, known[1] or ("" if leads_on(link) else link.text))
    for area in _AREA.findall(html):
        named.setdefault(area, (page.url, ""))
    years = range(FIRST_YEAR, page.today.year)
    for area, (url, agency) in named.items():
        if page.portal.owns(urlsplit(url).netloc):
            yield from _report_tasks(page.portal, _endpoint(page, url), area, agency, years, "listed", _deeper(page))


def _endpoint(page: Page, url: str) -> str:
    """The report module of the host of an agency page: as the registry names it, else where the family has it."""
    host = urlsplit(url).netloc
    for entry in page.portal.entries:
        if entry.kind == "endpoint" and urlsplit(entry.url).netloc == host:
            return entry.url.partition("?")[0]
    return f"{urlsplit(url).scheme}://{host}{MODULE}"


def _listed_reports(page: Page, links: list[Anchor]) -> Iterator[NewTask]:
    for link in links:
        area, year = _parameter(link.url, "area"), _parameter(link.url, "fbtime")
        listed = _is_module(link.url) and area and re.fullmatch(r"\d{4}", year, re.ASCII)
        if not (listed and page.portal.owns(urlsplit(link.url).netloc)):
            continue
        module = link.url.partition("?")[0]
        yield _report_task(page.portal, module, area, "", int(year), "listed", _deeper(page), link.text)


def _is_module(url: str) -> bool:
    return "xxgkannualreport" in urlsplit(url).path.lower()


def _onward(page: Page, links: list[Anchor], *, alone: bool) -> Iterator[NewTask]:
    """Pages to follow, each once; `alone` says that the page names no agency itself."""
    seen = {page_key(FAMILY, page.url)}
    places = {host.place for host in page.portal.hosts if host.place != page.portal.name}
    for link in links:
        if _is_module(link.url) or _parameter(link.url, "vc_xxgkarea"):
            continue
        towards = leads_on(link) and page.task.depth < MAX_DEPTH
        branch = branches(link, places) and 0 < page.task.depth < MAX_BRANCHES
        part = alone and link.frame and page.task.depth < MAX_BRANCHES
        key = page_key(FAMILY, link.url)
        if (towards or branch or part) and key not in seen and page.portal.owns(urlsplit(link.url).netloc):
            seen.add(key)
            yield _list_task(page.portal, TaskKind.HOME, link.url, link.text, "followed", _deeper(page))


def _parse_report(page: Page) -> Parsed:
    if words := soft_404(page):
        return Parsed(Outcome.ABSENT, f"the page says: {words}")
    try:
        document = read_document(page.body, content_type=page.content_type)
    except BadInputError as error:
        return Parsed(Outcome.TYPE_MISMATCH if page.body else Outcome.ABSENT, str(error))
    if document.media not in ("html", "text", "markdown"):
        return Parsed(Outcome.OK, f"a {document.media} in place of a page")
    if _is_home(page):
        return Parsed(Outcome.ABSENT, "the home page in place of a report")
    files = file_tasks(FAMILY, page, document)
    there, evidence = article(document, files)
    return Parsed(Outcome.OK, evidence, files) if there else Parsed(Outcome.ABSENT, f"an empty shell: {evidence}")


def _is_home(page: Page) -> bool:
    return urlsplit(page.url).path in ("", "/", "/index.html") and not query(page.url)


def _parameter(url: str, name: str) -> str:
    values = {k.lower(): v for k, v in query(url).items()}
    return unquote(values.get(name, "")).strip()


def _deeper(page: Page) -> int:
    return page.task.depth + 1


def _report_tasks(
    portal: Portal, module: str, area: str, agency: str, years: range, why: str, depth: int
) -> Iterator[NewTask]:
    for year in years:
        yield _report_task(portal, module, area, agency, year, why, depth)


def _report_task(
    portal: Portal, module: str, area: str, agency: str, year: int, why: str, depth: int, listed_title: str = ""
) -> NewTask:
    return NewTask(
        report_key(portal.id, area, year), portal.id, FAMILY, TaskKind.REPORT, portal.group,
        f"{module}?area={quote(area)}&fbtime={year}", why, depth, area, agency, year, listed_title,
    )  # fmt: skip


def _list_task(portal: Portal, kind: TaskKind, url: str, text: str, why: str, depth: int) -> NewTask:
    return NewTask(page_key(FAMILY, url), portal.id, FAMILY, kind, portal.group, url, why, depth, listed_title=text)
