"""The spider: turns a task into requests, follows the hops of its answer, lets the adapter of its family read it."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit, urlunsplit

import scrapy
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.clock import Clock, stamp
from archive.errors import GongkaiError
from archive.store.ledger import NewTask, Task
from archive.words import Outcome, TaskKind
from spiders import channel_doc, channels_articles, els_service, hanweb_jcms, hanweb_jpaas, hanweb_xxgk
from spiders.addresses import absolute
from spiders.answers import answer, has_hours, office_hours
from spiders.channel_doc import ChannelDoc
from spiders.channels_articles import ChannelsArticles
from spiders.els_service import Els
from spiders.failures import outcome_of
from spiders.families import by_page
from spiders.files import file_answer, is_file
from spiders.hanweb import Hanweb
from spiders.hops import REDIRECTS, hop, same_domain
from spiders.manners import MANNERS
from spiders.page import Page, Parsed
from spiders.registry import Registry
from spiders.site import Adapter, Site
from spiders.walk import Ask, Walk

ADAPTERS: dict[str, Adapter] = {family: Site(manner) for family, manner in MANNERS.items()} | {
    hanweb_xxgk.FAMILY: Hanweb(hanweb_xxgk.FAMILY), hanweb_jcms.FAMILY: Hanweb(hanweb_jcms.FAMILY),
    hanweb_jpaas.FAMILY: Hanweb(hanweb_jpaas.FAMILY), channel_doc.FAMILY: ChannelDoc(), els_service.FAMILY: Els(),
    channels_articles.FAMILY: ChannelsArticles(channels_articles.MANNER),
}  # fmt: skip
"""What reads each family; one without an adapter of its own is read as lists of plain links."""
_UNKNOWN = "generic"
_FILLED = (hanweb_jcms.FAMILY, hanweb_jpaas.FAMILY, els_service.FAMILY)
"""Families whose lists name the endpoint that fills them, so that a page shows them whatever the registry says."""
LONGEST_WAIT = timedelta(days=1)
"""What is left of a longer Retry-After: a slip of the portal must not close a host for years."""
LARGEST = 64 << 20
"""Bytes of an answer that are taken."""
MAX_HOPS = 5
"""Redirects by HTTP in one visit."""
MAX_PAGE_HOPS = 2
"""Of these, redirects that a page makes in HTML or script."""


@dataclass(frozen=True, slots=True)
class Result:
    """The end of a visit, to be committed: Transaction 2."""

    task: Task
    outcome: Outcome
    detail: str
    children: tuple[NewTask, ...] = ()
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """The end of all work: an error of the archive's own, met while a visit was being kept."""

    task: Task
    error: GongkaiError


AS_BEFORE = "as before"
"""Flag of an answer whose bytes, and those of all before it in its visit, are as at the last look at the whole list."""
AS_MISSING = "as missing"
"""Flag of an answer that says no more than the host says of an address that does not exist."""
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
JSON = "application/json;charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Hop:
    """One request of a visit: its `number`, the redirects and page hops since the last page of a list, the walk.

    `https` is how https ended, where http is asked in its place. `as_before` says that no answer of the visit was
    another than at the last look at the whole list.
    """

    url: str
    method: str = "GET"
    body: str = ""
    number: int = 0
    redirects: int = 0
    page_hops: int = 0
    referer: str = ""
    walk: Walk | None = None
    https: Parsed | None = None
    as_before: bool = True


