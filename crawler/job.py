"""What one crawl is made of; every component of the Scrapy project finds it on the spider."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archive.clock import Clock
from archive.store.captures import CaptureStore
from archive.store.ledger import Ledger, Selection, Turn
from crawler.budget import Budget
from spiders.portal import PortalSpider
from spiders.registry import Registry

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

DELAY = (5.0, 10.0)
"""Seconds from the end of one request of a politeness group to the start of its next, jitter included."""


@dataclass(frozen=True, slots=True)
class Job:
    """One crawl: where it keeps things, what it is about, how it reaches the portals.

    `via` is a forward proxy, or empty for a direct connection; `delay` is (least, most) seconds. `again` asks
    everything in full, whatever is held of it. `turn` is what comes first; what a `budget` leaves stays queued.
    """

    crawl_id: int
    ledger: Ledger
    captures: CaptureStore
    folder: Path
    registry: Registry
    selection: Selection
    clock: Clock
    contact: str
    via: str
    delay: tuple[float, float]
    limit: int | None
    again: bool = False
    budget: Budget | None = None
    turn: Turn = Turn.OLDEST


class JobSpider(PortalSpider):
    """The portal spider with its job, as the crawl command runs it."""

    def __init__(self, job: Job) -> None:
        super().__init__(job.registry, job.clock)
        self.job = job


def job_of(crawler: "Crawler") -> Job:
    """The job that a component serves."""
    spider = crawler.spider
    assert isinstance(spider, JobSpider)
    return spider.job
