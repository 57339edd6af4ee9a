"""Feeder: leases one task per politeness group from the ledger into Scrapy's queue, until nothing is due."""

import asyncio
from datetime import datetime, timedelta

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.errors import GongkaiError
from archive.store.ledger import Task
from archive.words import TaskKind
from crawler.job import job_of
from crawler.rests import Rests
from spiders.portal import Fault, PortalSpider, Result

PATIENCE = timedelta(seconds=90)
"""How long a crawl with nothing else to do waits for a postponed task; what is due later waits for the next crawl."""


class Feeder:
    """Keeps every group busy with one task, learns from every result, and closes the spider when all is done."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler, self.job = crawler, job_of(crawler)
        self.rests = Rests(self.job.clock, self.job.ledger.limited_hosts())
        self.busy: dict[str, Task] = {}
        self.alarm: asyncio.TimerHandle | None = None
        self.asked = 0
        self.fatal: GongkaiError | None = None
        self.faults: list[str] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Feeder":
        feeder = cls(crawler)
        crawler.signals.connect(feeder.feed, signals.spider_opened)
        crawler.signals.connect(feeder.idle, signals.spider_idle)
        crawler.signals.connect(feeder.closed, signals.item_scraped)
        crawler.signals.connect(feeder.failed, signals.spider_error)
        crawler.signals.connect(feeder.failed, signals.item_error)
        crawler.signals.connect(feeder.end, signals.spider_closed)
        return feeder

    def feed(self) -> None:
        """Gives every idle group its next task."""
        for group in self.job.ledger.due_groups(self.job.selection, self.rests.hosts):
            self._feed(group)

    def _feed(self, group: str) -> None:
        spider, engine = self.crawler.spider, self.crawler.engine
        if group in self.busy or self.fatal or engine is None or engine.spider is None:
            return
        assert isinstance(spider, PortalSpider)
        try:
            tasks = self.job.ledger.lease(
                self.job.crawl_id, self.job.selection, group, resting=self.rests.hosts, reports=not self._spent()
            )
        except GongkaiError as error:
            self.fatal = error
            return
        for task in tasks:
            self.busy[group] = task
            self.asked += task.kind == TaskKind.REPORT
            engine.crawl(spider.request_for(task))
        if not tasks:
            self._wake(self._next(group))

    def _spent(self) -> bool:
        return self.job.limit is not None and self.asked >= self.job.limit

    def _wake(self, moment: datetime | None) -> None:
        """Feeds again when a postponed task comes due or a host awakes, though other groups are still at work."""
        if moment is None or self._spent():
            return
        loop = asyncio.get_running_loop()
        at = loop.time() + max(0.05, (moment - self.job.clock.now()).total_seconds())
        if self.alarm is None or self.alarm.cancelled() or not loop.time() < self.alarm.when() <= at:
            self.end()
            self.alarm = loop.call_at(at, self.feed)

    def end(self) -> None:
        """Nothing wakes a feeder whose spider has closed."""
        if self.alarm:
            self.alarm.cancel()

    def closed(self, item: Result | Fault) -> None:
        """A visit has ended: its group may go on, unless the archive itself can not."""
        if isinstance(item, Fault):
            self.fatal = item.error
        else:
            self.rests.note(item)
        self._free(item.task)

    def _free(self, task: Task) -> None:
        self.busy.pop(task.politeness_group, None)
        asyncio.get_running_loop().call_soon(self._feed, task.politeness_group)

    def failed(self, failure: Failure, response: Response | Failure) -> None:
        """Something broke that is no answer of a portal: told at the end; the next crawl parses the task again."""
        task: Task = response.request.meta["task"]  # type: ignore[union-attr]
        self.faults.append(f"{task.url}: {type(failure.value).__name__}: {failure.value}")
        self._free(task)

    def idle(self) -> None:
        """Feeds again; waits for what comes due soon; lets the spider close when nothing is left to do."""
        self.busy.clear()
        self.feed()
        if self.busy:
            raise DontCloseSpider
        soon = self._next()
        if soon is not None and not self._spent() and not self.fatal and soon - self.job.clock.now() <= PATIENCE:
            self._wake(soon)
            raise DontCloseSpider

    def _next(self, group: str = "") -> datetime | None:
        due = self.job.ledger.next_due(self.job.selection, group, self.rests.hosts)
        return min((moment for moment in (due, self.rests.next_awake()) if moment), default=None)
