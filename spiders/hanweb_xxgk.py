"""The disclosure module of Hanweb: agency pages with vc_xxgkarea, one report per (area, fbtime)."""

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote, urlsplit

from archive.store.ledger import NewTask
from archive.store.selection import RESERVE
from archive.words import FIRST_YEAR, TaskKind
from spiders.addresses import query
from spiders.follow import leads_on
from spiders.keys import agency_key, module_report, report_key
from spiders.page import Page
from spiders.registry import Entry, Portal

FAMILY = "hanweb-xxgk"
MODULE = "/module/xxgk/xxgkAnnualReport.jsp"

_AREA = re.compile(r"(?i)vc_xxgkarea=([0-9A-Za-z_-]+)")
_NO_NAME = re.compile("公开|指南|制度|目录|年报|申请|更多|返回")
"""What links of an agency's own pages are called that carry its code as well."""


def endpoint_tasks(portal: Portal, entry: Entry, years: range) -> Iterator[NewTask]:
    """Every year of the areas that the registry lists with a report module."""
    named = {a.area: a.agency for a in entry.areas}
    if area := _parameter(entry.url, "area"):
        named.setdefault(area, "")
    for area, agency in named.items():
        yield from _report_tasks(portal, entry.url.partition("?")[0], area, agency, years, "entry", 0)


def agency_reports(page: Page) -> Iterator[NewTask]:
    """Reports to ask for: every vc_xxgkarea on the page times every year; in reserve, the pages it links for them."""
    named, own = dict[str, tuple[str, str]](), dict[str, str]()
    for link in page.links:
        if area := _parameter(link.url, "vc_xxgkarea"):
            known, nameless = named.get(area, ("", "")), leads_on(link) or _NO_NAME.search(link.text)
            named[area] = (link.url, known[1] or ("" if nameless else link.text))
            if not nameless:
                own.setdefault(area, link.url)
    for area in _AREA.findall(page.text):
        named.setdefault(area, (page.url, ""))
    years = range(FIRST_YEAR, page.today.year)
    for area, (url, agency) in named.items():
        if page.portal.owns(urlsplit(url).netloc):
            module = _endpoint(page, url)
            yield from _report_tasks(page.portal, module, area, agency, years, "listed", page.task.depth + 1)
            if area in own:
                yield _own_page(page, own[area], area, agency)


def _own_page(page: Page, url: str, area: str, agency: str) -> NewTask:
    return NewTask(
        agency_key(page.portal.id, area), page.portal.id, FAMILY, TaskKind.HOME,
        page.portal.group_of(urlsplit(url).netloc), url, RESERVE, page.task.depth + 1, area, agency,
    )  # fmt: skip


def _endpoint(page: Page, url: str) -> str:
    """The report module of the host of an agency page: as the registry names it, else where the family has it."""
    host = urlsplit(url).netloc
    for entry in page.portal.entries:
        if entry.kind == "endpoint" and urlsplit(entry.url).netloc == host:
            return entry.url.partition("?")[0]
    return f"{urlsplit(url).scheme}://{host}{MODULE}"


def listed_reports(page: Page) -> Iterator[NewTask]:
    """Reports of the module that the page links with their years."""
    for link in page.links:
        told = module_report(link.url)
        if told and page.portal.owns(urlsplit(link.url).netloc):
            module, depth, (area, year) = link.url.partition("?")[0], page.task.depth + 1, told
            yield _report_task(page.portal, module, area, "", year, "listed", depth, link.text)


def is_module(url: str) -> bool:
    """Whether an address is one of the report module."""
    return "xxgkannualreport" in urlsplit(url).path.lower()


def is_agency_page(url: str) -> bool:
    """Whether an address is an agency's page: its area is all that is taken from it."""
    return bool(_parameter(url, "vc_xxgkarea"))


def _parameter(url: str, name: str) -> str:
    values = {k.lower(): v for k, v in query(url).items()}
    return unquote(values.get(name, "")).strip()


def _report_tasks(
    portal: Portal, module: str, area: str, agency: str, years: range, why: str, depth: int
) -> Iterator[NewTask]:
    for year in years:
        yield _report_task(portal, module, area, agency, year, why, depth)


def _report_task(
    portal: Portal, module: str, area: str, agency: str, year: int, why: str, depth: int, listed_title: str = ""
) -> NewTask:
    return NewTask(
        report_key(portal.id, area, year), portal.id, FAMILY, TaskKind.REPORT, portal.group_of(urlsplit(module).netloc),
        f"{module}?area={quote(area)}&fbtime={year}", why, depth, area, agency, year, listed_title,
    )  # fmt: skip
