"""Outcome: Transaction 2. Every result closes its task and adds the tasks its answer led to."""

from scrapy.crawler import Crawler

from archive.errors import GongkaiError
from crawler.job import Job, job_of
from spiders.portal import Fault, Result


class OutcomePipeline:
    """Commits a result to the ledger before the feeder learns of it."""

    def __init__(self, job: Job) -> None:
        self.job = job

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "OutcomePipeline":
        return cls(job_of(crawler))

    def process_item(self, item: Result | Fault) -> Result | Fault:
        if isinstance(item, Fault):
            return item
        try:
            self.job.ledger.close(
                item.task, self.job.crawl_id, item.outcome, item.detail, item.children, item.retry_at
            )
        except GongkaiError as error:
            return Fault(item.task, error)
        return item
