"""Replay: what a killed crawl had captured but not finished is read again from the WARC, without a request."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.store.captures import payload
from archive.store.ledger import Capture, Task
from archive.store.warc import read_headers
from crawler.job import Job, job_of
from crawler.middlewares.capture import rebuilt


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
                return self._answer(capture)
        return None

    def _answer(self, capture: Capture) -> Response:
        warcs = self.job.folder / "warc"
        headers = read_headers(warcs / capture.warc_file, capture.warc_offset)
        flags = ["replayed", *(["dataloss"] if capture.truncated else [])]
        body = payload(self.job.ledger, warcs, capture.payload_sha256)
        return rebuilt(capture.url, capture.http_status, headers, body, flags)