class PortalSpider(scrapy.Spider):
    """Walks tasks of the ledger. It asks for nothing by itself: the feeder hands it one task after another."""

    name = "portal"

    def __init__(self, registry: Registry, clock: Clock) -> None:
        super().__init__()
        self.registry, self.clock = registry, clock
        self._recognised: dict[str, str] = {}

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Nothing to start with: tasks come from the feeder."""
        for request in list[scrapy.Request]():
            yield request

    def request_for(self, task: Task, to: "Hop | None" = None) -> scrapy.Request:
        """The request of a task, or of one hop of its visit. A file names the page it hangs on, honestly."""
        to = to or Hop(task.url, task.method, task.body or "")
        hangs_on = task.kind in (TaskKind.ATTACHMENT, TaskKind.IMAGE) or is_file(task.url)
        referer = to.referer or (task.referer if hangs_on else "")
        headers = {"Referer": referer} if referer else {}
        if to.body and to.method == "POST":
            media = JSON if to.body.startswith(("{", "[")) else FORM
            headers |= {"Content-Type": media, "X-Requested-With": "XMLHttpRequest"}
        return scrapy.Request(
            to.url, callback=self.parse, errback=self.failed, method=to.method, body=to.body, headers=headers,
            dont_filter=True, meta={"task": task, "hop": to.number, "to": to},
        )  # fmt: skip

    def parse(self, response: Response) -> Iterator[scrapy.Request | Result]:
        """Follows a hop, asks the next page of a list, or reads the answer: exactly one request or one result."""
        task: Task = response.meta["task"]
        to: Hop = response.meta["to"]
        page = self._page(response, to)
        target, by_page = self._target(response, page)
        if "dataloss" in response.flags:
            yield self._result(page, self._settled(page, _lost(page)), to.https)
        elif not target:
            parsed = self._short(response, self._read(page))
            if parsed.ask and parsed.walk:
                same = AS_BEFORE in response.flags
                yield self.request_for(task, self._further(page, to, parsed.ask, parsed.walk, as_before=same))
            else:
                yield self._result(page, parsed, to.https)
        elif refused := self._refuse(response, target, by_page):
            yield self._result(page, self._settled(page, refused), to.https)
        else:
            yield self.request_for(task, Hop(
                target, number=to.number + 1, redirects=to.redirects + 1, page_hops=to.page_hops + by_page,
                referer=response.url if is_file(target) else to.referer, walk=to.walk, https=to.https,
                as_before=to.as_before,
            ))  # fmt: skip

    def _short(self, response: Response, parsed: Parsed) -> Parsed:
        """The end of a visit to a list of several pages whose first records tell that nothing has changed."""
        walk = parsed.walk
        if not (parsed.ask and walk and AS_BEFORE in response.flags and _shows_its_first(walk)):
            return parsed
        return Parsed(Outcome.UNCHANGED, "its first page is as at the last look at the whole list")

    def _further(self, page: Page, to: Hop, ask: Ask, walk: Walk, *, as_before: bool) -> Hop:
        """The next page of a list: asked from the list's own page, and with hops of its own."""
        method = "POST" if ask.body else "GET"
        referer = walk.asked[0] if walk.asked else page.task.url
        url = _plain(ask.url) if to.https else ask.url
        return Hop(
            url, method, ask.body, to.number + 1, referer=referer, walk=walk, https=to.https, as_before=as_before
        )

    def _target(self, response: Response, page: Page) -> tuple[str, bool]:
        """(address, whether the page itself sends on) of a redirect; empty where the answer is final."""
        if response.status in REDIRECTS:
            location = (response.headers.get("Location") or b"").decode("latin-1")
            return absolute(response.url, _latin(location)), False
        if response.status == 200 and response.body[:16].lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n\0").startswith(b"<"):
            target = hop(response.url, page.text)
            return target, bool(target)
        return "", False

    def _refuse(self, response: Response, target: str, by_page: bool) -> Parsed | None:
        """The end of a visit whose redirect is not followed; None where it is."""
        to: Hop = response.meta["to"]
        if target == response.url:
            return Parsed(Outcome.TOO_MANY_HOPS, f"{target} leads to itself")
        if to.redirects >= MAX_HOPS:
            return Parsed(Outcome.TOO_MANY_HOPS, f"more than {MAX_HOPS} redirects: the last goes to {target}")
        if by_page and to.page_hops >= MAX_PAGE_HOPS:
            return Parsed(Outcome.TOO_MANY_HOPS, f"more than {MAX_PAGE_HOPS} hops by page: the last goes to {target}")
        if by_page and not same_domain(urlsplit(response.url).netloc, urlsplit(target).netloc):
            return Parsed(Outcome.OFF_ALLOWLIST, f"the page sends its reader away from its domain, to {target}")
        return None

    def _page(self, response: Response, to: Hop) -> Page:
        task: Task = response.meta["task"]
        headers = {k.decode("latin-1").lower(): b", ".join(v).decode("latin-1") for k, v in response.headers.items()}
        portal = self.registry.portal(task.portal)
        today = self.clock.now().date()
        return Page(task, portal, response.url, response.status, headers, response.body, today, to.walk,
                    AS_MISSING in response.flags)  # fmt: skip

    def _read(self, page: Page) -> Parsed:
        if settled := answer(page):
            return self._settled(page, settled)
        if page.task.kind in (TaskKind.ATTACHMENT, TaskKind.IMAGE):
            return file_answer(page)
        return self._adapter(page).parse(page)

    def _settled(self, page: Page, end: Parsed) -> Parsed:
        """An end that no page was read for; on the way through a list the adapter says what it means for the list."""
        return self._adapter(page).interrupted(page, end) if page.walk else end

    def _adapter(self, page: Page) -> Adapter:
        """The adapter of the task's family; of a list that its page says another system fills, or on a host of unknown
        family, of that which the page shows.
        """
        key, family = page.task.task_key, page.task.family
        if not page.task.kind.is_list:
            return ADAPTERS[family]
        if page.walk is None:
            shown = by_page(page.text)
            other = family == _UNKNOWN or (shown in _FILLED and type(ADAPTERS[shown]) is not type(ADAPTERS[family]))
            self._recognised[key] = shown if shown and other else family
        return ADAPTERS[self._recognised.get(key, family)]

    def _result(self, page: Page, parsed: Parsed, https: Parsed | None) -> Result:
        parsed = _over_http(parsed, https) if https else parsed
        retry_at = self._retry_at(page, parsed.outcome)
        detail = f"{parsed.detail}: wait until {stamp(retry_at)}" if retry_at else parsed.detail
        gone = parsed.outcome == Outcome.ABSENT and page.task.held
        return Result(page.task, Outcome.GONE if gone else parsed.outcome, detail, parsed.tasks, retry_at)

    def _retry_at(self, page: Page, outcome: Outcome) -> datetime | None:
        if outcome == Outcome.RATE_LIMITED:
            return retry_after(page.headers.get("retry-after", ""), self.clock.now())
        return office_hours(self.clock.now()) if outcome == Outcome.SERVER_ERROR and has_hours(page) else None

    def failed(self, failure: Failure) -> Iterator[scrapy.Request | Result | Fault]:
        """The end of a visit without an answer."""
        task: Task = failure.request.meta["task"]  # type: ignore[attr-defined]
        assert failure.value is not None
        if isinstance(failure.value, GongkaiError):
            yield Fault(task, failure.value)
            return
        end = Parsed(*outcome_of(failure.value))
        to: Hop = failure.request.meta["to"]  # type: ignore[attr-defined]
        if end.outcome in _OF_HTTPS and to.url.startswith("https:") and not to.https:
            yield self.request_for(task, replace(to, url=_plain(to.url), https=end))
            return
        page = Page(task, self.registry.portal(task.portal), to.url, 0, {}, b"", self.clock.now().date(), to.walk)
        parsed = self._settled(page, end)
        if parsed.ask and parsed.walk:
            yield self.request_for(task, self._further(page, to, parsed.ask, parsed.walk, as_before=False))
        else:
            yield self._result(page, parsed, to.https)


