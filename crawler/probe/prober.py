"""Prober: hands a probe's few requests to Scrapy one after another, and lets not one more through."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler

from archive.assemble.coverage import due
from archive.store.ledger import Selection, Task
from archive.words import Outcome, TaskKind
from crawler.feeder import Feeder
from crawler.job import Job, job_of
from crawler.probe.choose import choose
from crawler.probe.sight import NOT_ASKED
from crawler.probe.subject import Subject
from spiders.failures import Refused
from spiders.portal import Hop

MAX_REQUESTS = 20
"""Requests of a probe at most, robots.txt and redirects included."""
MAX_PAGES = 2
"""Further pages of one list that a probe asks: enough to see how its paging works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeJob(Job):
    """A crawl that is a probe: its subject, and how many requests it may send."""

    subject: Subject
    requests: int


def probe_job_of(crawler: Crawler) -> ProbeJob:
    """The probe that a component serves."""
    job = job_of(crawler)
    assert isinstance(job, ProbeJob)
    return job


class Prober(Feeder):
    """A feeder that asks one task at a time, by what it tells (crawler/probe/choose.py), each once."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.probe = probe_job_of(crawler)
        self.left = self.probe.requests
        self.visited: list[Task] = []
        self.sites: set[str] = set()
        self.further = Counter[str]()

    def feed(self) -> None:
        """The next task, if none is under way."""
        self._feed("")

    def _feed(self, group: str) -> None:
        engine = self.crawler.engine
        if self.busy or self.fatal or engine is None or engine.spider is None:
            return
        if (task := self._next_task()) is None:
            return
        self.busy[task.politeness_group] = task
        self.visited.append(task)
        engine.crawl(self.crawler.spider.request_for(task))  # type: ignore[union-attr]

    def _next_task(self) -> Task | None:
        """What is asked next, where its robots.txt and itself can still be paid for."""
        portal = self.probe.subject.portal
        due_now = self.job.ledger.due_tasks(Selection((portal.id,)))
        awake = [task for task in due_now if task.host not in self.rests.hosts]
        task = choose(awake, self.visited, self.probe.subject, last_due_year(self.job.clock.now()))
        return task if task and self.left >= (1 if task.host in self.sites else 2) else None

    def pay(self, request: Request) -> None:
        """Counts a request that is about to be sent. Raises Refused for one that would be too many."""
        task: Task = request.meta["task"]
        to: Hop | None = request.meta.get("to")
        self.further[task.task_key] += bool(to and to.walk)
        if not self.left or self.further[task.task_key] > MAX_PAGES:
            raise Refused(Outcome.SHELL, NOT_ASKED)
        self.left -= 1
        if task.kind == TaskKind.ROBOTS:
            self.sites.add(urlsplit(request.url).netloc)

    def _next(self, group: str = "") -> datetime | None:
        """A probe waits for nothing."""
        return None


class BudgetMiddleware:
    """Stands before the wire: every request of a probe is paid for here, robots.txt and redirects included."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "BudgetMiddleware":
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        prober = self.crawler.get_extension(Prober)
        assert prober is not None
        prober.pay(request)


def last_due_year(now: datetime) -> int:
    """The last reporting year whose reports have all been due."""
    return now.year - 1 if now.date() > due(now.year - 1, "government") else now.year - 2
