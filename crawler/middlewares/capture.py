"""Capture: every answer is on disk and in the ledger before anything reads it, redirects and refusals included."""

import asyncio

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Headers, Response

from archive.clock import Clock
from archive.faults import fault
from archive.store.captures import CaptureStore
from archive.store.ledger import Task
from archive.store.warc import Exchange
from crawler.job import Job, job_of
from crawler.middlewares.kept import Kept, rebuilt
from spiders.portal import LARGEST

LINGER = 0.01
"""Seconds a batch stays open for further answers: one sync serves all of them."""


class CaptureMiddleware:
    """Transaction 1: hands an answer on only after its batch is committed."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.queue = CaptureQueue(job.captures)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "CaptureMiddleware":
        crawler.signals.connect(_stop_large, signals.headers_received)
        return cls(job_of(crawler))

    async def process_response(self, request: Request, response: Response) -> Response:
        if "replayed" in response.flags:
            return response
        response = _as_cut(response)
        exchange = exchange_of(self.job.clock, self.job.crawl_id, request, response)
        await self.queue.keep(exchange)
        return rebuilt(request.url, exchange.status, exchange.headers, exchange.payload, response.flags)


def _stop_large(body_length: int | None) -> None:
    """Takes no body that announces to be too large: what it announced is kept as evidence."""
    if body_length and body_length > LARGEST:
        raise StopDownload(fail=False)


def _as_cut(response: Response) -> Response:
    """An answer that was stopped is one that did not come to its end."""
    flags = ["dataloss" if flag == "download_stopped" else flag for flag in response.flags]
    return response.replace(flags=flags)


class CaptureQueue:
    """Group commit: answers that arrive while a batch is open or being written share one sync."""

    def __init__(self, store: CaptureStore) -> None:
        self.store = store
        self.waiting: list[tuple[Exchange, asyncio.Future[None]]] = []

    async def keep(self, exchange: Exchange) -> None:
        """Returns once the exchange is acknowledged; raises what kept it from being so."""
        done = asyncio.get_running_loop().create_future()
        self.waiting.append((exchange, done))
        if len(self.waiting) == 1:
            asyncio.get_running_loop().call_later(LINGER, self._flush)
        await done

    def _flush(self) -> None:
        batch, self.waiting = self.waiting, []
        try:
            self.store.commit([exchange for exchange, _ in batch])
        except Exception as error:
            for _, done in batch:
                done.set_exception(error)
            return
        fault("hand_on.before", len(batch))
        for _, done in batch:
            done.set_result(None)
        asyncio.get_running_loop().call_soon(fault, "hand_on.after", len(batch))


def exchange_of(clock: Clock, crawl_id: int, request: Request, response: Response) -> Exchange:
    """The exchange of a request and its answer, with the context from which the ledger can be rebuilt."""
    task: Task = request.meta["task"]
    context: dict[str, object] = {
        "task_key": task.task_key, "visit": task.visit, "hop": request.meta["hop"], "crawl_id": crawl_id,
        "portal": task.portal, "family": task.family, "kind": task.kind, "politeness_group": task.politeness_group,
        "task_url": task.url, "parent_key": task.parent_key, "why": task.why, "depth": task.depth, "area": task.area,
        "agency": task.agency, "year": task.year, "listed_title": task.listed_title,
    }  # fmt: skip
    earlier: Kept | None = request.meta.get("earlier")
    confirmed = earlier.capture.payload_sha256 if earlier and response.status == 304 else ""
    return Exchange(
        request.url, request.method, _pairs(request.headers), request.body,
        response.status, "", _pairs(response.headers), response.body, clock.now(), context,
        truncated="dataloss" in response.flags, confirms=confirmed,
    )  # fmt: skip


def _pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple((k.decode("latin-1"), v.decode("latin-1")) for k, values in headers.items() for v in values)
