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
from archive.store.lock import held
from archive.store.refusals import refusing_hosts
from archive.words import TaskKind
from crawler.job import job_of
from crawler.rests import Rests
from spiders.portal import Fault, PortalSpider, Result

PATIENCE = timedelta(seconds=90)
"""How long a crawl with nothing else to do waits for a postponed task; what is due later waits for the next crawl."""

NIGHT_LOCK = "nightly.lock"
"""Held by a night: a crawl with a budget gives way to it."""


class Feeder:
    """Keeps every group busy with one task, learns from every result, and closes the spider when all is done."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler, self.job = crawler, job_of(crawler)
        ledger = self.job.ledger
        self.rests = Rests(self.job.clock, ledger.limited_hosts(), refusing_hosts(ledger))
        self.busy: dict[str, Task] = {}
        self.alarm: asyncio.TimerHandle | None = None
        self.asked, self.requests, self.began = 0, 0, self.job.clock.now()
        self.ended_by = ""
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
        crawler.signals.connect(feeder.sent, signals.request_reached_downloader)
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
        if self._over():
            return
        try:
            tasks = self.job.ledger.lease(
                self.job.crawl_id, self.job.selection, group, resting=self.rests.hosts, reports=not self._spent(),
                turn=self.job.turn,
            )  # fmt: skip
        except GongkaiError as error:
            self.fatal = error
            return
        for task in tasks:
            self.busy[group] = task
            self.asked += task.kind == TaskKind.REPORT
            engine.crawl(spider.request_for(task))
        if not tasks:
            self._wake(self._next(group))

    def sent(self) -> None:
        """One more request is on its way."""
        self.requests += 1

    def _over(self) -> bool:
        """Whether a crawl with a budget asks no more: visits under way are ended, everything else stays queued."""
        if self.job.budget and not self.ended_by:
            seconds = (self.job.clock.now() - self.began).total_seconds()
            night = "the night has begun" if held(self.job.folder / NIGHT_LOCK) else ""
            self.ended_by = self.job.budget.spent(self.requests, seconds) or night
        return bool(self.ended_by)

    def _spent(self) -> bool:
        return self.job.limit is not None and self.asked >= self.job.limit

    def _wake(self, moment: datetime | None) -> None:
        """Feeds again when a postponed task comes due or a host awakes, though other groups are still at work."""
        if moment is None or self._spent() or self.ended_by:
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
        over = self._spent() or self.ended_by or self.fatal
        if soon is not None and not over and soon - self.job.clock.now() <= PATIENCE:
            self._wake(soon)
            raise DontCloseSpider

    def _next(self, group: str = "") -> datetime | None:
        due = self.job.ledger.next_due(self.job.selection, group, self.rests.hosts)
        return min((moment for moment in (due, self.rests.next_awake()) if moment), default=None)
