"""Politeness: one request in flight per politeness group, and a pause from the end of one to the start of the next."""

import asyncio
import random
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.store.ledger import Task
from crawler.job import job_of
from spiders.registry import Registry

DYNAMIC = ("/module/", "/els-service/", "/api-gateway/", "/jsearchfront/")
"""Paths whose answers cost the portal work: the pause before them is twice as long."""
MARGIN = 0.02
"""Seconds added to every pause, so that it also holds by the portal's clock, which stops later than ours."""


@dataclass
class Gate:
    """The turnstile of one group: `open_at` is the loop time from which the next request may start."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    ended_at: float = float("-inf")


class PolitenessMiddleware:
    """Stands nearest the wire, so that robots.txt, redirects, attachments and images all pass its gates."""

    def __init__(self, registry: Registry, delay: tuple[float, float]) -> None:
        self.registry, self.delay = registry, delay
        self.gates: defaultdict[str, Gate] = defaultdict(Gate)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "PolitenessMiddleware":
        job = job_of(crawler)
        return cls(job.registry, job.delay)

    async def process_request(self, request: Request) -> None:
        gate = self._gate(request)
        await gate.lock.acquire()
        request.meta["gate_entered"] = True
        pause = random.uniform(*self.delay) * (2 if urlsplit(request.url).path.startswith(DYNAMIC) else 1)
        start = gate.ended_at + pause + (MARGIN if pause else 0)
        await asyncio.sleep(max(0.0, start - asyncio.get_running_loop().time()))

    def process_response(self, request: Request, response: Response) -> Response:
        self._leave(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        self._leave(request)

    def _gate(self, request: Request) -> Gate:
        """The gate of the host that is asked: a redirect may lead into another city."""
        task: Task = request.meta["task"]
        return self.gates[self.registry.group_of(urlsplit(request.url).netloc) or task.politeness_group]

    def _leave(self, request: Request) -> None:
        if request.meta.pop("gate_entered", False):
            gate = self._gate(request)
            gate.ended_at = asyncio.get_running_loop().time()
            gate.lock.release()
