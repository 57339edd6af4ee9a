"""Replay: what a killed crawl had captured but not finished is read again from the WARC, without a request."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.store.ledger import Task
from crawler.job import Job, job_of
from crawler.middlewares.kept import kept, whole


class ReplayMiddleware:
    """Answers a request from the archive where this hop of this visit is already kept."""

    def __init__(self, job: Job) -> None:
        self.job = job

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ReplayMiddleware":
        return cls(job_of(crawler))

    def process_request(self, request: Request) -> Response | None:
        task: Task = request.meta["task"]
        for capture in self.job.ledger.captures(task.task_key, task.visit):
            if capture.hop == request.meta["hop"]:
                ledger = self.job.ledger
                return kept(ledger, self.job.folder, whole(ledger, capture), "replayed").response
        return None
