"""Robots: RFC 9309 inside the group's politeness; robots.txt is captured, and what cannot be asked is not assumed."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler

from archive.documents.decode import decode
from archive.store.ledger import NewTask, Task
from archive.words import Outcome, TaskKind
from crawler.job import job_of
from crawler.middlewares.asked import MAX_REDIRECTS, answered, asked
from spiders.failures import Refused, outcome_of
from spiders.hops import REDIRECTS

AGENT = "gongkai"
"""The product token that robots.txt is read for."""
FRESH = timedelta(hours=24)
"""How long a robots.txt counts (RFC 9309 2.4)."""
MAX_BYTES = 500 * 1024
"""Bytes of robots.txt that are read (RFC 9309 2.5)."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What robots.txt of one host says; `outcome` other than ok or absent means it could not be asked."""

    outcome: Outcome
    detail: str
    parser: Protego | None = None

    def check(self, url: str) -> None:
        """Raises Refused where the address must not be asked (now)."""
        if self.outcome not in (Outcome.OK, Outcome.ABSENT):
            raise Refused(self.outcome, f"robots.txt: {self.detail}; without it nothing is asked (RFC 9309)")
        if self.parser and not self.parser.can_fetch(url, AGENT):
            raise Refused(Outcome.ROBOTS_DISALLOWED, "robots.txt forbids it")


@dataclass(frozen=True, slots=True)
class Asked:
    """The question for one host's robots.txt, and until when its answer counts."""

    answer: asyncio.Task[Rules]
    until: datetime


class RobotsMiddleware:
    """Asks robots.txt of a host before anything else of it, through the same slot, gates and captures."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler, self.job = crawler, job_of(crawler)
        self.rules: dict[str, Asked] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RobotsMiddleware":
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        task: Task = request.meta["task"]
        if task.kind == TaskKind.ROBOTS:
            return
        parts = urlsplit(request.url)
        site = f"{parts.scheme}://{parts.netloc}"
        now = self.job.clock.now()
        if site not in self.rules or self.rules[site].until < now:
            self.rules[site] = Asked(asyncio.ensure_future(self._ask(site, task)), now + FRESH)
        rules = await asyncio.shield(self.rules[site].answer)
        if rules.outcome.retryable:
            self.rules.pop(site, None)  # the next task of the host asks again
        rules.check(request.url)

    async def _ask(self, site: str, page: Task) -> Rules:
        key = f"robots:{site}"
        new = NewTask(
            key, page.portal, page.family, TaskKind.ROBOTS, page.politeness_group, f"{site}/robots.txt", "robots"
        )
        ledger = self.job.ledger
        ledger.add_tasks([new])
        task = ledger.task(key)
        assert task is not None
        if known := answered(self.job, task, FRESH):
            return rules_of(known[0].http_status, known[1])
        try:
            rules = await self._fetch(task)
        except Exception as error:
            rules = Rules(*outcome_of(error))
        ledger.close(task, self.job.crawl_id, rules.outcome, rules.detail)
        return rules

    async def _fetch(self, task: Task) -> Rules:
        response = await asked(self.crawler, task)
        if response.status in REDIRECTS:
            return Rules(Outcome.ABSENT, f"more than {MAX_REDIRECTS} redirects: no rules")
        return rules_of(response.status, response.body)


def rules_of(status: int, body: bytes) -> Rules:
    """What an answer for robots.txt means: 4xx no rules, 5xx and 429 wait, a web page in its place no rules."""
    if status == 429:
        return Rules(Outcome.RATE_LIMITED, f"HTTP {status}")
    if status >= 500:
        return Rules(Outcome.SERVER_ERROR, f"HTTP {status}")
    if status != 200:
        return Rules(Outcome.ABSENT, f"HTTP {status}: no rules")
    text = decode(body[:MAX_BYTES]).text if body else ""
    # By the body, not by its label: rules are often sent as text/html.
    if text.lstrip("\ufeff \r\n\t").startswith("<"):
        return Rules(Outcome.ABSENT, "a web page in place of robots.txt: no rules")
    return Rules(Outcome.OK, f"{len(body)} bytes", Protego.parse(text))
