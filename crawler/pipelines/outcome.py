"""Outcome: Transaction 2. Every result closes its task and adds the tasks its answer led to."""

from urllib.parse import urlsplit

from scrapy.crawler import Crawler

from archive.errors import GongkaiError
from archive.words import Outcome, TaskKind
from crawler.job import Job, job_of
from spiders.portal import Fault, Result
from spiders.registry import bare_host


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
                item.task, self.job.crawl_id, item.outcome, item.detail, item.children, item.retry_at,
                self._elsewhere(item),
            )  # fmt: skip
        except GongkaiError as error:
            return Fault(item.task, error)
        return item

    def _elsewhere(self, item: Result) -> str:
        """Another place where the report is listed and was not asked yet: only then may it be called absent or gone.

        Another place is another host, or another path: an article stands in several columns.
        """
        if item.outcome not in (Outcome.ABSENT, Outcome.GONE) or item.task.kind != TaskKind.REPORT:
            return ""
        asked, seen = self.job.ledger.other_addresses(item.task, self.job.crawl_id)
        places = {_place(url) for url in [item.task.url, *asked]}
        return next((url for url in seen if _place(url) not in places), "")


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return bare_host(parts.netloc), parts.path