def _shows_its_first(walk: Walk) -> bool:
    """Whether the answers so far show records of every list of the page: one without any is the same whatever they are.

    Of several lists that an endpoint answers all but the last are read to their end.
    """
    if not walk.answers:
        return len(walk.found) > 0 and walk.pages == 1 and all(block.records for block in walk.blocks)
    return len(walk.blocks) == 1 and len(walk.answers) == 1 and not walk.holes


def _lost(page: Page) -> Parsed:
    """What an answer means that did not come to its end: refused for its size, or broken off."""
    announced = page.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > LARGEST:
        return Parsed(Outcome.TOO_LARGE, f"announces {announced} bytes, more than {LARGEST}")
    return Parsed(Outcome.UNREACHABLE_TCP, f"the body broke off after {len(page.body)} bytes")


_OF_HTTPS = (Outcome.CERT_ERROR, Outcome.UNREACHABLE_TLS)


def _over_http(parsed: Parsed, https: Parsed) -> Parsed:
    """What http answered in the place of https: a yes counts, a no may be another server's."""
    if parsed.outcome == Outcome.ABSENT:
        return replace(parsed, outcome=https.outcome, detail=f"{https.detail}; over http: {parsed.detail}")
    why = f"asked over http, because of https: {https.outcome}, {https.detail}"
    return replace(parsed, detail=f"{parsed.detail}; {why}")


def _plain(url: str) -> str:
    """The address over http, at its usual port."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(scheme="http", netloc=parts.hostname or ""))


def retry_after(value: str, now: datetime) -> datetime | None:
    """The moment a Retry-After header names, in seconds or as a date; None where it names none."""
    if value.strip().isdigit():
        return now + min(timedelta(seconds=min(int(value), 10**6)), LONGEST_WAIT)
    try:
        return min(parsedate_to_datetime(value).astimezone(UTC), now + LONGEST_WAIT)
    except ValueError:
        return None


def _latin(location: str) -> str:
    """A Location header as text: bytes of UTF-8 or GBK that were read as Latin-1 are put right."""
    raw = location.encode("latin-1")
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return location
