"""Missing: what a host says of an address that does not exist, asked once, so that the same answer is known again."""

import asyncio
import hashlib
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.errors import GongkaiError
from archive.store.ledger import NewTask, Task
from archive.words import Outcome, TaskKind
from crawler.feeder import Feeder
from crawler.job import job_of
from crawler.middlewares.asked import answered, asked
from spiders.answers import answer
from spiders.failures import outcome_of
from spiders.page import Page
from spiders.portal import AS_MISSING, Result, retry_after
from spiders.shape import shape

FRESH = timedelta(days=30)
"""How long a host's answer counts; a site is rebuilt seldom."""


class MissingMiddleware:
    """Marks an answer that says no more than the host says of an address that nobody ever gave out.

    The host is asked for such an address once, before the first page is judged that a link led to: politely, by the
    rules of its robots.txt, and kept like every other exchange.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler, self.job = crawler, job_of(crawler)
        self.shapes: dict[str, asyncio.Task[str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "MissingMiddleware":
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        task: Task = request.meta["task"]
        parts = urlsplit(request.url)
        if task.kind.of_host or task.why == "entry" or response.status != 200 or not _is_page(response.body):
            return response
        if parts.netloc not in self.shapes:
            if not self._is_read(task, response):
                return response
            self.shapes[parts.netloc] = asyncio.ensure_future(self._shape(f"{parts.scheme}://{parts.netloc}", task))
        known = await asyncio.shield(self.shapes[parts.netloc])
        same = known and known == shape(response.body, _type(response), request.url)
        return response.replace(flags=[*response.flags, AS_MISSING]) if same else response

    def _is_read(self, task: Task, response: Response) -> bool:
        """Whether the answer is a page that somebody would read: no challenge and no notice."""
        return answer(self._page(task, response)) is None

    def _page(self, task: Task, response: Response) -> Page:
        headers = {"content-type": _type(response), "set-cookie": _header(response, "Set-Cookie")}
        portal, today = self.job.registry.portal(task.portal), self.job.clock.now().date()
        return Page(task, portal, response.url, response.status, headers, response.body, today)

    async def _shape(self, site: str, page: Task) -> str:
        """The shape of the host's answer; empty where it says so by its status, or says nothing."""
        ledger, key = self.job.ledger, f"missing:{urlsplit(site).netloc}"
        ledger.add_tasks([NewTask(
            key, page.portal, page.family, TaskKind.MISSING, page.politeness_group,
            f"{site}/{_nowhere(key)}.html", "missing",
        )])  # fmt: skip
        task = ledger.task(key)
        assert task is not None
        if known := answered(self.job, task, FRESH):
            last, body = known
            return shape(body, last.content_type, last.url) if last.http_status == 200 else ""
        try:
            response = await asked(self.crawler, task)
        except GongkaiError:
            raise
        except Exception as error:
            ledger.close(task, self.job.crawl_id, *outcome_of(error))
            return ""
        end = answer(self._page(task, response))
        if end and end.outcome == Outcome.RATE_LIMITED:
            self._wait(task, end.detail, retry_after(_header(response, "Retry-After"), self.job.clock.now()))
            return ""
        found = shape(response.body, _type(response), response.url) if response.status == 200 else ""
        detail = "HTTP 200 for an address that does not exist" if found else f"HTTP {response.status}"
        ledger.close(task, self.job.crawl_id, Outcome.OK, detail)
        return found

    def _wait(self, task: Task, detail: str, until: datetime | None) -> None:
        """The host asks to wait: nothing more is asked of it before, and this question belongs to another crawl."""
        feeder = self.crawler.get_extension(Feeder)
        assert feeder is not None
        result = Result(task, Outcome.RATE_LIMITED, detail, retry_at=until)
        feeder.rests.note(result)
        self.job.ledger.close(task, self.job.crawl_id, Outcome.RATE_LIMITED, detail, retry_at=until)


def _nowhere(key: str) -> str:
    """A name that nobody has given to anything: by chance, and the same again in a crawl that goes on."""
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def _is_page(body: bytes) -> bool:
    return body[:64].lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n\0").startswith(b"<")


def _type(response: Response) -> str:
    return _header(response, "Content-Type")


def _header(response: Response, name: str) -> str:
    return b", ".join(response.headers.getlist(name)).decode("latin-1")
